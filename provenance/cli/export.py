"""`provenance export`: what is stored, for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.options import DEFAULT_DB, Db, ExportFormat, Out
from provenance.cli.output import opened, say
from provenance.cli.search import document_key
from provenance.errors import UsageError

if TYPE_CHECKING:
    from provenance.records import AnnotatedDocument
    from provenance.store import Store


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(export)


def export(
    form: Annotated[ExportFormat, typer.Option("--format", help="jsonl: whole documents; csv: one row for each claim.")],
    db: Db = DEFAULT_DB,
    out: Out = None,
    document: Annotated[
        list[str] | None,
        typer.Option("--document", metavar="ID", help="Only this document, by its id or path; may be given several times."),
    ] = None,
    all_revisions: Annotated[bool, typer.Option("--all-revisions", help="Older revisions of documents too.")] = False,
    bom: Annotated[
        bool, typer.Option("--bom", help="Begin CSV with a byte-order mark, so that Excel reads it as UTF-8.")
    ] = False,
) -> None:
    """Write what is stored, whole or in part, as JSON lines or as a spreadsheet of claims.

    In CSV, cells that a spreadsheet would run as a formula are prefixed with an apostrophe.
    """
    from provenance.export import write_claims_csv, write_jsonl
    from provenance.store import open_store

    if bom and form is not ExportFormat.csv:
        raise UsageError("--bom belongs to --format csv; JSON lines have no byte-order mark")
    with open_store(db, read_only=True) as store:
        keys = [document_key(store, name) for name in document] if document else _all(store, all_revisions)
        with opened(out) as stream:
            documents = _loaded(store, keys)
            as_csv = form is ExportFormat.csv
            count = write_claims_csv(documents, stream, bom=bom) if as_csv else write_jsonl(documents, stream)
    if out is not None:
        from provenance.report.text import counted

        say(f"{counted(count, 'document')} written to {out}")


def _all(store: Store, all_revisions: bool) -> list[int]:
    return [info.key for info in store.documents(all_revisions=all_revisions)]


def _loaded(store: Store, keys: list[int]) -> Iterator[AnnotatedDocument]:
    """One document at a time, so that no export needs more memory than its largest document."""
    for key in keys:
        yield store.load(key)
