from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.claims.assertions import Side, could_match
from provenance.claims.judge import DETECTORS, judged
from provenance.links import Change
from tests.claims.linking import kind, link, linker, registry, said
from tests.claims.made import Corpus, made

TEXT = "The harbour of Talbrin was closed for 3,000 sailors on May 26 after a fire in the old customs house"


def test_a_copy_says_which_words_changed() -> None:
    found = link(said(TEXT, "one"), said(TEXT.replace("old", "former") + ", officials said", "two"))
    assert found is not None
    assert found.kind == "same_text"
    assert found.detector in DETECTORS
    changed = {(c.before, c.after) for c in found.changes}
    assert changed & {("old", "former"), ("former", "old")}
    assert "former" in found.reason


def test_the_same_words_are_sure() -> None:
    found = link(said(TEXT, "one"), said(TEXT, "two"))
    assert found is not None
    assert (found.kind, found.score, found.changes) == ("same_text", 1.0, ())
    assert found.first < found.second


def test_changes_go_from_the_first_to_the_second() -> None:
    one, two = sorted((said(TEXT, "one"), said(TEXT + " again", "two")), key=lambda s: s.id)
    found = link(one, two)
    assert found is not None
    change = Change("", "again") if two.text.endswith("again") else Change("again", "")
    assert found.changes == (change,)


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        # the same in other words
        (
            "80% of the drone parts come from China",
            "China is where eighty percent of the components of the drones come from",
            "same_claim",
        ),
        (
            "Rosa Talbrin will resign as head of Veltmar Holding",
            "the chief of Veltmar Holding, Rosa Talbrin, is to quit",
            "same_claim",
        ),
        (
            "Zelensky met Xi Jinping in Kyiv to discuss grain",
            "talks on grain were held in Kyiv by Zelenskyy and Xi Jinping",
            "same_claim",
        ),
        # denied, negated, the opposite
        ("Norway supplied rockets to Kenya last year", "Norway did not supply any rockets to Kenya", "opposes"),
        ("Norway supplied rockets to Kenya last year", "Norway denied delivering rockets to Kenya", "opposes"),
        ("the parliament of Nepal approved the railway loan", "the parliament of Nepal rejected the railway loan", "opposes"),
        ("zeppelin exports of Norway rose in March", "in March zeppelin exports of Norway fell", "opposes"),
        ("Norway denied supplying rockets to Kenya", "Norway never delivered rockets to Kenya", "same_claim"),
        # another figure
        (
            "the fire in Talbrin killed 12 sailors of the Veltmar fleet",
            "the fire in Talbrin killed 31 sailors of the Veltmar fleet",
            "opposes",
        ),
        # other people, places, events
        ("police in Talbrin arrested Rosa Veltmar", "police in Grunhaven arrested Jonas Kerling", ""),
        ("Rosa Talbrin met Jonas Kerling on grain", "Rosa Talbrin sued Jonas Kerling over a forest", ""),
        ("shares of Veltmar closed 2 percent higher on May 3", "shares of Grunhaven closed 5 percent higher on June 9", ""),
        ("this development", "this development", ""),
    ],
)
def test_kinds(one: str, two: str, expected: str) -> None:
    assert kind(one, two) == expected
    assert kind(two, one) == expected


def test_figures_of_another_week_contradict_nothing() -> None:
    first = "the fever in Talbrin killed 12 sailors of the Veltmar fleet"
    second = "the fever in Talbrin killed 31 sailors of the Veltmar fleet"
    day = said(first, "one", published="2024-05-01")
    assert link(day, said(second, "two", published="2024-05-02T10:00:00Z")) is not None
    assert link(day, said(second, "two", published="2024-06-20")) is None


def test_who_will_not_say_opposes_nothing() -> None:
    one = said("Norway supplied rockets to Kenya last year", "one")
    assert link(one, said("Norway supplied rockets to Kenya", "two", polarity="withholds")) is None
    assert link(one, said("Norway supplied rockets to Kenya", "two", polarity="denies")) is not None


def test_two_denials_agree() -> None:
    one = said("supplying rockets to Kenya", "one", "norway", polarity="denies", holder="Norway")
    two = said("Norway has sent rockets to Kenya", "two", "norway", polarity="denies", holder="Oslo")
    found = link(one, two)
    assert found is not None
    assert found.kind == "same_claim"
    assert "the same holder" in found.reason


def test_within_a_document_only_a_denial_in_the_same_words_is_linked() -> None:
    one = said("Norway has supplied rockets to Kenya", "one", "rosa-talbrin", holder="Talbrin")
    assert link(one, replace(said("Kenya was sent rockets by Norway", "one", "jonas-kerling"), document="one")) is None
    denial = said("Norway has supplied rockets to Kenya", "one", "norway", polarity="denies", holder="Norway")
    found = link(one, denial)
    assert found is not None
    assert found.kind == "opposes"


def test_one_attribution_within_another_is_no_link() -> None:
    outer = said("Talbrin disclosed that Norway has supplied rockets to Kenya", "one", "afp")
    inner = said("Norway has supplied rockets to Kenya", "one", "afp", "rosa-talbrin", polarity="denies")
    assert link(outer, inner) is None


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return made(11, 20)


def test_the_order_of_claims_plays_no_part(corpus: Corpus) -> None:
    links = linker().links(corpus.statements)
    assert linker().links(tuple(reversed(corpus.statements))) == links
    assert linker().links((*corpus.statements, *corpus.statements)) == links
    assert all(a < b for a, b in pairwise((one.first, one.second) for one in links))


@given(st.integers(0, 120), st.integers(1, 60))
def test_one_by_one_gives_the_same_links_as_all_at_once(begin: int, step: int) -> None:
    statements = made(11, 20).statements
    keys = [set(linker().keys(s)) for s in statements]
    found = set(linker().links(statements[:begin]))
    for at in range(begin, len(statements), step):
        new = statements[at : at + step]
        wanted = set().union(*keys[at : at + step])
        found |= set(linker().compare(new, [s for s, has in zip(statements[:at], keys[:at], strict=True) if has & wanted]))
    assert tuple(sorted(found, key=lambda one: (one.first, one.second))) == linker().links(statements)


def test_the_quick_look_leaves_out_no_link(corpus: Corpus) -> None:
    sides = [Side(s, linker()._reader.read(s), linker()._reader.title(s)) for s in corpus.statements]
    sides.sort(key=lambda side: side.statement.id)
    for i, one in enumerate(sides):
        for two in sides[i + 1 :]:
            if judged(one, two) is not None:
                assert could_match(one.reading, two.reading), (one.statement.text, two.statement.text)


def test_nothing_and_one_have_no_links() -> None:
    assert linker().links(()) == ()
    assert linker().links((said(TEXT, "one"),)) == ()
    assert linker().compare((), (said(TEXT, "one"),)) == ()
    assert registry() is not None


@given(st.text(), st.text())
def test_any_two_texts_are_compared(one: str, two: str) -> None:
    for found in linker().links((said(one, "one"), said(two, "two"))):
        assert 0 <= found.score <= 1
        assert found.reason.endswith(".")
