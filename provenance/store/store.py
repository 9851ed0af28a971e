"""The store: one object for all that other parts do with the database."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, Engine, func, select, text, union
from sqlalchemy.exc import SQLAlchemyError

from provenance.errors import PassingError, StoreError, UsageError
from provenance.records import AnnotatedDocument, Claim, Rejected
from provenance.registry.model import Rating
from provenance.store import judgements, linking, migrate, search, sources
from provenance.store.across import Across
from provenance.store.address import DEFAULT_URL, Address, parse_address
from provenance.store.anchors import Checks
from provenance.store.cards import SourceCard, read_card
from provenance.store.check import check_database
from provenance.store.engine import first_line, make_engine, sentences, writing
from provenance.store.findings import AttributionRow, ClaimRow, HedgeRow, PassageRow, UpstreamRow
from provenance.store.identity import Outcome
from provenance.store.judgements import Judgement
from provenance.store.load import load_document, table
from provenance.store.packed import PackedDocument
from provenance.store.plain import pack, unpack, unpack_or_none
from provenance.store.query import QUERY_SECONDS, QueryResult, run_query
from provenance.store.questions import Asking
from provenance.store.schema_info import RelationInfo, describe
from provenance.store.search import ClaimHit
from provenance.store.source_record import StoredRecord, read_record
from provenance.store.sources import RatingRow, SourceRow
from provenance.store.tables import DocumentRow, RejectedRow, RunRow, SightingRow, SourceTable
from provenance.store.writer import BATCH_DOCUMENTS, Writer

OPENING_WAITS = (0.1, 0.5)
"""Seconds before each further try to open a database, where the cause may pass."""
SHORTEST_PREFIX = 6
"""Fewest digits that a claim's id may be shortened to."""

_DOCUMENT, _CLAIM, _SIGHTING = table(DocumentRow), table(ClaimRow), table(SightingRow)


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A stored document without its text. `key` is its number in this database."""

    key: int
    id: str
    locator: str
    revision: int
    is_current: bool
    title: str | None
    publisher: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """A claim with its words and the whole document that it stands in."""

    claim: Claim
    text: str
    document_key: int
    is_current: bool
    annotated: AnnotatedDocument


def open_store(url: str = DEFAULT_URL, *, read_only: bool = False, batch: int = BATCH_DOCUMENTS) -> Store:
    """Open the database at `url`, and bring it to the newest schema unless `read_only`. `batch` documents go to a transaction.

    Raises StoreError in one sentence where that cannot be done.
    """
    address = parse_address(url)
    for wait in OPENING_WAITS:
        try:
            return Store(_ready(address, read_only), address, read_only=read_only, batch=batch)
        except PassingError:
            time.sleep(wait)
    return Store(_ready(address, read_only), address, read_only=read_only, batch=batch)


def _ready(address: Address, read_only: bool) -> Engine:
    """The database, brought to the newest schema."""
    with sentences(address):
        engine = make_engine(address, read_only)
        try:
            migrate.ensure_schema(engine, address, read_only=read_only)
        except BaseException:
            engine.dispose()
            raise
        return engine


class Store:
    """An open database. Use it in `with`: what is buffered is written at the end, also where Ctrl-C or an error ends it.

    All methods raise StoreError where the database fails.
    """

    def __init__(self, engine: Engine, address: Address, *, read_only: bool, batch: int) -> None:
        self._engine, self._address, self._read_only = engine, address, read_only
        self._writer = Writer(engine, address, batch)
        self.checks = Checks(engine, address, self._writer.flush, self._must_write)
        self.across = Across(engine, address, self._writer.flush, self._must_write)
        self.asking = Asking(engine, address, self._writer.flush)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            self.close()
        except StoreError:
            if error is None:
                raise  # else the first error is the one to tell

    def close(self) -> None:
        """Write what is buffered and close all connections."""
        try:
            self._writer.flush()
        finally:
            self.asking.close()
            self._engine.dispose()

    # ------------------------------------------------------------ writing

    def begin_run(self, *, program_version: str, lexicon_digest: str, registry_digest: str, arguments: Sequence[str] = ()) -> int:
        """Record that a run begins; returns its number. The three versions tell whether stored annotations are out of date."""
        self._must_write()
        return self._writer.begin_run(program_version, lexicon_digest, registry_digest, arguments)

    def add(self, run: int, annotated: AnnotatedDocument) -> Outcome:
        """Store a document (written with its batch); returns what that comes to."""
        return self._writer.add(run, annotated)

    def reject(self, run: int, rejected: Rejected) -> None:
        """Record an input that could not be read (written with the batch)."""
        self._writer.reject(run, rejected)

    def write(self, run: int, items: Sequence[PackedDocument | Rejected]) -> tuple[Outcome | None, ...]:
        """Write documents and refusals in one transaction; returns what each document came to.

        None stands for a document that was said to be stored (`packed.known`) and is not, or no longer by this version.
        """
        return self._writer.write(run, items)

    def flush(self) -> None:
        """Write what is buffered now."""
        self._writer.flush()

    def end_run(self, run: int, counts: Mapping[str, int]) -> None:
        """Write what is buffered, and record that the run ended and what it counted."""
        self._writer.end_run(run, counts)

    def sync_sources(self, rows: Iterable[SourceRow]) -> int:
        """Make the known sources those of the registry; returns how many rows changed."""
        self._must_write()
        listed = tuple(rows)
        return self._writer.transact(lambda connection: sources.sync_sources(connection, listed))

    def add_ratings(self, rows: Iterable[RatingRow]) -> int:
        """Add or change ratings; returns how many changed."""
        self._must_write()
        with sentences(self._address), writing(self._engine) as connection:
            return sources.add_ratings(connection, rows)

    def judge(self, rows: Sequence[Judgement]) -> tuple[int, int]:
        """Make judgements on sources and apply them; returns how many are new or changed, and how many documents changed."""
        self._must_write()
        self._writer.flush()
        with sentences(self._address), writing(self._engine) as connection:
            made = judgements.judge(connection, rows)
            linking.unsettle_all(connection)
            return made

    def _must_write(self) -> None:
        if self._read_only:
            raise StoreError(f"The database {self._address.shown} is open for reading alone.")

    # ------------------------------------------------------------ reading

    @contextlib.contextmanager
    def _reading(self) -> Iterator[Connection]:
        """A connection that sees all that was added, also what was buffered until now."""
        self._writer.flush()
        with sentences(self._address), self._engine.connect() as connection:
            yield connection

    def load(self, key: int, *, as_found: bool = False) -> AnnotatedDocument:
        """The document with number `key`; its sources as judged by hand, or (`as_found`) as they were stored."""
        with self._reading() as connection:
            found = load_document(connection, key, as_found=as_found)
        if found is None:
            raise StoreError(f"The database {self._address.shown} has no document number {key}.")
        return found

    def documents(self, *, all_revisions: bool = False) -> tuple[DocumentInfo, ...]:
        """The current documents (or all revisions), in the order stored."""
        d = _DOCUMENT.c
        columns = (d.key, d.id, d.locator, d.revision, d.is_current, d.title, d.publisher_id, d.language)
        statement = select(*columns).order_by(d.key)
        with self._reading() as connection:
            rows = connection.execute(statement if all_revisions else statement.where(d.is_current)).all()
        return tuple(
            DocumentInfo(r[0], unpack(r[1]), unpack(r[2]), r[3], bool(r[4]), *(unpack_or_none(value) for value in r[5:]))
            for r in rows
        )

    def document_key(self, name: str) -> int:
        """The number of the document that `name` (id, or locator of any sighting) stands for; the current one comes first.

        Raises UsageError where there is none, or several current ones.
        """
        packed = pack(name)
        sighted = select(_SIGHTING.c.document).where(_SIGHTING.c.locator == packed, _SIGHTING.c.is_current)
        # A union, as no database looks the three up in indexes where they are joined by OR.
        named = (select(_DOCUMENT.c.key).where(column == packed) for column in (_DOCUMENT.c.id, _DOCUMENT.c.locator))
        by_name = _DOCUMENT.c.key.in_(union(sighted, *named))
        statement = select(_DOCUMENT.c.key, _DOCUMENT.c.is_current, _DOCUMENT.c.locator).where(by_name)
        with self._reading() as connection:
            rows = connection.execute(statement.order_by(_DOCUMENT.c.is_current.desc(), _DOCUMENT.c.key.desc())).all()
        if not rows:
            raise UsageError(f"The database {self._address.shown} has no document {name!r}: give an id or a path as stored.")
        current = [unpack(row.locator) for row in rows if row.is_current]
        if len(current) > 1:
            raise UsageError(
                f"{name!r} names {len(current)} documents: say which, by its path ({', '.join(sorted(current)[:5])})."
            )
        return int(rows[0].key)

    def claim(self, claim_id: str) -> ClaimRecord:
        """The claim with this id, or whose id alone begins so (6 digits at least); of several revisions the current one.

        White space around it is passed over: lines of CSV end in a carriage return. Raises UsageError where no claim, or more
        than one, begins so.
        """
        claim_id = claim_id.strip()
        if len(claim_id) < SHORTEST_PREFIX:
            raise UsageError(f"The claim id {claim_id!r} is too short: give {SHORTEST_PREFIX} digits at least.")
        low = pack(claim_id)
        statement = (
            select(_CLAIM.c.id, _CLAIM.c.document, _CLAIM.c.number, _CLAIM.c.text, _DOCUMENT.c.is_current)
            .join(_DOCUMENT, _DOCUMENT.c.key == _CLAIM.c.document)
            .where(_CLAIM.c.id >= low, _CLAIM.c.id < low + "\U0010ffff")
            .order_by(_DOCUMENT.c.is_current.desc(), _CLAIM.c.document.desc(), _CLAIM.c.number)
            .limit(50)
        )
        with self._reading() as connection:
            rows = connection.execute(statement).all()
        rows = [row for row in rows if row.id == low] or rows
        if not rows:
            raise UsageError(
                f"No claim has the id {claim_id!r}: search for its words, or list ids with SELECT claim_id FROM v_claims."
            )
        ids = sorted({row.id for row in rows})
        if len(ids) > 1:
            raise UsageError(
                f"The claim id {claim_id!r} is short for {len(ids)} claims: give more digits ({', '.join(ids[:3])})."
            )
        first = rows[0]
        annotated = self.load(first.document)
        return ClaimRecord(annotated.claims[first.number], first.text, first.document, bool(first.is_current), annotated)

    def find_claims(self, words: str, limit: int = 20) -> tuple[ClaimHit, ...]:
        """Claims of current documents that hold `words`, by full-text search, best first."""
        with self._reading() as connection:
            return search.find_claims(connection, words, limit)

    def counts(self) -> dict[str, int]:
        """How much the database holds: current documents, all revisions, and rows of findings of current documents."""
        current = select(_DOCUMENT.c.key).where(_DOCUMENT.c.is_current)
        wanted: dict[str, Any] = {
            "documents": select(func.count()).select_from(_DOCUMENT).where(_DOCUMENT.c.is_current),
            "revisions": select(func.count()).select_from(_DOCUMENT),
        }
        for name, row in _COUNTED.items():
            of = table(row)
            wanted[name] = select(func.count()).select_from(of).where(of.c.document.in_(current))
        for name, row in (("sources", SourceTable), ("rejected", RejectedRow), ("runs", RunRow)):
            wanted[name] = select(func.count()).select_from(table(row))
        with self._reading() as connection:
            return {name: int(connection.execute(statement).scalar_one()) for name, statement in wanted.items()}

    def ratings(self) -> tuple[RatingRow, ...]:
        """All ratings, by source, newest first."""
        with self._reading() as connection:
            return sources.ratings(connection)

    def rated(self) -> tuple[Rating, ...]:
        """The same ratings as the registry has them, for annotating, scoring and reports."""
        return tuple(Rating(**asdict(row) | {"licence": row.licence or ""}) for row in self.ratings())

    def judgements(self) -> tuple[Judgement, ...]:
        """All judgements on sources, by the id that they are about."""
        with self._reading() as connection:
            return judgements.judgements(connection)

    def source_card(self, source: str) -> SourceCard | None:
        """What the database holds of a source; None where it never met it."""
        with self._reading() as connection:
            return read_card(connection, source)

    def source_record(self, source: str) -> StoredRecord | None:
        """What a source published, how its claims stand, what others made of its words; None where it was never met."""
        with self._reading() as connection:
            return read_record(connection, source)

    def sources_named(self, name: str) -> tuple[str, ...]:
        """The ids of the sources that have this id or this name, in any letter case."""
        with self._reading() as connection:
            return sources.sources_named(connection, name)

    def query(
        self, sql: str, limit: int | None = None, *, seconds: float = QUERY_SECONDS, most_bytes: int | None = None
    ) -> QueryResult:
        """Run a user's SELECT; nothing can be written. Raises QueryError where it is refused, wrong, too slow or too large."""
        self._writer.flush()
        return run_query(self._engine, self._address, sql, limit, seconds, most_bytes)

    def schema(self) -> tuple[RelationInfo, ...]:
        """All views and tables with their columns, types and comments."""
        return describe()

    # ------------------------------------------------------------ the schema itself

    def current_revision(self) -> str | None:
        """The number of the database's schema."""
        with self._reading() as connection:
            return migrate.current_revision(connection)

    def newest_revision(self) -> str:
        """The number of the newest schema that this program knows."""
        return migrate.newest_revision()

    def upgrade(self) -> None:
        """Bring the database to the newest schema (`open_store` has done so already, unless read-only)."""
        self._must_write()
        with sentences(self._address):
            migrate.upgrade(self._engine)

    def check(self) -> tuple[str, ...]:
        """All that is wrong with the database, one sentence each; empty where it is whole."""
        with self._reading() as connection:
            found = list(check_database(connection))
            if connection.dialect.name == "sqlite" and not self._read_only:
                found += _check_search(connection)
        return tuple(found)


def _check_search(connection: Connection) -> list[str]:
    """Whether SQLite's full-text index agrees with the claims. SQLite asks for the right to write before it looks."""
    try:
        connection.execute(text("INSERT INTO claim_search(claim_search, rank) VALUES ('integrity-check', 1)"))
    except SQLAlchemyError as error:
        said = first_line(error)
        return [] if "readonly" in said else [f"search: the full-text index of claims disagrees with the claims ({said})"]
    finally:
        connection.rollback()
    return []


_COUNTED = {
    "passages": PassageRow,
    "attributions": AttributionRow,
    "hedges": HedgeRow,
    "upstreams": UpstreamRow,
    "claims": ClaimRow,
}
