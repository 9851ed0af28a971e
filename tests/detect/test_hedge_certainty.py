"""What stacked and negated hedges and the stance of the cue leave of full commitment: one rule, tried on generated markers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.detect.certainty import certainty_of, combined, turned
from provenance.lexicon.hedges import load_hedges
from provenance.lexicon.stances import load_stances
from provenance.records import HEDGE_CATEGORIES, STANCES, HedgeCategory, Stance
from provenance.spans import Span
from tests.detect.test_hedges import find

ONE = Span(0, 1)


@dataclass(frozen=True, slots=True)
class One:
    category: HedgeCategory
    certainty: float
    span: Span = ONE


HEDGES = st.builds(One, st.sampled_from([c for c in HEDGE_CATEGORIES if c != "booster"]), st.floats(0, 1))  # type: ignore[arg-type]
STANCE = st.sampled_from(get_args(Stance))


def left_by(sentence: str) -> float:
    return certainty_of(find(sentence))


@given(st.lists(HEDGES, max_size=6), STANCE)
def test_the_result_is_above_0_and_at_most_1_and_never_above_the_least_certain(hedges: list[One], stance: Stance) -> None:
    left = certainty_of(hedges, stance)
    assert 0 < left <= 1
    assert left <= max(0.01, min([h.certainty for h in hedges], default=1.0))
    assert left <= load_stances()[stance].certainty


@given(st.lists(HEDGES, max_size=6), STANCE, st.randoms(use_true_random=False))
def test_the_order_plays_no_part(hedges: list[One], stance: Stance, random: object) -> None:
    shuffled = list(hedges)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert certainty_of(shuffled, stance) == certainty_of(hedges, stance)


@given(st.lists(HEDGES, max_size=6), HEDGES, STANCE)
def test_a_further_hedge_never_raises(hedges: list[One], further: One, stance: Stance) -> None:
    assert certainty_of([*hedges, further], stance) <= certainty_of(hedges, stance) + 1e-12


@given(st.lists(HEDGES, max_size=6), st.floats(0, 1))
def test_a_booster_changes_nothing(hedges: list[One], certainty: float) -> None:
    assert certainty_of([*hedges, One("booster", certainty)]) == certainty_of(hedges)


@given(st.floats(0, 1))
def test_a_negated_marker_lies_on_its_other_side(certainty: float) -> None:
    assert 0 < turned(certainty) < 1
    assert (turned(certainty) < 0.5) == (certainty >= 0.5 and certainty < 1) or turned(certainty) == 0.5


def test_a_hedge_in_the_cue_is_one_with_the_stance() -> None:
    """ "He claimed that …": the cue's stance and the marker "claimed" are the same doubt."""
    claimed = One("reportative", 0.4, Span(3, 10))
    assert certainty_of([claimed], "distancing", Span(3, 10)) == 0.4
    assert certainty_of([claimed], "distancing", None) < 0.4
    assert certainty_of([replace(claimed, certainty=0.2)], "distancing", Span(3, 10)) == 0.2


def test_nothing_hedged_is_full_commitment() -> None:
    assert certainty_of([]) == 1.0
    assert combined(()) == 1.0


@pytest.mark.parametrize(
    ("sentence", "less_than"),
    [
        ("The dam may possibly break.", "The dam may break."),
        ("The dam could perhaps break.", "The dam could break."),
        ("The dam is not likely to break.", "The dam is likely to break."),
        ("The dam is unlikely to break.", "The dam is not unlikely to break."),
        ("It is not certain that the dam will break.", "It is likely that the dam will break."),
        ("The dam will not necessarily break.", "The dam will break."),
        ("The dam is almost certainly not safe.", "The dam is almost certainly safe."),
        ("It is not clearly a dam.", "It is clearly a dam."),
    ],
)
def test_stacked_and_negated_hedges_of_sentences(sentence: str, less_than: str) -> None:
    assert left_by(sentence) < left_by(less_than)


@pytest.mark.parametrize(
    ("sentence", "certainty"),
    [
        ("A flood is not unlikely.", 0.6),
        ("A flood is not at all improbable.", 0.55),
        ("A flood isn’t implausible.", 0.575),
        ("A flood is not very likely.", 0.22),
        ("It is not impossible that the dam breaks.", 0.5),
        ("The dam will not necessarily break.", 0.48),
        ("The dam might not break.", 0.4),
    ],
)
def test_what_a_negation_makes_of_a_marker(sentence: str, certainty: float) -> None:
    assert left_by(sentence) == pytest.approx(certainty)


def test_a_negation_turns_only_rows_that_say_so() -> None:
    (hedge,) = find("A flood is not unlikely.")
    assert (hedge.negated, hedge.basis) == (True, "judgement")
    assert all(not h.negated for h in find("The mayor did not say that a flood may come."))
    assert {r.id for r in load_hedges().rules if "negatable" in r.flags} >= {"h-likely", "h-unlikely", "h-probable"}


def test_every_stance_has_a_reason_and_doubt_leaves_less_than_confirmation() -> None:
    table = load_stances()
    assert set(table) == set(STANCES)
    assert all(one.reason for one in table.values())
    assert table["denial"].certainty < table["distancing"].certainty < table["cognitive"].certainty < 1.0
    assert table["revealing"].certainty == table["neutral"].certainty == 1.0
