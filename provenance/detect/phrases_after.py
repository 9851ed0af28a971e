"""Noun phrases that begin at a token: the source behind "according to", the hearer behind "told", found by walking right."""

from __future__ import annotations

from provenance.detect.grammar import Grammar, Range, is_word
from provenance.detect.phrases_before import CITING, JOINING_MARKS, LONGEST_BRACKET, LONGEST_QUOTED_NAME, MAX_PHRASE
from provenance.lexicon.channels import load_relay_words


def phrase_after(grammar: Grammar, start: int, high: int, prepositions: bool = True, stop: str = "") -> Range | None:
    """The noun phrase that begins at `start`. `prepositions` lets it go on behind "of", "for" and the like; `stop` ends it."""
    return _Rightward(grammar, start, high, prepositions, stop).phrase()


def apposition_after(grammar: Grammar, phrase: Range, high: int) -> Range:
    """`phrase` with what follows between commas, where that describes it: "Bob Smith, the mayor of X,"."""
    lows = grammar.tokens.lows
    first, last = phrase
    if last + 2 >= high or lows[last] != "," or not grammar.tokens.capital(last - 1):
        return phrase
    opener = lows[last + 1]
    if opener not in grammar.words.apposition_openers:
        return phrase
    reach = range(last + 1, min(high, last + MAX_PHRASE))
    stop = next((j for j in reach if lows[j] in (",", ";", "—") or (lows[j] == "." and j + 1 >= high)), None)
    if stop is None or (opener != "who" and grammar.has_finite_verb(last + 2, stop)):
        return phrase
    return (first, stop)


def documentary(grammar: Grammar, phrase: Range | None) -> bool:
    """Whether the head of a phrase, its last word before a preposition, is a report, data set or the like.

    Such sources "find" and "show" noun phrases: "data from Statista show a decline".
    """
    if phrase is None:
        return False
    lows = grammar.tokens.lows
    head, last = phrase
    while head + 1 < last and lows[head + 1] not in grammar.words.prepositions and lows[head + 1][0].isalnum():
        head += 1
    return lows[head] in grammar.words.documents


class _Rightward:
    """A walk to the right over the words of one phrase. Each step says whether the phrase goes on."""

    def __init__(self, grammar: Grammar, start: int, high: int, prepositions: bool, stop: str) -> None:
        self.grammar = grammar
        self.tokens = grammar.tokens
        self.lows = grammar.tokens.lows
        self.words = grammar.words
        self.start = start
        self.high = high
        self.prepositions = prepositions
        self.stop = stop
        self.ceiling = min(high, start + MAX_PHRASE)
        self.outside = self.tokens.quoted[start - 1] if start else -1
        self.i = start

    def phrase(self) -> Range | None:
        """The phrase without function words at its end, or None where none begins at `start`."""
        while self.i < self.ceiling and self._step():
            pass
        end = self.i
        while end > self.start and self._dangles(end - 1):
            end -= 1
        return (self.start, end) if end > self.start else None

    def _step(self) -> bool:
        i, words = self.i, self.words
        word, begun = self.lows[i], i > self.start
        if word == self.stop:
            return False
        if self.tokens.quoted[i] not in (-1, self.outside):
            return self._over_quotation()
        if word == "(":
            return self._over_bracket()
        if not is_word(word):
            return self._mark_belongs() and self._to(i + 1)
        if not begun and (word in words.subject_pronouns or word in words.object_pronouns):
            self.i += 1
            return False
        if word in words.subordinators or word in words.relatives or word in words.subject_pronouns:
            return False
        if word in words.conjunctions:
            return self._joins() and self._to(i + 1)
        if begun and self._time():
            return False
        if (
            begun
            and word in words.determiners
            and self.lows[i - 1] not in words.prepositions
            and self.lows[i - 1] not in words.conjunctions
        ):
            return False  # a new phrase: "told the committee the dam was cracked"
        if begun and word in words.prepositions:
            return (self._name_goes_on() or self._goes_on_behind()) and self._to(i + 1)
        if begun and self._handled():
            return self._to(i + 2)
        if begun and (word in CITING or self.grammar.finite_verb(i) or (self.grammar.adverb(i) and not self.tokens.capital(i))):
            return False
        return self._to(i + 1)

    def _to(self, i: int) -> bool:
        """Takes everything before token i into the phrase."""
        self.i = i
        return True

    def _next(self) -> str:
        return self.lows[self.i + 1] if self.i + 1 < self.high else ""

    def _dangles(self, i: int) -> bool:
        """Whether token i needs a word behind it."""
        low, words = self.lows[i], self.words
        return low in words.prepositions or low in words.conjunctions or (low in words.determiners and i > self.start)

    def _over_quotation(self) -> bool:
        """A short quotation that is a name: at the start, or behind a word such as "the newspaper"."""
        if self.i > self.start and self.lows[self.i - 1] not in self.words.quoted_name_openers:
            return False
        quoted = self.tokens.quoted
        close = self.i
        while close < self.ceiling and quoted[close] == quoted[self.i]:
            close += 1
        return close - self.i <= LONGEST_QUOTED_NAME and self._to(close)

    def _over_bracket(self) -> bool:
        reach = range(self.i, min(self.ceiling, self.i + LONGEST_BRACKET))
        bracket = next((j for j in reach if self.lows[j] == ")"), None)
        return bracket is not None and self._to(bracket + 1)

    def _mark_belongs(self) -> bool:
        """Whether a mark is within the phrase: the full stop of a title or an initial, "&", a possessive."""
        i, word = self.i, self.lows[self.i]
        if word in JOINING_MARKS or self.grammar.possessive(i):
            return True
        if word != "." or i == self.start:
            return False
        before = self.lows[i - 1]
        return before in self.words.titles or (len(before) == 1 and i + 1 < self.high)

    def _handled(self) -> bool:
        """Whether a participle and "by" say through whose hands a document went: "a letter obtained by Reuters"."""
        by = self.prepositions and self._next() == "by" and self.i + 2 < self.ceiling
        return by and self.lows[self.i] in load_relay_words().handled and self.grammar.noun_like(self.i - 1)

    def _joins(self) -> bool:
        """Whether a conjunction joins two nouns, both names or both none."""
        i, following = self.i, self._next()
        if self.lows[i] not in ("and", "or") or not following or following in self.words.subject_pronouns:
            return False
        if following in self.words.determiners:
            return True
        return self.grammar.noun_like(i + 1) and self.tokens.capital(i - 1) == self.tokens.capital(i + 1)

    def _time(self) -> bool:
        """Whether the word is a day or a word of time that is no part of the phrase, as in "the week"."""
        word = self.lows[self.i]
        bare = word in self.words.days or (word in self.words.time_words and not self.tokens.capital(self.i))
        return bare and self.lows[self.i - 1] != "the"

    def _name_goes_on(self) -> bool:
        """ "Voice of America"."""
        i = self.i
        named = i + 1 < self.ceiling and self.tokens.capital(i - 1) and self.tokens.capital(i + 1)
        return self.lows[i] == "of" and named

    def _goes_on_behind(self) -> bool:
        """Whether the phrase goes on behind a preposition, and no adjunct of time or place begins there."""
        word, following, words = self.lows[self.i], self._next(), self.words
        if not self.prepositions or word not in words.phrase_prepositions:
            return False
        if following in words.days or following in words.months or following[:1].isdigit():
            return False
        return not (word in words.adjunct_prepositions and following in words.adjunct_determiners)
