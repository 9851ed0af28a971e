"""Rules and network brought to one output: what both found is one attribution, what one alone found counts where it is sure.

How often each kind of finding is right was measured, and is its confidence (`lexicon/agreement.tsv`, made by `python -m
training.agreement`): by who found it, and by the network's own number.
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

SAME = 0.5
"""The share of the words of two contents that is common to both where they are one, if one of them has no cue."""
SAME_WORDS = 0.8
"""The same where both have cues, and those are different words."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which number of the network on something is taken. Chosen on PolNeAR dev and the ten texts of gold together, by F1.

    `network`: what it alone found. `both`: what both found. `reading`: its reading of what both found, else the rules'.
    `source`: its source where the rules have another that does not touch it. What the rules alone found counts within other
    contents, which PolNeAR does not annotate, and for embedded posts; outside them it was right once in eight times.
    """

    network: float
    both: float
    alike: float
    reading: float
    source: float


THRESHOLDS = {
    "default": Thresholds(network=0.75, both=0.0, alike=0.7, reading=0.9, source=0.9),
    "fast": Thresholds(network=0.75, both=0.0, alike=0.7, reading=0.9, source=0.9),
}
STRETCH = 256
"""Code points."""
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
        """Whether both are readings of one attribution: one cue, or nearly one content with sources that touch."""
        one, two = self.record, other.record
        cues = one.cue is not None and two.cue is not None
        if one.cue is not None and two.cue is not None and one.cue.overlaps(two.cue):
            return True
        touch = one.source is None or two.source is None or one.source.overlaps(two.source)
        return touch and self.share(other) >= (SAME_WORDS if cues else SAME)


def agreed(
    text: str, by_rules: Sequence[DetectedAttribution], by_network: Sequence[DetectedAttribution], version: str
) -> tuple[DetectedAttribution, ...]:
    """One output of both, in the order of the text, with parents and measured confidences.

    `version` is that of the tagger, its name first. What both found has it and the rule; what the rules alone found has theirs.
    """
    tagger = version.partition("/")[0]
    confidences, thresholds = load_agreement()[tagger], THRESHOLDS[tagger]
    kept: list[DetectedAttribution] = []
    for rules, network in _by_passage(by_rules, by_network):
        base = len(kept)
        for one in _passage(
            [Finding.of(text, r) for r in rules], [Finding.of(text, n) for n in network], thresholds, confidences, version
        ):
            kept.append(one if one.parent is None else replace(one, parent=one.parent + base))
    return tuple(kept)


def _by_passage(
    by_rules: Sequence[DetectedAttribution], by_network: Sequence[DetectedAttribution]
) -> list[tuple[list[DetectedAttribution], list[DetectedAttribution]]]:
    grouped: dict[int, tuple[list[DetectedAttribution], list[DetectedAttribution]]] = {}
    for place, found in enumerate((by_rules, by_network)):
        for passage, records in groupby(found, key=lambda one: one.passage):
            grouped.setdefault(passage, ([], []))[place].extend(records)
    return [grouped[passage] for passage in sorted(grouped)]


@dataclass(frozen=True, slots=True)
class Confidences:
    """How often findings of one tagger were right: for each way of finding, steps of the raw number with their shares."""

    steps: Mapping[str, tuple[tuple[float, float], ...]]

    def of(self, found_by: str, raw: float) -> float:
        """The measured share of the step that a raw number falls in."""
        steps = self.steps[found_by]
        return steps[max(0, bisect_right(steps, raw, key=lambda step: step[0]) - 1)][1]


def _passage(
    rules: Sequence[Finding], network: Sequence[Finding], thresholds: Thresholds, confidences: Confidences, version: str
) -> list[DetectedAttribution]:
    """The attributions of one passage."""
    kept: list[DetectedAttribution] = []
    near, met = Near(network), set[int]()
    for one in rules:
        same = [i for i in near.to(one) if one.is_same(network[i])]
        met.update(same)
        other = max((network[i] for i in same), key=one.share, default=None)  # the one with the most words in common
        kind = kind_of(one.record)
        if other is not None and other.record.confidence >= thresholds.both:
            sure = confidences.of("both", other.record.confidence)
            reading = _reading(one.record, other.record, one.share(other), thresholds)
            kept.append(replace(reading, confidence=sure, rule=f"{version}#{one.record.rule.partition('#')[2]}"))
        elif other is None and kind != "rules":
            kept.append(replace(one.record, confidence=confidences.of(kind, one.record.confidence)))
    for i, other in enumerate(network):
        raw = other.record.confidence
        if raw >= thresholds.network and i not in met:
            kept.append(replace(other.record, confidence=confidences.of("network", raw)))
    kept.sort(key=_place)
    return nested([replace(one, parent=None) for one in kept])


class Near:
    """Findings by the stretches of text that their cues and contents lie in, so that a long passage is not tried in pairs."""

    def __init__(self, found: Sequence[Finding]) -> None:
        self._at: dict[int, list[int]] = {}
        for i, one in enumerate(found):
            for stretch in _stretches(one):
                self._at.setdefault(stretch, []).append(i)

    def to(self, one: Finding) -> list[int]:
        """The indices, in order, of all that may be the same as `one`: the same have a cue or words of content in common."""
        return sorted({i for stretch in _stretches(one) for i in self._at.get(stretch, ())})


def _stretches(one: Finding) -> set[int]:
    record = one.record
    spans = [*record.contents, *([record.cue] if record.cue else [])]
    return {at for span in spans for at in range(span.start // STRETCH, max(span.start, span.end - 1) // STRETCH + 1)}


def kind_of(record: DetectedAttribution) -> str:
    """In what kind of finding of the rules alone a record falls: embedded posts, what stands in others' contents, all else."""
    if record.rule.endswith("#post"):
        return "rules, post"
    return "rules" if record.parent is None else "rules, nested"


def _reading(
    rules: DetectedAttribution, network: DetectedAttribution, share: float, thresholds: Thresholds
) -> DetectedAttribution:
    """The reading of what both found: the network's, unless it is in doubt or the rules' goes on over sentences.

    What the lexicon says of the cue is the rules' word in any case, and so is a source that the network does not see.
    """
    if share >= thresholds.alike or len(rules.contents) > 1 or network.confidence < thresholds.reading:
        return rules
    source = network.source
    strange = source is not None and rules.source is not None and not source.overlaps(rules.source)
    if source is None or (strange and network.confidence < thresholds.source):
        source = rules.source
    meant = replace(network, source=source, lemma=rules.lemma, stance=rules.stance, polarity=rules.polarity)
    return replace(meant, channel=network.channel or rules.channel, date=network.date or rules.date)


def _place(one: DetectedAttribution) -> tuple[int, int]:
    return (one.source or one.cue or one.contents[0]).start, one.contents[0].start


@cache
def load_agreement() -> Mapping[str, Confidences]:
    """The measured confidences, by tagger. Raises LexiconError with file and line."""
    text = files("provenance.lexicon").joinpath(TABLE).read_text("utf-8")
    rows = list(csv.reader((line for line in text.splitlines() if not line.startswith("#")), delimiter="\t"))
    if not rows or tuple(rows[0]) != COLUMNS:
        raise LexiconError(f"{TABLE}: the first line must name the columns {', '.join(COLUMNS)}.")
    steps: dict[str, dict[str, list[tuple[float, float]]]] = {}
    for number, row in enumerate(rows[1:], start=2):
        try:
            tagger, found_by, low, share = row[0], row[1], float(row[2]), float(row[3])
        except (IndexError, ValueError) as error:
            raise LexiconError(f"{TABLE}:{number}: a row has {', '.join(COLUMNS)}; two of them are numbers.") from error
        steps.setdefault(tagger, {}).setdefault(found_by, []).append((low, share))
    return {tagger: Confidences({found_by: tuple(sorted(of)) for found_by, of in by.items()}) for tagger, by in steps.items()}
