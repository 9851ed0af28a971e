"""`make bench`: a group is measured and printed, one that fails costs itself alone, and stopwatches stand where work is done."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

groups = pytest.importorskip("benchmarks.groups", reason="the benchmarks are not in the source distribution")


def bench(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.run", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)


def test_a_quick_group_prints_its_table(tmp_path: Path) -> None:
    done = bench("--quick", "archives", "--shared", tmp_path)
    assert done.returncode == 0, done.stderr
    head, table = done.stdout.split("\n\n", 1)
    assert head.startswith("Python ") and " cores" in head
    title, heads, _, *rows = table.splitlines()
    assert title == "Reading archives and streams, one core"
    assert heads.split() == ["measured", "figure", "peer", "peer's", "figure", "ratio", "target"]
    assert [row.split(",")[0].strip() for row in rows if " documents" in row] == [
        kind for kind in ("warc", "warc.gz", "jsonl") for _ in range(2)
    ]
    assert sum("peak memory" in row and "MB: met" in row for row in rows) == 6


def test_a_group_that_fails_costs_itself_alone(tmp_path: Path) -> None:
    (tmp_path / "corpora" / "unlabelled").mkdir(parents=True)
    (tmp_path / "corpora" / "unlabelled" / "news.jsonl.gz").write_bytes(b"no gzip")
    done = bench("--quick", "batches", "archives", "--shared", tmp_path)
    assert done.returncode == 1
    assert "BadGzipFile" in done.stderr and done.stderr.endswith("benchmarks: batches failed; what they said stands above.\n")
    assert "Reading archives and streams" in done.stdout


def test_a_group_that_is_not_there_is_wrong_usage() -> None:
    done = bench("stored", "nothing")
    assert done.returncode == 2
    assert "no group nothing; there are start, stored, batches," in done.stderr


def test_each_stage_is_timed_where_the_pipeline_calls_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks import stages, texts

    monkeypatch.chdir(ROOT)
    annotator, _ = stages.loading()
    found = stages._by_stage(annotator, list(texts.seeds(1))[:2])
    assert set(found) == {name for name, _, _ in stages.STAGES} | {"ingest", "the rest", "JSON"}
    assert all(seconds > 0 for seconds in found.values()), found


def test_what_is_timed_of_linking_is_there() -> None:
    from benchmarks.linking_store import PARTS

    assert all(callable(getattr(where, name)) for _, where, name in PARTS)


def test_the_cost_of_words_leaves_out_what_starting_takes() -> None:
    from benchmarks.batches import Batch, Point, rows

    looks = [(64, 3.0), (500, 7.36), (1_000, 12.36), (1_500, 18.86), (2_000, 22.0)]
    words = [500 * number for number in range(2_001)]
    points = tuple(Point(documents, 2 * seconds, seconds, 100_000_000) for documents, seconds in looks)
    found = {row.what.strip(): row for row in rows(Batch(words, 8_000_000, points, 120_000_000))}
    assert found["2,000 articles, 1,000,000 words"].met
    steps = [row for what, row in found.items() if what.startswith("1,000 words, up to")]
    assert [(row.figure, row.peer_figure, row.ratio) for row in steps] == [
        ("20.0 ms", "20.0 ms", "1.00"),
        ("22.1 ms", "20.0 ms", "1.10"),
    ]
    assert [row.met for row in steps] == [None, False]
    assert found["the database, an article"].figure == "60,000 bytes"
    assert found["speed, by the clock"].figure == "22,727 words/s, 45.5 articles/s"
