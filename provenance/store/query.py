"""Runs a user's SQL so that nothing can be written, by the database's own means; the words of the query are never looked at.

SQLite: a connection of its own, opened read-only (`mode=ro`, `query_only`), whose authorizer allows reading and nothing else.
PostgreSQL: a transaction declared READ ONLY and always rolled back, in which the query is the body of DECLARE CURSOR. That takes
one SELECT alone, sent by the extended protocol, which takes one statement alone. The connection is closed afterwards, so that no
setting or lock outlives the query, and takes the role pg_read_all_data where the user may, which withdraws a superuser's rights
over the server's files; what a superuser could do to take them back is refused beforehand (`superuser`).
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
import time
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from provenance.errors import QueryError
from provenance.store.address import Address
from provenance.store.engine import connect_sqlite, explain, first_line
from provenance.store.superuser import refuse_effects

QUERY_SECONDS = 120.0
"""How long a query may run."""

TICKS = 20_000
"""SQLite looks at the clock each time it has done so many steps."""

_CHUNK = 5_000
"""Rows that are fetched at once from PostgreSQL."""

_SMALL_CHUNK = 100
"""The same where the bytes of a result are counted."""

_MOST_ROWS = 2**31 - 2
"""The largest number of rows that the driver of SQLite takes; more are cut there."""

_LARGEST_VALUE = 100_000_000
"""Bytes of a string or BLOB that a query on SQLite may make; ten times the largest document that is read by default."""

_SURROGATE = re.compile("[\ud800-\udfff]")

_PRAGMAS = frozenset(
    {"table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list", "data_version"}
)
"""PRAGMAs that only tell; data_version is what the full-text search asks."""


@dataclass(frozen=True, slots=True)
class QueryResult:
    """What a query gave: names of columns, rows, and whether `limit` cut rows off."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    truncated: bool = False


def run_query(
    engine: Engine, address: Address, sql: str, limit: int | None, seconds: float, most_bytes: int | None = None
) -> QueryResult:
    """Run one SELECT and return at most `limit` rows. Raises QueryError where it is refused, wrong, or longer than `seconds`.

    With `most_bytes` also where its texts and blobs come to more than that, before they are all in memory.
    """
    if not sql.strip().rstrip(";").strip():
        raise QueryError("The query is empty: write a SELECT; provenance sql --schema shows the tables and views.")
    if "\0" in sql:
        raise QueryError("The query holds a NUL character: remove it.")
    if _SURROGATE.search(sql):
        raise QueryError("The query holds bytes that are no UTF-8, or half a surrogate pair: remove them.")
    if limit is not None and limit < 0:
        raise QueryError(f"The limit of a query cannot be {limit}: give 0 or more.")
    limit = None if limit is None else min(limit, _MOST_ROWS)
    if address.path is not None:
        return _on_sqlite(address.path, address, sql, limit, seconds, most_bytes)
    return _on_postgresql(engine, address, sql, limit, seconds, most_bytes)


def _cut(columns: tuple[str, ...], rows: list[tuple[Any, ...]], limit: int | None) -> QueryResult:
    truncated = limit is not None and len(rows) > limit
    return QueryResult(columns, tuple(rows[:limit] if truncated else rows), truncated)


# ---------------------------------------------------------------- SQLite


class Clock:
    """Stops a statement of SQLite at its deadline, as its progress handler; `late` tells that it did. Seconds from now."""

    def __init__(self, seconds: float) -> None:
        self.deadline = time.monotonic() + seconds
        self.late = False

    def __call__(self) -> int:
        """1, which stops the statement, once it is late."""
        self.late = time.monotonic() > self.deadline
        return 1 if self.late else 0


def _authorize(action: int, first: str | None, second: str | None, _database: str | None, _trigger: str | None) -> int:
    """Allow what reads; deny all else, whatever later versions of SQLite may add."""
    if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE):
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION and second not in ("load_extension", "fts3_tokenizer"):
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and first in _PRAGMAS:
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _on_sqlite(path: Path, address: Address, sql: str, limit: int | None, seconds: float, most_bytes: int | None) -> QueryResult:
    try:
        connection = connect_sqlite(path, read_only=True)
    except sqlite3.Error as error:
        raise QueryError(explain(error, address)) from error
    clock = Clock(seconds)
    try:
        connection.execute("PRAGMA query_only = ON")
        with contextlib.suppress(sqlite3.Error):
            # SQLite declares a full-text index on its first use, by a step that reads like writing to the authorizer.
            connection.execute("SELECT rowid FROM claim_search LIMIT 0")
        largest = _LARGEST_VALUE if most_bytes is None else min(most_bytes, _LARGEST_VALUE)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, largest)
        connection.set_authorizer(_authorize)
        connection.set_progress_handler(clock, TICKS)
        cursor = connection.execute(sql)
        if cursor.description is None:
            raise QueryError("The query gives no rows: write a SELECT.")
        rows = _rows(cursor, limit, most_bytes)
        return _cut(tuple(column[0] for column in cursor.description), rows, limit)
    except (sqlite3.Error, sqlite3.Warning) as error:
        if "interrupted" in str(error) and not clock.late:
            # Python raised Ctrl-C in the clock, where SQLite swallowed it.
            raise KeyboardInterrupt from None
        raise QueryError(_sqlite_sentence(error, clock, seconds)) from error
    finally:
        connection.close()


def _rows(cursor: sqlite3.Cursor, limit: int | None, most_bytes: int | None) -> list[tuple[Any, ...]]:
    if most_bytes is None:
        return cursor.fetchall() if limit is None else cursor.fetchmany(limit + 1)
    rows: list[tuple[Any, ...]] = []
    left = most_bytes
    for row in cursor if limit is None else islice(cursor, limit + 1):
        left = _less(left, row, most_bytes)
        rows.append(row)
    return rows


def _less(left: int, row: Iterable[Any], most_bytes: int) -> int:
    """What a row leaves of the bytes that a result may have. Raises QueryError where it leaves none."""
    left -= sum(len(value) for value in row if isinstance(value, str | bytes | memoryview))
    if left < 0:
        raise QueryError(f"The result has more than {most_bytes >> 20:,} MB: ask for fewer rows, or for shorter columns.")
    return left


def _sqlite_sentence(error: BaseException, clock: Clock, seconds: float) -> str:
    if clock.late:
        return _too_long(seconds)
    said = first_line(error)
    if "not authorized" in said or "prohibited" in said or "readonly" in said:
        return f"The query was refused: only reading is allowed here ({said})."
    return f"The query failed: {said}."


def _too_long(seconds: float) -> str:
    return f"The query took longer than {seconds:g} seconds and was stopped: narrow it with WHERE, or ask for fewer rows."


# ---------------------------------------------------------------- PostgreSQL

_POSITION = re.compile(r" at character \d+$")
_LESSER_ROLE = text("SELECT 1 FROM pg_roles WHERE rolname = 'pg_read_all_data' AND pg_has_role(current_user, oid, 'MEMBER')")


def _on_postgresql(
    engine: Engine, address: Address, sql: str, limit: int | None, seconds: float, most_bytes: int | None
) -> QueryResult:
    import psycopg

    try:
        with engine.connect() as connection:
            connection.detach()  # closed at the end, not given back: locks of a session would outlive a rollback
            try:
                refuse_effects(connection, sql.strip().rstrip(";"))
                return _in_transaction(connection, sql, limit, seconds, most_bytes)
            finally:
                connection.rollback()
    except (SQLAlchemyError, psycopg.Error) as error:
        raise QueryError(_postgresql_sentence(error, address, seconds)) from error


def _in_transaction(connection: Connection, sql: str, limit: int | None, seconds: float, most_bytes: int | None) -> QueryResult:
    connection.exec_driver_sql("SET TRANSACTION READ ONLY")
    connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
    if connection.execute(_LESSER_ROLE).first() is not None:
        connection.exec_driver_sql("SET LOCAL ROLE pg_read_all_data")
    driver: Any = connection.connection.dbapi_connection
    deadline = time.monotonic() + seconds
    with driver.cursor() as cursor:
        _limit_time(cursor, deadline)
        # prepare=True asks for the extended protocol: a second statement after a semicolon is an error there.
        cursor.execute(f"DECLARE provenance_query NO SCROLL CURSOR FOR {sql.strip().rstrip(';')}\n", prepare=True)
        rows: list[tuple[Any, ...]] = []
        left, chunk = most_bytes, _CHUNK if most_bytes is None else _SMALL_CHUNK
        while True:
            want = chunk if limit is None else min(chunk, limit + 1 - len(rows))
            _limit_time(cursor, deadline)
            cursor.execute(f"FETCH FORWARD {want} FROM provenance_query")
            columns = tuple(column.name for column in cursor.description)
            got = cursor.fetchall()
            rows += got
            if left is not None and most_bytes is not None:
                left = _less(left, (value for row in got for value in row), most_bytes)
            if len(got) < want or (limit is not None and len(rows) > limit):
                return _cut(columns, rows, limit)


def _limit_time(cursor: Any, deadline: float) -> None:
    """Before each step again: a query may have changed the setting."""
    left = max(1, int((deadline - time.monotonic()) * 1000))
    cursor.execute(f"SET LOCAL statement_timeout = {left}")


def _postgresql_sentence(error: BaseException, address: Address, seconds: float) -> str:
    cause = getattr(error, "orig", None) or error
    state = getattr(cause, "sqlstate", None)
    if state is None:
        return explain(error, address)
    if state == "57014":
        return _too_long(seconds)
    said = _POSITION.sub("", first_line(cause))  # it counts from the start of our own statement around the query
    if state in ("25006", "42501"):
        return f"The query was refused: only reading is allowed here ({said})."
    if state == "42601":
        return f"The query failed: {said} (one SELECT alone is allowed)."
    return f"The query failed: {said}."
