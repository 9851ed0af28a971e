"""Copies recognised at the door: what counts as one, what does not, and that keys lead to each other."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.claims.neardup import LEAST_SHARE, Copy, door_keys, door_words, is_copy_of
from provenance.ingest import read_bytes
from provenance.records import Document

TOWNS = "Porto Lyon Ghent Turku Brno Cork Split Vigo Gdynia Tartu".split()
STORY = (
    "The mayor of {town} said on Tuesday that the old bridge over the river would stay closed until the spring, as "
    "engineers had found cracks in two of its pillars. Traders in the market beside it said that they had lost a "
    "third of their customers since the autumn. The ministry promised four million euros for the repair, of which a "
    "tenth has been paid so far, according to a report of the court of auditors that was published last week. A "
    "spokesman of the builders said that work could begin in March if the water stayed low. The opposition in the "
    "council asked why the pillars had not been looked at for eleven years."
)

FIRST_KEYS = (484412611297625632, 926466255832305374)
"""Of the story. Where these change, `VERSION` must."""


def words(text: str) -> tuple[str, ...]:
    return door_words(Document("", text, "", ""))


def changed(own: tuple[str, ...], share: float, seed: int = 1) -> tuple[str, ...]:
    """The words with a share of them replaced."""
    chance = random.Random(seed)
    out = list(own)
    for at in chance.sample(range(len(out)), round(share * len(out))):
        out[at] = f"other{at}"
    return tuple(out)


def test_the_words_are_those_of_the_article():
    around = "<nav><a href=/>Home and more</a></nav>", "<footer>Contact us</footer>"
    page = f"<html><body>{around[0]}<article><p>{STORY}</p></article>{around[1]}</body></html>"
    found = read_bytes(page.encode(), path="a.html")
    assert isinstance(found, Document)
    assert door_words(found) == words(STORY)


def test_white_space_case_and_marks_make_no_difference():
    other = STORY.upper().replace(" ", "\n ").replace(",", " \u2014")
    assert is_copy_of(words(STORY), words(other)) == Copy(1.0, True)
    assert door_keys(words(STORY)) == door_keys(words(other))


@pytest.mark.parametrize("share", [0.01, 0.04, 0.08])
def test_small_changes_are_a_copy(share):
    own = words(STORY)
    found = is_copy_of(changed(own, share), own)
    assert found is not None and not found.exact and LEAST_SHARE <= found.share < 1
    assert abs(found.share - (1 - share)) < 0.02
    assert set(door_keys(own)) & set(door_keys(changed(own, share)))


def test_what_is_no_copy():
    own = words(STORY)
    assert is_copy_of(changed(own, 0.2), own) is None
    assert is_copy_of(own[: len(own) // 2], own) is None
    assert is_copy_of((), own) is is_copy_of(own, ()) is is_copy_of((), ()) is None
    assert is_copy_of(tuple(reversed(own)), own) is None


def test_short_texts_are_copies_only_where_every_word_is_the_same():
    short = words("Breaking: the bridge is closed.")
    assert is_copy_of(short, short) == Copy(1.0, True)
    assert is_copy_of((*short, "again"), short) is None
    assert len(door_keys(short)) == 1 and door_keys(()) == ()


def test_one_story_told_of_two_towns_is_a_copy_and_says_how_much():
    """A template with other names is a copy by its words; who takes copies for one origin must look at what was changed."""
    found = is_copy_of(words(STORY.format(town="Porto")), words(STORY.format(town="Lyon")))
    assert found is not None and found.share > 0.98


def test_scripts_that_part_no_words():
    own = "桥梁将一直关闭到春天因为工程师在两个桥墩上发现了裂缝市长在星期二说市场的商人失去了三分之一的顾客"
    assert len(words(own)) == len(own)
    other = own.replace("星期二", "星期三")
    found = is_copy_of(words(own), words(other))
    assert found is not None and not found.exact
    assert set(door_keys(words(own))) & set(door_keys(words(other)))


def test_keys_are_the_same_on_every_machine():
    keys = door_keys(words(STORY))
    assert len(keys) == 21 and all(0 <= key < 1 << 63 for key in keys) and list(keys) == sorted(set(keys))
    assert keys[:2] == FIRST_KEYS


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from("a b c d e f".split()), max_size=60), st.lists(st.sampled_from("a b c d".split()), max_size=60))
def test_laws(one, other):
    """A text is a copy of itself; the verdict is the same both ways; a share is what the words say."""
    found, back = is_copy_of(one, other), is_copy_of(other, one)
    assert found == back
    assert is_copy_of(one, one) == (Copy(1.0, True) if one else None)
    assert found is None or LEAST_SHARE <= found.share <= 1
    assert not one or one != other or door_keys(one) == door_keys(other)


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text(text):
    own = words(text)
    door_keys(own)
    assert (is_copy_of(own, own) is not None) == bool(own)


def test_long_texts_take_little_time():
    long = tuple(f"w{n % 5_003}" for n in range(100_000))
    begun = time.process_time()
    door_keys(long)
    assert is_copy_of(changed(long, 0.02), long) is not None
    assert time.process_time() - begun < 10
