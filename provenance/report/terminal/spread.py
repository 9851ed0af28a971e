"""The spread of strengths as text: a histogram and how many claims cannot be told apart."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.report.terminal.canvas import PLAIN, Canvas
from provenance.report.text import counted
from provenance.score.spread import BINS, Spread

WIDEST_BAR = 40


def spread_lines(spread: Spread | None, model: str, canvas: Canvas = PLAIN) -> Iterator[str]:
    """The report, line by line."""
    if spread is None:
        yield canvas.paint.bold("no claim to score")
        return
    yield canvas.paint.bold(f"{counted(spread.count, 'claim')} scored by {model}")
    low, middle, high = spread.quartiles
    yield from canvas.labelled(
        "strength",
        f"{spread.lowest:.2f} to {spread.highest:.2f}, mean {spread.mean:.2f}, quartiles {low:.2f} {middle:.2f} {high:.2f}",
    )
    most = max(spread.histogram)
    for i, number in enumerate(spread.histogram):
        if any(spread.histogram[: i + 1]) and any(spread.histogram[i:]):
            bar = "█" * round(WIDEST_BAR * number / most) or ("▏" if number else "")
            yield f"  {i / BINS:.2f} to {(i + 1) / BINS:.2f}  {number:7,}  {bar}".rstrip()
    for ties in spread.ties:
        yield from canvas.labelled(
            "ties",
            f"to {ties.digits} digits: {ties.share:.1%} of claims share the most frequent one ({ties.value:.{ties.digits}f}), "
            f"{ties.pairs:.1%} of pairs are tied, {counted(ties.distinct, 'different value')}",
        )
