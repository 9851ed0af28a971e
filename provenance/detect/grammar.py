"""A shallow grammar of English clauses: word classes and verb groups. No tagger, only closed classes and shape.

All functions speak of token indices; a range is `(first, last)` with `last` exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from provenance.detect.tokens import OPENING, QUOTE_MARKS, Tokens, is_adverb
from provenance.lexicon.cues import CueForm, CueLexicon
from provenance.lexicon.words import Words

Range = tuple[int, int]

SHORT_IS = frozenset(["'s", "’s"])
"""Either a possessive or a short "is" or "has"."""
_APOSTROPHES = frozenset(["'", "’"])
END_OF_SENTENCE = frozenset([".", "!", "?", "…"])
_NOUN_SUFFIXES = ("tion", "ment", "ness", "ity", "ship", "ance", "ence", "ism", "ist", "er", "or", "ian", "ure", "s")
_PLURAL_SUFFIXES = ("s", "men")
_NO_PLURAL = ("ss", "us", "is")
_BEHIND_NOUNS = frozenset([",", ".", ";", ")", "of", "by"])
"""What follows a noun rather than a present verb."""
_SHORTEST_PAST = 4
"""Letters of the shortest word in -ed that may be a past form: "bed" and "red" are none."""
_HEADLINE_SHARE = 0.6
"""Share of the words of a headline that are capitalised; a headline in title case leaves small words in lower case."""
_PLURAL_REACH = 7
"""Tokens before a verb among which the head of a plural subject is looked for: "scientists in southern Chile report"."""


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """What belongs to one verb: where its group begins, and whether an auxiliary, a form of "be" or a "to" is in it."""

    first: int
    has_aux: bool
    has_be: bool
    has_to: bool


def is_word(low: str) -> bool:
    """Whether a token is a word, a number, a handle or a hashtag rather than a mark."""
    return low[0].isalnum() or low[0] in "@#"


class Grammar:
    """The words of one passage seen as clauses."""

    def __init__(self, tokens: Tokens, words: Words, cues: CueLexicon) -> None:
        self.tokens = tokens
        self.words = words
        self.cues = cues
        self._finite: list[bool] = []
        self._finite_before: list[int] = []
        self._headlines: dict[Range, bool] = {}

    # ------------------------------------------------------------ words

    def forms(self, i: int) -> tuple[CueForm, ...]:
        """The forms of cues that begin with the word of token i."""
        return self.cues.by_first_word.get(self.tokens.lows[i], ())

    def noun_cue(self, i: int) -> bool:
        """Whether the word at i is a noun cue, perhaps among others: "finding", "warning"."""
        return any(form.cue.kind == "noun" for form in self.forms(i))

    def adverb(self, i: int) -> bool:
        """Whether token i can stand inside a verb group without being a verb."""
        return is_adverb(self.tokens.lows[i], self.words)

    def day_or_time(self, i: int) -> bool:
        """Whether token i is a day of the week or another bare word of time."""
        low = self.tokens.lows[i]
        return self.is_day(i) or low in self.words.time_words

    def is_day(self, i: int) -> bool:
        """Whether token i is a day of the week; behind an article its short form is a name: "The Sun"."""
        lows = self.tokens.lows
        short = not lows[i].endswith("day") and i > 0 and lows[i - 1] == "the"
        return lows[i] in self.words.days and not short

    def possessive(self, i: int) -> bool:
        """Whether token i is the mark of a possessive: "'s" before a noun, or the bare apostrophe behind a plural."""
        tokens = self.tokens
        lows = tokens.lows
        if lows[i] not in SHORT_IS:
            behind_s = i > 0 and lows[i - 1].endswith("s") and tokens.starts[i] == tokens.ends[i - 1]
            return behind_s and lows[i] in _APOSTROPHES
        if i + 1 >= len(lows):
            return False
        following = lows[i + 1]
        if not following.endswith("ing"):
            return following not in self.words.after_short_verb
        # "the inquiry's finding" against "he's saying"
        return i > 0 and lows[i - 1] not in self.words.pronouns and self.noun_cue(i + 1)

    def plural(self, i: int) -> bool:
        """Whether token i is a plural noun."""
        low = self.tokens.lows[i]
        return low in self.words.plurals or (low.endswith(_PLURAL_SUFFIXES) and not low.endswith(_NO_PLURAL))

    def plural_head(self, end: int) -> bool:
        """Whether a plural noun with a phrase behind it ends at `end`: "scientists in Chile"."""
        lows, words = self.tokens.lows, self.words
        near = range(max(0, end - _PLURAL_REACH), end - 2)
        return any((lows[k + 1] in words.prepositions or lows[k + 1] in words.after_plurals) and self.plural(k) for k in near)

    def noun_like(self, i: int) -> bool:
        """Whether token i can be the last word of a noun phrase."""
        if i < 0:
            return False
        low, words = self.tokens.lows[i], self.words
        if not is_word(low):
            return low in (")", "%") or low in QUOTE_MARKS
        if low in words.determiners and low not in words.pronouns:
            return False
        links = low in words.prepositions or low in words.subordinators or low in words.conjunctions
        return not (links or low in words.auxiliaries or low in words.possessives or self.adverb(i))

    def determiner_like(self, i: int) -> bool:
        """Whether token i can open a noun phrase without being its noun: "the", "his"."""
        low = self.tokens.lows[i]
        return low in self.words.determiners or low in self.words.possessives

    def names(self, i: int) -> bool:
        """Whether token i is the participle of a naming: "an account called 'X'", "a man known as X"."""
        tokens = self.tokens
        if tokens.lows[i] not in self.words.naming_verbs or i == 0 or i + 1 >= len(tokens):
            return False
        if not self.noun_like(i - 1) and tokens.lows[i - 1] != ",":
            return False
        following = i + 2 if tokens.lows[i + 1] == "as" and i + 2 < len(tokens) else i + 1
        return tokens.quoted[following] >= 0 or tokens.capital(following)

    def headline(self, low: int, high: int) -> bool:
        """Whether most words of a sentence are capitalised, so that a capital says nothing."""
        known = self._headlines.get((low, high))
        if known is None:
            tokens = self.tokens
            letters = [k for k in range(low, high) if tokens.words[k][0].isalpha()]
            known = bool(letters) and sum(tokens.capital(k) for k in letters) >= _HEADLINE_SHARE * len(letters)
            self._headlines[low, high] = known
        return known

    # ------------------------------------------------------------ verbs

    def auxiliary(self, i: int) -> bool:
        """Whether token i is an auxiliary verb."""
        low = self.tokens.lows[i]
        if low in SHORT_IS:
            return not self.possessive(i)
        return low in self.words.auxiliaries and not (low == "may" and self._month_may(i))

    def _month_may(self, i: int) -> bool:
        lows = self.tokens.lows
        return i > 0 and self.tokens.capital(i) and i + 1 < len(lows) and lows[i + 1][0].isdigit()

    def finite_verb(self, i: int) -> bool:
        """Whether token i looks like a finite verb of its own clause."""
        if not self._finite:
            self._find_verbs()
        return self._finite[i]

    def has_finite_verb(self, first: int, last: int) -> bool:
        """Whether a finite verb stands in the range."""
        if not self._finite:
            self._find_verbs()
        return first < last and self._finite_before[last] > self._finite_before[first]

    def _find_verbs(self) -> None:
        """Looks at every token once: the rules ask about the same ones again and again."""
        self._finite = [self._looks_finite(i) for i in range(len(self.tokens))]
        self._finite_before = list(accumulate(self._finite, initial=0))

    def _looks_finite(self, i: int) -> bool:
        low, words = self.tokens.lows[i], self.words
        if self.auxiliary(i):
            return True
        shapes = self._verb_shapes(i)
        past = "past" in shapes or low in words.past_verbs
        present = "s" in shapes or "base" in shapes or low in words.verbs
        participle = "pp" in shapes
        regular = low.endswith("ed") and len(low) >= _SHORTEST_PAST
        if not (past or participle or present or regular):
            return False
        if i == 0 or self.tokens.lows[i - 1] in END_OF_SENTENCE or self._name_inside(i) or self._noun_place(i):
            return False  # no verb without a subject: "Informed sources said"
        if past:
            return True
        if participle:
            return not self._noun_follows(i)
        if present:
            return self.present(i, low.endswith("s") and not low.endswith("ss"))
        return self.noun_like(i - 1) and not self._noun_follows(i)

    def _verb_shapes(self, i: int) -> set[str]:
        """The shapes that the word at i has as a form of a verb cue of one word."""
        return {f.shape for f in self.forms(i) if len(f.words) == 1 and f.cue.kind in ("verb", "support")}

    def _name_inside(self, i: int) -> bool:
        """Whether token i has a capital that no beginning of a quotation explains."""
        return self.tokens.capital(i) and self.tokens.lows[i - 1] not in QUOTE_MARKS

    def _noun_place(self, i: int) -> bool:
        """Whether a determiner, a preposition or a possessive stands right before token i."""
        return self.determiner_like(i - 1) or self.tokens.lows[i - 1] in self.words.prepositions or self.possessive(i - 1)

    def _noun_follows(self, i: int) -> bool:
        """Whether a lower-case noun-like word follows directly, which makes a participle an adjective."""
        tokens = self.tokens
        if i + 1 >= len(tokens) or tokens.capital(i + 1):
            return False
        low = tokens.lows[i + 1]
        return low[0].isalpha() and low.endswith(_NOUN_SUFFIXES) and low not in self.words.determiners

    def present(self, i: int, third: bool, prepositions: frozenset[str] = frozenset()) -> bool:
        """Whether a present form at i is a verb rather than a noun: "officials report" against "a research report".

        A third-person form (`third`) needs a singular noun or pronoun before it, a base form a plural one; a form that
        another verb, a comma or "of" follows is a noun. `prepositions` are those that the verb takes.
        """
        lows = self.tokens.lows
        if not self.noun_like(i - 1) or lows[i - 1].endswith("ing"):
            return False  # "misleading claims"
        after = lows[i + 1] if i + 1 < len(lows) else "."
        if after == "," and i + 2 < len(lows) and lows[i + 2] in OPENING:
            return True  # The notice reads, "…"
        if (after in _BEHIND_NOUNS and after not in prepositions) or self._past_or_auxiliary(after):
            return False
        return third or self.plural(i - 1) or lows[i - 1] in self.words.pronouns or self.plural_head(i)

    def _past_or_auxiliary(self, low: str) -> bool:
        """Whether a word is a verb that shows the one before it to be its subject."""
        if low in self.words.past_verbs or (low in self.words.auxiliaries and low not in SHORT_IS):
            return True
        return any(f.shape == "past" and len(f.words) == 1 for f in self.cues.by_first_word.get(low, ()))

    # ------------------------------------------------------------ verb groups

    def verb_group(self, i: int, low: int) -> VerbGroup:
        """The group of the verb at i, which does not reach below `low`."""
        tokens, words = self.tokens, self.words
        first, j = i, i - 1
        has_aux = has_be = has_to = False
        while j >= low:
            word = tokens.lows[j]
            if self.auxiliary(j):
                has_aux = True
                has_be = has_be or (word in words.be and self._governs(j, i))
                first = j
            elif word == "to" and j > low:
                has_to = True
                first = j
                break
            elif word in words.aspect_verbs and j == i - 1 and tokens.lows[i].endswith("ing"):
                first = j
                has_aux = True
            elif word in words.negations:
                first = j if has_aux or word in ("not", "never") else first
            elif not self.adverb(j) or (tokens.capital(j) and j > low):
                break
            j -= 1
        while first < i and self.adverb(first) and tokens.lows[first] not in words.negations:
            first += 1
        return VerbGroup(first, has_aux, has_be, has_to)

    def _governs(self, aux: int, verb: int) -> bool:
        """Whether only adverbs and forms of "be" stand between a form of "be" and the verb."""
        lows, be = self.tokens.lows, self.words.be
        return not any(lows[k] not in be and self.auxiliary(k) for k in range(aux + 1, verb))

    def negated(self, first: int, last: int) -> bool:
        """Whether a negation stands in the range."""
        return any(low in self.words.negations for low in self.tokens.lows[first:last])

    # ------------------------------------------------------------ adjuncts

    def skip_adverbs(self, i: int, high: int) -> int:
        """The first token from i on that is no adverb, day or other bare time word."""
        while i < high and (size := self._adjunct_size(i, high)):
            i += size
        return i

    def bare_adjunct(self, i: int, high: int) -> bool:
        """Whether an adverb, day or other bare time word begins at i."""
        return self._adjunct_size(i, high) > 0

    def _adjunct_size(self, i: int, high: int) -> int:
        """How many tokens of a bare adjunct of time or manner begin at i: "quickly", "last week", "on May 26"; 0 if none."""
        lows, words = self.tokens.lows, self.words
        word = lows[i]
        if (self.adverb(i) and word not in ("not", "never")) or self.day_or_time(i):
            return 1
        if word in words.time_openers and i + 1 < high and self.day_or_time(i + 1):
            return 2
        dated = word == "on" and i + 2 < high and lows[i + 1] in words.months and lows[i + 2][0].isdigit()
        return 3 if dated else 0
