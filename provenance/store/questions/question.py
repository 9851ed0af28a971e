"""A question to the database as data: what it is called, its SQL, and the same with its values filled in for a reader to run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from provenance.store.plain import pack

Value = str | int | float | None
_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]+)")


@dataclass(frozen=True, slots=True)
class Question:
    """One SELECT that SQLite and PostgreSQL understand alike; `:name` stands for a value. `title` asks it in plain words."""

    name: str
    title: str
    sql: str
    description: str = ""

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of its values, in the order in which they first stand."""
        return tuple(dict.fromkeys(_PARAMETER.findall(self.sql)))

    def asked(self, **values: Value) -> Asked:
        """The question with its values. Raises KeyError where one is missing."""
        return Asked(self, {name: values[name] for name in self.parameters})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its values."""

    question: Question
    values: Mapping[str, Value] = field(default_factory=dict)

    @property
    def sql(self) -> str:
        """The SELECT with its values in it, as `provenance sql` takes it."""
        return _PARAMETER.sub(lambda found: literal(self.values[found[1]]), self.question.sql)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gave: the names of the columns, and the rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def dicts(self) -> list[dict[str, Any]]:
        """The rows as JSON has them."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def literal(value: Value) -> str:
    """A value as a literal of SQL, on SQLite and PostgreSQL (with its standard strings) alike."""
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return "'" + pack(value).replace("'", "''") + "'"
    return repr(value)
