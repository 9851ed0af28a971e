"""Rules and network brought to one output: what both found is one attribution, what one alone found counts where it is sure.

How often each kind of finding is right was measured, and is its confidence (`lexicon/agreement.tsv`, made by `python -m
training.agreement`): by who found it, and by the network's own number.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import groupby

from provenance.detect.nesting import nested
from provenance.errors import LexiconError
from provenance.records import DetectedAttribution
from provenance.spans import Span

SAME = 0.5
"""The share of the words of two contents that is common to both where they are one, if one of them has no cue."""
SAME_WORDS = 0.8
"""The same where both have cues, and those are different words."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which number of the network on something is taken. Chosen on PolNeAR dev and the ten texts of gold together, by F1.

    `network`: what it alone found with a source and a cue; `no_cue`: with a source alone. What it alone found without a source
    is a link that it missed, right not once in a hundred times outside others' contents, and is not taken there.
    `both`: what both found. `alike`: from this share of common words on the rules' contents are kept. `reading`: its contents of
    what both found, else the rules'. `source`: its source where the rules have another that does not touch it. What the rules
    alone found counts within other contents, which PolNeAR does not annotate, for embedded posts, and with the plain cues of
    saying; the rest was right about once in five times.
    """

    network: float
    no_cue: float
    both: float
    alike: float
    reading: float
    source: float


THRESHOLDS = {
    "default": Thresholds(network=0.7, no_cue=0.65, both=0.4, alike=0.8, reading=0.78, source=0.85),
    "fast": Thresholds(network=0.65, no_cue=0.65, both=0.0, alike=0.9, reading=0.75, source=0.85),
}
PLAIN = frozenset(["say", "tell", "according to"])
"""Lemmas of the cues whose findings of the rules alone count: 5 of 11 were right beside `default`, 12 of 19 beside `fast`."""
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

    def has_cue_of(self, other: Finding) -> bool:
        """Whether both have a cue, and those overlap."""
        one, two = self.record.cue, other.record.cue
        return one is not None and two is not None and one.overlaps(two)

    def is_same(self, other: Finding) -> bool:
        """Whether both are readings of one attribution: one cue, or nearly one content with sources that touch."""
        one, two = self.record, other.record
        if self.has_cue_of(other):
            return True
        cues = one.cue is not None and two.cue is not None
        touch = one.source is None or two.source is None or one.source.overlaps(two.source)
        return touch and self.share(other) >= (SAME_WORDS if cues else SAME)


Completing = Callable[[DetectedAttribution], DetectedAttribution]
"""What gives a finding of the network the stance, mode, channel and date that it does not read itself."""


def agreed(
    text: str,
    by_rules: Sequence[DetectedAttribution],
    by_network: Sequence[DetectedAttribution],
    version: str,
    complete: Completing = lambda one: one,
) -> tuple[DetectedAttribution, ...]:
    """One output of both, in the order of the text, with parents and measured confidences.

    `version` is that of the tagger, its name first. What both found has it and the rule; what the rules alone found has theirs.
    `complete` is asked for those findings of the network that are taken, and for no others.
    """
    tagger = version.partition("/")[0]
    joining = Joining(THRESHOLDS[tagger], load_agreement()[tagger], version, complete)
    kept: list[DetectedAttribution] = []
    for rules, network in _by_passage(by_rules, by_network):
        base = len(kept)
        for one in joining.passage([Finding.of(text, r) for r in rules], [Finding.of(text, n) for n in network]):
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


@dataclass(frozen=True, slots=True)
class Joining:
    """How two lists of findings become one."""

    thresholds: Thresholds
    confidences: Confidences
    version: str
    complete: Completing

    def passage(self, rules: Sequence[Finding], network: Sequence[Finding]) -> list[DetectedAttribution]:
        """The attributions of one passage."""
        partners = partners_of(rules, network)
        kept = [self._of_rules(one, None if at is None else network[at]) for one, at in zip(rules, partners, strict=True)]
        kept += [self._of_network(network[i].record) for i in sorted(set(range(len(network))).difference(partners))]
        found = sorted((one for one in kept if one is not None), key=_place)
        return nested(found)

    def _of_rules(self, one: Finding, other: Finding | None) -> DetectedAttribution | None:
        """What becomes of a finding of the rules, and of the network's that is the same; None where it is not taken."""
        if other is None:
            kind = kind_of(one.record)
            return None if kind == "rules" else replace(one.record, confidence=self.confidences.of(kind, one.record.confidence))
        raw = other.record.confidence
        if raw < self.thresholds.both:
            return None
        reading = self.reading(one.record, other.record, one.share(other))
        rule = f"{self.version}#{one.record.rule.partition('#')[2]}"
        return replace(reading, confidence=self.confidences.of("both", raw), rule=rule)

    def _of_network(self, one: DetectedAttribution) -> DetectedAttribution | None:
        """What becomes of a finding of the network alone."""
        if is_unlinked(one):
            return None
        least = self.thresholds.network if one.cue is not None else self.thresholds.no_cue
        if one.confidence < least:
            return None
        return replace(self.complete(one), confidence=self.confidences.of("network", one.confidence))

    def reading(self, rules: DetectedAttribution, network: DetectedAttribution, share: float) -> DetectedAttribution:
        """The reading of what both found: contents of the one or the other, and a source of its own choice.

        The rules' contents stand where both have nearly the same, where the network is in doubt, and where they go on over
        sentences. What the lexicon says of the cue is the rules' word in any case.
        """
        source, taken = self._source(rules, network), self.thresholds
        if share >= taken.alike or len(rules.contents) > 1 or network.confidence < taken.reading:
            return rules if source == rules.source else replace(rules, source=source)
        meant = replace(self.complete(network), source=source, lemma=rules.lemma, stance=rules.stance, polarity=rules.polarity)
        return replace(meant, channel=meant.channel or rules.channel, date=meant.date or rules.date)

    def _source(self, rules: DetectedAttribution, network: DetectedAttribution) -> Span | None:
        """The words that name the source: the rules', unless they have none, or the network is sure of others."""
        if rules.source is None or network.source is None or rules.source.overlaps(network.source):
            return rules.source or network.source
        return network.source if network.confidence >= self.thresholds.source else rules.source


def partners_of(rules: Sequence[Finding], network: Sequence[Finding]) -> list[int | None]:
    """For each finding of the rules the index of the network's that is the same; one has one partner, the closest pairs first.

    Pairs with a common cue come before those that share words of content alone: of "Q, S said, adding that C" both have two.
    """
    near = Near(network)
    pairs = [
        (not one.has_cue_of(network[j]), -one.share(network[j]), i, j)
        for i, one in enumerate(rules)
        for j in near.to(one)
        if one.is_same(network[j])
    ]
    found: list[int | None] = [None] * len(rules)
    taken = set[int]()
    for _, _, i, j in sorted(pairs):
        if found[i] is None and j not in taken:
            found[i] = j
            taken.add(j)
    return found


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


def is_unlinked(one: DetectedAttribution) -> bool:
    """Whether it is a finding of the network outside others' contents whose source it did not see."""
    return one.source is None and one.parent is None


def kind_of(record: DetectedAttribution) -> str:
    """In what kind of finding of the rules alone a record falls: embedded posts, what stands in others' contents, plain ones."""
    if record.rule.endswith("#post"):
        return "rules, post"
    if record.parent is not None:
        return "rules, nested"
    return "rules, said" if record.source is not None and record.lemma in PLAIN else "rules"


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
