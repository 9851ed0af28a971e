"""The registry's sources and their ratings in the database, as plain records: the store knows no registry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from provenance.errors import StoreError
from provenance.records import Grade
from provenance.store.load import table
from provenance.store.plain import pack_or_none, unpack_or_none
from provenance.store.tables import RatingTable, SourceTable

_SOURCE, _RATING = table(SourceTable), table(RatingTable)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as the registry has it."""

    id: str
    name: str
    type: str
    kind: str | None = None
    country: str | None = None
    owner: str | None = None
    funding: str | None = None
    editorial_control: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class RatingRow:
    """A reliability grade that somebody (`rater`) gave a source on a date (ISO 8601), and the licence of the rating."""

    source: str
    grade: Grade
    rater: str
    rated_on: str
    licence: str | None = None


_NAMES = tuple(field.name for field in fields(SourceRow))


def sync_sources(connection: Connection, rows: Iterable[SourceRow]) -> int:
    """Make the known sources those of `rows`; returns how many changed.

    A source that the registry no longer has stays, unknown and without metadata: documents may name it.
    """
    wanted = {row.id: row for row in rows}
    stored = {row.id: row for row in connection.execute(select(_SOURCE).where(_SOURCE.c.known))}
    everybody = set(connection.execute(select(_SOURCE.c.id)).scalars())
    added: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for id_, row in sorted(wanted.items()):
        values = dict(zip(_NAMES, map(pack_or_none, astuple(row)), strict=True))
        if id_ not in everybody:
            added.append(values | {"known": True})
        elif id_ not in stored or any(getattr(stored[id_], name) != value for name, value in values.items()):
            changed.append({f"new_{name}": value for name, value in values.items()} | {"new_known": True})
    for id_ in sorted(stored.keys() - wanted.keys()):
        old = stored[id_]
        nothing = dict.fromkeys((f"new_{name}" for name in _NAMES), None)
        changed.append(nothing | {"new_id": id_, "new_name": old.name, "new_type": old.type, "new_known": False})
    if added:
        connection.execute(insert(_SOURCE), added)
    if changed:
        names = (*_NAMES[1:], "known")
        statement = update(_SOURCE).where(_SOURCE.c.id == bindparam("new_id"))
        connection.execute(statement.values({name: bindparam(f"new_{name}") for name in names}), changed)
    return len(added) + len(changed)


def add_ratings(connection: Connection, rows: Iterable[RatingRow]) -> int:
    """Add ratings, or change those of the same source, rater and date; returns how many changed.

    Raises StoreError where a source is not in the database.
    """
    count = 0
    known = set(connection.execute(select(_SOURCE.c.id)).scalars())
    for row in rows:
        if row.source not in known:
            raise StoreError(f"The rating of {row.source} by {row.rater} cannot be stored: no source has that id.")
        key = (_RATING.c.source == row.source, _RATING.c.rater == row.rater, _RATING.c.rated_on == row.rated_on)
        old = connection.execute(select(_RATING.c.grade, _RATING.c.licence).where(*key)).one_or_none()
        if old is not None and tuple(old) == (row.grade, row.licence):
            continue
        count += 1
        values = {"grade": row.grade, "licence": row.licence}
        if old is None:
            names = {"source": row.source, "rater": row.rater, "rated_on": row.rated_on}
            connection.execute(insert(_RATING).values(values | names))
        else:
            connection.execute(update(_RATING).where(*key).values(values))
    return count


def ratings(connection: Connection) -> tuple[RatingRow, ...]:
    """All ratings, by source, newest first."""
    order = (_RATING.c.source, _RATING.c.rated_on.desc(), _RATING.c.rater)
    found = connection.execute(select(_RATING).order_by(*order))
    return tuple(RatingRow(r.source, r.grade, r.rater, r.rated_on, unpack_or_none(r.licence)) for r in found)
