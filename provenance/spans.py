"""Spans of text: half-open ranges of code points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

Item = TypeVar("Item")


class Span(NamedTuple):
    """A half-open range `[start, end)` of code points into `Document.text`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters that the span covers in `text`."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies within this span, ends included."""
        return self.start <= other.start and other.end <= self.end


def trimmed(text: str, span: Span, drop: str = "") -> Span:
    """`span` without white space, and without characters of `drop`, at its edges."""
    start, end = span
    while start < end and (text[start].isspace() or text[start] in drop):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in drop):
        end -= 1
    return Span(start, end)


def hull(spans: Iterable[Span]) -> Span:
    """The smallest span that covers all of `spans`. Raises ValueError where there are none."""
    found = list(spans)
    if len(found) == 1:
        return found[0]
    return Span(min(s.start for s in found), max(s.end for s in found))


def overlapping(queries: Sequence[Span], items: Iterable[tuple[Span, Item]]) -> Iterator[tuple[int, list[Item]]]:
    """For each of `queries`, which are sorted and do not overlap, its index and the items whose spans overlap it.

    One sweep over both: the cost grows with their number, not with their product.
    """
    waiting = sorted(items, key=lambda item: item[0])
    active: list[tuple[Span, Item]] = []
    following = 0
    for index, query in enumerate(queries):
        while following < len(waiting) and waiting[following][0].start < query.end:
            active.append(waiting[following])
            following += 1
        active = [item for item in active if item[0].end > query.start]
        yield index, [item for span, item in active if span.overlaps(query)]
