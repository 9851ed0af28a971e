"""The questions that people ask of a database: how long each takes, and which large tables it reads from end to end.

A question is SQL, or a call of the store whose statements are listened to. The plan of each statement is asked of the database:
of PostgreSQL with EXPLAIN, of SQLite with EXPLAIN QUERY PLAN.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provenance.store.worked import worked_questions

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from provenance.store import Store

LONG = 20.0
"""Seconds after which a question is not asked again."""
FEW_PAGES = 30
"""PostgreSQL reads a table of fewer pages (of 8 kB) from end to end, and is right."""
SMALL = frozenset({"model", "run", "rejected", "rating", "judgement", "link_judgement"})
"""Tables that may be read from end to end: they grow with people's work, not with the news."""


@dataclass(frozen=True, slots=True)
class Example:
    """What the questions are asked about: a linked claim, its document, group and origin, the document's publisher, two words."""

    claim: str
    document: int
    locator: str
    group: str
    origin: str
    publisher: str
    words: str


@dataclass(frozen=True, slots=True)
class Question:
    """`ask` is SQL with `:claim` and so on, or a call. `whole`: it is about all rows, and reading them all is right."""

    name: str
    ask: str | Callable[[Store, Example], object]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """What a question cost: seconds in all, rows of its last statement, statements, large tables read from end to end."""

    name: str
    whole: bool
    seconds: float
    rows: int
    statements: int
    scans: tuple[str, ...]


# With `claim_id = :claim OR other_id = :claim` both databases read all claims.
LINKS = "SELECT * FROM v_links WHERE claim_id = :claim UNION ALL SELECT * FROM v_links WHERE other_id = :claim"
GROUP = "SELECT c.* FROM v_origins AS o JOIN v_claims AS c ON c.claim_id = o.claim_id WHERE o.group_id = :grp"
QUESTIONS = (
    Question("audit: a claim with its document", lambda store, x: store.claim(x.claim)),
    Question("audit: other documents around it", lambda store, x: store.across.around(x.claim)),
    Question("a document by its path", lambda store, x: store.document_key(x.locator)),
    Question("search by two words", lambda store, x: store.find_claims(x.words)),
    Question("v_claims of a claim", "SELECT * FROM v_claims WHERE claim_id = :claim"),
    Question("v_chains of a claim", "SELECT * FROM v_chains WHERE claim_id = :claim ORDER BY position"),
    Question("v_contributions of a claim", "SELECT * FROM v_contributions WHERE claim_id = :claim ORDER BY position"),
    Question("v_links of a claim", LINKS),
    Question("v_origins of a claim's group", "SELECT * FROM v_origins WHERE group_id = :grp"),
    Question("v_corroboration of a group", "SELECT * FROM v_corroboration WHERE group_id = :grp"),
    Question("v_origins with v_claims of a group", GROUP),
    Question("v_circular of a group", "SELECT * FROM v_circular WHERE group_id = :grp"),
    Question("v_drift of a claim", "SELECT * FROM v_drift WHERE claim_id = :claim"),
    Question("v_claims of a document", "SELECT * FROM v_claims WHERE document = :document ORDER BY passage"),
    Question("v_hedges of a document", "SELECT * FROM v_hedges WHERE document = :document"),
    Question("v_claims of an origin, 100", "SELECT * FROM v_claims WHERE origin = :origin LIMIT 100"),
    Question("v_claims of an outlet, 100", "SELECT * FROM v_claims WHERE publisher = :publisher LIMIT 100"),
    Question("v_claims of a day, 100", "SELECT * FROM v_claims WHERE published = '2025-06-01' LIMIT 100"),
    Question("v_sources of an origin", "SELECT * FROM v_sources WHERE source = :origin"),
    Question("card of an origin", lambda store, x: store.source_card(x.origin), whole=True),
    Question("card of an outlet", lambda store, x: store.source_card(x.publisher), whole=True),
    Question("overview counts", lambda store, x: store.counts(), whole=True),
    *(Question(f"worked: {one.name}", one.sql, whole=True) for one in worked_questions()),
)


def example(connection: Connection) -> Example:
    """An example in the middle of the database: a claim that is linked and has an origin beside its publisher."""
    run = connection.exec_driver_sql
    middle = int(run("SELECT max(key) FROM document").scalar_one()) // 2
    row = run(
        "SELECT c.id, c.document, d.locator, o.group_id, h.origin, d.publisher_id, c.text FROM claim_origin AS o "
        "JOIN claim AS c ON c.document = o.document AND c.number = o.claim JOIN document AS d ON d.key = c.document "
        f"JOIN chain AS h ON h.document = c.document AND h.number = c.chain WHERE o.document >= {middle} AND h.hops > 1 "
        "ORDER BY o.document, o.claim LIMIT 1"
    ).one()
    words = sorted(re.findall(r"\b[a-z]{5,}\b", row[6]), key=lambda word: (-len(word), word))[:2]
    return Example(row[0], int(row[1]), row[2], row[3], row[4], row[5], " ".join(words))


@contextmanager
def _listening(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """The statements that an engine runs, with their parameters."""
    from sqlalchemy import event

    heard: list[tuple[str, Any]] = []

    def hear(_conn: object, _cursor: object, statement: str, parameters: Any, _context: object, _many: bool) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            heard.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(engine, "before_cursor_execute", hear)


def ask(store: Store, question: Question, about: Example) -> tuple[float, int, list[tuple[str, Any]]]:
    """Asks a question; returns seconds, rows (0 where a call does not tell) and the statements run."""
    from sqlalchemy import text

    with _listening(store._engine) as heard:
        begun = time.perf_counter()
        rows = 0
        if isinstance(question.ask, str):
            values = {"claim": about.claim, "grp": about.group, "document": about.document}
            values |= {"origin": about.origin, "publisher": about.publisher}
            # Worked questions have colons of their own in no place where a name follows them.
            wanted = {name: value for name, value in values.items() if f":{name}" in question.ask}
            with store._engine.connect() as connection:
                rows = len(connection.execute(text(question.ask), wanted).all())
        else:
            question.ask(store, about)
        return time.perf_counter() - begun, rows, heard


def scans(connection: Connection, statement: str, parameters: Any) -> tuple[str, ...]:
    """The large tables that the database would read from end to end for a statement, be it through an index."""
    found = _on_postgresql if connection.dialect.name == "postgresql" else _on_sqlite
    return tuple(sorted(found(connection, statement, parameters) - SMALL))


def _on_postgresql(connection: Connection, statement: str, parameters: Any) -> set[str]:
    """By the plan: sequential scans, and scans of an index without a condition; tables of a few pages do not count."""
    few = connection.exec_driver_sql(f"SELECT relname FROM pg_class WHERE relkind = 'r' AND relpages < {FEW_PAGES}")
    small = {str(r[0]) for r in few}
    plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
    whole = (n for n in _nodes(plan[0]["Plan"]) if "Relation Name" in n and not n.keys() & {"Index Cond", "Recheck Cond"})
    return {str(node["Relation Name"]) for node in whole} - small


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from _nodes(child)


def _on_sqlite(connection: Connection, statement: str, parameters: Any) -> set[str]:
    """By the program that SQLite makes of it: `Rewind` goes to the first row of a table or index, a search does not."""
    tables = {int(r[1]): str(r[0]) for r in connection.exec_driver_sql("SELECT tbl_name, rootpage FROM sqlite_master") if r[1]}
    opened: dict[int, str] = {}
    found: set[str] = set()
    for _, code, cursor, root, *_ in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters):
        if code == "OpenRead" and root in tables:
            opened[cursor] = tables[root]
        elif code == "Rewind" and cursor in opened:
            found.add(opened[cursor])
    return {name for name in found if not name.startswith("claim_search")}


def measured(store: Store) -> Iterator[Measured]:
    """All questions, each asked twice: the second time counts, but where the first took more than `LONG` seconds.

    Where the database gives up, the seconds are infinite.
    """
    from sqlalchemy.exc import DBAPIError

    from provenance.errors import ProvenanceError

    with store._engine.connect() as connection:
        about = example(connection)
    for question in QUESTIONS:
        try:
            seconds, rows, heard = ask(store, question, about)
            if seconds < LONG:
                seconds, rows, heard = ask(store, question, about)
        except (DBAPIError, ProvenanceError):
            yield Measured(question.name, question.whole, math.inf, 0, 0, ())
            continue
        with store._engine.connect() as connection:
            found = sorted({name for statement, parameters in heard for name in scans(connection, statement, parameters)})
        yield Measured(question.name, question.whole, seconds, rows, len(heard), tuple(found))
