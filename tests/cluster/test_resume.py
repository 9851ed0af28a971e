"""A driver that is killed in the middle: the same command goes on from there. And a task that fails is done again, not twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provenance.cluster.arrow import mapped
from provenance.cluster.run import Cutting, Run
from provenance.cluster.work import Work
from tests.cluster.conftest import QUICK_JAVA, SMALL
from tests.cluster.made import write
from tests.cluster.reference import whole
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

FILES, ARTICLES = 12, 3
PART_MB = 0.001
PATIENCE = 300
"""Seconds that the first part may take on a busy machine."""


def started(folder: Path, out: Path) -> subprocess.Popen[bytes]:
    """The command, in a process group of its own with the JVM and the workers that it starts."""
    settings = [word for name, value in SMALL.items() for word in ("--conf", f"{name}={value}")]
    command = [sys.executable, "-m", "provenance.cli.main", "cluster", "annotate", str(folder), "--out", str(out)]
    command += ["--master", "local[1]", "--tagger", "rules", "--partitions", "1", "--part-mb", str(PART_MB), *settings]
    paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    environment = os.environ | {"PYTHONPATH": paths, "JDK_JAVA_OPTIONS": QUICK_JAVA}
    with (out.parent / "log").open("wb") as log:
        return subprocess.Popen(command, env=environment, start_new_session=True, stdout=log, stderr=log)


def written(out: Path) -> dict[str, int]:
    """The parts that are whole, by id, and when they were."""
    return {mark.parent.name: mark.stat().st_mtime_ns for mark in out.glob("_parts/*/_SUCCESS")}


def test_a_killed_run_goes_on_where_it_was(spark: SparkSession, tmp_path: Path):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for number in range(FILES):
        lines = write(folder / f"{number:02d}.jsonl", (number + 1) * ARTICLES).read_bytes().splitlines(keepends=True)
        (folder / f"{number:02d}.jsonl").write_bytes(b"".join(lines[number * ARTICLES :]))
    process = started(folder, out)
    try:
        until = time.monotonic() + PATIENCE
        while len(written(out)) < 2 and process.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    before = written(out)
    assert 2 <= len(before) < FILES, (out.parent / "log").read_text()
    assert not (out / "_run.json").exists()

    work = Work(tagger="rules")
    run = Run(spark, work, [str(folder)], str(out), Cutting(part_bytes=round(PART_MB * 1e6), tasks=1))
    run.annotate()
    rows = run.write(str(out), link=True)
    assert run.fresh == FILES - len(before)
    assert {part: at for part, at in written(out).items() if part in before} == before
    expected = whole([str(folder)], work)
    assert {row["fingerprint"]: row["json"] for row in spark.read.parquet(f"{out}/documents").collect()} == expected.lines
    assert rows["documents"] == FILES * ARTICLES
    assert rows["links"] == len(expected.links) > 0


def test_a_task_that_fails_is_done_again_and_its_rows_count_once(spark: SparkSession, tmp_path: Path):
    from pyspark.sql.types import StructType

    def fails_once(rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        from pyspark import TaskContext

        attempt = TaskContext.get().attemptNumber()  # type: ignore[union-attr]
        for row in rows:
            yield {"number": row["id"], "attempt": attempt}
            if row["id"] == 70 and attempt == 0:
                raise RuntimeError("a worker was lost")

    schema = StructType.fromDDL("number BIGINT, attempt INT")
    mapped(spark.range(0, 100, 1, 2), fails_once, schema, 4).write.parquet(str(tmp_path / "out"))
    rows = spark.read.parquet(str(tmp_path / "out")).collect()
    assert sorted(row["number"] for row in rows) == list(range(100))
    assert {row["attempt"] for row in rows if row["number"] >= 50} == {1}
