"""Rows of a query or a list, as named tuples that show themselves as a table."""

from __future__ import annotations

import importlib
from collections import namedtuple
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any, overload

from provenance.errors import UsageError
from provenance.report.text import clean, counted

SHOWN = 100
"""So many rows are shown as HTML; all are there."""

_CELL = "text-align:left;vertical-align:top;white-space:normal;max-width:40em"


class Rows(Sequence[Any]):
    """Rows in their order, each a named tuple. `columns` are their names; `truncated` tells whether a limit cut some off.

    In a named tuple a name that Python cannot take (`count(*)`) is `_0`, by its place; `dicts` has all names as they are.
    """

    def __init__(self, columns: Iterable[str], rows: Iterable[Sequence[Any]], *, truncated: bool = False) -> None:
        self.columns = tuple(columns)
        self.truncated = truncated
        made: Any = namedtuple("Row", self.columns, rename=True)  # type: ignore[misc]
        self._rows: tuple[Any, ...] = tuple(map(made._make, rows))

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Any: ...

    @overload
    def __getitem__(self, at: slice) -> Rows: ...

    def __getitem__(self, at: int | slice) -> Any:
        return Rows(self.columns, self._rows[at], truncated=self.truncated) if isinstance(at, slice) else self._rows[at]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rows) and (self.columns, self._rows) == (other.columns, other._rows)

    def __hash__(self) -> int:
        return hash((self.columns, self._rows))

    def __repr__(self) -> str:
        return f"<{counted(len(self), 'row')}: {', '.join(self.columns)}>"

    def dicts(self) -> list[dict[str, Any]]:
        """Each row as a dict; of two columns of one name the later one counts."""
        return [dict(zip(self.columns, row, strict=True)) for row in self._rows]

    def to_pandas(self) -> Any:
        """The rows as a `pandas.DataFrame`. Raises UsageError where pandas is not installed."""
        try:
            pandas: Any = importlib.import_module("pandas")
        except ImportError as error:
            raise UsageError("to_pandas needs pandas, which is not installed: run pip install pandas, or use dicts()") from error
        return pandas.DataFrame(list(self._rows), columns=list(self.columns))

    def _repr_html_(self) -> str:
        """The first rows as a table, all of it escaped."""
        head = "".join(f'<th style="{_CELL}">{cell(name)}</th>' for name in self.columns)
        body = "".join(
            "<tr>" + "".join(f'<td style="{_CELL}">{cell(value)}</td>' for value in row) + "</tr>" for row in self._rows[:SHOWN]
        )
        cut = f", the first {SHOWN} shown" if len(self) > SHOWN else ""
        more = "; a limit cut off more" if self.truncated else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{counted(len(self), 'row')}{cut}{more}</p>"


def cell(value: object) -> str:
    """A value as HTML: escaped, with nothing hidden in it, numbers in few digits, nothing for null."""
    if value is None:
        return ""
    shown = f"{value:.3g}" if isinstance(value, float) else value.hex() if isinstance(value, bytes) else str(value)
    return escape(clean(shown))
