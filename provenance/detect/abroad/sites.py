"""Where the forms of cues stand among the tokens of a passage, in the languages with spaces."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provenance.detect.abroad.tokens import Token
from provenance.lexicon.abroad import ForeignForm, Tongue
from provenance.spans import Span

LONGEST_SENTENCE = 3_000
"""Code points: a "sentence" of a thousand cues must not be searched from end to end for each."""


@dataclass(frozen=True, slots=True)
class Site:
    """A form of a cue at the tokens [start, end), in the sentence of the tokens [low, high)."""

    form: ForeignForm
    start: int
    end: int
    low: int
    high: int


class Sites:
    """Finds the cues of one passage, or of the words within one of its quotations."""

    def __init__(self, tokens: Sequence[Token], sentences: Sequence[Span], tongue: Tongue) -> None:
        self.tokens = tokens
        self.tongue = tongue
        self._sentences = sentences
        self._starts = [s.start for s in sentences]

    def sites(self) -> Iterator[Site]:
        """Every place where a form of a cue stands, the longest form at each."""
        k = 0
        while k < len(self.tokens):
            site = self._site(k)
            if site is not None and self._is_sentence(site):
                yield site
            k = site.end if site is not None and site.end > k else k + 1

    def _is_sentence(self, site: Site) -> bool:
        """Whether the sentence around a cue is no longer than sentences are; what is longer is not read."""
        return self.tokens[site.high - 1].span.end - self.tokens[site.low].span.start <= LONGEST_SENTENCE

    def _site(self, k: int) -> Site | None:
        token = self.tokens[k]
        if token.kind != "word":
            return self._inverted(k)
        for form in self.tongue.first.get(token.low, ()):
            words = form.words or form.closing
            if tuple(t.low for t in self.tokens[k : k + len(words)]) == words:
                return self._placed(form, k, k + len(words))
        return self._inverted(k)

    def _inverted(self, k: int) -> Site | None:
        """French "a-t-il déclaré", "affirme-t-elle": the form with the pronoun within it."""
        parts = self.tokens[k].low.split("-") if self.tongue.code == "fr" else []
        if len(parts) < 2 or parts[-1] not in self.tongue.words.pronouns:
            return None
        second = self.tokens[k + 1].low if k + 1 < len(self.tokens) else ""
        for words in ((parts[0], second), (parts[0],)):
            for form in self.tongue.first.get(parts[0], ()):
                if form.words == words and form.cue.kind == "verb":
                    return self._placed(form, k, k + len(words))
        return None

    def _placed(self, form: ForeignForm, start: int, end: int) -> Site:
        at = max(0, bisect_right(self._starts, self.tokens[start].span.start) - 1)
        sentence = self._sentences[at] if self._sentences else Span(0, 0)
        low = bisect_right(self.tokens, sentence.start - 1, key=lambda t: t.span.start)
        high = bisect_right(self.tokens, sentence.end - 1, key=lambda t: t.span.start)
        return Site(form, start, end, min(low, start), max(high, end))
