"""What came in: documents, claims and runs, whose they are, to whom they are credited, how firmly they stand."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request

from provenance.store.questions import Columns, library
from provenance.store.questions.columns import BANDS
from provenance.store.questions.facets import facet_of
from provenance.web.page import Page
from provenance.web.site import Site

MOST = 12
"""Rows of a list of the overview."""
_ASKED = (
    library.TOTALS.asked(),
    library.BY_OUTLET.asked(most=MOST),
    library.BY_UPSTREAM.asked(most=MOST),
    library.SPREAD.asked(),
    library.ORIGINS_SPREAD.asked(),
    library.RUNS.asked(most=5),
    library.REJECTED.asked(most=5, skip=0),
)


def overview(site: Site, request: Request) -> Page:
    """The first page."""
    columns = site.columns()
    by_outlet = site.asking.ask_once(library.BY_OUTLET.asked(most=MOST)).dicts()
    by_upstream = site.asking.ask_once(library.BY_UPSTREAM.asked(most=MOST)).dicts()
    runs = site.asking.ask_once(library.RUNS.asked(most=5)).dicts()
    rejected = site.asking.ask_once(library.REJECTED.asked(most=5, skip=0)).dicts()
    reasons = site.asking.ask_once(library.REASONS.asked()).dicts()
    data = {
        "totals": {
            "documents": len(columns.document_outlet),
            "claims": columns.size,
            "sources": len(site.sources()["origin"]),
            "rejected": sum(row["inputs"] for row in reasons),
            "runs": runs[0]["id"] if runs else 0,
        },
        "outlets": by_outlet,
        "upstreams": by_upstream,
        "origins": _origins(columns),
        "strengths": strengths(columns),
        "corroboration": [
            {"origins": origins, "groups": groups, "claims": claims} for origins, groups, claims in site.groups().spread
        ],
        "runs": [run | {"counts": _counts(run["counts"])} for run in runs],
        "rejected": rejected,
    }
    return Page("overview.html", data, {"edges": [n / BANDS for n in range(BANDS + 1)]}, _ASKED)


def strengths(columns: Columns) -> list[int]:
    """How many claims are in each tenth of strength."""
    import numpy as np

    return [int(count) for count in np.bincount(columns.band, minlength=BANDS + 1)[:BANDS]]


def _origins(columns: Columns) -> list[dict[str, Any]]:
    """The origins of most claims."""
    import numpy as np

    facet = facet_of(columns, "origin", (), np.ones(columns.size, dtype=bool), MOST)
    return [{"source": one.value, "name": one.label, "claims": one.count} for one in facet.values]


def _counts(stored: str) -> Any:
    try:
        return json.loads(stored)
    except ValueError:
        return {}
