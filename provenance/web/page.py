"""What a view gives, and how it becomes a page, or its JSON twin at the same address with `format=json`."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from provenance.store.questions import Asked
from provenance.web.addresses import Addresses
from provenance.web.words import HELPERS

JSON = "json"
_SURROGATE = re.compile("[\ud800-\udfff]")
NAVIGATION = (
    ("/", "Overview"),
    ("/search", "Search"),
    ("/documents", "Documents"),
    ("/sources", "Sources"),
    ("/origins", "Origins"),
    ("/rejected", "Rejected"),
    ("/sql", "SQL"),
    ("/about", "About"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """One view. `data` is what the page shows, and all of its JSON twin; `more` is what the template alone needs.

    `asked` are the SELECTs that give the same. `status` is that of HTTP.
    """

    template: str
    data: Mapping[str, Any]
    more: Mapping[str, Any] = field(default_factory=dict)
    asked: tuple[Asked, ...] = ()
    status: int = 200


@cache
def environment() -> Any:
    """The templates of the pages, over those of reports: an environment of Jinja2, which `report` alone imports."""
    from provenance.report.html.beside import environment_with

    return environment_with("provenance.web")


def wants_json(request: Request) -> bool:
    """Whether the twin is asked for."""
    return request.query_params.get("format") == JSON


def respond(request: Request, page: Page) -> Response:
    """The page, or its twin."""
    if wants_json(request):
        return json_response(twin(page), page.status)
    values = {
        "urls": Addresses(),
        "assets": "/static/",
        "navigation": NAVIGATION,
        "path": request.url.path,
        "twin": twin_address(request),
        "asked": page.asked,
    }
    text = environment().get_template(page.template).render(**HELPERS, **values, **page.data, **page.more)
    return HTMLResponse(text.encode("utf-8", "replace"), page.status)


def twin(page: Page) -> dict[str, Any]:
    """The JSON twin: the data, and the SQL that gives the same."""
    return {**page.data, "sql": [{"question": one.question.title, "sql": one.sql} for one in page.asked]}


def twin_address(request: Request) -> str:
    """The twin's address."""
    query = request.url.query
    path: str = request.scope["raw_path"].decode("ascii")  # as it was sent: the other one is decoded
    return path + "?" + (f"{query}&" if query else "") + f"format={JSON}"


def json_response(value: object, status: int = 200) -> Response:
    """A value as JSON. Halves of surrogate pairs, which UTF-8 lacks, are escaped."""
    text = json.dumps(value, ensure_ascii=False, default=plain, indent=1)
    text = _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return Response(text.encode(), status, media_type="application/json")


def plain(value: object) -> object:
    """What JSON does not know: records as objects, bytes as hexadecimal, all else as text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, bytes | memoryview):
        return value.hex()
    return str(value)
