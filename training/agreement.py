"""How often each kind of finding of a learned tagger is right: makes `provenance/lexicon/agreement.tsv`.

    python -m training.agreement POLNEAR_DEV.jsonl.gz [GOLD_FOLDER TEXTS ...] > provenance/lexicon/agreement.tsv

Findings are those of the rules and of the network on texts that the network was not trained on. What both found is counted by the
network's number, what one alone found by its own. Each share is the mean of the share on the first set, whose gold is flat (only
outermost findings count), and of that on the further sets together, the latter drawn towards the former, as those texts are few.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provenance.detect.agreement import (
    COLUMNS,
    THRESHOLDS,
    Confidences,
    Finding,
    Joining,
    Thresholds,
    is_unlinked,
    kind_of,
    partners_of,
)
from provenance.detect.learned import Learned
from provenance.detect.taggers import Rules
from provenance.ingest import read_paths
from provenance.pipeline import Annotator, load_resources
from provenance.records import Document
from provenance.report.gold import read_gold, spans
from provenance.spans import Span

TAGGERS = ("default", "fast")
STEPS: Mapping[str, tuple[float, ...]] = {
    "both": (0.0, 0.6, 0.7, 0.8, 0.9, 0.95),
    "network": (0.0, 0.6, 0.7, 0.8, 0.9),
    "rules": (0.0,),
    "rules, said": (0.0,),
    "rules, nested": (0.0,),
    "rules, post": (0.0,),
}
"""The lower bounds of the steps of each way of finding."""
FEWEST = 20
"""Findings that a step must have."""
SHRUNK = 10
"""So many findings of the first set count beside those of the further ones."""

Counts = dict[tuple[str, float], list[int]]


def main() -> int:
    """Prints the table."""
    first, further = Path(sys.argv[1]), [(Path(g), t) for g, t in zip(sys.argv[2::2], sys.argv[3::2], strict=True)]
    print(
        "# Made by `python -m training.agreement`: how often a kind of finding was right, on texts that no network learnt from."
    )
    print("\t".join(COLUMNS))
    for tagger in TAGGERS:
        flat = counted(tagger, first, [str(first)], flat=True)
        ours: Counts = defaultdict(lambda: [0, 0])
        for gold, texts in further:
            for key, (right, found) in counted(tagger, gold, [texts], flat=False).items():
                ours[key][0] += right
                ours[key][1] += found
        for line in rows(tagger, flat, ours):
            print("\t".join(line))
    return 0


def rows(tagger: str, flat: Counts, ours: Counts) -> Iterator[tuple[str, ...]]:
    """The lines of a tagger in the order of `COLUMNS`; a step with few findings goes by the one below."""
    for found_by, bounds in STEPS.items():
        lines = [row(tagger, found_by, low, flat, ours) for low in bounds]
        yield from rising([line for low, line in zip(bounds, lines, strict=True) if int(line[-1]) >= FEWEST or low == 0])


def rising(lines: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The lines with confidences that never fall: steps that do are pooled (isotonic regression by pooling violators)."""
    pools: list[tuple[float, int, int]] = []  # mean, weight, lines
    for line in lines:
        mean, weight, size = float(line[3]), max(1, int(line[5])), 1
        while pools and pools[-1][0] > mean:
            before, heavy, many = pools.pop()
            mean, weight, size = (mean * weight + before * heavy) / (weight + heavy), weight + heavy, size + many
        pools.append((mean, weight, size))
    means = [f"{mean:.2f}" for mean, _, size in pools for _ in range(size)]
    return [(*line[:3], mean, *line[4:]) for line, mean in zip(lines, means, strict=True)]


def row(tagger: str, found_by: str, low: float, flat: Counts, ours: Counts) -> tuple[str, ...]:
    """One line: the mean of both shares; where the first set has hardly any, the share of the further ones alone."""
    right, found = flat.get((found_by, low), [0, 0])
    own_right, own_found = ours.get((found_by, low), [0, 0])
    share = right / found if found else None
    drawn = (own_right + SHRUNK * share) / (own_found + SHRUNK) if share is not None else (own_right + 5) / (own_found + 10)
    mean = drawn if share is None or found_by == "rules, nested" else (share + drawn) / 2
    return tagger, found_by, f"{low:g}", f"{mean:.2f}", f"{right + own_right}", f"{found + own_found}"


@dataclass(frozen=True, slots=True)
class Judged:
    """One finding against gold."""

    document: str
    found_by: str
    raw: float
    right: bool


def counted(tagger: str, gold: Path, texts: list[str], *, flat: bool) -> Counts:
    """Right and found of each way of finding and step."""
    return counts_of(judged(tagger, gold, texts, flat=flat))


def counts_of(findings: Iterable[Judged]) -> Counts:
    """The same of findings that were judged."""
    counts: Counts = defaultdict(lambda: [0, 0])
    for one in findings:
        low = max(step for step in STEPS[one.found_by] if step <= one.raw)
        counts[one.found_by, low][0] += one.right
        counts[one.found_by, low][1] += 1
    return counts


def judged(tagger: str, gold: Path, texts: list[str], *, flat: bool) -> Iterator[Judged]:
    """Every finding in the texts, whatever its number, but those that gold neither owes nor punishes."""
    annotator = Annotator(load_resources(), tagger="rules")
    lexicons = annotator.resources.attributions
    network = Learned(tagger, lexicons)
    golds = {str(one["document"]): one for one in read_gold(gold)}
    for document in read_paths(texts):
        if not isinstance(document, Document):
            continue
        path = Path(document.path or "")
        name = next((n for n in (document.id, path.name, path.stem) if n in golds), None)
        if name is None:
            continue
        cut = annotator.cut(document)
        by_rules = Rules(lexicons).find(cut)
        rules = [Finding.of(cut.text, one) for one in by_rules]
        found = [Finding.of(cut.text, one) for one in network.read(cut)]
        for found_by, raw, one in findings(cut.text, rules, found, THRESHOLDS[tagger]):
            right = verdict(cut.text, one, golds[name], flat=flat)
            if right is not None:
                yield Judged(name, found_by, raw, right)


def findings(
    text: str, rules: list[Finding], network: list[Finding], thresholds: Thresholds
) -> Iterator[tuple[str, float, Finding]]:
    """Each finding, as the tagger would report it, with who found it and its raw number."""
    joining = Joining(thresholds, Confidences({}), "", lambda one: one)
    partners = partners_of(rules, network)
    for one, at in zip(rules, partners, strict=True):
        if at is None:
            yield kind_of(one.record), one.record.confidence, one
        else:
            other = network[at]
            meant = joining.reading(one.record, other.record, one.share(other))
            yield "both", other.record.confidence, Finding.of(text, meant)
    for i in sorted(set(range(len(network))).difference(partners)):
        if not is_unlinked(network[i].record):
            yield "network", network[i].record.confidence, network[i]


def verdict(text: str, one: Finding, gold: Mapping[str, Any], *, flat: bool) -> bool | None:
    """Whether gold has the finding; None where it is neither owed nor punished."""
    if flat and one.record.parent is not None:
        return None
    best: tuple[float, str] = (0.0, "core")
    for attribution in gold["attributions"]:
        named = [Span(*span) for span in spans(attribution, "source")]
        touches = any(one.record.source.overlaps(span) for span in named) if one.record.source else not named
        contents = tuple(Span(*span) for span in spans(attribution, "content"))
        words = Finding.of(text, _with_contents(one, contents))
        if touches:
            best = max(best, (one.share(words), attribution.get("tier", "core")))
    right = best[0] >= 0.5
    return None if right and best[1] == "optional" else right


def _with_contents(one: Finding, contents: tuple[Span, ...]) -> Any:
    from dataclasses import replace

    return replace(one.record, contents=contents)


if __name__ == "__main__":
    sys.exit(main())
