"""Attributions within attributions: the parent of one is the smallest content that holds all of its own words.

A cited party ("Reuters, citing two diplomats, reported that C") stands outside the content: its parent is the attribution
of the same content that cites it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from provenance.lexicon.channels import load_relay_words
from provenance.records import DetectedAttribution
from provenance.spans import Span, hull

_NEXT = 3
"""Code points between a cited party and the words with which it cites another: ", citing"."""
_RELATIVE = 20
"""The same where a relative stands between: ", which in turn cited"."""

Contents = tuple[Span, ...]


def nested(records: Sequence[DetectedAttribution]) -> list[DetectedAttribution]:
    """The records of one passage with `parent` set to an index into them, or to None."""
    return _Contents(records).with_parents()


class _Contents:
    """The contents of all records by their place, so that those around a word are found without trying every one."""

    def __init__(self, records: Sequence[DetectedAttribution]) -> None:
        self.records = records
        self.sizes = [sum(c.end - c.start for c in r.contents) for r in records]
        self.hulls = [hull(r.contents) for r in records]
        self.cited, self.last = _cited(records)
        self.placed = sorted((c.start, c.end, i) for i, r in enumerate(records) if i not in self.cited for c in r.contents)
        self.starts = [start for start, _, _ in self.placed]
        self.longest = max((end - start for start, end, _ in self.placed), default=0)

    def with_parents(self) -> list[DetectedAttribution]:
        """Every record with its parent."""
        parents = [self.cited[i] if i in self.cited else self._parent(i) for i in range(len(self.records))]
        pairs = zip(self.records, parents, strict=True)
        return [one if one.parent == parent else replace(one, parent=parent) for one, parent in pairs]

    def _parent(self, i: int) -> int | None:
        """The record with the smallest content around record i, the first of equally small ones, the last that it cites.

        Only a larger content can be around; so no two are each other's parents.
        """
        record = self.records[i]
        own = [s for s in (record.source, record.cue) if s is not None] or list(record.contents)
        larger = (j for j in self._around(own[0]) if self.sizes[j] > self.sizes[i])
        fitting = (j for j in larger if self._holds(j, own) and self.hulls[j].overlaps(self.hulls[i]))
        found = min(fitting, key=lambda j: (self.sizes[j], j), default=None)
        return found if found is None else self.last.get(found, found)

    def _around(self, span: Span) -> Iterator[int]:
        """The records with a content that holds `span`."""
        low = bisect_left(self.starts, span.end - self.longest)
        for _, end, j in self.placed[low : bisect_right(self.starts, span.start)]:
            if end >= span.end:
                yield j

    def _holds(self, j: int, spans: Sequence[Span]) -> bool:
        """Whether each of `spans` stands within a content of record j."""
        return all(any(c.contains(s) for c in self.records[j].contents) for s in spans)


def _cited(records: Sequence[DetectedAttribution]) -> tuple[dict[int, int], dict[int, int]]:
    """The parent of each cited party, and for each attribution the last party of the one row of parties that it cites.

    An attribution that cites two parties side by side has no last one: what is said within it has it as parent.
    """
    citing = load_relay_words().citing
    speakers: dict[Contents, int] = {}
    for i, record in enumerate(records):
        if record.lemma not in citing:
            speakers.setdefault(record.contents, i)
    parents: dict[int, int] = {}
    latest: dict[Contents, int] = {}
    rows: dict[int, int | None] = {}
    for i, record in enumerate(records):
        speaker = speakers.get(record.contents)
        if record.lemma not in citing or speaker is None:
            continue
        before = latest.get(record.contents)
        follows = before is not None and _follows(records[before], record)
        parents[i] = before if before is not None and follows else speaker
        rows[speaker] = i if follows or speaker not in rows else None
        latest[record.contents] = i
    return parents, {speaker: last for speaker, last in rows.items() if last is not None}


def _follows(before: DetectedAttribution, record: DetectedAttribution) -> bool:
    """Whether the party cited before is the one that cites the next: "citing TASS, which quoted an official"."""
    if before.source is None or record.cue is None:
        return False
    gap = record.cue.start - before.source.end
    return 0 <= gap <= (_RELATIVE if record.lemma.startswith("which") else _NEXT)
