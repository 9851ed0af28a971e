"""Judgements on links as a file that can live in git: JSON lines, one judgement a line, in a fixed order.

The first line names the schema. Claims are known by their ids, and by the public id of their document and their words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from provenance.errors import UsageError
from provenance.export.judgements import parsed_lines, time_of
from provenance.store.link_judgements import VERDICTS, JudgedClaim, LinkJudgement

SCHEMA = "provenance.link_judgements/1"
_CLAIM = ("id", "document", "text")


def link_judgement_lines(judgements: Iterable[LinkJudgement]) -> Iterator[str]:
    """The lines of a file of judgements, without line ends."""
    yield json.dumps({"schema": SCHEMA})
    for one in sorted(judgements, key=lambda one: (one.first.id, one.second.id)):
        sides = {
            side: {name: getattr(claim, name) for name in _CLAIM}
            for side, claim in (("first", one.first), ("second", one.second))
        }
        note = {"note": one.note} if one.note else {}
        yield json.dumps({**sides, "verdict": one.verdict, **note, "made": one.made}, ensure_ascii=False)


def read_link_judgements(path: Path) -> list[LinkJudgement]:
    """The judgements of a file. Raises UsageError with file and line where it breaks the rules."""
    return [_judgement(where, record) for where, record in parsed_lines(path, SCHEMA, "provenance claims dump")]


def _judgement(where: str, record: dict[str, Any]) -> LinkJudgement:
    unknown = sorted(record.keys() - {"first", "second", "verdict", "note", "made"})
    if unknown:
        raise UsageError(f'{where}: there is no field "{unknown[0]}"; a judgement has first, second, verdict, note and made')
    if record.get("verdict") not in VERDICTS:
        raise UsageError(f'{where}: there is no verdict "{record.get("verdict")}"; write one of: {", ".join(VERDICTS)}')
    note = record.get("note", "")
    if not isinstance(note, str):
        raise UsageError(f"{where}: the field note must be a string")
    first, second = (_claim(where, side, record.get(side)) for side in ("first", "second"))
    if first.id == second.id:
        raise UsageError(f"{where}: the fields first and second must be two claims that differ")
    if "made" not in record:
        raise UsageError(f"{where}: the field made is missing")
    return LinkJudgement(first, second, record["verdict"], note, time_of(where, record.get("made")))


def _claim(where: str, side: str, value: Any) -> JudgedClaim:
    if not isinstance(value, dict) or sorted(value) != sorted(_CLAIM) or not all(isinstance(v, str) for v in value.values()):
        raise UsageError(f"{where}: the field {side} must be an object with the strings id, document and text")
    return JudgedClaim(**value)
