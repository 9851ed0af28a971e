"""Words marked in a text on a terminal: by signs that stand in every output, and by colours besides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from provenance.report.terminal.canvas import Canvas
from provenance.report.text import clean_with, cut, wrap
from provenance.spans import Span

MarkKind = Literal["claim", "hedge"]

_OPEN: dict[MarkKind, str] = {"claim": "\ue000", "hedge": "\ue002"}
_CLOSE: dict[MarkKind, str] = {"claim": "\ue001", "hedge": "\ue003"}
"""Stand for the signs until the text is wrapped. No text of a stranger has them: `clean` shows private characters as numbers."""
_KINDS = {sign: kind for signs in (_OPEN, _CLOSE) for kind, sign in signs.items()}
_SIGNS: dict[MarkKind, tuple[tuple[str, str], ...]] = {
    "claim": (("[", "]"), ("⟦", "⟧")),
    "hedge": (("~", "~"), ("≈", "≈")),
}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Marked:
    """Words to be marked; `number` is that of a note (0: none), which stands behind them."""

    kind: MarkKind
    span: Span
    number: int = 0


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs before and behind claims and hedges. Where a text has the usual ones, others are taken."""

    claim: tuple[str, str]
    hedge: tuple[str, str]

    @classmethod
    def for_text(cls, text: str) -> Signs:
        """Signs that the text does not have, as far as there are any."""

        def free(kind: MarkKind) -> tuple[str, str]:
            return next((pair for pair in _SIGNS[kind] if not any(sign in text for sign in pair)), _SIGNS[kind][-1])

        return cls(free("claim"), free("hedge"))

    @property
    def legend(self) -> str:
        """What the signs mean: "[claim] ~hedge~"."""
        return f"{self.claim[0]}claim{self.claim[1]} {self.hedge[0]}hedge{self.hedge[1]}"


def raised(number: int) -> str:
    """A number as it stands behind marked words: 12 as "¹²"."""
    return str(number).translate(_RAISED)


def marked_lines(
    text: str,
    start: int,
    marks: Iterable[Marked],
    canvas: Canvas,
    signs: Signs,
    first: str = "",
    rest: str | None = None,
    quotes: str = "",
    longest: int | None = None,
) -> Iterator[str]:
    """The text with its marks, made harmless and wrapped, each line painted. `start` is the text's first offset.

    `quotes` stand around it; it is cut after `longest` columns.
    """
    put_in = _put_in(len(text), start, marks)
    shown = clean_with(text, put_in)
    shown = f"{quotes}{shown if longest is None else cut(shown, longest)}{quotes}"
    depth: dict[MarkKind, int] = {"claim": 0, "hedge": 0}
    for line in wrap(shown, max(40, canvas.columns), first, rest):
        yield _painted(line, depth, canvas, signs)


def _put_in(size: int, start: int, marks: Iterable[Marked]) -> dict[int, str]:
    """The signs by offset: what ends there before what begins there, the inner ones inside the outer ones."""
    opened: dict[int, list[tuple[int, str]]] = {}
    closed: dict[int, list[tuple[int, str]]] = {}
    for mark in marks:
        low, high = max(0, mark.span.start - start), min(size, mark.span.end - start)
        if low < high:
            opened.setdefault(low, []).append((-high, _OPEN[mark.kind]))
            note = raised(mark.number) if mark.number else ""
            closed.setdefault(high, []).append((-low, _CLOSE[mark.kind] + note))
    found = {at: "".join(sign for _, sign in sorted(ends)) for at, ends in closed.items()}
    for at, begins in opened.items():
        found[at] = found.get(at, "") + "".join(sign for _, sign in sorted(begins))
    return found


def _painted(line: str, depth: dict[MarkKind, int], canvas: Canvas, signs: Signs) -> str:
    """The line with signs in the place of what stood for them; `depth` is how deep in marks it begins, and ends."""
    pieces: list[str] = []
    run = ""
    for char in line:
        kind = _KINDS.get(char)
        if kind is None:
            run += char
            continue
        opens = char == _OPEN[kind]
        pair = signs.claim if kind == "claim" else signs.hedge
        if opens:
            pieces.append(_styled(run, depth, canvas))
            run = pair[0]
            depth[kind] += 1
        else:
            pieces.append(_styled(run + pair[1], depth, canvas))
            run = ""
            depth[kind] = max(0, depth[kind] - 1)
    return "".join([*pieces, _styled(run, depth, canvas)])


def _styled(text: str, depth: dict[MarkKind, int], canvas: Canvas) -> str:
    if depth["hedge"]:
        return canvas.paint.hedge(text)
    return canvas.paint.bold(text) if depth["claim"] else text
