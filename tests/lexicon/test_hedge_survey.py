"""The certainties of phrases of probability are what published surveys say. Skipped where the surveys are not there."""

from __future__ import annotations

import pytest

from provenance.lexicon.hedges import load_hedges
from tests.conftest import SHARED
from training.hedge_survey import decisive, lines_of, marker_of, rated, yardsticks

FOLDER = SHARED / "corpora" / "probability"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the surveys are not on this machine")


def test_every_phrase_is_found_with_a_certainty_in_the_middle_half_of_its_raters() -> None:
    outside = []
    for one in rated(FOLDER):
        hedge = marker_of(one.phrase)
        if hedge is None or not one.low <= hedge.certainty <= one.high:
            outside.append(f"{one.phrase}: {hedge.certainty if hedge else 'not found'}, {one.survey} {one.low}-{one.high}")
    assert outside == []


def test_the_lexicon_has_the_median_of_the_survey_that_it_follows() -> None:
    rules = {rule.id: rule for rule in load_hedges().rules}
    for one in decisive(rated(FOLDER)).values():
        hedge = marker_of(one.phrase)
        assert hedge is not None
        assert (rules[hedge.rule].certainty, hedge.basis) == (pytest.approx(one.median), "survey"), one.phrase


def test_a_phrase_that_only_institutions_define_lies_within_their_ranges() -> None:
    surveyed = {one.phrase for one in rated(FOLDER)}
    for phrase, houses in yardsticks(FOLDER).items():
        if phrase in surveyed:
            continue
        hedge = marker_of(phrase)
        assert hedge is not None, phrase
        low, high = min(span[0] for span in houses.values()), max(span[1] for span in houses.values())
        assert low <= hedge.certainty <= high, phrase


def test_the_table_has_a_line_for_each_phrase_and_no_mark_of_doubt() -> None:
    lines = list(lines_of(FOLDER))
    assert len(lines) > len(rated(FOLDER))
    assert [line for line in lines if "!" in line] == []
