"""Asks questions of an open database: for reading alone, within a time limit, and once for each state of the database where
an answer is dear.

What is kept is known by the database's version: on SQLite `PRAGMA data_version` of a connection that stays open, which changes
with each commit of anybody else; on PostgreSQL the counts of changed rows that the server keeps of our tables, with the newest
run. Making an answer anew takes its time, and a database that is being written changes all the time: so an answer is kept for
`PATIENCE` times as long as it took to make, and at most a tenth of the time goes into making answers anew.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, text

from provenance.errors import QueryError, StoreError
from provenance.store.address import Address
from provenance.store.engine import connect_sqlite, sentences
from provenance.store.plain import pack, unpack
from provenance.store.query import TICKS, Clock
from provenance.store.questions.question import Answer, Asked

SECONDS = 20.0
"""How long a question may take."""
PATIENCE = 10.0
"""An answer that is out of date is given for so many times as long as it took to make."""
MOST_KEPT = 64
"""Answers that are kept at once, the latest used."""
_RECHECK = 0.2
"""Seconds for which PostgreSQL is not asked again whether something changed."""

_PG_VERSION = text(
    "SELECT COALESCE(sum(n_tup_ins + n_tup_upd + n_tup_del), 0), "
    "(SELECT COALESCE(max(id), 0) FROM run), (SELECT COALESCE(max(finished), '') FROM run) "
    "FROM pg_stat_user_tables WHERE schemaname = current_schema()"
)

T = TypeVar("T")


@dataclass(slots=True)
class _Kept:
    """An answer, of which version of the database, when it was made and how long that took."""

    value: Any
    version: object
    made: float
    took: float


class TooLongError(QueryError):
    """A question took longer than it may, and was stopped."""


class Asking:
    """The part of an open store that answers questions. Threads may share it. It raises StoreError where the database fails."""

    def __init__(self, engine: Engine, address: Address, flush: Callable[[], None]) -> None:
        self._engine, self._address, self._flush = engine, address, flush
        self._kept: OrderedDict[object, _Kept] = OrderedDict()
        self._lock = threading.Lock()
        self._making: dict[object, threading.Lock] = {}
        self._watch: Any = None
        self._seen: tuple[float, object] = (float("-inf"), None)

    def close(self) -> None:
        """Close the connection that watches for changes."""
        with self._lock:
            if self._watch is not None:
                self._watch.close()
                self._watch = None

    @property
    def dialect(self) -> str:
        """sqlite or postgresql."""
        return str(self._engine.dialect.name)

    def ask(self, asked: Asked, *, seconds: float = SECONDS) -> Answer:
        """The answer. Raises TooLongError after `seconds`."""
        values = {name: pack(value) if isinstance(value, str) else value for name, value in asked.values.items()}
        with self.reading(seconds) as connection:
            result = connection.execute(text(asked.question.sql), values)
            columns = tuple(result.keys())
            rows = tuple(tuple(unpack(v) if isinstance(v, str) else v for v in row) for row in result)
        return Answer(columns, rows)

    def ask_once(self, asked: Asked) -> Answer:
        """The answer, kept until the database changes: for questions that read all of it."""
        return self.once(("ask", asked.question.name, tuple(asked.values.items())), lambda: self.ask(asked))

    def once(self, key: object, make: Callable[[], T]) -> T:
        """What `make` gives, kept under `key` until the database changes. Of several threads one makes it, the others wait."""
        version = self.version()
        with self._lock:
            found = self._fresh(key, version)
            if found is not None:
                value: T = found.value
                return value
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                found = self._fresh(key, version)
            if found is not None:
                there: T = found.value
                return there
            begun = time.monotonic()
            made = make()
            ended = time.monotonic()
            with self._lock:
                self._kept[key] = _Kept(made, version, ended, ended - begun)
                self._kept.move_to_end(key)
                while len(self._kept) > MOST_KEPT:
                    self._making.pop(self._kept.popitem(last=False)[0], None)
            return made

    def _fresh(self, key: object, version: object) -> _Kept | None:
        """What is kept under `key`, where it is of this version, or too young for the time that making it anew takes."""
        found = self._kept.get(key)
        if found is None or (found.version != version and time.monotonic() - found.made > PATIENCE * found.took):
            return None
        self._kept.move_to_end(key)
        return found

    def version(self) -> object:
        """A value that changes whenever somebody changes the database."""
        self._flush()
        with sentences(self._address), self._lock:
            if self._address.path is not None:
                if self._watch is None:
                    self._watch = connect_sqlite(self._address.path, read_only=True)
                return self._watch.execute("PRAGMA data_version").fetchone()[0]
            at, version = self._seen
            if time.monotonic() - at > _RECHECK:
                with self._engine.connect() as connection:
                    version = tuple(connection.execute(_PG_VERSION).one())
                self._seen = (time.monotonic(), version)
            return version

    @contextlib.contextmanager
    def reading(self, seconds: float = SECONDS) -> Iterator[Connection]:
        """A connection whose statements are stopped after `seconds` all together. Raises TooLongError where they were."""
        self._flush()
        clock = Clock(seconds)
        try:
            with sentences(self._address), self._engine.connect() as connection:
                raw: Any = connection.connection.dbapi_connection
                if self._address.path is None:
                    connection.exec_driver_sql(f"SET LOCAL statement_timeout = {max(1, int(seconds * 1000))}")
                else:
                    raw.set_progress_handler(clock, TICKS)
                try:
                    yield connection
                finally:
                    if self._address.path is not None:
                        raw.set_progress_handler(None, 0)
        except StoreError as error:
            cause = getattr(error.__cause__, "orig", None)
            if clock.late or getattr(cause, "sqlstate", None) == "57014":
                raise TooLongError(f"The question took longer than {seconds:g} seconds and was stopped: narrow it.") from error
            raise
