"""How a document and its annotation are cited: one sentence that lets somebody find the text again and check it."""

from __future__ import annotations

from pathlib import PurePath

from provenance.records import AnnotatedDocument
from provenance.report.summary import locator_of
from provenance.report.text import clean


def citation(annotated: AnnotatedDocument, program_version: str, annotated_on: str | None) -> str:
    """The document by title, publisher, date and place, then what annotated it, when, and the digest of the text.

    `annotated_on` is the run's time, ISO 8601, of which the day is told; None where it is not known.
    """
    document = annotated.document
    locator = locator_of(document)
    title = clean(document.title or PurePath(locator).name or locator)
    facts = [annotated.publisher.name if annotated.publisher else "", document.published or ""]
    stated = ", ".join(clean(fact) for fact in facts if fact)
    day = f" on {annotated_on[:10]}" if annotated_on else ""
    return (
        f"“{title}”{f' ({stated})' if stated else ''}, {clean(locator)}, annotated by provenance {program_version}{day}, "
        f"document {clean(document.id)}, text sha256 {document.text_sha256}."
    )
