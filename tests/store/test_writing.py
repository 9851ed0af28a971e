"""Batches, interruptions, full disks, writers at once: what was stored stays, and never half a document."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from provenance.cli.main import app
from provenance.errors import StoreError
from provenance.records import Rejected
from provenance.store import Store, engine, open_store, writer
from tests.store.conftest import begin
from tests.store.making import harbour, large

ROOT = Path(__file__).resolve().parents[2]


def test_a_run_is_recorded(store: Store) -> None:
    run = begin(store)
    assert store.query("SELECT program_version, lexicon_digest, registry_digest, arguments, finished, counts FROM run").rows == (
        ("1", "l", "r", '["annotate", "x"]', None, "{}"),
    )
    store.reject(run, Rejected("x.bin", "binary", "The file is binary."))
    store.end_run(run, {"documents": 3})
    [(started, finished, counts)] = store.query("SELECT started, finished, counts FROM run").rows
    assert started.endswith("Z") and finished >= started and counts == '{"documents": 3}'
    assert store.query("SELECT run, locator, reason FROM rejected").rows == ((run, "x.bin", "binary"),)
    assert store.counts() | {"runs": 1, "rejected": 1} == store.counts()


def test_names_with_odd_characters_can_be_recorded(store: Store) -> None:
    run = store.begin_run(program_version="1", lexicon_digest="l", registry_digest="r", arguments=["a\x00b\udcff"])
    store.reject(run, Rejected("a\udcff.txt", "missing", "\x00"))
    store.end_run(run, {})
    assert store.counts()["rejected"] == 1


def test_a_run_that_was_not_begun_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="Run 77 was not begun here"):
        store.add(77, harbour())


def test_documents_are_written_in_batches(url: str) -> None:
    with open_store(url, batch=3) as store, open_store(url) as other:
        run = begin(store)
        seen = []
        for n in range(7):
            store.add(run, harbour(f"{n}.txt", id=str(n)))
            seen.append(other.counts()["documents"])
        assert seen == [0, 0, 3, 3, 3, 6, 6]
    with open_store(url) as store:
        assert store.counts()["documents"] == 7


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_what_is_buffered_is_written_when_the_batch_breaks_off(url: str, error: type[BaseException]) -> None:
    with pytest.raises(error), open_store(url) as store:
        run = begin(store)
        store.add(run, harbour("a.txt"))
        raise error
    with open_store(url) as store:
        assert [i.locator for i in store.documents()] == ["a.txt"]
        assert store.check() == ()


@pytest.mark.parametrize("after", range(1, 9))
def test_an_interruption_within_a_transaction_leaves_none_of_it(url: str, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """Ctrl-C after some of the statements that write a batch: that batch is gone as a whole, the one before it is there."""
    with open_store(url, batch=2) as store:
        run = begin(store)
        for n in range(2):
            store.add(run, harbour(f"{n}.txt", id=str(n)))
        real, left = writer.insert_rows, [after]

        def broken(connection: Any, tables: Any) -> int:
            some = dict(list(tables.items())[: left[0]])
            real(connection, some if after > 1 else {})
            raise KeyboardInterrupt

        monkeypatch.setattr(writer, "insert_rows", broken)
        store.add(run, harbour("2.txt", id="2"))
        with pytest.raises((KeyboardInterrupt, StoreError)):
            store.add(run, harbour("3.txt", id="3"))
        monkeypatch.undo()
        assert [i.locator for i in store.documents()] == ["0.txt", "1.txt"]
        store.add(run, harbour("3.txt", id="3"))
    with open_store(url) as store:
        assert [i.locator for i in store.documents()] == ["0.txt", "1.txt", "3.txt"]
        assert store.check() == ()


KILLED = """
import sys
from provenance.store import open_store
from tests.store.conftest import begin
from tests.store.making import large
with open_store(sys.argv[1], batch=5) as store:
    run = begin(store)
    for n in range(100000):
        store.add(run, large(n))
        print(n, flush=True)
"""


def test_a_killed_program_leaves_whole_documents(url: str) -> None:
    process = subprocess.Popen([sys.executable, "-c", KILLED, url], cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    for line in process.stdout:
        if int(line) >= 23:
            break
    time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    with open_store(url) as store:
        infos = store.documents()
        assert len(infos) >= 20 and len(infos) % 5 == 0
        assert all(store.load(info.key) == large(number) for number, info in enumerate(infos))
        assert store.check() == ()


def test_a_full_disk(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = engine.connect_sqlite

    def small(path: Path, read_only: bool) -> sqlite3.Connection:
        connection = real(path, read_only)
        connection.execute("PRAGMA max_page_count = 400")
        return connection

    monkeypatch.setattr(engine, "connect_sqlite", small)
    stored = 0
    with (
        pytest.raises(StoreError, match=r"is full: free some space and run again; what was stored before is kept"),
        open_store(sqlite_url, batch=2) as store,
    ):
        run = begin(store)
        for n in range(200):
            store.add(run, large(n))
            stored = n
    monkeypatch.undo()
    assert 2 < stored < 199
    with open_store(sqlite_url) as store:
        infos = store.documents()
        assert len(infos) == stored - stored % 2
        assert store.load(infos[-1].key) == large(len(infos) - 1)
        assert store.check() == ()
        assert store.add(begin(store), large(199)).kind == "new"


def _write_many(url: str, first: int, count: int) -> None:
    with open_store(url, batch=4) as store:
        run = begin(store)
        for n in range(first, first + count):
            store.add(run, large(n, attributions=5, claims=8))
        store.end_run(run, {})


def test_two_writers_at_once(url: str) -> None:
    """Both store documents 10 to 19: each of these is there once, and neither writer fails."""
    open_store(url).close()
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_write_many, args=(url, first, 20)) for first in (0, 10)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0, 0]
    with open_store(url) as store:
        assert sorted(i.locator for i in store.documents(all_revisions=True)) == [f"folder/{n:06}.txt" for n in range(30)]
        for info in store.documents():
            assert store.load(info.key) == large(int(info.locator[7:13]), attributions=5, claims=8)
        assert store.check() == ()


def test_two_writers_with_turned_orders(url: str) -> None:
    """The same documents in opposite orders within open batches: no deadlock, and each is stored once."""
    with open_store(url, batch=100) as one, open_store(url, batch=100) as two:
        runs = begin(one), begin(two)
        for n in range(6):
            assert one.add(runs[0], harbour(f"{n}.txt", id=str(n))).kind == "new"
            assert two.add(runs[1], harbour(f"{5 - n}.txt", id=str(5 - n))).kind == "new"
        one.flush()
        two.flush()
        assert one.counts() | {"documents": 6, "revisions": 6} == one.counts()
        assert one.check() == ()


def test_a_writer_waits_for_another(sqlite_url: str) -> None:
    with open_store(sqlite_url) as store:
        run = begin(store)
        other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        import threading

        timer = threading.Timer(0.5, lambda: other.execute("COMMIT"))
        timer.start()
        begun = time.monotonic()
        store.add(run, harbour())
        store.flush()
        assert time.monotonic() - begun >= 0.4
        timer.join()
        other.close()


def test_a_writer_that_waits_too_long_says_so(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.2)
    with open_store(sqlite_url) as store:
        run = begin(store)
        other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        store.add(run, harbour())
        with pytest.raises(StoreError, match="was locked by another program"):
            store.flush()
        other.execute("ROLLBACK")
        other.close()


def test_a_large_document(store: Store) -> None:
    annotated = large(1, words=60_000, attributions=3000, claims=6000, hedges=2000)
    begun = time.monotonic()
    store.add(begin(store), annotated)
    store.flush()
    assert store.load(store.document_key("folder/000001.txt")) == annotated
    assert time.monotonic() - begun < 60


@pytest.mark.parametrize("resume", [(), ("--resume",)])
def test_two_records_of_one_id_stay_two_where_a_run_was_stopped_between_them(url: str, tmp_path: Path, resume: tuple[str, ...]):
    """What a stop between two lines leaves is the first line alone; the run that goes on meets it as one that is there."""
    first, second = (
        json.dumps({"id": "r1", "text": f"The bridge is {word}, the mayor said."}) + "\n" for word in ("open", "shut")
    )
    file = tmp_path / "f.jsonl"
    for lines in (first, first + second, first + second):
        file.write_text(lines)
        done = CliRunner().invoke(app, ["annotate", str(file), "--db", url, "--tagger", "rules", "--quiet", "--no-link", *resume])
        assert done.exit_code == 0, done.output
    with open_store(url, read_only=True) as store:
        rows = store.query("SELECT text, is_current, revision FROM document ORDER BY line").rows
    said = [(text.split(",")[0], bool(current), revision) for text, current, revision in rows]
    assert said == [("The bridge is open", True, 1), ("The bridge is shut", True, 1)]
