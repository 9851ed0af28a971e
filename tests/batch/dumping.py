"""All that a database holds, in a form in which two can be compared: without times and the numbers of runs and documents."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Connection, Table, select

from provenance.store.address import parse_address
from provenance.store.base import Base
from provenance.store.engine import make_engine

NOT_COMPARED = ("run", "rejected", "claim_search")
"""Tables of runs: each run has its own."""
RUNS_OWN = ("run", "key", "imported_on", "made")
"""Columns that a database or a run numbers, or that tell a time."""
OF_DOCUMENTS = ("document", "first_document", "second_document", "upstream_document", "original")

Dump = dict[str, list[tuple[object, ...]]]


def dump(url: str) -> Dump:
    """The rows of all tables, sorted; documents are told by their fingerprints, models by their names, factors by what they say:
    their numbers depend on how often a claim was scored."""
    engine = make_engine(parse_address(url), read_only=True)
    try:
        with engine.connect() as connection:
            return _dump(connection)
    finally:
        engine.dispose()


def _dump(connection: Connection) -> Dump:
    tables = Base.metadata.tables
    documents, models = tables["document"], tables["model"]
    names = {r.key: r.fingerprint for r in connection.execute(select(documents.c.key, documents.c.fingerprint))}
    numbers = {r.key: r.name for r in connection.execute(select(models))}
    factor = tables["factor"]
    said = {(r[0], r[1]): tuple(r[2:]) for r in connection.execute(select(factor.c.document, factor.c.number, *_told(factor)))}
    found: Dump = {}
    for name, of in tables.items():
        if name in NOT_COMPARED:
            continue
        kept = [column for column in of.c if column.name not in RUNS_OWN or name in ("claim_key", "door_key")]
        kept = [column for column in kept if (name, column.name) != ("factor", "number")]
        rows = []
        for row in connection.execute(select(*kept)):
            values = []
            for column, value in zip(kept, row, strict=True):
                if column.name in OF_DOCUMENTS and name != "judgement":
                    value = names[value] if value is not None else None
                elif column.name == "model":
                    value = numbers[value]
                elif column.name == "factor":
                    value = said[row.document, value]
                values.append(value)
            rows.append(tuple(values))
        found[name] = sorted(rows, key=repr)
    found["rejected"] = _rejected(connection)
    return found


def _told(factor: Table) -> list[Column[Any]]:
    """The columns of a factor that say something."""
    return [column for column in factor.c if column.name not in ("document", "number")]


def _rejected(connection: Connection) -> list[tuple[object, ...]]:
    """What the last run that ended could not read, in order."""
    runs, rejected = Base.metadata.tables["run"], Base.metadata.tables["rejected"]
    last = select(runs.c.id).where(runs.c.finished.is_not(None)).order_by(runs.c.id.desc()).limit(1).scalar_subquery()
    listed = select(rejected.c.locator, rejected.c.reason, rejected.c.detail).where(rejected.c.run == last)
    return [tuple(row) for row in connection.execute(listed.order_by(rejected.c.key))]


def differences(one: Dump, other: Dump) -> list[str]:
    """Where two databases differ, in words; empty where they do not."""
    said = []
    for name in sorted({*one, *other}):
        left, right = one.get(name, []), other.get(name, [])
        if left != right:
            only, missing = [r for r in left if r not in right], [r for r in right if r not in left]
            said.append(f"{name}: {len(left)} and {len(right)} rows; only here {only[:2]}, only there {missing[:2]}"[:600])
    return said
