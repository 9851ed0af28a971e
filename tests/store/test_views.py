from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from provenance.records import Rejected
from provenance.store import Judgement, RatingRow, SourceRow, Store
from provenance.store.views import VIEWS
from tests.store.conftest import begin
from tests.store.making import TEXT, harbour
from tests.store.relating import APART, Said, article, corpus, put, relate

NEWEST = RatingRow("harbour-agency", "B", "raters", "2024-01-01", raw="b")
RATINGS = (
    replace(NEWEST, grade="D", rated_on="2020-01-01"),
    NEWEST,
    replace(NEWEST, grade="C", rater="slower raters"),
    replace(NEWEST, grade="E", rated_on="2025-01-01", topic="politics"),
    replace(NEWEST, grade=None, rated_on="2025-01-01", value=0.3),
    replace(NEWEST, grade=None, rated_on="2025-01-01", scale="editorial_control", control="state_controlled"),
)


@pytest.fixture
def filled(store: Store) -> Store:
    """One document, an older revision of it, the registry's word on the agency."""
    run = begin(store)
    store.sync_sources(
        [SourceRow("harbour-agency", "Harbour Agency", "news_agency", "agency", "NO", "the state", "budget", "state", None)]
    )
    store.add_ratings(RATINGS)
    store.add(run, harbour(text=TEXT + "Old.\n"))
    store.add(run, harbour())
    store.reject(run, Rejected("a.jsonl:17", "bad_record", "The line is no JSON."))
    store.end_run(run, {"documents": 1})
    store.judge([Judgement("alias", "ha", "harbour-agency", name="HA", made="2025-01-01T00:00:00Z")])
    return store


def rows(store: Store, sql: str) -> list[dict[str, Any]]:
    result = store.query(sql)
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]


ACROSS = ("v_circular", "v_corroboration", "v_drift", "v_copies", "v_links", "v_origins")
"""Views of what is known across documents."""


def test_views_across_documents_have_the_columns_that_are_documented(store: Store) -> None:
    circle = [article("x.txt", "alpha", Said(APART, ("beta",))), article("y.txt", "beta", Said(APART, ("alpha",)))]
    put(store, [*corpus(), *circle])
    relate(store)
    for name in ACROSS:
        result = store.query(f"SELECT * FROM {name}")
        assert result.columns == tuple(VIEWS[name][1])
        assert result.rows, name


OF_CHECKS = ("v_checks", "v_orphans")
"""Views of what became of sources; test_checks.py has them."""


@pytest.mark.parametrize("name", sorted(VIEWS.keys() - {*ACROSS, *OF_CHECKS}))
def test_views_have_the_columns_that_are_documented(filled: Store, name: str) -> None:
    result = filled.query(f"SELECT * FROM {name}")
    assert result.columns == tuple(VIEWS[name][1])
    assert result.rows, "the view shows nothing of the document"
    kinds: dict[str, tuple[type, ...]] = {"text": (str,), "integer": (int,), "number": (float,), "boolean": (bool, int)}
    for row in result.rows:
        for value, (column, (kind, _)) in zip(row, VIEWS[name][1].items(), strict=True):
            assert value is None or isinstance(value, kinds[kind]), column


def test_v_claims(filled: Store) -> None:
    found = rows(filled, "SELECT * FROM v_claims ORDER BY passage")
    assert len(found) == 3
    strike, weeks, grain = found
    assert strike["text"] == "Dockers may strike in May"
    assert (strike["origin"], strike["origin_name"], strike["origin_type"]) == (
        "port-director",
        "the port's director",
        "official_body",
    )
    assert (strike["relays"], strike["chain"]) == (
        "harbour-agency > radio-quay",
        "people-gazette > harbour-agency > radio-quay > port-director",
    )
    assert (strike["mode"], strike["stance"], strike["cue"], strike["stated_on"]) == ("indirect", "neutral", "told", "05-26")
    assert (strike["strength"], strike["reliability"], strike["credibility"], strike["model"]) == (0.425, None, 3, "score/v1")
    assert (strike["hedges"], strike["hedge_words"]) == (1, "may")
    assert (weeks["hedges"], weeks["hedge_words"], weeks["reliability"]) == (2, "could, analysts", "C")
    assert (grain["attribution_id"], grain["strength"], grain["model"], grain["hedges"], grain["hedge_words"]) == (
        None,
        None,
        None,
        0,
        None,
    )
    assert (grain["relays"], grain["origin"]) == ("", "people-gazette")


def test_v_chains(filled: Store) -> None:
    found = rows(filled, "SELECT * FROM v_chains WHERE text LIKE 'Dockers%' ORDER BY position")
    assert [(r["position"], r["source"], r["relation"]) for r in found] == [
        (0, "people-gazette", "published_by"),
        (1, "harbour-agency", "reprinted_from"),
        (2, "radio-quay", "told_to"),
        (3, "port-director", "stated_by"),
    ]
    assert [r["evidence"] for r in found] == ["People Gazette", "Reprinted from the Harbour Agency", "told Radio Quay", ""]
    assert (found[1]["country"], found[1]["kind"], found[2]["country"]) == ("NO", "agency", None)
    assert rows(filled, "SELECT evidence FROM v_chains WHERE source = 'group:analysts'") == [
        {"evidence": "analysts believe … According to"}
    ]


def test_v_chains_has_attributions_that_no_claim_carries(filled: Store) -> None:
    found = rows(filled, "SELECT * FROM v_chains WHERE claim_id IS NULL ORDER BY position")
    assert [r["source"] for r in found] == ["people-gazette", "harbour-agency"]
    assert {r["attribution_id"] for r in found} == {harbour().attributions[1].id}


def test_v_upstreams(filled: Store) -> None:
    found = rows(filled, "SELECT * FROM v_upstreams ORDER BY source")
    assert [(r["source"], r["evidence"], r["country"], r["start_char"]) for r in found] == [
        ("harbour-agency", "Reprinted from the Harbour Agency", "NO", 17),
        ("quay-news", "Quay News", None, None),
    ]


def test_v_hedges(filled: Store) -> None:
    found = rows(filled, "SELECT text, category, certainty, claim_text FROM v_hedges ORDER BY start_char")
    assert [tuple(r.values()) for r in found] == [
        ("may", "modal", 0.5, "Dockers may strike in May"),
        ("analysts", "vague_source", 0.6, "the strike could last two weeks"),
        ("could", "modal", 0.45, "the strike could last two weeks"),
    ]


def test_v_outlets(filled: Store) -> None:
    found = {r["source"]: r for r in rows(filled, "SELECT * FROM v_outlets")}
    assert set(found) == {"people-gazette", "harbour-agency", "radio-quay"}
    counts = ("documents", "upstream_of", "claims_relayed", "claims_originated")
    assert [found["people-gazette"][c] for c in counts] == [1, 0, 0, 1]
    assert [found["harbour-agency"][c] for c in counts] == [0, 1, 2, 0]
    assert [found["radio-quay"][c] for c in counts] == [0, 0, 1, 0]
    assert (found["harbour-agency"]["rating"], found["harbour-agency"]["owner"], found["radio-quay"]["rating"]) == (
        "B",
        "the state",
        None,
    )


def test_v_contributions_sum_up_in_order(filled: Store) -> None:
    found = rows(filled, "SELECT * FROM v_contributions WHERE text LIKE 'Dockers%' ORDER BY position")
    assert [(r["feature"], r["points"], r["evidence"]) for r in found] == [
        ("prior", -0.4, ""),
        ("named", 0.1, "the port's director"),
    ]


def test_v_rejected(filled: Store) -> None:
    [row] = rows(filled, "SELECT * FROM v_rejected")
    assert (row["locator"], row["reason"], row["detail"], row["program_version"]) == (
        "a.jsonl:17",
        "bad_record",
        "The line is no JSON.",
        "1",
    )


def test_views_show_the_newest_model_alone(filled: Store) -> None:
    from sqlalchemy import text

    with filled._engine.begin() as connection:
        connection.execute(text("INSERT INTO model (name) VALUES ('score/v2')"))
        connection.execute(
            text(
                "INSERT INTO score SELECT document, claim, (SELECT max(key) FROM model), 0.9, NULL, 2 FROM score "
                "WHERE claim = 0 AND document IN (SELECT key FROM document WHERE is_current)"
            )
        )
    found = {r["text"]: (r["model"], r["strength"]) for r in rows(filled, "SELECT * FROM v_claims")}
    assert found["Dockers may strike in May"] == ("score/v2", 0.9)
    assert found["the strike could last two weeks"] == ("score/v1", 0.33)
    assert rows(filled, "SELECT * FROM v_contributions WHERE text LIKE 'Dockers%'") == []


def test_an_outlet_shows_the_newest_grade_of_the_whole(filled: Store) -> None:
    (found,) = rows(filled, "SELECT rating, rater, rated_on FROM v_outlets WHERE source = 'harbour-agency'")
    assert found == {"rating": "B", "rater": "raters", "rated_on": "2024-01-01"}


def test_v_ratings_shows_every_rating_with_the_name_of_the_source(filled: Store) -> None:
    found = rows(
        filled, "SELECT name, scale, topic, grade, control FROM v_ratings WHERE rated_on > '2024-06' ORDER BY scale, topic"
    )
    assert [tuple(row.values()) for row in found] == [
        ("Harbour Agency", "editorial_control", "", None, "state_controlled"),
        ("Harbour Agency", "reliability", "", None, None),
        ("Harbour Agency", "reliability", "politics", "E", None),
    ]
