"""`provenance audit`: where one claim comes from and how firmly it stands, or all claims of a document in short."""

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
from provenance.cli.sources import stored_ratings
from provenance.errors import UsageError

if TYPE_CHECKING:
    from provenance.records import AnnotatedDocument
    from provenance.registry import Rating, Registry
    from provenance.store import ClaimHit, ClaimRecord, Store
    from provenance.store.around import Around

CANDIDATES = 20
"""So many claims of a search are looked at."""

FURTHER = 5
"""So many other claims of the search are named below an audit."""

OLDER = "this is an older revision of the document; a newer one is stored"


class AuditFormat(StrEnum):
    """How an audit is printed."""

    text = "text"
    json = "json"


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
        str | None, typer.Option("--document", metavar="ID", help="List the claims of this document: its id or its path.")
    ] = None,
    db: Db = DEFAULT_DB,
    sources: Sources = None,
    form: Annotated[AuditFormat, typer.Option("--format", help="Print text, or JSON.")] = AuditFormat.text,
) -> None:
    """Show where a claim comes from: its chain hop by hop with the words that prove each hop, its hedges, and its score.

    Words are searched for in all claims. Where one claim is clearly meant it is shown, else the candidates are.
    """
    from provenance.registry import load_registry
    from provenance.store import open_store

    query = " ".join(words or ()).strip()
    if bool(query) == (document is not None):
        raise UsageError(
            'name one claim by its id or by words, or a document with --document: provenance audit "words of a claim"'
        )
    with open_store(db, read_only=True) as store:
        if document is not None:
            _print_document(store.load(document_key(store, document)), load_registry(sources), stored_ratings(store), form)
            return
        record, others = _find(store, query)
        if record is None:
            _print_candidates(query, others, form)
        else:
            around = store.across.around(record.claim.id)
            _print_audit(record, around, others, load_registry(sources), stored_ratings(store), form)


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
    print_lines(audit_lines(found, canvas(sys.stdout)))
    if others:
        more = f" and {len(others) - FURTHER} more" if len(others) > FURTHER else ""
        print_lines(["", f"  The words also fit{more}:", *_hit_lines(others[:FURTHER])])


def _print_document(annotated: AnnotatedDocument, registry: Registry, ratings: tuple[Rating, ...], form: AuditFormat) -> None:
    from provenance.report.document import build_document
    from provenance.report.terminal import document_lines

    found = build_document(annotated, registry.entities, ratings)
    if form is AuditFormat.json:
        _print_json(dataclasses.asdict(found))
    else:
        print_lines(document_lines(found, canvas(sys.stdout)))


def _print_candidates(query: str, hits: Sequence[ClaimHit], form: AuditFormat) -> None:
    if form is AuditFormat.json:
        _print_json({"query": query, "candidates": [dataclasses.asdict(hit) for hit in hits]})
        return
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
