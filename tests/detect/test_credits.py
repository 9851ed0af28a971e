"""Each credit pattern finds its example, with the name in it, and leaves its counter-example alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.detect import find_credits
from provenance.lexicon.credits import load_credit_rules
from provenance.lexicon.holders import load_holder_words, names_outlet
from provenance.records import Block, CreditLine
from provenance.registry import Context, load_registry
from provenance.spans import Span

RULES = load_credit_rules()
REGISTRY = load_registry(None)


WORDS = load_holder_words()
JAPANESE = frozenset(["ロイター", "共同"])
"""Names that the registry has only in other scripts."""


def known(name: str) -> bool:
    return name in JAPANESE or names_outlet(name, WORDS) or REGISTRY.resolve(name, Context(role="credit")).id is not None


def credits(text: str) -> tuple[CreditLine, ...]:
    return find_credits(text, [Block(Span(0, len(text)))], RULES, known)


def rules(text: str) -> set[str]:
    return {c.rule.split("#")[1] for c in credits(text)}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_example_and_the_counter_example_of_each_rule(rule) -> None:
    """Each rule alone; one that asks for a word elsewhere in the text ("AP") is given it."""
    for text, fires in ((rule.example, True), (rule.counter_example, False)):
        whole = text + "\nAssociated Press"
        found = find_credits(whole, [Block(Span(0, len(text))), Block(Span(len(text) + 1, len(whole)))], [rule], known)
        assert any(credit.passage == 0 for credit in found) == fires, text


@pytest.mark.parametrize(
    ("text", "name", "signal"),
    [
        ("(Reprinted from Voice of America)", "Voice of America", "reprint_line"),
        ("Republished with permission from The Conversation.", "The Conversation", "reprint_line"),
        ("Reposted from Harbour Weekly under a free licence", "Harbour Weekly", "reprint_line"),
        ("Originally published by Harbour Weekly.", "Harbour Weekly", "reprint_line"),
        ("This article first appeared in Harbour Weekly.", "Harbour Weekly", "reprint_line"),
        ("（转载自美国之音）", "美国之音", "reprint_line"),
        ("原载于《海港周刊》", "海港周刊", "reprint_line"),
        ("За матеріалами Укрінформ", "Укрінформ", "reprint_line"),
        ("Via Reuters", "Reuters", "via"),
        ("Source: Xinhua", "Xinhua", "source_line"),
        ("来源：Xinhua", "Xinhua", "source_line"),
        ("Источник: Reuters", "Reuters", "source_line"),
        ("PORTO, May 3 (Reuters) - The harbour is closed.", "Reuters", "dateline"),
        ("PORTO (AFP) — The harbour is closed.", "AFP", "dateline"),
        ("(CNN) The harbour is closed.", "CNN", "bracket_tag"),
        ("[People News] The harbour is closed.", "People News", "bracket_tag"),
        ("People News - The harbour is closed.", "People News", "bracket_tag"),
        ("(People News) △", "People News", "sign_off"),
        ("— (Reuters)", "Reuters", "sign_off"),
        ("By Reuters Staff", "Reuters", "byline"),
        ("By JANE DOE, Associated Press", "Associated Press", "byline"),
        ("The Associated Press contributed to this report.", "The Associated Press", "contribution"),
        ("© 2024 AFP", "AFP", "copyright"),
        ("The harbour on Monday. REUTERS/Jane Doe", "REUTERS", "photo_credit"),
        ("— Anna Berg (@annaberg) November 18, 2019", "@annaberg", "post"),
    ],
)
def test_a_credit_and_its_name(text: str, name: str, signal: str) -> None:
    assert [(c.name.of(text), c.signal) for c in credits(text)] == [(name, signal)]


@pytest.mark.parametrize(
    "text",
    [
        "The harbour is closed, Reuters reported on Monday.",
        "PORTO, May 3 (Nobody Known) - The harbour is closed.",
        "[Update] The harbour is closed.",
        "By Monday the road was open.",
        "(see page 4)",
        "He learned of it via a friend.",
        "The source: a leak in the roof.",
        "This article was published on Monday.",
        "The law on copyright protects painters.",
        "The story was reprinted often.",
        "",
    ],
)
def test_what_credits_nobody(text: str) -> None:
    assert credits(text) == ()


def test_credits_know_their_passage() -> None:
    text = "(Reuters) - One thing happened.\nNothing here.\n(People News)"
    blocks = [Block(Span(0, 31)), Block(Span(32, 45)), Block(Span(46, 59))]
    found = find_credits(text, blocks, RULES, known)
    assert [(c.passage, c.name.of(text)) for c in found] == [(0, "Reuters"), (2, "People News")]


def test_in_a_long_passage_credits_stand_at_its_ends() -> None:
    text = "[People News] " + "The harbour is closed and nobody knows why. " * 40 + "© 2024 AFP"
    assert [c.name.of(text) for c in credits(text)] == ["People News", "AFP"]


PIECES = (
    "(",
    ")",
    "[",
    "]",
    "Reuters",
    "AFP",
    "Source:",
    "©",
    "2024",
    "By",
    "Via",
    "- ",
    "—",
    " ",
    "\n",
    "Photo",
    ":",
    "转载自",
    "@a",
    "X",
)


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join) | st.text(st.characters(), max_size=60))
def test_credits_lie_in_their_passage_and_apart(text: str) -> None:
    found = credits(text)
    assert all(0 <= c.span.start <= c.name.start <= c.name.end <= c.span.end <= len(text) for c in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
