"""`provenance serve`: what it says when it starts, what it refuses, and how it ends."""

from __future__ import annotations

import hashlib
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.cli.conftest import Run, run, start  # noqa: F401 - fixtures

Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def copied(seeds_database: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(seeds_database, tmp_path)}"


def test_a_database_that_is_not_there_is_one_sentence(run: Run) -> None:  # noqa: F811
    done = run("serve", "--db", "sqlite:///none.db")
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "There is no database none.db" in done.stderr


def test_an_older_schema_is_one_sentence(run: Run, copied: str) -> None:  # noqa: F811
    path = copied.removeprefix("sqlite:///")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE provenance_version SET version_num = '0001'")
    connection.close()
    done = run("serve", "--db", copied)
    assert done.exit_code == 2 and "has an older schema: run provenance db upgrade" in done.stderr


def test_a_port_in_use_is_one_sentence(run: Run, copied: str) -> None:  # noqa: F811
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run("serve", "--db", copied, "--port", str(taken.getsockname()[1]))
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1) and "choose another --port" in done.stderr


def test_a_host_that_does_not_exist_is_one_sentence(run: Run, copied: str) -> None:  # noqa: F811
    done = run("serve", "--db", copied, "--host", "no..such..host", "--port", "0")
    assert done.exit_code == 2 and "--host no..such..host" in done.stderr


def place_of(process: subprocess.Popen[bytes]) -> tuple[str, str]:
    """Where it serves, and all that it said until then."""
    assert process.stderr is not None
    said = ""
    while True:
        line = process.stderr.readline().decode()
        assert line, said
        said += line
        if found := re.search(r"http://\S+/", line):
            return found.group(), said


def test_it_serves_until_ctrl_c_and_leaves_the_database_as_it_was(start: Start, copied: str) -> None:  # noqa: F811
    path = Path(copied.removeprefix("sqlite:///"))
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    process = start("serve", "--db", copied, "--port", "0")
    try:
        place, said = place_of(process)
        assert place.startswith("http://127.0.0.1:") and "until Ctrl-C" in said and "password" not in said
        with httpx.Client(base_url=place, trust_env=False) as client:
            for page in ("/", "/search?q=China", "/documents", "/sql?q=SELECT+1"):
                answer = client.get(page)
                assert answer.status_code == 200 and "server" not in answer.headers
    finally:
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=20)
    assert (process.returncode, out, b"Traceback" in error) == (0, b"", False)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_another_host_is_said_aloud(start: Start, copied: str) -> None:  # noqa: F811
    process = start("serve", "--db", copied, "--host", "0.0.0.0", "--port", "0")
    try:
        place, said = place_of(process)
        assert "0.0.0.0 is not this machine alone" in said and "without a password" in said
        with httpx.Client(base_url=place, trust_env=False) as client:
            assert client.get("/about").status_code == 200
            assert client.get("/about", headers={"host": "evil.example"}).status_code == 421
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
