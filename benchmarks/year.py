"""A year of news in PostgreSQL: generated claims by the million, and what questions of the views cost there.

    python -m benchmarks.year --database URL [CLAIMS]     make a year in an empty database (default: 10,000,000 claims), measure
    python -m benchmarks.year --database URL --measure    measure a year that is there

A template of made articles (`benchmarks.made_articles`, 20 claims each) is stored and related as `provenance annotate` does, and
then copied within the server, table by table: so every table has the rows that the program writes for a claim, in proportion.
Each copy has keys, ids and dates of its own. Outlets and people are drawn by Zipf's law (exponent 1, of 500 and 200,000); the
three agencies stay. Texts and the words of claims are those of the template. Everything follows from the numbers alone.

Constraints and indexes are dropped for the load and made again afterwards; foreign keys without looking at the rows (NOT VALID).
"""

from __future__ import annotations

import argparse
import sys
import time
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
    from sqlalchemy import Connection

CLAIMS = 10_000_000
TEMPLATE = 10_000
"""Claims of the template."""
MOST_SECONDS = 1.0
"""The target for a question that does not ask for all rows."""
OUTLETS, PEOPLE = 500, 200_000
PARTS = (
    *("document", "sighting", "document_source", "passage", "chain", "hop", "hop_evidence", "attribution"),
    *("attribution_content", "hedge", "claim", "claim_span", "claim_hedge", "score", "factor", "factor_span", "contribution"),
    *("linked", "claim_key", "claim_link", "claim_origin", "drift"),
)
"""The tables that are copied. Made articles have no rows of credits, upstreams and findings."""

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
CREATE FUNCTION pg_temp.chance(source text, world integer) RETURNS double precision IMMUTABLE LANGUAGE sql AS $$
    SELECT (hashtext(source || ':' || world) & 2147483647) / 2147483648.0 $$;
"""
SOURCE = f"""
CREATE FUNCTION pg_temp.drawn(source text, world integer) RETURNS text IMMUTABLE LANGUAGE sql AS $$
    SELECT CASE
        WHEN source IN ('unknown', 'circle', 'unspecified', 'union-wire', 'coastal-press', 'meridian-agency') THEN source
        WHEN source ~ '[0-9]$' THEN 'outlet-' || floor({OUTLETS} ^ pg_temp.chance(source, world))::integer
        ELSE 'person-' || floor({PEOPLE} ^ pg_temp.chance(source, world))::integer END $$;
"""
CHAINS = """
CREATE TEMP TABLE made_chain ON COMMIT DROP AS
SELECT h.world, h.document, h.chain AS number, count(*)::integer AS hops,
       (array_agg(h.source ORDER BY h.position DESC))[1] AS origin,
       array_to_string((array_agg(h.source ORDER BY h.position))[2:count(*)::integer - 1], ' > ') AS relays,
       string_agg(h.source, ' > ' ORDER BY h.position) AS path
  FROM made_hop AS h GROUP BY h.world, h.document, h.chain
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
    ("claim_key", "key"): "(('x' || substr(md5({0} || ':' || g.r), 1, 16))::bit(64)::bigint) & 9223372036854775807",
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


def multiply(connection: Connection, copies: int) -> list[Part]:
    """Adds so many copies of all that the database holds; the caller commits."""
    run = connection.exec_driver_sql
    for statement in (CHANCE, SOURCE):
        run(statement)
    documents, claims = (int(run(f"SELECT max(key) FROM {name}").scalar_one()) for name in ("document", "claim"))
    dropped = _dropped(connection)
    parts = []
    for name in sorted(PARTS, key=lambda name: name == "chain"):  # chains need the hops
        begun = time.perf_counter()
        rows = run(_copied(connection, name, documents, claims), {"copies": copies}).rowcount
        parts.append(Part(name, rows, time.perf_counter() - begun))
        print(f"{name}: {rows:,} rows in {parts[-1].seconds:.0f} s", file=sys.stderr, flush=True)
    run(
        "INSERT INTO source (id, name, type, known) SELECT o.source, min(o.name), min(o.type), false FROM document_source AS o "
        "WHERE NOT EXISTS (SELECT 1 FROM source AS s WHERE s.id = o.source) GROUP BY o.source"
    )
    begun = time.perf_counter()
    for statement in dropped:
        run(statement)
    parts.append(Part("constraints and indexes", len(dropped), time.perf_counter() - begun))
    run("SELECT setval(pg_get_serial_sequence('document', 'key'), (SELECT max(key) FROM document))")
    run("SELECT setval(pg_get_serial_sequence('claim', 'key'), (SELECT max(key) FROM claim))")
    return parts


def _dropped(connection: Connection) -> list[str]:
    """Drops constraints and indexes of the copied tables; returns the statements that make them again, in order."""
    listed = ", ".join(f"'{name}'::regclass" for name in PARTS)
    run = connection.exec_driver_sql
    order = "CASE contype WHEN 'f' THEN 1 ELSE 0 END"
    constraints = run(
        f"SELECT conrelid::regclass::text, conname, contype, pg_get_constraintdef(oid) FROM pg_constraint "
        f"WHERE (conrelid IN ({listed}) AND contype IN ('p', 'u')) OR (confrelid IN ({listed}) AND contype = 'f') "
        f"OR (conrelid IN ({listed}) AND contype = 'f') ORDER BY {order}, conname"
    ).all()
    again: list[str] = []
    last: list[str] = []
    for table, name, kind, definition in constraints:
        statement = f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"
        (last if kind == "f" else again).append(f"{statement} NOT VALID" if kind == "f" else statement)
    for table, name, _kind, _ in reversed(constraints):
        run(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    left = run(f"SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid IN ({listed})").all()
    for name, definition in left:
        run(f"DROP INDEX {name}")
        again.append(definition)
    return again + last


def _copied(connection: Connection, name: str, documents: int, claims: int) -> str:
    """The statement that adds copies of a table's rows: in the order of copies, as a year grows."""
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
        drawn = ", ".join(f'pg_temp.drawn(t."{c}", w.n) AS "{c}"' if c in DRAWN[name] else f't."{c}"' for c in columns)
        made = f"SELECT w.n AS world, {drawn} FROM {name} AS t, generate_series(0, {WORLDS - 1}) AS w(n) ORDER BY 1"
        run(f"CREATE TEMP TABLE made_{name} ON COMMIT DROP AS {made}")
    else:
        run(f"CREATE TEMP TABLE made_{name} ON COMMIT DROP AS SELECT * FROM {name}")
    if worlds:
        run(f"CREATE INDEX ON made_{name} (world)")
    run(f"ANALYZE made_{name}")
    values = ", ".join(_value(name, column, documents, claims) for column in columns)
    listed = ", ".join(f'"{column}"' for column in columns)
    # Two people of a document may be drawn as one.
    once = "DISTINCT ON (1, 2) " if name == "document_source" else ""
    of = f"SELECT * FROM made_{name} {f'WHERE world = g.r %% {WORLDS}' if worlds else ''} OFFSET 0"
    many = "generate_series(1, %(copies)s) AS g(r)"
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


def make(url: str, claims: int) -> list[Part]:
    """A year of so many claims in an empty database."""
    template(url)
    with open_store(url) as store:
        with store._engine.begin() as connection:
            parts = multiply(connection, max(0, claims // TEMPLATE - 1))
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
    return Row(f"{one.name} ({one.rows:,} rows)", f"{one.seconds * 1000:,.1f} ms", "read whole", scans, "", target, met)


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.year", description="A year of generated news in PostgreSQL.")
    parser.add_argument("claims", nargs="?", type=int, default=CLAIMS, help="how many claims (default: %(default)s)")
    parser.add_argument("--database", required=True, metavar="URL", help="a PostgreSQL database: empty, or with --measure a year")
    parser.add_argument("--measure", action="store_true", help="make nothing")
    options = parser.parse_args()
    parts = [] if options.measure else make(options.database, options.claims)
    with open_store(options.database, read_only=True) as store:
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
