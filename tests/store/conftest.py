"""Every test that takes `url` runs on both databases; PostgreSQL is skipped, and said to be, without PROVENANCE_TEST_POSTGRES.

`export PROVENANCE_TEST_POSTGRES="$(.ci/postgres.sh)"` starts a server for them. Each test has a database or schema of its own.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from provenance.store import Store, open_store

SERVER = os.environ.get("PROVENANCE_TEST_POSTGRES", "")
NEEDS_SERVER = pytest.mark.skipif(not SERVER, reason="PROVENANCE_TEST_POSTGRES is not set: PostgreSQL is not tested")


@contextlib.contextmanager
def schema_url() -> Iterator[str]:
    """The URL of a new, empty PostgreSQL schema, which goes afterwards."""
    import psycopg

    schema = f"t_{uuid.uuid4().hex}"
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        try:
            yield f"{SERVER}{'&' if '?' in SERVER else '?'}options=-csearch_path%3D{schema}"
        finally:
            connection.execute(f"DROP SCHEMA {schema} CASCADE")


@pytest.fixture
def postgres_url() -> Iterator[str]:
    with schema_url() as url:
        yield url


@contextlib.contextmanager
def database_url(template: str = "template0") -> Iterator[str]:
    """The URL of a new PostgreSQL database, a copy of `template`, which goes afterwards."""
    import psycopg

    name = f"t_{uuid.uuid4().hex}"
    with psycopg.connect(SERVER, autocommit=True) as connection:
        # From 15 on the server logs a copy page by page unless told otherwise, and checkpoints when it goes.
        strategy = "STRATEGY file_copy" if connection.info.server_version >= 150000 else ""
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} {strategy}")
        try:
            yield urlsplit(SERVER)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def migrated_database() -> Iterator[str]:
    """The name of a PostgreSQL database without documents, migrated once and copied for each test."""
    with database_url() as url:
        open_store(url).close()
        yield urlsplit(url).path[1:]


@pytest.fixture
def postgres_copy(migrated_database: str) -> Iterator[str]:
    with database_url(migrated_database) as url:
        yield url


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database without documents, made once and copied for each test: making it costs more than most tests."""
    path = tmp_path_factory.mktemp("store") / "empty.db"
    open_store(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, empty_database: Path) -> str:
    shutil.copyfile(empty_database, tmp_path / "test.db")
    return f"sqlite:///{tmp_path}/test.db"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=NEEDS_SERVER)])
def url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_copy"))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=NEEDS_SERVER)])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An address where there is no database yet."""
    return f"sqlite:///{tmp_path}/new.db" if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with open_store(url) as opened:
        yield opened


def begin(store: Store, program: str = "1", lexicon: str = "l", registry: str = "r") -> int:
    return store.begin_run(program_version=program, lexicon_digest=lexicon, registry_digest=registry, arguments=["annotate", "x"])
