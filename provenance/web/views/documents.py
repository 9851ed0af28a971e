"""Documents: the list, and one with its text, highlights and cards."""

from __future__ import annotations

import dataclasses

from starlette.requests import Request

from provenance.store.questions import library
from provenance.web.addresses import id_in
from provenance.web.page import Page
from provenance.web.parameters import number_of, words_of
from provenance.web.site import Site

SIZE = 50
"""Documents of a page."""
NEWEST = 1 << 62
LAST_KEY = (1 << 53) - 1


def documents(site: Site, request: Request) -> Page:
    """A page of the list, the newest stored first: those before a document, after one, or of one outlet."""
    publisher = words_of(request, "publisher")
    before, after = number_of(request, "before", NEWEST, 999_999_999_999), number_of(request, "after", 0, 999_999_999_999)
    if publisher:
        asked = library.DOCUMENTS_OF.asked(publisher=publisher, before=before, most=SIZE + 1)
    elif after:
        asked = library.DOCUMENTS_BEFORE.asked(after=after, most=SIZE + 1)
    else:
        asked = library.DOCUMENTS.asked(before=before, most=SIZE + 1)
    rows = site.asking.ask(asked).dicts()
    more_rows, rows = len(rows) > SIZE, rows[:SIZE]
    newer_of = after and not publisher
    if newer_of:
        rows.reverse()
    older = rows[-1]["key"] if rows and (more_rows or newer_of) else None
    newer = rows[0]["key"] if rows and not publisher and (more_rows if newer_of else before != NEWEST) else None
    columns = site.columns()
    number = columns.number_of.get(publisher, -2)
    data = {
        "documents": rows,
        "publisher": publisher or None,
        "publisher_name": (columns.labels[number] if number >= 0 else publisher) if publisher else None,
        "total": int((columns.document_outlet == number).sum()) if publisher else len(columns.document_outlet),
        "older_than": older,
        "newer_than": newer,
    }
    return Page("documents.html", data, asked=(asked,))


def document(site: Site, request: Request) -> Page:
    """One document. Its id, or the file or address it was read from, is in the path."""
    from provenance.export.jsonl import to_json
    from provenance.report.document import build_document
    from provenance.report.html.cards import sheet

    key = site.store.document_key(id_in(request.scope["raw_path"]))
    annotated = site.store.load(key)
    audit = build_document(annotated, site.registry.entities, site.ratings())
    data = {"audit": dataclasses.asdict(audit), "annotated": to_json(annotated)}
    asked = tuple(question.asked(document=key) for question in library.OF_DOCUMENT)
    return Page("document_view.html", data, {"s": sheet(annotated, audit)}, asked)
