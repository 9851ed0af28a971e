"""Anchors on changed texts: never a lookalike, and as few orphans as that allows."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.anchors import reanchored
from provenance.anchors.align import align, aligned
from provenance.spans import Span
from tests.anchors.edits import Edited, changes, edited, texts, unique
from tests.timing import computing


def anchored(old: str, new: str, *words: str) -> list[tuple[str, Span | None, str]]:
    """Status, place and reason of words that stand once in the old text, or ("may", 1): its second place."""
    spans = [Span(old.index(w), old.index(w) + len(w)) for w in words]
    found = reanchored(align(old, new), spans)
    return [(found[s].status, found[s].place, found[s].reason) for s in spans]


@given(changes())
@settings(max_examples=400, deadline=None)
def test_a_moved_anchor_has_the_same_words_in_the_right_place(given_: tuple[Edited, tuple[Span, ...]]) -> None:
    change, spans = given_
    for span, one in reanchored(align(change.old, change.new), spans).items():
        if one.place is None:
            assert (one.status, bool(one.reason)) == ("orphan", True)
            continue
        assert one.place.of(change.new) == span.of(change.old)
        assert (one.status == "exact") == (one.place == span)
        truth = change.truth(span)
        if truth is None:  # taken out, and put in again: between the same neighbours, or with all that stood around it
            assert is_between(change, span, one.place) or context(change, span, one.place) >= 32
        else:
            assert one.place == truth


def is_between(change: Edited, span: Span, place: Span) -> bool:
    """Whether a place lies between what is left of the old text before the span and behind it."""
    before = next((p for p in reversed(change.places[: span.start]) if p >= 0), -1)
    behind = next((p for p in change.places[span.end :] if p >= 0), len(change.new))
    return before < place.start and place.end <= behind


def context(change: Edited, span: Span, place: Span) -> int:
    """How many code points before and behind are the same."""
    before = 0
    while before < min(span.start, place.start) and change.old[span.start - before - 1] == change.new[place.start - before - 1]:
        before += 1
    behind = 0
    while (
        max(span.end - len(change.old), place.end - len(change.new)) + behind < 0
        and change.old[span.end + behind] == change.new[place.end + behind]
    ):
        behind += 1
    return before + behind


@given(texts(), st.data())
@settings(max_examples=300, deadline=None)
def test_what_stands_behind_a_pure_insertion_is_always_found(text: tuple[str, tuple[Span, ...]], data: st.DataObject) -> None:
    old, spans = text
    at = data.draw(st.integers(0, max(span.start for span in spans)))
    words = data.draw(st.text(min_size=1, max_size=40))
    change = edited(old, [(at, at, words)])
    found = reanchored(align(old, change.new), spans)
    for span in spans:
        if span.start >= at:
            assert found[span].place is not None
            assert found[span].place.of(change.new) == span.of(old)  # type: ignore[union-attr]


@given(texts(least=2), st.data())
@settings(max_examples=300, deadline=None)
def test_words_that_stand_twice_are_orphans_where_their_context_is_destroyed(
    text: tuple[str, tuple[Span, ...]], data: st.DataObject
) -> None:
    """The words themselves are taken out, and the same ones put in elsewhere among words that were never there."""
    old, spans = text
    span = data.draw(st.sampled_from(spans))
    old = f"{old} {span.of(old)} {unique(900)} {unique(901)}"
    new_words = " ".join(f"n{unique(n)}" for n in range(3))
    put = f"{new_words} {span.of(old)} {new_words}"
    at = data.draw(st.integers(0, len(old)).filter(lambda n: abs(n - span.start) > 40))
    cut = Span(max(0, span.start - 20), span.end + 20)
    change = edited(old, [(cut.start, min(len(old), cut.end), ""), (at, at, put)])
    one = reanchored(align(old, change.new), [span])[span]
    assert one.status == "orphan"


@given(changes())
@settings(max_examples=100, deadline=None)
def test_an_alignment_pairs_equal_words_in_order(given_: tuple[Edited, tuple[Span, ...]]) -> None:
    change, _ = given_
    found = align(change.old, change.new)
    pairs = [(i, j) for i, j in enumerate(found.match) if j >= 0]
    assert all(found.before.tokens[i] == found.after.tokens[j] for i, j in pairs)
    assert [j for _, j in pairs] == sorted({j for _, j in pairs})


NEWS = (
    "Mayor Ada Lindqvist told Northern Wire on Monday that the bridge over the river may reopen in June.\n"
    "According to the ministry of defence of the north, five people died.\n"
    "According to the ministry of defence of the north, seven people left the town by boat.\n"
)


def test_a_text_that_did_not_change() -> None:
    assert anchored(NEWS, NEWS, "may", "told") == [("exact", (80, 83), ""), ("exact", (20, 24), "")]


def test_a_deleted_sentence_leaves_its_lookalike_alone() -> None:
    first, second, third = NEWS.splitlines(keepends=True)
    span, twin = (Span(n, n + 12) for n in (NEWS.index("According to"), NEWS.rindex("According to")))
    found = reanchored(align(NEWS, first + third), [span, twin])
    assert found[span].status == "orphan"
    assert (found[twin].status, found[twin].place) == ("moved", Span(span.start, span.start + 12))
    found = reanchored(align(NEWS, first + second), [span, twin])
    assert (found[span].status, found[twin].status) == ("exact", "orphan")
    found = reanchored(align("It may rain. It may snow.", "It may snow."), [Span(3, 6), Span(16, 19)])
    assert found[Span(3, 6)].status == "orphan", "the same words stand at the same offsets, and mean another sentence"


def test_another_sentence_with_the_same_cue_is_not_taken() -> None:
    old = "The harbour is closed.\nMs Koval said on Monday that the bridge is closed.\nThe ferry runs."
    new = "The harbour is closed.\nMr Braun said on Monday that the budget passed.\nThe ferry runs."
    assert anchored(old, new, "said")[0][0] == "orphan"


def test_words_between_small_edits_are_found() -> None:
    new = NEWS.replace("told Northern Wire on Monday", "said to Northern Wire on Tuesday")
    assert anchored(NEWS, new, "Northern Wire") == [("moved", Span(28, 41), "")]
    assert anchored(NEWS, new, "told") == [("orphan", None, "gone")]


def test_a_paragraph_that_moved_takes_its_annotations_with_it() -> None:
    first, *others = NEWS.splitlines(keepends=True)
    new = "".join([*others, "The sea was calm that morning.\n", first])
    for words in ("may", "told", "Mayor Ada Lindqvist", "the bridge over the river may reopen in June"):
        (one,) = anchored(NEWS, new, words)
        assert (one[0], one[1] and one[1].of(new)) == ("moved", words)


def test_a_copied_paragraph_is_ambiguous_where_the_old_one_moved() -> None:
    first, *others = NEWS.splitlines(keepends=True)
    (one,) = anchored("".join([*others, first]), "New words.\n" + (first + "They stand between.\n") * 2, "may")
    assert (one[0], one[2]) == ("orphan", "ambiguous")


def test_a_script_without_spaces_is_anchored_too() -> None:
    old = "路透社星期一援引市长的话说，河上的桥可能在六月重新开放。渡轮继续运行，直到九月底为止，市政府这样表示。"
    new = old.replace("星期一", "星期二上午")
    (one,) = anchored(old, new, "可能")
    assert one[1] is not None and one[1].of(new) == "可能"


def long_text(sentences: int, change: bool) -> str:
    lines = []
    for n in range(sentences):
        if change and n % 7 == 3:
            continue
        word = unique(n * 2) if not (change and n % 5 == 2) else f"n{unique(n)}"
        lines.append(f"Minister {word} said on Monday that the {unique(n * 2 + 1)} may be closed, according to the ministry.\n")
    return "".join(lines)


def seconds(sentences: int) -> tuple[float, int]:
    """The least computing time of three, and how many anchors were found."""
    old, new = long_text(sentences, False), long_text(sentences, True)
    cues, at = [], 0
    for n in range(sentences):
        at = old.index("said", at + 1)
        cues.append(Span(at, at + 4))
        if n % 3 == 0:
            may = old.index("may", at)
            cues.append(Span(may, may + 3))
    cues = cues[:: max(1, len(cues) // (sentences // 4))]
    least = min(computing(lambda: reanchored(align(old, new), cues)) for _ in range(3))
    return least, sum(one.place is not None for one in reanchored(align(old, new), cues).values())


def test_the_cost_grows_with_the_text() -> None:
    seconds(200)
    short, few = seconds(2_000)
    long, many = seconds(8_000)
    assert many > 3.5 * few > 0
    assert long < 6 * short + 0.2


def test_a_megabyte_with_three_thousand_annotations_is_quick() -> None:
    old = long_text(12_000, False)
    assert len(old) > 1_000_000
    assert seconds(12_000)[0] < 2.0


@pytest.mark.parametrize("unit", ["a ", "a b ", "may ", "a\n", "x y z. "])
def test_a_text_that_repeats_itself_is_quick(unit: str) -> None:
    old = unit * (60_000 // len(unit))
    new = "start " + old[: len(old) // 2] + "middle " + old[len(old) // 2 :] + "end"
    spans = [Span(n, n + 1) for n in range(0, len(old), 40)]
    begun = process_time()
    reanchored(align(old, new), spans)
    assert process_time() - begun < 3.0
    assert aligned(["a"] * 300, ["a"] * 200).count(-1) >= 100
