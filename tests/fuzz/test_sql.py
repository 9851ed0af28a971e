"""SQL of every writing kind, and any text, as a query and as words of a search: rows or one sentence, and nothing has changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provenance.errors import ProvenanceError, QueryError
from provenance.store import Store
from tests.fuzz import MORE
from tests.fuzz import pieces as texts
from tests.fuzz.statements import PIECES, SECTIONS
from tests.fuzz.targets import assert_sentence
from tests.store.conftest import NEEDS_SERVER
from tests.store.test_query import on_postgresql, on_sqlite, state

Stored = tuple[Store, Path]
ON_BOTH = ["on_sqlite", pytest.param("on_postgresql", marks=NEEDS_SERVER)]
__all__ = ["on_postgresql", "on_sqlite"]
QUIET = settings(max_examples=40 * MORE, suppress_health_check=list(HealthCheck), database=None)


def tried(stored: Stored, sql: str) -> None:
    """A query that may be refused, may fail, may even be answered, and must change nothing."""
    store, folder = stored
    before = state(store, folder)
    asked(store, sql.replace("{folder}", str(folder)))
    assert state(store, folder) == before


def asked(store: Store, sql: str) -> None:
    try:
        store.query(sql, 100, seconds=2)
    except QueryError as error:
        assert_sentence(error)


@pytest.mark.parametrize("sql", SECTIONS["both"] + SECTIONS["sqlite"])
def test_nothing_is_written_on_sqlite(on_sqlite: Stored, sql: str) -> None:
    tried(on_sqlite, sql)


@NEEDS_SERVER
@pytest.mark.parametrize("sql", SECTIONS["both"] + SECTIONS["postgresql"])
def test_nothing_is_written_on_postgresql(on_postgresql: Stored, sql: str) -> None:
    tried(on_postgresql, sql)


@pytest.mark.parametrize("name", ON_BOTH)
def test_any_text_as_a_query(request: pytest.FixtureRequest, name: str) -> None:
    store, folder = request.getfixturevalue(name)
    before = state(store, folder)

    @QUIET
    @given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=20))
    def holds(sql: str) -> None:
        asked(store, sql)

    holds()
    assert state(store, folder) == before


@pytest.mark.parametrize("name", ON_BOTH)
def test_any_text_as_words_of_a_search(request: pytest.FixtureRequest, name: str) -> None:
    store, folder = request.getfixturevalue(name)
    before = state(store, folder)
    words = st.sampled_from(
        [*texts.PIECES["text"], *PIECES, "AND", "NEAR(", "*", "^", "harbour", "NOT ", "col:", "!", "<->", "&", "|"]
    )

    @QUIET
    @given(st.lists(words, max_size=12).map("".join) | st.text(max_size=20))
    def holds(asked_for: str) -> None:
        for hit in store.find_claims(asked_for, 3):
            assert hit.claim_id and hit.text
        for look_up in (store.claim, store.document_key, store.source_card):
            try:
                look_up(asked_for)
            except ProvenanceError as error:
                assert_sentence(error)

    holds()
    assert state(store, folder) == before


@pytest.mark.parametrize("name", ON_BOTH)
@pytest.mark.parametrize("words", ["a" * 200_000, "a " * 200_000, "%" * 200_000, "李" * 60_000, "\0" * 1_000, '"' * 1_000])
def test_very_long_searches(request: pytest.FixtureRequest, name: str, words: str) -> None:
    store = request.getfixturevalue(name)[0]
    assert isinstance(store.find_claims(words, 3), tuple)


@pytest.mark.parametrize("name", ON_BOTH)
@pytest.mark.parametrize("limit", [0, 2**31, 2**63 - 1, 2**63, 2**70])
def test_any_limit(request: pytest.FixtureRequest, name: str, limit: int) -> None:
    store = request.getfixturevalue(name)[0]
    assert len(store.query("SELECT 1", limit).rows) == min(1, limit)
    assert isinstance(store.find_claims("harbour", limit), tuple)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT " + "(" * 5_000 + "1" + ")" * 5_000,
        "SELECT " + "1 + " * 50_000 + "1",
        "SELECT 1" + " UNION ALL SELECT 1" * 3_000,
        "SELECT '" + "x" * 2_000_000 + "'",
        "SELECT " + ", ".join(["1"] * 5_000),
        "SELECT repeat('x', 2000000000)",
        "SELECT zeroblob(900000000), zeroblob(900000000)",
        "SELECT replace(hex(zeroblob(50000000)), '0', 'xxxxxxxxxx')",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
        "SELECT * FROM passage a, passage b, passage c, passage d, passage e, passage f, passage g, passage h",
    ],
    ids=lambda sql: sql[:30],
)
@pytest.mark.parametrize("name", ON_BOTH)
def test_a_query_that_costs_much_is_stopped(request: pytest.FixtureRequest, name: str, sql: str) -> None:
    asked(request.getfixturevalue(name)[0], sql)
