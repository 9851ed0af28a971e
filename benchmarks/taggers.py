"""What the taggers cost: words a second of one core, from a text to its attributions and to the whole annotation.

    python -m benchmarks.taggers [SHARED]

The peer is the tagger `rules` on the same texts in the same run, turn about; the best of some rounds counts. The networks are
loaded before. Nothing is stored.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

from benchmarks.table import Row, lines, ratio
from benchmarks.texts import corpus
from provenance.detect import TAGGERS
from provenance.ingest import ReadOptions, read_bytes
from provenance.pipeline import Annotator, load_resources
from provenance.records import Document

WORDS = 80_000
ROUNDS = 3
TARGETS = {"default": 5_000, "fast": 25_000}
"""Words a second from text to attributions that the taggers are to reach."""


def seconds(each: Callable[[Document], object], documents: Sequence[Document]) -> float:
    """Processor time of doing something to every document."""
    begun = process_time()
    for document in documents:
        each(document)
    return process_time() - begun


def taggers(shared: Path, size: int = WORDS, rounds: int = ROUNDS) -> list[Row]:
    """Two rows for each tagger, the second of the whole annotation."""
    read = [read_bytes(t.data, path=t.path, options=ReadOptions()) for t in corpus(shared, size)]
    documents = [one for one in read if isinstance(one, Document) and one.language in (None, "en")]
    words = sum(len(one.text.split()) for one in documents)
    annotators = {name: Annotator(load_resources(), tagger=name) for name in TAGGERS}
    best: dict[tuple[str, str], float] = {}
    for annotator in annotators.values():
        annotator.annotate(documents[0])
    for _ in range(rounds):
        for name, one in annotators.items():
            for what, each in (("attributions", lambda d, a=one: a.tagger.find(a.cut(d))), ("annotation", one.annotate)):
                best[name, what] = min(seconds(each, documents), best.get((name, what), float("inf")))
    rows = []
    for (name, what), took in best.items():
        speed, peer = words / took, words / best["rules", what]
        target = TARGETS.get(name) if what == "attributions" else None
        rows.append(
            Row(
                f"{name}: text to {what}",
                f"{speed:,.0f} words/s",
                "rules",
                f"{peer:,.0f} words/s",
                ratio(speed, peer),
                f">= {target:,}" if target else "",
                speed >= target if target else None,
            )
        )
    return rows


if __name__ == "__main__":
    print("\n".join(lines("Taggers, one core", taggers(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared")))))
