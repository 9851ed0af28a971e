"""A worker that dies or hangs costs the input that it had in hand, and nothing else."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

import provenance.parallel.runner
import provenance.pipeline
from provenance.records import AnnotatedDocument, Document
from provenance.store import open_store
from tests.batch.dumping import differences, dump
from tests.batch.making import folder
from tests.batch.running import children, finished, gone, start, workers
from tests.cli.conftest import run  # noqa: F401 - a fixture

Run = Callable[..., Result]
WORDS = "The mayor of Brack said that the bridge is open.\n"


def write(root: Path, texts: dict[str, str]) -> Path:
    root.mkdir()
    for name, text in texts.items():
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def booby_trap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts that kill who annotates them, or hold him up."""
    right = provenance.pipeline.Annotator.annotate

    def annotate(self: provenance.pipeline.Annotator, document: Document) -> AnnotatedDocument:
        if document.text.startswith("Segfault"):
            os.kill(os.getpid(), signal.SIGSEGV)
        if document.text.startswith("Memory"):
            os.kill(os.getpid(), signal.SIGKILL)
        if document.text.startswith("Exit"):
            os._exit(3)
        if document.text.startswith("Endless"):
            signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
            while True:
                pass
        return right(self, document)

    monkeypatch.setattr(provenance.pipeline.Annotator, "annotate", annotate)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_kills_its_worker_costs_itself_alone(run: Run, tmp_path: Path, booby_trap: None, jobs: str) -> None:  # noqa: F811
    good = {f"{letter}.txt": f"Report {letter}. {WORDS}" for letter in "adfh"}
    bad = {"b.txt": "Segfault.", "c.txt": "Memory.", "e.txt": "Exit.", "g.txt": "Segfault again."}
    inputs = write(tmp_path / "in", good | bad)
    result = run("annotate", inputs, "--tagger", "rules", "--jobs", jobs, "--no-link")
    assert result.exit_code == 1
    said = [line.split(": ")[1].rsplit("/", 1)[1] for line in result.stderr.splitlines()]
    assert said == ["b.txt", "c.txt", "e.txt", "g.txt"], "in the order of the inputs"
    assert "was killed by SIGSEGV, 3 times" in result.stderr
    assert "was killed by SIGKILL (as the system does where memory runs out), 3 times" in result.stderr
    assert "ended with exit status 3, 3 times" in result.stderr
    with contextlib.closing(sqlite3.connect("provenance.db")) as connection:
        assert connection.execute("SELECT reason, count(*) FROM rejected GROUP BY reason").fetchall() == [("crashed", 4)]
        stored = connection.execute("SELECT locator FROM document ORDER BY key").fetchall()
    assert [Path(locator).name for (locator,) in stored] == ["a.txt", "d.txt", "f.txt", "h.txt"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_holds_its_worker_up_is_given_up(run: Run, tmp_path: Path, booby_trap: None, jobs: str) -> None:  # noqa: F811
    inputs = write(tmp_path / "in", {"a.txt": WORDS, "b.txt": "Endless.", "c.txt": f"Later. {WORDS}", "d.txt": f"Last. {WORDS}"})
    begun = time.monotonic()
    result = run("annotate", inputs, "--tagger", "rules", "--jobs", jobs, "--timeout", "5", "--no-link")
    assert time.monotonic() - begun < 60
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "b.txt: it took longer than the 5 seconds that it may; raise that with --timeout" in result.stderr
    assert "timeout" in result.stdout
    with open_store("sqlite:///provenance.db", read_only=True) as store:
        assert [Path(i.locator).name for i in store.documents()] == ["a.txt", "c.txt", "d.txt"]


def test_on_a_machine_with_one_core_a_crash_costs_its_input_too(
    run: Run,  # noqa: F811
    tmp_path: Path,
    booby_trap: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(provenance.parallel.runner, "all_cores", lambda: 1)
    inputs = write(tmp_path / "in", {"a.txt": WORDS, "b.txt": "Segfault.", "c.txt": f"Later. {WORDS}"})
    result = run("annotate", inputs, "--tagger", "rules", "--no-store")
    assert result.exit_code == 1
    assert result.stdout.startswith("2 documents read")
    assert "b.txt: the process that annotated it was killed by SIGSEGV, 3 times" in result.stderr


def test_with_no_jobs_there_is_no_other_process(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    def fork() -> int:
        raise AssertionError("forked")

    monkeypatch.setattr(os, "fork", fork)
    inputs = write(tmp_path / "in", {"a.txt": WORDS})
    result = run("annotate", inputs, "--tagger", "rules", "--no-store", "--jobs", "0")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("1 document read")


def test_a_worker_that_somebody_kills_costs_nothing(tmp_path: Path) -> None:
    inputs = folder(tmp_path / "in", 120)
    undisturbed, disturbed = (f"sqlite:///{tmp_path}/{name}.db" for name in "ud")
    assert finished(["annotate", inputs, "--tagger", "rules", "--jobs", "2", "--no-link", "--db", undisturbed]).returncode == 1
    process = start(["annotate", inputs, "--tagger", "rules", "--jobs", "2", "--no-link", "--db", disturbed])
    killed = 0
    while process.poll() is None and killed < 4:
        for pid in workers(process.pid)[:1]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                killed += 1
        time.sleep(0.15)
    _, error = process.communicate(timeout=120)
    assert process.returncode == 1, error
    assert killed >= 2
    assert b"crashed" not in error
    assert differences(dump(undisturbed), dump(disturbed)) == []


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_no_process_outlives_the_program(tmp_path: Path, ending: signal.Signals) -> None:
    inputs = folder(tmp_path / "in", 600)
    process = start(["annotate", inputs, "--tagger", "rules", "--jobs", "3", "--db", f"sqlite:///{tmp_path}/x.db"])
    deadline = time.monotonic() + 60
    while len(workers(process.pid)) < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    started = [*children(process.pid), *workers(process.pid)]
    assert len(started) == 4
    process.send_signal(ending)
    _, error = process.communicate(timeout=60)
    assert gone(started)
    if ending == signal.SIGINT:
        assert process.returncode == 130
        assert error.count(b"\n") <= 3 and b"stopped by Ctrl-C" in error
    else:
        assert process.returncode == -ending


def test_a_nursery_that_is_killed_ends_the_batch_in_one_sentence(tmp_path: Path) -> None:
    inputs = folder(tmp_path / "in", 600)
    process = start(["annotate", inputs, "--tagger", "rules", "--jobs", "2", "--db", f"sqlite:///{tmp_path}/x.db"])
    deadline = time.monotonic() + 60
    while not workers(process.pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    started = workers(process.pid)
    for pid in children(process.pid):
        os.kill(pid, signal.SIGKILL)
    _, error = process.communicate(timeout=60)
    assert process.returncode == 2
    assert b"The process that makes worker processes was killed: run again" in error
    assert gone(started)
