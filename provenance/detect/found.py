"""What the rules hand to one another: a cue at its place in a sentence, and the attribution that was found there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from provenance.detect.grammar import Range
from provenance.lexicon.cues import Cue, CueForm


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution in token ranges of its passage."""

    cue: Cue
    cue_range: Range
    source: Range | None
    contents: tuple[Range, ...]
    frame: str
    """The pattern in which source, cue and content stand; `frames.tsv` lists them."""
    negated: bool
    region: Range
    """The sentence, or the quotation within it, that it was found in."""
    inside: bool
    """Whether it was found within a quotation."""
    by: str = ""
    """The rule where it is another than the cue's own."""

    @property
    def rule(self) -> str:
        """The id of the rule, with the frame in which it fired."""
        return f"{self.by or self.cue.id}.{self.frame}"

    def widened(self, content: Range, end: int) -> Found:
        """The same attribution with one more content, in a sentence up to `end`."""
        return replace(self, contents=(*self.contents, content), region=(self.region[0], end))


@dataclass(frozen=True, slots=True)
class Site:
    """A form of a cue at token `first` of the sentence [low, high). `inside` says that the sentence is quoted."""

    form: CueForm
    first: int
    low: int
    high: int
    inside: bool

    @property
    def cue(self) -> Cue:
        """The rule of the lexicon."""
        return self.form.cue

    @property
    def end(self) -> int:
        """The token after the form."""
        return self.first + len(self.form.words)

    def found(
        self, cue_range: Range, source: Range | None, contents: Sequence[Range], frame: str, negated: bool = False
    ) -> Found:
        """The attribution of this cue."""
        region = (self.low, self.high)
        return Found(self.cue, cue_range, source, tuple(contents), frame, negated, region, self.inside)
