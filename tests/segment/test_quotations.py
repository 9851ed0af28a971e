"""Quotation marks of every kind, marks that are apostrophes, and marks without a partner."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.segment import quotations_of
from provenance.spans import Span
from tests.detect.annotating import annotated


def quotations(text: str) -> list[str]:
    """The quotations with their marks; one that is not closed ends in "~"."""
    return [s.of(text) + ("" if closed else "~") for s, closed in quotations_of(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "yes" to it.', ['"yes"']),
        ("“We go,” he said. “We stay.”", ["“We go,”", "“We stay.”"]),
        ("He said 'yes' to it.", ["'yes'"]),
        ("‘We go,’ he said.", ["‘We go,’"]),
        ("''We go,'' he said.", ["''We go,''"]),
        ("``We go,'' he said.", ["``We go,''"]),
        ("«Мы идём», — сказал он.", ["«Мы идём»"]),
        ("»Wir gehen«, sagte er.", ["»Wir gehen«"]),
        ("„Wir gehen“, sagte er.", ["„Wir gehen“"]),
        ("„Idziemy”, powiedział.", ["„Idziemy”"]),
        ("「行こう」と言った。", ["「行こう」"]),
        ("『行こう』と言った。", ["『行こう』"]),
        ('"Straight and curly” he wrote.', ['"Straight and curly”']),
        ('("yes")', ['"yes"']),
        ('He called it "a mess", "a pity" and "a shame."', ['"a mess"', '"a pity"', '"a shame."']),
    ],
)
def test_marks_of_every_kind(text: str, expected: list[str]) -> None:
    assert quotations(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "“We go. We never stay. It is late.”",
        "'We go. We can't stay. It's late.'",
        "“It was dark. ‘Run,’ she told me. I ran.”",
        "\"He told me 'go' and I went,\"",
        "'His answer, 'no way,' was clear,'",
        "‘His answer, ‘no way,’ was clear,’",
        "'the dogs' bone is here.'",
        "'We can't go,'",
    ],
)
def test_one_quotation_over_sentences_and_inner_marks(text: str) -> None:
    assert quotations(f"{text} he said.") == [text]


@pytest.mark.parametrize(
    "text",
    [
        "It's the dogs' bone, isn't it?",
        "The boys' team and the girls' team won.",
        "the '90s and the '80s",
        "'Tis the season, 'twas said.",
        "The 6' tall man and the 5\" nail.",
        "O’Neill’s dog and the James’ cat",
        "Nothing is quoted here.",
        "",
    ],
)
def test_apostrophes_feet_and_inches_quote_nothing(text: str) -> None:
    assert quotations(text) == []


def test_an_apostrophe_beside_a_quotation() -> None:
    assert quotations("O'Neill's dog and the workers' union said 'no'.") == ["'no'"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We go and never return.", ["“We go and never return.~"]),
        ("He said: “We go and never return.", ["“We go and never return.~"]),
        ("“We go,” he said, “and we stay", ["“We go,”", "“and we stay~"]),
        ('"a" and "b" and "c', ['"a"', '"b"']),
        ("A stray ” mark and a “good” pair.", ["“good”"]),
        ("A stray ' mark and a 'good' pair.", ["'good'"]),
    ],
)
def test_a_mark_without_a_partner(text: str, expected: list[str]) -> None:
    assert quotations(text) == expected


@pytest.mark.parametrize("odd", ['"', "“", "”", "«", "»", "„", "‘", "'", "``", "''", "「"])
def test_an_odd_mark_costs_one_passage_at_most(odd: str) -> None:
    """The passages before and after one with an odd mark are annotated as if it were not there."""
    before = "The baker said, “The oven is broken.”\n\n"
    middle = "The road is long and nobody walks it."
    after = "\n\n“The mill is closed,” the miller said.\n\nThe smith said 'no' to it."
    plain = outside_the_second_passage(f"{before}He wrote {middle}{after}")
    assert len(plain) == 3
    assert outside_the_second_passage(f"{before}He wrote {odd}{middle}{after}") == plain


def outside_the_second_passage(text: str) -> list[tuple[str, list[str], str]]:
    """Cue, content and mode of each attribution that is not of the second passage."""
    return [
        (a.cue.of(text) if a.cue else "", [s.of(text) for s in a.contents], a.mode)
        for a in annotated(text).attributions
        if a.passage != 1
    ]


@pytest.mark.parametrize("mark", ['"', "“", "”", "'", "‘", "’", "«", "»", "„", "``", "''", "「", "」", "“”", "\"'"])
def test_a_text_of_quotation_marks_alone(mark: str) -> None:
    assert annotated(mark * 50).attributions == ()
    assert annotated(f"{mark} " * 50).attributions == ()


MARKS = (
    '"',
    "“",
    "”",
    "„",
    "«",
    "»",
    "「",
    "」",
    "‘",
    "’",
    "'",
    "''",
    "``",
    " ",
    "a",
    "s",
    "dogs",
    ",",
    ".",
    ": ",
    "(",
    "\n",
    "9",
)


@given(st.lists(st.sampled_from(MARKS), max_size=40).map("".join) | st.text(st.characters(), max_size=60))
def test_quotations_lie_in_order_and_apart(text: str) -> None:
    found = [s for s, _ in quotations_of(text, Span(0, len(text)))]
    assert all(0 <= s.start < s.end <= len(text) for s in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.lists(st.sampled_from(MARKS), max_size=20).map("".join))
def test_no_quotation_leaves_its_span(text: str) -> None:
    around = f"“{text}”"
    inner = Span(1, len(around) - 1)
    assert all(inner.contains(s) for s, _ in quotations_of(around, inner))


@given(st.lists(st.sampled_from(MARKS), max_size=20).map("".join))
def test_one_passage_has_one_unclosed_quotation_at_most(text: str) -> None:
    unclosed = [s for s, closed in quotations_of(text, Span(0, len(text))) if not closed]
    assert len(unclosed) <= 1
    assert all(s.end == len(text) for s in unclosed)
