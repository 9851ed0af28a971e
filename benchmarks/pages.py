"""What a page costs: our reading, which calls trafilatura for the main text, beside trafilatura alone."""

from __future__ import annotations

from collections.abc import Sequence
from time import process_time

from benchmarks.table import Row, ratio
from provenance.ingest import read_bytes
from provenance.pipeline import Annotator
from provenance.records import Document


def reading(annotator: Annotator, pages: Sequence[bytes], rounds: int) -> list[Row]:
    """Milliseconds a page, all pages in one go, the best of some rounds."""
    if not pages:
        return [Row("HTML pages", "not measured: the shared pages are not here")]
    import trafilatura

    ours, annotated, peer = [], [], []
    for _ in range(rounds):
        begun = process_time()
        documents = [read_bytes(page, path="page.html") for page in pages]
        ours.append(process_time() - begun)
        begun = process_time()
        for document in documents:
            if isinstance(document, Document):
                annotator.annotate(document)
        annotated.append(process_time() - begun)
        begun = process_time()
        for page in pages:
            trafilatura.extract(page, fast=True, include_comments=False, with_metadata=False, deduplicate=False)
        peer.append(process_time() - begun)
    each = 1000 / len(pages)
    alone = f"{min(peer) * each:.1f} ms"
    name = f"trafilatura {trafilatura.__version__} alone"
    return [
        Row(f"reading a page ({len(pages)} pages)", f"{min(ours) * each:.1f} ms", name, alone, ratio(min(ours), min(peer))),
        Row("annotating it", f"{min(annotated) * each:.1f} ms"),
    ]
