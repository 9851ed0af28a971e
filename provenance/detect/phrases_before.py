"""Noun phrases that end before a token: the subject of a verb, found by walking to the left."""

from __future__ import annotations

from provenance.detect.grammar import Grammar, Range, is_word
from provenance.detect.tokens import DASHES
from provenance.lexicon.channels import load_relay_words

MAX_PHRASE = 30
"""Tokens of the longest noun phrase that is followed; longer ones are lists or errors."""
LONGEST_QUOTED_NAME = 10
"""Tokens behind the first of the longest quotation that is taken for a part of a phrase, such as a title or nickname."""
LONGEST_BRACKET = 14
"""Tokens of the longest bracket that is passed over within a phrase, such as an acronym or a party and state."""
_LONGEST_INSERT = 6
"""Tokens of the longest insert that opens with a preposition or an adverb: ", in a sharp turn,"."""
CITING = frozenset(["citing", "quoting"])
"""Participles that lead from one who states something to whom he has it from."""
JOINING_MARKS = frozenset(["&", "/", "-", "$", "£", "€"])


def subject_before(grammar: Grammar, end: int, low: int) -> Range | None:
    """The noun phrase that ends right before token `end`, with its apposition, not reaching below `low`."""
    k = _without_adjuncts(grammar, end, low)
    if k <= low:
        return None
    last = grammar.tokens.lows[k - 1]
    if last == "," or last in DASHES:
        return _with_apposition(grammar, k - 1, low)
    return phrase_before(grammar, k, low)


def phrase_before(grammar: Grammar, end: int, low: int) -> Range | None:
    """The noun phrase whose last token is `end - 1`, or that ends where it cites another: "a report citing two officials"."""
    phrase = _Leftward(grammar, end, low).phrase()
    if phrase is None:
        return None
    cites = next((k for k in range(phrase[0] + 1, phrase[1]) if grammar.tokens.lows[k] in CITING), None)
    return phrase if cites is None else (phrase[0], cites)


def _without_adjuncts(grammar: Grammar, end: int, low: int) -> int:
    """`end` moved left over adverbs, days and "in a statement" that stand between a subject and its verb."""
    lows, words = grammar.tokens.lows, grammar.words
    k = end
    while k > low:
        if grammar.adverb(k - 1) or (grammar.day_or_time(k - 1) and k - 1 > low):
            k -= 1
            if k > low and lows[k - 1] in words.time_openers:
                k -= 1
        elif k - 3 > low and _occasion(grammar, k - 3):
            k -= 3
        else:
            break
    return k


def _occasion(grammar: Grammar, i: int) -> bool:
    """Whether the three tokens from i on are like "in a statement"."""
    preposition, determiner, noun = grammar.tokens.lows[i : i + 3]
    words = grammar.words
    return noun in words.occasions and determiner in words.determiners and preposition in words.occasion_prepositions


def _with_apposition(grammar: Grammar, comma: int, low: int) -> Range | None:
    """A name, then something between commas (or dashes), then the verb: "Oleh Ivashchenko, the director of …, stated".

    `comma` is the mark before the verb. The phrase includes what describes the name, and not what is a mere insert.
    """
    lows = grammar.tokens.lows
    for j in range(comma - 2, max(low, comma - MAX_PHRASE) - 1, -1):
        if lows[j] != lows[comma]:
            continue
        name = phrase_before(grammar, j, low)
        if name is not None and name[0] > low and _cited_party(grammar, name[0] - 1):
            continue  # "AFP, citing TASS, which quoted an official, said": AFP speaks
        if name is None:
            return None
        if _is_insert(grammar, j + 1, comma):
            apposed = lows[name[0]] in grammar.words.determiners and name[0] - 2 >= low and lows[name[0] - 1] == lows[j]
            named = phrase_before(grammar, name[0] - 1, low) if apposed and grammar.tokens.capital(name[0] - 2) else None
            return (named[0], j) if named is not None else name  # "RIA, the state agency, citing the mayor, said"
        if _describes(grammar, j + 1):
            return (name[0], comma)
    return None


def _cited_party(grammar: Grammar, i: int) -> bool:
    """Whether token i leads to somebody who is cited: "citing", "which in turn quoted"."""
    lows, words = grammar.tokens.lows, grammar.words
    if lows[i] in CITING or lows[i - 2 : i + 1] == ["with", "reference", "to"]:
        return True
    return lows[i] in load_relay_words().quoting and any(low in words.relatives for low in lows[max(0, i - 3) : i])


def _is_insert(grammar: Grammar, i: int, comma: int) -> bool:
    """Whether what stands between a mark at i - 1 and `comma` says something beside the name: ", who resigned in May,"."""
    low, words = grammar.tokens.lows[i], grammar.words
    near = grammar.tokens.lows[i : min(comma, i + 4)]
    if low in words.relatives or CITING.intersection(near[:3]) or _participle(grammar, i, comma):
        return True
    if not load_relay_words().handled.isdisjoint(near[:2] if low == "as" else near[:1]) and "by" in near:
        return True  # "Peskov, as quoted by TASS, said"
    adjunct = low in words.prepositions or grammar.adverb(i)
    occasion = bool(words.occasions.intersection(near)) or near[:3] == ["with", "reference", "to"]
    return adjunct and (comma - i <= _LONGEST_INSERT or occasion)


def _participle(grammar: Grammar, i: int, comma: int) -> bool:
    """Whether a form in -ing at i tells what the subject did: ", speaking in Kyiv,", ", addressing the crowd,"."""
    lows = grammar.tokens.lows
    if not lows[i].endswith("ing") or grammar.tokens.capital(i) or i + 1 >= comma:
        return False
    return lows[i + 1] in grammar.words.determiners or (
        lows[i + 1] in grammar.words.prepositions and lows[i + 1] != "of" and lows[i] not in ("king", "being")
    )


def _describes(grammar: Grammar, i: int) -> bool:
    """Whether a description of a name can begin at i."""
    low, words = grammar.tokens.lows[i], grammar.words
    if low in words.subject_pronouns or low in words.conjunctions:
        return False
    return low in words.determiners or grammar.tokens.capital(i) or low[0].isdigit() or grammar.noun_like(i)


class _Leftward:
    """A walk to the left over the words of one phrase. Each step says whether the phrase goes on."""

    def __init__(self, grammar: Grammar, end: int, low: int) -> None:
        self.grammar = grammar
        self.tokens = grammar.tokens
        self.lows = grammar.tokens.lows
        self.words = grammar.words
        self.relays = load_relay_words()
        self.end = end
        self.floor = max(low, end - MAX_PHRASE)
        self.outside = self.tokens.quoted[end] if end < len(self.tokens) else -1
        self.i = end - 1
        self.first = end
        """The first token that surely belongs to the phrase; `end` while there is none."""
        self.joined = False
        """Whether an "and" was passed, so that commas may separate more names."""
        self.behind_pronoun = False
        """Whether a pronoun ended the walk: what stands behind it is taken for a phrase even where it ends in no noun."""

    def phrase(self) -> Range | None:
        """The phrase, or None where no noun ends at `end`."""
        while self.i >= self.floor and self._step():
            pass
        if not self._begun() or not (self.behind_pronoun or self.grammar.noun_like(self.end - 1)):
            return None
        return (self.first, self.end)

    def _step(self) -> bool:
        i, words = self.i, self.words
        word = self.lows[i]
        if self.tokens.quoted[i] not in (-1, self.outside):
            return self._over_quotation()
        if word == ")":
            return self._over_bracket()
        if not is_word(word):
            return self._over_mark()
        if self._pronoun():
            self.first = i if i == self.end - 1 else self.first
            self.behind_pronoun = True
            return False
        if word in words.subordinators or (word in words.relatives and word != "that") or word == "according":
            return False
        if word in words.conjunctions:
            return self._over_conjunction()
        if self._begun() and self._time() and not self.grammar.possessive(i + 1):
            return False
        if self.grammar.finite_verb(i) and not self._modifies() and not self.grammar.names(i) and not self._handled():
            return False
        if word in words.determiners:
            return self._over_determiner()
        if word in words.prepositions or word in CITING:
            return self._over_preposition()
        if self._begun() and self.grammar.adverb(i) and not self.tokens.capital(i):
            return False
        return self._to(i)

    def _to(self, i: int) -> bool:
        """Takes everything from token i on into the phrase and steps before it."""
        self.first = i
        self.i = i - 1
        return True

    def _pass(self) -> bool:
        """Steps over a token that belongs to the phrase only if a noun stands before it."""
        self.i -= 1
        return True

    def _begun(self) -> bool:
        return self.first < self.end

    def _over_quotation(self) -> bool:
        """A short quotation within the phrase, which is no speech of its own."""
        start, reach = self.i, max(self.floor, self.i - LONGEST_QUOTED_NAME)
        quoted = self.tokens.quoted
        while start > 0 and quoted[start - 1] == quoted[self.i]:
            start -= 1
            if start < reach:
                return False
        if self.i == 0 or self.lows[self.i - 1] in (",", ".", "?", "!"):
            return False
        return self._to(start)

    def _over_bracket(self) -> bool:
        bracket = _bracket_start(self.lows, self.i, self.floor)
        return bracket is not None and self._to(bracket)

    def _over_mark(self) -> bool:
        """The full stop of an abbreviation, "&", a possessive, and the comma between joined names."""
        i, word = self.i, self.lows[self.i]
        if word in JOINING_MARKS or self.grammar.possessive(i):
            return self._pass()
        if i <= self.floor:
            return False
        before = self.lows[i - 1]
        abbreviated = word == "." and (before in self.words.abbreviations or len(before) == 1)
        return (abbreviated or self._listed()) and self._pass()

    def _listed(self) -> bool:
        """Whether a comma separates names of which the last two are joined: "Ann, Bob and Cem"."""
        names = self._begun() and self.tokens.capital(self.i - 1) and self.tokens.capital(self.first)
        return self.lows[self.i] == "," and self.joined and names

    def _pronoun(self) -> bool:
        """Whether the phrase is, or follows, a pronoun that no phrase includes."""
        word = self.lows[self.i]
        if word in ("this", "these", "those"):
            return self.i == self.end - 1
        return word in self.words.subject_pronouns and word != "you"

    def _over_conjunction(self) -> bool:
        """ "And" and "or" where they join two nouns rather than two clauses."""
        if self.lows[self.i] not in ("and", "or") or not self._begun() or self.i == self.floor or not self._joins():
            return False
        self.joined = True
        return self._pass()

    def _joins(self) -> bool:
        left, right = self.i - 1, self.lows[self.first]
        if self.lows[left] == ")":
            bracket = _bracket_start(self.lows, left, 0)
            left = bracket - 1 if bracket else left
        if not self.grammar.noun_like(left) or right in self.words.subject_pronouns:
            return False
        bare = right not in self.words.determiners
        if self.tokens.capital(left):
            return bare or self.tokens.capital(self.first) or right in self.words.joined_determiners
        return bare and not self.tokens.capital(self.first)

    def _time(self) -> bool:
        """Whether the word is a day, a month or a word of time that is no part of a name."""
        word, words = self.lows[self.i], self.words
        if self.grammar.is_day(self.i) or (word in words.months and word != "may"):
            return True
        return word in words.time_words and not self.tokens.capital(self.i)

    def _modifies(self) -> bool:
        """Whether what looks like a verb is an adjective or noun of the phrase: "the accused officer", "a leaked report"."""
        before = self.lows[self.i - 1] if self.i else ""
        placed = before in self.words.determiners or before in self.words.prepositions
        return placed and self.i < self.end - 1 and self.first == self.i + 1

    def _handled(self) -> bool:
        """Whether a participle says through whose hands a document went: "a letter obtained by Reuters"."""
        i = self.i
        by = self._begun() and i + 1 < self.end and self.lows[i + 1] == "by"
        return by and self.lows[i] in self.relays.handled and i > self.floor and self.grammar.noun_like(i - 1)

    def _over_determiner(self) -> bool:
        """A determiner opens the phrase, unless it is itself behind a preposition, a conjunction or a determiner."""
        self.first = self.i
        before = self.lows[self.i - 1] if self.i > self.floor else ""
        words = self.words
        goes_on = before in words.prepositions or before in words.conjunctions or before in words.determiners or before in CITING
        return goes_on and self._pass()

    def _over_preposition(self) -> bool:
        """A preposition within the phrase, with a noun before it: "the head of the union"."""
        if not self._begun() or self.i == self.floor or self.lows[self.i - 1] in ("and", "or"):
            return False
        return self.grammar.noun_like(self.i - 1) and self._pass()


def _bracket_start(lows: list[str], i: int, floor: int) -> int | None:
    """Where the bracket that closes at i opens; None where that is further away than `LONGEST_BRACKET`."""
    return next((j for j in range(i - 1, max(floor, i - LONGEST_BRACKET) - 1, -1) if lows[j] == "("), None)
