"""Linking claims across documents: how time and memory grow with the claims, and what one article more costs.

    python -m benchmarks.linking [SIZE …]             the table; sizes are 10000 30000 100000 unless given
    python -m benchmarks.linking --counts SHARED      makes the list of common terms anew (provenance/claims/word_counts.tsv)

Each size is measured in a process of its own, as memory that a process once had is not given back. The claims are made ones
(tests/claims/made.py): sixteen kinds of events in four ways each, which is harder than news, as all of it shares its words.
"""

from __future__ import annotations

import gc
import gzip
import json
import re
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from time import process_time

from benchmarks.table import Row, lines
from provenance.claims.link import ANCHORS, Linker
from provenance.claims.reading import Reader, capitals, is_quantity
from provenance.claims.vocabulary import COUNTS
from provenance.registry import load_registry
from tests.claims.made import made_statements

SIZES = (10_000, 30_000, 100_000)
MOST_SECONDS, MOST_MEGABYTES, MOST_FOR_ARTICLE = 300.0, 2_000.0, 1.0
"""The targets for the last size."""
ARTICLE = 20
"""Claims of an article."""
LISTED = 12
"""Sentences that a term must stand in to be listed."""
TEXTS = ("corpora/unlabelled/news.jsonl.gz", "corpora/polnear/train.jsonl.gz")
_SENTENCE_END = re.compile(r"(?<=[.!?\"”])\s+(?=[A-Z\"“])|\n+")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of computing, megabytes at the peak, links found; seconds for one article more, and what it is compared with."""

    claims: int
    seconds: float
    megabytes: float
    links: int
    article: float
    candidates: int


def measured(size: int) -> Cost:
    """One size, in this process: first all claims at once, then an article more."""
    statements = made_statements(1, size + ARTICLE)
    old, new = sorted(statements[:size], key=lambda s: s.id), statements[size:]
    registry = load_registry()
    linker = Linker(registry)
    linker.links(made_statements(2, 100))  # registry, lexicon and stemmer are loaded
    begun = process_time()
    links = linker.links(old)
    seconds = process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    by_key: dict[int, list[int]] = {}  # what the database keeps in an index
    for place, statement in enumerate(old):
        for key in linker.keys(statement):
            by_key.setdefault(key, []).append(place)
    fresh = Linker(registry)
    gc.collect()
    gc.freeze()  # with a database the other claims are not in this process, and not walked through
    begun = process_time()
    found = {place for statement in new for key in fresh.keys(statement) for place in by_key.get(key, ())[:ANCHORS]}
    fresh.compare(new, [old[place] for place in sorted(found)])
    return Cost(size, seconds, peak, len(links), process_time() - begun, len(found))


def rows(costs: list[Cost]) -> Iterator[Row]:
    """The lines of the table. The last size has the targets; growth is the exponent between one size and the next."""
    import math

    for number, cost in enumerate(costs):
        last = number == len(costs) - 1
        before = costs[number - 1] if number else None
        growth = math.log(cost.seconds / before.seconds) / math.log(cost.claims / before.claims) if before else None
        yield Row(
            f"link {cost.claims:,} claims ({cost.links:,} links)",
            f"{cost.seconds:.1f} s",
            ratio=f"n^{growth:.2f}" if growth is not None else "",
            target=f"<= {MOST_SECONDS:.0f} s" if last else "",
            met=cost.seconds <= MOST_SECONDS if last else None,
        )
        yield Row(
            f"  peak memory at {cost.claims:,}",
            f"{cost.megabytes:,.0f} MB",
            target=f"<= {MOST_MEGABYTES:,.0f} MB" if last else "",
            met=cost.megabytes <= MOST_MEGABYTES if last else None,
        )
        yield Row(
            f"  one article of {ARTICLE} claims more ({cost.candidates:,} candidates)",
            f"{cost.article:.2f} s",
            target=f"<= {MOST_FOR_ARTICLE:.0f} s" if last else "",
            met=cost.article <= MOST_FOR_ARTICLE if last else None,
        )


def _apart(size: int) -> Cost:
    """One size in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.linking", "--one", str(size)], capture_output=True, text=True, check=True
    )
    return Cost(**json.loads(done.stdout))


def counted(shared: Path) -> Iterator[str]:
    """The lines of the list of common terms, from the sentences of the corpora: numbers and words, no text."""
    reader = Reader(load_registry())
    sentences = 0
    counts: Counter[str] = Counter()
    cased: Counter[str] = Counter()
    for name in TEXTS:
        with gzip.open(shared / name, "rt", encoding="utf-8") as file:
            for line in file:
                for sentence in _SENTENCE_END.split(json.loads(line)["text"]):
                    if len(sentence.split()) >= 4:
                        sentences += 1
                        counts.update(t for t in reader.text(sentence).terms if not is_quantity(t))
                        cased.update(capitals(sentence))
    yield f"# In how many of {sentences:,} sentences of news each term stands, if in twelve or more: the most common first."
    yield "# Made by `python -m benchmarks.linking --counts SHARED`, until it changes no more."
    yield '# A term is a stem, a concept ("~supply") or a known name ("@china"); "name": it is mostly written with a capital.'
    yield f"*\t{sentences}\t"
    for term, count in sorted(counts.items(), key=lambda c: (-c[1], c[0])):
        if count >= LISTED:
            yield f"{term}\t{count}\t{'name' if term[0] == '@' or cased[term] > 0 else ''}"


def main(arguments: list[str]) -> None:
    """Prints the table, or makes the list."""
    if arguments[:1] == ["--one"]:
        print(json.dumps(asdict(measured(int(arguments[1])))))
    elif arguments[:1] == ["--counts"]:
        path = Path(__file__).parent.parent / "provenance" / "claims" / COUNTS
        path.write_text("\n".join(counted(Path(arguments[1]))) + "\n", encoding="utf-8")
    else:
        costs = [_apart(size) for size in ([int(a) for a in arguments] or SIZES)]
        print("\n".join(lines("Linking claims (made ones, one process, seconds of computing)", list(rows(costs)), "growth")))


if __name__ == "__main__":
    main(sys.argv[1:])
