"""Writes runs and documents: buffered, a batch to a transaction, so that no interruption leaves half a document."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Table, bindparam, exists, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from provenance.errors import StoreError
from provenance.records import AnnotatedDocument, Rejected
from provenance.store.address import Address
from provenance.store.bulk import delete_annotations, insert_rows
from provenance.store.engine import sentences, writing
from provenance.store.identity import Decision, Outcome, Version, decide, fingerprint_of, series_of
from provenance.store.judgements import judge_documents, share_with_judges
from provenance.store.load import table
from provenance.store.plain import pack
from provenance.store.rows import Rows, check_document, document_values
from provenance.store.tables import DocumentRow, ModelRow, RejectedRow, RunRow, SightingRow, SourceTable

BATCH_DOCUMENTS = 64
BATCH_CHARACTERS = 2_000_000
"""A batch is written when it has so many documents, or their texts so many code points."""

_DOCUMENT, _RUN, _SIGHTING = table(DocumentRow), table(RunRow), table(SightingRow)
_MODEL, _SOURCE, _REJECTED = table(ModelRow), table(SourceTable), table(RejectedRow)


@dataclass(frozen=True, slots=True)
class _Pending:
    run: int
    annotated: AnnotatedDocument


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
        self._models: dict[str, int] = {}
        self._sources: set[str] = set()

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
        with sentences(self._address), writing(self._engine) as connection:
            found = connection.execute(insert(_RUN).values(values)).inserted_primary_key
        assert found is not None
        run = int(found[0])
        self._versions[run] = (program_version, lexicon_digest, registry_digest)
        return run

    def end_run(self, run: int, counts: Mapping[str, int]) -> None:
        """Write what is buffered, and record that the run ended and what it counted."""
        self.flush()
        values = {"finished": now(), "counts": json.dumps(dict(counts))}
        with sentences(self._address), writing(self._engine) as connection:
            connection.execute(update(_RUN).where(_RUN.c.id == run).values(values))

    def add(self, run: int, annotated: AnnotatedDocument) -> Outcome:
        """Store a document in a run of this writer; returns what that comes to.

        The document is written with its batch. Where another program writes the same document meanwhile, the batch finds it
        and stores it once; the outcome returned here is what was true before.
        """
        check_document(annotated)
        document = annotated.document
        if run not in self._versions:
            raise StoreError(f"Run {run} was not begun here: call begin_run first.")
        marks = {fingerprint_of(document), series_of(document)}
        if marks & self._held:
            self.flush()  # a document of the same name or bytes waits: the database must have it before this one is judged
        with sentences(self._address), self._engine.connect() as connection:
            outcome = decide(connection, document, run, self._versions[run]).outcome
        if outcome.kind == "unchanged":
            return outcome
        self._pending.append(_Pending(run, annotated))
        self._held |= marks
        self._characters += len(document.text)
        if len(self._pending) >= self._batch or self._characters >= BATCH_CHARACTERS:
            self.flush()
        return outcome

    def reject(self, run: int, rejected: Rejected) -> None:
        """Record an input that could not be read; written with the batch."""
        locator, detail = pack(rejected.locator), pack(rejected.detail)
        self._rejected.append({"run": run, "locator": locator, "reason": rejected.reason, "detail": detail})
        if len(self._rejected) >= 1000:
            self.flush()

    def flush(self) -> None:
        """Write the batch in one transaction. Where that fails, none of it is stored, and the batch is dropped."""
        pending, rejected = self._pending, self._rejected
        self._pending, self._rejected, self._held, self._characters = [], [], set(), 0
        if not pending and not rejected:
            return
        models = dict(self._models)
        sources: set[str] = set()
        with sentences(self._address), writing(self._engine) as connection:
            self._write(connection, pending, models, sources)
            if rejected:
                connection.execute(insert(_REJECTED), rejected)
        # Only now is it sure that other transactions see them.
        self._models, self._sources = models, self._sources | sources

    def _write(self, connection: Connection, pending: Sequence[_Pending], models: dict[str, int], sources: set[str]) -> None:
        share_with_judges(connection)
        lock_documents(
            connection,
            [mark for p in pending for mark in (fingerprint_of(p.annotated.document), series_of(p.annotated.document))],
        )
        todo: list[tuple[int, AnnotatedDocument]] = []
        for item in pending:
            decision = decide(connection, item.annotated.document, item.run, self._versions[item.run])
            key = _write_document(connection, decision, item)
            if decision.annotate:
                todo.append((key, item.annotated))
        names = {claim.score.model for _, annotated in todo for claim in annotated.claims if claim.score is not None}
        number_models(connection, names - models.keys(), models)
        rows = Rows()
        for key, annotated in todo:
            rows.add(key, annotated, models)
        missing = {source: rows.sources[source] for source in rows.sources.keys() - self._sources}
        insert_sources(connection, missing)
        sources.update(missing)
        insert_rows(connection, rows.tables)
        judge_documents(connection, [key for key, _ in todo])


def lock_documents(connection: Connection, marks: Iterable[str]) -> None:
    """Keep other PostgreSQL writers from the same documents until the transaction ends; SQLite has one writer anyway.

    All writers take these locks in the same order, so that none waits for one who waits for it.
    """
    if connection.dialect.name != "postgresql":
        return
    digests = (hashlib.sha256(mark.encode()).digest()[:8] for mark in set(marks))
    numbers = sorted(int.from_bytes(digest, "big", signed=True) for digest in digests)
    connection.execute(text("SELECT pg_advisory_xact_lock(n) FROM unnest(CAST(:numbers AS bigint[])) AS n"), {"numbers": numbers})


def _write_document(connection: Connection, decision: Decision, item: _Pending) -> int:
    """Write the document's row and its sighting; returns its number."""
    values = document_values(item.annotated)
    key, outcome = decision.key, decision.outcome
    if key is None:
        values |= {"fingerprint": decision.fingerprint, "locator": outcome.locator, "revision": outcome.revision}
        found = connection.execute(insert(_DOCUMENT), values | {"is_current": True, "run": item.run}).inserted_primary_key
        assert found is not None
        key = int(found[0])
    elif decision.annotate:
        delete_annotations(connection, key)
        kept = values if decision.previous is None and not decision.sight else _without_place(values)
        connection.execute(update(_DOCUMENT).where(_DOCUMENT.c.key == key).values(kept | {"run": item.run}))
    if decision.sight:
        _write_sighting(connection, decision, key, item.run)
    return key


def _without_place(values: dict[str, Any]) -> dict[str, Any]:
    """A document annotated anew from another place keeps the place where it was first read."""
    return {name: value for name, value in values.items() if name not in ("path", "line")}


_RETIRE = update(_SIGHTING).where(_SIGHTING.c.series == bindparam("of_series"), _SIGHTING.c.is_current).values(is_current=False)
_REFRESH = (
    update(_DOCUMENT)
    .where(_DOCUMENT.c.key == bindparam("of_key"))
    .values(is_current=exists(select(1).where(_SIGHTING.c.document == _DOCUMENT.c.key, _SIGHTING.c.is_current)))
)


def _write_sighting(connection: Connection, decision: Decision, key: int, run: int) -> None:
    if decision.outcome.revision > 1:
        connection.execute(_RETIRE, {"of_series": decision.series})
    outcome = decision.outcome
    values = {"series": decision.series, "revision": outcome.revision, "locator": outcome.locator}
    connection.execute(insert(_SIGHTING), values | {"document": key, "run": run, "is_current": True})
    for changed in (decision.previous, decision.key):
        if changed is not None:
            connection.execute(_REFRESH, {"of_key": changed})


def number_models(connection: Connection, names: Iterable[str], into: dict[str, int]) -> None:
    """Look up the numbers of score models, and number new ones; adds them to `into`."""
    for name in sorted(names):
        _insert_or_ignore(connection, _MODEL, [{"name": name}])
        into[name] = int(connection.execute(select(_MODEL.c.key).where(_MODEL.c.name == name)).scalar_one())


def insert_sources(connection: Connection, sources: Mapping[str, tuple[str, str]]) -> None:
    """Add sources (id to name and type) that the table does not have yet."""
    if sources:
        rows = [{"id": id_, "name": name, "type": kind, "known": False} for id_, (name, kind) in sorted(sources.items())]
        _insert_or_ignore(connection, _SOURCE, rows)


def _insert_or_ignore(connection: Connection, of: Table, rows: list[dict[str, Any]]) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(postgresql.insert(of).on_conflict_do_nothing(), rows)
    else:
        connection.execute(sqlite.insert(of).on_conflict_do_nothing(), rows)
