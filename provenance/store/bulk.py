"""Fast inserts of many rows: one prepared statement for a table on SQLite, COPY on PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, delete, insert
from sqlalchemy.dialects import sqlite

from provenance.store.base import Base
from provenance.store.findings import FINDINGS
from provenance.store.linking import unsettle
from provenance.store.links import LinkedRow
from provenance.store.load import table
from provenance.store.rows import Row
from provenance.store.tables import DocumentSourceRow

_LINKED = table(LinkedRow)
ORDER: tuple[Table, ...] = (table(DocumentSourceRow), *(table(row) for row in FINDINGS))
"""The tables of a document's annotations, each after those that it refers to."""


def _columns(of: Table) -> tuple[str, ...]:
    """The columns that rows carry: all but the number that the database gives to a claim, and what judgements fill in."""
    given = (c.name for c in of.c if not (of.name == "claim" and c.name == "key"))
    return tuple(name for name in given if not name.endswith("_found"))


@cache
def _statement(name: str) -> str:
    of = Base.metadata.tables[name]
    return str(insert(of).compile(dialect=sqlite.dialect(), column_keys=list(_columns(of))))


def insert_rows(connection: Connection, tables: Mapping[str, Sequence[Row]]) -> int:
    """Insert rows by table, parents first; returns how many."""
    count = 0
    for of in ORDER:
        rows = tables.get(of.name)
        if not rows:
            continue
        count += len(rows)
        if connection.dialect.name == "postgresql":
            _copy(connection, of, rows)
        else:
            connection.exec_driver_sql(_statement(of.name), list(rows))
    return count


def _copy(connection: Connection, of: Table, rows: Sequence[Row]) -> None:
    driver: Any = connection.connection.dbapi_connection
    columns = ", ".join(f'"{name}"' for name in _columns(of))
    with driver.cursor() as cursor, cursor.copy(f'COPY "{of.name}" ({columns}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)


def delete_annotations(connection: Connection, key: int) -> None:
    """Remove all annotations of the document with number `key`, and its links; the document itself stays."""
    unsettle(connection, [key])
    connection.execute(delete(_LINKED).where(_LINKED.c.document == key))
    for of in reversed(ORDER):
        connection.execute(delete(of).where(of.c.document == key))
