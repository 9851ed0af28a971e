"""SQL of the reader's own: nothing can be written or read but the database, long queries are stopped, results become files."""

from __future__ import annotations

import csv
import io
import json
import threading
import time
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from provenance.store import open_store
from provenance.web.addresses import with_query
from tests.store.conftest import NEEDS_SERVER
from tests.store.making import harbour
from tests.store.relating import put
from tests.web.conftest import Client

EVERYWHERE = (
    "INSERT INTO run (id) VALUES (99)",
    "UPDATE claim SET text = 'x'",
    "DELETE FROM claim",
    "DROP TABLE claim",
    "DROP VIEW v_claims",
    "CREATE TABLE mine (a integer)",
    "CREATE VIEW mine AS SELECT 1",
    "ALTER TABLE claim ADD COLUMN mine integer",
    "SELECT 1; DELETE FROM claim",
    "SELECT 1; SELECT 2",
    "SELECT 1;\nDROP TABLE claim",
    "BEGIN",
    "COMMIT",
    "COMMIT; DELETE FROM claim",
    "VACUUM",
    "ANALYZE",
    "EXPLAIN DELETE FROM claim",
    "",
    "--",
    "/* nothing */",
    "nonsense",
    "SELECT * FROM no_such_table",
    "SELECT no_such_function(1)",
)
ON_SQLITE = (
    "SELECT",
    "REPLACE INTO run (id) VALUES (99)",
    "WITH gone AS (SELECT 1) DELETE FROM claim",
    "ATTACH '{folder}/other.db' AS other",
    "ATTACH ':memory:' AS other",
    "ATTACH '/etc/passwd' AS other",
    "DETACH main",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA query_only = OFF",
    "PRAGMA writable_schema = ON",
    "PRAGMA user_version = 7",
    "PRAGMA temp_store_directory = '{folder}'",
    "PRAGMA database_list",
    "SELECT load_extension('{folder}/x.so')",
    "SELECT writefile('{folder}/x', 'y')",
    "SELECT readfile('/etc/passwd')",
    "SELECT edit('x')",
    "VACUUM INTO '{folder}/copy.db'",
    "REINDEX",
    "CREATE TEMP TABLE mine (a)",
    "CREATE VIRTUAL TABLE mine USING fts5(a)",
    "INSERT INTO claim_search(claim_search) VALUES ('delete-all')",
    "SELECT fts3_tokenizer('x', x'00')",
    "SAVEPOINT a",
)
ON_POSTGRESQL = (
    "WITH gone AS (DELETE FROM claim RETURNING *) SELECT * FROM gone",
    "WITH new AS (INSERT INTO model (name) VALUES ('x') RETURNING *) SELECT * FROM new",
    "SELECT * INTO mine FROM claim",
    "CREATE TABLE mine AS SELECT 1",
    "COPY claim TO '{folder}/x'",
    "COPY (SELECT 1) TO PROGRAM 'touch {folder}/x'",
    "COPY run FROM '/etc/passwd'",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_ls_dir('/')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT lo_export(1, '{folder}/x')",
    "SELECT set_config('transaction_read_only', 'off', false)",
    "SELECT pg_terminate_backend(1)",
    "SELECT pg_sleep(0); SELECT 1",
    "SELECT nextval('run_id_seq')",
    "SET TRANSACTION READ WRITE",
    "DO $$ BEGIN DELETE FROM claim; END $$",
    "LOCK TABLE claim",
    "SELECT * FROM claim FOR UPDATE",
    "TRUNCATE claim CASCADE",
    "CALL no_such()",
    "NOTIFY mine",
)


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("sql") / "test.db"
    with open_store(f"sqlite:///{path}") as store:
        put(store, [harbour(title='=HYPERLINK("http://evil.example")')])
    return f"sqlite:///{path}"


def everything(url: str) -> list[Any]:
    """All that a database holds, in short."""
    with open_store(url, read_only=True) as store:
        names = [r.name for r in store.schema() if r.kind == "table"]
        return [store.query(f"SELECT count(*) FROM {name}").rows for name in names] + [
            store.query("SELECT id, text FROM claim ORDER BY key").rows,
            store.query("SELECT count(*) FROM v_claims").rows,
        ]


def refused(client: Client, sql: str) -> None:
    answer = client.get(with_query("/sql", [("q", sql or " ")]))
    if not sql.strip():
        assert answer.status_code == 200 and 'class="result"' not in answer.text
        return
    assert answer.status_code == 422, (sql, answer.status_code)
    assert unescape(answer.text).count('role="alert"') == 1 and "Traceback" not in answer.text
    for form in ("csv", "json"):
        assert client.get(with_query("/sql/export", [("q", sql), ("as", form)])).status_code == 422


def test_nothing_can_be_written_on_sqlite(client_for: Callable[..., Client], on_sqlite: str, tmp_path: Path) -> None:
    before = everything(on_sqlite)
    client = client_for(on_sqlite)
    for sql in (*EVERYWHERE, *ON_SQLITE):
        refused(client, sql.format(folder=tmp_path))
    assert everything(on_sqlite) == before and list(tmp_path.iterdir()) == []


@NEEDS_SERVER
def test_nothing_can_be_written_on_postgresql(client_for: Callable[..., Client], postgres_copy: str, tmp_path: Path) -> None:
    with open_store(postgres_copy) as store:
        put(store, [harbour()])
    before = everything(postgres_copy)
    client = client_for(postgres_copy)
    for sql in (*EVERYWHERE, *ON_POSTGRESQL):
        refused(client, sql.format(folder=tmp_path))
    assert everything(postgres_copy) == before and list(tmp_path.iterdir()) == []


SLOW = "SELECT count(*) FROM claim AS a, claim AS b, claim AS c, claim AS d, claim AS e, claim AS f, claim AS g, claim AS h"


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=NEEDS_SERVER)])
def test_a_long_query_is_stopped(client_for: Callable[..., Client], request: pytest.FixtureRequest, database: str) -> None:
    url = request.getfixturevalue("sqlite_url" if database == "sqlite" else "postgres_copy")
    with open_store(url) as store:
        put(store, [harbour(f"{n}.txt", id=f"d{n}") for n in range(30)])
    client = client_for(url, query_seconds=0.3)
    begun = time.monotonic()
    answer = client.get(with_query("/sql", [("q", SLOW)]))
    assert (answer.status_code, time.monotonic() - begun < 8) == (503, True)
    assert "longer than 0.3 seconds and was stopped" in answer.text
    assert client.get(with_query("/sql/export", [("q", SLOW)])).status_code in (422, 503)
    assert client.get("/search").status_code == 200


def test_queries_beyond_those_that_may_run_are_turned_away(client_for: Callable[..., Client], sqlite_url: str) -> None:
    with open_store(sqlite_url) as store:
        put(store, [harbour(f"{n}.txt", id=f"d{n}") for n in range(30)])
    client = client_for(sqlite_url, query_seconds=1.5)
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(client.get(with_query("/sql", [("q", SLOW)])).status_code)) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    third = client.get(with_query("/sql", [("q", "SELECT 1")]))
    pages = client.get("/about")
    for thread in threads:
        thread.join()
    assert (third.status_code, pages.status_code, found) == (503, 200, [503, 503])
    assert "2 queries are running already" in third.text
    assert client.get(with_query("/sql", [("q", "SELECT 1")])).status_code == 200


@pytest.fixture
def sql_client(client_for: Callable[..., Client], on_sqlite: str) -> Iterator[Client]:
    yield client_for(on_sqlite)


def test_a_result_is_a_table_and_its_ids_are_links(sql_client: Client) -> None:
    answer = sql_client.get("/sql?q=SELECT+claim_id,+origin,+strength,+mode+FROM+v_claims+ORDER+BY+claim_id")
    twin = sql_client.get("/sql?q=SELECT+claim_id,+origin,+strength,+mode+FROM+v_claims+ORDER+BY+claim_id&format=json").json()
    assert twin["columns"] == ["claim_id", "origin", "strength", "mode"] and len(twin["rows"]) > 1
    for row in twin["rows"]:
        assert f'href="/claim/{row[0]}"' in answer.text


def test_many_rows_and_long_cells_are_cut_on_the_page_alone(sql_client: Client) -> None:
    many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 7000) SELECT i FROM n"
    twin = sql_client.get(with_query("/sql", [("q", many), ("format", "json")])).json()
    assert (len(twin["rows"]), twin["truncated"]) == (200, True)
    assert len(sql_client.get(with_query("/sql", [("q", many), ("rows", 5000), ("format", "json")])).json()["rows"]) == 5000
    assert len(sql_client.get(with_query("/sql/export", [("q", many)])).text.splitlines()) == 7001
    long = "SELECT printf('%.*c', 50000, 'x') AS x"
    page, file = sql_client.get(with_query("/sql", [("q", long)])), sql_client.get(with_query("/sql/export", [("q", long)]))
    assert len(page.content) < 60_000 + len(sql_client.get("/sql").content) and "(50,000 characters)" in page.text
    assert len(file.content) > 50_000


@pytest.mark.parametrize(
    "query",
    [
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 199) SELECT printf('%.*c', 900000, 'x') FROM n",
        "SELECT zeroblob(900000000)",
        "SELECT replace(hex(zeroblob(9000000)), '00', 'xxxxxxxxxx')",
    ],
)
def test_a_result_that_is_too_large_is_refused_before_it_is_in_memory(sql_client: Client, query: str) -> None:
    for path in ("/sql", "/sql/export"):
        answer = sql_client.get(with_query(path, [("q", query)]))
        assert answer.status_code == 422 and ("more than 64 MB" in answer.text or "too big" in answer.text), answer.text[-300:]


@NEEDS_SERVER
def test_a_result_that_is_too_large_is_refused_on_postgresql(client_for: Callable[..., Client], postgres_copy: str) -> None:
    query = "SELECT repeat('x', 900000) FROM generate_series(1, 199)"
    answer = client_for(postgres_copy).get(with_query("/sql", [("q", query)]))
    assert answer.status_code == 422 and "more than 64 MB" in answer.text


def test_more_than_an_export_takes_is_said(sql_client: Client) -> None:
    many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100001) SELECT i FROM n"
    answer = sql_client.get(with_query("/sql/export", [("q", many), ("as", "csv")]))
    assert answer.headers["x-truncated"] == "only the first 100000 rows" and len(answer.text.splitlines()) == 100_001


def test_files_are_attachments_and_read_back(sql_client: Client) -> None:
    query = "SELECT claim_id, text, strength, NULL AS empty, x'00ff' AS bytes FROM v_claims ORDER BY claim_id"
    as_csv = sql_client.get(with_query("/sql/export", [("q", query), ("as", "csv")]))
    as_json = sql_client.get(with_query("/sql/export", [("q", query), ("as", "json")]))
    for answer, form in ((as_csv, "csv"), (as_json, "json")):
        assert answer.headers["content-disposition"] == f'attachment; filename="result.{form}"'
    records = json.loads(as_json.content)
    rows = list(csv.DictReader(io.StringIO(as_csv.text)))
    assert [row["text"] for row in rows] == [record["text"] for record in records] and len(rows) > 1
    assert records[0]["bytes"] == rows[0]["bytes"] == "00ff" and records[0]["empty"] is None


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-x", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_and_no_heading_of_a_csv_file_is_a_formula(sql_client: Client, formula: str) -> None:
    query = f"SELECT '{formula}' AS \"{formula}\""
    rows = list(csv.reader(io.StringIO(sql_client.get(with_query("/sql/export", [("q", query)])).text, newline="")))
    assert [cell[0] for row in rows for cell in row] == ["'", "'"]


def test_worked_questions_run_on_the_page(sql_client: Client) -> None:
    from provenance.store.worked import worked_questions

    page = sql_client.get("/sql").text
    for one in worked_questions():
        assert one.title in unescape(page)
        assert sql_client.get(with_query("/sql", [("q", one.sql)])).status_code == 200, one.name


def test_full_text_search_is_open_to_readers(sql_client: Client) -> None:
    query = "SELECT c.id FROM claim_search AS s JOIN claim AS c ON c.key = s.rowid WHERE claim_search MATCH 'strike'"
    assert len(sql_client.get(with_query("/sql", [("q", query), ("format", "json")])).json()["rows"]) >= 1
