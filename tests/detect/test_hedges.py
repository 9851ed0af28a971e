"""Where hedges are found, which of several wins, and how far their scope reaches."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.detect.hedges import DetectedHedge, find_hedges
from provenance.lexicon.hedges import load_hedges
from provenance.records import Passage, PassageKind, Sentence
from provenance.spans import Span

SEEDS = Path(__file__).parents[2] / "seeds"


def find(sentence: str, kind: PassageKind = "body") -> tuple[DetectedHedge, ...]:
    whole = Span(0, len(sentence))
    return find_hedges(sentence, [Sentence(whole, 0)], [Passage(0, kind, 0, whole)], load_hedges())


def found(sentence: str) -> list[tuple[str, str]]:
    return [(h.span.of(sentence), h.category) for h in find(sentence)]


def scope_of(sentence: str, marker: str) -> str:
    return next(h.scope.of(sentence) for h in find(sentence) if h.span.of(sentence) == marker)


@pytest.mark.parametrize(
    ("sentence", "markers"),
    [
        ("The vase is almost certainly a fake.", [("almost certainly", "probability")]),
        ("The vase is almost certainly not Ming.", [("almost certainly not", "probability")]),
        ("The vase may or may not be Ming.", [("may or may not", "modal")]),
        ("It is highly unlikely that he knew.", [("highly unlikely", "probability")]),
        ("A truce isn’t likely.", [("isn’t likely", "probability")]),
    ],
)
def test_the_longest_marker_wins(sentence: str, markers: list[tuple[str, str]]) -> None:
    assert found(sentence) == markers


@pytest.mark.parametrize(
    "sentence",
    [
        "The fair opens on May 26.",
        "In May the fair was cancelled.",
        "The parade showed the military might of the empire.",
        "The clerk can read four scripts.",
        "He promised that he would return.",
        "The village has exactly 312 residents.",
        "The plane flew over the bay.",
        "She wrote a book about her mother.",
        "The minister appeared in court on Monday.",
        "The flood claimed the lives of nine people.",
        "The river has two sources in the hills.",
        "The three analysts sat down to lunch.",
    ],
)
def test_what_is_no_hedge(sentence: str) -> None:
    assert found(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Several Russian sources have confirmed the sale.", "Several Russian sources"),
        ("According to two people familiar with the talks, nothing was signed.", "people familiar with"),
        ("Rates will stay low, analysts say.", "analysts"),
        ("Traders at both exchanges blamed the weather.", "Traders"),
        ("Some older readers complained about the print.", "Some"),
        ("Others have openly mocked the plan.", "Others"),
        ("Recent reports suggest otherwise.", "reports"),
        ("Some military bloggers have mocked the tanks.", "Some military bloggers"),
    ],
)
def test_unnamed_sources(sentence: str, source: str) -> None:
    assert (source, "vague_source") in found(sentence)


def test_a_class_noun_that_says_nothing_is_no_source() -> None:
    assert found("The bank hired analysts and sources of cheap paper.") == []


@pytest.mark.parametrize(
    ("vague", "named"),
    [
        ("Analysts said that rates would fall.", "Analysts at Northbank said that rates would fall."),
        ("Reports say that the dam broke.", "Reports from the Oslo Institute say that the dam broke."),
        ("Some experts warned of a flood.", "Professor Lind, the expert, warned of a flood."),
        ("A senior official said that the dam broke.", "Ada Lind, a senior official, said that the dam broke."),
    ],
)
def test_vague_sources_are_told_from_named_ones(vague: str, named: str) -> None:
    assert "vague_source" in {category for _, category in found(vague)}
    assert "vague_source" not in {category for _, category in found(named)}


def test_boosters_have_a_category_of_their_own() -> None:
    assert found("The note is undoubtedly a joke.") == [("undoubtedly", "booster")]


@pytest.mark.parametrize(("kind", "count"), [("body", 1), ("headline", 1), ("caption", 1), ("furniture", 0), ("credit", 0)])
def test_only_passages_that_assert_something_are_read(kind: PassageKind, count: int) -> None:
    assert len(find("The dam might burst.", kind)) == count


def test_may_in_a_headline_and_in_a_sentence() -> None:
    assert [h.rule for h in find("Court May Free the Editor", "headline")] == ["h-may"]
    assert find("They met May, the new editor.") == ()
    assert [h.rule for h in find("“May I ask,” he said, but it may rain.")] == ["h-may"]


@pytest.mark.parametrize(
    ("sentence", "marker", "scope"),
    [
        ("The pilot said the wing might break, but nobody listened.", "might", "might break"),
        ("The wing may break; the crew knows it.", "may", "may break"),
        ("The wing could break, although it is new.", "could", "could break"),
        ("The wing could break while the crew sleeps.", "could", "could break"),
        ("“The wing might break,” the pilot said.", "might", "might break"),
        ('A break "could ground the fleet," the pilot said.', "could", "could ground the fleet"),
        ("The pilot left the country, reportedly.", "reportedly", "The pilot left the country, reportedly"),
        ("The fleet was grounded, sources said.", "sources", "The fleet was grounded, sources"),
        ("The fleet has over 300 planes in service.", "over", "over 300 planes"),
        ("The fleet lost hundreds of planes, the pilot said.", "hundreds", "hundreds of planes"),
        ("The fleet has found a potential buyer in Oslo.", "potential", "potential buyer"),
        ("If the wing breaks, the fleet stays down.", "If", "If the wing breaks, the fleet stays down"),
        ("The fleet stays down if the wing breaks.", "if", "The fleet stays down if the wing breaks"),
        ("He added, “If the wing breaks, we stop,” and left.", "If", "If the wing breaks, we stop"),
    ],
)
def test_scope(sentence: str, marker: str, scope: str) -> None:
    assert scope_of(sentence, marker) == scope


def test_a_seed_sentence() -> None:
    """ "Analysts speculated it might indicate …" carries three hedges, each in its own right."""
    text = (SEEDS / "000_973c3eb4dee95a48.txt").read_text(encoding="utf-8")
    start = text.index("While the airline provided")
    end = text.index("\n", start)
    whole = Span(start, end)
    hedges = find_hedges(text, [Sentence(whole, 4)], [Passage(4, "body", 0, whole)], load_hedges())
    assert [(h.span.of(text), h.category) for h in hedges] == [
        ("analysts", "vague_source"),
        ("speculated", "verb"),
        ("might", "modal"),
    ]
    assert {h.passage for h in hedges} == {4}
    assert hedges[2].scope.of(text) == "might indicate Beijing's growing discontent with Russia’s ongoing military engagements"


def test_a_letter_that_grows_in_lower_case_moves_nothing() -> None:
    sentence = "İİİ might win."
    assert [h.span.of(sentence) for h in find(sentence)] == ["might"]


WORDS = (
    "might",
    "sources",
    "said",
    "Several",
    "if",
    "“",
    "”",
    '"',
    "'",
    ",",
    ";",
    "but",
    "about",
    "30",
    "people",
    "may",
    "well",
    "—",
)


@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
def test_spans_scopes_and_order(sentence: str) -> None:
    hedges = find(sentence)
    whole = Span(0, len(sentence))
    assert all(h.scope.contains(h.span) and whole.contains(h.scope) and h.span.start < h.span.end for h in hedges)
    assert all(a.span.end <= b.span.start for a, b in pairwise(hedges))
    assert hedges == find(sentence)
