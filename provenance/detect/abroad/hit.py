"""What the frames of the six languages find: a cue with its source and content, by their places in the text."""

from __future__ import annotations

from dataclasses import dataclass

from provenance.lexicon.abroad import ForeignCue
from provenance.records import Polarity
from provenance.spans import Span


@dataclass(frozen=True, slots=True)
class Hit:
    """One attribution. `direct` tells that a dash marks the content as speech, where no quotation marks do."""

    cue: ForeignCue
    span: Span
    source: Span | None
    contents: tuple[Span, ...]
    frame: str
    negated: bool = False
    direct: bool = False

    @property
    def polarity(self) -> Polarity:
        """What the source does with the content; negation turns it as in English."""
        if not self.negated:
            return self.cue.polarity
        return "denies" if self.cue.stance == "cognitive" and self.cue.polarity == "affirms" else "withholds"
