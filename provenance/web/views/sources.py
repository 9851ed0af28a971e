"""Sources: the list, and the record of one."""

from __future__ import annotations

import dataclasses

from starlette.requests import Request

import provenance.store.questions as q
from provenance.store.cards import MOST_NEIGHBOURS
from provenance.store.questions import library
from provenance.store.questions.lists import SOURCE_ORDERS
from provenance.web.addresses import id_in, with_query
from provenance.web.page import Page
from provenance.web.parameters import choice_of, number_of, words_of
from provenance.web.site import Site, ascii_lower

SIZE = 50
"""Sources of a page."""
CLAIMS = 5
"""Claims that a source's page shows."""


def sources(site: Site, request: Request) -> Page:
    """A page of the list, by one of its counts."""
    order = choice_of(request, "by", tuple(SOURCE_ORDERS))
    words, page = words_of(request), number_of(request, "page", 1)
    found = site.sources()[order]
    if words:
        wanted = ascii_lower(words)
        names = site.source_names()
        found = tuple(one for one in found if wanted in names[one.source] or one.source == wanted)
    rows = found[(page - 1) * SIZE : page * SIZE]
    pages = max(1, -(-len(found) // SIZE))
    data = {"sources": [dataclasses.asdict(one) for one in rows], "total": len(found), "by": order, "words": words}
    base = [("q", words), ("by", order)]
    more = {
        "orders": [(name, with_query("/sources", [("q", words), ("by", name)])) for name in SOURCE_ORDERS],
        "previous": with_query("/sources", [*base, ("page", page - 1)]) if page > 1 else None,
        "next": with_query("/sources", [*base, ("page", page + 1)]) if page < pages else None,
    }
    asked = q.sources_sql(order, words, SIZE, (page - 1) * SIZE)
    return Page("sources.html", data | {"page": page, "pages": pages}, more, (asked,))


def source(site: Site, request: Request) -> Page:
    """The record of one source, by its id."""
    from provenance.errors import UsageError
    from provenance.report.source_record import build_source

    id_ = id_in(request.scope["raw_path"])
    entity, card = site.registry.entities.get(id_), site.card(id_)
    if entity is None and card is None:
        raise UsageError(f"Neither the registry nor this database has a source {id_[:200]!r}: look it up under Sources.")
    record = build_source(entity, card, site.ratings())
    columns = site.columns()
    said = q.search(columns, q.Search(chosen={"origin": (id_,)}), None, CLAIMS, None)
    passed = q.search(columns, q.Search(chosen={"upstream": (id_,)}), None, CLAIMS, None)
    with site.asking.reading() as connection:
        claims, relayed = q.rows_of(connection, said.keys), q.rows_of(connection, passed.keys)
    data = {
        "record": dataclasses.asdict(record),
        "originated": {"total": said.total, "claims": claims},
        "relayed": {"total": passed.total, "claims": relayed},
    }
    asked = tuple(question.asked(source=id_, most=MOST_NEIGHBOURS) for question in library.OF_SOURCE)
    lists = (
        q.as_sql(q.Search(chosen={"origin": (id_,)}), None, "strongest", CLAIMS),
        q.as_sql(q.Search(chosen={"upstream": (id_,)}), None, "strongest", CLAIMS),
    )
    return Page("source_view.html", data, {"r": record, "source_id": id_}, (*asked, *lists))
