"""The article's text on real pages: the passages of kind `body`, beside trafilatura alone on the same pages in the same run.

    python -m benchmarks.main_text ../shared

Precision, recall and F1 are those of scrapinghub's article-extraction-benchmark. trafilatura is run as there (its usual mode,
without comments) and in its fast mode, which is the one that reading uses.
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from provenance.ingest import read_bytes
from provenance.pipeline import Annotator, load_resources
from provenance.records import AnnotatedDocument, Document
from provenance.report.pages import MeanTally, body_text, read_bodies

PAGES = "corpora/pages/html"
BODIES = "corpora/pages/ground-truth.jsonl.gz"


def pages(shared: Path) -> Iterator[tuple[str, bytes]]:
    """The saved pages with their ids."""
    for file in sorted((shared / PAGES).glob("*.html.gz")):
        yield file.name.removesuffix(".html.gz"), gzip.decompress(file.read_bytes())


def annotated(shared: Path) -> Iterator[AnnotatedDocument]:
    """The saved pages as the program annotates them, without an address."""
    annotator = Annotator(load_resources(), tagger="rules")
    for name, data in pages(shared):
        document = read_bytes(data, path=f"{name}.html")
        if not isinstance(document, Document):
            raise ValueError(f"{name}: {document.detail}")
        yield annotator.annotate(document)


def usual(data: bytes) -> str:
    """trafilatura's text of a page, as the benchmark runs it."""
    import trafilatura

    return trafilatura.extract(data, include_comments=False) or ""


def fast(data: bytes) -> str:
    """The same in its fast mode."""
    import trafilatura

    return trafilatura.extract(data, fast=True, include_comments=False) or ""


PEERS: Mapping[str, Callable[[bytes], str]] = {"trafilatura": usual, "trafilatura, fast": fast}


def peers(shared: Path) -> dict[str, MeanTally]:
    """The scores of trafilatura alone, by mode."""
    bodies = read_bodies(shared / BODIES)
    scores = {name: MeanTally() for name in PEERS}
    for page, data in pages(shared):
        for name, extract in PEERS.items():
            scores[name].add_text(bodies[page], extract(data))
    return scores


def main() -> int:
    """Prints the scores."""
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared")
    if not (shared / BODIES).is_file():
        print(f"benchmarks.main_text: the pages are not in {shared}; name the folder of shared data.", file=sys.stderr)
        return 2
    bodies, ours = read_bodies(shared / BODIES), MeanTally()
    for page in annotated(shared):
        ours.add_text(bodies[str(page.document.path).removesuffix(".html")], body_text(page))
    print(f"{'main text':24}{'precision':>10}{'recall':>10}{'F1':>10}{'pages':>8}")
    for name, score in {"provenance": ours, **peers(shared)}.items():
        print(f"{name:24}{score.precision:10.4f}{score.recall:10.4f}{score.f1:10.4f}{score.gold:8}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
