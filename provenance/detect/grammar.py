"""A shallow grammar of English clauses: verb groups, noun phrases, adjuncts. No tagger, only closed classes and shape.

All functions speak of token indices; a range is `(first, last)` with `last` exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass

from provenance.detect.tokens import DASHES, OPENING, QUOTE_MARKS, Tokens, is_adverb
from provenance.lexicon.cues import CueLexicon
from provenance.lexicon.words import Words

Range = tuple[int, int]

MAX_PHRASE = 30
"""Tokens of the longest noun phrase that is followed; longer ones are lists or errors."""

_ADJUNCT_NOUNS = frozenset(
    [
        "statement",
        "interview",
        "tweet",
        "speech",
        "letter",
        "post",
        "report",
        "email",
        "e-mail",
        "interviews",
        "remarks",
        "comments",
        "conference",
        "briefing",
        "message",
        "note",
        "memo",
        "column",
        "article",
        "op-ed",
        "editorial",
        "blog",
        "address",
        "press",
        "video",
        "call",
        "filing",
        "podcast",
        "appearance",
        "release",
        "rally",
    ]
)
_TIME_WORDS = frozenset(
    [
        "yesterday",
        "today",
        "tomorrow",
        "tonight",
        "earlier",
        "later",
        "recently",
        "afternoon",
        "morning",
        "evening",
        "night",
        "week",
        "month",
        "year",
    ]
)
_POSSESSIVE = frozenset(["'s", "’s"])
_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "sen",
        "rep",
        "gov",
        "gen",
        "prof",
        "lt",
        "col",
        "sgt",
        "capt",
        "st",
        "rev",
        "hon",
        "sens",
        "reps",
        "jr",
        "sr",
    ]
)
_DOCUMENTS = frozenset(
    [
        "report",
        "reports",
        "survey",
        "surveys",
        "poll",
        "polls",
        "study",
        "studies",
        "data",
        "figures",
        "statistics",
        "documents",
        "document",
        "records",
        "filing",
        "filings",
        "investigation",
        "analysis",
        "review",
        "assessment",
        "intelligence",
        "paper",
        "papers",
        "article",
        "audit",
        "census",
        "findings",
        "research",
        "statement",
        "summary",
        "image",
        "images",
        "footage",
        "video",
        "letter",
        "memo",
        "email",
        "emails",
        "transcript",
        "indictment",
        "complaint",
        "lawsuit",
        "index",
        "estimate",
        "estimates",
    ]
)
_ASPECT = frozenset(
    [
        "started",
        "began",
        "begun",
        "start",
        "starts",
        "begins",
        "begin",
        "kept",
        "keep",
        "keeps",
        "continued",
        "continues",
        "stopped",
        "stop",
    ]
)
_NAMING = frozenset(["called", "named", "known", "identified", "nicknamed", "dubbed", "titled", "entitled"])
_NOUN_SUFFIX = ("tion", "ment", "ness", "ity", "ship", "ance", "ence", "ism", "ist", "er", "or", "ian", "ure")


@dataclass(frozen=True, slots=True)
class Grammar:
    """The words of one passage seen as clauses."""

    tokens: Tokens
    words: Words
    cues: CueLexicon

    # ------------------------------------------------------------ words

    def adverb(self, i: int) -> bool:
        """Whether token i can stand inside a verb group without being a verb."""
        return is_adverb(self.tokens.lows[i], self.words)

    def possessive(self, i: int) -> bool:
        """Whether token i is the 's of a possessive: a noun, not a verb form, follows."""
        lows = self.tokens.lows
        if lows[i] not in _POSSESSIVE:
            return (
                lows[i] in ("'", "’") and i > 0 and lows[i - 1].endswith("s") and self.tokens.starts[i] == self.tokens.ends[i - 1]
            )
        if i + 1 >= len(lows):
            return False
        following = lows[i + 1]
        if following.endswith("ing") and i > 0 and lows[i - 1] not in self.words.pronouns:
            return any(f.cue.kind == "noun" for f in self.cues.by_first_word.get(following, ()))  # "the inquiry's finding"
        return following not in ("a", "an", "the", "not", "been", "going") and not following.endswith("ing")

    def auxiliary(self, i: int) -> bool:
        """Whether token i is an auxiliary verb."""
        low = self.tokens.lows[i]
        if low in _POSSESSIVE:
            return not self.possessive(i)
        return low in self.words.auxiliaries and not (
            low == "may" and self.tokens.capital(i) and i > 0 and self._number_follows(i)
        )

    def _number_follows(self, i: int) -> bool:
        return i + 1 < len(self.tokens) and self.tokens.lows[i + 1][0].isdigit()

    def finite_verb(self, i: int) -> bool:
        """Whether token i looks like a finite verb of its own clause."""
        tokens, words = self.tokens, self.words
        low = tokens.lows[i]
        if self.auxiliary(i):
            return True
        if tokens.capital(i) and i and tokens.lows[i - 1] not in QUOTE_MARKS:
            return False
        before = tokens.lows[i - 1] if i else ""
        nominal = (
            before in words.determiners
            or before in words.prepositions
            or before in words.possessives
            or (i and self.possessive(i - 1))
        )
        if nominal:
            return False
        if low in words.past_verbs:
            return True
        forms = [f for f in self.cues.by_first_word.get(low, ()) if len(f.words) == 1 and f.cue.kind in ("verb", "support")]
        shapes = {f.shape for f in forms}
        if "past" in shapes or "pp" in shapes:
            return (i > 0 and not self._noun_follows(i)) or "past" in shapes
        if "s" in shapes or "base" in shapes or low in words.verbs:
            return self.present(i, low.endswith("s") and not low.endswith("ss"))
        return low.endswith("ed") and len(low) > 3 and i > 0 and self.noun_like(i - 1) and not self._noun_follows(i)

    def present(self, i: int, third: bool, prepositions: frozenset[str] = frozenset()) -> bool:
        """Whether a present form at i is a verb rather than a noun: "officials report" against "a research report".

        A third-person form (`third`) needs a singular noun or pronoun before it, a base form a plural one; a form that
        another verb, a comma or "of" follows is a noun. `prepositions` are those that the verb takes.
        """
        tokens, words = self.tokens, self.words
        if i == 0 or not self.noun_like(i - 1):
            return False
        after = tokens.lows[i + 1] if i + 1 < len(tokens) else "."
        if after == "," and i + 2 < len(tokens) and tokens.lows[i + 2] in OPENING:
            return True  # The notice reads, "…"
        if (
            (after in (",", ".", ";", "of", "by", ")") and after not in prepositions)
            or (after in words.auxiliaries and after not in _POSSESSIVE)
            or after in words.past_verbs
        ):
            return False
        if any(f.shape == "past" and len(f.words) == 1 for f in self.cues.by_first_word.get(after, ())):
            return False
        before = tokens.lows[i - 1]
        return third or self.plural(i - 1) or before in words.pronouns or self.plural_head(i)

    def plural_head(self, end: int) -> bool:
        """Whether a plural noun with a phrase behind it ends at `end`: "scientists in Chile"."""
        lows = self.tokens.lows
        return any(self.plural(k) and lows[k + 1] in self.words.prepositions for k in range(max(0, end - 7), end - 2))

    def plural(self, i: int) -> bool:
        """Whether token i is a plural noun."""
        low = self.tokens.lows[i]
        return low in self.words.plurals or (low.endswith("s") and not low.endswith(("ss", "us", "is"))) or low.endswith("men")

    def _noun_follows(self, i: int) -> bool:
        """Whether a lower-case noun-like word follows directly, which makes a participle an adjective."""
        lows = self.tokens.lows
        if i + 1 >= len(lows):
            return False
        low = lows[i + 1]
        return (
            low[0].isalpha()
            and low.endswith((*_NOUN_SUFFIX, "s"))
            and low not in self.words.determiners
            and not self.tokens.capital(i + 1)
        )

    def noun_like(self, i: int) -> bool:
        """Whether token i can be the last word of a noun phrase."""
        if i < 0:
            return False
        low, words = self.tokens.lows[i], self.words
        if not (low[0].isalnum() or low[0] in "@#"):
            return low in (")", "%") or low in QUOTE_MARKS
        return not (
            low in words.prepositions
            or low in words.auxiliaries
            or low in words.subordinators
            or low in words.conjunctions
            or (low in words.determiners and low not in words.pronouns)
            or low in words.possessives
            or self.adverb(i)
        )

    def has_finite_verb(self, first: int, last: int) -> bool:
        """Whether a finite verb stands in the range, outside quotations of its own."""
        return any(self.finite_verb(i) for i in range(first, last))

    # ------------------------------------------------------------ verb groups

    def verb_group(self, i: int, low: int) -> tuple[int, bool, bool, bool]:
        """Where the verb group of the verb at i begins; whether it has an auxiliary, a form of "be", a "to" before it."""
        tokens, words = self.tokens, self.words
        first, j = i, i - 1
        has_aux = has_be = has_to = False
        while j >= low:
            word = tokens.lows[j]
            if self.auxiliary(j):
                has_aux = True
                has_be = has_be or (word in words.be and self._governs(j, i))
                first = j
            elif word == "to" and j > low and not has_to:
                has_to = True
                first = j
                break
            elif word in _ASPECT and j == i - 1 and tokens.lows[i].endswith("ing"):
                first = j
                has_aux = True
            elif word in words.negations:
                first = j if has_aux or word in ("not", "never") else first
            elif not self.adverb(j) or (tokens.capital(j) and j > low):
                break
            j -= 1
        while first < i and self.adverb(first) and tokens.lows[first] not in words.negations:
            first += 1
        return first, has_aux, has_be, has_to

    def _governs(self, aux: int, verb: int) -> bool:
        """Whether only adverbs and auxiliaries stand between a form of "be" and the verb, the last auxiliary being it."""
        return not any(self.auxiliary(k) and self.tokens.lows[k] not in self.words.be for k in range(aux + 1, verb))

    def negated(self, first: int, last: int) -> bool:
        """Whether a negation stands in the range."""
        return any(self.tokens.lows[k] in self.words.negations for k in range(first, last))

    # ------------------------------------------------------------ noun phrases

    def subject_before(self, end: int, low: int) -> Range | None:
        """The noun phrase that ends right before token `end`, with its apposition, not reaching below `low`."""
        tokens = self.tokens
        k = self._strip_adjunct(end, low)
        if k <= low:
            return None
        last = tokens.lows[k - 1]
        if last == "," or last in DASHES:
            return self._with_apposition(k - 1, low, last)
        return self._phrase_back(k, low)

    def _strip_adjunct(self, end: int, low: int) -> int:
        """`end` moved left over adverbs, days and "in a statement" that stand between a subject and its verb."""
        tokens, words = self.tokens, self.words
        k = end
        while k > low:
            word = tokens.lows[k - 1]
            if self.adverb(k - 1) or ((word in words.days or word in _TIME_WORDS) and k - 1 > low):
                k -= 1
                if k > low and tokens.lows[k - 1] in ("on", "last", "late", "early", "this"):
                    k -= 1
                continue
            if (
                word in _ADJUNCT_NOUNS
                and k - 3 > low
                and tokens.lows[k - 2] in words.determiners
                and tokens.lows[k - 3] in ("in", "on", "at", "during")
            ):
                k -= 3
                continue
            break
        return k

    def _with_apposition(self, comma: int, low: int, mark: str) -> Range | None:
        """A name, then something between commas (or dashes), then the verb: "Oleh Ivashchenko, the director of …, stated"."""
        tokens = self.tokens
        for j in range(comma - 1, max(low, comma - MAX_PHRASE) - 1, -1):
            if tokens.lows[j] != mark or j == comma - 1:
                continue
            name = self._phrase_back(j, low)
            if name is None or name[0] == name[1]:
                return None
            inner = tokens.lows[j + 1]
            if inner in self.words.relatives or ((inner in self.words.prepositions or self.adverb(j + 1)) and comma - j < 8):
                return name
            fits = inner in self.words.determiners or tokens.capital(j + 1) or inner[0].isdigit() or self.noun_like(j + 1)
            if fits and inner not in self.words.subject_pronouns and inner not in self.words.conjunctions:
                return (name[0], comma)
        return None

    def _phrase_back(self, end: int, low: int) -> Range | None:
        """The noun phrase whose last token is `end - 1`."""
        tokens, words = self.tokens, self.words
        i, first, joined = end - 1, end, False
        floor = max(low, end - MAX_PHRASE)
        while i >= floor:
            word = tokens.lows[i]
            if tokens.quoted[i] >= 0 and tokens.quoted[i] != (tokens.quoted[end] if end < len(tokens) else -1):
                start = self._quote_start(i)
                if i - start > 10 or start < floor or tokens.lows[i - 1] in (",", ".", "?", "!"):
                    break
                i, first = start - 1, start
                continue
            if word == ")":
                bracket = self._bracket_start(i, floor)
                if bracket is None:
                    break
                i, first = bracket - 1, bracket
                continue
            if not (word[0].isalnum() or word[0] in "@#"):
                if (
                    (word == "." and i > floor and tokens.lows[i - 1] in _TITLES | self.words.abbreviations)
                    or word in ("&", "/", "-", "$", "£", "€")
                    or self.possessive(i)
                ):
                    i -= 1
                    continue
                if word == "." and i > floor and len(tokens.lows[i - 1]) == 1:
                    i -= 1
                    continue
                if word == "," and joined and i > floor and first < end and tokens.capital(i - 1) and tokens.capital(first):
                    i -= 1
                    continue
                break
            if (word in words.subject_pronouns and word != "you") or (word in ("this", "these", "those") and i == end - 1):
                return (i, i + 1) if i == end - 1 else ((first, end) if first < end else None)
            if word in words.subordinators or (word in words.relatives and word != "that"):
                break
            if word in words.conjunctions:
                if word not in ("and", "or") or first >= end or i == floor or not self._joins(i, first):
                    break
                joined = True
                i -= 1
                continue
            timely = (
                word in words.days or (word in words.months and word != "may") or (word in _TIME_WORDS and not tokens.capital(i))
            )
            if timely and first < end and not self.possessive(i + 1):
                break
            if self.finite_verb(i) and not self._modifies(i, first, end) and not self.names(i):
                break
            if word in words.determiners:
                first = i
                if i > floor and (
                    tokens.lows[i - 1] in words.prepositions
                    or tokens.lows[i - 1] in words.conjunctions
                    or tokens.lows[i - 1] in words.determiners
                ):
                    i -= 1
                    continue
                break
            if word in words.prepositions:
                if first >= end:
                    return None
                if i == floor or not self.noun_like(i - 1) or tokens.lows[i - 1] in ("and", "or"):
                    break
                i -= 1
                continue
            if self.adverb(i) and first < end and not tokens.capital(i):
                break
            first = i
            i -= 1
        if first >= end or not self.noun_like(end - 1):
            return None
        return (first, end)

    def names(self, i: int) -> bool:
        """Whether token i is the participle of a naming: "an account called 'X'", "a man known as X"."""
        tokens = self.tokens
        if (
            tokens.lows[i] not in _NAMING
            or i == 0
            or i + 1 >= len(tokens)
            or (not self.noun_like(i - 1) and tokens.lows[i - 1] != ",")
        ):
            return False
        following = i + 2 if tokens.lows[i + 1] == "as" and i + 2 < len(tokens) else i + 1
        return tokens.quoted[following] >= 0 or tokens.capital(following)

    def _modifies(self, i: int, first: int, end: int) -> bool:
        """Whether what looks like a verb is an adjective or noun of the phrase: "the accused officer", "a leaked report"."""
        before = self.tokens.lows[i - 1] if i else ""
        return i < end - 1 and first == i + 1 and (before in self.words.determiners or before in self.words.prepositions)

    def _joins(self, i: int, first: int) -> bool:
        """Whether "and" at i joins two nouns rather than two clauses."""
        tokens = self.tokens
        right, left = tokens.lows[first], i - 1
        if tokens.lows[left] == ")":
            bracket = self._bracket_start(left, 0)
            left = bracket - 1 if bracket else left
        if not self.noun_like(left):
            return False
        if right in self.words.subject_pronouns:
            return False
        if tokens.capital(left):
            return tokens.capital(first) or right not in self.words.determiners or right in ("the", "other", "some", "many")
        return not tokens.capital(first) and right not in self.words.determiners

    def _quote_start(self, i: int) -> int:
        number = self.tokens.quoted[i]
        while i > 0 and self.tokens.quoted[i - 1] == number:
            i -= 1
        return i

    def _bracket_start(self, i: int, floor: int) -> int | None:
        for j in range(i - 1, max(floor, i - 14) - 1, -1):
            if self.tokens.lows[j] == "(":
                return j
        return None

    def phrase_after(self, start: int, high: int, prepositions: bool = True, stop: str = "") -> Range | None:
        """The noun phrase that begins at `start`. `prepositions` lets it go on behind "of", "for" and the like; `stop` ends it."""
        tokens, words = self.tokens, self.words
        i = start
        ceiling = min(high, start + MAX_PHRASE)
        while i < ceiling:
            word = tokens.lows[i]
            if word == stop:
                break
            if tokens.quoted[i] >= 0 and tokens.quoted[i] != (tokens.quoted[start - 1] if start else -1):
                number = tokens.quoted[i]
                close = i
                while close < ceiling and tokens.quoted[close] == number:
                    close += 1
                if close - i > 10 or (
                    i > start and tokens.lows[i - 1] not in ("the", "newspaper", "magazine", "daily", "agency", "called", "of")
                ):
                    break
                i = close
                continue
            if word == "(":
                bracket = next((j for j in range(i, min(ceiling, i + 14)) if tokens.lows[j] == ")"), None)
                if bracket is None:
                    break
                i = bracket + 1
                continue
            if not (word[0].isalnum() or word[0] in "@#"):
                titled = (
                    word == "."
                    and i > start
                    and (tokens.lows[i - 1] in _TITLES or (len(tokens.lows[i - 1]) == 1 and i + 1 < high))
                )
                if titled or word in ("&", "/", "-", "$") or self.possessive(i):
                    i += 1
                    continue
                break
            if i == start and (word in words.subject_pronouns or word in words.object_pronouns):
                return (i, i + 1)
            if word in words.subordinators or word in words.relatives or word in words.subject_pronouns:
                break
            if word in words.conjunctions:
                if (
                    word not in ("and", "or")
                    or i + 1 >= high
                    or not (self.noun_like(i + 1) or tokens.lows[i + 1] in words.determiners)
                ):
                    break
                if tokens.lows[i + 1] in words.subject_pronouns or (
                    tokens.capital(i - 1) != tokens.capital(i + 1) and tokens.lows[i + 1] not in words.determiners
                ):
                    break
                i += 1
                continue
            if (
                (word in words.days or (word in _TIME_WORDS and not tokens.capital(i)))
                and i > start
                and tokens.lows[i - 1] != "the"
            ):
                break
            if word == "of" and i > start and i + 1 < ceiling and tokens.capital(i - 1) and tokens.capital(i + 1):
                i += 1  # "Voice of America"
                continue
            if word in words.prepositions and i > start:
                if not prepositions or word not in ("of", "for", "from", "at", "with", "in", "on", "to", "near", "by"):
                    break
                following = tokens.lows[i + 1] if i + 1 < high else ""
                if following in words.days or following in words.months or following[:1].isdigit():
                    break
                if word in ("in", "on", "by", "with", "to") and following in ("a", "an", "his", "her", "their"):
                    break
                i += 1
                continue
            if i > start and self.finite_verb(i):
                break
            if self.adverb(i) and i > start and not tokens.capital(i):
                break
            i += 1
        while i > start and (
            tokens.lows[i - 1] in words.prepositions
            or tokens.lows[i - 1] in words.conjunctions
            or (tokens.lows[i - 1] in words.determiners and i - 1 > start)
        ):
            i -= 1
        return (start, i) if i > start else None

    def apposition_after(self, phrase: Range, high: int) -> Range:
        """`phrase` with what follows between commas, where that describes it: "Bob Smith, the mayor of X,"."""
        tokens = self.tokens
        first, last = phrase
        if last + 2 >= high or tokens.lows[last] != "," or not tokens.capital(last - 1):
            return phrase
        inner = tokens.lows[last + 1]
        if inner not in (
            "a",
            "an",
            "the",
            "head",
            "director",
            "president",
            "chairman",
            "spokesman",
            "spokeswoman",
            "professor",
            "senior",
            "chief",
            "who",
            "co-founder",
            "founder",
            "author",
            "former",
        ):
            return phrase
        stop = next(
            (
                j
                for j in range(last + 1, min(high, last + MAX_PHRASE))
                if tokens.lows[j] in (",", ".", ";", "—") and not (tokens.lows[j] == "." and j + 1 < high)
            ),
            None,
        )
        if stop is None or (inner != "who" and self.has_finite_verb(last + 2, stop)):
            return phrase
        return (first, stop)

    def documentary(self, first: int, last: int) -> bool:
        """Whether the head of a phrase, its last word before a preposition, is a document: "data from Statista"."""
        head = first
        while (
            head + 1 < last
            and self.tokens.lows[head + 1] not in self.words.prepositions
            and self.tokens.lows[head + 1][0].isalnum()
        ):
            head += 1
        return self.tokens.lows[head] in _DOCUMENTS

    # ------------------------------------------------------------ adjuncts

    def skip_adverbs(self, i: int, high: int) -> int:
        """The first token from i on that is no adverb, day or other bare time word."""
        tokens, words = self.tokens, self.words
        while i < high:
            word = tokens.lows[i]
            if (self.adverb(i) and word not in ("not", "never")) or word in words.days or word in _TIME_WORDS:
                i += 1
            elif (
                word in ("on", "last", "late", "early", "this")
                and i + 1 < high
                and (tokens.lows[i + 1] in words.days or tokens.lows[i + 1] in _TIME_WORDS)
            ):
                i += 2
            elif word == "on" and i + 2 < high and tokens.lows[i + 1] in words.months and tokens.lows[i + 2][0].isdigit():
                i += 3
            else:
                break
        return i
