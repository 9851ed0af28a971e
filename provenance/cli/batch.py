"""Reads and annotates inputs one by one: what fails becomes a Rejected, so that no input stops the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from provenance.records import AnnotatedDocument, Document, Rejected

if TYPE_CHECKING:
    from provenance.ingest import Inputs, ReadOptions

Annotate = Callable[[Document], AnnotatedDocument]


def annotated_inputs(inputs: Inputs, annotate: Annotate, options: ReadOptions) -> Iterator[AnnotatedDocument | Rejected]:
    """The documents of the inputs, annotated, in order; `-` is standard input."""
    import sys

    from provenance.ingest import read_paths

    for read in read_paths(inputs, options, sys.stdin.buffer):
        yield read if isinstance(read, Rejected) else annotated_or_rejected(read, annotate)


def annotated_or_rejected(document: Document, annotate: Annotate) -> AnnotatedDocument | Rejected:
    """The annotated document; where annotating fails, a Rejected that says with what.

    A fault of the program in one document must not cost the rest of a batch; running out of memory counts as one.
    """
    try:
        return annotate(document)
    except Exception as error:
        from provenance.report.summary import locator_of

        return Rejected(
            locator_of(document), "failed", f"annotating it failed with {type(error).__name__}: {error}; please report it"
        )
