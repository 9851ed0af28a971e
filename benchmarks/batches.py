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

from benchmarks.table import Row, lines, ratio
from benchmarks.texts import news, seeds

TITLE = "A batch of made articles, stored in SQLite"
_PROGRAM = [sys.executable, "-m", "provenance.cli.main"]
_FIGURE = re.compile(r"\b\d{1,3}\b")
_NAME = re.compile(r"\b[A-Z][a-z]{3,}(?= (?:said|told|announced|added|noted|stated))")
_SYLLABLES = "ba de gi ko lu ma ne ri so tu va wei zan mir hol".split()
LINEAR = 1.10
"""A word of many may cost so many times what one of the first step costs,"""
ENOUGH = 1_000
"""where so many articles are annotated; fewer say little."""
MOST_BYTES = 1_500_000_000
"""The target for the memory of so many articles:"""
ARTICLES = 100_000


@dataclass(frozen=True, slots=True)
class Point:
    """How far a batch was: documents stored, seconds by the clock and of the processors since it began, bytes in memory."""

    documents: int
    seconds: float
    processor: float
    memory: int


def write_articles(path: Path, shared: Path, count: int) -> list[int]:
    """Writes made articles as JSON lines; returns the words of the first so many of them, from none to all."""
    texts = [text.data.decode() for text in (*seeds(1), *news(shared))]
    words = [0]
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            text = _changed(texts[number % len(texts)], random.Random(number))
            words.append(words[-1] + len(text.split()))
            out.write(json.dumps({"id": f"d{number}", "text": text}, ensure_ascii=False) + "\n")
    return words


def _changed(text: str, chance: random.Random) -> str:
    """The text with other figures, other speakers and its paragraphs in another order."""
    text = _FIGURE.sub(lambda found: str(chance.randrange(1, 10 ** len(found[0]))), text)
    text = _NAME.sub(lambda _: "".join(chance.choices(_SYLLABLES, k=3)).title(), text)
    head, *rest = text.split("\n")
    chance.shuffle(rest)
    return "\n".join([head, *rest]) + "\n"


def batch(records: Path, database: Path, jobs: int, every: Sequence[int], log: TextIO | None) -> list[Point]:
    """Annotates a file of records; returns how far it was when so many documents were stored, and at the end.

    Each point is told to the log as it comes, where there is one. Raises SystemExit where the program fails.
    """
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
                _tell(points[-1], log)
                peak = 0
    if process.returncode:
        raise SystemExit(f"benchmarks: {' '.join(command)} ended with exit status {process.returncode}.")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    points.append(Point(_documents(database), time.monotonic() - begun, used, peak))
    _tell(points[-1], log)
    return points


def _tell(point: Point, log: TextIO | None) -> None:
    if log is not None:
        said = f"{point.documents:>8,} documents  {point.seconds:>8,.0f} s  {point.processor:>8,.0f} s of the processors  "
        print(f"{said}{point.memory / 1e6:>6,.0f} MB at most since the last", file=log, flush=True)


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


@dataclass(frozen=True, slots=True)
class Batch:
    """What went into a batch, how far it was when, and what it left.

    `words` are those of the first so many articles, from none to all; `read` the bytes of all, `stored` those of the database.
    """

    words: Sequence[int]
    read: int
    points: tuple[Point, ...]
    stored: int

    @property
    def articles(self) -> int:
        return len(self.words) - 1


def measured(place: Path, shared: Path, size: int, jobs: int, every: int, log: TextIO | None = None) -> Batch:
    """Makes a file of so many articles in a folder, and annotates it into a database there."""
    records, database = place / f"{size}.jsonl", place / f"{size}.db"
    words = write_articles(records, shared, size)
    steps = min(every, max(1, size // 4))
    points = batch(records, database, jobs, (1, *range(steps, size, steps)), log)
    return Batch(words, records.stat().st_size, tuple(points), database.stat().st_size)


def rows(one: Batch) -> Iterator[Row]:
    """What a batch says of speed, loss, memory, growth and size."""
    first, last = one.points[0], one.points[-1]
    clock, whole = last.seconds, last.documents == one.articles
    words = one.words[-1]
    speed = f"{words / clock:,.0f} words/s, {one.articles / clock:,.1f} articles/s"
    per_core = f"{words / last.processor:,.0f} words/s, {one.articles / last.processor:,.1f} articles/s"
    lost = f"{last.documents:,} stored"
    yield Row(f"{one.articles:,} articles, {words:,} words", lost, target="all stored", met=whole)
    yield Row("  speed, by the clock", speed)
    yield Row("  speed per core, of the processors' time", per_core)
    yield from _growth(one.words, [point for point in one.points if point.documents < one.articles])
    memory = max(point.memory for point in one.points)
    target, met = (f"< {MOST_BYTES / 1e6:,.0f} MB", memory < MOST_BYTES) if one.articles >= ARTICLES else ("", None)
    beside = (f"to the first {first.documents:,}", f"{first.memory / 1e6:,.0f} MB", ratio(memory, first.memory))
    yield Row("  peak memory of all processes", f"{memory / 1e6:,.0f} MB", *beside, target, met)
    size, read = one.stored / one.articles, one.read / one.articles
    yield Row("  the database, an article", f"{size:,.0f} bytes", "its line of JSON", f"{read:,.0f} bytes", ratio(size, read))


def _growth(words: Sequence[int], looks: Sequence[Point]) -> Iterator[Row]:
    """What 1,000 words cost up to each look, beside those up to the first step; by words, as articles are of all lengths.

    What was spent until the first articles were stored counts for none: starting costs the same for few and for many. The last
    look is before the end, so that at each of them workers are ahead of what is stored by about as much.
    """
    if len(looks) < 3:
        return
    begun, *steps = looks
    spent = [1e6 * (point.processor - begun.processor) for point in steps]
    costs = [ms / (words[point.documents] - words[begun.documents]) for ms, point in zip(spent, steps, strict=True)]
    for point, cost in list(zip(steps, costs, strict=True))[1:]:
        target, met = (
            (f"<= {LINEAR:.2f}", cost <= LINEAR * costs[0]) if len(words) > ENOUGH and point is steps[-1] else ("", None)
        )
        beside = (f"up to {steps[0].documents:,}", f"{costs[0]:.1f} ms", ratio(cost, costs[0]))
        yield Row(f"  1,000 words, up to {point.documents:,} articles", f"{cost:.1f} ms", *beside, target, met)


def growing(folder: Path, shared: Path, size: int, jobs: int = 2) -> list[Row]:
    """A batch of so many articles, looked at in four steps; its files are removed. Memory and steps are known on Linux alone."""
    try:
        return list(rows(measured(folder, shared, size, jobs, size // 4)))
    finally:
        for made in folder.glob(f"{size}.*"):
            made.unlink()


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.batches", description="Measure batches of many articles.")
    options.add_argument("sizes", type=int, nargs="*", default=[3_000, 10_000], metavar="SIZE", help="articles")
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--every", type=int, default=5_000, help="look at it after so many articles, at least four times")
    options.add_argument("--shared", type=Path, default=Path("../shared"))
    options.add_argument("--log", type=Path)
    options.add_argument("--keep", type=Path, help="leave the inputs and the database in this folder")
    given = options.parse_args()
    with given.log.open("a", encoding="utf-8") if given.log else contextlib.nullcontext(sys.stdout) as log:
        for size in given.sizes:
            place = given.keep or Path(tempfile.mkdtemp(prefix="batches-"))
            place.mkdir(exist_ok=True)
            try:
                found = measured(place, given.shared, size, given.jobs, given.every, log)
                print("\n".join(lines(f"{TITLE}, {given.jobs} jobs", list(rows(found)))), file=log, flush=True)
            finally:
                if given.keep is None:
                    shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
