"""The laws of a score, each with its reason in the name; they hold for every fact that hypothesis can think of."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from provenance.links import Standing
from provenance.records import STANCES, Score
from provenance.score import SHIPPED, ClaimFacts, Rating, score_claim
from provenance.score.case import logistic
from tests.score.strategies import channels, claim_of, facts, hedges, typed_hops

SOURCE_ROWS = ["prior", "source_kind", "naming", "quotation", "date", "channel", "link", "reliability", "polarity"]
ROWS = {
    "v1": [
        *SOURCE_ROWS,
        *["cue", "hedging", "retellings", "copies", "detection", "chain_confidence", "corroboration", "contradiction"],
    ],
    "v2": [
        *SOURCE_ROWS,
        *["cue", "hedging", "figures", "times", "names", "pressing", "judging", "talking"],
        *["voice_pressing", "voice_judging", "voice_talking", "voice_figures", "voice_times", "sourcing", "several_sources"],
        *["retellings", "copies", "detection", "chain_confidence", "corroboration", "circularity", "contradiction", "drift"],
    ],
}

pytestmark = pytest.mark.parametrize("model", SHIPPED)


def scored(model: str, found: ClaimFacts, standing: Standing | None = None) -> Score:
    return score_claim(claim_of(found), found, model, standing)


def strength(model: str, found: ClaimFacts, standing: Standing | None = None) -> float:
    return scored(model, found, standing).strength


def relayed(found: ClaimFacts, data: st.DataObject) -> ClaimFacts:
    """The same facts with one more hop anywhere before the origin."""
    hop, kind = data.draw(typed_hops)
    place = data.draw(st.integers(0, len(found.chain) - 1))
    chain = (*found.chain[:place], hop, *found.chain[place:])
    return replace(found, chain=chain, hop_types=(*found.hop_types[:place], kind, *found.hop_types[place:]))


@given(facts(), hedges)
def test_a_hedge_never_raises_because_it_takes_commitment_back(model, found, hedge):
    assert strength(model, replace(found, hedges=(*found.hedges, hedge))) <= strength(model, found)


@given(facts(), st.data())
def test_a_surer_hedge_never_lowers_because_more_commitment_is_left(model, found, data):
    hedge = data.draw(hedges)
    surer = replace(hedge, certainty=data.draw(st.floats(hedge.certainty, 1.0)))
    assert strength(model, replace(found, hedges=(*found.hedges, hedge))) <= strength(
        model, replace(found, hedges=(*found.hedges, surer))
    )


@given(facts(), st.data())
def test_the_order_of_hedges_plays_no_part_because_they_stand_in_one_claim(model, found, data):
    shuffled = replace(found, hedges=tuple(data.draw(st.permutations(found.hedges))))
    assert scored(model, shuffled) == scored(model, found)


@given(facts(), st.data())
def test_a_relay_added_to_a_chain_never_raises_because_words_change_on_the_way(model, found, data):
    assert strength(model, relayed(found, data)) <= strength(model, found)


@given(facts(), channels, st.data())
def test_a_relay_that_the_text_states_as_channel_never_raises_either(model, found, channel, data):
    assume(len(found.chain) > 1)
    bare = replace(found, channel=None)
    longer = relayed(bare, data)
    stated = replace(channel, id=longer.chain[data.draw(st.integers(0, len(longer.chain) - 2))].source)
    assert strength(model, replace(longer, channel=stated)) <= strength(model, bare)


@given(facts())
def test_a_named_source_is_never_weaker_than_the_same_one_unnamed_because_it_can_be_asked(model, found):
    assert strength(model, replace(found, named=False)) <= strength(model, replace(found, named=True))


@given(facts())
def test_a_named_person_is_never_weaker_than_an_anonymous_one(model, found):
    person = replace(found, holder_type="person", named=True)
    assert strength(model, replace(found, holder_type="anonymous", named=False)) <= strength(model, person)


@given(facts(), st.sampled_from(["denies", "withholds"]))
def test_a_denial_or_a_refusal_never_raises_because_nobody_vouches_any_more(model, found, polarity):
    assert strength(model, replace(found, polarity=polarity)) <= strength(model, replace(found, polarity="affirms"))


@given(facts(), st.sampled_from(STANCES))
def test_a_cue_of_denial_never_raises_because_it_rejects_what_another_cue_reports(model, found, stance):
    assert strength(model, replace(found, stance="denial", lemma="deny")) <= strength(
        model, replace(found, stance=stance, lemma="deny")
    )


@given(facts())
def test_a_good_source_that_denies_leaves_no_more_than_a_poor_one_because_its_word_counts_against(model, found):
    denied = replace(found, polarity="denies", rating=Rating("A", "a rater"), holder_type="official_body")
    poor = replace(found, polarity="denies", rating=None, holder_type="news_outlet")
    best = sum(r.points for r in scored(model, denied).contributions[1:9])
    assert best <= -0.6 + 1e-9 and sum(r.points for r in scored(model, poor).contributions[1:9]) <= best + 1e-9


@given(facts(), st.sampled_from(["AB", "BC", "CD", "DE", "AE"]))
def test_a_better_rating_never_lowers_because_the_scale_is_in_that_order(model, found, grades):
    better, worse = (replace(found, rating=Rating(grade, "a rater")) for grade in grades)
    assert strength(model, worse) <= strength(model, better)


@given(facts())
def test_cannot_be_judged_counts_like_nobody_rated_because_it_is_no_number_in_the_middle(model, found):
    assert strength(model, replace(found, rating=Rating("F", "a rater"))) == strength(model, replace(found, rating=None))


@given(facts())
def test_the_rows_sum_to_the_total_and_their_printed_hundredths_too(model, found):
    score = scored(model, found)
    total = math.fsum(r.points for r in score.contributions)
    assert score.strength == logistic(round(total, 2))
    assert math.isclose(score.strength, logistic(total), rel_tol=1e-12)
    assert all(math.isclose(r.points, round(r.points, 2), abs_tol=1e-12) for r in score.contributions)


@given(facts())
def test_strength_is_strictly_between_0_and_1_because_no_single_text_is_proof(model, found):
    assert 0.0 < strength(model, found) < 1.0


@given(facts())
def test_every_row_is_there_with_a_reason_because_nothing_found_is_an_answer_too(model, found):
    rows = scored(model, found).contributions
    assert [r.feature for r in rows] == ROWS[model]
    assert all(r.reason and "{" not in r.reason.replace("{x}", "") and r.value for r in rows)


@given(facts())
def test_one_origin_is_never_confirmed_because_confirmation_needs_a_second(model, found):
    assert scored(model, found).credibility in (3, 4, 5, 6)


@given(facts())
def test_reliability_is_the_grade_of_the_origin_or_nothing(model, found):
    assert scored(model, found).reliability == (found.rating.grade if found.rating else None)
