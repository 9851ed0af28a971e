"""Judgements on sources: what is meant is seen everywhere, what was found is kept, and all of it can be taken back."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import UsageError
from provenance.store import Judgement, Store
from provenance.store.judgements import Meanings
from tests.store.conftest import begin
from tests.store.making import TEXT, document, harbour

QUAY = Judgement("merge", "radio-quay", "harbour-radio", note="renamed in 2024", made="2025-01-01T00:00:00Z")


def chains(store: Store) -> set[str]:
    return {str(row[0]) for row in store.query("SELECT chain FROM v_claims").rows}


def hops(store: Store) -> set[tuple[str, str | None]]:
    return {(str(r[0]), r[1]) for r in store.query("SELECT source, source_found FROM hop WHERE source_found IS NOT NULL").rows}


def test_a_merge_is_seen_by_all_views_and_what_was_found_is_kept(store: Store) -> None:
    annotated = harbour()
    store.add(begin(store), annotated)
    before = chains(store)
    assert any("radio-quay" in chain for chain in before)
    assert store.judge([QUAY]) == (1, 1)
    assert chains(store) == {chain.replace("radio-quay", "harbour-radio") for chain in before}
    assert hops(store) == {("harbour-radio", "radio-quay")}
    assert {r[0] for r in store.query("SELECT source FROM v_chains").rows} >= {"harbour-radio"}
    key = store.documents()[0].key
    assert store.load(key, as_found=True) == annotated
    judged = store.load(key)
    assert "judged by hand: radio-quay means harbour-radio (provenance sources show harbour-radio)" in judged.notes
    assert {hop.source for claim in judged.claims for hop in claim.chain} >= {"harbour-radio"}
    assert "harbour-radio" in {ref.id for ref in judged.sources}
    assert store.check() == ()


def test_a_judgement_holds_for_documents_that_come_later_and_for_those_annotated_anew(store: Store) -> None:
    store.judge([QUAY])
    store.add(begin(store), harbour())
    store.flush()
    assert all("radio-quay" not in chain for chain in chains(store))
    assert store.add(begin(store, program="2"), harbour()).kind == "reannotated"
    store.flush()
    assert hops(store) == {("harbour-radio", "radio-quay")} and store.check() == ()


def test_a_merge_can_be_taken_back(store: Store) -> None:
    store.add(begin(store), harbour())
    before = chains(store)
    store.judge([QUAY])
    assert store.judge([Judgement("split", "radio-quay", "radio-quay", made="2025-01-02T00:00:00Z")]) == (1, 1)
    assert chains(store) == before and hops(store) == set() and store.check() == ()
    assert store.load(store.documents()[0].key) == harbour()


def test_a_split_counts_in_its_documents_alone(store: Store) -> None:
    run = begin(store)
    first, second = harbour("a.txt"), harbour("b.txt", TEXT + "The end.\n")
    store.add(run, first)
    store.add(run, second)
    other = Judgement("split", "port-director", "second-director", first.document.id, "Second Director", made="2025-01-01")
    assert store.judge([other]) == (1, 1)
    rows = store.query("SELECT locator, origin, origin_name FROM v_claims WHERE origin LIKE '%director' ORDER BY locator").rows
    assert {(r[0], r[1]) for r in rows} == {("a.txt", "second-director"), ("b.txt", "port-director")}
    assert {r[2] for r in rows if r[1] == "second-director"} == {"Second Director"}
    assert store.check() == ()


def test_publishers_upstreams_and_credits_too(store: Store) -> None:
    store.add(begin(store), harbour())
    made = "2025-01-01T00:00:00Z"
    store.judge(
        [Judgement("merge", "people-gazette", "gazette", made=made), Judgement("merge", "harbour-agency", "ha", made=made)]
    )
    assert {r[0] for r in store.query("SELECT publisher FROM v_claims").rows} == {"gazette"}
    assert {r[0] for r in store.query("SELECT source FROM v_upstreams").rows} == {"ha", "quay-news"}
    assert {r[0] for r in store.query("SELECT source FROM v_credits WHERE source IS NOT NULL").rows} <= {"ha", "gazette"}
    card = store.source_card("gazette")
    assert card is not None and card.published == 1 and card.relays and card.judgements


def test_who_stands_twice_in_a_row_stands_once_in_the_chain(store: Store) -> None:
    store.add(begin(store), harbour())
    store.judge([Judgement("merge", "radio-quay", "harbour-agency", made="2025-01-01T00:00:00Z")])
    assert all("harbour-agency > harbour-agency" not in chain for chain in chains(store))
    loaded = store.load(store.documents()[0].key)
    for claim in loaded.claims:
        sources = [hop.source for hop in claim.chain]
        assert all(a != b for a, b in pairwise(sources))


def test_circles_are_refused_and_nothing_of_them_is_kept(store: Store) -> None:
    store.add(begin(store), harbour())
    store.judge([QUAY])
    with pytest.raises(UsageError, match="in a circle"):
        store.judge([Judgement("merge", "harbour-radio", "radio-quay", made="2025-01-02T00:00:00Z")])
    assert [one.meant for one in store.judgements()] == ["harbour-radio"]


def test_merges_of_merges_and_in_any_order(store: Store) -> None:
    store.add(begin(store), harbour())
    store.judge([QUAY])
    store.judge([Judgement("merge", "harbour-radio", "national-radio", made="2025-01-02T00:00:00Z")])
    assert hops(store) == {("national-radio", "radio-quay")}
    store.judge([Judgement("split", "harbour-radio", "harbour-radio", made="2025-01-03T00:00:00Z")])
    assert hops(store) == {("harbour-radio", "radio-quay")} and store.check() == ()


def test_of_two_about_the_same_the_later_one_counts(store: Store) -> None:
    assert store.judge([QUAY]) == (1, 0)
    assert store.judge([QUAY]) == (0, 0)
    assert store.judge([replace(QUAY, meant="elsewhere", made="2024-01-01T00:00:00Z")]) == (0, 0)
    assert store.judge([replace(QUAY, meant="elsewhere", made="2026-01-01T00:00:00Z")]) == (1, 0)
    assert [one.meant for one in store.judgements()] == ["elsewhere"]


def test_a_row_that_says_otherwise_is_found_and_put_right(store: Store) -> None:
    from sqlalchemy import text

    store.add(begin(store), harbour())
    store.judge([QUAY])
    with store._engine.begin() as connection:
        connection.execute(text("UPDATE hop SET source = 'radio-quay', source_found = NULL WHERE source = 'harbour-radio'"))
    assert any("judgements" in fault for fault in store.check())
    store.judge([QUAY])
    assert store.check() == ()


def test_text_that_no_database_keeps(store: Store) -> None:
    odd = Judgement("alias", "a\x00b", "c\ud800", None, "A\x00B", "why\x1a", "2025-01-01T00:00:00Z")
    store.judge([odd])
    assert store.judgements() == (odd,)


IDS = st.sampled_from(["a", "b", "c", "d"])


@given(st.lists(st.tuples(IDS, IDS, st.sampled_from([None, "x", "y"]))), IDS, st.sampled_from([None, "x", "y"]))
def test_following_judgements_always_ends(rows: list[tuple[str, str, str | None]], source: str, where: str | None) -> None:
    meanings = Meanings(Judgement("merge", a, b, w) for a, b, w in rows)
    assert meanings.of(source, where) in {"a", "b", "c", "d"}


def test_a_document_is_named_by_its_public_id() -> None:
    meanings = Meanings([Judgement("split", "a", "b", document().id), Judgement("merge", "c", "a")])
    assert (meanings.of("c", document().id), meanings.of("c", "other"), meanings.of("c")) == ("b", "a", "a")
