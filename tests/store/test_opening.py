"""Addresses and databases that cannot be opened: one sentence each, which never holds a password."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from provenance.errors import StoreError
from provenance.store import DEFAULT_URL, address, open_store
from tests.store.conftest import NEEDS_SERVER, SERVER, begin
from tests.store.making import harbour

NOBODY = 65534


def refusal(url: str, *, read_only: bool = False) -> str:
    with pytest.raises(StoreError) as caught:
        open_store(url, read_only=read_only)
    said = str(caught.value)
    assert "\n" not in said and said.endswith(".")
    return said


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("provenance.db", "has no scheme: write sqlite:///FILE or postgresql://"),
        ("mysql://root@host/x", "The database kind 'mysql' is not known"),
        ("sqlite://provenance.db", "too few slashes"),
        ("sqlite://", "names no SQLite file"),
        ("sqlite:///:memory:", "names no SQLite file"),
        ("postgresql://user@host:port/x", "cannot be understood"),
        ("sqlite:////no/such/folder/x.db", "there is no folder /no/such/folder"),
        ("postgresql://nobody@127.0.0.1:1/x", "cannot be reached: check that the server runs"),
        ("postgresql://nobody@no-such-host.invalid/x", "cannot be reached"),
    ],
)
def test_wrong_addresses(url: str, said: str) -> None:
    assert said in refusal(url)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://user:hunter2@127.0.0.1:1/x",
        "postgresql+psycopg://user:hunter2@127.0.0.1:1/x?password=hunter2",
        "postgresql://user:hunter2@host:port/x",
        "mysql://user:hunter2@host/x",
        "user:hunter2@host/x",
        "user@host/x?password=hunter2",
    ],
)
def test_passwords_are_never_shown(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(url)
    assert "hunter2" not in str(caught.value)
    assert "hunter2" not in "".join(line for line in traceback.format_exception_only(caught.value))
    cause = caught.value.__cause__
    assert cause is None or "hunter2" not in str(cause)


@NEEDS_SERVER
def test_passwords_are_never_shown_by_a_working_store(postgres_url: str) -> None:
    url = postgres_url.replace("postgres@", "postgres:hunter2@")  # the test server trusts everybody
    with open_store(url) as store, pytest.raises(StoreError) as caught:
        store.load(99)
    assert "hunter2" not in str(caught.value) and "127.0.0.1" in str(caught.value)


@NEEDS_SERVER
def test_a_database_that_the_server_lacks() -> None:
    assert "cannot be reached" in refusal(SERVER.rsplit("/", 1)[0] + "/no_such_database")


def test_without_the_driver_of_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address, "find_spec", lambda name: None)
    assert "pip install 'provenance-annotator[postgresql]'" in refusal("postgresql://user@host/x")


def test_the_default_is_a_file_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    open_store().close()
    assert DEFAULT_URL == "sqlite:///provenance.db"
    assert (tmp_path / "provenance.db").exists()


def test_names_of_files_need_no_quoting(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/a b#d%20é.db") as store:
        assert store.counts()["documents"] == 0
    assert (tmp_path / "a b#d%20é.db").exists()


def test_sqlite_is_set_up(sqlite_url: str) -> None:
    with open_store(sqlite_url) as store, store._engine.connect() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "foreign_keys", "busy_timeout")
        ]
    assert found == ["wal", 1, 30000]


@pytest.mark.parametrize("read_only", [False, True])
def test_files_that_are_no_database(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "x.db"
    path.write_text("This is a letter, not a database. " * 100)
    assert "is not a SQLite database: name another file with --db" in refusal(f"sqlite:///{path}", read_only=read_only)
    assert path.read_text().startswith("This is a letter")


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    assert "is a folder" in refusal(f"sqlite:///{tmp_path}")


def test_a_missing_database_is_not_made_by_reading(tmp_path: Path) -> None:
    assert "There is no database" in refusal(f"sqlite:///{tmp_path}/x.db", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    with open_store(url) as store:
        store.add(begin(store), harbour())
    raw = bytearray((tmp_path / "x.db").read_bytes())
    raw[4096:] = b"\xff" * (len(raw) - 4096)
    (tmp_path / "x.db").write_bytes(raw)
    with pytest.raises(StoreError, match=r"is damaged|malformed"), open_store(url) as store:
        store.load(1)


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that an ordinary user can reach (pytest's own is closed to others)."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@contextlib.contextmanager
def ordinary_user() -> Iterator[None]:
    """Root may write everywhere: the test must be somebody else."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_read_only_database_can_be_read_and_not_written(shared_folder: Path) -> None:
    url = f"sqlite:///{shared_folder}/x.db"
    with open_store(url) as store:
        store.add(begin(store), harbour())
        store.check()  # so that all modules are loaded before the user changes
    (shared_folder / "x.db").chmod(0o444)
    shared_folder.chmod(0o555)
    with ordinary_user():
        with open_store(url, read_only=True) as store:
            assert store.load(1) == harbour()
            assert store.query("SELECT count(*) FROM v_claims").rows == ((3,),)
            with pytest.raises(StoreError, match="is open for reading alone"):
                begin(store)
        with (
            pytest.raises(StoreError, match=r"is read-only|cannot be opened|may not be written") as caught,
            open_store(url) as store,
        ):
            begin(store)
        assert "\n" not in str(caught.value)
    shared_folder.chmod(0o755)


def test_a_folder_in_which_nothing_can_be_made(shared_folder: Path) -> None:
    shared_folder.chmod(0o555)
    with ordinary_user():
        assert "cannot be opened: check the permissions of the file and of its folder" in refusal(
            f"sqlite:///{shared_folder}/x.db"
        )
    shared_folder.chmod(0o755)


@NEEDS_SERVER
def test_a_user_of_postgresql_without_the_right_to_write(postgres_url: str) -> None:
    import psycopg

    schema = postgres_url.rsplit("%3D", 1)[1]
    role = f"{schema}_guest"
    open_store(postgres_url).close()
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {role} LOGIN")
        connection.execute(f"GRANT USAGE ON SCHEMA {schema} TO {role}")
        connection.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}")
        try:
            with (
                open_store(postgres_url.replace("postgres@", f"{role}@")) as store,
                pytest.raises(StoreError, match="may not be written"),
            ):
                begin(store)
        finally:
            connection.execute(f"DROP OWNED BY {role}")
            connection.execute(f"DROP ROLE {role}")


def test_another_sqlite_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "places.db"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE places (x)")
    assert "belongs to another program" in refusal(f"sqlite:///{path}")
