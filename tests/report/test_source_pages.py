"""The record of a source as HTML and as Markdown: all of it is there, and nothing of it becomes markup."""

from __future__ import annotations

import re

import pytest
from lxml import html

from provenance.report.html import source_page
from provenance.report.markdown import source_markdown
from tests.report.test_terminal_marks import record

EVIL = "<img src=x onerror=alert(1)>\"'](javascript:x) `"


def test_the_page_tells_how_the_source_did() -> None:
    page = html.fromstring(source_page(record()))
    text = " ".join(page.text_content().split())
    for words in ("Title, 2024-05-04: 9 claims", "Claims of which it is the origin", "1, by a further origin", "mean 0.37"):
        assert words in text, words
    assert "The upstream hedges it ." in text
    assert page.xpath("//*[local-name()='svg'][@role='img']")


def test_markdown_tells_the_same() -> None:
    text = source_markdown(record())
    for words in ("## Published", "- denied: 1, by the source itself", "### Weakest", "hedge", "mean 0.37, median 0.30"):
        assert words in text, words


@pytest.mark.parametrize("odd", [EVIL, "\x1b[2J", "\u202e"])
def test_no_text_of_a_stranger_becomes_markup(odd: str) -> None:
    page = source_page(record(odd))
    plain, with_odd = html.fromstring(source_page(record("x"))), html.fromstring(page)
    assert [e.tag for e in plain.iter()] == [e.tag for e in with_odd.iter()]
    assert not {"\x1b", "\u202e"} & set(page)
    text = source_markdown(record(odd))
    assert re.findall(r"(?<!\\)(?:<|\]\()", text) == []
    assert not {"\x1b", "\u202e"} & set(text)
