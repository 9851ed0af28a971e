"""One batch of many made articles: rate and memory at every 5,000, nothing lost, and how the time grows with the number.

    python -m benchmarks.batches [SIZE …] [--jobs N] [--every 5000] [--log FILE] [--keep FOLDER]    (sizes: 3000 10000)

The articles are the seeds and, where the shared data are there, news; each is changed by its number: names, figures, the order
of paragraphs. The command is `provenance annotate FILE --tagger rules --no-link`, as a process of its own, into SQLite. Its
memory is what it and all its processes have at once, shared memory counted once (PSS). Other programs load the machine: beside
the time by the clock stands that of the processors.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from benchmarks.texts import news, seeds

_PROGRAM = [sys.executable, "-m", "provenance.cli.main"]
_FIGURE = re.compile(r"\b\d{1,3}\b")
_NAME = re.compile(r"\b[A-Z][a-z]{3,}(?= (?:said|told|announced|added|noted|stated))")
_SYLLABLES = "ba de gi ko lu ma ne ri so tu va wei zan mir hol".split()
LINEAR = 0.10
"""The rate at the end may lie below that of the first part by so much."""
MOST_BYTES = 1_500_000_000


@dataclass(frozen=True, slots=True)
class Point:
    """How far a batch was: documents stored, seconds by the clock and of the processors since it began, bytes in memory."""

    documents: int
    seconds: float
    processor: float
    memory: int


def write_articles(path: Path, shared: Path, count: int) -> int:
    """Writes made articles as JSON lines; returns their words."""
    texts = [text.data.decode() for text in (*seeds(1), *news(shared))]
    words = 0
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            text = _changed(texts[number % len(texts)], random.Random(number))
            words += len(text.split())
            out.write(json.dumps({"id": f"d{number}", "text": text}, ensure_ascii=False) + "\n")
    return words


def _changed(text: str, chance: random.Random) -> str:
    """The text with other figures, other speakers and its paragraphs in another order."""
    text = _FIGURE.sub(lambda found: str(chance.randrange(1, 10 ** len(found[0]))), text)
    text = _NAME.sub(lambda _: "".join(chance.choices(_SYLLABLES, k=3)).title(), text)
    head, *rest = text.split("\n")
    chance.shuffle(rest)
    return "\n".join([head, *rest]) + "\n"


def batch(records: Path, database: Path, jobs: int, every: Sequence[int], log: TextIO) -> list[Point]:
    """Annotates a file of records; returns how far it was when so many documents were stored, and at the end."""
    command = [*_PROGRAM, "annotate", str(records), "--tagger", "rules", "--no-link", "--quiet"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    points: list[Point] = []
    peak = 0
    with subprocess.Popen([*command, "--jobs", str(jobs), "--db", f"sqlite:///{database}"]) as process:
        while process.poll() is None:
            time.sleep(0.5)
            family = list(_family(process.pid))
            peak = max(peak, sum(map(_memory, family)))
            done = _documents(database)
            if len(points) < len(every) and done >= every[len(points)]:
                points.append(Point(done, time.monotonic() - begun, sum(map(_processor, family)), peak))
                print(_line(points[-1]), file=log, flush=True)
                peak = 0
    if process.returncode:
        raise SystemExit(f"benchmarks: {' '.join(command)} ended with exit status {process.returncode}.")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    points.append(Point(_documents(database), time.monotonic() - begun, used, peak))
    print(_line(points[-1]), file=log, flush=True)
    return points


def _line(point: Point) -> str:
    return (
        f"{point.documents:>8,} documents  {point.seconds:>8,.0f} s  {point.processor:>8,.0f} s of the processors  "
        f"{point.memory / 1e6:>6,.0f} MB at most since the last"
    )


def _family(pid: int) -> Iterator[int]:
    """A process, and all that come from it."""
    yield pid
    with contextlib.suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            yield from _family(int(child))


def _memory(pid: int) -> int:
    """Bytes of a process in memory; of what it shares with others its part."""
    with contextlib.suppress(OSError):
        found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
        return int(found[1]) * 1024 if found else 0
    return 0


def _processor(pid: int) -> float:
    """Seconds that the processors spent on a process."""
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _documents(database: Path) -> int:
    with (
        contextlib.suppress(sqlite3.Error),
        contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection,
    ):
        return int(connection.execute("SELECT max(key) FROM document").fetchone()[0] or 0)
    return 0


def verdict(count: int, words: int, points: Sequence[Point]) -> list[str]:
    """What the points say of loss, memory and growth."""
    first, last = points[0], points[-1]
    memory = max(point.memory for point in points)
    lost = "none lost" if last.documents == count else "LOST"
    small = "met" if memory < MOST_BYTES else "NOT MET"
    said = [
        f"{count:,} articles, {words:,} words: {last.documents:,} stored ({lost}), {last.seconds:,.0f} s, "
        f"{words / last.seconds:,.0f} words/s",
        f"processors: {last.processor:,.0f} s, {words / last.processor:,.0f} words/s per core",
        f"memory: {memory / 1e6:,.0f} MB at most in all, target < {MOST_BYTES / 1e6:,.0f}: {small}",
    ]
    if len(points) > 2:
        early, late = first.processor / first.documents, last.processor / last.documents
        growth = late / early - 1
        said.append(
            f"growth: {1000 * early:.1f} ms of the processors an article in the first {first.documents:,}, {1000 * late:.1f} in "
            f"all ({growth:+.1%}), target <= {LINEAR:+.0%}: {'met' if growth <= LINEAR else 'NOT MET'}"
        )
    return said


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("sizes", type=int, nargs="*", default=[3_000, 10_000])
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--every", type=int, default=5_000)
    options.add_argument("--shared", type=Path, default=Path("../shared"))
    options.add_argument("--log", type=Path)
    options.add_argument("--keep", type=Path, help="leave the inputs and the database in this folder")
    given = options.parse_args()
    with given.log.open("a", encoding="utf-8") if given.log else contextlib.nullcontext(sys.stdout) as log:
        for size in given.sizes:
            place = given.keep or Path(tempfile.mkdtemp(prefix="batches-"))
            place.mkdir(exist_ok=True)
            try:
                words = write_articles(place / f"{size}.jsonl", given.shared, size)
                every = min(given.every, max(1, size // 4))
                points = batch(place / f"{size}.jsonl", place / f"{size}.db", given.jobs, range(every, size, every), log)
                on_disk = (place / f"{size}.db").stat().st_size
                stored = f"database: {on_disk / 1e6:,.0f} MB, {on_disk / size:,.0f} bytes an article"
                print("\n".join([*verdict(size, words, points), stored]), file=log, flush=True)
            finally:
                if given.keep is None:
                    shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
