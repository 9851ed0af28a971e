"""A year of news in PostgreSQL: generated claims by the million, and what questions of the views cost there.

    python -m benchmarks.year --database URL [CLAIMS]     make a year in an empty database (default: 10,000,000 claims), measure
    python -m benchmarks.year --database URL --measure    measure a year that is there

A template of made articles (`benchmarks.made_articles`, 20 claims each) is stored and related as `provenance annotate` does, and
then copied within the server, table by table: so every table has the rows that the program writes for a claim, in proportion.
Each copy has keys, ids and dates of its own. Outlets and people are drawn by Zipf's law (exponent 1, of 500 and 200,000); the
three agencies stay. Texts and the words of claims are those of the template. Everything follows from the numbers alone.

Constraints and indexes are dropped for the load and made again afterwards; foreign keys without looking at the rows (NOT VALID).
The tables are unlogged, so that a crash of the server would empty them: plans and times of questions are the same.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.made_articles import articles, store_all
from benchmarks.questions import Measured, measured
from benchmarks.table import Row, lines
from provenance.cli import relating
from provenance.registry import load_registry
from provenance.score.models import DEFAULT_MODEL, model
from provenance.store import open_store

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

CLAIMS = 10_000_000
TEMPLATE = 10_000
"""Claims of the template."""
COPIES_AT_ONCE = 25
"""Copies of the template that one statement adds."""
PATIENCE = 300
"""Seconds that a statement may take."""
MOST_SECONDS = 1.0
"""The target for a question that does not ask for all rows."""
OUTLETS, PEOPLE = 500, 200_000
PARTS = (
    *("document", "sighting", "document_source", "passage", "hop", "chain", "hop_evidence", "attribution"),
    *("attribution_content", "hedge", "claim", "claim_span", "claim_hedge", "score", "factor", "factor_span", "contribution"),
    *("linked", "claim_key", "claim_link", "claim_origin", "drift"),
)
"""The tables that are copied, chains after their hops. Made articles have no rows of credits, upstreams and findings."""

WORLDS = 20
"""Draws of people and outlets for each of the template's; copies take them in turn."""
DRAWN = {
    "document": ("publisher_id",),
    "document_source": ("source",),
    "attribution": ("holder_id",),
    "claim_origin": ("origin",),
}
DRAWN |= {"hop": ("source",)}
"""Columns that name sources. Chains are put together from their hops."""

CHANCE = """
CREATE FUNCTION made.chance(source text, world integer) RETURNS double precision IMMUTABLE LANGUAGE sql AS $$
    SELECT (hashtext(source || ':' || world) & 2147483647) / 2147483648.0 $$;
"""
SOURCE = f"""
CREATE FUNCTION made.drawn(source text, world integer) RETURNS text IMMUTABLE LANGUAGE sql AS $$
    SELECT CASE
        WHEN source IN ('unknown', 'circle', 'unspecified', 'union-wire', 'coastal-press', 'meridian-agency') THEN source
        WHEN source ~ '[0-9]$' THEN 'outlet-' || floor({OUTLETS} ^ made.chance(source, world))::integer
        ELSE 'person-' || floor({PEOPLE} ^ made.chance(source, world))::integer END $$;
"""
CHAINS = """
CREATE TABLE made.chain AS
SELECT h.world, h.document, h.chain AS number, count(*)::integer AS hops,
       (array_agg(h.source ORDER BY h.position DESC))[1] AS origin,
       array_to_string((array_agg(h.source ORDER BY h.position))[2:count(*)::integer - 1], ' > ') AS relays,
       string_agg(h.source, ' > ' ORDER BY h.position) AS path
  FROM made.hop AS h GROUP BY h.world, h.document, h.chain
"""

_ID = "left(md5({0} || ':' || g.r), 20)"
_SPECIAL: dict[tuple[str, str], str] = {
    ("document", "key"): "{0} + g.r * {documents}",
    ("claim", "key"): "{0} + g.r * {claims}",
    ("document", "locator"): "{0} || ':' || g.r",
    ("sighting", "locator"): "{0} || ':' || g.r",
    ("document", "published"): "to_char(date '2025-01-01' + ((t.key * 7919 + g.r * 31) %% 365)::integer, 'YYYY-MM-DD')",
    ("document", "publisher_name"): "initcap(t.publisher_id)",
    ("document_source", "name"): "initcap(t.source)",
    # A key of 63 bits: those of another copy are others, spread over the same range.
    ("claim_key", "key"): "hashint8extended({0}, g.r) & 9223372036854775807",
}
_IDS = {"fingerprint", "series", "group_id", "through"}
_DOCUMENTS = {"document", "first_document", "second_document", "upstream_document"}


@dataclass(frozen=True, slots=True)
class Part:
    """What one step of the making cost: rows, seconds."""

    name: str
    rows: int
    seconds: float


def template(url: str, size: int = TEMPLATE) -> None:
    """Stores and relates the documents that are copied."""
    registry, scoring = load_registry(), model(DEFAULT_MODEL)
    with open_store(url) as store:
        store_all(store, articles(size)[0], registry, scoring)
        relating.relate(store, registry, scoring)


def multiply(engine: Engine, copies: int, connections: int) -> list[Part]:
    """Adds so many copies of all that the database holds, by so many connections at once."""
    with engine.begin() as connection:
        run = connection.exec_driver_sql
        documents, claims = (int(run(f"SELECT max(key) FROM {name}").scalar_one()) for name in ("document", "claim"))
        run("CREATE SCHEMA made")
        for statement in (CHANCE, SOURCE):
            run(statement)
        statements = {name: _copied(connection, name, documents, claims) for name in PARTS}
        unlogged = _referring(connection)
        dropped = _dropped(connection)
        for name in unlogged:
            run(f"ALTER TABLE {name} SET UNLOGGED")
    parts = [_spread(engine, name, statements[name], copies, connections) for name in PARTS]
    with engine.begin() as connection:
        run = connection.exec_driver_sql
        run("DROP SCHEMA made CASCADE")
        run(
            "INSERT INTO source (id, name, type, known) SELECT o.source, min(o.name), min(o.type), false "
            "FROM document_source AS o WHERE NOT EXISTS (SELECT 1 FROM source AS s WHERE s.id = o.source) GROUP BY o.source"
        )
        for name in ("document", "claim"):
            run(f"SELECT setval(pg_get_serial_sequence('{name}', 'key'), (SELECT max(key) FROM {name}))")
    begun = time.perf_counter()
    for made in dropped:
        _at_once(engine, made, connections)
    parts.append(Part("constraints and indexes", sum(map(len, dropped)), time.perf_counter() - begun))
    return parts


def _spread(engine: Engine, name: str, statement: str, copies: int, connections: int) -> Part:
    """Runs the statement that copies a table for some copies at a time."""
    begun = time.perf_counter()
    spans = [(low, min(low + COPIES_AT_ONCE - 1, copies)) for low in range(1, copies + 1, COPIES_AT_ONCE)]
    rows = sum(_at_once(engine, [statement.format(low=low, high=high) for low, high in spans], connections))
    part = Part(name, rows, time.perf_counter() - begun)
    print(f"{name}: {rows:,} rows in {part.seconds:.0f} s", file=sys.stderr, flush=True)
    return part


def _at_once(engine: Engine, statements: Sequence[str], connections: int) -> list[int]:
    """Runs statements, each in a transaction of its own, several at once; the rows of each."""

    def run(statement: str) -> int:
        with engine.begin() as connection:
            return connection.exec_driver_sql(statement).rowcount

    with ThreadPoolExecutor(connections) as pool:
        return list(pool.map(run, statements))


def _referring(connection: Connection) -> list[str]:
    """The copied tables, and all that refer to them, those first: a table that is logged cannot refer to one that is not."""
    listed = ", ".join(f"'{name}'::regclass" for name in PARTS)
    found = connection.exec_driver_sql(
        f"WITH RECURSIVE one(id, depth) AS (SELECT unnest(ARRAY[{listed}])::oid, 0 UNION SELECT k.conrelid, o.depth + 1 "
        "FROM one AS o JOIN pg_constraint AS k ON k.contype = 'f' AND k.confrelid = o.id AND k.conrelid <> o.id "
        "WHERE o.depth < 20) "
        "SELECT id::regclass::text FROM one GROUP BY id ORDER BY max(depth) DESC"
    )
    return [str(r[0]) for r in found]


def _dropped(connection: Connection) -> tuple[list[str], list[str]]:
    """Drops constraints and indexes of the copied tables.

    Returns the statements that make them again: keys, then indexes, each those of the largest tables first; and foreign keys.
    """
    listed = ", ".join(f"'{name}'::regclass" for name in PARTS)
    run = connection.exec_driver_sql
    constraints = run(
        f"SELECT conrelid::regclass::text, conname, contype, pg_get_constraintdef(oid) FROM pg_constraint "
        f"WHERE (conrelid IN ({listed}) AND contype IN ('p', 'u')) OR (confrelid IN ({listed}) AND contype = 'f') "
        f"OR (conrelid IN ({listed}) AND contype = 'f') ORDER BY contype <> 'f', conname"
    ).all()
    again: list[tuple[bool, str, str]] = []
    last: list[str] = []
    for table, name, kind, definition in constraints:
        run(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        if kind == "f":
            last.append(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition} NOT VALID")
        else:
            again.append((False, table, f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"))
    left = run(
        f"SELECT indrelid::regclass::text, indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
        f"WHERE indrelid IN ({listed})"
    ).all()
    for table, name, definition in left:
        run(f"DROP INDEX {name}")
        again.append((True, table, definition))
    most = {name: int(run(f'SELECT count(*) FROM "{name}"').scalar_one()) for name in PARTS}
    # Making a key locks its table, so that an index of the same table would wait; indexes do not wait for each other.
    return [statement for *_, statement in sorted(again, key=lambda one: (one[0], -most[one[1].strip('"')]))], last


def _copied(connection: Connection, name: str, documents: int, claims: int) -> str:
    """The statement that adds copies `{low}` to `{high}` of a table's rows, after laying out what they are made of."""
    run = connection.exec_driver_sql
    columns = [
        str(r[0])
        for r in run(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND is_generated = 'NEVER' "
            f"AND table_name = '{name}' ORDER BY ordinal_position"
        )
    ]
    worlds = name in DRAWN or name == "chain"
    if name == "chain":
        run(CHAINS)
    elif worlds:
        drawn = ", ".join(f'made.drawn(t."{c}", w.n) AS "{c}"' if c in DRAWN[name] else f't."{c}"' for c in columns)
        every = f"SELECT w.n AS world, {drawn} FROM {name} AS t, generate_series(0, {WORLDS - 1}) AS w(n) ORDER BY 1"
        run(f"CREATE TABLE made.{name} AS {every}")
    else:
        run(f"CREATE TABLE made.{name} AS SELECT * FROM {name}")
    if worlds:
        run(f"CREATE INDEX ON made.{name} (world)")
    run(f"ANALYZE made.{name}")
    values = ", ".join(_value(name, column, documents, claims) for column in columns)
    listed = ", ".join(f'"{column}"' for column in columns)
    # Two people of a document may be drawn as one.
    once = "DISTINCT ON (1, 2) " if name == "document_source" else ""
    of = f"SELECT * FROM made.{name} {f'WHERE world = g.r %% {WORLDS}' if worlds else ''} OFFSET 0"
    many = "generate_series({low}, {high}) AS g(r)"
    return f'INSERT INTO "{name}" ({listed}) SELECT {once}{values} FROM {many}, LATERAL ({of}) AS t'


def _value(name: str, column: str, documents: int, claims: int) -> str:
    """The SQL of a copy's value."""
    own = f't."{column}"'
    special = _SPECIAL.get((name, column))
    if special is not None:
        return special.format(own, documents=documents, claims=claims)
    if column in _DOCUMENTS:
        return f"{own} + g.r * {documents}"
    if column in _IDS or column == "id":
        return _ID.format(own)
    return own


def make(url: str, claims: int, connections: int) -> list[Part]:
    """A year of so many claims in an empty database."""
    template(url)
    with open_store(url) as store:
        parts = multiply(store._engine, max(0, claims // TEMPLATE - 1), connections)
        begun = time.perf_counter()
        with store._engine.connect() as connection:
            _vacuum(connection)
        parts.append(Part("vacuum and analyze", 0, time.perf_counter() - begun))
    return parts


def _vacuum(connection: Connection) -> None:
    apart: Any = connection.execution_options(isolation_level="AUTOCOMMIT")
    apart.exec_driver_sql("VACUUM ANALYZE")


def sizes(connection: Connection) -> list[tuple[str, int, int, int]]:
    """Of each table: name, rows as last counted, bytes of the table, bytes of its indexes; the greatest first."""
    found = connection.exec_driver_sql(
        "SELECT relname, reltuples::bigint, pg_table_size(oid), pg_indexes_size(oid) FROM pg_class "
        "WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace ORDER BY pg_total_relation_size(oid) DESC"
    )
    return [(str(r[0]), int(r[1]), int(r[2]), int(r[3])) for r in found]


def _row(one: Measured) -> Row:
    met = None if one.whole else one.seconds <= MOST_SECONDS
    target = "all rows" if one.whole else f"<= {MOST_SECONDS:.0f} s"
    scans = ", ".join(one.scans) or "-"
    took = f"{one.seconds * 1000:,.1f} ms" if one.seconds < math.inf else f"given up after {PATIENCE} s"
    return Row(f"{one.name} ({one.rows:,} rows)", took, "read whole", scans, "", target, met)


def main() -> None:
    """Prints the tables."""
    from sqlalchemy import make_url

    parser = argparse.ArgumentParser(prog="python -m benchmarks.year", description="A year of generated news in PostgreSQL.")
    parser.add_argument("claims", nargs="?", type=int, default=CLAIMS, help="how many claims (default: %(default)s)")
    parser.add_argument("--database", required=True, metavar="URL", help="a PostgreSQL database: empty, or with --measure a year")
    parser.add_argument("--measure", action="store_true", help="make nothing")
    parser.add_argument("--connections", type=int, default=os.cpu_count() or 1, help="that make it (default: one a core)")
    options = parser.parse_args()
    parts = [] if options.measure else make(options.database, options.claims, options.connections)
    url = make_url(options.database)
    given = url.query.get("options", "")
    url = url.update_query_dict({"options": f"{given} -c statement_timeout={PATIENCE}s"})
    with open_store(url.render_as_string(hide_password=False), read_only=True) as store:
        with store._engine.connect() as connection:
            claims = int(connection.exec_driver_sql("SELECT count(*) FROM claim").scalar_one())
            found = sizes(connection)
        rows = [Row(one.name, f"{one.seconds:.0f} s", "rows", f"{one.rows:,}") for one in parts]
        kept = [
            Row(
                name,
                f"{(data + index) / claims:,.0f} B a claim",
                "of that indexes",
                f"{index / claims:,.0f} B",
                f"{count:,} rows",
            )
            for name, count, data, index in found
            if data + index > claims
        ]
        total = sum(data + index for _, _, data, index in found)
        kept.append(Row("all tables", f"{total / claims:,.0f} B a claim", "in all", f"{total / 1e9:,.1f} GB"))
        asked = [_row(one) for one in measured(store)]
    if rows:
        print("\n".join(lines(f"Making {claims:,} claims", rows, "")))
    print("\n".join(lines(f"Bytes of {claims:,} claims", kept, "rows")))
    print("\n".join(lines(f"Questions of {claims:,} claims (second run, one connection)", asked, "")))


if __name__ == "__main__":
    main()
