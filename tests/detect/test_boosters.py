"""Boosters from text to JSON: kept apart from the hedges, and worth nothing to a score."""

from __future__ import annotations

from provenance.export import to_json
from provenance.pipeline import HEDGE_DETECTOR
from tests.detect.annotating import annotated
from tests.export.test_jsonl import VALIDATOR

BOOSTED = "The bridge will certainly close and may be sold, Mayor Ada Lind said on Monday."


def test_a_booster_is_a_record_and_stands_in_json_apart_from_the_hedges() -> None:
    found = annotated(BOOSTED)
    assert [(h.category, h.is_booster) for h in found.hedges] == [("booster", True), ("modal", False)]
    assert found.hedges[0].detector == f"{HEDGE_DETECTOR}#h-certainly"
    shape = to_json(found)
    VALIDATOR.validate(shape)
    assert [h["category"] for h in shape["hedges"]] == ["modal"]
    assert [BOOSTED[slice(*b["span"])] for b in shape["boosters"]] == ["certainly"]


def test_a_booster_gives_a_score_nothing() -> None:
    with_one, without = annotated(BOOSTED), annotated(BOOSTED.replace("certainly ", ""))
    rows = [[(r.feature, r.points) for c in a.claims if c.score for r in c.score.contributions] for a in (with_one, without)]
    assert rows[0] == rows[1] != []
