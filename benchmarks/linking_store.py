"""Relating what a database holds: links, origins and scores of generated documents, and of one document more.

    python -m benchmarks.linking_store [SIZE …]                  the table; sizes are 10000 30000 100000 claims unless given
    python -m benchmarks.linking_store --database URL [SIZE …]   the same in an empty database, which stays (one size)

What is measured is what `provenance annotate` and `provenance claims relate` do when documents are stored, by the same function
(`provenance.cli.relating.relate`). Each size has a database and a process of its own, as memory that a process once had is not
given back; making the documents and storing them is not counted.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.made_articles import CLAIMS, articles, store_all
from benchmarks.stages import Stopwatch
from benchmarks.table import Row, lines
from provenance.claims.link import Linker
from provenance.cli import relating
from provenance.registry import load_registry
from provenance.score.models import DEFAULT_MODEL, model
from provenance.store import Store, linking, open_store

SIZES = (10_000, 30_000, 100_000)
MOST_SECONDS, MOST_MEGABYTES, MOST_FOR_ARTICLE = 300.0, 2_000.0, 1.0
"""The targets for the largest size: all claims, and one article more."""
PARTS: tuple[tuple[str, object, str], ...] = (
    ("read the claims", linking, "of_documents"),
    ("make their keys", Linker, "keys"),
    ("find what shares a key", linking, "_sharing"),
    ("compare", Linker, "compare"),
    ("link, with all of these", linking, "link"),
    ("count origins, drift", linking, "settle"),
    ("score again", relating, "rescore"),
)


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of computing in all and by part, by the clock, megabytes at the peak; bytes of the database before and after."""

    claims: int
    links: int
    seconds: float
    clock: float
    parts: dict[str, float]
    megabytes: float
    before: int
    after: int
    article: float
    article_clock: float
    article_parts: dict[str, float]
    rescored: int


@contextmanager
def _measured() -> Iterator[Stopwatch]:
    """The functions of PARTS under a stopwatch."""
    watch = Stopwatch()
    kept = [(where, name, getattr(where, name)) for _, where, name in PARTS]
    for what, where, name in PARTS:
        setattr(where, name, watch.wrapped(what, getattr(where, name)))
    try:
        yield watch
    finally:
        for where, name, function in kept:
            setattr(where, name, function)


def make(url: str, size: int) -> None:
    """A database with so many claims."""
    with open_store(url) as store:
        store_all(store, articles(size)[0], load_registry(), model(DEFAULT_MODEL))


def measured(url: str, size: int) -> Cost:
    """Relates all that a database holds, then one article more."""
    registry, scoring = load_registry(), model(DEFAULT_MODEL)
    more = articles(size)[1]
    with open_store(url) as store:
        before, found = _bytes(store), {}
        with _measured() as watch:
            begun, computed = time.perf_counter(), time.process_time()
            related = relating.relate(store, registry, scoring)
            found["seconds"], found["clock"] = time.process_time() - computed, time.perf_counter() - begun
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        after = _bytes(store)
        store_all(store, [more], registry, scoring)
    gc.collect()  # what all claims left is not the article's
    gc.freeze()
    with open_store(url) as store, _measured() as article:
        begun, computed = time.perf_counter(), time.process_time()
        one = relating.relate(store, registry, scoring)
        found["article"], found["article_clock"] = time.process_time() - computed, time.perf_counter() - begun
    return Cost(
        size,
        related.links,
        parts=watch.seconds,
        megabytes=peak,
        before=before,
        after=after,
        article_parts=article.seconds,
        rescored=len(one.documents),
        **found,
    )


def _bytes(store: Store) -> int:
    """The size of a database."""
    with store._engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        return int(pages * connection.exec_driver_sql("PRAGMA page_size").scalar_one())


def rows(costs: list[Cost]) -> Iterator[Row]:
    """The lines of the table. The largest size has the targets; growth is the exponent between one size and the next."""
    for number, cost in enumerate(costs):
        last = cost.claims >= SIZES[-1]
        before = costs[number - 1] if number else cost
        whole = f"relate {cost.claims:,} claims ({cost.links:,} links)"
        yield _timed(whole, cost.seconds, cost.clock, (before.seconds, before, cost), MOST_SECONDS if last else None)
        for what, seconds in cost.parts.items():
            yield _timed(f"  {what}", seconds, None, (before.parts[what], before, cost), None)
        megabytes = cost.megabytes
        target, met = (f"<= {MOST_MEGABYTES:,.0f} MB", megabytes <= MOST_MEGABYTES) if last else ("", None)
        yield Row("  peak memory", f"{megabytes:,.0f} MB", target=target, met=met)
        grown = f"{cost.before / 1e6:,.0f} MB"
        yield Row("  the database", f"{cost.after / 1e6:,.0f} MB", "before", grown)
        what = f"one article of {CLAIMS} claims more to {cost.claims:,}"
        yield _timed(what, cost.article, cost.article_clock, None, MOST_FOR_ARTICLE if last else None)
        for what, seconds in cost.article_parts.items():
            shown = f"{what} ({cost.rescored:,} documents)" if what == PARTS[-1][0] else what
            yield _timed(f"  {shown}", seconds, None, None, None)


def _timed(what: str, seconds: float, clock: float | None, before: tuple[float, Cost, Cost] | None, most: float | None) -> Row:
    growth = ""
    if before and before[0] > 0.05 and before[1] is not before[2]:
        growth = f"n^{math.log(seconds / before[0]) / math.log(before[2].claims / before[1].claims):.2f}"
    by_clock = ("", "") if clock is None else ("by the clock", f"{clock:.2f} s")
    target, met = ("", None) if most is None else (f"<= {most:.0f} s", max(seconds, clock or 0) <= most)
    return Row(what, f"{seconds:.2f} s", *by_clock, growth, target, met)


def _apart(url: str, size: int) -> Cost:
    """One size, made in a process and measured in another."""
    for step in ("--make", "--one"):
        arguments = [sys.executable, "-m", "benchmarks.linking_store", step, "--database", url, str(size)]
        done = subprocess.run(arguments, stdout=subprocess.PIPE, text=True, check=True)
    return Cost(**json.loads(done.stdout))


def relating_sizes(folder: Path, sizes: Sequence[int], database: str | None = None) -> tuple[str, list[Row]]:
    """A title and the rows of some sizes, whose ratios are growth; a database that is not named is made in the folder."""
    urls = [database or f"sqlite:///{folder}/relating-{size}.db" for size in sizes]
    costs = [_apart(url, size) for url, size in zip(urls, sizes, strict=True)]
    return "Relating stored claims (generated documents, one process, seconds of computing)", list(rows(costs))


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.linking_store", description="Measure relating stored claims.")
    parser.add_argument("sizes", nargs="*", type=int, default=[*SIZES], metavar="SIZE", help="claims")
    parser.add_argument("--database", metavar="URL", help="an empty database (default: SQLite in a folder that goes afterwards)")
    parser.add_argument("--make", action="store_true", help="only make the documents")
    parser.add_argument("--one", action="store_true", help="only measure what is in the database, as JSON")
    options = parser.parse_args()
    if options.make:
        make(options.database, options.sizes[0])
    elif options.one:
        print(json.dumps(asdict(measured(options.database, options.sizes[0]))))
    else:
        with tempfile.TemporaryDirectory(prefix="provenance-bench-") as folder:
            title, found = relating_sizes(Path(folder), options.sizes, options.database)
        print("\n".join(lines(title, found, "growth")))


if __name__ == "__main__":
    main()
