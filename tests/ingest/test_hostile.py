"""Pages made to break the program end in a document or in a clear refusal, in bounded time, through the whole pipeline."""

from __future__ import annotations

from time import process_time

import pytest

from provenance.export import to_line
from provenance.ingest import read_bytes
from provenance.records import AnnotatedDocument, Document, Rejected
from tests.detect.annotating import annotator, assert_sound
from tests.ingest.hostile import PAGES, WORDS, as_bytes

LONGEST = 30.0
"""Seconds of computing on a busy machine; the slowest takes six, most a tenth of one."""
REFUSED = {
    "JSON-LD: a comment's beginning in a string": "no_text",  # a browser too takes all that follows for the script
    "NULs": "binary",
    "many NULs": "binary",
    "UTF-16 with a mark of UTF-8": "binary",
}
OTHER_WORDS = {"a mark of another order"}
"""The mark says UTF-16: what it makes of the bytes is what they say."""


def outcome(page: bytes) -> AnnotatedDocument | Rejected:
    found = read_bytes(page, path="a.html", url="https://example.org/a")
    return found if isinstance(found, Rejected) else annotator().annotate(found)


@pytest.mark.parametrize("name", PAGES)
def test_a_document_or_a_refusal(name: str) -> None:
    page = as_bytes(PAGES[name]())
    begun = process_time()
    found = outcome(page)
    assert process_time() - begun < LONGEST
    if isinstance(found, Rejected):
        assert (name, found.reason) in REFUSED.items()
        assert len(found.detail) > 20
        return
    assert name not in REFUSED
    assert_sound(found)
    assert_whole(found.document)
    assert WORDS in found.document.text or name in OTHER_WORDS
    to_line(found).encode()


def assert_whole(document: Document) -> None:
    """What holds for every page that was read: its blocks are its lines, links cover words, nothing is unprintable."""
    text = document.text
    assert "\n".join(block.span.of(text) for block in document.blocks) == text
    for link in document.links:
        assert link.span.of(text).strip() == link.span.of(text) != ""
    for post in document.posts:
        assert post.span is None or post.span.of(text).strip()
        assert not post.url.lower().startswith(("javascript:", "data:"))
        assert len(post.url) < 2_000
    for signal in document.signals:
        assert 0 < len(signal.value) <= 1_000
    "".join((text, document.title or "", *document.byline, *(link.href for link in document.links))).encode()
    assert "\x00" not in text


def test_no_link_runs_a_script() -> None:
    odd = ("java\nscript:x", "java\tscript:x")
    for address in (*odd, "javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "vbscript:x", "#"):
        found = read_bytes(f"<p><a href='{address}'>The mayor</a> said so.</p>".encode(), path="a.html")
        assert isinstance(found, Document)
        assert found.links == ()


def test_hostile_pages_as_text_and_without_a_name() -> None:
    for name in ("entities", "CDATA", "lone surrogates", "byline: 100 kB", "angle brackets", "JSON-LD: comments everywhere"):
        page = as_bytes(PAGES[name]())
        for path in ("a.txt", "a", "a.md"):
            found = read_bytes(page, path=path)
            if isinstance(found, Document):
                assert_sound(annotator().annotate(found))


def test_the_title_of_a_hundred_kilobytes_is_whole() -> None:
    found = read_bytes(as_bytes(PAGES["title: 100 kB"]()), path="a.html")
    assert isinstance(found, Document) and found.title is not None
    assert len(found.title) > 99_000
