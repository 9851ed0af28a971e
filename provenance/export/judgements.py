"""Judgements on sources as a file that can live in git: JSON lines, one judgement a line, in a fixed order.

The first line names the schema. Fields that say nothing are left out. Documents are named by their public ids, which are the
same on every machine for the same input.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from provenance.errors import UsageError
from provenance.store import Judgement
from provenance.store.judgements import JUDGEMENT_KINDS

SCHEMA = "provenance.judgements/1"
LARGEST_FILE = 50_000_000
"""A larger file, in bytes, is refused."""

_FIELDS = tuple(field.name for field in fields(Judgement))
_NEEDED = ("kind", "source", "meant", "made")


def judgement_lines(judgements: Iterable[Judgement]) -> Iterator[str]:
    """The lines of a file of judgements, without line ends."""
    yield json.dumps({"schema": SCHEMA})
    for one in sorted(judgements, key=lambda one: (one.source, one.document or "")):
        yield json.dumps({name: value for name, value in asdict(one).items() if value}, ensure_ascii=False)


def read_judgements(path: Path) -> list[Judgement]:
    """The judgements of a file. Raises UsageError with file and line where it breaks the rules."""
    return [_judgement(where, record) for where, record in parsed_lines(path, SCHEMA, "provenance sources dump")]


def parsed_lines(path: Path, schema: str, command: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The records of a file of judgements behind the line that names its schema, each with file and line, one after the other.

    Raises UsageError where it cannot be read so; `command` writes such files.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UsageError(f"{path}: the file is larger than {LARGEST_FILE:,} bytes; load it in parts")
        with path.open(encoding="utf-8-sig", newline="\n") as lines:
            records = ((f"{path}:{number}", line) for number, line in enumerate(lines, 1) if line.strip())
            parsed = ((where, _object(where, line)) for where, line in records)
            if next(parsed, ("", {}))[1].get("schema") != schema:
                raise UsageError(f'{path}:1: the first line must be {{"schema": "{schema}"}}; write such a file with {command}')
            yield from parsed
    except OSError as error:
        raise UsageError(f"{path}: the judgements cannot be read ({error.strerror or error}); check the path") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: the file is not UTF-8; save it as UTF-8") from error


def _object(where: str, line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{where}: this is no JSON object on a line of its own ({error}); correct it") from None
    if not isinstance(found, dict):
        raise UsageError(f"{where}: this is no JSON object; correct the line")
    return found


def _judgement(where: str, record: dict[str, Any]) -> Judgement:
    unknown = sorted(record.keys() - set(_FIELDS))
    if unknown:
        raise UsageError(f'{where}: there is no field "{unknown[0]}"; a judgement has: {", ".join(_FIELDS)}')
    for name in _FIELDS:
        if name in record and not isinstance(record[name], str):
            raise UsageError(f"{where}: the field {name} must be a string")
    missing = next((name for name in _NEEDED if not record.get(name)), None)
    if missing is not None:
        raise UsageError(f"{where}: the field {missing} is missing")
    if record["kind"] not in JUDGEMENT_KINDS:
        raise UsageError(f'{where}: there is no judgement "{record["kind"]}"; write one of: {", ".join(JUDGEMENT_KINDS)}')
    time_of(where, record["made"])
    return Judgement(**record)


def time_of(where: str, value: Any) -> str:
    """A time as judgements have it. Raises UsageError where it is none."""
    try:
        datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise UsageError(f'{where}: "{value}" is no time; write it as 2026-01-31T12:00:00Z') from None
    return str(value)
