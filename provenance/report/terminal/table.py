"""Rows as a table that fits the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provenance.report.terminal.canvas import PLAIN, Canvas
from provenance.report.text import clean, cut, pad, width

GAP = "  "
LEAST = 6
"""No column is made narrower than so many characters, unless its own texts are."""


def table_lines(columns: Sequence[str], rows: Sequence[Sequence[object]], canvas: Canvas = PLAIN) -> Iterator[str]:
    """A header, a rule and the rows, line by line. Numbers stand at the right; the widest columns are cut until all fit.

    Where there are too many columns for that, each row is set as a list of its own, one column a line.
    """
    cells = [[cell_text(value) for value in row] for row in rows]
    heads = [clean(name) for name in columns]
    if len(heads) * (LEAST + len(GAP)) > canvas.columns:
        yield from _lists(heads, cells, canvas)
        return
    widths = _widths([[width(head), *(width(row[i]) for row in cells)] for i, head in enumerate(heads)], canvas.columns)
    numeric = [bool(rows) and all(_is_number(row[i]) for row in rows) for i in range(len(heads))]
    yield canvas.paint.bold(_line(heads, widths, numeric))
    yield GAP.join("─" * size for size in widths)
    for row in cells:
        yield _line(row, widths, numeric)


def _lists(heads: Sequence[str], cells: Sequence[Sequence[str]], canvas: Canvas) -> Iterator[str]:
    widest = max(width(head) for head in heads)
    for number, row in enumerate(cells, 1):
        yield canvas.paint.bold(f"─── row {number} ───")
        for head, text in zip(heads, row, strict=True):
            yield from canvas.wrapped(text, pad(head, widest) + GAP, " " * (widest + len(GAP)))
    if not cells:
        yield from canvas.wrapped(f"no rows of: {', '.join(heads)}")


def cell_text(value: object) -> str:
    """A value as one harmless line; nothing for NULL, six digits of a float."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6g}"
    return clean(str(value))


def _widths(sizes: list[list[int]], columns: int) -> list[int]:
    """The width of each column: as wide as it needs, the widest narrowed step by step where the whole is too wide."""
    widths = [max(column) for column in sizes]
    room = columns - len(GAP) * (len(widths) - 1)
    while sum(widths) > room:
        widest = max(range(len(widths)), key=lambda i: widths[i])
        if widths[widest] <= LEAST:
            break
        second = max((w for i, w in enumerate(widths) if i != widest), default=LEAST)
        narrower = max(LEAST, second - 1 if second < widths[widest] else widths[widest] - 1)
        widths[widest] = max(narrower, widths[widest] - (sum(widths) - room))
    return widths


def _line(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    parts = []
    for text, size, right in zip(cells, widths, numeric, strict=True):
        shown = cut(text, size)
        parts.append(" " * (size - width(shown)) + shown if right else pad(shown, size))
    return GAP.join(parts).rstrip()


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))
