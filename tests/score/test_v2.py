"""Score v2: its table is pinned, a handful of worked claims with their rows, and what other documents do to them."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from provenance.claims.specificity import Setting, Wording
from provenance.links import DRIFT_KINDS, Drift, Opposition, Standing
from provenance.records import POLARITIES, SOURCE_TYPES, STANCES, Channel, Hop, Score
from provenance.score import ClaimFacts, HedgeFact, Rating, score_claim
from provenance.score.v2 import laws
from provenance.score.v2.model import table, weights_bytes
from provenance.spans import Span
from tests.conftest import ROOT
from tests.score.strategies import claim_of
from tests.score.test_v1 import OFFICIAL

TABLE = "2902e86ee95738ccd46def3a95f68cb196afccad8b4e8b6d5c49e11775eac425"

PLAIN = replace(
    OFFICIAL,
    wording=Wording(words=20, figures=1, times=1),
    setting=Setting(Wording(words=400, times=8, figures=10), claims=20, named=12, others=6),
)


def scored(facts: ClaimFacts, standing: Standing | None = None) -> Score:
    return score_claim(claim_of(facts), facts, "v2", standing)


def shown(facts: ClaimFacts, standing: Standing | None = None) -> dict[str, float]:
    return {r.feature: r.points for r in scored(facts, standing).contributions if r.points}


def reason(feature: str, facts: ClaimFacts = PLAIN, standing: Standing | None = None) -> str:
    return next(r.reason for r in scored(facts, standing).contributions if r.feature == feature)


def test_the_table_is_as_it_was():
    assert hashlib.sha256(weights_bytes()).hexdigest() == TABLE, (
        "weights.tsv of v2 was edited: stored scores would no longer be reproducible. Undo it, copy provenance/score/v2 to "
        "provenance/score/v3 and change it there; or, where v2 is not released yet, write the new digest here."
    )


def test_the_table_keeps_its_own_laws():
    assert list(laws.broken(table())) == []
    assert laws.best(table()) < 6


def test_an_official_quoted_in_a_plain_report():
    assert shown(PLAIN) == {
        "prior": -0.80,
        "source_kind": 0.35,
        "naming": 0.25,
        "quotation": 0.15,
        "date": 0.15,
        "figures": 0.16,
        "times": 0.21,
        "voice_figures": 0.12,
        "voice_times": 0.40,
        "sourcing": 0.18,
        "several_sources": 0.24,
        "retellings": -0.15,
    }
    assert (round(scored(PLAIN).strength, 3), scored(PLAIN).credibility) == (0.779, 3)


@pytest.mark.parametrize(
    ("change", "feature", "points"),
    [
        ({"wording": Wording(words=20, judging=1)}, "judging", -0.65),
        ({"wording": Wording(words=20, judging=1), "mode": "indirect"}, "judging", -1.30),
        ({"wording": Wording(words=2, judging=1), "mode": "indirect"}, "judging", -1.30),
        ({"wording": Wording(words=60, talk=1, addressing=1), "mode": None}, "talking", -0.22),
        ({"wording": Wording(words=40, emphasis=1, exclaimed=1), "mode": None}, "pressing", -0.50),
        ({"setting": Setting(Wording(words=200, judging=3), 10, 0, 0)}, "voice_judging", -0.50),
        ({"setting": Setting(Wording(words=200), 10, 5, 0)}, "sourcing", 0.15),
        ({"channel": Channel("cnn", "CNN", "told_to", Span(20, 23))}, "channel", 0.30),
        ({"hedges": (HedgeFact("modal", 0.5, Span(30, 33)),)}, "hedging", -0.69),
        ({"rating": Rating("B", "the rater")}, "reliability", 0.35),
    ],
)
def test_what_one_fact_is_worth(change, feature, points):
    assert shown(replace(PLAIN, **change))[feature] == points


def test_a_channel_that_stands_in_the_chain_has_its_points_there():
    facts = replace(PLAIN, channel=Channel("ukrinform", "Ukrinform", "interview_with", Span(20, 29)))
    assert "channel" not in shown(facts) and "stands in the chain" in reason("channel", facts)


def test_a_long_claim_is_worth_no_more_than_a_short_one_of_the_same_kind():
    short, long = (replace(PLAIN, wording=Wording(20 * n, figures=n, times=n, judging=n, talk=n)) for n in (1, 5))
    assert scored(short).strength == scored(long).strength


def test_where_nobody_counts_words_the_rows_say_so():
    facts = replace(PLAIN, wording=None, setting=None, language="de")
    assert {reason(feature, facts) for feature in ("figures", "judging", "voice_times")} == {
        "not counted in this language: no points"
    }


OTHERS = Standing(others=("afp", "jane-doe"))


@pytest.mark.parametrize(
    ("standing", "points", "credibility"),
    [
        (Standing(), {}, 3),
        (Standing(copies=9), {}, 3),
        (Standing(others=("afp",)), {"corroboration": 0.70}, 2),
        (Standing(others=("anon:official",)), {"corroboration": 0.25}, 3),
        (OTHERS, {"corroboration": 1.05}, 1),
        (replace(OTHERS, circular=True), {"corroboration": 1.05, "circularity": -0.30}, 3),
        (replace(OTHERS, opposed=(Opposition("tass", True, "d"),)), {"corroboration": 1.05, "contradiction": -0.80}, 3),
        (Standing(opposed=(Opposition("anon:x", False, "d"), Opposition("tass", True, "e"))), {"contradiction": -0.95}, 3),
        (Standing(drift=(Drift("c", "u", "number_changed", "5", "50", ""),)), {"drift": -0.50}, 3),
    ],
)
def test_what_other_documents_do(standing, points, credibility):
    across = {k: v for k, v in shown(PLAIN, standing).items() if k not in shown(PLAIN)}
    assert (across, scored(PLAIN, standing).credibility) == (points, credibility)


def test_a_hidden_origin_cannot_be_judged_until_a_named_one_states_the_same():
    facts = replace(
        PLAIN, chain=(OFFICIAL.chain[0], Hop("unspecified", "according_to")), hop_types=("news_outlet", "unspecified")
    )
    assert [scored(facts, s).credibility for s in (None, Standing(others=("anon:x",)), OTHERS)] == [6, 6, 1]


def test_reasons_tell_looked_and_found_nothing_from_not_looked():
    assert reason("corroboration") == "no other document was looked at: no points either way"
    assert reason("corroboration", standing=Standing()) == "no other origin states it in the documents that were looked at"
    assert reason("corroboration", standing=Standing(copies=3)).endswith("; 3 copies in other documents add no origin")
    assert reason("corroboration", standing=Standing(others=("afp",), copies=1)) == (
        "one further independent origin states it: afp; 1 copy in other documents adds no origin"
    )
    assert reason("contradiction", standing=Standing(opposed=(Opposition("tass", True, "d"),))).endswith("by tass (named)")


def test_the_table_has_a_line_for_every_word_of_the_vocabularies():
    vocabularies = {
        "source_kind": SOURCE_TYPES,
        "retellings": SOURCE_TYPES,
        "cue": STANCES,
        "polarity": POLARITIES,
        "reliability": "ABCDEF",
        "drift": DRIFT_KINDS,
    }
    lines = table().weights
    assert [(f, v) for f, values in vocabularies.items() for v in values if (f, v) not in lines] == []


def test_the_documentation_shows_the_table_as_it_is():
    page = (ROOT / "docs" / "scoring.md").read_text(encoding="utf-8").splitlines()
    lines = ["| " + line.replace("\t", " | ") + " |" for line in weights_bytes().decode("utf-8").splitlines()[2:]]
    assert [line for line in lines if line not in page] == []
