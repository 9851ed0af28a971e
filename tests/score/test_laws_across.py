"""The laws of what other documents add to a score: of v2, and of every table of a user's that is not refused."""

from __future__ import annotations

import functools
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from provenance.links import Standing
from provenance.records import Score
from provenance.score import ClaimFacts, score_claim
from provenance.score.table import Table, Weight
from provenance.score.v2 import laws, model
from tests.score.strategies import claim_of, drifts, facts, hedges, oppositions, origins, standings
from tests.score.test_laws import relayed


def scored(found: ClaimFacts, standing: Standing | None, weights: Table | None = None) -> Score:
    return model.score(claim_of(found), found, standing, weights)


def strength(found: ClaimFacts, standing: Standing | None, weights: Table | None = None) -> float:
    return scored(found, standing, weights).strength


@given(facts(), standings, origins)
def test_a_further_independent_origin_never_lowers_because_it_is_one_more_who_says_so(found, standing, origin):
    more = replace(standing, others=(*standing.others, origin))
    assert strength(found, standing) <= strength(found, more)
    assert worth(scored(found, more).credibility) >= worth(scored(found, standing).credibility)


def worth(credibility: int) -> int:
    """Grades in their order; what could not be judged may become any."""
    return -credibility if credibility < 6 else -9


@given(facts(), standings)
def test_the_same_origin_counted_again_changes_nothing_because_it_is_no_other(found, standing):
    again = replace(standing, others=(*standing.others, *standing.others, claim_of(found).origin))
    assert scored(found, again) == scored(found, standing)


@given(facts(), standings, st.integers(1, 50))
def test_a_copy_of_a_text_already_counted_changes_no_points_because_it_adds_no_origin(found, standing, copies):
    copied = scored(found, replace(standing, copies=standing.copies + copies))
    before = scored(found, standing)
    assert (copied.strength, copied.credibility) == (before.strength, before.credibility)
    assert [r.points for r in copied.contributions] == [r.points for r in before.contributions]


@given(facts(), standings, oppositions)
def test_a_denial_by_another_party_never_raises_because_somebody_speaks_against_it(found, standing, opposition):
    denied = replace(standing, opposed=(*standing.opposed, opposition))
    assert strength(found, denied) <= strength(found, standing)
    assert worth(scored(found, denied).credibility) <= worth(scored(found, standing).credibility)


@given(facts(), standings, oppositions)
def test_a_denial_by_a_named_party_never_costs_less_than_the_same_unnamed(found, standing, opposition):
    named, unnamed = (replace(standing, opposed=(*standing.opposed, replace(opposition, named=n))) for n in (True, False))
    assert strength(found, named) <= strength(found, unnamed)


@given(facts(), standings, oppositions)
def test_a_denial_that_is_reprinted_counts_once_because_it_is_one_party(found, standing, opposition):
    once = replace(standing, opposed=(*standing.opposed, opposition))
    again = replace(once, opposed=(*once.opposed, replace(opposition, claim="e")))
    assert scored(found, again) == scored(found, once)


@given(facts(), standings, drifts)
def test_drift_never_raises_because_the_words_are_no_more_those_of_the_origin(found, standing, drift):
    assert strength(found, replace(standing, drift=(*standing.drift, drift))) <= strength(found, standing)


@given(facts(), standings)
def test_support_in_a_circle_never_raises_because_it_supports_itself(found, standing):
    assert strength(found, replace(standing, circular=True)) <= strength(found, replace(standing, circular=False))


@given(facts(), standings, st.data())
def test_the_order_of_documents_plays_no_part_because_none_of_them_is_first(found, standing, data):
    shuffled = replace(
        standing,
        others=tuple(data.draw(st.permutations(standing.others))),
        opposed=tuple(data.draw(st.permutations(standing.opposed))),
        drift=tuple(data.draw(st.permutations(standing.drift))),
    )
    assert scored(found, shuffled) == scored(found, standing)


@given(facts(), standings)
def test_v1_looks_at_no_other_document(found, standing):
    claim = claim_of(found)
    assert score_claim(claim, found, "v1", standing) == score_claim(claim, found, "v1")


@given(facts())
def test_nothing_found_counts_like_nothing_looked_for_but_says_otherwise(found):
    looked, blind = scored(found, Standing()), scored(found, None)
    assert looked.strength == blind.strength
    reasons = [(a.feature, a.reason != b.reason) for a, b in zip(looked.contributions, blind.contributions, strict=True)]
    across = {"corroboration", "circularity", "contradiction", "drift"}
    assert {feature for feature, differs in reasons if differs} == across


@given(facts(), standings)
def test_the_rows_sum_to_the_log_odds_of_strength(found, standing):
    score = scored(found, standing)
    assert score.strength == pytest.approx(1 / (1 + 2.718281828459045 ** -sum(r.points for r in score.contributions)))
    assert all(r.reason and "{" not in r.reason.replace("{x}", "") for r in score.contributions)


@given(facts(), standings)
def test_strength_never_saturates_because_no_number_of_documents_is_proof(found, standing):
    assert 0.0 < strength(found, standing) < 1.0


@functools.cache
def keys() -> list[tuple[str, str]]:
    return sorted(model.table().weights)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """The table of v2 with some lines changed at random, so that the laws of tables let it pass."""
    weights = dict(model.table().weights)
    for key in draw(st.lists(st.sampled_from(keys()), min_size=1, max_size=6, unique=True)):
        was = weights[key].points
        points = draw(st.sampled_from([was * 2, was / 2, 0.0, 0.3, -0.3, 1.0, -1.0, 2.5]))
        if list(laws.broken(Table("own", "", weights | {key: Weight(points, "r")}))) == []:
            weights[key] = Weight(points, weights[key].reason)
    return Table("own", "", weights)


@given(facts(), standings, tables(), st.data())
@settings(max_examples=300)
def test_every_table_that_is_not_refused_keeps_the_laws(found, standing, table, data):
    assume(table.weights != model.table().weights)
    now = strength(found, standing, table)
    assert 0.0 < now < 1.0
    assert strength(replace(found, hedges=(*found.hedges, data.draw(hedges))), standing, table) <= now
    assert strength(relayed(found, data), standing, table) <= now
    assert strength(replace(found, polarity="denies"), standing, table) <= strength(
        replace(found, polarity="affirms"), standing, table
    )
    assert strength(replace(found, named=False), standing, table) <= strength(replace(found, named=True), standing, table)
    assert strength(found, replace(standing, others=(*standing.others, data.draw(origins))), table) >= now
    assert strength(found, replace(standing, opposed=(*standing.opposed, data.draw(oppositions))), table) <= now
    assert strength(found, replace(standing, drift=(*standing.drift, data.draw(drifts))), table) <= now
    assert strength(found, replace(standing, circular=True), table) <= strength(found, replace(standing, circular=False), table)
