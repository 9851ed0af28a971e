"""How strengths spread over a corpus: a score that gives half of all claims one value tells nobody which to look at first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

BINS = 20
"""Parts of the histogram, each 0.05 wide."""
DIGITS = (2, 3)
"""Digits behind the point to which ties are counted: as shown to people, and as stored in exports."""


@dataclass(frozen=True, slots=True)
class Ties:
    """How many strengths are the same when rounded to `digits`.

    `value` is the most frequent one, and `share` in [0, 1] the part of all claims that have it. `pairs` is the part of all pairs
    of claims that cannot be told apart: the chance that two claims drawn at random are tied.
    """

    digits: int
    value: float
    share: float
    pairs: float
    distinct: int


@dataclass(frozen=True, slots=True)
class Spread:
    """The spread of some strengths. `histogram` counts them in steps of 0.05 from 0 to 1; `quartiles` are the three of them."""

    count: int
    lowest: float
    highest: float
    mean: float
    quartiles: tuple[float, float, float]
    histogram: tuple[int, ...]
    ties: tuple[Ties, ...]


def spread_of(strengths: Iterable[float]) -> Spread | None:
    """The spread; None where there is nothing to spread."""
    found = sorted(strengths)
    if not found:
        return None
    count = len(found)
    bins = Counter(min(int(one * BINS), BINS - 1) for one in found)
    return Spread(
        count=count,
        lowest=found[0],
        highest=found[-1],
        mean=sum(found) / count,
        quartiles=(found[count // 4], found[count // 2], found[3 * count // 4]),
        histogram=tuple(bins[i] for i in range(BINS)),
        ties=tuple(_ties(found, digits) for digits in DIGITS),
    )


def _ties(strengths: list[float], digits: int) -> Ties:
    counts = Counter(round(one, digits) for one in strengths)
    value, most = min(counts.items(), key=lambda item: (-item[1], item[0]))
    count = len(strengths)
    pairs = sum(n * (n - 1) for n in counts.values()) / (count * (count - 1)) if count > 1 else 0.0
    return Ties(digits, value, most / count, pairs, len(counts))
