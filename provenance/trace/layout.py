"""Where in a document a position is: its sentence, its line and the quotation around it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from provenance.segment import quotations_of
from provenance.spans import Span


class Layout:
    """Sentences, lines and quotations of a document by position. A passage is a line of the text."""

    def __init__(self, text: str, sentences: Iterable[Span]) -> None:
        self.sentences = sorted(sentences)
        self._starts = [s.start for s in self.sentences]
        self._lines: list[int] = []
        """Where each line begins that holds a sentence."""
        self._quotations: list[Span] = []
        end = -1
        for sentence in self.sentences:
            if sentence.start >= end:
                begin = text.rfind("\n", max(end, 0), sentence.start) + 1 or max(end, 0)
                end = text.find("\n", sentence.end)
                end = len(text) if end < 0 else end
                self._lines.append(begin)
                self._quotations += [span for span, _ in quotations_of(text, Span(begin, end))]
        self._quotation_starts = [q.start for q in self._quotations]

    def sentence_at(self, position: int) -> int:
        """The index of the sentence that begins at `position` or last before it; -1 before the first."""
        return bisect_right(self._starts, position) - 1

    def sentence_start(self, position: int) -> int:
        """Where the sentence around `position` begins."""
        index = self.sentence_at(position)
        return self._starts[index] if index >= 0 else 0

    def line_at(self, position: int) -> int:
        """The number of the line among those that hold sentences."""
        return bisect_right(self._lines, position) - 1

    def quotation_at(self, position: int) -> int:
        """The index of the quotation around `position`, or -1."""
        index = bisect_right(self._quotation_starts, position) - 1
        return index if index >= 0 and position < self._quotations[index].end else -1
