"""Slices of the gold, and the interval of a figure."""

from __future__ import annotations

from typing import Any

import pytest

from provenance.report.evaluate import Tally, evaluate, interval
from provenance.report.slices import slices_of

TEXT = 'The mayor said "we are open". According to her aides, she believes it. The aide of the mayor has been warning of ice.'


def gold(source: str, cue: str, content: str, **more: Any) -> dict[str, Any]:
    def spans(words: str) -> list[list[int]]:
        return [[TEXT.index(words), TEXT.index(words) + len(words)]] if words else []

    return {"source": {"spans": spans(source)}, "cue": {"spans": spans(cue)}, "content": {"spans": spans(content)}, **more}


@pytest.mark.parametrize(
    ("attribution", "slices"),
    [
        (
            gold("The mayor", "said", '"we are open"'),
            {"said, say, told, according to", "with a quotation", "both of these", "content under 5 words"},
        ),
        (
            gold("her aides", "According to", "she believes it"),
            {"said, say, told, according to", "several words in the cue", "content under 5 words"},
        ),
        (gold("she", "believes", "it", parent="a1"), {"pronoun as source", "content under 5 words", "nested"}),
        (gold("", "has been warning", "the mayor has been warning of ice"), {"no source", "several words in the cue"}),
        (gold("The aide", "", "of the mayor has been warning of ice"), {"no cue"}),
    ],
)
def test_an_attribution_is_in_the_slices_that_its_words_tell(attribution: dict[str, Any], slices: set[str]) -> None:
    assert set(slices_of(TEXT, attribution)) == slices


def test_an_interval_is_the_same_each_time_and_as_narrow_as_documents_are_alike() -> None:
    same, mixed = [Tally(8, 10, 10)] * 20, [Tally(10, 10, 10), Tally(2, 10, 10)] * 10
    assert interval(same) == pytest.approx((0.8, 0.8))
    low, high = interval(mixed)
    assert low < 0.6 < high and interval(mixed) == (low, high)
    assert interval([]) == (0.0, 0.0)


def nested(parent: str | None) -> list[dict[str, Any]]:
    outer = gold("The mayor", "said", '"we are open". According to her aides, she believes it', id="a", mode="indirect")
    inner = gold("her aides", "According to", "she believes it", id="b", parent=parent)
    for number, one in enumerate((outer, inner)):
        one["tier"] = "core"
        one["detector"] = f"x#{number}"
    return [outer, inner]


@pytest.mark.parametrize(("parent", "right"), [("a", 1), (None, 0)])
def test_a_parent_is_right_where_what_it_stands_in_is_the_same(parent: str | None, right: int) -> None:
    truth = {"document": "t", "text": TEXT, "attributions": nested("a")}
    prediction = {"document": {"id": "t", "text": TEXT}, "attributions": nested(parent), "passages": []}
    result = evaluate([truth], [prediction])
    assert (result.labels["parent"].right, result.labels["parent"].all) == (right, 1)
    assert result.found["attribution"].right == 2
