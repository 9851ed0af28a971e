"""How strengths spread: the histogram, the ties, and that the seeds do not pile up at one value."""

from __future__ import annotations

import functools

from hypothesis import given
from hypothesis import strategies as st

from provenance.ingest import read_paths
from provenance.pipeline import Annotator, load_resources
from provenance.records import Document
from provenance.report.terminal.spread import spread_lines
from provenance.score.spread import spread_of
from tests.conftest import ROOT


def test_a_spread_counts_ties_by_claims_and_by_pairs():
    found = spread_of([0.501, 0.502, 0.504, 0.9])
    assert found is not None
    two, three = found.ties
    assert (two.value, two.share, two.pairs, two.distinct) == (0.5, 0.75, 0.5, 2)
    assert (three.share, three.pairs, three.distinct) == (0.25, 0.0, 4)
    assert (found.count, found.histogram[10], found.histogram[18], found.quartiles[1]) == (4, 3, 1, 0.504)


@given(st.lists(st.floats(0.001, 0.999), min_size=1))
def test_a_spread_counts_every_claim_once(strengths):
    found = spread_of(strengths)
    assert found is not None and sum(found.histogram) == found.count == len(strengths)
    assert all(0 < ties.share <= 1 and 0 <= ties.pairs <= 1 for ties in found.ties)
    assert found.lowest <= found.quartiles[0] <= found.quartiles[2] <= found.highest


def test_the_report_shows_the_histogram_and_both_ties():
    lines = list(spread_lines(spread_of([0.12, 0.31, 0.31, 0.64]), "v2"))
    assert lines[0] == "4 claims scored by v2"
    assert "  0.30 to 0.35        2  " + "█" * 40 in lines
    assert sum("ties" in line for line in lines) == 2 and "50.0% of claims share the most frequent one" in " ".join(lines)
    assert list(spread_lines(None, "v2")) == ["no claim to score"]


@functools.cache
def strengths_of_the_seeds() -> tuple[float, ...]:
    annotator = Annotator(load_resources(), tagger="rules", model="v2")
    read = [one for one in read_paths([str(ROOT / "seeds")]) if isinstance(one, Document)]
    return tuple(c.score.strength for one in read for c in annotator.annotate(one).claims if c.score)


def test_less_than_a_tenth_of_the_claims_of_the_seeds_share_a_strength():
    found = spread_of(strengths_of_the_seeds())
    assert found is not None and found.count > 200
    assert [(ties.digits, ties.share < 0.10, ties.pairs < 0.10) for ties in found.ties] == [(2, True, True), (3, True, True)]
