"""Measures of single sentences: which are marked as uncertain, and how ours ranks beside the readers' certainty."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import UsageError
from provenance.report.sentences import evaluate_sentences, read_sentences, spearman
from provenance.report.terminal import evaluation_lines

MARKED = [
    {"text": "Some critics call it one of the greatest bells.", "uncertain": True},
    {"text": "Many bells were probably melted down.", "uncertain": True},
    {"text": "The bell was cast in Utrecht in 1641 by Jan Moor.", "uncertain": False},
    {"text": "The tower has 312 steps.", "uncertain": True},
]
GRADED = [
    {"text": "The dam may possibly break.", "sentence-level-certainty": 1.5},
    {"text": "The dam could break.", "sentence-level-certainty": 2.5},
    {"text": "The dam will probably break.", "sentence-level-certainty": 4.0},
    {"text": "The dam broke.", "sentence-level-certainty": 6},
]


def file_of(folder: Path, records: list[dict[str, object]], name: str = "sentences.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    return path


def test_marked_sentences() -> None:
    result = evaluate_sentences(MARKED)
    tally = result.found["uncertain sentence"]
    assert (tally.right, tally.predicted, tally.gold) == (2, 2, 3)
    assert result.missed == ["The tower has 312 steps."]
    assert result.found["sentence with a hedge"].right == 2


def test_graded_sentences() -> None:
    result = evaluate_sentences(GRADED)
    assert result.correlations == {"certainty": pytest.approx(1.0)}
    assert result.as_json()["spearman"] == {"certainty": pytest.approx(1.0)}
    assert list(evaluation_lines(result))[1].split() == ["certainty", "1.000", "4"]


@pytest.mark.parametrize(
    ("one", "other", "rho"),
    [
        ([1, 2, 3, 4], [10, 20, 30, 40], 1.0),
        ([1, 2, 3, 4], [4, 3, 2, 1], -1.0),
        ([1, 1, 2, 3], [1, 2, 3, 4], 0.948683),
        ([1, 2, 2, 4], [3, 1, 1, 2], -0.333333),
        ([1, 1, 1], [1, 2, 3], 0.0),
    ],
)
def test_spearman_with_ties(one: list[float], other: list[float], rho: float) -> None:
    assert spearman(one, other) == pytest.approx(rho, abs=1e-5)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=30))
def test_spearman_lies_between_its_bounds_and_has_no_direction(pairs: list[tuple[int, int]]) -> None:
    one, other = [a for a, _ in pairs], [b for _, b in pairs]
    assert -1.0000001 <= spearman(one, other) <= 1.0000001
    assert spearman(one, other) == pytest.approx(spearman(other, one))


def test_what_is_no_corpus_of_sentences_is_left_to_the_reader_of_gold(tmp_path: Path) -> None:
    assert read_sentences(tmp_path) is None
    assert read_sentences(tmp_path / "gone.jsonl") is None
    assert read_sentences(file_of(tmp_path, [{"document": "a", "text": "x"}])) is None
    broken = tmp_path / "broken.jsonl"
    broken.write_text("{", encoding="utf-8")
    assert read_sentences(broken) is None


def test_a_record_unlike_the_first_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"sentences\.jsonl:2: a record without text and uncertain"):
        read_sentences(file_of(tmp_path, [MARKED[0], {"text": "x"}]))
    with pytest.raises(UsageError, match=r"sentences\.jsonl:2"):
        read_sentences(file_of(tmp_path, [MARKED[0], GRADED[0]]))
