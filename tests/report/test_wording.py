"""Words of the vocabularies: every one has its own for people, and measured shares are told from judged ones."""

from __future__ import annotations

import pytest

from provenance.records import HEDGE_CATEGORIES, POLARITIES, RELATIONS
from provenance.report.wording import CREDIBILITY, HEDGE, POLARITY, RELATION, axes, found_by, plain, said_as, verdict


def test_every_word_of_the_vocabularies_has_its_phrase() -> None:
    assert set(RELATION) == set(RELATIONS)
    assert set(HEDGE) == set(HEDGE_CATEGORIES)
    assert set(POLARITY) == set(POLARITIES)
    assert sorted(CREDIBILITY) == [1, 2, 3, 4, 5, 6]
    assert (plain("told_to"), plain("same_text")) == ("told to", "same text")


@pytest.mark.parametrize(
    ("mode", "said"), [(None, "the text's own words"), ("direct", "direct quotation"), ("mixed", "mixed report")]
)
def test_how_a_claim_is_put(mode: str | None, said: str) -> None:
    assert said_as(mode) == said


def test_a_share_that_nobody_measured_is_called_a_judgement() -> None:
    assert found_by("rules/1#x", 0.93) == "rules/1#x; of readings made in this way 93% are right"
    assert "60% is a judgement: nobody measured" in found_by("abroad/1#x", 0.6)


def test_what_nobody_judged_is_said_to_be_so() -> None:
    assert axes(None, None) == "source reliability: nobody rated the origin; information credibility: - (not judged)"
    assert axes("B", 2) == "source reliability: B, as rated; information credibility: 2 (probably true)"
    assert (verdict(None, None, None), verdict(0.567, None, 3)) == ("not scored", "strength 0.57, -/3")
