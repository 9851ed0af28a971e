"""Writes runs and documents: a batch to a transaction, so that no interruption leaves half a document.

A transaction that fails for a reason that passes (a lost connection, a deadlock, a database that another program holds) is tried
again: what it writes is decided anew by what the database holds then, so that nothing is stored twice.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, func, insert, select, text, update

from provenance.errors import PassingError, StoreError
from provenance.records import AnnotatedDocument, Rejected
from provenance.store.address import Address
from provenance.store.bulk import delete_annotations, insert_rows
from provenance.store.documents import insert_documents, insert_sources, number_models, rewrite_document, write_sighting
from provenance.store.engine import sentences, writing
from provenance.store.identity import Decision, Identity, Outcome, Version, decide, first_seen, met_before
from provenance.store.judgements import judge_documents, share_with_judges
from provenance.store.load import table
from provenance.store.packed import PackedDocument, pack_document
from provenance.store.plain import pack
from provenance.store.tables import RejectedRow, RunRow

BATCH_DOCUMENTS = 64
BATCH_CHARACTERS = 2_000_000
"""A batch is written when it has so many documents, or their texts so many code points."""
WAITS = (0.0, 0.2, 1.0, 3.0, 10.0)
"""Seconds before each further try of a transaction that failed for a reason that passes."""
SOURCES_REMEMBERED = 100_000
"""So many sources that the database has are kept in mind, for less to be asked; then all are forgotten."""

_RUN, _REJECTED = table(RunRow), table(RejectedRow)
Found = TypeVar("Found")
Source = tuple[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Pending:
    run: int
    document: PackedDocument


def now() -> str:
    """The time, UTC, to the second, ISO 8601."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Writer:
    """The writing half of a store. Not safe for threads; several processes may each have one."""

    def __init__(self, engine: Engine, address: Address, batch: int = BATCH_DOCUMENTS) -> None:
        self._engine, self._address, self._batch = engine, address, batch
        self._versions: dict[int, Version] = {}
        self._pending: list[_Pending] = []
        self._held: set[str] = set()
        self._characters = 0
        self._rejected: list[dict[str, Any]] = []
        self._refused: dict[int, int] = {}
        """How many rejected inputs of each run are stored for sure."""
        self._met: defaultdict[int, set[str]] = defaultdict(set)
        """Series of records that each run found stored by another one."""
        self._models: dict[str, int] = {}
        self._sources: set[Source] = set()

    def begin_run(self, program_version: str, lexicon_digest: str, registry_digest: str, arguments: Sequence[str]) -> int:
        """Record that a run begins; returns its number."""
        values = {
            "program_version": program_version,
            "lexicon_digest": lexicon_digest,
            "registry_digest": registry_digest,
            "started": now(),
            "arguments": json.dumps(list(arguments)).replace("\\u0000", ""),
            "counts": "{}",
        }
        found = self.transact(lambda connection: connection.execute(insert(_RUN).values(values)).inserted_primary_key)
        assert found is not None
        run = int(found[0])
        self._versions[run] = (program_version, lexicon_digest, registry_digest)
        return run

    def end_run(self, run: int, counts: Mapping[str, int]) -> None:
        """Write what is buffered, and record that the run ended and what it counted."""
        self.flush()
        self._met.pop(run, None)
        values = {"finished": now(), "counts": json.dumps(dict(counts))}
        self.transact(lambda connection: connection.execute(update(_RUN).where(_RUN.c.id == run).values(values)))

    def add(self, run: int, annotated: AnnotatedDocument) -> Outcome:
        """Store a document in a run of this writer; returns what that comes to.

        The document is written with its batch. Where another program writes the same document meanwhile, the batch finds it
        and stores it once; the outcome returned here is what was true before.
        """
        packed = pack_document(annotated)
        self._must_know(run)
        marks = _marks(packed.identity)
        if marks & self._held:
            self.flush()  # a document of the same name or bytes waits: the database must have it before this one is judged
        with sentences(self._address), self._engine.connect() as connection:
            outcome = self._decide(connection, packed.identity, run).outcome
        if outcome.kind == "unchanged":
            return outcome
        self._pending.append(_Pending(run, packed))
        self._held |= marks
        self._characters += packed.characters
        if len(self._pending) >= self._batch or self._characters >= BATCH_CHARACTERS:
            self.flush()
        return outcome

    def reject(self, run: int, rejected: Rejected) -> None:
        """Record an input that could not be read; written with the batch."""
        self._rejected.append(_refusal(run, rejected))
        if len(self._rejected) >= 1000:
            self.flush()

    def flush(self) -> None:
        """Write the batch in one transaction. Where that fails, none of it is stored, and the batch is dropped."""
        pending, rejected = self._pending, self._rejected
        self._pending, self._rejected, self._held, self._characters = [], [], set(), 0
        self._store(pending, rejected)

    def write(self, run: int, items: Sequence[PackedDocument | Rejected]) -> tuple[Outcome | None, ...]:
        """Write documents and refusals of a run in one transaction; returns what each document came to, in order.

        The outcome of a document that was said to be `known`, and is not, is None: nothing of it is written.
        """
        self._must_know(run)
        self.flush()
        pending = [_Pending(run, item) for item in items if isinstance(item, PackedDocument)]
        return self._store(pending, [_refusal(run, item) for item in items if isinstance(item, Rejected)])

    def transact(self, work: Callable[[Connection], Found]) -> Found:
        """Do some work in a transaction; again, where it failed for a reason that passes. Raises StoreError."""
        for wait in WAITS:
            try:
                with sentences(self._address), writing(self._engine) as connection:
                    return work(connection)
            except PassingError:
                self._engine.dispose()
                time.sleep(wait)
        with sentences(self._address), writing(self._engine) as connection:
            return work(connection)

    def _decide(self, connection: Connection, document: Identity, run: int) -> Decision:
        """What storing a document comes to. That a record of a file is there already is remembered until the run ends."""
        decision = decide(connection, document, run, self._versions[run], self._met[run])
        if document.line_series is not None and not decision.sight:
            self._met[run].add(decision.series)
        return decision

    def _must_know(self, run: int) -> None:
        if run not in self._versions:
            raise StoreError(f"Run {run} was not begun here: call begin_run first.")

    def _store(self, pending: Sequence[_Pending], rejected: Sequence[dict[str, Any]]) -> tuple[Outcome | None, ...]:
        if not pending and not rejected:
            return ()
        seen: list[tuple[dict[str, int], set[Source]]] = []

        def work(connection: Connection) -> tuple[Outcome | None, ...]:
            models = dict(self._models)
            outcomes, sources = self._write(connection, pending, models)
            if rejected and not (seen and self._has_refused(connection, rejected)):
                connection.execute(insert(_REJECTED), list(rejected))
            seen.append((models, sources))
            return outcomes

        outcomes = self.transact(work)
        # Only now is it sure that other transactions see them.
        self._models = seen[-1][0]
        self._sources |= seen[-1][1]
        if len(self._sources) > SOURCES_REMEMBERED:
            self._sources.clear()
        for row in rejected:
            self._refused[row["run"]] = self._refused.get(row["run"], 0) + 1
        return outcomes

    def _has_refused(self, connection: Connection, rejected: Sequence[dict[str, Any]]) -> bool:
        """Whether refusals are stored already: the transaction before was carried out, only the word of it was lost."""
        run = rejected[-1]["run"]
        count = connection.execute(select(func.count()).select_from(_REJECTED).where(_REJECTED.c.run == run)).scalar_one()
        return int(count) > self._refused.get(run, 0)

    def _write(
        self, connection: Connection, pending: Sequence[_Pending], models: dict[str, int]
    ) -> tuple[tuple[Outcome | None, ...], set[Source]]:
        share_with_judges(connection)
        lock_documents(connection, [mark for one in pending for mark in _marks(one.document.identity)])
        outcomes, todo = self._place(connection, pending)
        names = {name for _, document in todo for name in document.models}
        number_models(connection, names - models.keys(), models)
        tables: dict[str, list[Any]] = {}
        for key, document in todo:
            for name, rows in document.rows(key, models).items():
                tables.setdefault(name, []).extend(rows)
        sources = {source for _, document in todo for source in document.sources.items()} - self._sources
        insert_sources(connection, sources)
        insert_rows(connection, tables)
        judge_documents(connection, [key for key, _ in todo])
        return outcomes, sources

    def _place(
        self, connection: Connection, pending: Sequence[_Pending]
    ) -> tuple[tuple[Outcome | None, ...], list[tuple[int, PackedDocument]]]:
        """Write the documents' own rows and sightings, in order; returns the outcomes, and the documents to annotate by number.

        Those of which the database has never heard, which are most, are written together.
        """
        met = met_before(connection, [one.document.identity for one in pending])
        outcomes: list[Outcome | None] = []
        todo: list[tuple[int, PackedDocument]] = []
        fresh: list[tuple[int, Decision, PackedDocument]] = []

        def write_fresh() -> None:
            keys = insert_documents(connection, [(run, decision, one.values or {}) for run, decision, one in fresh])
            todo.extend(zip(keys, [one for _, _, one in fresh], strict=True))
            fresh.clear()

        for one in pending:
            document, marks = one.document, _marks(one.document.identity)
            if not marks & met and document.values is not None:
                decision = first_seen(document.identity)
                fresh.append((one.run, decision, document))
            else:
                write_fresh()
                decision = self._decide(connection, document.identity, one.run)
                if document.values is None and decision.annotate:
                    outcomes.append(None)
                    continue
                key = _write_met(connection, decision, one)
                if decision.annotate:
                    todo.append((key, document))
            met |= marks
            outcomes.append(decision.outcome)
        write_fresh()
        return tuple(outcomes), todo


def _write_met(connection: Connection, decision: Decision, one: _Pending) -> int:
    """Write a document's row and sighting where the database knows its content or its place; returns its number."""
    values, key = one.document.values or {}, decision.key
    if key is None:
        return insert_documents(connection, [(one.run, decision, values)])[0]
    if decision.annotate:
        delete_annotations(connection, key)
        rewrite_document(connection, decision, key, one.run, values)
    if decision.sight:
        write_sighting(connection, decision, key, one.run)
    return key


def _marks(identity: Identity) -> set[str]:
    return {identity.fingerprint, identity.series}


def _refusal(run: int, rejected: Rejected) -> dict[str, Any]:
    """A row of `rejected`."""
    return {"run": run, "locator": pack(rejected.locator), "reason": rejected.reason, "detail": pack(rejected.detail)}


def lock_documents(connection: Connection, marks: Iterable[str]) -> None:
    """Keep other PostgreSQL writers from the same documents until the transaction ends; SQLite has one writer anyway.

    All writers take these locks in the same order, so that none waits for one who waits for it.
    """
    if connection.dialect.name != "postgresql":
        return
    digests = (hashlib.sha256(mark.encode()).digest()[:8] for mark in set(marks))
    numbers = sorted(int.from_bytes(digest, "big", signed=True) for digest in digests)
    connection.execute(text("SELECT pg_advisory_xact_lock(n) FROM unnest(CAST(:numbers AS bigint[])) AS n"), {"numbers": numbers})
