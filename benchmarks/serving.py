"""How fast `provenance serve` answers: time to the first byte of each page, over a real server on this machine.

    python -m benchmarks.serving [SIZE]                          the table; 100000 claims unless given
    python -m benchmarks.serving --database URL [--requests N]   the same of a database that is there

The database is that of `benchmarks.linking_store`: generated documents, linked and scored as after `provenance annotate`; making
it for 100,000 claims takes about seven minutes. The server is a process of its own. Each page is asked for with other ids, words
and facets each time, the heaviest sources among them, one request after the other. What is measured is the time until the first
bytes of the answer are here; the pages are made as a whole before that.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.linking_store import make
from benchmarks.table import Row, lines
from provenance.cli.relating import relate
from provenance.registry import load_registry
from provenance.score.models import DEFAULT_MODEL, model
from provenance.store import open_store
from provenance.web.addresses import path_of, with_query

SIZE = 100_000
REQUESTS = 60
"""Requests of each page."""
MOST_MS = 100.0
"""The target for so many claims: milliseconds to the first byte, in the median."""
_PLACE = re.compile(rb"http://\S+/")


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds to the first byte of a page's requests, and the size of the largest answer."""

    page: str
    milliseconds: tuple[float, ...]
    largest: int

    @property
    def median(self) -> float:
        return statistics.median(self.milliseconds)

    @property
    def p95(self) -> float:
        return sorted(self.milliseconds)[max(0, round(0.95 * len(self.milliseconds)) - 1)]


def addresses(url: str, count: int) -> dict[str, list[str]]:
    """So many addresses of each page, from what the database holds."""
    chance = random.Random(1)
    with open_store(url, read_only=True) as store:
        claims = store.query(f"SELECT claim_id, document_id, origin, publisher, text FROM v_claims LIMIT {20 * count}").rows
        heavy = [r[0] for r in store.query("SELECT relay FROM v_relays GROUP BY relay ORDER BY sum(claims) DESC LIMIT 10").rows]
        groups = [
            r[0] for r in store.query(f"SELECT group_id FROM v_origins GROUP BY 1 ORDER BY count(*) DESC LIMIT {count}").rows
        ]
    taken = chance.sample(claims, min(count, len(claims)))
    words = [" ".join(chance.sample(row[4].split(), 2)) for row in taken]
    common = [w for w, _ in itertools.islice(sorted(_frequent(row[4] for row in claims).items(), key=lambda o: -o[1]), 20)]
    heaviest = list(itertools.islice(itertools.cycle(heavy), count))
    pages = range(1, count + 1)
    facets = [
        [("outlet", row[3]), ("strength", f"0.{n % 8 + 1}"), ("hedge", ("modal", "none")[n % 2])] for n, row in enumerate(taken)
    ]
    return {
        "/": ["/"] * count,
        "/search, all": [with_query("/search", [("page", n)]) for n in pages],
        "/search, words": [with_query("/search", [("q", w)]) for w in words],
        "/search, frequent words": [with_query("/search", [("q", w), ("page", n + 1)]) for n, w in enumerate(common)],
        "/search, three facets": [with_query("/search", pairs) for pairs in facets],
        "/search, words and facets": [with_query("/search", [("q", w), *p]) for w, p in zip(words, facets, strict=True)],
        "/search, no such word": [with_query("/search", [("q", f"zz{n}qq")]) for n in pages],
        "/documents": [with_query("/documents", [("before", 40 * n)]) for n in pages],
        "/document/ID": [path_of("document", row[1]) for row in taken],
        "/claim/ID": [path_of("claim", row[0]) for row in taken],
        "/claim/ID, of the largest groups": [path_of("claim", id_) for id_ in groups],
        "/source/ID, origins": [path_of("source", row[2]) for row in taken],
        "/source/ID, the heaviest relays": [path_of("source", id_) for id_ in heaviest],
        "/sources": [with_query("/sources", [("page", n), ("by", ("origin", "relay")[n % 2])]) for n in pages],
        "/sources, by name": [with_query("/sources", [("q", str(row[3])[:6])]) for row in taken],
        "/origins": [with_query("/origins", [("page", n)]) for n in pages],
        "/origins, disputed": [with_query("/origins", [("show", "disputed"), ("page", n)]) for n in pages],
        "/origins, circular": [with_query("/origins", [("show", "circular"), ("page", n)]) for n in pages],
        "/rejected": ["/rejected"] * count,
        "/sql, one claim": [with_query("/sql", [("q", f"SELECT * FROM v_claims WHERE claim_id = '{row[0]}'")]) for row in taken],
        "/about": ["/about"] * count,
    }


def _frequent(texts: Iterator[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for text in texts:
        for word in re.findall(r"[a-z]{3,}", text.lower()):
            counts[word] = counts.get(word, 0) + 1
    return counts


class Server:
    """`provenance serve` in a process of its own."""

    def __init__(self, url: str) -> None:
        command = [sys.executable, "-m", "provenance.cli.main", "serve", "--db", url, "--port", "0"]
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE)
        assert self._process.stderr is not None
        found = None
        while found is None:
            found = _PLACE.search(self._process.stderr.readline())
        self.place = found.group().decode()

    def megabytes(self) -> float:
        """The most memory that it has had."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


def first_byte(client: object, address: str) -> tuple[float, int]:
    """Milliseconds until the first bytes of the answer are here, and its size. Raises RuntimeError where it is no page."""
    import httpx

    assert isinstance(client, httpx.Client)
    begun = time.perf_counter()
    with client.stream("GET", address) as response:
        chunks = response.iter_raw()
        size = len(next(chunks, b""))
        took = time.perf_counter() - begun
        size += sum(len(chunk) for chunk in chunks)
    if response.status_code != 200:
        raise RuntimeError(f"{address}: status {response.status_code}")
    return 1000 * took, size


def measured(url: str, count: int) -> tuple[list[Timed], list[Row]]:
    """All pages, and what the server costs besides."""
    import httpx

    asked = addresses(url, count)
    begun = time.perf_counter()
    server = Server(url)
    try:
        listening = time.perf_counter() - begun
        # httpx is lent to ingest in the program; here it is only a client. No proxy of this machine's is asked.
        with httpx.Client(base_url=server.place, timeout=120, trust_env=False) as client:
            cold, _ = first_byte(client, "/")
            for path in ("/sources", "/origins", asked["/source/ID, the heaviest relays"][0]):
                first_byte(client, path)
            warm = time.perf_counter() - begun
            found = []
            for page, paths in asked.items():
                times = [first_byte(client, path) for path in paths]
                found.append(Timed(page, tuple(t for t, _ in times), max(size for _, size in times)))
        more = [
            Row("the server listens after", f"{listening:.1f} s"),
            Row("the first page after a start", f"{cold / 1000:.1f} s"),
            Row("all that is counted once is there after", f"{warm:.1f} s"),
            Row("memory of the server", f"{server.megabytes():,.0f} MB"),
        ]
    finally:
        server.stop()
    return found, more


def rows(found: Sequence[Timed], more: Sequence[Row], claims: int) -> Iterator[Row]:
    """The lines of the table. Fewer claims than the target is for have none."""
    for one in found:
        target, met = (f"<= {MOST_MS:.0f} ms", one.median <= MOST_MS) if claims >= SIZE else ("", None)
        yield Row(one.page, f"{one.median:.1f} ms", "p95", f"{one.p95:.1f} ms", "", target, met)
    yield from more


def build(url: str, size: int) -> None:
    """A database of so many claims, linked and scored."""
    make(url, size)
    with open_store(url) as store:
        relate(store, load_registry(), model(DEFAULT_MODEL))


def serving(folder: Path, size: int, requests: int, database: str | None = None) -> tuple[str, list[Row]]:
    """A title and the rows; a database that is not named is made in the folder."""
    url = database or f"sqlite:///{folder}/serving.db"
    if database is None:
        build(url, size)
    with open_store(url, read_only=True) as store:
        claims = store.counts()["claims"]
    found, more = measured(url, requests)
    title = f"Time to first byte of the pages ({claims:,} claims, {requests} requests of each page, one at a time)"
    return title, list(rows(found, more, claims))


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serving", description="Measure the pages.")
    parser.add_argument("size", nargs="?", type=int, default=SIZE, metavar="SIZE", help="claims")
    parser.add_argument("--database", metavar="URL", help="a database that is there; else one is made, which goes afterwards")
    parser.add_argument("--requests", type=int, default=REQUESTS, metavar="N", help="requests of each page")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="provenance-bench-") as folder:
        title, found = serving(Path(folder), options.size, options.requests, options.database)
    print("\n".join(lines(title, found)))


if __name__ == "__main__":
    main()
