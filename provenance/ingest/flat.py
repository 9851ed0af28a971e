"""The text of a page whose markup the parser gives up on: tags out, line breaks in, in one pass over the characters."""

from __future__ import annotations

import html
import re

from provenance.ingest.blocks import BLOCK_TAGS, HIDDEN_TAGS

_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]*)")


def flat_lines(markup: str) -> list[str]:
    """The visible lines of `markup`, white space collapsed. Never fails; the time is linear in the length."""
    lines: list[str] = []
    pieces: list[str] = []
    position = 0
    while position < len(markup):
        opening = markup.find("<", position)
        if opening < 0:
            pieces.append(markup[position:])
            break
        pieces.append(markup[position:opening])
        position, breaks = _after_tag(markup, opening)
        if position == opening:  # a "<" that begins no tag is text
            pieces.append("<")
            position += 1
        elif breaks:
            _end_line(lines, pieces)
    _end_line(lines, pieces)
    return lines


def _after_tag(markup: str, opening: int) -> tuple[int, bool]:
    """Where the tag at `opening` ends, and whether it ends the line.

    `opening` itself where no tag begins there; the end of the markup where the tag never ends.
    """
    if markup.startswith("<!--", opening):
        return _after(markup, "-->", opening), False
    name = _NAME.match(markup, opening)
    if name is None:
        if markup[opening + 1 : opening + 2] in ("!", "?"):
            return _after(markup, ">", opening), False
        return opening, False
    tag = name.group(1).lower()
    end = _after(markup, ">", opening)
    if tag in HIDDEN_TAGS and tag != "head" and markup[opening + 1] != "/":
        closing = re.compile(f"</{re.escape(tag)}", re.IGNORECASE).search(markup, end)
        return (closing.start() if closing else len(markup)), True
    return end, tag in BLOCK_TAGS or tag in ("br", "title")


def _after(markup: str, mark: str, start: int) -> int:
    found = markup.find(mark, start)
    return found + len(mark) if found >= 0 else len(markup)


def _end_line(lines: list[str], pieces: list[str]) -> None:
    line = " ".join(html.unescape("".join(pieces)).split())
    if line:
        lines.append(line)
    pieces.clear()
