"""Whether the largest table that questions begin at should be partitioned: the same rows plain and in partitions, side by side.

    python -m benchmarks.partitions --database URL        (of PostgreSQL, with claims: `python -m benchmarks.year` makes one)

Two copies of `claim`, with its indexes but for the full-text search: plain, and in twelve partitions by hash of the document, as
every key begins with the document. Both go afterwards. Seconds by the clock; of questions the best of three.
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
ROUNDS = 3
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


def _questions(connection: Connection, name: str) -> dict[str, Callable[[], object]]:
    """What is asked of a copy, by what the tables say of it."""
    run = connection.exec_driver_sql
    most = int(run("SELECT max(key) FROM document").scalar_one())
    documents = [1 + number * most // LOOK_UPS for number in range(LOOK_UPS)]
    listed = ", ".join(map(str, documents))
    ids = [str(r[0]) for r in run(f"SELECT id FROM claim WHERE number = 0 AND document IN ({listed})")]
    joined = f"SELECT count(c.text) FROM {name} AS c JOIN document AS d ON d.key = c.document WHERE d.is_current"
    between = f"BETWEEN {most // 2} AND {most // 2 + most // 100}"
    return {
        f"{len(ids):,} claims by id": lambda: [run(f"SELECT * FROM {name} WHERE id = %s", (one,)).all() for one in ids],
        f"{LOOK_UPS:,} documents": lambda: [run(f"SELECT * FROM {name} WHERE document = %s", (one,)).all() for one in documents],
        "a hundredth of the documents in a row": lambda: run(f"SELECT count(text) FROM {name} WHERE document {between}").all(),
        "all rows": lambda: run(f"SELECT count(text) FROM {name}").all(),
        "all claims joined with their documents": lambda: run(joined).all(),
    }


def _ask(connection: Connection) -> dict[str, dict[str, float]]:
    """What each question takes of either copy, turn about: the best of `ROUNDS`."""
    asked = {name: _questions(connection, name) for name in (PLAIN, PARTED)}
    found: dict[str, dict[str, float]] = {name: {} for name in asked}
    for said in asked[PLAIN]:
        times = [{name: _timed(questions[said]) for name, questions in asked.items()} for _ in range(ROUNDS)]
        for name in asked:
            found[name][said] = min(one[name] for one in times)
    for name in asked:
        found[name]["delete a hundredth"] = _timed(
            lambda name=name: connection.exec_driver_sql(f"DELETE FROM {name} WHERE document %% 100 = 7")  # type: ignore[misc]
        )
        found[name]["VACUUM after that"] = _timed(lambda name=name: connection.exec_driver_sql(f"VACUUM {name}"))  # type: ignore[misc]
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
        for name, found in _ask(connection).items():
            took[name] |= found
        for name in took:
            connection.exec_driver_sql(f"DROP TABLE {name} CASCADE")
    rows = [
        Row(said, f"{took[PARTED][said]:.2f} s", "plain", f"{plain:.2f} s", ratio(took[PARTED][said], plain))
        for said, plain in took[PLAIN].items()
    ]
    print("\n".join(lines(f"{claims:,} claims in {PARTITIONS} partitions", rows)))


if __name__ == "__main__":
    main()
