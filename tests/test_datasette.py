"""Datasette with our metadata, run for real: questions, views, facets and search answer, from plain SQLite and read-only."""

from __future__ import annotations

import html
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from typer.testing import CliRunner

from provenance.cli.main import app
from provenance.export.datasette import FACETS, INTERNAL, metadata, metadata_yaml
from provenance.store.schema_info import describe
from provenance.store.views import VIEWS
from provenance.store.worked import NAMES
from tests.conftest import ROOT
from tests.test_sql_docs import ANSWERS, fill

DATASETTE = shutil.which("datasette", path=str(Path(sys.executable).parent))
SECONDS = 60
"""How long the server may take to start on a busy machine."""


@dataclass(frozen=True)
class Served:
    """A running Datasette: asks it, and knows where its log and its database are."""

    client: httpx.Client
    log: Path
    database: Path

    def json(self, path: str, **params: str) -> Any:
        answer = self.client.get(path, params=params)
        assert answer.status_code == 200, f"{path}: {answer.text[:500]}"
        return answer.json()

    def rows(self, path: str, **params: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.json(path, _shape="array", **params)
        return found


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The corpus of docs/sql.md in `provenance.db`, served as docs/datasette.md says, on a free port."""
    assert DATASETTE, "datasette is in the dev group"
    folder = tmp_path_factory.mktemp("datasette")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        fill("sqlite:///provenance.db", folder)
    shutil.copy(ROOT / "metadata.yaml", folder)
    port, log = free_port(), folder / "log"
    command = [DATASETTE, "provenance.db", "-m", "metadata.yaml", "--host", "127.0.0.1", "--port", str(port)]
    settings = ["--setting", "sql_time_limit_ms", "10000", "--setting", "facet_time_limit_ms", "10000"]
    with log.open("wb") as written, httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=SECONDS) as client:
        process = subprocess.Popen([*command, *settings], cwd=folder, stdout=written, stderr=subprocess.STDOUT)
        try:
            _wait(client, process, log)
            yield Served(client, log, folder / "provenance.db")
        finally:
            process.terminate()
            process.wait(SECONDS)


def _wait(client: httpx.Client, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            client.get("/-/versions.json").raise_for_status()
            return
        except httpx.HTTPError:
            assert process.poll() is None and time.monotonic() < deadline, log.read_text(encoding="utf-8")
            time.sleep(0.1)


@pytest.mark.parametrize("name", NAMES)
def test_a_canned_query_gives_the_answer_of_the_page(served: Served, name: str):
    expected = ANSWERS[name]
    found = [{key: row[key] for key in expected[0]} for row in served.rows(f"/provenance/{name}.json")]
    assert sorted(found, key=repr) == sorted(expected, key=repr)


@pytest.mark.parametrize("name", NAMES)
def test_the_page_of_a_canned_query_says_how_to_read_it(served: Served, name: str):
    page = html.unescape(served.client.get(f"/provenance/{name}").text)
    query = metadata()["databases"]["provenance"]["queries"][name]
    assert query["title"] in page and query["description"] in page


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_the_page_of_a_view_describes_its_columns_and_has_facets(served: Served, name: str):
    page = served.client.get(f"/provenance/{name}")
    assert page.status_code == 200 and "Traceback" not in page.text
    assert page.text.count("<dd>") == len(VIEWS[name][1])
    answer = served.json(f"/provenance/{name}.json")
    assert answer["columns"] == list(VIEWS[name][1])
    assert set(answer["facet_results"]) == set(FACETS.get(name, ()))


def test_a_facet_counts_and_narrows(served: Served):
    answer = served.json("/provenance/v_claims.json")
    counts = {one["value"]: one["count"] for one in answer["facet_results"]["publisher_name"]["results"]}
    assert counts["Morning Mail"] == 4 and counts["Northland State Radio"] == 2
    narrowed = served.rows("/provenance/v_claims.json", publisher_name="Morning Mail")
    assert len(narrowed) == 4 and {row["publisher_name"] for row in narrowed} == {"Morning Mail"}


def test_claims_come_weakest_first(served: Served):
    strengths = [row["strength"] for row in served.rows("/provenance/v_claims.json")]
    assert len(strengths) > 10 and strengths == sorted(strengths)


def test_full_text_search_answers(served: Served):
    found = served.rows("/provenance/search_claims.json", words="euro costs")
    assert len(found) == 4 and all("would cost 12 million euros" in row["text"] for row in found)
    assert len(served.rows("/provenance/claim.json", _search="saboteurs")) == 1
    assert served.rows("/provenance/search_claims.json", words='"AND (') == []


def test_a_claim_is_followed_to_its_origin_and_its_score(served: Served):
    claim = served.rows("/provenance/hedges_lost.json")[0]["claim_id"]
    chain = served.rows("/provenance/chain_of_claim.json", claim_id=claim)
    assert [hop["name"] for hop in chain] == ["Morning Mail", "Harbour Wire", "Anna Koval"]
    features = [row["feature"] for row in served.rows("/provenance/score_of_claim.json", claim_id=claim)]
    assert features[0] == "prior" and len(features) == len(set(features))


def test_internal_tables_are_hidden_and_nothing_else_is_missing(served: Served):
    listed = {table["name"]: table["hidden"] for table in served.json("/provenance.json")["tables"]}
    assert {"claim", "document", "source"} <= {name for name, hidden in listed.items() if not hidden}
    assert all(listed[name] for name in INTERNAL)
    described = {relation.name for relation in describe() if relation.kind == "table"}
    assert listed.keys() == described | set(INTERNAL), "a table that the metadata does not have"


def test_nothing_can_be_written(served: Served):
    before = served.database.read_bytes()
    for sql in ("DELETE FROM claim", "WITH x AS (SELECT 1) DELETE FROM claim", "PRAGMA user_version = 9", "ATTACH 'x.db' AS x"):
        assert served.client.get("/provenance.json", params={"sql": sql}).status_code == 400, sql
    assert served.database.read_bytes() == before


def test_every_page_answers_and_nothing_of_it_ends_in_a_traceback(served: Served):
    before = served.log.stat().st_size  # a refused query is logged with one
    tables = [table["name"] for table in served.json("/provenance.json")["tables"]]
    for path in ("/", "/provenance", *(f"/provenance/{name}" for name in [*tables, *VIEWS, *NAMES])):
        assert served.client.get(path).status_code == 200, path
    assert "Traceback" not in served.log.read_bytes()[before:].decode()


# ------------------------------------------------------------ without a server


def test_the_views_need_no_function_of_ours(served: Served):
    """A plain SQLite connection, such as any tool opens."""
    with sqlite3.connect(f"file:{served.database}?mode=ro", uri=True) as plain:
        for name in VIEWS:
            plain.execute(f"SELECT * FROM {name}").fetchall()
    plain.close()


def test_the_file_is_up_to_date():
    assert (ROOT / "metadata.yaml").read_text(encoding="utf-8") == metadata_yaml(), (
        "run provenance db datasette --out metadata.yaml"
    )


def test_the_file_says_what_the_data_say():
    assert yaml.safe_load(metadata_yaml("news")) == metadata("news")
    tables = metadata("news")["databases"]["news"]["tables"]
    for relation in describe():
        assert list(tables[relation.name]["columns"]) == [column.name for column in relation.columns]
        assert all(type(key) is str for key in tables[relation.name]["columns"]), "SQLAlchemy's own strings do not travel"


def test_the_command_names_the_database_as_datasette_does(tmp_path: Path):
    out = tmp_path / "m.yaml"
    done = CliRunner().invoke(app, ["db", "datasette", "--db", f"sqlite:///{tmp_path}/ukraine 2025.db", "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert list(yaml.safe_load(out.read_text(encoding="utf-8"))["databases"]) == ["ukraine 2025"]
    assert list(tmp_path.iterdir()) == [out], "no database is made"


def test_postgresql_is_refused_in_one_sentence():
    done = CliRunner().invoke(app, ["db", "datasette", "--db", "postgresql://a@localhost/b"])
    assert done.exit_code == 2
    assert done.stderr == "provenance: Datasette reads SQLite files alone: name one with --db sqlite:///FILE\n"
