"""SQL of the reader's own: read-only, within limits, with examples, and its result as a file."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from provenance.errors import QueryError, UsageError
from provenance.store import QueryResult
from provenance.store.worked import worked_questions
from provenance.web.page import Page, json_response, plain
from provenance.web.parameters import choice_of, number_of
from provenance.web.site import QUERIES_AT_ONCE, Site

SHOWN = 200
"""Rows that the page shows, unless asked for others."""
MOST_SHOWN = 5_000
MOST_EXPORTED = 100_000
"""Rows of an exported result."""
MOST_BYTES = 64 << 20
"""Bytes of all texts and blobs of a result together."""
LONGEST_QUERY = 20_000
LONGEST_CELL = 2_000
"""Characters of a cell that the page shows; an export has all."""


class BusyError(QueryError):
    """As many queries run as may."""


def sql(site: Site, request: Request) -> Page:
    """The query of the address with its result, or a place to write one."""
    query = _query(request)
    rows = number_of(request, "rows", SHOWN, MOST_SHOWN)
    error, result, status = None, None, 200
    if query:
        try:
            result = _run(site, query, rows)
        except QueryError as refused:
            error, status = str(refused), 503 if isinstance(refused, BusyError) or " was stopped" in str(refused) else 422
    data: dict[str, Any] = {"query": query, "error": error, "columns": [], "rows": [], "truncated": False, "limit": rows}
    if result is not None:
        shown = [[_cell(value) for value in row] for row in result.rows]
        data |= {"columns": result.columns, "rows": shown, "truncated": result.truncated}
    more = {"worked": worked_questions(), "seconds": site.query_seconds, "most": MOST_EXPORTED, "relations": _relations(site)}
    return Page("sql.html", data, more, status=status)


def export(site: Site, request: Request) -> Response:
    """The result of a query as a file: CSV with cells that no spreadsheet runs as a formula, or JSON."""
    query, form = _query(request), choice_of(request, "as", ("csv", "json"))
    if not query:
        raise UsageError("There is no query to export: write q=SELECT … into the address.")
    result = _run(site, query, MOST_EXPORTED)
    if form == "json":
        records = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
        response = json_response(records)
    else:
        response = Response(_csv(result).encode("utf-8", "replace"), media_type="text/csv")
    response.headers["content-disposition"] = f'attachment; filename="result.{form}"'
    if result.truncated:
        response.headers["x-truncated"] = f"only the first {MOST_EXPORTED} rows"
    return response


def _query(request: Request) -> str:
    query = request.query_params.get("q", "").strip()
    if len(query) > LONGEST_QUERY:
        raise UsageError(f"The query has more than {LONGEST_QUERY:,} characters: use provenance sql for it.")
    return query


def _run(site: Site, query: str, limit: int) -> QueryResult:
    with _turn(site):
        return site.store.query(query, limit, seconds=site.query_seconds, most_bytes=MOST_BYTES)


@contextlib.contextmanager
def _turn(site: Site) -> Iterator[None]:
    """One of the places of running queries. Raises BusyError where all are taken."""
    if not site.queries.acquire(blocking=False):
        raise BusyError(f"{QUERIES_AT_ONCE} queries are running already: wait for one to end, and ask again.")
    try:
        yield
    finally:
        site.queries.release()


def _cell(value: object) -> Any:
    """A cell as the page shows it."""
    if value is None or isinstance(value, int | float):
        return value
    text = str(plain(value)) if not isinstance(value, str) else value
    return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}… ({len(text):,} characters)"


def _csv(result: QueryResult) -> str:
    from provenance.export.tabular import safe_cell

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_cell(name) for name in result.columns])
    for row in result.rows:
        writer.writerow([safe_cell(v) if v is None or isinstance(v, str | int | float) else str(plain(v)) for v in row])
    return out.getvalue()


def _relations(site: Site) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The views with their columns, then the tables."""
    return [(r.name, r.comment, [(c.name, c.comment) for c in r.columns]) for r in site.store.schema() if r.kind == "view"]
