"""How the figures come about, and by which versions."""

from __future__ import annotations

from starlette.requests import Request

from provenance import __version__
from provenance.store.questions import Question, library
from provenance.web.page import Page
from provenance.web.site import Site

_MODELS = Question("models", "Which models scored claims here?", "SELECT key, name FROM model ORDER BY key")


def about(site: Site, request: Request) -> Page:
    """Method and versions."""
    runs = library.RUNS.asked(most=20)
    data = {
        "program": __version__,
        "schema": site.store.newest_revision(),
        "database": site.asking.dialect,
        "models": [row["name"] for row in site.asking.ask(_MODELS.asked()).dicts()],
        "runs": site.asking.ask(runs).dicts(),
        "registry": len(site.registry.entities),
    }
    return Page("about.html", data, asked=(_MODELS.asked(), runs))
