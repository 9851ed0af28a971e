"""Whether the largest table that questions begin at should be partitioned: the same rows plain and in partitions, side by side.

    python -m benchmarks.partitions --database URL        (of PostgreSQL, with claims: `python -m benchmarks.year` makes one)

Two copies of `claim`, with its indexes but for the full-text search: plain, and in twelve partitions by hash of the document, as
every key begins with the document. Both go afterwards. Seconds by the clock; of the look-ups the second round counts.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from benchmarks.table import Row, lines, ratio
from provenance.store import open_store

if TYPE_CHECKING:
    from sqlalchemy import Connection

PARTITIONS = 12
LOOK_UPS = 2_000
COLUMNS = "key, id, document, number, passage, chain, attribution, polarity, text"
PLAIN, PARTED = "bench_plain", "bench_parted"


def _timed(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def _make(connection: Connection, name: str, parted: bool) -> dict[str, float]:
    """Makes a copy; returns what loading it, indexing it and vacuuming it took."""
    run = connection.exec_driver_sql
    run(f"DROP TABLE IF EXISTS {name} CASCADE")
    by = " PARTITION BY HASH (document)" if parted else ""
    kinds = {"key": "bigint", "document": "bigint", "text": "text", "id": 'text COLLATE "C"', "polarity": "text"}
    columns = ", ".join(f"{column} {kinds.get(column, 'integer')}" for column in COLUMNS.split(", "))
    run(f"CREATE {'' if parted else 'UNLOGGED '}TABLE {name} ({columns}){by}")
    for number in range(PARTITIONS if parted else 0):
        of = f"FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {number})"
        run(f"CREATE UNLOGGED TABLE {name}_{number} PARTITION OF {name} {of}")
    found = {"load": _timed(lambda: run(f"INSERT INTO {name} SELECT {COLUMNS} FROM claim"))}
    found["indexes"] = _timed(
        lambda: [
            run(f"CREATE UNIQUE INDEX ON {name} (document, number)"),
            run(f"CREATE INDEX ON {name} (id)"),
            run(f"CREATE INDEX ON {name} (document, chain)"),
        ]
    )
    found["VACUUM ANALYZE"] = _timed(lambda: run(f"VACUUM ANALYZE {name}"))
    return found


def _ask(connection: Connection, name: str) -> dict[str, float]:
    """What questions of a copy take: look-ups twice, the second time counts."""
    run = connection.exec_driver_sql
    most = int(run("SELECT max(key) FROM document").scalar_one())
    documents = [1 + number * most // LOOK_UPS for number in range(LOOK_UPS)]
    listed = ", ".join(map(str, documents))
    ids = [str(r[0]) for r in run(f"SELECT id FROM claim WHERE number = 0 AND document IN ({listed})")]

    def by_id() -> None:
        for one in ids:
            run(f"SELECT * FROM {name} WHERE id = %s", (one,)).all()

    def by_document() -> None:
        for one in documents:
            run(f"SELECT * FROM {name} WHERE document = %s", (one,)).all()

    def of_a_range() -> None:
        run(f"SELECT count(text) FROM {name} WHERE document BETWEEN {most // 2} AND {most // 2 + most // 100}").all()

    asked: dict[str, Callable[[], object]] = {
        f"{len(ids):,} claims by id": by_id,
        f"{LOOK_UPS:,} documents": by_document,
        "a hundredth of the documents in a row": of_a_range,
        "all rows": lambda: run(f"SELECT count(text) FROM {name}").all(),
        "all claims joined with their documents": lambda: run(
            f"SELECT count(c.text) FROM {name} AS c JOIN document AS d ON d.key = c.document WHERE d.is_current"
        ).all(),
    }
    found = {}
    for said, question in asked.items():
        question()
        found[said] = _timed(question)
    found["delete a hundredth"] = _timed(lambda: run(f"DELETE FROM {name} WHERE document %% 100 = 7"))
    found["VACUUM after that"] = _timed(lambda: run(f"VACUUM {name}"))
    return found


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.partitions", description="Partitions or none.")
    parser.add_argument("--database", required=True, metavar="URL", help="a PostgreSQL database with claims")
    options = parser.parse_args()
    with open_store(options.database) as store, store._engine.connect() as connected:
        connection = connected.execution_options(isolation_level="AUTOCOMMIT")
        claims = int(connection.exec_driver_sql("SELECT count(*) FROM claim").scalar_one())
        took = {}
        for name, parted in ((PLAIN, False), (PARTED, True)):
            took[name] = _make(connection, name, parted)
        for name in took:
            took[name] |= _ask(connection, name)
        for name in took:
            connection.exec_driver_sql(f"DROP TABLE {name} CASCADE")
    rows = [
        Row(said, f"{took[PARTED][said]:.2f} s", "plain", f"{plain:.2f} s", ratio(took[PARTED][said], plain))
        for said, plain in took[PLAIN].items()
    ]
    print("\n".join(lines(f"{claims:,} claims in {PARTITIONS} partitions", rows)))


if __name__ == "__main__":
    main()
