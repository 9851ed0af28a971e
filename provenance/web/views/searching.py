"""Search: words, and facets that combine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from starlette.requests import Request

import provenance.store.questions as q
from provenance.store.questions.facets import FACETS, Facet, label_of
from provenance.store.questions.searching import SORTS
from provenance.web.addresses import with_query
from provenance.web.page import Page
from provenance.web.parameters import choice_of, search_of
from provenance.web.site import Site

SIZE = 25
"""Claims of a page."""
MORE = 200
"""Values of a facet that is unfolded; else the default of `search`."""


def search(site: Site, request: Request) -> Page:
    """The claims that fit, a page of them, and what they have in common."""
    asked = search_of(request)
    unfolded = choice_of(request, "more", ("", *FACETS))
    columns = site.columns()
    matched = site.matched(asked.words) if asked.words else None
    if asked.words and matched is None:
        return _nothing(asked)
    found = q.search(columns, asked, matched, SIZE, {unfolded: MORE} if unfolded else {})
    with site.asking.reading() as connection:
        claims = q.rows_of(connection, found.keys)
    data = {
        "words": asked.words,
        "how": matched.matching.how if matched else None,
        "total": found.total,
        "sort": found.sort,
        "page": asked.page,
        "pages": max(1, -(-found.total // SIZE)),
        "claims": claims,
        "facets": [_facet(asked, facet) for facet in found.facets],
        "months": [{"month": month, "claims": count} for month, count in found.months],
        "since": asked.since,
        "until": asked.until,
    }
    sorts = [name for name in SORTS if name != "fit" or (matched is not None and matched.ranked)]
    more = {
        "links": _links(asked, found.facets),
        "chosen": _chosen(asked, columns),
        "hidden": [(name, value) for name, values in asked.chosen.items() for value in values],
        "sorts": [(name, SORTS[name], address(replace(asked, sort=name, page=1))) for name in sorts],
        "previous": address(replace(asked, page=asked.page - 1)) if asked.page > 1 else None,
        "next": address(replace(asked, page=asked.page + 1)) if asked.page * SIZE < found.total else None,
        "unfold": {name: with_query("/search", [*pairs(replace(asked, page=1)), ("more", name)]) for name in FACETS},
        "by_month": _by_month(asked, found.months),
    }
    return Page("search.html", data, more, (q.as_sql(asked, matched, found.sort, SIZE),))


def _nothing(asked: q.Search) -> Page:
    """No claim has the words."""
    data: dict[str, Any] = {"words": asked.words, "how": None, "total": 0, "sort": "strongest", "page": 1, "pages": 1}
    data |= {"claims": [], "facets": [], "months": [], "since": asked.since, "until": asked.until}
    hidden = [(name, value) for name, values in asked.chosen.items() for value in values]
    more: dict[str, Any] = {"links": {}, "chosen": [], "hidden": hidden, "sorts": [], "unfold": {}, "by_month": []}
    more |= {"previous": None, "next": None}
    return Page("search.html", data, more)


def pairs(asked: q.Search) -> Iterable[tuple[str, object]]:
    """A search as the pairs of its address."""
    yield "q", asked.words
    for name, values in asked.chosen.items():
        yield from ((name, value) for value in values)
    yield from (("since", asked.since), ("until", asked.until), ("sort", asked.sort))
    if asked.page > 1:
        yield "page", asked.page


def address(asked: q.Search) -> str:
    """The address of a search."""
    return with_query("/search", pairs(asked))


def toggled(asked: q.Search, name: str, value: str) -> q.Search:
    """The search with a value of a facet chosen, or no more chosen where it was."""
    values = asked.chosen.get(name, ())
    kept = tuple(v for v in values if v != value) if value in values else (*values, value)
    chosen = {n: v for n, v in {**asked.chosen, name: kept}.items() if v}
    return replace(asked, chosen={n: chosen[n] for n in FACETS if n in chosen}, page=1)


def _facet(asked: q.Search, facet: Facet) -> dict[str, Any]:
    values = [{"value": v.value, "label": v.label, "claims": v.count, "chosen": v.chosen} for v in facet.values]
    return {"name": facet.name, "label": facet.label, "values": values, "more": facet.more}


def _links(asked: q.Search, facets: Iterable[Facet]) -> dict[str, list[str]]:
    return {facet.name: [address(toggled(asked, facet.name, v.value)) for v in facet.values] for facet in facets}


def _chosen(asked: q.Search, columns: q.Columns) -> list[tuple[str, str, str]]:
    """What is chosen: the facet, the value, and the address without it."""
    found = [
        (FACETS[name], label_of(columns, name, value), address(toggled(asked, name, value)))
        for name, values in asked.chosen.items()
        for value in values
    ]
    if asked.since or asked.until:
        words = f"{asked.since or 'the beginning'} to {asked.until or 'today'}"
        found.append(("Published", words, address(replace(asked, since="", until="", page=1))))
    return found


def _by_month(asked: q.Search, months: Iterable[tuple[str, int]]) -> list[tuple[str, int, str]]:
    """The latest months, with the search narrowed to each."""
    latest = sorted(months, reverse=True)[:12]
    return [(month, count, address(replace(asked, since=month, until=month, page=1))) for month, count in latest]
