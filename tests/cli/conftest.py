"""The command line in this process and in one of its own, and a database with one document."""

from __future__ import annotations

import functools
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from provenance.cli.main import app
from provenance.store import open_store
from tests.conftest import ROOT
from tests.report.sample import sample

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Calls a command within this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str | Path, input: str | bytes | None = None) -> Result:
        return CliRunner().invoke(app, [str(a) for a in arguments], input=input, prog_name="provenance")

    return call


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., subprocess.Popen[bytes]]:
    """Starts the program as a process of its own, in an empty folder; `before` is a command that starts it in turn."""

    def call(*arguments: str | Path, before: Sequence[str] = (), **options: object) -> subprocess.Popen[bytes]:
        command = [*before, sys.executable, "-m", "provenance.cli.main", *map(str, arguments)]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))}
        # A shell lets its jobs in the background ignore Ctrl-C; the program under test is to have it.
        hear = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
        defaults: dict[str, object] = {
            "preexec_fn": hear,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "cwd": tmp_path,
            "env": environment,
        }
        return subprocess.Popen(command, **(defaults | options))  # type: ignore[call-overload, no-any-return]

    return call


@pytest.fixture(scope="session")
def _stored_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the sample document, made once."""
    path = tmp_path_factory.mktemp("stored") / "stored.db"
    with open_store(f"sqlite:///{path}") as store:
        run = store.begin_run(program_version="0", lexicon_digest="l", registry_digest="r")
        store.add(run, sample())
        store.end_run(run, {})
    return path


@pytest.fixture
def stored(_stored_once: Path, tmp_path: Path) -> str:
    """The URL of a database that holds the sample document."""
    return f"sqlite:///{shutil.copy(_stored_once, tmp_path)}"
