"""What a measurement comes to, and how it is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

COLUMNS = ("measured", "figure", "peer", "peer's figure", "ratio", "target")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: figures as they are printed. `met` tells whether the target was met; None where there is none."""

    what: str
    figure: str
    peer: str = ""
    peer_figure: str = ""
    ratio: str = ""
    target: str = ""
    met: bool | None = None

    def cells(self) -> tuple[str, ...]:
        """The words of the line."""
        verdict = "" if self.met is None else (": met" if self.met else ": NOT MET")
        return (self.what, self.figure, self.peer, self.peer_figure, self.ratio, self.target + verdict)


def ratio(ours: float, peers: float) -> str:
    """How many times the peer's figure ours is."""
    return f"{ours / peers:.2f}" if peers else "-"


def lines(title: str, rows: Sequence[Row], ratio_is: str = "ratio") -> Iterator[str]:
    """A titled table of measurements. `ratio_is` heads the column of ratios."""
    heads = tuple(ratio_is if name == "ratio" else name for name in COLUMNS)
    return grid(title, heads, [row.cells() for row in rows])


def grid(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A titled table with columns of its own, each as wide as its widest cell; columns without a word are left out."""
    cells = [heads, *rows]
    used = [i for i in range(len(heads)) if any(row[i] for row in cells[1:])]
    widths = {i: max(len(row[i]) for row in cells) for i in used}
    yield title
    for number, row in enumerate(cells):
        yield ("  " + "  ".join(row[i].ljust(widths[i]) for i in used)).rstrip()
        if number == 0:
            yield "  " + "  ".join("-" * widths[i] for i in used)
    yield ""
