"""Attributions within attributions: the parent of one is the smallest content that holds all of its own words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from provenance.records import DetectedAttribution
from provenance.spans import Span, hull


def nested(records: Sequence[DetectedAttribution]) -> list[DetectedAttribution]:
    """The records of one passage with `parent` set to an index into them, or to None."""
    return _Contents(records).with_parents()


class _Contents:
    """The contents of all records by their place, so that those around a word are found without trying every one."""

    def __init__(self, records: Sequence[DetectedAttribution]) -> None:
        self.records = records
        self.sizes = [sum(c.end - c.start for c in r.contents) for r in records]
        self.hulls = [hull(r.contents) for r in records]
        self.placed = sorted((c.start, c.end, i) for i, r in enumerate(records) for c in r.contents)
        self.starts = [start for start, _, _ in self.placed]
        self.longest = max((end - start for start, end, _ in self.placed), default=0)

    def with_parents(self) -> list[DetectedAttribution]:
        """Every record with its parent."""
        return [replace(record, parent=self._parent(i)) for i, record in enumerate(self.records)]

    def _parent(self, i: int) -> int | None:
        """The record with the smallest content around record i, the first of equally small ones.

        Only a larger content can be around; so no two are each other's parents.
        """
        record = self.records[i]
        own = [s for s in (record.source, record.cue) if s is not None] or list(record.contents)
        larger = (j for j in self._around(own[0]) if self.sizes[j] > self.sizes[i])
        fitting = (j for j in larger if self._holds(j, own) and self.hulls[j].overlaps(self.hulls[i]))
        return min(fitting, key=lambda j: (self.sizes[j], j), default=None)

    def _around(self, span: Span) -> Iterator[int]:
        """The records with a content that holds `span`."""
        low = bisect_left(self.starts, span.end - self.longest)
        for _, end, j in self.placed[low : bisect_right(self.starts, span.start)]:
            if end >= span.end:
                yield j

    def _holds(self, j: int, spans: Sequence[Span]) -> bool:
        """Whether each of `spans` stands within a content of record j."""
        return all(any(c.contains(s) for c in self.records[j].contents) for s in spans)
