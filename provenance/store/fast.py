"""Fast inserts of many rows into one table: one prepared statement on SQLite, COPY on PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, insert
from sqlalchemy.dialects import sqlite

from provenance.store.base import Base
from provenance.store.engine import wrapped
from provenance.store.rows import Row


def insert_into(connection: Connection, of: Table, rows: Sequence[Row]) -> None:
    """Insert rows whose values stand in the order of the table's columns.

    Rows carry all columns but the number that the database gives to a claim, and what judgements fill in.
    """
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _copy(connection, of, rows)
    else:
        connection.exec_driver_sql(_statement(of.name), list(rows))


def _columns(of: Table) -> tuple[str, ...]:
    given = (c.name for c in of.c if not (of.name == "claim" and c.name == "key"))
    return tuple(name for name in given if not name.endswith("_found"))


@cache
def _statement(name: str) -> str:
    of = Base.metadata.tables[name]
    return str(insert(of).compile(dialect=sqlite.dialect(), column_keys=list(_columns(of))))


def _copy(connection: Connection, of: Table, rows: Sequence[Row]) -> None:
    driver: Any = connection.connection.dbapi_connection
    columns = ", ".join(f'"{name}"' for name in _columns(of))
    statement = f'COPY "{of.name}" ({columns}) FROM STDIN'
    with wrapped(connection, statement), driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
