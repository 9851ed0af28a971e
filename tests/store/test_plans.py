"""What people ask of one claim, document or group is found by indexes: no large table is read from end to end for it.

The database is that of `benchmarks.year`, small: 1,000 claims on SQLite, whose plans follow from the schema alone, and 10,000 on
PostgreSQL, whose plans follow from sizes and statistics too. There sequential scans are made dear, as tables that small would be
read whole where a year's would not.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, event, text

from benchmarks.questions import QUESTIONS, Example, Question, ask, example, scans
from benchmarks.year import multiply, template
from provenance.store import Store, open_store
from tests.store.conftest import NEEDS_SERVER, database_url

TEMPLATE, COPIES = 1000, 9
ASKED = [question for question in QUESTIONS if not question.whole]

Asked = tuple[Store, Example]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=NEEDS_SERVER)])
def year(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('plans')}/year.db"
        template(url, TEMPLATE)
        with open_store(url, read_only=True) as store:
            yield _about(store)
        return
    with database_url() as url:
        template(url, TEMPLATE)
        with open_store(url) as store:
            multiply(store._engine, COPIES, connections=2)
            with store._engine.begin() as connection:
                connection.execute(text("ANALYZE"))
            event.listen(store._engine, "begin", _without_scans)
            yield _about(store)


def _without_scans(connection: Connection) -> None:
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")


def _about(store: Store) -> Asked:
    with store._engine.connect() as connection:
        return store, example(connection)


def read_whole(year: Asked, question: Question) -> set[str]:
    store, about = year
    _, _, heard = ask(store, question, about)
    assert heard
    with store._engine.connect() as connection:
        return {name for statement, parameters in heard for name in scans(connection, statement, parameters)}


@pytest.mark.parametrize("question", ASKED, ids=[question.name for question in ASKED])
def test_no_large_table_is_read_whole(year: Asked, question: Question) -> None:
    found = read_whole(year, question)
    if year[0]._engine.dialect.name == "sqlite" and question.name == "v_chains of a claim":
        # Attributions that no claim carries have no claim id: SQLite plans to go through them, and sees first that NULL is none.
        found -= {"attribution"}
    assert found == set()


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ("SELECT count(*) FROM v_claims WHERE claim_id LIKE '%a'", "claim"),
        ("SELECT * FROM v_links WHERE kind = 'opposes'", "claim_link"),
        ("SELECT * FROM v_claims WHERE title = 'x'", "document"),
    ],
)
def test_reading_whole_tables_is_seen(year: Asked, sql: str, table: str) -> None:
    assert read_whole(year, Question("whole", sql)) & {table, "claim", "document"}


def test_copies_refer_to_each_other_as_the_template_does(year: Asked) -> None:
    store = year[0]
    assert store.check() == ()
    claims, groups = store.query("SELECT count(*), count(DISTINCT group_id) FROM v_origins").rows[0]
    links = store.query("SELECT count(*) FROM v_links").rows[0][0]
    corroborated = store.query("SELECT count(*), sum(claims) FROM v_corroboration").rows[0]
    assert (corroborated[0], corroborated[1]) == (groups, claims)
    assert links > 0
