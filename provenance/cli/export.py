"""`provenance export`: what is stored, for other programs."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from provenance.cli.options import DEFAULT_DB, Db, ExportFormat, Out, Quiet
from provenance.cli.output import opened, say
from provenance.cli.search import document_key
from provenance.errors import UsageError
from provenance.export.losses import BY_NAME, losses_help, writer_of

if TYPE_CHECKING:
    from provenance.store import Store

UPSTREAMS = (ExportFormat.bibtex, ExportFormat.csl_json)


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(export)


def export(
    form: Annotated[ExportFormat, typer.Option("--format", help="What to write; see below for what each loses.")],
    db: Db = DEFAULT_DB,
    out: Out = None,
    document: Annotated[
        list[str] | None,
        typer.Option("--document", metavar="ID", help="Only this document, by its id or path; may be given several times."),
    ] = None,
    claims_sql: Annotated[
        str | None,
        typer.Option(
            "--claims-sql", metavar="SELECT", help="Only the claims whose claim_id this query gives, and their documents."
        ),
    ] = None,
    all_revisions: Annotated[bool, typer.Option("--all-revisions", help="Older revisions of documents too.")] = False,
    bom: Annotated[
        bool, typer.Option("--bom", help="Begin CSV with a byte-order mark, so that Excel reads it as UTF-8.")
    ] = False,
    upstreams: Annotated[
        bool, typer.Option("--upstreams", help="In a bibliography, also the sources that documents are credited to.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Write what is stored, whole or in part, in a format of other programs.

    Each format loses something of what the database has; it is said here, on standard error, and in the file where it has a
    place for it.
    """
    from provenance.export import About, chosen, read_items
    from provenance.store import open_store

    _refuse(form, bom, upstreams, claims_sql, document, all_revisions)
    wanted = BY_NAME[form.value]
    write = writer_of(wanted)
    with open_store(db, read_only=True) as store:
        claims = None
        if claims_sql is not None:
            claims, keys = chosen(store, claims_sql)
            part = f"the claims that a query chose: {claims_sql}"
        elif document:
            keys = tuple(dict.fromkeys(document_key(store, name) for name in document))
            part = f"the documents {', '.join(document)}"
        else:
            keys = _all(store, all_revisions)
            part = "all revisions of all documents" if all_revisions else "all current documents"
        about = About(wanted, store.current_revision() or "", part, upstreams, bom)
        with opened(out) as stream:
            count = write(read_items(store, keys, claims), _bytes(stream, form, out is None) if wanted.binary else stream, about)
    if not quiet:
        _tell(count, out, f"{wanted.name} loses {wanted.loses}")


export.__doc__ = f"{inspect.cleandoc(export.__doc__ or '')}\n\n{losses_help()}"


def _refuse(
    form: ExportFormat, bom: bool, upstreams: bool, sql: str | None, document: Sequence[str] | None, all_revisions: bool
) -> None:
    """Options that do not go together."""
    if bom and form is not ExportFormat.csv:
        raise UsageError(f"--bom belongs to --format csv; {form.value} has no byte-order mark")
    if upstreams and form not in UPSTREAMS:
        raise UsageError(f"--upstreams belongs to --format bibtex and csl-json; {form.value} has the credits of documents anyway")
    if sql is not None and (document or all_revisions):
        raise UsageError(
            "--claims-sql chooses claims by itself; leave out --document and --all-revisions, and say it in the query"
        )


def _bytes(stream: Any, form: ExportFormat, to_stdout: bool) -> IO[bytes]:
    """The bytes below a text stream. Raises UsageError where they would go to a terminal."""
    if to_stdout and stream.isatty():
        raise UsageError(f"--format {form.value} is binary, which no terminal can show; write it to a file with --out FILE")
    return stream.buffer  # type: ignore[no-any-return]


def _tell(count: int, out: object, losses: str) -> None:
    from provenance.report.text import counted

    if out is not None:
        say(f"{counted(count, 'document')} written to {out}")
    say(losses)


def _all(store: Store, all_revisions: bool) -> tuple[int, ...]:
    return tuple(info.key for info in store.documents(all_revisions=all_revisions))
