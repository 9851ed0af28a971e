"""The rows of documents themselves, of where they were seen, of the sources that they name and of the models that scored them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, Text, and_, bindparam, collate, exists, func, insert, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from provenance.store.fast import insert_into
from provenance.store.identity import Decision
from provenance.store.load import table
from provenance.store.statements import in_parts
from provenance.store.tables import DocumentRow, ModelRow, SightingRow, SourceTable

_DOCUMENT, _SIGHTING, _MODEL, _SOURCE = (table(row) for row in (DocumentRow, SightingRow, ModelRow, SourceTable))
SOURCES_AT_ONCE = 500
"""Sources that are looked up at once."""
_COLUMNS = tuple(column.name for column in _DOCUMENT.c if not column.name.endswith("_found"))

_RETIRE = update(_SIGHTING).where(_SIGHTING.c.series == bindparam("of_series"), _SIGHTING.c.is_current).values(is_current=False)
_REFRESH = (
    update(_DOCUMENT)
    .where(_DOCUMENT.c.key == bindparam("of_key"))
    .values(is_current=exists(select(1).where(_SIGHTING.c.document == _DOCUMENT.c.key, _SIGHTING.c.is_current)))
)


def insert_documents(connection: Connection, new: Sequence[tuple[int, Decision, Mapping[str, Any]]]) -> list[int]:
    """Write documents that are not stored yet, each with its run, and their sightings; returns their numbers."""
    keys = _new_keys(connection, len(new))
    rows = []
    for key, (run, decision, values) in zip(keys, new, strict=True):
        outcome = decision.outcome
        own = {"key": key, "run": run, "is_current": True, "fingerprint": decision.fingerprint}
        row = {**values, **own, "locator": outcome.locator, "revision": outcome.revision}
        rows.append(tuple(row[name] for name in _COLUMNS))
    insert_into(connection, _DOCUMENT, rows)
    plain = [(key, run, decision) for key, (run, decision, _) in zip(keys, new, strict=True) if decision.previous is None]
    sightings = [(d.series, d.outcome.revision, d.outcome.locator, key, run, True) for key, run, d in plain]
    insert_into(connection, _SIGHTING, sightings)
    for key, (run, decision, _) in zip(keys, new, strict=True):
        if decision.previous is not None:
            write_sighting(connection, decision, key, run)
    return keys


def _new_keys(connection: Connection, count: int) -> list[int]:
    """The numbers of documents to come, as the database itself would give them."""
    if not count:
        return []
    if connection.dialect.name == "postgresql":
        sequence = "SELECT nextval(pg_get_serial_sequence('document', 'key')) FROM generate_series(1, :count)"
        return [int(row[0]) for row in connection.execute(text(sequence), {"count": count})]
    # No other writer: the transaction holds the database. SQLite, too, goes on from the greatest number.
    last = connection.execute(select(func.max(_DOCUMENT.c.key))).scalar() or 0
    return list(range(last + 1, last + 1 + count))


def rewrite_document(connection: Connection, decision: Decision, key: int, run: int, values: Mapping[str, Any]) -> None:
    """Write the row of a document that is annotated anew. Read in another place, it keeps the place where it was first read."""
    anew = decision.previous is None and not decision.sight
    kept = {name: value for name, value in values.items() if anew or name not in ("path", "line")}
    connection.execute(update(_DOCUMENT).where(_DOCUMENT.c.key == key).values(kept | {"run": run}))


def write_sighting(connection: Connection, decision: Decision, key: int, run: int) -> None:
    """Write where a document was seen; the one that was there before is no longer current, unless it stands elsewhere too."""
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


def insert_sources(connection: Connection, sources: Iterable[tuple[str, tuple[str, str]]]) -> None:
    """Add sources (id, and name and type) that the table does not have yet.

    Of the names that documents give to one source, the first by code points is kept, whatever the order of the documents.
    """
    least: dict[str, tuple[str, str]] = {}
    for id_, named in sources:
        least[id_] = min(named, least.get(id_, named))
    for part in in_parts(sorted(least), SOURCES_AT_ONCE):
        found = {r.id: r for r in connection.execute(select(_SOURCE).where(_SOURCE.c.id.in_(part)))}
        missing = [id_ for id_ in part if id_ not in found]
        if missing:
            rows = [{"id": id_, "name": least[id_][0], "type": least[id_][1], "known": False} for id_ in missing]
            _insert_or_ignore(connection, _SOURCE, rows)
        better = [id_ for id_, r in found.items() if not r.known and least[id_] < (r.name, r.type)]
        if connection.dialect.name == "postgresql":
            better += missing  # which another program may have stored meanwhile, under another name
        if better:
            named_so = [{"of_id": id_, "by_name": least[id_][0], "by_type": least[id_][1]} for id_ in sorted(better)]
            connection.execute(_rename(connection), named_so)


def _rename(connection: Connection) -> Any:
    """Gives a source that the registry does not have a name, if that comes before its own."""
    binary = "C" if connection.dialect.name == "postgresql" else "BINARY"
    name, kind, old = bindparam("by_name", type_=Text), bindparam("by_type", type_=Text), _SOURCE.c
    earlier = or_(collate(old.name, binary) > name, and_(old.name == name, collate(old.type, binary) > kind))
    return update(_SOURCE).where(old.id == bindparam("of_id"), ~old.known, earlier).values(name=name, type=kind)


def _insert_or_ignore(connection: Connection, of: Table, rows: list[dict[str, Any]]) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(postgresql.insert(of).on_conflict_do_nothing(), rows)
    else:
        connection.execute(sqlite.insert(of).on_conflict_do_nothing(), rows)
