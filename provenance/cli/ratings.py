"""Reads reliability ratings from a CSV file of the user; every fault is named with its line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from provenance.errors import UsageError
from provenance.records import Grade
from provenance.registry import Rating, Registry

GRADES = "ABCDEF"
NEEDED = ("grade", "rater", "rated_on", "licence")
NAMING = ("source", "domain")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A row whose source the registry does not have."""

    line: int
    source: str


def read_ratings(path: Path, registry: Registry) -> Iterator[Rating | Unknown]:
    """The ratings of a file with the columns source or domain, grade (A-F), rater, rated_on (ISO 8601) and licence.

    Raises UsageError with file and line where the file cannot be read or a row breaks the rules.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            _check_columns(path, tuple(reader.fieldnames or ()))
            for row in reader:
                yield _rating(f"{path}:{reader.line_num}", reader.line_num, row, registry)
    except OSError as error:
        raise UsageError(f"{path}: the ratings cannot be read ({error.strerror or error}); check the path") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: the file is not UTF-8; save it as UTF-8") from error
    except csv.Error as error:
        raise UsageError(f"{path}:{reader.line_num}: this is no CSV ({error}); correct the line") from error


def _check_columns(path: Path, columns: tuple[str, ...]) -> None:
    missing = [name for name in NEEDED if name not in columns]
    if missing or not any(name in columns for name in NAMING):
        missing = missing or ["source or domain"]
        wanted = f"source or domain, {', '.join(NEEDED)}"
        raise UsageError(f"{path}:1: the column {missing[0]} is missing; a file of ratings has the columns {wanted}")


def _rating(where: str, line: int, row: dict[str, str | None], registry: Registry) -> Rating | Unknown:
    if None in row or None in row.values():
        raise UsageError(f"{where}: the row has more or fewer cells than the first line has names; correct it")
    cells = {name: (value or "").strip() for name, value in row.items()}
    grade = cells["grade"].upper()
    if len(grade) != 1 or grade not in GRADES:
        raise UsageError(f'{where}: the grade "{cells["grade"]}" is not known; write one of A, B, C, D, E, F')
    try:
        rated_on = date.fromisoformat(cells["rated_on"]).isoformat()
    except ValueError:
        raise UsageError(f'{where}: "{cells["rated_on"]}" is no date; write it as 2026-01-31') from None
    for name in ("rater", "licence"):
        if not cells[name]:
            raise UsageError(f"{where}: the {name} is missing; a rating counts only with its rater, date and licence")
    source = _source(cells, registry)
    if source is None:
        return Unknown(line, cells.get("source") or cells.get("domain") or "")
    return Rating(source, cast(Grade, grade), cells["rater"], rated_on, cells["licence"])


def _source(cells: dict[str, str], registry: Registry) -> str | None:
    """The registry's id for the row: by the id or the name of the source, else by its domain."""
    named = cells.get("source", "")
    if named:
        return named if registry.get(named) else registry.resolve(named).id
    return registry.resolve_domain(cells.get("domain", ""))
