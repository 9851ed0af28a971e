"""`provenance sql`: reads the database with the user's own query."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.options import DEFAULT_DB, Db, RowFormat
from provenance.cli.output import canvas, print_lines, print_rows, say, stdout
from provenance.errors import UsageError

if TYPE_CHECKING:
    from provenance.store import RelationInfo

TABLE_ROWS = 1000
"""A table shows no more rows than this unless --limit says so; the other forms print all."""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(sql)


def sql(
    query: Annotated[
        str | None,
        typer.Argument(metavar="[QUERY]", help="A SELECT; - reads it from standard input. With --schema: one table or view."),
    ] = None,
    db: Db = DEFAULT_DB,
    form: Annotated[
        RowFormat | None,
        typer.Option("--format", help="How to print the rows (default: table on a terminal, else csv).", show_default=False),
    ] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Show the tables and views with their columns.")] = False,
    limit: Annotated[
        int | None, typer.Option("--limit", min=0, metavar="N", help="Print N rows at most (default: 1000 in a table, else all).")
    ] = None,
) -> None:
    """Query the database; nothing can be written.

    Start from the views: v_claims, v_chains, v_upstreams, v_hedges, v_outlets, v_contributions, v_rejected. In CSV, cells that a
    spreadsheet would run as a formula are prefixed with an apostrophe; JSON prints every value as it is.
    """
    from provenance.store import open_store

    if schema:
        _print_schema(query, form)
        return
    if query is None:
        raise UsageError('a query is missing: write provenance sql "SELECT …", or provenance sql --schema to see what there is')
    asked = sys.stdin.read() if query == "-" else query
    as_table = form is RowFormat.table or (form is None and sys.stdout.isatty())
    with open_store(db, read_only=True) as store:
        result = store.query(asked, limit if limit is not None else TABLE_ROWS if as_table else None)
    print_rows(result.columns, result.rows, form)
    if result.truncated:
        say(f"only the first {len(result.rows):,} rows are shown; ask for more with --limit, or for all with --format csv")


def _print_schema(name: str | None, form: RowFormat | None) -> None:
    """All tables and views, or one; no database is needed for it."""
    from provenance.store.schema_info import describe

    relations = [r for r in describe() if name in (None, r.name)]
    if not relations:
        raise UsageError(f"there is no table or view {name!r}; provenance sql --schema lists them all")
    if form in (RowFormat.json, RowFormat.jsonl):
        for relation in relations:
            stdout().write(json.dumps(dataclasses.asdict(relation), ensure_ascii=False) + "\n")
    elif form is RowFormat.csv:
        rows = [(r.name, r.kind, c.name, c.type, c.comment) for r in relations for c in r.columns]
        print_rows(("relation", "kind", "column", "type", "comment"), rows, form)
    else:
        print_lines(line for relation in relations for line in _relation_lines(relation))


def _relation_lines(relation: RelationInfo) -> Iterator[str]:
    page = canvas(sys.stdout)
    yield page.paint.bold(relation.name) + f"  {relation.kind}"
    yield from page.wrapped(relation.comment, "  ")
    widest = max(len(column.name) for column in relation.columns)
    for column in relation.columns:
        yield from page.wrapped(column.comment, f"    {column.name:{widest}}  {column.type:8} ")
    yield ""
