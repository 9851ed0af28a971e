"""Claims by the number of independent origins behind them, and those whose support runs in a circle."""

from __future__ import annotations

from starlette.requests import Request

import provenance.store.questions as q
from provenance.store.questions import library
from provenance.web.addresses import with_query
from provenance.web.page import Page
from provenance.web.parameters import choice_of, number_of
from provenance.web.site import Site

SIZE = 25
"""Groups of a page."""
KINDS = {
    "corroborated": "most origins",
    "copied": "one origin, many texts",
    "disputed": "disputed",
    "circular": "circular",
}


def origins(site: Site, request: Request) -> Page:
    """A page of the groups of one kind."""
    kind = choice_of(request, "show", tuple(KINDS))
    page = number_of(request, "page", 1)
    skip = (page - 1) * SIZE
    groups = site.groups()
    with site.asking.reading() as connection:
        if kind == "circular":
            asked, total = library.CIRCULAR.asked(most=SIZE, skip=skip), len(groups.circular)
            rows = q.circular_rows(connection, groups.circular[skip : skip + SIZE])
        else:
            asked, total = q.groups_sql(kind, SIZE, skip), len(groups.by_kind[kind])
            rows = q.group_rows(connection, groups.by_kind[kind][skip : skip + SIZE])
    pages = max(1, -(-total // SIZE))
    data = {
        "show": kind,
        "groups": rows,
        "total": total,
        "page": page,
        "pages": pages,
        "spread": [{"origins": o, "groups": g, "claims": c} for o, g, c in groups.spread],
    }
    more = {
        "kinds": [(name, label, with_query("/origins", [("show", name)])) for name, label in KINDS.items()],
        "previous": with_query("/origins", [("show", kind), ("page", page - 1)]) if page > 1 else None,
        "next": with_query("/origins", [("show", kind), ("page", page + 1)]) if page < pages else None,
    }
    return Page("origins.html", data, more, (asked, library.ORIGINS_SPREAD.asked()))
