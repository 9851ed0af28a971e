"""Inputs that could not be read, and why."""

from __future__ import annotations

from starlette.requests import Request

from provenance.store.questions import library
from provenance.web.addresses import with_query
from provenance.web.page import Page
from provenance.web.parameters import number_of, words_of
from provenance.web.site import Site

SIZE = 50
"""Inputs of a page."""


def rejected(site: Site, request: Request) -> Page:
    """A page of them, the latest first, of all reasons or of one."""
    reason, page = words_of(request, "reason"), number_of(request, "page", 1)
    reasons = site.asking.ask_once(library.REASONS.asked()).dicts()
    skip = (page - 1) * SIZE
    if reason:
        asked = library.REJECTED_FOR.asked(reason=reason, most=SIZE, skip=skip)
    else:
        asked = library.REJECTED.asked(most=SIZE, skip=skip)
    total = sum(row["inputs"] for row in reasons if reason in ("", row["reason"]))
    pages = max(1, -(-total // SIZE))
    data = {
        "rejected": site.asking.ask_once(asked).dicts(),
        "reasons": reasons,
        "reason": reason or None,
        "total": total,
        "page": page,
        "pages": pages,
    }
    more = {
        "previous": with_query("/rejected", [("reason", reason), ("page", page - 1)]) if page > 1 else None,
        "next": with_query("/rejected", [("reason", reason), ("page", page + 1)]) if page < pages else None,
    }
    return Page("rejected.html", data, more, (asked, library.REASONS.asked()))
