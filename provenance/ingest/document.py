"""The last step of every reader: a text, its blocks and its bytes become a Document or a Rejected."""

from __future__ import annotations

import re

from provenance import ids
from provenance.ingest.decode import NotTextError
from provenance.records import Block, Rejected
from provenance.spans import Span

_LINE = re.compile("[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
"""What `str.splitlines` takes as a line, so that no block holds a line break of any kind."""
_VISIBLE = re.compile(
    "[^\\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)


def document_id(sha256: str) -> str:
    """The id of a document that brings none of its own, from the sha256 of its bytes."""
    return ids.content_id("document", sha256)


def line_blocks(text: str) -> tuple[Block, ...]:
    """The non-empty lines of a text, without white space at their edges."""
    blocks = []
    for line in _LINE.finditer(text):
        words = line.group()
        inner = words.strip()
        if inner:
            start = line.start() + len(words) - len(words.lstrip())
            blocks.append(Block(Span(start, start + len(inner))))
    return tuple(blocks)


def has_words(text: str) -> bool:
    """Whether anything in the text can be seen: white space, control and zero-width characters cannot."""
    return _VISIBLE.search(text) is not None


def empty(locator: str) -> Rejected:
    """The refusal of an input without a byte."""
    return Rejected(locator, "empty", "it is empty (0 bytes); check how it was made or leave it out")


def no_text(locator: str) -> Rejected:
    """The refusal of an input in which nothing can be seen."""
    return Rejected(
        locator, "no_text", "it holds no visible text, only white space or markup; check how it was made or leave it out"
    )


def binary(locator: str, error: NotTextError) -> Rejected:
    """The refusal of an input that is no text."""
    return Rejected(locator, "binary", f"it looks like {error}, not text; extract its text first, as .txt or .html")
