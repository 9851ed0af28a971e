"""Which stored document an incoming one is: the same, a new revision, the same bytes under another name.

A *fingerprint* stands for a content (id and bytes), a *series* for the place whose revisions follow each other:

- a file: its path;
- a record of a JSON-lines file: the file and the record's id, so that a record keeps its history when its line moves. Where one
  run meets the same id again on another line of the file, with other bytes, the line counts too: neither record hides the other.
  That holds whether this run stored the first of them, or met it as one that another run had stored;
- an item of a feed: the file and the item's address, as its place changes with every new item;
- anything without a file (standard input, an address): its url, else its id.
"""

from __future__ import annotations

import posixpath
from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, select

from provenance.ids import content_id
from provenance.records import Document
from provenance.store.load import table
from provenance.store.plain import pack
from provenance.store.tables import DocumentRow, RunRow, SightingRow

_FEEDS = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")

OutcomeKind = Literal["new", "revised", "reannotated", "duplicate", "unchanged"]

Version = tuple[str, str, str]
"""What annotated a document: program version, lexicon digest, registry digest."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What storing a document comes to.

    "new"; "revised" (other bytes than before under the same locator: the old revision is kept, no longer current);
    "reannotated" (the same bytes, annotated by another version of program, lexicons or registry: annotations replaced);
    "duplicate" (the same bytes under another locator: `first` names the one that is stored); "unchanged".
    `revision` counts the contents of the locator from 1.
    """

    kind: OutcomeKind
    locator: str
    revision: int
    first: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document is told by: its content, the place whose revisions follow each other, and that place for people.

    `line_series` is the series of its line alone, for records of one id in one file; None where it is no such record.
    """

    fingerprint: str
    series: str
    line_series: str | None
    locator: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done for a document: the outcome, and what the writer needs to do it."""

    outcome: Outcome
    fingerprint: str
    series: str
    key: int | None
    """Number of the stored document with the same content; None: it is to be stored."""
    previous: int | None
    """Number of the document that the locator held before, where that is another one."""
    annotate: bool
    """Whether annotations are to be written."""
    sight: bool
    """Whether a new sighting is to be written."""


def locator_of(document: Document) -> str:
    """Where a document was read, for people: file, file and line, or address; the id where there is neither."""
    if document.path not in (None, "-"):
        return f"{document.path}:{document.line}" if document.line is not None else str(document.path)
    return document.url or document.id


def fingerprint_of(document: Document) -> str:
    """20 hexadecimal digits that stand for id and bytes."""
    return content_id(document.id, document.sha256)


def series_of(document: Document) -> str:
    """20 hexadecimal digits that all revisions of one file, record or address share."""
    if document.path in (None, "-"):
        return content_id("url", document.url) if document.url else content_id("id", document.id)
    path = posixpath.normpath(str(document.path))
    if document.line is None:
        return content_id("file", path)
    if document.url and document.media_type in _FEEDS:
        return content_id("item", path, document.url)
    return content_id("record", path, document.id)


_DOCUMENT, _RUN, _SIGHTING = table(DocumentRow), table(RunRow), table(SightingRow)

_KNOWN = (
    select(_DOCUMENT.c.key, _DOCUMENT.c.locator, _RUN.c.program_version, _RUN.c.lexicon_digest, _RUN.c.registry_digest)
    .join(_RUN, _RUN.c.id == _DOCUMENT.c.run)
    .where(_DOCUMENT.c.fingerprint == bindparam("fingerprint"))
)
_LAST = (
    select(_SIGHTING.c.revision, _SIGHTING.c.document, _SIGHTING.c.locator, _SIGHTING.c.run)
    .where(_SIGHTING.c.series == bindparam("series"))
    .order_by(_SIGHTING.c.revision.desc())
    .limit(1)
)
_EVER = select(_SIGHTING.c.revision).where(
    _SIGHTING.c.series == bindparam("series"), _SIGHTING.c.document == bindparam("document")
)


def identity_of(document: Document) -> Identity:
    """What the document is told by."""
    series = series_of(document)
    line_series = None if document.line is None else content_id("line", series, document.line)
    return Identity(fingerprint_of(document), series, line_series, pack(locator_of(document)))


def decide(connection: Connection, document: Identity, run: int, version: Version, met: Container[str] = frozenset()) -> Decision:
    """What storing `document` in `run` comes to, by what the database holds now.

    `met` are series that the run has met already, and that other runs had stored.
    """
    fingerprint, locator = document.fingerprint, document.locator
    known = connection.execute(_KNOWN, {"fingerprint": fingerprint}).one_or_none()
    series, last = _series(connection, document, run, None if known is None else known.key, met)
    revision = 1 if last is None else last.revision + 1
    previous = None if last is None else last.document
    if known is None:
        outcome = Outcome("new" if last is None else "revised", locator, revision)
        return Decision(outcome, fingerprint, series, None, previous, annotate=True, sight=True)
    newer = tuple(known[2:]) != version
    if previous == known.key:
        outcome = Outcome("reannotated" if newer else "unchanged", locator, revision - 1)
        return Decision(outcome, fingerprint, series, known.key, None, annotate=newer, sight=False)
    if newer:
        outcome = Outcome("reannotated", locator, revision, known.locator)
    elif _held_before(connection, series, known.key):
        outcome = Outcome("revised", locator, revision)
    else:
        outcome = Outcome("duplicate", locator, revision, known.locator)
    return Decision(outcome, fingerprint, series, known.key, previous, annotate=newer, sight=True)


def first_seen(document: Identity) -> Decision:
    """What storing a document comes to whose content and place the database has never met."""
    outcome = Outcome("new", document.locator, 1)
    return Decision(outcome, document.fingerprint, document.series, None, None, annotate=True, sight=True)


def met_before(connection: Connection, documents: Iterable[Identity]) -> set[str]:
    """The fingerprints and series of documents that the database has met."""
    listed = list(documents)
    contents = select(_DOCUMENT.c.fingerprint).where(_DOCUMENT.c.fingerprint.in_([one.fingerprint for one in listed]))
    places = select(_SIGHTING.c.series).where(_SIGHTING.c.series.in_([one.series for one in listed]))
    return {row[0] for statement in (contents, places) for row in connection.execute(statement)}


def _held_before(connection: Connection, series: str, key: int) -> bool:
    return connection.execute(_EVER, {"series": series, "document": key}).first() is not None


def _series(connection: Connection, document: Identity, run: int, known: int | None, met: Container[str]) -> tuple[str, Any]:
    """The series that the document belongs to, and the row of its newest sighting (None: never seen)."""
    series = document.series
    last = connection.execute(_LAST, {"series": series}).one_or_none()
    if last is None or document.line_series is None or last.document == known:
        return series, last
    own = document.line_series
    own_last = connection.execute(_LAST, {"series": own}).one_or_none()
    if own_last is not None or (last.locator != document.locator and (last.run == run or series in met)):
        return own, own_last
    return series, last
