"""The cluster on one machine beside the same work without it: `python -m benchmarks.spark [--documents N] [--cores 1 2]`.

Made-up articles of four claims each are annotated, linked and scored by one process, by `provenance annotate --jobs 2` into
SQLite, and by Spark with one core and with two; the results are compared row by row. Seconds are wall time and, as other work may
share the machine, time of the processor: of Spark's Java and of the Python workers, which do all that is ours.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.table import Row, lines
from provenance.cluster.run import Cutting, Run
from provenance.cluster.session import spark_session
from provenance.cluster.work import Work
from tests.cluster.made import write
from tests.cluster.reference import Whole, whole
from tests.cluster.stored import Tables, annotated, on_cluster

CLAIMS = 4
TAGGERS = ("rules", "fast", "default")


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of one run: by the clock, of Java, and of Python; by the clock to the end of annotating; words."""

    seconds: float
    java: float
    python: float
    annotated: float
    annotated_python: float
    words: int


def processor_seconds() -> dict[str, float]:
    """The processor's time of all processes below this one, by their names, so far (Linux)."""
    tick = os.sysconf("SC_CLK_TCK")
    below: dict[int, list[tuple[int, str, float, float]]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text(errors="replace")
            except OSError:
                continue
            name = stat[stat.index("(") + 1 : stat.rindex(")")]
            fields = stat[stat.rindex(")") + 2 :].split()
            own, ended = sum(map(int, fields[11:13])) / tick, sum(map(int, fields[13:15])) / tick
            below.setdefault(int(fields[1]), []).append((int(entry.name), name, own, ended))
    found: dict[str, float] = {}
    waiting = [os.getpid()]
    while waiting:
        for process, name, own, ended in below.get(waiting.pop(), []):
            kind = "java" if name.startswith("java") else "python"
            found[kind] = found.get(kind, 0.0) + own
            found["python"] = found.get("python", 0.0) + ended  # those of Java that have ended are workers, too
            waiting.append(process)
    return found


def on_spark(cores: int, tagger: str, file: Path, out: Path) -> Took:
    """A run on so many cores. Called in a process of its own, as Java stays once it is started; it keeps to the cores."""
    with suppress(AttributeError, OSError):  # Linux alone
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    with spark_session(f"local[{cores}]", {"spark.driver.memory": "3g"}) as spark:
        spark.range(1).count()  # the first job of a session starts much that all need
        before, begun = processor_seconds(), time.perf_counter()
        run = Run(spark, Work(tagger=tagger), [str(file)], str(out), Cutting(split_bytes=100_000, tasks=8))
        run.annotate()
        annotated, python = time.perf_counter() - begun, _grown(before).get("python", 0.0)
        rows = run.write(str(out), link=True)
        seconds, used = time.perf_counter() - begun, _grown(before)
        return Took(seconds, used["java"], used["python"], annotated, python, run.outcome(rows).words)


def _grown(before: dict[str, float]) -> dict[str, float]:
    return {kind: seconds - before.get(kind, 0.0) for kind, seconds in processor_seconds().items()}


def differences(out: Path, expected: Whole, two_jobs: Tables) -> list[str]:
    """Where the tables of a run differ from the result of one process, and from a database of two jobs, in words."""
    from pyarrow.parquet import read_table

    found = []
    tables: dict[str, list[dict[str, Any]]] = {
        name: read_table(out / name).to_pylist() for name in ("documents", "claims", "links", "origins", "rejected")
    }
    found += [f"{name} of two jobs" for name in on_cluster(tables).differences(two_jobs)]
    if {r["fingerprint"]: r["json"] for r in tables["documents"]} != expected.lines:
        found.append("documents")
    ends = ("first", "second", "kind", "score", "detector")
    if sorted(tuple(r[e] for e in ends) for r in tables["links"]) != sorted(
        (k.first, k.second, k.kind, k.score, k.detector) for k in expected.links
    ):
        found.append("links")
    counted = sorted((c.claim, c.group, c.origin, c.reason, c.through or "") for c in expected.counted)
    if sorted((r["claim"], r["group"], r["origin"], r["reason"], r["through"] or "") for r in tables["origins"]) != counted:
        found.append("origins")
    if len(tables["rejected"]) != len(expected.rejected):
        found.append("rejected")
    return found


def _row(name: str, took: Took) -> Row:
    figure = f"{took.seconds:.0f} s; annotating {took.annotated:.0f} s"
    return Row(name, figure, "processor", f"Java {took.java:.0f} s, Python {took.python:.0f} s")


def _compared(args: argparse.Namespace, folder: Path) -> list[Row]:
    """One machine, then Spark with each number of cores; the last is compared with the first."""
    file = write(folder / "made.jsonl", args.documents, CLAIMS)
    begun, processor = time.perf_counter(), time.process_time()
    expected = whole([str(file)], Work(tagger=args.tagger))
    seconds, processor = time.perf_counter() - begun, time.process_time() - processor
    begun = time.perf_counter()
    two_jobs = annotated([str(file)], folder / "two-jobs.db", args.tagger)
    by_two = time.perf_counter() - begun
    head = f"{len(expected.documents):,} documents, {len(expected.links):,} links"
    rows = [Row(f"one process: {head}", f"{seconds:.0f} s", "processor", f"{processor:.0f} s")]
    rows.append(Row("annotate --jobs 2, stored and linked in SQLite", f"{by_two:.0f} s"))

    took = {}
    for cores in args.cores:
        out = folder / f"out-{cores}"
        with get_context("spawn").Pool(1) as pool:
            took[cores] = pool.apply(on_spark, (cores, args.tagger, file, out))
        other = differences(out, expected, two_jobs)
        print("  equal to one process and to two jobs" if not other else f"  DIFFERS in {', '.join(other)}", flush=True)
        print(json.dumps({"cores": cores} | asdict(took[cores])), flush=True)
        rows.append(_row(f"Spark, local[{cores}]", took[cores]))
    if {1, 2} <= took.keys():
        whole_run, annotating = took[1].seconds / took[2].seconds, took[1].annotated / took[2].annotated
        rows.append(
            Row("the second core pays", f"{whole_run:.2f}; annotating {annotating:.2f}", target=">= 1.60", met=whole_run >= 1.6)
        )
    return rows


def main() -> None:
    """Runs it and prints the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.spark", description="Spark on one machine beside one process.")
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--cores", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--tagger", choices=TAGGERS, default="rules")
    args = parser.parse_args()
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n", flush=True)
    with tempfile.TemporaryDirectory(prefix="provenance-spark-") as name:
        print("\n".join(lines("Spark on one machine", _compared(args, Path(name)), "ratio")))


if __name__ == "__main__":
    main()
