"""Where the words of a source begin and end, in the languages with spaces. What is not clear is no source."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from provenance.detect.abroad.tokens import Token
from provenance.lexicon.abroad import Tongue

LONGEST = 12
"""Tokens of a source."""
_SMALL_WORDS = 2
_LONGEST_TITLE = 40
"""Code points of an outlet's name in quotation marks."""
_FURTHEST = 8
"""Tokens of time and place that may stand between a verb and its source."""

Range = tuple[int, int]


class Sources:
    """Reads sources among the tokens of one passage. `known` tells whether the registry or the lists know a name."""

    def __init__(
        self,
        tokens: Sequence[Token],
        tongue: Tongue,
        known: Callable[[Range], bool],
        named: frozenset[str],
        opens: frozenset[int],
    ) -> None:
        self.tokens = tokens
        self.words = tongue.words
        self.code = tongue.code
        self._known = known
        self._named = named
        self._opens = opens
        """The tokens that open a sentence, whose capital says nothing."""

    def before(self, end: int, low: int) -> Range | None:
        """The source that ends right before token `end` and begins its clause, in the sentence from token `low`."""
        end = self._without_adverbs(end, low)
        start = end
        while start > low and end - start <= LONGEST + _FURTHEST and not self._parts(start - 1):
            start -= 1
        if end - start > LONGEST + _FURTHEST:
            return None
        if start == end:
            return self._apposed(end, low)
        return self._first_plausible(start, end)

    def behind(self, start: int, high: int, ends: frozenset[str] = frozenset()) -> Range | None:
        """The source that begins at token `start`, or behind words of time there; it ends where it must.

        `ends` are further words at which it ends.
        """
        for first in range(start, min(start + _FURTHEST, high)):
            token = self.tokens[first]
            if self._is_around(first):
                continue
            if token.low in self.words.own:
                return None  # the author himself
            if token.low in self.words.pronouns and token.kind == "word":
                return first, first + 1
            end = self._end(first, high, ends)
            if end > first and self.plausible(first, end):
                return first, self._with_name(self._whole_name(first, end, high), high)
            if token.kind != "number":
                return None
        return None

    def _is_around(self, k: int) -> bool:
        """Whether a token is a word of time or hearers, and no article of the source itself."""
        token = self.tokens[k]
        if token.capital or token.low not in self.words.around:
            return False
        following = self.tokens[k + 1].low if k + 1 < len(self.tokens) else ""
        return token.low not in self.words.articles or following in self.words.around

    def _whole_name(self, first: int, end: int, high: int) -> int:
        """The end of a known name that goes on in small letters: "Українська правда"."""
        further = range(min(high, end + _SMALL_WORDS), end, -1)
        return next((k for k in further if self.tokens[k - 1].kind == "word" and self._known((first, k))), end)

    def _with_name(self, end: int, high: int) -> int:
        """The end of a source with the name behind its comma: "le porte-parole du ministère, Jean Dupont"."""
        k = end + 1
        if end >= high or self.tokens[end].low != "," or any(t.low == "," for t in self.tokens[k : k + 1]):
            return end
        while k < high and self.tokens[k].capital and self.tokens[k].kind == "word":
            k += 1
        whole = k >= high or self.tokens[k].low in (".", ",", "—", "–")
        return k if whole and 2 <= k - end - 1 <= 4 else end

    def up_to(self, start: int, end: int) -> Range | None:
        """The tokens [start, end) as a source behind "according to", if they can be one."""
        ok = start < end and not self._is_thing(start, end) and self.plausible(start, end, oblique=True)
        return (start, end) if ok else None

    def plausible(self, start: int, end: int, oblique: bool = False) -> bool:
        """Whether the tokens can be a source: a pronoun, a known name, a noun for a source, or a name by its capitals."""
        if not 0 < end - start <= LONGEST:
            return False
        words, run = self.words, self.tokens[start:end]
        if any(t.kind not in ("word", "q") or self._stops(k) for k, t in enumerate(run, start)):
            return False
        if end - start == 1 and run[0].low in words.pronouns:
            return run[0].low not in words.own
        if any(t.low in words.pronouns for t in run) or self._unsaid(run):
            return False
        if self._known((start, end)):
            return True
        kinds = [words.nouns.kind(t.low) for t in run if t.kind == "word" and t.low not in words.articles]
        if any(kinds):
            return True
        return self._is_name(start, end, oblique)

    def _is_name(self, start: int, end: int, oblique: bool) -> bool:
        """Whether all words are those of a name: capitals, joined by particles. One alone must be surely a name."""
        run = [k for k in range(start, end) if self.tokens[k].low not in self.words.joins or self.tokens[k].capital]
        if not run or not all(self.tokens[k].capital for k in run):
            return False
        first = self.tokens[start]
        if first.low in self.words.articles or (start in self._opens and first.low in self.words.around):
            return False
        if len(run) > 1:
            return len(run) <= 5
        if self.code == "de" and (oblique or start in self._opens):
            return self.tokens[run[0]].low in self._named  # every noun has a capital
        if self.code in ("fr", "es"):
            return True  # their common nouns have an article
        return run[0] not in self._opens or self.tokens[run[0]].low in self._named

    def _stops(self, k: int) -> bool:
        """Whether a token stands in no source: a word of the closed classes, where its capital is the sentence's at most."""
        token = self.tokens[k]
        return token.low in self.words.stops and (not token.capital or k in self._opens)

    def _is_thing(self, start: int, end: int) -> bool:
        """ "Laut Gesetz", "selon la saison": no source."""
        run = [t for t in self.tokens[start:end] if t.low not in self.words.articles]
        return not run or run[0].low in self.words.things

    def bare(self, source: Range) -> Range:
        """A source without the preposition before it: "В Кремле заявили"."""
        start, end = source
        first = self.tokens[start].low
        inner = self.code in ("uk", "ru") and first in ("в", "у", "во") and end - start > 1
        return (start + 1, end) if inner else source

    def _unsaid(self, run: Sequence[Token]) -> bool:
        """Whether a negation stands among the words."""
        return any(t.low in self.words.negations for t in run)

    def _end(self, first: int, high: int, ends: frozenset[str]) -> int:
        """Where a source that begins at token `first` ends: at punctuation, at a word that cannot be in it, behind its name."""
        words, named, office = self.words, 0, False
        end = first
        while end < high and end - first < LONGEST:
            token = self.tokens[end]
            if token.kind not in ("word", "q") or token.low in ends:
                break
            if not token.capital and (token.low in words.stops or (end > first and token.low in words.around - words.joins)):
                break
            joined = token.low in words.joins and not token.capital
            listed = bool(words.nouns.kind(token.low))
            if named and not token.capital and not joined and not listed and token.kind != "q":
                break
            if joined and named > 1 and not self._goes_on(end, high):
                break
            if joined and named and not office and self.code == "de" and token.low in words.articles:
                break  # "sagte Berg der Zeitung"
            named += token.capital
            office = office or listed
            end += 1
        while end > first + 1 and self.tokens[end - 1].low in words.joins and not self.tokens[end - 1].capital:
            end -= 1
        return end

    def _goes_on(self, at: int, high: int) -> bool:
        """Whether a particle behind two capitals leads on to more of the name or office ("de la Rosa"), and to no outlet."""
        k = at
        while k < high and self.tokens[k].low in self.words.joins and not self.tokens[k].capital:
            k += 1
        if k >= high:
            return False
        token = self.tokens[k]
        return (token.capital or bool(self.words.nouns.kind(token.low))) and self.words.nouns.kind(token.low) != "media"

    def _first_plausible(self, start: int, end: int) -> Range | None:
        """The longest plausible source that ends at `end`; only words of time may stand before it in its clause."""
        for first in range(start, min(end, start + _FURTHEST)):
            if first > start and not self._around(start, first):
                return None
            if self.plausible(first, end):
                return first, end
        return None

    def _around(self, start: int, end: int) -> bool:
        """Whether the tokens are words of time, place or hearers alone, and the last one is no article."""
        words = self.words
        run = self.tokens[start:end]
        fit = all(t.kind == "number" or t.low in words.around or t.low in words.articles for t in run)
        return fit and (run[-1].kind == "number" or run[-1].low not in words.articles)

    def _without_adverbs(self, end: int, low: int) -> int:
        """The place before the adverbs and negations that stand before a verb."""
        k = end
        while k > low and end - k < 3 and not self.tokens[k - 1].capital:
            word = self.tokens[k - 1].low
            if word not in self.words.negations and (word not in self.words.around or word in self.words.joins):
                break
            k -= 1
        return k

    def _parts(self, at: int) -> bool:
        """Whether a token stands before a clause: a mark, a quotation, or a word such as "that"."""
        token = self.tokens[at]
        if token.kind == "q":  # „New York Times“ behind a word is a name
            return token.span.end - token.span.start > _LONGEST_TITLE or at == 0 or self.tokens[at - 1].kind != "word"
        return token.kind == "mark" or token.low in self.words.that

    def _apposed(self, end: int, low: int) -> Range | None:
        """ "Jean Dupont, ministre de la Défense, a déclaré": a source in two parts, which opens its sentence."""
        if end - 1 < low or self.tokens[end - 1].low != ",":
            return None
        middle = end - 2
        while middle > low and self.tokens[middle].low != "," and end - middle <= LONGEST:
            middle -= 1
        if middle <= low or self.tokens[middle].low != ",":
            return None
        both = self.plausible(low, middle) and self.plausible(middle + 1, end - 1)
        return (low, end - 1) if both else None
