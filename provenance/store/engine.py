"""Opens connections, and turns the databases' errors into sentences.

SQLite runs in WAL mode with foreign keys on; a second writer waits up to `BUSY_SECONDS`. A transaction that is going to write
says so when it begins (`writing`), because a reader that turns writer later cannot wait for another one.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from provenance.errors import PassingError, StoreError
from provenance.store.address import Address

BUSY_SECONDS = 30.0
"""How long a writer waits for another one before it gives up."""

CONNECT_SECONDS = 10
"""How long to wait for a PostgreSQL server."""

PLANNING = {"join_collapse_limit": "16", "from_collapse_limit": "16", "jit": "off"}
"""How PostgreSQL plans. A join of two views is one of ten tables and more. From the ninth on the server would join the tables of
each view on their own, and so read all of them to find one claim. Compiling such plans (jit) costs more than it saves."""


def make_engine(address: Address, read_only: bool) -> Engine:
    """An engine for `address`. Raises StoreError where the SQLite file or its folder is missing."""
    if address.path is None:
        logging.getLogger("psycopg").addHandler(logging.NullHandler())  # what it warns of is raised too, and told once
        engine = create_engine(address.url, pool_pre_ping=False, connect_args={"connect_timeout": CONNECT_SECONDS})
        event.listen(engine, "connect", _plan_whole_queries)
        if read_only:
            event.listen(engine, "begin", lambda conn: conn.exec_driver_sql("SET TRANSACTION READ ONLY"))
        return engine
    path = address.path
    _check_file(path, read_only)
    engine = create_engine(address.url, creator=lambda: connect_sqlite(path, read_only))
    # With isolation_level None the driver starts no transactions behind our back: the program says when, and of which kind.
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _plan_whole_queries(connection: Any, _record: object) -> None:
    """Tell PostgreSQL to plan a query of several views as one (docs/postgresql.md has what that saves)."""
    for name, value in PLANNING.items():
        connection.execute(f"SET {name} = {value}")
    connection.commit()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _check_file(path: Path, read_only: bool) -> None:
    if path.is_dir():
        raise StoreError(f"The database {path} is a folder: name a file in it.")
    if not path.parent.is_dir():
        raise StoreError(f"The database {path} cannot be made: there is no folder {path.parent}.")
    if read_only and not path.exists():
        raise StoreError(f"There is no database {path}: run provenance annotate first, or name another with --db.")


def connect_sqlite(path: Path, read_only: bool) -> sqlite3.Connection:
    """A connection to a SQLite file with the settings of this program."""
    connection = _open_sqlite(path, "ro" if read_only else "rwc")
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        if not read_only:
            _use_wal(connection)
            # In WAL mode this loses no consistency, and at most the last transactions where the power fails.
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA cache_size = -65536")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        if read_only and not _has_log(path):
            return _open_sqlite(path, "ro", immutable=True)
        raise
    except BaseException:
        connection.close()
        raise
    return connection


def _open_sqlite(path: Path, mode: str, immutable: bool = False) -> sqlite3.Connection:
    """`immutable` reads a WAL database in a folder where SQLite may not make its side files."""
    address = f"file:{quote(str(path.absolute()))}?mode={mode}{'&immutable=1' if immutable else ''}"
    return sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)


def _has_log(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _use_wal(connection: sqlite3.Connection) -> None:
    """Switch to WAL. SQLite does not wait for a lock here, so that two first users at once need this loop."""
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        return
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


@contextlib.contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes: committed at the end, rolled back by any exception, Ctrl-C included."""
    with engine.connect() as connection:
        connection = connection.execution_options(writes=True)
        with connection.begin():
            yield connection


@contextlib.contextmanager
def sentences(address: Address) -> Iterator[None]:
    """Raise the databases' errors as StoreError of one sentence that names the database and the next step."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        kind = PassingError if passes(error) else StoreError
        raise kind(explain(error, address)) from error


_PASSING_STATES = ("40001", "40P01", "23505", "55P03", "57P01", "57P02", "57P03", "08")
"""SQLSTATE, or its class: a failed serialization, a deadlock, a row that another program stored first, no lock, a server that
ends or starts, no connection."""
_PASSING_WORDS = ("database is locked", "connection failed", "connection refused", "connection timeout", "server closed")


def passes(error: BaseException) -> bool:
    """Whether the same may succeed if it is tried again."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    state = getattr(cause, "sqlstate", None)
    if isinstance(state, str):
        return state.startswith(_PASSING_STATES)
    said = str(cause).lower()
    return any(words in said for words in _PASSING_WORDS)


@contextlib.contextmanager
def wrapped(connection: Connection, statement: str) -> Iterator[None]:
    """Raise what the driver itself raises as SQLAlchemy does; a connection that is broken is not used again."""
    error_kind: Any = connection.dialect.dbapi.Error if connection.dialect.dbapi is not None else sqlite3.Error
    try:
        yield
    except error_kind as error:
        lost = connection.dialect.is_disconnect(error, connection.connection.driver_connection, None)
        if lost:
            connection.invalidate(error)
        raise DBAPIError.instance(
            statement, (), error, error_kind, connection_invalidated=lost, dialect=connection.dialect
        ) from error


def first_line(error: BaseException) -> str:
    """What the database itself said, without the statement, its parameters and hints."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    lines = str(cause).strip().splitlines() or [type(cause).__name__]
    return lines[0].removeprefix("ERROR:").strip().rstrip(".")


_CAUSES = (
    ("disk is full", "is full: free some space and run again; what was stored before is kept"),
    ("disk full", "is full: free some space and run again; what was stored before is kept"),
    ("no space left", "is full: free some space and run again; what was stored before is kept"),
    ("disk i/o error", "could not be written to: look at the disk, its free space and its quota; what was stored before is kept"),
    ("not a database", "is not a SQLite database: name another file with --db"),
    ("malformed", "is damaged: restore it from a copy, or annotate into a new one"),
    ("readonly database", "is read-only: change its permissions, or name another with --db"),
    ("read-only transaction", "is open for reading alone"),
    ("permission denied", "may not be written: ask its owner for the right, or name another with --db"),
    ("unable to open", "cannot be opened: check the permissions of the file and of its folder"),
    ("database is locked", f"was locked by another program for {BUSY_SECONDS:.0f} seconds: run again when that has ended"),
    ("terminating connection", "ended the connection: run again when it can be reached; what was stored before is kept"),
    ("server closed the connection", "ended the connection: run again when it can be reached; what was stored before is kept"),
    ("connection failed", "cannot be reached: check that the server runs, and the host, port, user and database name"),
    ("connection timeout", "cannot be reached: check that the server runs, and the host, port, user and database name"),
    ("could not translate host name", "cannot be reached: the host is not known"),
    ("failed to resolve host", "cannot be reached: the host is not known"),
)


def explain(error: BaseException, address: Address) -> str:
    """One sentence for an error of the database at `address`. The known causes name the next step."""
    said = first_line(error)
    low = str(error.orig if isinstance(error, DBAPIError) else error).lower()
    for sign, meaning in _CAUSES:
        if sign in low:
            return f"The database {address.shown} {meaning}."
    return f"The database {address.shown} failed: {said}."
