"""What the pages count in columns is what the views say: every search, facet, list and card is asked again in SQL."""

from __future__ import annotations

import contextlib
import itertools
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from benchmarks.made_articles import store_all
from provenance.errors import StoreError
from provenance.records import Rejected
from provenance.registry import load_registry
from provenance.score.models import DEFAULT_MODEL, model
from provenance.store import Store, open_store
from provenance.store.questions import (
    Question,
    Search,
    TooLongError,
    as_sql,
    card_of,
    circular_rows,
    find_words,
    group_rows,
    groups_sql,
    library,
    read_columns,
    read_groups,
    read_relays,
    read_sources,
    rows_of,
    search,
    sources_sql,
)
from provenance.store.questions.facets import FACETS, NONE
from provenance.store.questions.question import literal
from tests.claims.made import made_statements
from tests.store.conftest import NEEDS_SERVER, begin, database_url
from tests.store.making import harbour
from tests.store.relating import corpus, put, relate


def fill(store: Store) -> None:
    """Claims of many kinds: scored and not, hedged and not, with publisher or date and without, linked, opposed, in circles."""
    said = sorted(made_statements(1, 240), key=lambda one: (one.published or "", one.id))
    store_all(store, [said[n : n + 12] for n in range(0, len(said), 12)], load_registry(), model(DEFAULT_MODEL))
    dates = ("2025-05-26", "2025-05", "2024", "Mon, 26 May 2025 10:00:00 GMT", "", None)
    texts = [harbour(f"h{n}.txt", id=f"h/{n}?", published=date) for n, date in enumerate(dates)]
    put(store, [*texts[:-1], replace(texts[-1], publisher=None), *corpus()])
    relate(store)
    run = begin(store)
    for n in range(3):
        store.reject(run, Rejected(f"r{n}.bin", "binary", f"r{n}.bin is no text"))
    store.end_run(run, {"documents": 3})


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=NEEDS_SERVER)])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Made once for all tests, which only read it."""
    here = contextlib.nullcontext(f"sqlite:///{tmp_path_factory.mktemp('filled')}/filled.db")
    with here if request.param == "sqlite" else database_url() as url, open_store(url) as store:
        fill(store)
        yield store


def searches(store: Store) -> Iterator[Search]:
    """Every facet by itself, pairs of values and of facets, bounds and words, in every order."""
    with store.asking.reading() as connection:
        columns = read_columns(connection)
    found = search(columns, Search(), None, 5, {})
    values = {facet.name: [value.value for value in facet.values] for facet in found.facets}
    assert {name for name in FACETS if len(values[name]) > 1} == {*FACETS}
    for name, some in values.items():
        for value in [*some, "nobody", "it's"]:
            yield Search(chosen={name: (value,)})
        yield Search(chosen={name: tuple(some[:2])}, sort="weakest")
    for one, other in itertools.combinations(values, 2):
        yield Search(chosen={one: tuple(values[one][:3]), other: (values[other][0],)}, sort="newest")
    for since, until in (("2025-05", ""), ("", "2025-05-26"), ("2024-01-15", "2024-02"), ("2025-05-27", "2025-06")):
        yield Search(since=since, until=until)
    for words in ("bridge", "May", "the harbour", "strike weeks zebra", "ridg", "nothing like it"):
        yield from (Search(words, sort=sort) for sort in ("", "strongest", "newest"))
        yield Search(words, {"hedge": ("modal", NONE)})
    yield from (Search(sort=sort, page=page) for sort in ("", "weakest", "newest") for page in (1, 2, 40, 1000))


def test_every_search_finds_what_its_sql_finds(filled: Store) -> None:
    asking = filled.asking
    compared = 0
    with asking.reading() as connection:
        columns = read_columns(connection)
    for asked in searches(filled):
        with asking.reading() as connection:
            matched = find_words(connection, asked.words) if asked.words else None
            if asked.words and matched is None:
                assert filled.find_claims(asked.words) == ()
                continue
            found = search(columns, asked, matched, 7, {})
            rows = rows_of(connection, found.keys)
        sql = as_sql(asked, matched, found.sort, 7)
        answer = asking.ask(sql)
        assert rows == answer.dicts(), sql.sql
        assert filled.query(sql.sql).rows == answer.rows, "the SQL with its values filled in gives the same"
        whole = as_sql(replace(asked, page=1), matched, found.sort, 10**6)
        assert found.total == len(asking.ask(whole).rows)
        compared += bool(rows)
    assert compared > 80


COUNTS = {
    "outlet": "SELECT COALESCE(publisher, 'unknown-publisher'), count(*) FROM v_claims {0} GROUP BY 1",
    "origin": "SELECT origin, count(*) FROM v_claims {0} GROUP BY 1",
    "kind": "SELECT s.type, count(*) FROM v_claims AS v JOIN source AS s ON s.id = v.origin {0} GROUP BY 1",
    "hedge": "SELECT h.category, count(DISTINCT v.claim_id) FROM v_claims AS v JOIN v_hedges AS h ON h.claim_id = v.claim_id {0} "
    "GROUP BY 1",
}


@pytest.mark.parametrize("facet", COUNTS)
def test_facets_count_as_the_views_do(filled: Store, facet: str) -> None:
    with filled.asking.reading() as connection:
        columns = read_columns(connection)
    for chosen, where in (({}, ""), ({"strength": ("0.4", "0.5")}, "WHERE strength >= 0.4 AND strength < 0.6")):
        found = search(columns, Search(chosen=chosen), None, 5, dict.fromkeys(FACETS, 10_000))
        values = next(one.values for one in found.facets if one.name == facet)
        counted = {value.value: value.count for value in values if value.value != NONE}
        said = dict(filled.query(COUNTS[facet].format(where)).rows)
        said.pop(None, None)
        assert {k: v for k, v in counted.items() if k} == {k: v for k, v in said.items() if k}


def test_a_facet_counts_what_its_other_values_would_give(filled: Store) -> None:
    with filled.asking.reading() as connection:
        columns = read_columns(connection)
    every = {v.value: v.count for v in search(columns, Search(), None, 5, {}).facets[0].values}
    first, second = list(every)[:2]
    narrowed = {v.value: v for v in search(columns, Search(chosen={"outlet": (first,)}), None, 5, {}).facets[0].values}
    assert narrowed[first].chosen and not narrowed[second].chosen
    assert narrowed[second].count == every[second], "values of one facet are joined by or"


def test_few_values_are_shown_and_the_rest_is_counted(filled: Store) -> None:
    with filled.asking.reading() as connection:
        columns = read_columns(connection)
    whole = search(columns, Search(), None, 5, {"origin": 10_000}).facets[2]
    few = search(columns, Search(chosen={"origin": ("nobody",)}), None, 5, {"origin": 4}).facets[2]
    assert [v.value for v in few.values] == ["nobody", *(v.value for v in whole.values[:3])]
    assert few.more == len(whole.values) - 4


def test_sources_groups_and_cards_are_those_of_the_views(filled: Store) -> None:
    asking = filled.asking
    with asking.reading() as connection:
        columns = read_columns(connection)
        listed = {one.source: one for one in read_sources(connection, columns)}
        groups, relays = read_groups(connection), read_relays(connection)
        rows = {kind: group_rows(connection, found) for kind, found in groups.by_kind.items()}
    said = {row["source"]: row for row in asking.ask(sources_sql("origin", "", 10_000, 0)).dicts()}
    assert {id_: {name: getattr(one, name) for name in said[id_]} for id_, one in listed.items()} == said
    for kind, found in rows.items():
        wanted = asking.ask(groups_sql(kind, 10_000, 0)).dicts()
        assert [{k: v for k, v in row.items() if k != "named"} for row in found] == wanted
    assert rows["corroborated"] and rows["copied"] and rows["disputed"]
    spread = asking.ask(library.ORIGINS_SPREAD.asked()).rows
    assert groups.spread == tuple((int(o), int(g), int(c)) for o, g, c in spread)
    with asking.reading() as connection:
        circles = circular_rows(connection, groups.circular)
    assert circles == asking.ask(library.CIRCULAR.asked(most=10_000, skip=0)).dicts() != []
    for source in [*listed, "nobody at all"]:
        with asking.reading() as connection:
            assert card_of(connection, columns, relays, source) == filled.source_card(source)


def test_every_question_is_understood_and_its_sql_can_be_asked_again(filled: Store) -> None:
    claim = filled.find_claims("strike")[0]
    values: dict[str, Any] = {"claim": claim.claim_id, "document": claim.document_key, "source": "radio-quay", "reason": "binary"}
    values |= {"publisher": "people-gazette", "most": 3, "skip": 0, "before": 10**9, "after": 0}
    for question in library.EVERY:
        asked = question.asked(**values)
        assert filled.query(asked.sql).rows == filled.asking.ask(asked).rows, question.name
    assert len({question.name for question in library.EVERY}) == len(library.EVERY)


def test_values_with_quotes_and_colons_stay_values() -> None:
    asked = Question("x", "x?", "SELECT :a, CAST(:b AS text)").asked(a="it's :b", b=None)
    assert asked.sql == "SELECT 'it''s :b', CAST(NULL AS text)"
    assert literal("a'b\0") == "'a''b\x1a0000'" and literal(0.1) == "0.1" and literal(-3) == "-3"


def test_an_answer_is_kept_until_the_database_changes(url: str) -> None:
    with open_store(url) as writer:
        put(writer, [harbour()])
    made: list[int] = []
    with open_store(url, read_only=True) as store:

        def count() -> int:
            made.append(1)
            return store.asking.ask(library.TOTALS.asked()).rows[0][0]

        assert [store.asking.once("n", count) for _ in range(3)] == [1, 1, 1] and len(made) == 1
        with open_store(url) as writer:
            put(writer, [harbour("b.txt", id="b")])
        deadline = time.monotonic() + 10
        while store.asking.once("n", count) == 1 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert store.asking.once("n", count) == 2


def test_what_was_dear_is_kept_a_while_although_the_database_changes(url: str) -> None:
    made: list[int] = []

    def dear() -> int:
        made.append(1)
        time.sleep(0.1)
        return len(made)

    with open_store(url) as writer, open_store(url, read_only=True) as store:
        put(writer, [harbour()])
        assert store.asking.once("dear", dear) == 1
        put(writer, [harbour("b.txt", id="b")])
        assert store.asking.once("dear", dear) == 1, "a second for what took a tenth of one"
        deadline = time.monotonic() + 30
        while store.asking.once("dear", dear) == 1 and time.monotonic() < deadline:
            time.sleep(0.1)
        assert store.asking.once("dear", dear) == 2


def test_threads_that_ask_at_once_wait_for_one_answer(filled: Store) -> None:
    made: list[int] = []

    def slow() -> int:
        made.append(1)
        time.sleep(0.2)
        return 7

    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(filled.asking.once("slow", slow))) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (found, made) == ([7] * 5, [1])


def test_a_long_question_is_stopped_and_the_connection_lives(filled: Store) -> None:
    many = Question("many", "?", "SELECT count(*) FROM claim AS a, claim AS b, claim AS c, claim AS d")
    begun = time.monotonic()
    with pytest.raises(TooLongError, match=r"longer than 0\.2 seconds"):
        filled.asking.ask(many.asked(), seconds=0.2)
    assert time.monotonic() - begun < 5
    assert filled.asking.ask(library.TOTALS.asked()).rows[0][0] > 0


def test_reading_leaves_the_database_as_it_is(sqlite_url: str) -> None:
    with open_store(sqlite_url, read_only=True) as store:
        with store.asking.reading() as connection:
            assert read_columns(connection).size == 0
        with pytest.raises(StoreError, match="read"), store.asking.reading() as connection:
            connection.exec_driver_sql("DELETE FROM run")
