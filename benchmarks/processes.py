"""What can only be measured from outside: how soon the program starts, and its peak memory over many documents."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.table import Row, ratio
from benchmarks.texts import write_records

START_TARGET = 0.4
"""Seconds."""
RUNS = 9
FEW = 50
"""Documents of the run that the long one is compared to."""

_PROGRAM = [sys.executable, "-m", "provenance.cli.main"]
_MAXRSS = 1024 if sys.platform != "darwin" else 1
"""Bytes in a unit of ru_maxrss."""


def _environment() -> dict[str, str]:
    """This environment as a user has it: without a path to peers, and with modules compiled once rather than at each start."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")}


def one_core() -> None:
    """Keeps this process, and all that it starts, to one core where the system can.

    So "one core" is what it says, for libraries with threads of their own too.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            os.sched_setaffinity(0, [max(os.sched_getaffinity(0))])


@dataclass(frozen=True, slots=True)
class _Run:
    """What a process took: seconds by the wall clock, seconds of the processor, and bytes of the peak of resident memory."""

    seconds: float
    processor: float
    peak: int


def _run(command: list[str]) -> _Run:
    """Runs a command. Raises SystemExit where it fails."""
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=_environment()) as process:
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"benchmarks: {' '.join(command)} ended with exit status {process.returncode}.")
    return _Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _MAXRSS)


def start_up() -> list[Row]:
    """The median time of `provenance --help` as a process, beside an interpreter that does nothing."""
    _run([*_PROGRAM, "--help"])  # reads the files from the disk, and compiles them, once
    ours, bare = [], []
    for _ in range(RUNS):
        ours.append(_run([*_PROGRAM, "--help"]))
        bare.append(_run([sys.executable, "-c", "pass"]))
    peer = "python -c pass"
    mine, other = (statistics.median(r.seconds for r in runs) for runs in (ours, bare))
    mine_cpu, other_cpu = (statistics.median(r.processor for r in runs) for runs in (ours, bare))
    target = f"< {START_TARGET * 1000:.0f} ms"
    times = ratio(mine, other)
    return [
        Row("provenance --help", _ms(mine), peer, _ms(other), times, target, mine < START_TARGET),
        Row("of that, the processor's time", _ms(mine_cpu), peer, _ms(other_cpu), ratio(mine_cpu, other_cpu)),
    ]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def memory(shared: Path, folder: Path, count: int) -> list[Row]:
    """Peak memory of `provenance annotate --tagger rules` over `count` documents of one file, beside a run over a few of them.

    Call it before anything big is loaded here: a process inherits the peak of the one that started it.
    """
    rows = []
    few, many = folder / "few.jsonl", folder / "many.jsonl"
    write_records(few, shared, FEW)
    words = write_records(many, shared, count)
    for name, options in (
        ("read and annotated", ["--no-store"]),
        ("and stored in SQLite", ["--db", f"sqlite:///{folder}/memory.db"]),
    ):
        small, large = (
            _run([*_PROGRAM, "annotate", str(file), "--quiet", "--tagger", "rules", *options]).peak for file in (few, many)
        )
        what = f"{count:,} documents ({words:,} words) {name}"
        figures = (f"{large / 1e6:.0f} MB", f"the first {FEW}", f"{small / 1e6:.0f} MB")
        rows.append(Row(what, *figures, ratio(large, small)))
    return rows
