"""`provenance sql` and `provenance export`: rows and documents for other programs."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from provenance.export import CLAIM_COLUMNS, to_json
from provenance.store import open_store
from tests.cli.conftest import Run
from tests.report.sample import sample

QUERY = "SELECT origin, strength FROM v_claims ORDER BY strength"


def test_csv_is_what_a_pipe_gets(run: Run, stored: str) -> None:
    result = run("sql", QUERY, "--db", stored)
    assert (result.exit_code, result.stderr) == (0, "")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert rows == [{"origin": "ada-lindqvist", "strength": "0.343"}, {"origin": "coast-weekly", "strength": "0.4013"}]


def test_json_lines_and_table(run: Run, stored: str) -> None:
    assert json.loads(run("sql", QUERY, "--db", stored, "--format", "json").stdout)[0] == {
        "origin": "ada-lindqvist",
        "strength": 0.343,
    }
    assert len(run("sql", QUERY, "--db", stored, "--format", "jsonl").stdout.splitlines()) == 2
    table = run("sql", QUERY, "--db", stored, "--format", "table").stdout.splitlines()
    assert table[0].split() == ["origin", "strength"]
    assert table[2].split() == ["ada-lindqvist", "0.343"]


def test_a_query_may_come_from_standard_input(run: Run, stored: str) -> None:
    assert "ada-lindqvist" in run("sql", "-", "--db", stored, input=QUERY).stdout


@pytest.mark.parametrize(
    "query", ["DELETE FROM claim", "DROP TABLE claim", "INSERT INTO run (id) VALUES (9)", "PRAGMA writable_schema=1"]
)
def test_nothing_can_be_written(run: Run, stored: str, query: str) -> None:
    result = run("sql", query, "--db", stored)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("provenance: The query was refused")
    assert json.loads(run("sql", "SELECT count(*) AS n FROM claim", "--db", stored, "--format", "json").stdout) == [{"n": 2}]


@pytest.mark.parametrize("query", ["SELEC 1", "SELECT nosuch FROM v_claims", "", ";"])
def test_a_wrong_query_is_one_sentence(run: Run, stored: str, query: str) -> None:
    result = run("sql", query, "--db", stored)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("provenance: The query ")
    assert result.stderr.count("\n") == 1


def test_the_limit_is_said(run: Run, stored: str) -> None:
    result = run("sql", QUERY, "--db", stored, "--limit", "1")
    assert "coast-weekly" not in result.stdout
    assert "only the first 1 rows are shown" in result.stderr


def test_the_schema_needs_no_database(run: Run) -> None:
    everything = run("sql", "--schema")
    assert everything.exit_code == 0
    assert "v_contributions  view" in everything.stdout
    assert "Evidential strength, between 0 and 1" in run("sql", "--schema", "v_claims").stdout.replace("\n", " ")
    one = json.loads(run("sql", "--schema", "v_hedges", "--format", "json").stdout)
    assert "certainty" in [column["name"] for column in one["columns"]]
    rows = list(csv.reader(io.StringIO(run("sql", "--schema", "v_hedges", "--format", "csv").stdout)))
    assert rows[1][:3] == ["v_hedges", "view", "hedge_id"]
    assert "there is no table or view 'nosuch'" in run("sql", "--schema", "nosuch").stderr


def test_a_missing_query_names_the_way_on(run: Run, stored: str) -> None:
    result = run("sql", "--db", stored)
    assert result.exit_code == 2
    assert "provenance sql --schema" in result.stderr


def test_a_table_of_hostile_text_is_harmless(run: Run, stored: str) -> None:
    assert "\x1b" not in run("sql", "SELECT char(27) || '[2J' AS x", "--db", stored, "--format", "table").stdout
    assert run("sql", "SELECT '=1+1' AS x", "--db", stored).stdout.splitlines()[1] == "'=1+1"
    assert json.loads(run("sql", "SELECT '=1+1' AS x, x'00ff' AS y", "--db", stored, "--format", "jsonl").stdout) == {
        "x": "=1+1",
        "y": "00ff",
    }


# ---------------------------------------------------------------- export


def test_export_gives_back_what_was_stored(run: Run, stored: str) -> None:
    result = run("export", "--format", "jsonl", "--db", stored)
    assert result.exit_code == 0
    assert result.stderr.startswith("provenance: jsonl loses how claims stand in other documents")
    assert json.loads(result.stdout) == json.loads(json.dumps(to_json(sample())))


def test_export_to_a_file(run: Run, stored: str, tmp_path: Path) -> None:
    out = tmp_path / "claims.csv"
    result = run("export", "--format", "csv", "--bom", "--out", out, "--db", stored)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "1 document written to" in result.stderr
    assert out.read_bytes().startswith(b"\xef\xbb\xbfclaim_id,")
    rows = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert rows[0] == list(CLAIM_COLUMNS)
    assert len(rows) == 3
    assert list(tmp_path.glob("*.part")) == []


def test_export_of_a_part(run: Run, stored: str) -> None:
    other = sample(path="news/other.txt", id="beef")
    with open_store(stored) as store:
        number = store.begin_run(program_version="0", lexicon_digest="l", registry_digest="r")
        store.add(number, replace(other, claims=(), attributions=(), hedges=()))
        store.end_run(number, {})
    assert len(run("export", "--format", "jsonl", "--db", stored).stdout.splitlines()) == 2
    one = run("export", "--format", "jsonl", "--document", "news/other.txt", "--db", stored).stdout
    assert json.loads(one)["document"]["id"] == "beef"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "jsonl", "--document", "nosuch"], "has no document 'nosuch'"),
        (["--format", "jsonl", "--bom"], "--bom belongs to --format csv"),
        (["--format", "csv", "--out", "no/such/folder.csv"], "folder.csv: cannot be written"),
    ],
)
def test_what_cannot_be_exported_is_one_sentence(run: Run, stored: str, arguments: list[str], said: str) -> None:
    result = run("export", *arguments, "--db", stored)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
