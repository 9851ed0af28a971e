"""Texts of strangers on a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.report.text import clean, cut, pad, width, wrap

ANY = st.text(st.characters(), max_size=120)


@given(ANY)
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    left = {c for c in clean(text) if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert left <= {"\u200c", "\u200d"}
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[2Jb", "a<U+001B>[2Jb"),
        ("title\x1b]0;owned\x07", "title<U+001B>]0;owned<U+0007>"),
        ("abc\u202edcba", "abc<U+202E>dcba"),
        ("\x9b31mred", "<U+009B>31mred"),
        ("line\r\nbreak\u2028here", "line break here"),
        ("over\x08\x08write", "over<U+0008><U+0008>write"),
        ("half \ud83d pair", "half <U+D83D> pair"),
        ("“Київ” 路透社", "“Київ” 路透社"),
    ],
)
def test_hidden_things_are_shown(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_width_counts_columns() -> None:
    assert width("路透社") == 6
    assert width("e\u0301") == 1
    assert pad("路", 4) == "路  "
    assert cut("路透社", 5) == "路透…"


@given(ANY, st.integers(8, 60), st.integers(0, 4), st.integers(0, 4))
def test_lines_fit_and_no_word_is_lost(text: str, columns: int, first: int, rest: int) -> None:
    lines = list(wrap(clean(text), columns, " " * first, " " * rest))
    assert all(width(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(clean(text).split())


@given(ANY, st.integers(2, 30))
def test_a_cut_text_fits(text: str, columns: int) -> None:
    assert width(cut(clean(text), columns)) <= columns
