"""A text cut into runs at every boundary of what was found in it, as data: pages draw it, and it joins back exactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from provenance.records import AnnotatedDocument, Passage
from provenance.spans import Span

Layer = Literal["source", "cue", "content", "hedge", "booster", "credit", "own"]
"""What a stretch is: of an attribution its source, cue or content; a hedge or booster; a credit; a claim of the text's own."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of one layer. `id` is that of the attribution, hedge or claim; of a credit "credit-" and its number."""

    layer: Layer
    id: str
    span: Span


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text within which nothing begins or ends. `marks` cover all of it, the widest first."""

    span: Span
    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers that cover it, each once."""
        return tuple(dict.fromkeys(mark.layer for mark in self.marks))


@dataclass(frozen=True, slots=True)
class MarkedBlock:
    """The runs of one passage, or (`passage` None) of what lies between two."""

    passage: Passage | None
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class MarkedDocument:
    """The whole text, block by block; the texts of all runs joined are the document's text, to the character."""

    blocks: tuple[MarkedBlock, ...]

    @property
    def runs(self) -> Iterator[Run]:
        """All runs in the order of the text."""
        return (run for block in self.blocks for run in block.runs)

    @property
    def text(self) -> str:
        """The text that the runs make up."""
        return "".join(run.text for run in self.runs)


def marked(annotated: AnnotatedDocument) -> MarkedDocument:
    """The document's text with its marks. Spans may nest, overlap, repeat and cross passages."""
    return cut_up(annotated.document.text, marks_of(annotated), annotated.passages)


def marks_of(annotated: AnnotatedDocument) -> Iterator[Mark]:
    """Every span of every layer."""
    for attribution in annotated.attributions:
        if attribution.holder.span is not None:
            yield Mark("source", attribution.id, attribution.holder.span)
        if attribution.cue is not None:
            yield Mark("cue", attribution.id, attribution.cue)
        for span in attribution.contents:
            yield Mark("content", attribution.id, span)
    for hedge in annotated.hedges:
        yield Mark("booster" if hedge.is_booster else "hedge", hedge.id, hedge.span)
    for number, credit in enumerate(annotated.credits):
        if credit.span is not None:
            yield Mark("credit", f"credit-{number}", credit.span)
    for claim in annotated.claims:
        if claim.attribution is None:
            for span in claim.spans:
                yield Mark("own", claim.id, span)


def cut_up(text: str, marks: Iterable[Mark], passages: Iterable[Passage] = ()) -> MarkedDocument:
    """The text cut at every boundary, in one sweep: the cost grows with the text, the marks and what covers what.

    Marks are clipped to the text; empty ones are left out. Passages that overlap an earlier one are left out.
    """
    clipped = (Mark(m.layer, m.id, Span(max(0, m.span.start), min(len(text), m.span.end))) for m in marks)
    waiting = sorted((m for m in clipped if m.span.start < m.span.end), key=_widest_first)
    stretches = list(_stretches(len(text), passages))
    cuts = {0, len(text)}
    cuts.update(bound for span, _ in stretches for bound in span)
    cuts.update(bound for mark in waiting for bound in mark.span)
    bounds = sorted(cuts)
    active: list[Mark] = []
    following, place = 0, 0
    blocks = []
    for span, passage in stretches:
        runs = []
        while place + 1 < len(bounds) and bounds[place] < span.end:
            start, end = bounds[place], bounds[place + 1]
            if active:
                active = [mark for mark in active if mark.span.end > start]
            while following < len(waiting) and waiting[following].span.start <= start:
                active.append(waiting[following])
                following += 1
            runs.append(Run(Span(start, end), text[start:end], tuple(active)))
            place += 1
        blocks.append(MarkedBlock(passage, tuple(runs)))
    return MarkedDocument(tuple(blocks))


def _widest_first(mark: Mark) -> tuple[int, int, str, str]:
    return mark.span.start, -mark.span.end, mark.layer, mark.id


def _stretches(length: int, passages: Iterable[Passage]) -> Iterator[tuple[Span, Passage | None]]:
    """The passages in the order of the text, and what lies between them."""
    at = 0
    for passage in sorted(passages, key=lambda p: p.span):
        start, end = passage.span.start, min(passage.span.end, length)
        if start < at or start >= end:
            continue
        if start > at:
            yield Span(at, start), None
        yield Span(start, end), passage
        at = end
    if at < length:
        yield Span(at, length), None
