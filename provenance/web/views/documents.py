"""Documents: the list, and one with its text, highlights and cards."""

from __future__ import annotations

import dataclasses
from bisect import bisect_left

from starlette.requests import Request

from provenance.errors import UsageError
from provenance.report.html.cards import Block, Card, Sheet, sheet
from provenance.store.questions import library
from provenance.web.addresses import id_in, with_query
from provenance.web.page import Page
from provenance.web.parameters import number_of, words_of
from provenance.web.site import Site

SIZE = 50
"""Documents of a page."""
PART = 100_000
"""Characters of a part of a long document."""
NEWEST = 1 << 62


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

    key = site.store.document_key(id_in(request.scope["raw_path"]))
    annotated = site.store.load(key)
    audit = build_document(annotated, site.registry.entities, site.ratings())
    whole = sheet(annotated, audit)
    part, parts = number_of(request, "part", 1), parts_of(whole)
    if part > len(parts):
        raise UsageError(f"The document has {len(parts)} parts, and no part {part}.")
    data = {"audit": dataclasses.asdict(audit), "annotated": to_json(annotated), "part": part, "parts": len(parts)}
    path = request.scope["raw_path"].decode("ascii")
    more = {
        "s": parts[part - 1],
        "previous": with_query(path, [("part", part - 1)]) if part > 1 else None,
        "next": with_query(path, [("part", part + 1)]) if part < len(parts) else None,
    }
    asked = tuple(question.asked(document=key) for question in library.OF_DOCUMENT)
    return Page("document_view.html", data, more, asked)


def parts_of(whole: Sheet) -> list[Sheet]:
    """The sheet in parts of some `PART` characters, each with the cards of the claims that end in it."""
    blocks: list[list[Block]] = [[]]
    bounds, at, begun = list[int](), 0, 0
    for block in whole.blocks:
        if at - begun >= PART:
            blocks.append([])
            bounds.append(at)
            begun = at
        blocks[-1].append(block)
        at += sum(len(piece.text) for piece in block.pieces)
    if not bounds:
        return [whole]
    cards: list[list[Card]] = [[] for _ in blocks]
    for card in whole.cards:
        cards[bisect_left(bounds, card.ends)].append(card)
    return [dataclasses.replace(whole, blocks=tuple(b), cards=tuple(c)) for b, c in zip(blocks, cards, strict=True)]
