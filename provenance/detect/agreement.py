"""Rules and network brought to one output: what both found is one attribution, what one alone found counts where it is sure enough.

How sure each kind of finding is was measured (`agreement.tsv`, made by `python -m training.agreement`): by who found it and by
the network's own number, or the frame's of the rules. What is right less often than `LEAST` is left out.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import groupby

from provenance.detect.nesting import nested
from provenance.errors import LexiconError
from provenance.records import DetectedAttribution
from provenance.spans import Span

LEAST = 0.37
"""A finding that is right less often costs more precision than it adds recall where F1 is about twice that."""
SAME = 0.5
"""The share of the words of two contents that is common to both where they are one."""
ALIKE = 0.7
"""From this share on two readings of one attribution differ too little to choose: the rules' is taken, as their frame explains it."""
_WORD = re.compile(r"\w+")
TABLE = "agreement.tsv"
COLUMNS = ("tagger", "found_by", "from", "confidence", "right", "found")


@dataclass(frozen=True, slots=True)
class Finding:
    """An attribution with the words of its content, as places in the text."""

    record: DetectedAttribution
    words: frozenset[int]

    @staticmethod
    def of(text: str, record: DetectedAttribution) -> Finding:
        """The finding of a record."""
        places = (m.start() for span in record.contents for m in _WORD.finditer(text, *span))
        return Finding(record, frozenset(places))

    def share(self, other: Finding) -> float:
        """The Jaccard index of the words of both contents."""
        both = len(self.words & other.words)
        return both / max(1, len(self.words) + len(other.words) - both)

    def is_same(self, other: Finding) -> bool:
        """Whether both are readings of one attribution: one cue, or one content with sources that touch."""
        one, two = self.record, other.record
        if one.cue is not None and two.cue is not None and one.cue.overlaps(two.cue):
            return True
        touch = one.source is None or two.source is None or one.source.overlaps(two.source)
        return touch and self.share(other) >= SAME


def agreed(
    text: str, by_rules: Sequence[DetectedAttribution], by_network: Sequence[DetectedAttribution], tagger: str
) -> tuple[DetectedAttribution, ...]:
    """One output of both, in the order of the text, with parents and measured confidences."""
    confidences = load_agreement()[tagger]
    kept: list[DetectedAttribution] = []
    for rules, network in _by_passage(by_rules, by_network):
        kept += _passage([Finding.of(text, r) for r in rules], [Finding.of(text, n) for n in network], confidences)
    return tuple(kept)


def _by_passage(
    by_rules: Sequence[DetectedAttribution], by_network: Sequence[DetectedAttribution]
) -> list[tuple[list[DetectedAttribution], list[DetectedAttribution]]]:
    grouped: dict[int, tuple[list[DetectedAttribution], list[DetectedAttribution]]] = {}
    for place, found in enumerate((by_rules, by_network)):
        for passage, records in groupby(found, key=lambda one: one.passage):
            grouped.setdefault(passage, ([], []))[place].extend(records)
    return [grouped[passage] for passage in sorted(grouped)]
