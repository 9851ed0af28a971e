"""`provenance export` in all formats: where it goes, what is said, what is refused."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from provenance.cli.options import ExportFormat
from provenance.export import BY_NAME, FORMATS
from provenance.export.losses import INSTALL
from tests.cli.conftest import Run
from tests.report.sample import sample

NAMES = [one.name for one in FORMATS]
BINARY = [one.name for one in FORMATS if one.binary]


@pytest.mark.parametrize("name", NAMES)
def test_to_a_file_and_what_it_loses_is_said(run: Run, stored: str, tmp_path: Path, name: str) -> None:
    out = tmp_path / f"out{BY_NAME[name].suffix}"
    out.write_text("what was here before")
    result = run("export", "--format", name, "--db", stored, "--out", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.splitlines() == [
        f"provenance: 1 document written to {out}",
        f"provenance: {name} loses {BY_NAME[name].loses}",
    ]
    assert b"what was here before" not in out.read_bytes()
    assert list(tmp_path.glob("*.part")) == []
    quiet = run("export", "--format", name, "--db", stored, "--quiet")
    assert (quiet.exit_code, quiet.stderr) == (0, "")
    assert quiet.stdout_bytes == out.read_bytes()


@pytest.mark.parametrize("name", BINARY)
def test_bytes_go_to_no_terminal(start: Callable[..., subprocess.Popen[bytes]], stored: str, name: str) -> None:
    main, side = pty.openpty()
    try:
        process = start("export", "--format", name, "--db", stored, stdout=side)
        _, said = process.communicate(timeout=60)
    finally:
        os.close(side)
        os.close(main)
    assert process.returncode == 2
    assert said.decode().splitlines() == [
        f"provenance: --format {name} is binary, which no terminal can show; write it to a file with --out FILE"
    ]


@pytest.mark.parametrize("name", BINARY)
def test_bytes_go_through_a_pipe(start: Callable[..., subprocess.Popen[bytes]], stored: str, name: str) -> None:
    process = start("export", "--format", name, "--db", stored)
    written, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert written.startswith(b"PK" if name == "xlsx" else b"PAR1")


def test_a_missing_library_is_one_sentence_and_no_file(
    run: Run, stored: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("provenance.export.losses.find_spec", lambda name: None)
    result = run("export", "--format", "parquet", "--db", stored, "--out", tmp_path / "x.parquet")
    assert result.exit_code == 2
    assert result.stderr == (
        f"provenance: --format parquet needs the library pyarrow, which is not installed; install it with {INSTALL}\n"
    )
    assert not (tmp_path / "x.parquet").exists()


def test_a_query_chooses_the_claims(run: Run, stored: str) -> None:
    first = sample().claims[0].id
    sql = "SELECT claim_id FROM v_claims WHERE origin = 'ada-lindqvist'"
    one = json.loads(run("export", "--format", "jsonl", "--claims-sql", sql, "--db", stored).stdout)
    assert [claim["id"] for claim in one["claims"]] == [first]
    about = run("export", "--format", "web-annotation", "--claims-sql", sql, "--db", stored).stdout
    assert json.loads(about)["label"].startswith(f"the claims that a query chose: {sql}, by provenance")
    none = run("export", "--format", "csv", "--claims-sql", f"{sql} AND 1 = 0", "--db", stored)
    assert len(none.stdout.splitlines()) == 1


def test_upstreams_in_a_bibliography(run: Run, stored: str) -> None:
    assert run("export", "--format", "bibtex", "--db", stored).stdout.count("\n@") == 1
    assert run("export", "--format", "bibtex", "--upstreams", "--db", stored).stdout.count("\n@") == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "xlsx", "--bom"], "--bom belongs to --format csv"),
        (["--format", "stix", "--upstreams"], "--upstreams belongs to --format bibtex and csl-json"),
        (["--format", "csv", "--claims-sql", "SELECT 1 AS x"], "the query has no column claim_id but x"),
        (["--format", "csv", "--claims-sql", "DROP TABLE claim"], "The query was refused"),
        (["--format", "csv", "--claims-sql", "SELECT 1", "--document", "x"], "--claims-sql chooses claims by itself"),
        (["--format", "csv", "--claims-sql", "SELECT 'DROP' AS claim_id"], '"DROP" is no id of a claim'),
    ],
)
def test_what_does_not_go_together_is_one_sentence(run: Run, stored: str, arguments: list[str], said: str) -> None:
    result = run("export", *arguments, "--db", stored)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_the_choices_are_those_of_the_table() -> None:
    assert [one.value for one in ExportFormat] == NAMES
