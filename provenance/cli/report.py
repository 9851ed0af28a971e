"""`provenance report`: documents or claims with all that is known of them, as one HTML file to mail or archive."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.audit import OLDER
from provenance.cli.options import DEFAULT_DB, Db, Out, Sources
from provenance.cli.output import opened, say
from provenance.cli.search import clearly_best, document_key, looks_like_id
from provenance.errors import UsageError

if TYPE_CHECKING:
    from provenance.records import AnnotatedDocument
    from provenance.registry import Rating, Registry
    from provenance.report.audit import Audit
    from provenance.report.dossier import Part, RunInfo
    from provenance.store import Store

MOST_HITS = 20
"""Claims that words may find, at most."""

MOST_ROWS = 10_000
"""Rows of a query that are read, at most."""

AT_ONCE = 500
"""Claims whose documents are looked up at once."""

MAX_BYTES = 20_000_000
"""As `report.html.report.LIMIT`, which is not imported to print the help."""

_CLAIM_ID = re.compile(r"[0-9a-f]{20}")


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(report)


def report(
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DOCUMENT...|CLAIM_ID|WORDS...]", help="Documents, a claim's id, or words.", show_default=False),
    ] = None,
    sql: Annotated[
        str | None, typer.Option("--sql", metavar="QUERY", help="Report the claims of a SELECT with a column claim_id.")
    ] = None,
    out: Out = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="The report's title.")] = None,
    made_for: Annotated[str, typer.Option("--for", metavar="TEXT", help="For whom it is made.", show_default=False)] = "",
    made_on: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="The day that stands in it (default: today, UTC).")
    ] = None,
    max_bytes: Annotated[
        int, typer.Option("--max-bytes", min=100_000, metavar="N", help="Leave out what makes it larger, and say so in it.")
    ] = MAX_BYTES,
    db: Db = DEFAULT_DB,
    sources: Sources = None,
) -> None:
    """Write one HTML file that stands alone: texts with what was found in them, and the audit of each claim.

    Below these stand the sources, the method in plain words, versions, hashes and a line to cite. Documents are named by id or
    path; all their claims are in the report. Words find claims, up to 20.
    """
    from provenance.registry import load_registry
    from provenance.report.dossier import Head
    from provenance.report.html import report as html_report
    from provenance.report.text import counted
    from provenance.store import open_store

    if bool(what) == (sql is not None):
        raise UsageError("name documents, a claim's id or words, or a query with --sql: provenance report DOCUMENT --out x.html")
    day = _day(made_on)
    with open_store(db, read_only=True) as store:
        asked, remarks = _of_query(store, sql) if sql is not None else _of_words(store, what or [])
        desk = _Desk(store, load_registry(sources), store.rated(), asked)
        documents, claims = desk.ids()
        question = " ".join(what or []) or "the claims of a query"
        head = Head(title or _title(what, sql), day, made_for, question, sql, documents, claims, remarks)
        made = html_report(head, desk.parts, _digest, max_bytes)
    with opened(out) as stream:
        stream.write(made.text)
    for sentence in (*remarks, *made.left_out):
        say(sentence)
    if out is not None:
        say(f"{counted(made.claims, 'claim')} of {counted(made.documents, 'document')} reported in {out}")


Asked = dict[int, tuple[str, ...] | None]
"""Numbers of documents, each with the ids of its claims asked for; None: all of them."""


def _day(given: str | None) -> str:
    if given is None:
        return datetime.now(UTC).date().isoformat()
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError as error:
        raise UsageError(f'--date "{given}" is no day; write it as 2025-06-30') from error


def _title(what: Sequence[str] | None, sql: str | None) -> str:
    return "Report on the claims of a query" if sql is not None else f"Report on {' '.join(what or [])}"


# ---------------------------------------------------------------- what is asked for


def _of_words(store: Store, what: Sequence[str]) -> tuple[Asked, tuple[str, ...]]:
    """The documents of these names; where the first is none, the claims of this id or these words."""
    found: Asked = {}
    error: UsageError | None = None
    for name in what:
        try:
            found[document_key(store, name)] = None
        except UsageError as no_document:
            if found:
                raise
            error = no_document
            break
    return (found, ()) if error is None else _of_claims(store, " ".join(what).strip(), error)


def _of_claims(store: Store, query: str, no_document: UsageError) -> tuple[Asked, tuple[str, ...]]:
    """The claim of this id, else those that hold the words: the one that is clearly meant, or all that fit."""
    if looks_like_id(query):
        try:
            record = store.claim(query)
        except UsageError:  # "facade" may be the beginning of an id, or a word
            pass
        else:
            return {record.document_key: (record.claim.id,)}, ()
    hits = store.find_claims(query, MOST_HITS)
    if not hits:
        if len(query.split()) == 1:
            raise no_document
        raise UsageError(f'no document is named and no claim holds the words "{query}"; try fewer words, or --sql')
    best = clearly_best(query, hits)
    claims = [best.claim_id] if best is not None else [hit.claim_id for hit in hits]
    many = len(hits) == MOST_HITS and best is None
    more = (f"the words fit {MOST_HITS} claims or more, and the {MOST_HITS} that fit best are reported",) if many else ()
    return _documents_of(store, claims), more


def _of_query(store: Store, sql: str) -> tuple[Asked, tuple[str, ...]]:
    """The claims of a query, in the order of their documents."""
    result = store.query(sql, MOST_ROWS)
    if "claim_id" not in result.columns:
        raise UsageError(
            f"the query of --sql gives no column claim_id but {', '.join(result.columns)}; write SELECT claim_id FROM v_claims …"
        )
    column = result.columns.index("claim_id")
    ids = list(dict.fromkeys(str(row[column]) for row in result.rows if row[column] is not None))
    wrong = next((id_ for id_ in ids if not _CLAIM_ID.fullmatch(id_)), None)
    if wrong is not None:
        raise UsageError(f'the query of --sql gives "{wrong[:60]}" as claim_id, which is none; take claim_id from a view')
    asked = _documents_of(store, ids)
    if not asked:
        raise UsageError("the query of --sql gives no claim of a current document; try it with provenance sql")
    cut = f"only the first {MOST_ROWS:,} rows of the query are reported"
    return asked, (cut,) if result.truncated else ()


def _documents_of(store: Store, claims: Sequence[str]) -> Asked:
    """The claims by their documents, current ones alone, in the order in which the documents were stored."""
    found: dict[int, list[str]] = {}
    for first in range(0, len(claims), AT_ONCE):
        listed = ", ".join(f"'{id_}'" for id_ in claims[first : first + AT_ONCE] if _CLAIM_ID.fullmatch(id_))
        rows = store.query(f"SELECT document, claim_id FROM v_claims WHERE claim_id IN ({listed})").rows
        for key, claim in rows:
            found.setdefault(int(key), []).append(str(claim))
    return {key: tuple(found[key]) for key in sorted(found)}


# ---------------------------------------------------------------- the parts


class _Desk:
    """Makes the parts of a report from the database, one document at a time."""

    def __init__(self, store: Store, registry: Registry, ratings: tuple[Rating, ...], asked: Asked) -> None:
        self._store, self._registry, self._ratings, self._asked = store, registry, ratings, asked

    def ids(self) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
        """The ids of all documents asked for, with where they were read, and of all claims."""
        documents = {info.key: (info.id, info.locator) for info in self._store.documents(all_revisions=True)}
        claims: list[str] = []
        for key, wanted in self._asked.items():
            claims += wanted if wanted is not None else [claim.id for claim in self._store.load(key).claims]
        return tuple(documents[key] for key in self._asked), tuple(claims)

    def parts(self) -> Iterator[Part]:
        """The documents, in the order asked for."""
        from provenance.report.document import build_document
        from provenance.report.dossier import Part
        from provenance.report.sources import source_views

        current = {info.key for info in self._store.documents()}
        for key, wanted in self._asked.items():
            annotated = self._store.load(key)
            document = build_document(annotated, self._registry.entities, self._ratings)
            asked = tuple(e.id for e in document.claims if wanted is None or e.id in wanted)
            wanted_ids = frozenset(asked)
            views = source_views(annotated, self._registry.entities, self._ratings)
            shown = [document.publisher.id, *(u.source.id for u in document.upstreams)]
            shown += [hop.source for claim in annotated.claims if claim.id in wanted_ids for hop in claim.chain]
            audits = partial(self._audits, annotated, asked, older=key not in current)
            yield Part(annotated, document, asked, audits, self._run(key), tuple(views.of(id_) for id_ in dict.fromkeys(shown)))

    def _audits(self, annotated: AnnotatedDocument, asked: Sequence[str], *, older: bool) -> Iterator[Audit]:
        from provenance.report.audit import build_audit
        from provenance.report.dossier import with_note

        for id_ in asked:
            around = self._store.across.around(id_)
            audit = build_audit(annotated, id_, self._registry.entities, self._ratings, around)
            yield with_note(audit, OLDER) if older else audit

    def _run(self, key: int) -> RunInfo | None:
        from provenance.report.dossier import RunInfo

        rows = self._store.query(
            "SELECT r.id, r.program_version, r.lexicon_digest, r.registry_digest, r.started "
            f"FROM document AS d JOIN run AS r ON r.id = d.run WHERE d.key = {int(key)}"
        ).rows
        return RunInfo(*rows[0]) if rows else None


def _digest(name: str) -> str | None:
    """The digest of a shipped model; a user's own is not at hand."""
    from provenance.score.models import SHIPPED, model

    return model(name).digest if name in SHIPPED else None
