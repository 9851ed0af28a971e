"""Where sentences end, and where a full stop ends none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.lexicon.words import load_words
from provenance.segment import sentences_of
from provenance.spans import Span


def sentences(text: str) -> list[str]:
    return [s.of(text) for s in sentences_of(text, Span(0, len(text)), load_words())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Smith met Dr. Jones. They talked.", ["Mr. Smith met Dr. Jones.", "They talked."]),
        ("Gen. Smith et al. agreed. Fine.", ["Gen. Smith et al. agreed.", "Fine."]),
        ("J. K. Mbeki wrote it. It sold.", ["J. K. Mbeki wrote it.", "It sold."]),
        ("Acme Inc. paid. Nobody else did.", ["Acme Inc. paid.", "Nobody else did."]),
        ("St. Petersburg is cold. Moscow too.", ["St. Petersburg is cold.", "Moscow too."]),
        ("See No. 5 for it. Fine.", ["See No. 5 for it.", "Fine."]),
        ("On Jan. 5 they met. It rained.", ["On Jan. 5 they met.", "It rained."]),
        ("He has a Ph.D. in law. She too.", ["He has a Ph.D. in law.", "She too."]),
        ("He flew to the U.S. last year. He stayed.", ["He flew to the U.S. last year.", "He stayed."]),
        ("The U.S. Senate voted. It failed.", ["The U.S. Senate voted.", "It failed."]),
        ("He left the U.S. The trip was long.", ["He left the U.S.", "The trip was long."]),
        ("It ended at 5 p.m. on Monday. We left.", ["It ended at 5 p.m. on Monday.", "We left."]),
        ("It ended at 5 p.m. The crowd left.", ["It ended at 5 p.m.", "The crowd left."]),
        ("Prices rose 3.5 percent. Wages fell.", ["Prices rose 3.5 percent.", "Wages fell."]),
        ("The rate was 5.5%. It fell.", ["The rate was 5.5%.", "It fell."]),
        ("Visit example.org today. It is free.", ["Visit example.org today.", "It is free."]),
        ("He waited… and then left. She stayed.", ["He waited… and then left.", "She stayed."]),
        ("He waited... and then left. She stayed.", ["He waited... and then left.", "She stayed."]),
        ("He waited... Then he left.", ["He waited...", "Then he left."]),
        ("Is it so? Yes! No.", ["Is it so?", "Yes!", "No."]),
        ("What?! Really.", ["What?!", "Really."]),
        ("He asked why? and left. She stayed.", ["He asked why? and left.", "She stayed."]),
        ("“We go.” She left.", ["“We go.”", "She left."]),
        ("''We go.'' She left.", ["''We go.''", "She left."]),
        ("“Stop!” he said. “Why?” she asked.", ["“Stop!” he said.", "“Why?” she asked."]),
        ("He spoke (quietly.) It rained.", ["He spoke (quietly.)", "It rained."]),
        ("他说这是真的。她不信！为什么？", ["他说这是真的。", "她不信！", "为什么？"]),
        ("他说：“我不去。”她走了。", ["他说：“我不去。”", "她走了。"]),
        ("«Идём». Она ушла.", ["«Идём».", "Она ушла."]),
        ("No stop at the end", ["No stop at the end"]),
        ("", []),
        (" \t ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_only_the_span_is_read() -> None:
    text = "One. Two. Three."
    assert [s.of(text) for s in sentences_of(text, Span(5, 9), load_words())] == ["Two."]


PIECES = (
    "Mr.",
    "U.S.",
    "3.5",
    "…",
    "...",
    "。",
    "！",
    "“",
    "”",
    "'",
    "''",
    "(",
    ")",
    "said",
    "The",
    "p.m.",
    "no",
    " ",
    "\t",
    "A.",
    "?!",
)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(st.characters(), max_size=60))
def test_sentences_lie_in_order_and_hold_every_word(text: str) -> None:
    found = list(sentences_of(text, Span(0, len(text)), load_words()))
    assert all(0 <= s.start < s.end <= len(text) for s in found)
    assert all(s.of(text) == s.of(text).strip() for s in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    covered = {i for s in found for i in range(s.start, s.end)}
    assert [c for i, c in enumerate(text) if i not in covered and not c.isspace()] == []
