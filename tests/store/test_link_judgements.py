"""Links judged by hand: they count at once, outlast annotating anew, travel in a file, and the later one wins."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from provenance.errors import UsageError
from provenance.export.link_judgements import link_judgement_lines, read_link_judgements
from provenance.store import Store, open_store
from provenance.store.link_judgements import LinkJudgement, Verdict
from tests.store.relating import APART, CLOSED, REWORDED, Said, article, corpus, id_of, judged, known, origin_of, put, relate

EARLY, LATE = "2025-01-01T00:00:00Z", "2025-06-01T00:00:00Z"


def judgement(store: Store, one: str, other: str, verdict: Verdict, made: str = EARLY, note: str = "") -> LinkJudgement:
    ids = (id_of(store, name) for name in (one, other))
    return replace(store.across.judgement(*ids, verdict, note), made=made)


def judge(store: Store, one: str, other: str, verdict: Verdict, made: str = EARLY, note: str = "") -> tuple[int, tuple[int, ...]]:
    return judged(store, [judgement(store, one, other, verdict, made, note)])


def link_of(store: Store, one: str, other: str) -> tuple[object, ...] | None:
    """Kind, score, reason and detector."""
    pair = sorted(id_of(store, name) for name in (one, other))
    return next((r[2:6] for r in known(store)["links"] if [r[0], r[1]] == pair), None)


def two_origins(store: Store) -> None:
    """The same in other words by two people, and another matter; the second is in two documents."""
    put(
        store,
        [
            article("a.txt", "alpha", Said(CLOSED, ("ann-lee",))),
            article("b.txt", "beta", Said(REWORDED, ("bob-ray",))),
            article("c.txt", "gamma", Said(APART, ("carl-roe",))),
        ],
    )
    relate(store)


def test_a_link_that_is_rejected_goes_at_once_and_so_does_what_rested_on_it(store: Store) -> None:
    two_origins(store)
    assert origin_of(store, "a.txt") is not None
    assert judge(store, "b.txt", "a.txt", "none", note="another bridge") == (1, (1, 2))
    assert link_of(store, "a.txt", "b.txt") is None
    assert origin_of(store, "a.txt") is None
    assert known(store)["standing"] == []
    assert judge(store, "b.txt", "a.txt", "none", note="another bridge") == (0, ())
    relate(store, anew=True)
    assert link_of(store, "a.txt", "b.txt") is None
    assert store.check() == ()


def test_a_link_that_is_made_counts_at_once_with_its_note(store: Store) -> None:
    two_origins(store)
    assert judge(store, "a.txt", "c.txt", "opposes", note="tides") == (1, (1, 2, 3))
    assert link_of(store, "a.txt", "c.txt") == ("opposes", 1.0, "Judged by hand: tides", "hand")
    assert [r[6] for r in known(store)["corroboration"] if r[1] == 2] == [1]
    relate(store, anew=True)
    assert link_of(store, "a.txt", "c.txt") == ("opposes", 1.0, "Judged by hand: tides", "hand")


def test_a_link_that_was_found_can_be_confirmed_or_become_another(store: Store) -> None:
    two_origins(store)
    judge(store, "a.txt", "b.txt", "same_claim")
    assert link_of(store, "a.txt", "b.txt") == ("same_claim", 1.0, "Judged by hand.", "hand")
    judge(store, "a.txt", "b.txt", "same_text", LATE)
    assert link_of(store, "a.txt", "b.txt") == ("same_text", 1.0, "Judged by hand.", "hand")


@pytest.mark.parametrize("salt", ["", "another reading"])
@pytest.mark.parametrize("verdict", ["none", "opposes"])
def test_judgements_outlast_annotating_anew_by_id_and_by_words(store: Store, salt: str, verdict: Verdict) -> None:
    two_origins(store)
    judge(store, "a.txt", "b.txt", verdict)
    before = link_of(store, "a.txt", "b.txt")
    again = [
        article("a.txt", "alpha", Said(CLOSED, ("ann-lee",)), salt=salt),
        article("b.txt", "beta", Said(REWORDED, ("bob-ray",)), salt=salt),
    ]
    for one in again:
        assert put(store, [one], program=f"2 {one.document.path}") == ["reannotated"]
        relate(store)
        assert link_of(store, "a.txt", "b.txt") == before
    assert store.across.orphans() == ()
    assert store.check() == ()


def test_of_two_on_the_same_claims_the_later_one_counts_whichever_ids_they_had(store: Store) -> None:
    """The claim got another id between the two: they are two rows about one pair."""
    for salts in ("xy", "yx", "pq", "qp"):
        two_origins(store)
        judge(store, "a.txt", "b.txt", "opposes", EARLY)
        put(store, [article("a.txt", "alpha", Said(CLOSED, ("ann-lee",)), salt=salts[0])], program=salts)
        relate(store)
        judge(store, "a.txt", "b.txt", "none", LATE)
        assert link_of(store, "a.txt", "b.txt") is None
        relate(store, anew=True)
        assert link_of(store, "a.txt", "b.txt") is None, salts


def test_an_earlier_judgement_that_comes_later_changes_nothing(store: Store) -> None:
    two_origins(store)
    early = judgement(store, "a.txt", "b.txt", "opposes", EARLY)
    judge(store, "a.txt", "b.txt", "none", LATE)
    swapped = replace(early, first=early.second, second=early.first)
    assert judged(store, [early, swapped])[0] == 0
    assert link_of(store, "a.txt", "b.txt") is None


def test_judgements_travel_into_another_database(store: Store, tmp_path: Path) -> None:
    put(store, corpus())
    relate(store)
    judge(store, "wire.txt", "post.txt", "none", note="«another» bridge\x00")
    judge(store, "alone.txt", "post.txt", "same_text")
    file = tmp_path / "links.jsonl"
    lines = list(link_judgement_lines(store.across.judgements()))
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    read = read_link_judgements(file)
    assert tuple(read) == store.across.judgements()
    with open_store(f"sqlite:///{tmp_path}/other.db") as other:
        put(other, corpus())
        relate(other)
        assert judged(other, read)[0] == 2
        assert known(other) == known(store)
        assert judged(other, read) == (0, ())
        assert list(link_judgement_lines(other.across.judgements())) == lines
    with open_store(f"sqlite:///{tmp_path}/earlier.db") as other:
        assert judged(other, read)[0] == 2
        assert len(other.across.orphans()) == 2
        put(other, corpus())
        relate(other)
        assert other.across.orphans() == ()
        assert known(other) == known(store)


def test_judging_before_anything_was_related_is_kept_and_counts_from_then_on(store: Store) -> None:
    put(store, corpus())
    judge(store, "wire.txt", "alone.txt", "same_claim")
    judge(store, "wire.txt", "mail.txt", "none")
    relate(store)
    assert link_of(store, "wire.txt", "alone.txt") == ("same_claim", 1.0, "Judged by hand.", "hand")
    assert link_of(store, "wire.txt", "mail.txt") is None
    assert origin_of(store, "alone.txt") is not None
    assert store.check() == ()


def test_orphans_are_told_and_are_none_again_when_the_text_comes_back(store: Store) -> None:
    two_origins(store)
    judge(store, "a.txt", "b.txt", "none")
    old = article("b.txt", "beta", Said(REWORDED, ("bob-ray",)))
    put(store, [article("b.txt", "beta", APART)])
    relate(store)
    (lost,) = store.across.orphans()
    assert REWORDED in (lost.first.text, lost.second.text)
    put(store, [old])
    relate(store)
    assert store.across.orphans() == ()
    assert link_of(store, "a.txt", "b.txt") is None


def test_a_judgement_on_words_that_stand_twice_in_a_document_waits(store: Store) -> None:
    """Which of the two was meant cannot be told when neither has the id."""
    two_origins(store)
    judge(store, "a.txt", "b.txt", "opposes")
    twice = article("a.txt", "alpha", Said(CLOSED, ("ann-lee",)), Said(CLOSED, ("bob-ray",)), salt="x")
    one = judgement(store, "a.txt", "b.txt", "opposes")
    side = "first" if one.first.text == CLOSED else "second"
    lost = replace(getattr(one, side), id="0" * 20, document=twice.document.id)
    put(store, [twice])
    relate(store)
    assert judged(store, [replace(one, **{side: lost})])[0] == 1
    assert len(store.across.orphans()) == 2


@pytest.mark.parametrize("other", ["0" * 20, "old"])
def test_only_claims_of_current_documents_can_be_judged(store: Store, other: str) -> None:
    two_origins(store)
    claim = id_of(store, "a.txt")
    with pytest.raises(UsageError, match="name two that differ"):
        store.across.judgement(claim, claim, "none")
    if other == "old":
        other = id_of(store, "b.txt")
        put(store, [article("b.txt", "beta", APART)])
    with pytest.raises(UsageError, match="No current document has the claim"):
        store.across.judgement(claim, other, "none")
