from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from provenance import ids
from provenance.ingest import ReadOptions, read_bytes
from provenance.ingest.document import has_words, line_blocks
from provenance.records import Document

FAST = ReadOptions(language=False)


def test_a_text_file_is_unchanged():
    data = "\ufeff  One. \r\n\r\n\tTwo\u2028Three\r\n".encode()
    found = read_bytes(data, path="a.txt")
    assert isinstance(found, Document)
    assert found.text == "  One. \r\n\r\n\tTwo\u2028Three\r\n"
    assert [b.span.of(found.text) for b in found.blocks] == ["One.", "Two", "Three"]
    assert {b.main for b in found.blocks} == {None} and {b.tag for b in found.blocks} == {"line"}
    assert found.sha256 == ids.sha256(data) and found.text_sha256 == ids.text_sha256(found.text)
    assert found.id == ids.content_id("document", ids.sha256(data))
    assert found.title is None and found.media_type == "text/plain"


def test_markdown_is_unchanged():
    found = read_bytes(b"# Title\n\n* [a](b)\n", path="a.md")
    assert isinstance(found, Document)
    assert (found.text, found.media_type) == ("# Title\n\n* [a](b)\n", "text/markdown")


def test_quotation_marks_alone_are_a_document():
    found = read_bytes("“”‘’\n".encode() * 50, path="a.txt")
    assert isinstance(found, Document) and found.language is None and len(found.blocks) == 50


def test_the_seeds_are_read_as_they_are():
    seeds = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
    assert len(seeds) == 5
    for path in seeds:
        data = path.read_bytes()
        found = read_bytes(data, path=str(path))
        assert isinstance(found, Document)
        assert found.text == data.decode() and found.language == "en"


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8") | st.sampled_from(" \n\r\v\f\x1c\x85\u2028\u2029\u200b\u00a0"), max_size=200))
def test_line_blocks_are_the_lines(text):
    blocks = line_blocks(text)
    assert [b.span.of(text) for b in blocks] == [line.strip() for line in text.splitlines() if line.strip()]
    assert all(a.span.end < b.span.start for a, b in pairwise(blocks))


@settings(deadline=None)
@given(st.text(max_size=100))
def test_whatever_has_a_letter_has_words(text):
    assert has_words(text) or not any(c.isalnum() for c in text)


@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.md", "a.html", "a"]))
def test_no_bytes_raise(data, path):
    found = read_bytes(data, path=path, options=FAST)
    if isinstance(found, Document):
        ids.text_sha256(found.text)
        found.text.encode()
        assert found.blocks
