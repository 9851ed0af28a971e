"""Exporting what a database holds, in every format: seconds, peak memory beside that of a tenth of the claims, bytes.

    python -m benchmarks.exporting [SIZE …]                    sizes are 1000 10000 claims unless given
    python -m benchmarks.exporting --database URL SIZE …       the same of databases that are there, one a size, in order

The databases are those of `benchmarks.made_articles`, related before, which is not counted. Each format of each size has a
process of its own, started as a user starts it (`provenance export --format … --out …`), from its start to its end; memory is the
most that the process ever had. Targets are for the last size: from 10,000 claims on a minute of computing (the clock of a busy
machine tells how busy it was), and no more memory than 1.25 times that of the first size.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.table import Row, lines, ratio
from provenance.export import FORMATS

SIZES = (1_000, 10_000)
MOST_SECONDS, MOST_GROWTH = 60.0, 1.25


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock and of computing, megabytes at the peak, bytes written."""

    seconds: float
    computing: float
    megabytes: float
    written: int


def make(url: str, size: int) -> None:
    """A database with so many claims, related, made in a process of its own."""
    for step in ("--make", "--one"):
        arguments = [sys.executable, "-m", "benchmarks.linking_store", step, "--database", url, str(size)]
        subprocess.run(arguments, stdout=subprocess.DEVNULL, check=True)


def export(url: str, name: str, out: Path) -> Cost:
    """What an export costs."""
    arguments = [
        sys.executable,
        "-m",
        "provenance.cli.main",
        "export",
        "--quiet",
        "--format",
        name,
        "--db",
        url,
        "--out",
        str(out),
    ]
    begun = time.perf_counter()
    process = subprocess.Popen(arguments)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(arguments)} ended with {process.returncode}")
    written = out.stat().st_size
    out.unlink()
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, written)


def rows(sizes: Sequence[int], costs: dict[str, list[Cost]]) -> Iterator[Row]:
    """The lines of the table."""
    for name, found in costs.items():
        first, last = found[0], found[-1]
        clock = f"{last.seconds:.1f} s"
        large = sizes[-1] >= SIZES[-1]
        target, met = (f"<= {MOST_SECONDS:.0f} s", last.computing <= MOST_SECONDS) if large else ("", None)
        yield Row(name, f"{last.computing:.1f} s", "by the clock", clock, "", target, met)
        grown = last.megabytes / first.megabytes
        yield Row(
            "  peak memory",
            f"{last.megabytes:.0f} MB",
            f"of {sizes[0]:,} claims",
            f"{first.megabytes:.0f} MB",
            ratio(last.megabytes, first.megabytes),
            f"<= {MOST_GROWTH:.2f}",
            grown <= MOST_GROWTH,
        )
        yield Row("  written", f"{last.written / 1e6:.1f} MB", f"of {sizes[0]:,} claims", f"{first.written / 1e6:.1f} MB")


def exporting(
    folder: Path, sizes: Sequence[int], databases: Sequence[str] = (), formats: Sequence[str] = ()
) -> tuple[str, list[Row]]:
    """A title and the rows. Databases that are not named are made in the folder; all formats unless some are named."""
    urls = databases or [f"sqlite:///{folder}/export-{size}.db" for size in sizes]
    if not databases:
        for url, size in zip(urls, sizes, strict=True):
            make(url, size)
    names = formats or [form.name for form in FORMATS]
    costs = {name: [export(url, name, folder / "exported") for url in urls] for name in names}
    return f"Exporting {sizes[-1]:,} claims (generated documents, one process)", list(rows(sizes, costs))


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.exporting", description="Measure exporting what is stored.")
    parser.add_argument("sizes", nargs="*", type=int, default=[*SIZES], metavar="SIZE", help="claims")
    parser.add_argument("--database", action="append", metavar="URL", help="a database that holds so many claims already")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="provenance-bench-") as folder:
        title, found = exporting(Path(folder), options.sizes, options.database or ())
    print("\n".join(lines(title, found)))


if __name__ == "__main__":
    main()
