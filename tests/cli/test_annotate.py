"""`provenance annotate` on real input: what goes where, what bad input ends in, what an interruption leaves."""

from __future__ import annotations

import contextlib
import json
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import provenance.pipeline
from provenance.records import AnnotatedDocument, Document
from provenance.store import open_store
from tests.cli.conftest import Run
from tests.export.test_jsonl import VALIDATOR

Start = Callable[..., subprocess.Popen[bytes]]
TEXT = "The harbour will close in May, the mayor said.\nNobody had asked why.\n"


@pytest.fixture
def note(tmp_path: Path) -> Path:
    """A short text."""
    path = tmp_path / "note.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def rows(query: str, database: str = "provenance.db") -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(database)) as connection:
        return connection.execute(query).fetchall()


# ---------------------------------------------------------------- what goes where


def test_the_summary_of_the_seeds(run: Run, seeds: Path) -> None:
    result = run("annotate", seeds)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("5 documents read, ")
    assert "5 new" in result.stdout
    strongest = result.stdout.split("next")[1].split()[2]
    audit = run("audit", strongest)
    assert audit.exit_code == 0
    assert strongest in audit.stdout


def test_json_lines_go_to_standard_output_and_the_summary_to_standard_error(run: Run, seeds: Path, tmp_path: Path) -> None:
    result = run("annotate", seeds, "--format", "jsonl", "--no-store")
    assert result.exit_code == 0
    documents = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(documents) == 5
    for document in documents:
        VALIDATOR.validate(document)
        path = Path(document["document"]["path"])
        assert document["document"]["text"] == path.read_bytes().decode("utf-8")
    assert result.stderr.startswith("5 documents read, ")
    assert list(tmp_path.iterdir()) == [], "--no-store makes no file"


def test_quiet_prints_data_alone(run: Run, note: Path) -> None:
    result = run("annotate", note, "--quiet")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    result = run("annotate", note, "--quiet", "--no-store", "--format", "jsonl")
    assert (len(result.stdout.splitlines()), result.stderr) == (1, "")


def test_a_second_run_changes_nothing(run: Run, note: Path) -> None:
    first = run("annotate", note)
    before = rows("SELECT * FROM claim")
    second = run("annotate", note)
    assert "1 new" in first.stdout
    assert "1 there already" in second.stdout
    assert rows("SELECT * FROM claim") == before
    note.write_text(TEXT.replace("May", "June"), encoding="utf-8")
    assert "1 changed since the last time" in run("annotate", note).stdout


def test_new_ratings_lead_to_new_annotations(run: Run, note: Path, tmp_path: Path) -> None:
    run("annotate", note)
    ratings = tmp_path / "ratings.csv"
    ratings.write_text("source,grade,rater,rated_on,licence\nreuters,A,R,2024-05-01,CC0\n", encoding="utf-8")
    assert run("sources", "import", ratings).exit_code == 0
    assert "1 annotated anew" in run("annotate", note).stdout
    assert "1 there already" in run("annotate", note).stdout


def test_standard_input(run: Run) -> None:
    result = run("annotate", "-", "--no-store", "--format", "jsonl", input=TEXT)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["document"]["text"] == TEXT


def test_the_run_is_recorded(run: Run, note: Path) -> None:
    run("annotate", note, "missing.txt")
    (counts,) = rows("SELECT counts FROM run WHERE finished IS NOT NULL")[0]
    found = json.loads(str(counts))
    assert (found["documents"], found["rejected"], found["new"]) == (1, 1, 1)


def test_no_password_is_recorded(run: Run, note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["provenance", "annotate", "x", "--db", "postgresql://me:s3cret@host/db"])
    run("annotate", note)
    assert rows("SELECT arguments FROM run") == [('["annotate", "x", "--db", "postgresql://me@host/db"]',)]


def test_progress_is_drawn_on_demand_and_on_standard_error(run: Run, note: Path) -> None:
    result = run("annotate", note, "--no-store", "--progress", "--format", "jsonl")
    assert "] 1/1" in result.stderr
    assert "\r" not in result.stdout


# ---------------------------------------------------------------- bad input


def test_one_bad_input_stops_no_other(run: Run, note: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "folder").mkdir()
    result = run("annotate", "missing.txt", "empty.txt", "binary.txt", "folder", note)
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert [line.split(":")[1].strip() for line in lines] == ["missing.txt", "empty.txt", "binary.txt", "folder"]
    assert "4 inputs: " in result.stdout
    assert rows("SELECT locator, reason FROM rejected ORDER BY key") == [
        ("missing.txt", "missing"),
        ("empty.txt", "empty"),
        ("binary.txt", "binary"),
        ("folder", "no_documents"),
    ]
    assert rows("SELECT count(*) FROM document") == [(1,)]


def test_a_bad_line_is_named_and_the_others_are_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "One said so."}\n{"id": "b", \n{"id": "c", "text": "Two said so."}\n')
    result = run("annotate", "a.jsonl", "--no-store", "--format", "jsonl")
    assert result.exit_code == 1
    assert [json.loads(line)["document"]["id"] for line in result.stdout.splitlines()] == ["a", "c"]
    assert result.stderr.startswith("provenance: a.jsonl:2: ")


def test_too_large_an_input(run: Run, note: Path) -> None:
    result = run("annotate", note, "--max-bytes", "10", "--no-store")
    assert result.exit_code == 1
    assert "--max-bytes" in result.stderr


def test_the_same_bytes_twice_are_stored_once(run: Run, note: Path, tmp_path: Path) -> None:
    shutil.copy(note, tmp_path / "copy.txt")
    result = run("annotate", note, "copy.txt")
    assert result.exit_code == 0
    assert "1 with the same bytes as another" in " ".join(result.stdout.split())
    assert rows("SELECT count(*) FROM document") == [(1,)]


@pytest.mark.parametrize("text", ['""""""""\n“”“”\n', "'" * 3000, "“" * 500 + "\n" + "”" * 500])
def test_quotation_marks_alone(run: Run, tmp_path: Path, text: str) -> None:
    (tmp_path / "marks.txt").write_text(text, encoding="utf-8")
    result = run("annotate", "marks.txt", "--format", "jsonl", "--no-store")
    assert result.exit_code in (0, 1), result.stderr
    assert "failed with" not in result.stderr


def test_a_fault_in_one_document_stops_no_other(run: Run, note: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "worse.txt").write_text("Boom.", encoding="utf-8")
    right = provenance.pipeline.Annotator.annotate

    def annotate(self: provenance.pipeline.Annotator, document: Document) -> AnnotatedDocument:
        if document.text == "Boom.":
            raise RecursionError("too deep")
        return right(self, document)

    monkeypatch.setattr(provenance.pipeline.Annotator, "annotate", annotate)
    result = run("annotate", "worse.txt", note)
    assert result.exit_code == 1
    assert result.stderr.startswith("provenance: worse.txt: annotating it failed with RecursionError: too deep")
    assert rows("SELECT reason FROM rejected") == [("failed",)]
    assert rows("SELECT count(*) FROM document") == [(1,)]


def test_a_hostile_name_cannot_command_the_terminal(run: Run, tmp_path: Path) -> None:
    (tmp_path / "\x1b[2Jbad.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "\x1b[2Jempty.txt").write_bytes(b"")
    result = run("annotate", ".", "--no-store")
    assert result.exit_code == 1
    assert "\x1b" not in result.stdout + result.stderr


def test_a_faulty_registry_of_the_user(run: Run, note: Path, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("schema: provenance.sources/1\nsources:\n- {id: a, knd: b}\n", encoding="utf-8")
    result = run("annotate", note, "--sources", "own.yaml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "own.yaml, line 3" in result.stderr


# ---------------------------------------------------------------- bad databases


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no read-only folder that binds root too")
def test_a_database_in_a_folder_that_takes_no_file(run: Run, note: Path) -> None:
    result = run("annotate", note, "--db", "sqlite:////proc/provenance.db")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "cannot be opened" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_database_of_a_newer_schema(run: Run, note: Path, stored: str) -> None:
    path = stored.removeprefix("sqlite:///")
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE provenance_version SET version_num = '9999'")
    for arguments in (
        ["annotate", note],
        ["audit", "bridge"],
        ["sql", "SELECT 1"],
        ["db", "upgrade"],
        ["export", "--format", "csv"],
    ):
        result = run(*arguments, "--db", stored)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "schema 9999, newer than this program knows" in result.stderr
        assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "url", ["provenance.db", "mysql://a/b", "sqlite:///no/such/folder/a.db", "sqlite:///note.txt", "sqlite:///."]
)
def test_an_address_that_is_no_database(run: Run, note: Path, url: str) -> None:
    result = run("annotate", note, "--db", url)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert note.read_text(encoding="utf-8") == TEXT


# ---------------------------------------------------------------- interruptions


def many(folder: Path, count: int) -> Path:
    """A file of so many records, each another text."""
    path = folder / "many.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            out.write(json.dumps({"id": f"n{number}", "text": f"Report {number}. " + TEXT * 5}) + "\n")
    return path


def test_ctrl_c_keeps_what_was_stored(start: Start, tmp_path: Path) -> None:
    process = start("annotate", many(tmp_path, 200_000), "--no-progress")
    database = tmp_path / "provenance.db"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.2)
        with contextlib.suppress(sqlite3.Error):
            if database.exists() and rows("SELECT count(*) FROM document", str(database))[0][0]:
                break
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=60)
    assert process.returncode == 130, error.decode()
    assert out == b""
    assert error.startswith(b"provenance: stopped by Ctrl-C after ")
    assert error.count(b"\n") == 1
    counted = int(error.split(b" after ")[1].split()[0].replace(b",", b""))
    with open_store(f"sqlite:///{database}") as store:
        assert store.counts()["documents"] >= counted > 0
        assert store.check() == ()
        assert store.counts()["runs"] == 1
    assert rows("SELECT finished FROM run", str(database)) == [(None,)]


def test_a_closed_pipe_ends_quietly(start: Start, tmp_path: Path) -> None:
    process = start("annotate", many(tmp_path, 3000), "--no-store", "--format", "jsonl", "--no-progress")
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline().startswith(b'{"schema": "provenance.document/1"')
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=60) == 141
    process.stderr.close()


def test_a_full_output_is_one_sentence(start: Start, note: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("wb") as full:
        process = start("annotate", note, "--no-store", "--format", "jsonl", "--quiet", stdout=full)
        _, error = process.communicate(timeout=60)
    assert process.returncode == 2
    assert error.startswith(b"provenance: No space left on device")
    assert error.count(b"\n") == 1
