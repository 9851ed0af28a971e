"""What storing costs, beside annotating the same documents and beside the bare database."""

from __future__ import annotations

import os
import sqlite3
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks.stages import annotate_all
from benchmarks.table import Row, ratio
from benchmarks.texts import Text
from provenance.pipeline import Annotator
from provenance.records import AnnotatedDocument
from provenance.store import open_store

POSTGRES = "PROVENANCE_TEST_POSTGRES"
NO_MORE_THAN_ANNOTATING = 1.0

Table = tuple[str, list[tuple[object, ...]]]


def _stored(url: str, documents: Sequence[AnnotatedDocument]) -> float:
    """Seconds that storing takes, up to the last commit. The database is made before."""
    with open_store(url) as store:
        run = store.begin_run(program_version="bench", lexicon_digest="-", registry_digest="-")
        begun = time.perf_counter()
        for one in documents:
            store.add(run, one)
        store.flush()
        return time.perf_counter() - begun


def _tables(path: Path) -> list[Table]:
    """All rows of a database, by table, without those of its full-text index."""
    with closing(sqlite3.connect(path)) as connection:
        listed = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        names = [name for (name,) in listed if not name.startswith(("sqlite_", "claim_search"))]
        return [(name, connection.execute(f'SELECT * FROM "{name}"').fetchall()) for name in names]


def _raw(path: Path, tables: Sequence[Table]) -> float:
    """Seconds of `executemany` for the same rows: tables without keys, indexes, constraints and full-text search."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        for name, rows in tables:
            if rows:
                columns = ", ".join(f"c{i}" for i in range(len(rows[0])))
                connection.execute(f'CREATE TABLE "{name}" ({columns})')
        begun = time.perf_counter()
        for name, rows in tables:
            if rows:
                connection.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(rows[0]))})', rows)
        connection.commit()
        return time.perf_counter() - begun


@contextmanager
def _postgres_url(server: str) -> Iterator[str]:
    """The URL of a new, empty schema, which goes afterwards."""
    import psycopg

    schema = f"bench_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}".encode())
        try:
            yield f"{server}{'&' if '?' in server else '?'}options=-csearch_path%3D{schema}"
        finally:
            connection.execute(f"DROP SCHEMA {schema} CASCADE".encode())


def _row(name: str, stored: float, annotated: float, count: int) -> Row:
    target = NO_MORE_THAN_ANNOTATING
    return Row(
        f"{name}, {count} documents",
        f"{stored:.2f} s",
        "annotating them",
        f"{annotated:.2f} s",
        ratio(stored, annotated),
        f"<= {target:.2f}",
        stored <= target * annotated,
    )


def storing(annotator: Annotator, texts: Sequence[Text], folder: Path, rounds: int) -> list[Row]:
    """Storing into new databases, the best of some rounds, as in all other sections."""
    annotated, sqlite, raw, postgres = [], [], [], []
    server = os.environ.get(POSTGRES, "")
    count = 0
    for number in range(rounds):
        begun = time.perf_counter()
        documents = annotate_all(annotator, texts)
        annotated.append(time.perf_counter() - begun)
        path = folder / f"store-{number}.db"
        sqlite.append(_stored(f"sqlite:///{path}", documents))
        tables = _tables(path)
        count = sum(len(rows) for _, rows in tables)
        raw.append(_raw(folder / f"raw-{number}.db", tables))
        if server:
            with _postgres_url(server) as url:
                postgres.append(_stored(url, documents))
    rows = [_row("SQLite", min(sqlite), min(annotated), len(texts))]
    bare = f"{min(raw):.2f} s"
    rows.append(Row(f"SQLite, {count:,} rows", f"{min(sqlite):.2f} s", "sqlite3.executemany", bare, ratio(min(sqlite), min(raw))))
    if server:
        rows.append(_row("PostgreSQL", min(postgres), min(annotated), len(texts)))
    else:
        rows.append(Row("PostgreSQL", f"not measured: {POSTGRES} is not set"))
    return rows
