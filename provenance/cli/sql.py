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
    from provenance.store.worked import WorkedQuestion

TABLE_ROWS = 1000
"""A table shows no more rows than this unless --limit says so; the other forms print all."""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(sql)


def sql(
    query: Annotated[
        str | None,
        typer.Argument(
            metavar="[QUERY]",
            help="A SELECT; - reads it from standard input. With --schema: one table or view. With --examples: one example.",
        ),
    ] = None,
    db: Db = DEFAULT_DB,
    form: Annotated[
        RowFormat | None,
        typer.Option("--format", help="How to print the rows (default: table on a terminal, else csv).", show_default=False),
    ] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Show the tables and views with their columns.")] = False,
    example: Annotated[
        str | None, typer.Option("--example", metavar="NAME", help="Run this worked question instead of a query.")
    ] = None,
    examples: Annotated[bool, typer.Option("--examples", help="List the worked questions, or show one with its SQL.")] = False,
    limit: Annotated[
        int | None, typer.Option("--limit", min=0, metavar="N", help="Print N rows at most (default: 1000 in a table, else all).")
    ] = None,
) -> None:
    """Query the database; nothing can be written.

    Start from the views: v_claims, v_chains, v_upstreams, v_hedges, v_outlets, v_contributions, v_rejected.
    Questions that fact-checkers ask are worked out already: --examples lists them, --example NAME asks one. In CSV, cells that a
    spreadsheet would run as a formula are prefixed with an apostrophe; JSON prints every value as it is.
    """
    from provenance.store import open_store

    if schema:
        _print_schema(query, form)
        return
    if examples:
        _print_examples(query, form)
        return
    if example is not None:
        if query is not None:
            raise UsageError("there are a query and --example; leave one of them out")
        query = _worked(example).sql
    if query is None:
        raise UsageError(
            'a query is missing: write provenance sql "SELECT …", or provenance sql --schema to see what there is, or --examples'
        )
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


def _worked(name: str) -> WorkedQuestion:
    """The worked question of this name; hyphens may stand for its low lines."""
    from provenance.store.worked import worked_questions

    found = [one for one in worked_questions() if one.name == name.replace("-", "_")]
    if not found:
        raise UsageError(f"there is no worked question {name!r}; provenance sql --examples lists them all")
    return found[0]


def _print_examples(name: str | None, form: RowFormat | None) -> None:
    """All worked questions in short, or one in full; no database is needed for it."""
    from provenance.store.worked import worked_questions

    chosen = worked_questions() if name is None else (_worked(name),)
    if form is not None and form is not RowFormat.table:
        columns = tuple(field.name for field in dataclasses.fields(chosen[0]))
        print_rows(columns, [dataclasses.astuple(one) for one in chosen], form)
        return
    page = canvas(sys.stdout)
    if name is not None:
        print_lines(_example_lines(chosen[0]))
        return
    widest = max(len(one.name) for one in chosen)
    print_lines(line for one in chosen for line in page.wrapped(one.question, f"{one.name:{widest}}  "))


def _example_lines(one: WorkedQuestion) -> Iterator[str]:
    page = canvas(sys.stdout)
    yield page.paint.bold(one.title)
    yield from page.wrapped(one.question, "  ")
    yield ""
    yield from one.sql.splitlines()
    yield ""
    yield from page.wrapped(one.reading, "  ")
