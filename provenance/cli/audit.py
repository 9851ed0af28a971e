"""`provenance audit`: where a claim comes from and how firmly it stands; a document with its annotations; a source's record."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.options import DEFAULT_DB, Db, Sources
from provenance.cli.output import canvas, print_lines, stdout
from provenance.cli.search import clearly_best, document_key, looks_like_id
from provenance.cli.sources import found_source, provisional_sources
from provenance.errors import UsageError

if TYPE_CHECKING:
    from provenance.records import AnnotatedDocument
    from provenance.registry import Entity, Rating, Registry
    from provenance.store import ClaimHit, ClaimRecord, SourceCard, Store
    from provenance.store.around import Around

CANDIDATES = 20
"""So many claims of a search are looked at."""

NEAR = 5
"""Sources that a name may mean, as far as they are named."""

FURTHER = 5
"""So many other claims of the search are named below an audit."""

OLDER = "this is an older revision of the document; a newer one is stored"


class AuditFormat(StrEnum):
    """How an audit is printed."""

    text = "text"
    json = "json"
    markdown = "markdown"
    html = "html"


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(audit)


def audit(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CLAIM_ID|WORDS...]", help="The id of a claim, its first digits, or words of the claim.", show_default=False
        ),
    ] = None,
    document: Annotated[
        str | None,
        typer.Option("--document", metavar="ID", help="Show this document with its annotations: its id or its path."),
    ] = None,
    source: Annotated[str | None, typer.Option("--source", metavar="NAME|ID", help="Show the record of this source.")] = None,
    claims: Annotated[bool, typer.Option("--claims", help="With --document: list its claims instead of its text.")] = False,
    db: Db = DEFAULT_DB,
    sources: Sources = None,
    form: Annotated[
        AuditFormat, typer.Option("--format", help="Print text, JSON, Markdown, or an HTML page that stands alone.")
    ] = AuditFormat.text,
) -> None:
    """Show where a claim comes from: its chain hop by hop with the words that prove each hop, its hedges, and its score.

    Words are searched for in all claims. Where one claim is clearly meant it is shown, else the candidates are. With --document:
    the text with its annotations in the margin, and its strongest and weakest claims. With --source: what a source published,
    whom it relays, and how its claims stand.
    """
    from provenance.registry import load_registry
    from provenance.store import open_store

    query = " ".join(words or ()).strip()
    if [bool(query), document is not None, source is not None].count(True) != 1:
        raise UsageError(
            "name one claim by its id or by words, or a document with --document, or a source with --source: "
            'provenance audit "words of a claim"'
        )
    if claims and (document is None or form is not AuditFormat.text):
        raise UsageError("--claims lists the claims of a document as text; give --document ID, without --format")
    if source is not None:
        _print_source(source, load_registry(sources), db, form)
        return
    with open_store(db, read_only=True) as store:
        if document is not None:
            annotated = store.load(document_key(store, document))
            _print_document(annotated, load_registry(sources), store.rated(), form, listed=claims)
            return
        record, others = _find(store, query)
        if record is None:
            _print_candidates(query, others, form)
        else:
            around = store.across.around(record.claim.id)
            _print_audit(record, around, others, load_registry(sources), store.rated(), form)


def _find(store: Store, query: str) -> tuple[ClaimRecord | None, Sequence[ClaimHit]]:
    """The claim that is meant, None where several may be; and the other claims that the words fit.

    Raises UsageError where there is none.
    """
    not_an_id: UsageError | None = None
    if looks_like_id(query):
        try:
            return store.claim(query), ()
        except UsageError as error:  # "facade" may be the beginning of an id, or a word
            not_an_id = error
    hits = store.find_claims(query, CANDIDATES)
    if not hits:
        raise not_an_id or UsageError(f'no claim holds the words "{query}"; try fewer words, or `provenance sql` with v_claims')
    best = clearly_best(query, hits)
    if best is None:
        return None, hits
    return store.claim(best.claim_id), [hit for hit in hits if hit.claim_id != best.claim_id]


def _print_audit(
    record: ClaimRecord,
    around: Around,
    others: Sequence[ClaimHit],
    registry: Registry,
    ratings: tuple[Rating, ...],
    form: AuditFormat,
) -> None:
    from provenance.report.audit import build_audit
    from provenance.report.terminal import audit_lines

    found = build_audit(record.annotated, record.claim.id, registry.entities, ratings, around)
    if not record.is_current:
        found = dataclasses.replace(found, notes=(*found.notes, OLDER))
    if form is AuditFormat.json:
        _print_json(dataclasses.asdict(found))
        return
    if form is not AuditFormat.text:
        from provenance.report.html import audit_page
        from provenance.report.markdown import audit_markdown

        _print_text(audit_page(found) if form is AuditFormat.html else audit_markdown(found))
        return
    print_lines(audit_lines(found, canvas(sys.stdout)))
    if others:
        more = f" and {len(others) - FURTHER} more" if len(others) > FURTHER else ""
        print_lines(["", f"  The words also fit{more}:", *_hit_lines(others[:FURTHER])])


def _print_document(
    annotated: AnnotatedDocument, registry: Registry, ratings: tuple[Rating, ...], form: AuditFormat, *, listed: bool
) -> None:
    from provenance.report.document import build_document
    from provenance.report.terminal import article_lines, document_lines

    found = build_document(annotated, registry.entities, ratings)
    if form is AuditFormat.json:
        _print_json(dataclasses.asdict(found))
    elif form is AuditFormat.text:
        print_lines((document_lines if listed else article_lines)(found, canvas(sys.stdout)))
    else:
        from provenance.report.html import document_page
        from provenance.report.markdown import document_markdown

        _print_text(document_page(annotated, found) if form is AuditFormat.html else document_markdown(found, annotated))


def _print_source(name: str, registry: Registry, db: str, form: AuditFormat) -> None:
    from provenance.report.source_record import build_source_record
    from provenance.report.terminal import record_lines
    from provenance.store import open_store

    entity, card, rated, why_not = _meant_source(name, registry, db)
    stored = None
    if card is not None:
        with open_store(db, read_only=True) as store:
            stored = store.source_record(card.id)
    record = build_source_record(entity, stored, rated, why_not)
    if form is AuditFormat.json:
        _print_json(dataclasses.asdict(record))
    elif form is AuditFormat.text:
        print_lines(record_lines(record, canvas(sys.stdout)))
    else:
        from provenance.report.html import source_page
        from provenance.report.markdown import source_markdown

        _print_text(source_page(record) if form is AuditFormat.html else source_markdown(record))


def _meant_source(name: str, registry: Registry, db: str) -> tuple[Entity | None, SourceCard | None, list[Rating], str | None]:
    """The source of this id or name; where there is none, the only one of the database's own whose name holds these words.

    Raises UsageError where none does, or several.
    """
    try:
        return found_source(name, registry, db)
    except UsageError:
        near = [str(row[0]) for row in provisional_sources(db, name)[1]] if name.strip() else []
        if len(near) > 1:
            more = f" and {len(near) - NEAR} more" if len(near) > NEAR else ""
            raise UsageError(f'"{name}" may be any of: {", ".join(near[:NEAR])}{more}; name one by its id') from None
        if not near:
            raise
        return found_source(near[0], registry, db)


def _print_text(text: str) -> None:
    """A page, as it is."""
    stdout().write(text if text.endswith("\n") else f"{text}\n")


def _print_candidates(query: str, hits: Sequence[ClaimHit], form: AuditFormat) -> None:
    if form is AuditFormat.json:
        _print_json({"query": query, "candidates": [dataclasses.asdict(hit) for hit in hits]})
        return
    if form is not AuditFormat.text:
        ids = ", ".join(hit.claim_id for hit in hits[:FURTHER])
        raise UsageError(f'several claims fit "{query}": name one by its id, such as {ids}')
    count = f"{len(hits)} claims or more" if len(hits) == CANDIDATES else f"{len(hits)} claims"
    lines = [f"{count} fit these words; `provenance audit ID` shows one of them.", "", *_hit_lines(hits)]
    print_lines(lines)


def _hit_lines(hits: Sequence[ClaimHit]) -> Iterator[str]:
    from provenance.report.terminal.canvas import in_quotes
    from provenance.report.text import clean, cut

    page = canvas(sys.stdout)
    for hit in hits:
        yield f"  {page.paint.bold(hit.claim_id)}  {cut(clean(hit.locator), max(20, page.columns - 26))}"
        yield from page.wrapped(in_quotes(cut(clean(hit.text), 2 * page.columns)), "    ")


def _print_json(value: object) -> None:
    json.dump(value, stdout(), ensure_ascii=False, indent=1)
    stdout().write("\n")
