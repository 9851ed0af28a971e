"""Boosters from text to JSON: kept apart from the hedges, and no gain to a score."""

from __future__ import annotations

from provenance.export import to_json
from provenance.pipeline import HEDGE_DETECTOR, Annotator
from tests.detect.annotating import annotated, document, resources
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


def points(text: str, model: str) -> list[list[tuple[str, float]]]:
    """The rows of the scores of a text's claims."""
    found = Annotator(resources(), tagger="rules", model=model).annotate(document(text))
    return [[(r.feature, r.points) for r in c.score.contributions] for c in found.claims if c.score]


def test_a_booster_gives_a_score_by_v1_nothing() -> None:
    assert points(BOOSTED, "v1") == points(BOOSTED.replace("certainly ", ""), "v1") != []


def test_a_booster_raises_no_score_by_v2_and_presses_the_reader() -> None:
    with_one, without = (sum(p for _, p in points(text, "v2")[0]) for text in (BOOSTED, BOOSTED.replace("certainly ", "")))
    assert with_one < without
