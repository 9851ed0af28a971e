"""The registry's sources and their ratings in the database, as plain records: the store knows no registry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, astuple, dataclass, fields
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from provenance.errors import StoreError
from provenance.records import Grade
from provenance.store.load import table
from provenance.store.plain import pack, pack_or_none, unpack
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
    """What somebody (`rater`) said of a source on a date (ISO 8601), and the licence of the rating.

    `scale` is "reliability" (`grade`, `value` from 0 to 1) or "editorial_control" (`control`); `topic` "" is the whole source.
    `raw` is the value as the file of the sha256 `file_sha256` has it, `imported_on` when that was read (UTC, ISO 8601).
    """

    source: str
    grade: Grade | None
    rater: str
    rated_on: str
    licence: str | None = None
    scale: str = "reliability"
    topic: str = ""
    value: float | None = None
    control: str | None = None
    raw: str = ""
    file_sha256: str | None = None
    imported_on: str | None = None


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


_RATING_KEY = ("source", "rater", "rated_on", "scale", "topic")
_RATING_REST = tuple(field.name for field in fields(RatingRow) if field.name not in _RATING_KEY)


def add_ratings(connection: Connection, rows: Iterable[RatingRow]) -> int:
    """Add ratings, or change those of the same source, rater, date, scale and topic; returns how many changed.

    A row that is there, but for the time of its import, stays as it is. Raises StoreError where a source is not in the database.
    """
    count = 0
    known = set(connection.execute(select(_SOURCE.c.id)).scalars())
    stored = {tuple(row[name] for name in _RATING_KEY): dict(row) for row in connection.execute(select(_RATING)).mappings()}
    for row in rows:
        if row.source not in known:
            raise StoreError(f"The rating of {row.source} by {row.rater} cannot be stored: no source has that id.")
        values = {name: pack(value) if isinstance(value, str) else value for name, value in asdict(row).items()}
        key = tuple(values[name] for name in _RATING_KEY)
        old = stored.get(key)
        if old is not None and values | {"imported_on": old["imported_on"]} == old:
            continue
        count += 1
        stored[key] = values
        if old is None:
            connection.execute(insert(_RATING).values(values))
        else:
            here = [_RATING.c[name] == values[name] for name in _RATING_KEY]
            connection.execute(update(_RATING).where(*here).values({name: values[name] for name in _RATING_REST}))
    return count


def sources_named(connection: Connection, name: str) -> tuple[str, ...]:
    """The ids of the sources that have this id, else of those with this name, in any letter case of its ASCII letters."""
    packed = pack(name)
    if connection.execute(select(_SOURCE.c.id).where(_SOURCE.c.id == packed)).first() is not None:
        return (name,)
    statement = select(_SOURCE.c.id).where(func.lower(_SOURCE.c.name) == func.lower(packed)).order_by(_SOURCE.c.id)
    return tuple(unpack(id_) for id_ in connection.execute(statement).scalars())


def ratings(connection: Connection) -> tuple[RatingRow, ...]:
    """All ratings, by source, newest first."""
    order = (_RATING.c.source, _RATING.c.rated_on.desc(), _RATING.c.rater, _RATING.c.scale, _RATING.c.topic)
    return tuple(_rating(dict(row)) for row in connection.execute(select(_RATING).order_by(*order)).mappings())


def _rating(row: Mapping[str, Any]) -> RatingRow:
    values: dict[str, Any] = {name: unpack(value) if isinstance(value, str) else value for name, value in row.items()}
    return RatingRow(**values)
