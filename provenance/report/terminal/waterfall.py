"""The points of a score as a waterfall: a bar for each row, from where the sum stood before it to where it stands after it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

TINY = 1e-6
"""Log-odds that are none."""
UP, DOWN = "█", "▒"
"""What adds and what takes away: told by the shape too, not by colour alone."""


@dataclass(frozen=True, slots=True)
class Waterfall:
    """A scale of log-odds on `size` columns, the two blanks behind the bars included; 0: no room for any."""

    low: float
    high: float
    size: int

    @classmethod
    def of(cls, points: Sequence[float], total: float, columns: int) -> Waterfall:
        """The scale for rows of points on a terminal of so many columns: bars are drawn where enough is left for the reasons."""
        sums = [0.0, total, *accumulate(points)]
        size = 18 if columns >= 96 else 14 if columns >= 76 else 10 if columns >= 60 else 0
        return cls(min(sums), max(sums), size)

    def bar(self, before: float, after: float) -> str:
        """The bar of a row, padded to the size; each is one column at least."""
        if not self.size:
            return ""
        room = self.size - 2
        scale = room / (self.high - self.low) if self.high - self.low > TINY else 0.0
        left, right = sorted(((before - self.low) * scale, (after - self.low) * scale))
        start = max(0, min(room - 1, math.floor(left + TINY)))
        length = max(1, min(room, math.ceil(right - TINY)) - start)
        return (" " * start + (UP if after >= before else DOWN) * length).ljust(self.size)
