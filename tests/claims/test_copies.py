from __future__ import annotations

from provenance.claims.copies import align
from provenance.links import Change

TEXT = "the ministry closed the old bridge over the river on friday after cracks were found".split()


def test_the_same_words_have_no_changes() -> None:
    found = align(TEXT, TEXT)
    assert found is not None
    assert (found.kept, found.changes) == (1.0, ())


def test_an_alignment_says_which_words_changed() -> None:
    edited = [*TEXT[:3], "big", *TEXT[4:9], *TEXT[11:], "there"]
    found = align(TEXT, edited)
    assert found is not None
    assert not found.contained
    assert 0.8 < found.kept < 0.95
    assert Change("on friday", "") in found.changes
    assert Change("", "there") in found.changes


def test_a_passage_within_a_longer_one_is_a_copy_of_it() -> None:
    longer = "officials had long warned of it and so nobody in the town was surprised when".split()
    found = align([*longer, *TEXT, *longer], TEXT)
    assert found is not None
    assert found.contained
    assert found.kept == 1.0


def test_the_same_words_in_another_order_are_no_copy() -> None:
    assert align(TEXT, sorted(TEXT)) is None


def test_short_texts_must_be_the_same_word_by_word() -> None:
    assert align("low quality of goods".split(), "low quality of goods".split()) is not None
    assert align("low quality of goods".split(), "high quality of goods".split()) is None
    assert align(["prices", "fell"], ["prices", "fell"]) is None
    assert align([], []) is None
