"""A text cut into runs: it joins back exactly, each run knows what covers it, and a long text takes no longer than it must."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from provenance.records import Passage
from provenance.report.marked import Layer, Mark, MarkedDocument, cut_up, marked
from provenance.spans import Span
from tests.report.poisoned import annotated
from tests.report.sample import TEXT, sample
from tests.timing import computing

LAYERS: tuple[Layer, ...] = ("source", "cue", "content", "hedge", "booster", "credit", "own")


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, list[Mark], list[Passage]]:
    text = draw(st.text("ab \n\u202e\U0001f600", max_size=40))
    offsets = st.integers(-2, len(text) + 3)
    spans = st.builds(Span, offsets, offsets)
    marks = draw(st.lists(st.builds(Mark, st.sampled_from(LAYERS), st.sampled_from("xyz"), spans), max_size=12))
    bounds = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = zip(bounds[::2], bounds[1::2], strict=False)
    return text, marks, [Passage(i, "body", 0, Span(*pair)) for i, pair in enumerate(pairs)]


def within(mark: Mark, offset: int) -> bool:
    return mark.span.start <= offset < mark.span.end


@given(cases())
def test_the_runs_join_back_and_each_character_has_just_its_marks(case: tuple[str, list[Mark], list[Passage]]) -> None:
    text, marks, passages = case
    found = cut_up(text, marks, passages)
    assert found.text == text
    at = 0
    for run in found.runs:
        assert run.span == (at, at + len(run.text)) and run.text
        at = run.span.end
        for offset in range(*run.span):
            expected = sorted((m.layer, m.id) for m in marks if within(m, offset))
            assert sorted((m.layer, m.id) for m in run.marks) == expected
    kept = [block.passage for block in found.blocks if block.passage is not None]
    assert kept == [p for p in passages if p.span.start < p.span.end]
    for block in found.blocks:
        if block.passage is not None:
            assert (block.runs[0].span.start, block.runs[-1].span.end) == block.passage.span


@given(cases())
def test_the_text_is_cut_where_something_begins_or_ends_and_nowhere_else(case: tuple[str, list[Mark], list[Passage]]) -> None:
    text, marks, passages = case
    clipped = [(max(0, m.span.start), min(len(text), m.span.end)) for m in marks]
    bounds = {bound for start, end in clipped if start < end for bound in (start, end)}
    bounds |= {bound for p in passages if p.span.start < p.span.end for bound in p.span} | {0, len(text)}
    assert {bound for run in cut_up(text, marks, passages).runs for bound in run.span} == (bounds if text else set())


def test_nested_and_crossing_spans() -> None:
    marks = [Mark("content", "a", Span(0, 8)), Mark("hedge", "h", Span(2, 4)), Mark("content", "b", Span(6, 10))]
    found = [(run.text, [m.id for m in run.marks]) for run in cut_up("0123456789", marks).runs]
    assert found == [("01", ["a"]), ("23", ["a", "h"]), ("45", ["a"]), ("67", ["a", "b"]), ("89", ["b"])]


def test_the_layers_of_a_document() -> None:
    found = marked(sample())
    assert found.text == TEXT
    layers = {run.text: run.layers for run in found.runs}
    assert layers["may"] == ("content", "hedge")
    assert layers["Mayor Ada Lindqvist"] == ("source",)
    assert layers["told"] == ("cue",)
    assert layers["The bridge was closed in 2021"] == ("own",)
    assert [block.passage.kind for block in found.blocks if block.passage] == ["body", "credit", "body"]


def test_credits_and_boosters_have_layers_of_their_own() -> None:
    layers = {run.text: set(run.layers) for run in marked(annotated("<i>")).runs}
    assert layers["<i>"] == {"own", "hedge", "credit"}
    assert layers["2021"] == {"own", "booster"}


def dense(number: int) -> tuple[str, list[Mark]]:
    """A text of so many sentences, each with three marks."""
    width = 40
    marks = [
        Mark(layer, f"{i}", Span(i * width + offset, i * width + offset + 20))
        for i in range(number)
        for offset, layer in ((0, "content"), (5, "hedge"), (10, "source"))
    ]
    return "x" * (width * number), marks  # type: ignore[return-value]


def seconds(number: int) -> float:
    text, marks = dense(number)

    def run() -> None:
        found: MarkedDocument = cut_up(text, marks)
        assert len(list(found.runs)) == 6 * number

    return computing(run)


def test_a_text_ten_times_as_long_takes_about_ten_times_as_long() -> None:
    """A cost that grew with the square would make it a hundred times. Processor time: a busy machine must not fail it."""
    few, many = (min(seconds(number) for _ in range(3)) for number in (300, 3_000))
    assert many < 35 * few + 0.05
