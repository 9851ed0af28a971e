"""What a feature is: a function from a table of weights and a case to one row of the score."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from provenance.links import Standing
from provenance.records import Claim, Contribution
from provenance.score.facts import ClaimFacts
from provenance.score.table import Table


@dataclass(frozen=True, slots=True)
class Case:
    """A claim, what its own document shows of it, and how it stands in other documents (None: nobody looked)."""

    claim: Claim
    facts: ClaimFacts
    standing: Standing | None = None


Feature = Callable[[Table, Case], Contribution]


def logistic(total: float) -> float:
    """The probability that belongs to a total in log-odds."""
    return 1.0 / (1.0 + math.exp(-total))
