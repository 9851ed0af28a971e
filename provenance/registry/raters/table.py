"""A CSV file of a stranger: bytes to rows, with every fault of the file as a whole in one sentence."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from provenance.errors import UsageError
from provenance.registry.raters.model import Column, Format, Given, shown
from provenance.registry.raters.scales import compared

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes; the largest of the public files has three million."""

MOST_ROWS = 500_000
"""Rows that are not blank; all are held in memory."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row by the line of the file on which it begins; `cells` by field, stripped. None: it has too many cells or too few."""

    line: int
    cells: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Table:
    """A file: the sha256 of its bytes, the fields that it has columns for, its rows."""

    sha256: str
    fields: frozenset[str]
    rows: tuple[Row, ...]


def read_table(path: Path, form: Format, given: Given) -> Table:
    """The rows of a file. Raises UsageError where it cannot be read, is no CSV, or lacks a column that is not `given` instead."""
    content = _bytes_of(path)
    text = _text_of(path, content)
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        found = list(islice(_lines(reader), MOST_ROWS + 2))
    except csv.Error as error:
        raise UsageError(f"{path}:{reader.line_num}: this is no CSV ({error}); correct the line") from error
    if len(found) > MOST_ROWS + 1:
        raise UsageError(
            f"{path}: the file has more than {MOST_ROWS:,} rows, too many for ratings; check that it is a list of them"
        )
    head = found[0][1] if found else []
    places = _places(path, form, head)
    _check_columns(path, form, frozenset(places), given)
    rows = (
        Row(line, {field: cells[place].strip() for field, place in places.items()} if len(cells) == len(head) else None)
        for line, cells in found[1:]
    )
    return Table(hashlib.sha256(content).hexdigest(), frozenset(places), tuple(rows))


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise UsageError(f"{path}: the ratings cannot be read ({error.strerror or error}); check the path") from error
    if len(content) > LARGEST_FILE:
        raise UsageError(
            f"{path}: the file has more than {LARGEST_FILE:,} bytes, too many for ratings; check that it is a list of them"
        )
    return content


def _text_of(path: Path, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: the file is not UTF-8; save it as UTF-8") from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise UsageError(f"{path}:{line}: the file is no text (it holds a NUL); save it as CSV in UTF-8")
    return text


def _lines(reader: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the line on which it begins: a cell may run over several."""
    begins = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield begins, cells
        begins = reader.line_num + 1  # type: ignore[attr-defined]


def _places(path: Path, form: Format, head: list[str]) -> dict[str, int]:
    """The column of each field; of several that fit, the one whose heading the format names first."""
    headings = [compared(cell) for cell in head]
    places = {}
    for column in form.columns:
        heading = next((h for h in map(compared, column.headings) if h in headings), None)
        if heading is None:
            continue
        if headings.count(heading) > 1:
            raise UsageError(f'{path}:1: the column "{shown(head[headings.index(heading)])}" stands twice; leave one out')
        places[column.field] = headings.index(heading)
    return places


def _check_columns(path: Path, form: Format, fields: frozenset[str], given: Given) -> None:
    by_field = {column.field: column for column in form.columns}
    for group in form.needed:
        if not any(field in fields or given.has(field) for field in group):
            missing = " or ".join(by_field[field].headings[0] for field in group)
            wanted = ", ".join(" or ".join(map(_legal, (by_field[field] for field in other))) for other in form.needed)
            raise UsageError(
                f"{path}:1: the column {missing} is missing; a file of the format {form.name} has the columns {wanted}"
            )
    for field in sorted(fields & {"rater", "rated_on", "licence"}):
        if given.has(field):
            option = "--" + field.replace("_", "-")
            raise UsageError(f"{path}:1: the file has a column {field}, so that {option} has no place; leave one of them out")


def _legal(column: Column) -> str:
    others = " ".join(f'"{heading}"' for heading in dict.fromkeys(column.headings[1:]))
    return f"{column.headings[0]} (or {others})" if others else column.headings[0]
