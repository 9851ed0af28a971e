"""Checks of stored documents against their sources, and where their annotations stand now: tables, writing, reading."""

from __future__ import annotations

import contextlib
import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from sqlalchemy import CheckConstraint, Connection, Engine, ForeignKey, Index, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from provenance import __version__
from provenance.anchors.changes import ClaimChange
from provenance.anchors.outcome import Checked
from provenance.anchors.reread import Place
from provenance.ids import content_id
from provenance.records import Document
from provenance.store.address import Address
from provenance.store.base import COMPACT, KEY, Base
from provenance.store.engine import sentences, writing
from provenance.store.identity import series_of
from provenance.store.load import table
from provenance.store.plain import pack, pack_or_none, to_json, unpack, unpack_or_none
from provenance.store.tables import DocumentRow, RunRow, SightingRow
from provenance.store.writer import now


class SourceCheckRow(Base):
    """A stored document compared with its source: one row for each time that somebody looked."""

    __tablename__ = "source_check"
    __table_args__ = (
        CheckConstraint("status IN ('unchanged', 'changed', 'gone', 'unreadable', 'not_looked_at')", name="status"),
        Index(None, "document"),
    )

    key: Mapped[int] = mapped_column(KEY, primary_key=True, doc="Number of the check.")
    document: Mapped[int] = mapped_column(KEY, ForeignKey("document.key", ondelete="CASCADE"), doc="document.key.")
    checked: Mapped[str] = mapped_column(doc="When, UTC, ISO 8601.")
    program_version: Mapped[str] = mapped_column(doc="Version of the program.")
    locator: Mapped[str] = mapped_column(doc="Where it was looked for: file, file and line, or address.")
    status: Mapped[str] = mapped_column(doc="unchanged, changed, gone, unreadable or not_looked_at.")
    reason: Mapped[str | None] = mapped_column(doc="Why it is gone or unreadable, as in rejected.reason.")
    detail: Mapped[str] = mapped_column(doc="The same, or what changed, in one sentence.")
    sha256: Mapped[str | None] = mapped_column(doc="SHA-256 of the bytes of now.")
    text_sha256: Mapped[str | None] = mapped_column(doc="SHA-256 of the text of now.")
    exact: Mapped[int] = mapped_column(doc="Annotated words that stand at the same offsets.")
    moved: Mapped[int] = mapped_column(doc="Annotated words that stand elsewhere now.")
    orphans: Mapped[int] = mapped_column(doc="Annotated words whose place is gone or in doubt.")
    claims_kept: Mapped[int] = mapped_column(doc="Claims that stand word for word.")
    claims_altered: Mapped[int] = mapped_column(doc="Claims with other words.")
    claims_gone: Mapped[int] = mapped_column(doc="Claims that are not there any more.")
    claims_new: Mapped[int] = mapped_column(doc="Claims that were not there before.")
    changes: Mapped[str] = mapped_column(doc="What changed in claims and strengths, a JSON array of objects.")


class AnchorRow(Base):
    """Where words of an annotation stand in the changed source."""

    __tablename__ = "anchor"
    __table_args__ = (CheckConstraint("status IN ('exact', 'moved', 'orphan')", name="status"), COMPACT)

    source_check: Mapped[int] = mapped_column(
        KEY,
        ForeignKey("source_check.key", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        doc="The check: source_check.key.",
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, doc="Place in the check's list, from 0.")
    part: Mapped[str] = mapped_column(
        doc="source, cue, content, channel, hedge, scope, claim, hop, credit, upstream or publisher."
    )
    owner: Mapped[str] = mapped_column(doc="Public id of the attribution, hedge or claim; of others the source id.")
    piece: Mapped[int] = mapped_column(doc="Number of the piece among those of the part, from 0.")
    start_char: Mapped[int] = mapped_column(doc="First code point in document.text.")
    end_char: Mapped[int] = mapped_column(doc="Code point after the last.")
    status: Mapped[str] = mapped_column(doc="exact, moved or orphan.")
    reason: Mapped[str] = mapped_column(doc="Why it is an orphan: gone, ambiguous or context; else empty.")
    new_start: Mapped[int | None] = mapped_column(doc="First code point in the text of now; null for an orphan.")
    new_end: Mapped[int | None] = mapped_column(doc="Code point after the last.")


CHECK_TABLES: tuple[type[Base], ...] = (SourceCheckRow, AnchorRow)

_CHECK, _ANCHOR = table(SourceCheckRow), table(AnchorRow)
_DOCUMENT, _SIGHTING, _RUN = table(DocumentRow), table(SightingRow), table(RunRow)
_LINE = re.compile(r"(.+):([0-9]+)")


class Checks:
    """The part of an open store that keeps checks. All methods raise StoreError where the database fails."""

    def __init__(self, engine: Engine, address: Address, flush: Callable[[], None], must_write: Callable[[], None]) -> None:
        self._engine, self._address, self._flush, self._must_write = engine, address, flush, must_write

    def places(self) -> tuple[Place, ...]:
        """Where each current document stood, in the order stored; of several places the one where it was first read, if it is
        still the document of that place."""
        d, s = _DOCUMENT.c, _SIGHTING.c
        wanted = select(
            *(d.key, d.id, d.locator, d.path, d.line, d.url, d.sha256, d.text_sha256, s.series),
            *(s.locator.label("seen"), _RUN.c.lexicon_digest),
        )
        wanted = wanted.join(_SIGHTING, s.document == d.key).join(_RUN, _RUN.c.id == d.run).where(d.is_current, s.is_current)
        with self._reading() as connection:
            rows = connection.execute(wanted.order_by(d.key, s.locator != d.locator, s.locator)).all()
        found: dict[int, Place] = {}
        for r in rows:
            if r.key in found:
                continue
            seen = unpack(r.seen)
            path, line, url = unpack_or_none(r.path), r.line, unpack_or_none(r.url)
            if r.seen != r.locator and path not in (None, "-"):
                in_file = _LINE.fullmatch(seen) if line is not None else None
                path, line = (in_file[1], int(in_file[2])) if in_file else (seen, None)
            hashes = r.sha256, r.text_sha256, r.lexicon_digest
            found[r.key] = Place(r.key, unpack(r.id), seen, path, line, url, r.series, *hashes)
        return tuple(found.values())

    def put(self, checks: Sequence[Checked]) -> None:
        """Keep what checks came to, in one transaction; the stored documents stay as they are."""
        self._must_write()
        self._flush()
        with sentences(self._address), writing(self._engine) as connection:
            for one in checks:
                made = connection.execute(insert(_CHECK).values(_values(one))).inserted_primary_key
                assert made is not None
                rows = list(_anchors(int(made[0]), one))
                if rows:
                    connection.execute(insert(_ANCHOR), rows)

    @contextlib.contextmanager
    def _reading(self) -> Iterator[Connection]:
        self._flush()
        with sentences(self._address), self._engine.connect() as connection:
            yield connection


def names_of(document: Document) -> tuple[str, ...]:
    """The series under which the database may know the place of a document, the likelier one first."""
    series = series_of(document)
    return (series,) if document.line is None else (content_id("line", series, document.line), series)


def _values(one: Checked) -> dict[str, object]:
    return {
        "document": one.key,
        "checked": now(),
        "program_version": __version__,
        "locator": pack(one.locator),
        "status": one.status,
        "reason": one.reason,
        "detail": pack(one.detail),
        "sha256": one.sha256,
        "text_sha256": one.text_sha256,
        "exact": one.anchored("exact"),
        "moved": one.anchored("moved"),
        "orphans": one.anchored("orphan"),
        **{f"claims_{kind}": one.claims(kind) for kind in ("kept", "altered", "gone", "new")},
        "changes": to_json([_packed(change) for change in one.changes if change.is_notable]),
    }


def _packed(change: ClaimChange) -> object:
    """A change of a claim as JSON that every database keeps."""
    return _each(dataclasses.asdict(change))


def _each(value: object) -> object:
    if isinstance(value, str):
        return pack(value)
    if isinstance(value, dict):
        return {key: _each(one) for key, one in value.items()}
    return [_each(one) for one in value] if isinstance(value, list | tuple) else value


def _anchors(check: int, one: Checked) -> Iterable[dict[str, object]]:
    for number, (mark, anchor) in enumerate(one.anchors):
        place = anchor.place
        yield {
            "source_check": check,
            "number": number,
            "part": mark.part,
            "owner": pack_or_none(mark.owner),
            "piece": mark.number,
            "start_char": mark.span.start,
            "end_char": mark.span.end,
            "status": anchor.status,
            "reason": anchor.reason,
            "new_start": place.start if place else None,
            "new_end": place.end if place else None,
        }
