"""How certain a statement is left by all that hedges it.

The rule: *the least certain marker counts in full, each further one at half the weight of the one before it* (weights in the
logarithm), since the hedges of one statement repeat each other more often than they add up. The stance of the cue is one more
marker, and it is one with the markers inside the cue. Boosters count nothing. A *negated* marker says that the probability
lies on its other side, and is worth the middle of that side.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Protocol

from provenance.lexicon.stances import load_stances
from provenance.records import HedgeCategory, Stance
from provenance.spans import Span

FURTHER = 0.5
"""The weight of each further marker, as a share of that of the one before it; as in score v1 (`hedging`, `further`)."""
LEAST = 0.01
"""No statement is left less certain than this: no marker says that something is known to be false."""


class Marker(Protocol):
    """What is asked of a hedge: a `Hedge` record, a `DetectedHedge` or a `HedgeFact` of a score."""

    @property
    def category(self) -> HedgeCategory:
        """What kind of marker it is."""

    @property
    def certainty(self) -> float:
        """What it leaves of full commitment, 0 to 1; of a negated marker, what the negation makes of it."""

    @property
    def span(self) -> Span:
        """Its words."""


def turned(certainty: float) -> float:
    """What a negation makes of a marker's certainty: "not likely" (0.75) is 0.375, "not unlikely" (0.2) is 0.6.

    A marker from one half on says "at least this": its negation lies between 0 and it; one below says "at most this".
    """
    return certainty / 2 if certainty >= 0.5 else (1 + certainty) / 2


def certainty_of(markers: Iterable[Marker], stance: Stance = "neutral", cue: Span | None = None) -> float:
    """What all markers of a statement together leave of full commitment, above 0 and at most 1.

    `stance` is that of the cue that ascribes the statement, `cue` its words. The order of the markers plays no part, a further
    one never raises the result, and it is never above the least certain of them.
    """
    hedges = [m for m in markers if m.category != "booster"]
    inside = [m.certainty for m in hedges if cue is not None and cue.contains(m.span)]
    outside = [m.certainty for m in hedges if cue is None or not cue.contains(m.span)]
    return combined((min([load_stances()[stance].certainty, *inside]), *outside))


def combined(certainties: Iterable[float]) -> float:
    """The rule on bare numbers in [0, 1]; 1 where there are none."""
    ranked = sorted(max(LEAST, min(1.0, one)) for one in certainties)
    logs = (FURTHER**rank * math.log(one) for rank, one in enumerate(ranked))
    return max(LEAST, min(math.exp(math.fsum(logs)), ranked[0] if ranked else 1.0))
