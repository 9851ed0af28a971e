"""The user's SQL can read and nothing else. Each kind of writing is tried, and afterwards nothing has changed."""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from provenance.errors import QueryError
from provenance.store import Store, open_store
from tests.store.conftest import NEEDS_SERVER, SERVER, begin, schema_url
from tests.store.making import harbour

WRITING = [
    "INSERT INTO model (name) VALUES ('x')",
    "UPDATE claim SET text = 'x'",
    "DELETE FROM claim",
    "DROP TABLE claim",
    "DROP VIEW v_claims",
    "CREATE TABLE x (y int)",
    "CREATE TEMP TABLE x AS SELECT 1",
    "CREATE VIEW x AS SELECT 1",
    "CREATE INDEX x ON claim (text)",
    "ALTER TABLE claim ADD COLUMN x int",
    "SELECT 1; DELETE FROM claim",
    "SELECT 1; COMMIT; DELETE FROM claim; COMMIT",
    "COMMIT",
    "ROLLBACK; DELETE FROM claim",
    "BEGIN",
    "SAVEPOINT x",
    "VACUUM",
    "REINDEX",
    "ANALYZE",
    "EXPLAIN ANALYZE DELETE FROM claim",
    "WITH gone AS (DELETE FROM claim RETURNING *) SELECT * FROM gone",
    "WITH x AS (SELECT 1) DELETE FROM claim",
    "INSERT INTO claim_search(claim_search) VALUES ('delete-all')",
    "",
    " ; ",
]
SQLITE = [
    "REPLACE INTO model (key, name) VALUES (1, 'x')",
    "ATTACH '{folder}/new.db' AS other",
    "ATTACH ':memory:' AS other",
    "DETACH main",
    "VACUUM INTO '{folder}/copy.db'",
    "PRAGMA writable_schema = ON",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA query_only = OFF",
    "PRAGMA user_version = 7",
    "PRAGMA wal_checkpoint(TRUNCATE)",
    "PRAGMA optimize",
    "SELECT load_extension('{folder}/x')",
    "SELECT * FROM pragma_user_version(7)",
    "CREATE VIRTUAL TABLE x USING fts5(y)",
]
POSTGRESQL = [
    "SELECT * INTO x FROM claim",
    "COPY claim TO '{folder}/copy.txt'",
    "COPY claim TO PROGRAM 'cat > {folder}/copy.txt'",
    "COPY (SELECT 1) TO STDOUT",
    "SELECT nextval('run_id_seq')",
    "SELECT setval('run_id_seq', 900)",
    "SELECT lo_export(4711, '{folder}/copy.txt')",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT set_config('transaction_read_only', 'off', false)",
    "SELECT set_config('transaction_read_only', 'off', true), query_to_xml('DELETE FROM claim', true, true, '')",
    "SELECT query_to_xml('DELETE FROM claim', true, true, '')",
    "SET default_transaction_read_only = off",
    "DO $$ BEGIN DELETE FROM claim; END $$",
    "CALL x()",
    "NOTIFY x",
    "LOCK TABLE claim",
    "TRUNCATE claim",
    "GRANT ALL ON claim TO public",
    "SELECT * FROM claim FOR UPDATE",
    "DECLARE other CURSOR FOR SELECT 1",
    "SELECT 1) TO STDOUT; DELETE FROM claim; --",
    "SELECT 1) OR EXISTS (SELECT 2",
    "SELECT pg_terminate_backend(pg_backend_pid())",
    # What a superuser could do to take back the rights that the query is run without.
    "SELECT set_config('role', 'none', true), query_to_xml('SELECT pg_read_file(''/etc/passwd'')', true, true, '')",
    "WITH a AS MATERIALIZED (SELECT set_config('role', 'none', true) AS r) "
    "SELECT r, (SELECT query_to_xml('SELECT pg_read_file(''/etc/passwd'')', true, true, '')) FROM a",
    "SELECT set_config('session_authorization', 'postgres', true)",
    "SELECT * FROM ts_stat('SELECT to_tsvector(set_config(''role'', ''none'', true))')",
    "SELECT 1 ORDER BY (SELECT max(set_config('role', 'none', true)))",
]


def state(store: Store, folder: Path) -> object:
    """All that a query could have changed: rows, objects of the schema, files."""
    names = [relation.name for relation in store.schema() if relation.kind == "table"]
    with store._engine.connect() as connection:
        rows = [sorted(map(tuple, connection.execute(text(f"SELECT * FROM {name}"))), key=repr) for name in names]
        if connection.dialect.name == "sqlite":
            objects = connection.execute(text("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2")).all()
            objects += (
                connection.execute(text("PRAGMA user_version")).all() + connection.execute(text("PRAGMA journal_mode")).all()
            )
        else:
            objects = connection.execute(
                text("SELECT relname, relkind FROM pg_class WHERE relpersistence <> 't' ORDER BY 1, 2")
            ).all()
            objects += connection.execute(text("SELECT last_value FROM run_id_seq")).all()
            objects += connection.execute(text("SELECT oid FROM pg_largeobject_metadata ORDER BY oid")).all()
            objects += connection.execute(text("SHOW transaction_read_only")).all()
    files = sorted(path.name for path in folder.iterdir() if not path.name.endswith(("-wal", "-shm")))
    return rows, [tuple(row) for row in objects], files


def fill(store: Store) -> None:
    store.add(begin(store), harbour())
    store.flush()


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Path]]:
    """One filled store for all that must not change it, and a folder in which no file may appear."""
    folder = tmp_path_factory.mktemp("query")
    with open_store(f"sqlite:///{folder}/test.db") as store:
        fill(store)
        yield store, folder


@pytest.fixture(scope="module")
def on_postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Path]]:
    with schema_url() as url, open_store(url) as store, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)  # the server, another user, could write there
        fill(store)
        yield store, folder


def refused(stored: tuple[Store, Path], sql: str) -> None:
    store, folder = stored
    before = state(store, folder)
    with pytest.raises(QueryError) as caught:
        store.query(sql.format(folder=folder))
    assert "\n" not in str(caught.value) and str(caught.value).endswith(".")
    assert state(store, folder) == before


@pytest.mark.parametrize("sql", WRITING + SQLITE)
def test_nothing_can_be_written_on_sqlite(on_sqlite: tuple[Store, Path], sql: str) -> None:
    refused(on_sqlite, sql)


@NEEDS_SERVER
@pytest.mark.parametrize("sql", WRITING + POSTGRESQL)
def test_nothing_can_be_written_on_postgresql(on_postgresql: tuple[Store, Path], sql: str) -> None:
    refused(on_postgresql, sql)


@NEEDS_SERVER
@pytest.mark.parametrize("sql", ["SELECT lo_create(4711)", "SELECT lo_from_bytea(4711, 'x')"])
def test_large_objects_that_old_servers_allow_are_rolled_back(on_postgresql: tuple[Store, Path], sql: str) -> None:
    store, folder = on_postgresql
    before = state(store, folder)
    with contextlib.suppress(QueryError):  # from PostgreSQL 16 on it is refused
        store.query(sql)
    assert state(store, folder) == before


@NEEDS_SERVER
def test_settings_and_locks_of_a_query_do_not_outlive_it(postgres_url: str) -> None:
    with open_store(postgres_url) as store:
        fill(store)
    with reader(postgres_url) as url, open_store(url, read_only=True) as store:
        store.query("SELECT pg_advisory_lock(99), set_config('statement_timeout', '1', false)")
        assert store.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 99").rows == ((0,),)
        assert store.query("SELECT current_setting('default_transaction_read_only')").rows == (("off",),)
        assert store.counts()["documents"] == 1


@NEEDS_SERVER
@pytest.mark.parametrize(
    "sql", ["SELECT random() < 2 AS a, 1 AS a", "SELECT count(*) FILTER (WHERE text <> '') FROM claim", "TABLE model"]
)
def test_what_only_tells_is_open_to_a_superuser(on_postgresql: tuple[Store, Path], sql: str) -> None:
    assert len(on_postgresql[0].query(sql).rows) == 1


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELEKT 1", "syntax error"),
        ("SELECT nothing FROM claim", "nothing"),
        ("SELECT * FROM no_such_table", "no_such_table"),
        ("SELECT 'open", "nterminated|unrecognized token"),
    ],
)
def test_mistakes_are_told_in_the_words_of_the_database(store: Store, sql: str, said: str) -> None:
    with pytest.raises(QueryError, match=said) as caught:
        store.query(sql)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1 AS a, 'x' AS b",
        " select 1 as a, 'x' as b ; ",
        "SELECT 1 AS a, 'x' AS b -- comment",
        "WITH t AS (SELECT 1 AS a) SELECT a, 'x' AS b FROM t",
    ],
)
def test_reading_works(store: Store, sql: str) -> None:
    result = store.query(sql)
    assert (result.columns, result.rows, result.truncated) == (("a", "b"), ((1, "x"),), False)


def test_percent_signs_and_colons_are_no_parameters(store: Store) -> None:
    fill(store)
    assert store.query("SELECT count(*) FROM claim WHERE text LIKE '%80!%%' ESCAPE '!' AND text <> ':x %s'").rows == ((1,),)


def test_a_limit_cuts_and_says_so(store: Store) -> None:
    fill(store)
    assert len(store.query("SELECT * FROM passage").rows) == 4
    cut = store.query("SELECT * FROM passage", 3)
    assert (len(cut.rows), cut.truncated) == (3, True)
    whole = store.query("SELECT * FROM passage", 4)
    assert (len(whole.rows), whole.truncated) == (4, False)
    none = store.query("SELECT * FROM passage", 0)
    assert (none.rows, none.truncated, none.columns[0]) == ((), True, "document")
    with pytest.raises(QueryError, match="-1"):
        store.query("SELECT 1", -1)


def test_many_rows_come_in_one_piece(store: Store) -> None:
    many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12345) SELECT i FROM n"
    assert [row[0] for row in store.query(many).rows] == list(range(1, 12346))
    assert len(store.query(many, 7000).rows) == 7000


def test_a_slow_query_is_stopped(store: Store) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    begun = time.monotonic()
    with pytest.raises(QueryError, match=r"longer than 0\.3 seconds"):
        store.query(endless, seconds=0.3)
    assert time.monotonic() - begun < 10


def test_ctrl_c_stops_a_query(url: str) -> None:
    import signal
    import threading

    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores Ctrl-C
    timer = threading.Timer(0.3, lambda: signal.raise_signal(signal.SIGINT))
    try:
        with open_store(url) as store:
            timer.start()
            with pytest.raises(KeyboardInterrupt):
                store.query(endless, seconds=20)
            timer.join()
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_query_sees_what_was_added_just_now(store: Store) -> None:
    store.add(begin(store), harbour())
    assert store.query("SELECT count(*) FROM v_claims").rows == ((3,),)


def test_a_read_only_store_can_be_queried(url: str) -> None:
    with open_store(url) as store:
        fill(store)
    with open_store(url, read_only=True) as store:
        assert store.query("SELECT count(*) FROM v_claims").rows == ((3,),)
        assert store.counts()["claims"] == 3


@contextlib.contextmanager
def reader(url: str) -> Iterator[str]:
    """The URL for a user who may read the schema of `url` and nothing else."""
    import psycopg

    schema = url.rsplit("%3D", 1)[1]
    role = f"{schema}_reader"
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {role} LOGIN")
        connection.execute(f"GRANT USAGE ON SCHEMA {schema} TO {role}")
        connection.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}")
        try:
            yield url.replace("postgres@", f"{role}@")
        finally:
            connection.execute(f"DROP OWNED BY {role}")
            connection.execute(f"DROP ROLE {role}")


@NEEDS_SERVER
def test_an_ordinary_user_of_postgresql_can_query(postgres_url: str) -> None:
    with open_store(postgres_url) as store:
        fill(store)
    with reader(postgres_url) as url, open_store(url, read_only=True) as store:
        assert store.query("SELECT count(*) FROM v_claims").rows == ((3,),)
        with pytest.raises(QueryError, match="only reading is allowed"):
            store.query("SELECT pg_read_file('/etc/passwd')")
