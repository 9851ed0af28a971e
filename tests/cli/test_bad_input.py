"""The list of bad inputs: each ends in one clear sentence and the right exit status, and nothing that was stored is lost."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run

Start = Callable[..., subprocess.Popen[bytes]]
TEXT = "The harbour will close in May, the mayor said.\nNobody had asked why.\n"
NESTED = "<html><body>" + "<div>" * 10_000 + TEXT + "</div>" * 10_000 + "</body></html>"

RIGHTS = "-dac_override,-dac_read_search"
"""What lets root read and write everything."""


def as_ordinary_user() -> list[str]:
    """What to put before a command so that permissions bind it also where the tests are run by root."""
    if os.geteuid() != 0:
        return []
    if not shutil.which("setpriv"):
        pytest.skip("root may read everything, and there is no setpriv to take that right away")
    return ["setpriv", f"--inh-caps={RIGHTS}", f"--bounding-set={RIGHTS}"]


@pytest.fixture
def program(start: Start) -> Callable[..., tuple[int, str, str]]:
    """Runs the program as a process of its own, bound by permissions: (exit status, standard output, standard error)."""

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        process = start(*arguments, before=as_ordinary_user())
        out, error = process.communicate(timeout=120)
        return process.returncode, out.decode(), error.decode()

    return call


# ---------------------------------------------------------------- inputs that are refused


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.txt", b"", "it is empty (0 bytes); check how it was made or leave it out"),
        ("a.txt", b" \n\t\n", "it holds no visible text"),
        ("a.txt", bytes(range(256)) * 40, "it looks like binary data"),
        ("a.txt", b"%PDF-1.7 " + b"x" * 200, "it looks like a PDF"),
        ("a.html", b"<html><head><title>x</title></head></html>", "it holds no visible text"),
        ("a.txt.gz", b"\x1f\x8b\x08 this is no gzip", "the gzip data are damaged"),
        ("a.json", b"[]", "it is an empty list"),
    ],
)
def test_an_input_that_is_no_text_is_one_sentence(run: Run, tmp_path: Path, name: str, data: bytes, sentence: str) -> None:
    (tmp_path / name).write_bytes(data)
    result = run("annotate", name)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"provenance: {name}: {sentence}")
    assert result.stderr.count("\n") == 1
    assert result.stdout.startswith("0 documents read\n")


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("missing.txt", "there is no such file or folder"),
        ("missing/a.txt", "there is no such file or folder"),
        (
            "none",
            "the folder holds no file to read; name files of kind .txt, .md, .html, .json, .jsonl, .xml, .warc or .zip",
        ),
        ("pipe", "it is a named pipe, not a regular file"),
        ("loop.txt", "the system refuses to open or read it"),
        ("lost.txt", "it is a link to a file that does not exist"),
    ],
)
def test_a_path_with_nothing_to_read(run: Run, tmp_path: Path, path: str, sentence: str) -> None:
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "picture.png").write_bytes(b"x")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "lost.txt").symlink_to("nowhere.txt")
    result = run("annotate", path)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"provenance: {path}: {sentence}")
    assert result.stderr.count("\n") == 1


def test_what_may_not_be_read(program: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "secret.txt").write_text(TEXT)
    (tmp_path / "secret.txt").chmod(0)
    (tmp_path / "locked").mkdir(mode=0)
    status, out, error = program("annotate", "secret.txt", "locked", "a.txt", "--no-store")
    assert status == 1
    said = "the system refuses to open or read it (permission denied); check the path and its permissions"
    assert error.splitlines() == [f"provenance: secret.txt: {said}", f"provenance: locked: {said}"]
    assert out.startswith("1 document read, ")
    assert "2 inputs: unreadable (2)" in out


def test_50_megabytes_of_one_line(run: Run, tmp_path: Path) -> None:
    with (tmp_path / "line.txt").open("wb") as out:
        out.truncate(50_000_000)  # a hole: the size alone decides, nothing is read
    (tmp_path / "line.jsonl").write_bytes(
        b'{"id": "a", "text": "' + b"word " * 2_200_000 + b'"}\n{"id": "b", "text": "One said so."}\n'
    )
    result = run("annotate", "line.txt", "line.jsonl", "--no-store", "--format", "jsonl")
    assert result.exit_code == 1
    first, second, *_ = result.stderr.splitlines()
    assert first.startswith(
        "provenance: line.txt: it holds 50,000,000 bytes, more than the 10,000,000 bytes that one document may"
    )
    assert second.startswith("provenance: line.jsonl:1: it holds more than the 10,000,000 bytes")
    assert [json.loads(line)["document"]["id"] for line in result.stdout.splitlines()] == ["b"]


# ---------------------------------------------------------------- odd inputs that are read


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", TEXT.encode("utf-16")),
        ("a.txt", TEXT.encode("utf-16-be")),
        ("a.txt", TEXT.encode("utf-8-sig")),
        ("a.html", NESTED.encode()),
        ("a.html", TEXT.encode()),
        ("a.html", f"<p>{TEXT}".encode("utf-16")),
    ],
)
def test_odd_but_readable(run: Run, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    result = run("annotate", name, "--no-store", "--format", "jsonl", "--quiet")
    assert (result.exit_code, result.stderr) == (0, "")
    document = json.loads(result.stdout)
    assert "The harbour will close in May, the mayor said." in document["document"]["text"]
    assert len(document["attributions"]) == 1


def test_broken_utf8_is_read_and_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("The café will close, “soon”, ".encode() + b"\xff the mayor said.\n")
    result = run("annotate", "a.txt")
    assert result.exit_code == 0
    assert result.stderr == "provenance: a.txt: read as utf-8 (1 byte replaced); check where the marks \ufffd stand\n"
    assert "1 new" in result.stdout


def test_another_language_is_marked_and_not_guessed_at(run: Run, tmp_path: Path) -> None:
    text = "(Reuters) Il ministro ha detto martedì che il ponte sarà aperto a maggio. Nessuno sapeva perché non prima.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    result = run("annotate", "a.txt", "--no-store", "--format", "jsonl")
    document = json.loads(result.stdout)
    assert (result.exit_code, document["document"]["language"]) == (0, "it")
    assert (document["attributions"], document["hedges"]) == ([], [])
    assert "language it: only credits were looked for" in " ".join(result.stderr.split())


def test_a_line_of_some_length_takes_time_by_its_length(run: Run, tmp_path: Path) -> None:
    """A text without a line end is one passage; work must not grow with its square."""
    (tmp_path / "a.txt").write_text(TEXT.replace("\n", " ") * 600, encoding="utf-8")
    result = run("annotate", "a.txt", "--no-store", "--format", "jsonl", "--quiet")
    assert result.exit_code == 0
    assert len(json.loads(result.stdout)["attributions"]) == 600


# ---------------------------------------------------------------- a registry of the user's own


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (
            "{id: my-paper, name: My Paper, kind: newspaper, aliases: [Reuters]}",
            'key "aliases": the alias "Reuters" belongs to reuters too',
        ),
        ("{id: my-paper, name: My Paper, knd: newspaper}", 'key "knd": "knd" is not a known key; legal are id, name, kind, '),
        ("{id: my-paper, name: My Paper, kind: paper}", 'key "kind": '),
        ("{id: my-paper", "not valid YAML"),
    ],
)
def test_a_faulty_registry_is_named_with_line_and_key(run: Run, tmp_path: Path, entry: str, sentence: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "own.yaml").write_text(f"schema: provenance.sources/1\nsources:\n- {entry}\n", encoding="utf-8")
    result = run("annotate", "a.txt", "--sources", "own.yaml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("provenance: own.yaml, line ")
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1


# ---------------------------------------------------------------- databases that cannot be written


@pytest.mark.parametrize("folder_too", [False, True])
def test_a_read_only_database(
    program: Callable[..., tuple[int, str, str]], tmp_path: Path, stored: str, folder_too: bool
) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    folder = tmp_path / "db"
    folder.mkdir()
    file = Path(shutil.copy(stored.removeprefix("sqlite:///"), folder / "x.db"))
    file.chmod(0o444)
    folder.chmod(0o555 if folder_too else 0o755)
    url = f"sqlite:///{file}"
    try:
        status, out, error = program("annotate", "a.txt", "--db", url)
        assert (status, out) == (2, "")
        assert error == f"provenance: The database {url} is read-only: change its permissions, or name another with --db.\n"
        assert program("audit", "bridge may reopen", "--db", url)[0] == 0
        assert program("sql", "SELECT count(*) AS n FROM v_claims", "--db", url)[:2] == (0, "n\r\n2\r\n")
        assert program("db", "check", "--db", url) == (0, "", f"provenance: {url} is whole: 1 document, 2 claims\n")
    finally:
        folder.chmod(0o755)


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of its own that is soon full."""
    folder = Path(tempfile.mkdtemp())
    mounted = os.geteuid() == 0 and shutil.which("mount")
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1000k", "tmpfs", folder], capture_output=True) if mounted else None
    try:
        if done is None or done.returncode:
            pytest.skip("a small file system can be mounted by root alone; tests/store holds the same by a limit of pages")
        yield folder
    finally:
        subprocess.run(["umount", folder], capture_output=True, check=False)
        folder.rmdir()


def test_a_full_disk(run: Run, tmp_path: Path, small_disk: Path, seeds: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    url = f"sqlite:///{small_disk}/x.db"
    assert run("annotate", "a.txt", "--db", url).exit_code == 0
    result = run("annotate", seeds, "--db", url)
    assert (result.exit_code, result.stdout) == (2, "")
    said = "is full: free some space and run again; what was stored before is kept"
    assert result.stderr == f"provenance: The database {url} {said}.\n"
    with contextlib.closing(sqlite3.connect(small_disk / "x.db")) as connection:
        assert connection.execute("SELECT locator FROM document").fetchall() == [("a.txt",)]
    (small_disk / "fill").write_bytes(b"")
    with contextlib.suppress(OSError), (small_disk / "fill").open("wb") as fill:
        while True:
            fill.write(bytes(4096))
    result = run("export", "--format", "jsonl", "--db", url, "--out", small_disk / "e.jsonl")
    assert result.exit_code == 2
    assert "cannot be written (No space left on device); choose another file with --out" in result.stderr
    assert sorted(p.name for p in small_disk.iterdir() if not p.name.startswith("x.db")) == ["fill"]


def test_a_full_disk_before_there_is_a_database(run: Run, tmp_path: Path, small_disk: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    with contextlib.suppress(OSError), (small_disk / "fill").open("wb") as fill:
        while True:
            fill.write(bytes(4096))
    result = run("annotate", "a.txt", "--db", f"sqlite:///{small_disk}/x.db")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("provenance: The database ")
    assert result.stderr.count("\n") == 1
