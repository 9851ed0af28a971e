"""The application: routes, static files from a fixed table, and errors as kind pages of one sentence."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from provenance.errors import ProvenanceError, UsageError
from provenance.store.questions import TooLongError
from provenance.web.guard import Guard, Hosts
from provenance.web.page import Page, respond
from provenance.web.site import Site
from provenance.web.views import about, claims, documents, origins, overview, rejected, searching, sources, sql

View = Callable[[Site, Request], Page | Response]

VIEWS: Mapping[str, View] = {
    "/": overview.overview,
    "/search": searching.search,
    "/documents": documents.documents,
    "/document/{id:anything}": documents.document,
    "/claim/{id:anything}": claims.claim,
    "/sources": sources.sources,
    "/source/{id:anything}": sources.source,
    "/origins": origins.origins,
    "/rejected": rejected.rejected,
    "/sql": sql.sql,
    "/sql/export": sql.export,
    "/about": about.about,
}
_ABSENT = ("/document/", "/claim/", "/source/")
"""Pages of one thing: what cannot be found there is not found, while a wrong parameter elsewhere is a wrong request."""


class Anything(Convertor[str]):
    """The rest of a path, whatever is in it: Starlette's own `path` stops at a line feed, which an id may have."""

    regex = "(?s:.*)"

    def convert(self, value: str) -> str:
        """The text itself."""
        return value

    def to_string(self, value: str) -> str:
        """The text itself."""
        return value


def make_app(site: Site, host: str = "127.0.0.1") -> ASGIApp:
    """The application for a site that is served at `host`."""
    register_url_convertor("anything", Anything())
    routes = [Route(path, _endpoint(site, view), methods=["GET"]) for path, view in VIEWS.items()]
    routes += [Route(f"/static/{name}", _static(name), methods=["GET"]) for name in static_files()]
    return Guard(Starlette(routes=routes, exception_handlers={HTTPException: _on_http}), Hosts.of(host))


def _endpoint(site: Site, view: View) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        try:
            found = view(site, request)
        except ProvenanceError as error:
            return failure(request, str(error), _status(request, error))
        except Exception:  # a fault of ours: told on standard error, not to the reader
            traceback.print_exc(file=sys.stderr)
            return failure(request, "Something failed in the program: what it was stands on the terminal where it runs.", 500)
        return found if isinstance(found, Response) else respond(request, found)

    return answer


def _status(request: Request, error: ProvenanceError) -> int:
    if isinstance(error, UsageError):
        return 404 if request.url.path.startswith(_ABSENT) else 422
    if isinstance(error, TooLongError):
        return 503
    from provenance.errors import QueryError

    return 422 if isinstance(error, QueryError) else 503


def failure(request: Request, sentence: str, status: int) -> Response:
    """An error in one sentence."""
    return respond(request, Page("error.html", {"error": sentence, "status": status}, status=status))


async def _on_http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    words = (
        f"There is no page {request.url.path[:200]!r}: the pages are named above." if status == 404 else "This cannot be done."
    )
    return failure(request, words, status)


# ---------------------------------------------------------------- static files

_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


@cache
def static_files() -> Mapping[str, bytes]:
    """All static files by name: there are no others, whatever an address says."""
    from provenance.report.html.environment import style

    ours = files("provenance.web").joinpath("static")
    return {
        "style.css": style().encode(),
        **{name: ours.joinpath(name).read_bytes() for name in ("pages.css", "pages.js", "icon.svg")},
    }


def _static(name: str) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        kind = _TYPES[name.rpartition(".")[2]]
        return Response(static_files()[name], media_type=kind, headers={"cache-control": "no-cache"})

    return answer


def warm_in_background(site: Site) -> threading.Thread:
    """Count once, before the first reader asks; what fails here fails again where it is asked for, and is told there."""

    def warm() -> None:
        try:
            site.warm()
        except ProvenanceError as error:
            print(f"provenance: {error}", file=sys.stderr)

    thread = threading.Thread(target=warm, name="warm", daemon=True)
    thread.start()
    return thread
