"""How far confidences are from the shares that are right, by documents they were not made of.

    python -m training.calibration POLNEAR_DEV.jsonl.gz [GOLD_FOLDER TEXTS ...]

The documents are dealt into five folds; the confidences of each come from the table that the other four give, made as the shipped
one is (`training/agreement.py`). Only findings that the tagger would report count. Prints a reliability table and the expected
calibration error (Guo et al. 2017: the mean distance of confidence and share over bins, weighted by the findings in them) for
each set.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from provenance.detect.agreement import THRESHOLDS
from training.agreement import TAGGERS, Judged, counts_of, judged, rows

FOLDS = 5
BINS = 10


def main() -> int:
    """Prints both tables."""
    first, further = sys.argv[1], list(zip(sys.argv[2::2], sys.argv[3::2], strict=True))
    for tagger in TAGGERS:
        flat = list(judged(tagger, Path(first), [first], flat=True))
        ours = [one for gold, texts in further for one in judged(tagger, Path(gold), [texts], flat=False)]
        pairs: dict[str, list[tuple[float, bool]]] = defaultdict(list)
        for fold in range(FOLDS):
            table = table_of(tagger, *([one for one in each if fold_of(one) != fold] for each in (flat, ours)))
            for name, each in (("the first set", flat), ("the further sets", ours)):
                held = [one for one in each if fold_of(one) == fold and is_reported(tagger, one)]
                pairs[name] += [(confidence(table, one), one.right) for one in held]
        pairs["all"] = [pair for each in list(pairs.values()) for pair in each]
        for name, each in pairs.items():
            print(f"{tagger}, {name}: expected calibration error {error(each):.3f} over {len(each)} findings")
        print("\n".join(reliability(pairs["all"])), end="\n\n")
    return 0


def fold_of(one: Judged) -> int:
    """The fold of a finding, by its document."""
    return sha256(one.document.encode()).digest()[0] % FOLDS


def is_reported(tagger: str, one: Judged) -> bool:
    """Whether the tagger would report it."""
    thresholds = THRESHOLDS[tagger]
    return {"both": one.raw >= thresholds.both, "network": one.raw >= thresholds.network, "rules": False}.get(one.found_by, True)


def table_of(tagger: str, flat: Sequence[Judged], ours: Sequence[Judged]) -> dict[str, list[tuple[float, float]]]:
    """The confidences of each way of finding by lower bound, as `agreement.tsv` has them."""
    table: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for _, found_by, low, share, *_ in rows(tagger, counts_of(flat), counts_of(ours)):
        table[found_by].append((float(low), float(share)))
    return table


def confidence(table: dict[str, list[tuple[float, float]]], one: Judged) -> float:
    """The confidence of a finding by a table."""
    return [share for low, share in table[one.found_by] if low <= one.raw][-1]


def bins(pairs: Sequence[tuple[float, bool]]) -> dict[int, list[tuple[float, bool]]]:
    """The findings by tenths of confidence."""
    found: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for pair in pairs:
        found[min(int(pair[0] * BINS), BINS - 1)].append(pair)
    return dict(sorted(found.items()))


def error(pairs: Sequence[tuple[float, bool]]) -> float:
    """The expected calibration error."""
    return sum(abs(sum(c - right for c, right in each)) for each in bins(pairs).values()) / max(1, len(pairs))


def reliability(pairs: Sequence[tuple[float, bool]]) -> list[str]:
    """One line for each tenth: mean confidence, share that is right, findings."""
    lines = ["  confidence    mean   right  findings"]
    for tenth, each in bins(pairs).items():
        mean, share = sum(c for c, _ in each) / len(each), sum(right for _, right in each) / len(each)
        lines.append(f"  {tenth / BINS:.1f} to {(tenth + 1) / BINS:.1f}    {mean:.2f}    {share:.2f}  {len(each):8}")
    return lines


if __name__ == "__main__":
    sys.exit(main())
