"""The released model v1: its table is pinned, and a handful of worked claims with their rows."""

from __future__ import annotations

import hashlib
import math
from dataclasses import replace

import pytest

from provenance.errors import UsageError
from provenance.records import (
    HEDGE_CATEGORIES,
    POLARITIES,
    SOURCE_TYPES,
    STANCES,
    Attribution,
    Channel,
    Claim,
    Hedge,
    Holder,
    Hop,
    Score,
    SourceRef,
)
from provenance.score import ClaimFacts, HedgeFact, Rating, facts_of
from provenance.score import score_claim as score_by
from provenance.score.v1.table import weights, weights_bytes
from provenance.spans import Span
from tests.conftest import ROOT
from tests.score.strategies import claim_of

RELEASED = "91cc05f9d9cf968dd78b05c1cc50bf7533564d9577cb80aa6d17d2029ca8a028"

OFFICIAL = ClaimFacts(
    chain=(Hop("daily-post", "published_by"), Hop("ukrinform", "interview_with"), Hop("jane-roe", "stated_by", (Span(3, 9),))),
    hop_types=("news_outlet", "news_agency", "person"),
    holder_id="jane-roe",
    holder_type="person",
    named=True,
    office=True,
    mode="direct",
    lemma="note",
    date="05-26",
    source_span=Span(0, 8),
    cue_span=Span(9, 14),
)


def score_claim(claim: Claim, facts: ClaimFacts) -> Score:
    return score_by(claim, facts, "v1")


def rows_of(facts: ClaimFacts) -> dict[str, tuple[str, float]]:
    return {r.feature: (r.value, r.points) for r in score_claim(claim_of(facts), facts).contributions}


def test_the_released_table_is_as_it_was():
    assert hashlib.sha256(weights_bytes()).hexdigest() == RELEASED, (
        "weights.tsv of the released model v1 was edited: stored scores would no longer be reproducible. "
        "Undo it, copy provenance/score/v1 to provenance/score/v2, name it in provenance/score/__init__.py and change it there."
    )


def test_an_official_quoted_through_an_agency_reads_as_in_the_design():
    score = score_claim(claim_of(OFFICIAL), OFFICIAL)
    shown = {feature: points for feature, (_, points) in rows_of(OFFICIAL).items() if points}
    assert shown == {
        "prior": -0.40,
        "source_kind": 0.35,
        "naming": 0.25,
        "quotation": 0.20,
        "date": 0.05,
        "retellings": -0.15,
    }
    assert (round(score.strength, 2), score.reliability, score.credibility) == (0.57, None, 3)


@pytest.mark.parametrize(
    ("change", "strength", "credibility"),
    [
        ({"polarity": "denies", "stance": "denial", "lemma": "deny"}, 0.182, 5),
        ({"polarity": "withholds"}, 0.299, 6),
        ({"hedges": (HedgeFact("modal", 0.5, Span(30, 33)),)}, 0.404, 3),
        ({"hedges": (HedgeFact("modal", 0.5, Span(30, 33)), HedgeFact("adverb", 0.3, Span(34, 40)))}, 0.223, 4),
        ({"holder_type": "anonymous", "named": False, "mode": "indirect", "date": None}, 0.279, 4),
        ({"holder_type": "unspecified", "named": False, "mode": "indirect", "date": None}, 0.240, 6),
        ({"rating": Rating("B", "the rater")}, 0.657, 3),
        ({"confidence": 0.8}, 0.547, 3),
    ],
)
def test_what_one_change_does_to_that_claim(change, strength, credibility):
    facts = replace(OFFICIAL, **change)
    score = score_claim(claim_of(facts), facts)
    assert (round(score.strength, 3), score.credibility) == (strength, credibility)


@pytest.mark.parametrize(("certainty", "points"), [(0.9, -0.30), (0.5, -0.69)])
def test_a_hedge_in_the_cue_is_charged_once_at_the_higher_price(certainty, points):
    claimed = replace(OFFICIAL, stance="distancing", lemma="claim")
    again = replace(claimed, hedges=(HedgeFact("reportative", certainty, Span(9, 14)),))
    assert rows_of(claimed)["cue"] == ("distancing", -0.30)
    assert rows_of(again)["cue"] == ("distancing", points) and rows_of(again)["hedging"] == ("none", 0.0)


def test_a_booster_in_the_cue_gives_and_takes_nothing():
    facts = replace(OFFICIAL, stance="revealing", hedges=(HedgeFact("booster", 0.0, Span(9, 14)),))
    assert rows_of(facts)["cue"] == ("revealing", 0.05)


def test_a_vague_source_is_charged_as_source_and_not_again_as_hedge():
    facts = replace(OFFICIAL, holder_type="group", named=False, hedges=(HedgeFact("vague_source", 0.6, Span(0, 8)),))
    assert rows_of(facts)["hedging"][1] == 0.0 and rows_of(facts)["source_kind"][1] == -0.30


def test_a_booster_gives_nothing_and_the_row_says_so():
    facts = replace(OFFICIAL, hedges=(HedgeFact("booster", 1.0, Span(30, 39)),))
    row = next(r for r in score_claim(claim_of(facts), facts).contributions if r.feature == "hedging")
    assert row.points == 0.0 and "booster" in row.reason


def test_a_reprint_costs_less_than_a_retelling():
    reprint = replace(OFFICIAL, chain=(OFFICIAL.chain[0], Hop("ukrinform", "reprinted_from"), OFFICIAL.chain[2]))
    assert rows_of(reprint)["copies"] == ("ukrinform", -0.05) and rows_of(reprint)["retellings"] == ("none", 0.0)


def test_the_same_doubt_is_charged_once():
    read = replace(OFFICIAL, confidence=0.6, chain=(*OFFICIAL.chain[:-1], replace(OFFICIAL.chain[-1], confidence=0.6)))
    assert (rows_of(read)["detection"][1], rows_of(read)["chain_confidence"]) == (-0.26, ("0.60", 0.0))
    worse = replace(read, chain=(OFFICIAL.chain[0], replace(OFFICIAL.chain[1], confidence=0.4), read.chain[-1]))
    assert (rows_of(worse)["detection"][1], rows_of(worse)["chain_confidence"]) == (-0.26, ("0.40", -0.20))


def test_an_official_on_the_record_stands_above_the_text_itself_and_that_above_a_hidden_source():
    text = replace(
        OFFICIAL, chain=OFFICIAL.chain[:1], hop_types=("news_outlet",), holder_type="news_outlet", mode=None, date=None
    )
    hidden = replace(OFFICIAL, holder_type="anonymous", named=False, mode="indirect", date=None, confidence=0.76)
    strengths = [score_claim(claim_of(facts), facts).strength for facts in (OFFICIAL, text, hidden)]
    assert strengths == sorted(strengths, reverse=True) and len(set(strengths)) == 3


def test_rows_carry_the_words_that_they_rest_on():
    score = score_claim(claim_of(OFFICIAL), OFFICIAL)
    spans = {r.feature: r.spans for r in score.contributions}
    assert spans["source_kind"] == (Span(0, 8),) and spans["cue"] == (Span(9, 14),)


def test_the_table_has_a_line_for_every_word_of_the_vocabularies():
    table = weights()
    for feature, values in {
        "source_kind": SOURCE_TYPES,
        "retellings": SOURCE_TYPES,
        "cue": STANCES,
        "polarity": POLARITIES,
        "reliability": "ABCDEF",
    }.items():
        assert [v for v in values if (feature, v) not in table] == []


def test_the_highest_reachable_strength_leaves_room_for_corroboration():
    best = replace(
        OFFICIAL,
        chain=OFFICIAL.chain[-1:],
        hop_types=OFFICIAL.hop_types[-1:],
        stance="revealing",
        rating=Rating("A", "the rater"),
        linked="https://example.org/a",
        channel=Channel("ukrinform", "Ukrinform", "interview_with", Span(20, 29)),
    )
    assert 0.7 < score_claim(claim_of(best), best).strength < 0.8


def test_the_weakest_claim_still_has_a_strength_above_0():
    worst = replace(
        OFFICIAL,
        chain=tuple(Hop("unspecified", "according_to", (), 0.0) for _ in range(5000)),
        hop_types=("unspecified",) * 5000,
        holder_type="unspecified",
        named=False,
        stance="denial",
        polarity="denies",
        rating=Rating("E", "the rater"),
        confidence=0.0,
        hedges=tuple(HedgeFact(category, 0.0, Span(30, 31)) for category in HEDGE_CATEGORIES * 50),
    )
    assert 0.0 < score_claim(claim_of(worst), worst).strength < 0.001


def test_an_unknown_model_names_those_there_are():
    with pytest.raises(UsageError, match=r"no scoring model 'v9'; choose one of: v1, v2"):
        score_by(claim_of(OFFICIAL), OFFICIAL, model="v9")


def test_facts_of_another_claim_are_refused():
    with pytest.raises(ValueError, match="another chain"):
        score_claim(replace(claim_of(OFFICIAL), polarity="denies"), OFFICIAL)


def test_a_chain_without_its_types_is_refused():
    with pytest.raises(ValueError, match="one type per hop"):
        replace(OFFICIAL, hop_types=("person",))


SOURCES = {
    s.id: s
    for s in (
        SourceRef("daily-post", "Daily Post", "news_outlet"),
        SourceRef("jane-roe", "Jane Roe", "person"),
    )
}


def test_facts_of_an_attributed_claim_come_from_its_records():
    chain = (Hop("daily-post", "published_by"), Hop("jane-roe", "stated_by"))
    claim = Claim("c", 0, (Span(20, 40),), chain, attribution="a")
    attribution = Attribution(
        id="a",
        passage=0,
        holder=Holder("jane-roe", "Jane Roe", "person", Span(0, 8)),
        cue=Span(9, 13),
        lemma="say",
        stance="neutral",
        polarity="affirms",
        contents=claim.spans,
        mode="mixed",
        chain=chain,
        confidence=0.9,
        detector="rule",
    )
    hedge = Hedge("h", Span(25, 28), 0, "modal", 0.5, "judgement", Span(20, 40), "rule", "a")
    facts = facts_of(claim, attribution, [hedge], SOURCES, office=True)
    assert (facts.holder_type, facts.named, facts.mode, facts.confidence) == ("person", True, "mixed", 0.9)
    assert facts.hop_types == ("news_outlet", "person") and facts.hedges == (HedgeFact("modal", 0.5, Span(25, 28)),)
    rows = {r.feature: r for r in score_claim(claim, facts).contributions}
    assert rows["source_kind"].value == "person, office stated" and math.isclose(rows["detection"].points, -0.05)


@pytest.mark.parametrize(
    ("publisher", "named", "credibility"), [("daily-post", True, 3), ("unknown-publisher", False, 6), ("other", False, 6)]
)
def test_facts_of_the_authors_own_statement_speak_of_the_publisher(publisher, named, credibility):
    claim = Claim("c", 0, (Span(0, 9),), (Hop(publisher, "published_by"),))
    facts = facts_of(claim, None, [], SOURCES)
    assert (facts.named, facts.mode) == (named, None)
    assert score_claim(claim, facts).credibility == credibility


def test_the_documentation_shows_the_table_as_it_is():
    page = (ROOT / "docs" / "scoring.md").read_text(encoding="utf-8")
    lines = ["| " + line.replace("\t", " | ") + " |" for line in weights_bytes().decode("utf-8").splitlines()]
    assert [line for line in lines[1:] if line not in page.splitlines()] == []
