"""What the database holds, in words: tables and views with their columns. `docs/schema.md` is made from it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import BigInteger, Boolean, Double, Integer

from provenance.store.anchors import CHECK_TABLES
from provenance.store.base import Base
from provenance.store.findings import FINDINGS
from provenance.store.links import LINK_TABLES
from provenance.store.load import table
from provenance.store.tables import (
    DocumentRow,
    DocumentSourceRow,
    JudgementTable,
    ModelRow,
    RatingTable,
    RejectedRow,
    RunRow,
    SightingRow,
    SourceTable,
)
from provenance.store.views import VIEWS


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """A column: `type` is text, integer, number or boolean."""

    name: str
    type: str
    comment: str


@dataclass(frozen=True, slots=True)
class RelationInfo:
    """A table or view (`kind`), what it is for, and its columns in order."""

    name: str
    kind: str
    comment: str
    columns: tuple[ColumnInfo, ...]


_TABLES: tuple[type[Base], ...] = (
    RunRow,
    RejectedRow,
    DocumentRow,
    SightingRow,
    DocumentSourceRow,
    SourceTable,
    RatingTable,
    JudgementTable,
    ModelRow,
    *FINDINGS,
    *LINK_TABLES,
    *CHECK_TABLES,
)


def describe() -> tuple[RelationInfo, ...]:
    """All views, then all tables."""
    views = (
        RelationInfo(name, "view", comment, tuple(ColumnInfo(c, kind, words) for c, (kind, words) in columns.items()))
        for name, (comment, columns) in VIEWS.items()
    )
    return (*views, *(_describe_table(row) for row in _TABLES))


def _describe_table(row: type[Base]) -> RelationInfo:
    found = table(row)
    columns = tuple(ColumnInfo(c.name, _type_name(c.type), c.doc or "") for c in found.columns)
    return RelationInfo(found.name, "table", " ".join((row.__doc__ or "").split()), columns)


def _type_name(type_: object) -> str:
    if isinstance(type_, Boolean):
        return "boolean"
    if isinstance(type_, Integer | BigInteger):
        return "integer"
    return "number" if isinstance(type_, Double) else "text"


_HEAD = """# The database

Made by `provenance.store.schema_info.markdown()`; a test holds that this page is up to date.

Analysts should start from the views (`v_…`): they show current revisions only, and of each claim the score by the newest model.
All offsets count Unicode code points of `document.text`, from 0; the end is the first code point that no longer belongs.
In SQL the words of a span are `substr(text, start_char + 1, end_char - start_char)`. Names and types are the same on SQLite and
PostgreSQL (SQLite has 0 and 1 for booleans). In tables, `document` is `document.key`; public ids are in columns named `id`, in
views `claim_id`, `document_id` and so on. Strings hold NUL and lone surrogates as U+001A and four
hexadecimal digits.

The full-text index of claims is `claim_search` on SQLite (FTS5) and the column `claim.search` on PostgreSQL (tsvector).

`provenance sql` can only read: on SQLite the file is opened so, on PostgreSQL the transaction is. On a PostgreSQL server give
analysts a user of their own all the same, since rights bind a superuser nowhere else:

    CREATE ROLE analyst LOGIN;
    GRANT SELECT ON ALL TABLES IN SCHEMA public TO analyst;

A superuser's query may call no function that has effects. What PostgreSQL cannot tell us of is a function of an extension that
is declared to have none and yet runs SQL given as text (`crosstab` of tablefunc).
"""


def markdown() -> str:
    """The whole schema as a page of Markdown."""
    parts = [_HEAD]
    relations = describe()
    for kind, title in (("view", "## Views"), ("table", "## Tables")):
        parts.append(f"{title}\n")
        for relation in relations:
            if relation.kind != kind:
                continue
            lines = [f"### {relation.name}", "", relation.comment, "", "| column | type | meaning |", "| --- | --- | --- |"]
            lines += [f"| {c.name} | {c.type} | {c.comment} |" for c in relation.columns]
            parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)
