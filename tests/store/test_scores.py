"""Scores by further models beside those that are stored, and how claims stand as it is read again for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from provenance.links import Drift, Opposition, Standing
from provenance.records import Claim, Contribution, Score
from provenance.spans import Span
from provenance.store import Store, across, open_store
from provenance.store.across import StoredDocument
from tests.store.conftest import begin
from tests.store.making import harbour
from tests.store.relating import corpus, id_of, put, relate


def scored(
    documents: Iterator[StoredDocument], model: str, strength: float
) -> Iterator[tuple[StoredDocument, tuple[Claim, ...]]]:
    """Each claim with a prior that all share, a row with evidence that all share, and one of its own."""
    for one in documents:
        rows = (Contribution("prior", "", -0.4, "every claim begins here"), Contribution("shared", "x", 0.1, "s", (Span(0, 4),)))
        own = [Contribution("own", str(n), n / 8, "its own", (Span(n, n + 3),)) for n in range(len(one.annotated.claims))]
        scores = [Score(model, strength, None, 3, (*rows, row)) for row in own]
        yield one, tuple(replace(c, score=s) for c, s in zip(one.annotated.claims, scores, strict=True))


def keep(store: Store, model: str, strength: float) -> int:
    return store.across.put_scores(model, scored(store.across.documents(), model, strength))


def models(store: Store) -> list[tuple[object, ...]]:
    sql = "SELECT m.name, count(*), min(s.strength), max(s.strength) FROM score s JOIN model m ON m.key = s.model GROUP BY m.name"
    return sorted(store.query(sql).rows, key=repr)


def test_scores_of_a_model_stand_beside_those_of_others_and_replace_only_its_own(store: Store) -> None:
    store.add(begin(store), harbour())
    assert models(store) == [("score/v1", 2, 0.33, 0.425)]
    before = [c.score for c in store.load(1).claims]
    assert keep(store, "own", 0.6) == 3
    assert models(store) == [("own", 3, 0.6, 0.6), ("score/v1", 2, 0.33, 0.425)]
    assert keep(store, "own", 0.7) == 3
    assert models(store) == [("own", 3, 0.7, 0.7), ("score/v1", 2, 0.33, 0.425)]
    assert keep(store, "score/v1", 0.2) == 3
    assert models(store) == [("own", 3, 0.7, 0.7), ("score/v1", 3, 0.2, 0.2)]
    assert before[0] is not None
    assert store.check() == ()


def test_what_is_loaded_has_all_rows_of_the_newest_model(store: Store) -> None:
    store.add(begin(store), harbour())
    keep(store, "own", 0.6)
    (one,) = store.across.documents()
    ((_, wanted),) = scored(iter([one]), "own", 0.6)
    assert store.load(1).claims == wanted
    rows = store.query(
        "SELECT model, feature, value, points, evidence FROM v_contributions WHERE position = 2 ORDER BY value"
    ).rows
    assert [r[:4] for r in rows] == [("own", "own", str(n), n / 8) for n in range(3)]
    assert [r[4] for r in rows] == [harbour().document.text[n : n + 3] for n in range(3)]


def test_no_row_is_left_of_scores_that_were_replaced(store: Store) -> None:
    store.add(begin(store), harbour())
    sql = "SELECT (SELECT count(*) FROM factor), (SELECT count(*) FROM factor_span), (SELECT count(*) FROM contribution)"
    keep(store, "own", 0.6)
    before = store.query(sql).rows
    for strength in (0.1, 0.2, 0.3):
        keep(store, "own", strength)
    assert store.query(sql).rows == before


def test_a_document_annotated_anew_loses_the_scores_of_all_models(store: Store) -> None:
    store.add(begin(store), harbour())
    keep(store, "own", 0.6)
    store.add(begin(store, program="2"), harbour())
    assert models(store) == [("score/v1", 2, 0.33, 0.425)]
    assert store.check() == ()


def test_many_documents_are_read_and_written_in_turns(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading goes on while what was read is written: SQLite must not wait for itself."""
    monkeypatch.setattr(across, "DOCUMENTS_AT_ONCE", 2)
    put(store, corpus())
    assert keep(store, "own", 0.5) == 8
    assert models(store) == [("own", 8, 0.5, 0.5)]


def test_only_current_documents_are_scored_and_only_those_asked_for(store: Store) -> None:
    put(store, corpus())
    put(store, [replace(corpus()[0], claims=())], program="2")
    assert [one.key for one in store.across.documents()] == [1, 2, 3, 4, 5, 6, 7]
    assert [one.key for one in store.across.documents([3, 99, 2, 3])] == [2, 3]
    assert [one.key for one in store.across.documents([])] == []


def test_standings_are_read_as_they_were_counted(store: Store) -> None:
    put(store, corpus())
    assert {one.standings for one in store.across.documents()} == {None}, "nobody looked"
    relate(store)
    found = {one.annotated.document.path: one.standings for one in store.across.documents()}
    assert found["alone.txt"] == {}, "looked, and nothing found"
    wire, mail, herald, gazette, post = (id_of(store, f"{n}.txt") for n in ("wire", "mail", "herald", "gazette", "post"))
    lost = Drift(mail, wire, "hedge_lost", "may", "", 'The upstream hedges it ("may"); here it is stated as a fact.')
    against = (Opposition("ann-lee", True, herald), Opposition("dora-may", True, gazette))
    assert found["mail.txt"] == {mail: Standing(("bob-ray",), 2, against, False, (lost,))}
    assert found["post.txt"] == {post: Standing(("ann-lee",), 0, against, False, ())}


def test_scores_are_not_written_where_only_reading_is_allowed(url: str) -> None:
    from provenance.errors import StoreError

    with open_store(url) as store:
        put(store, corpus())
    with open_store(url, read_only=True) as store, pytest.raises(StoreError, match="for reading alone"):
        keep(store, "own", 0.5)
