"""Texts of strangers on a terminal: made harmless, measured in columns, wrapped."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

ELLIPSIS = "…"

# Joiners that Persian, Hindi and emoji need; they move no cursor and hide nothing.
_HARMLESS_FORMATS = frozenset("\u200c\u200d")
_BLANKS = frozenset("\t\n\r\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def clean(text: str) -> str:
    """The text on one line, with nothing in it that a terminal would obey.

    White space of any kind becomes one space. Escapes, other controls, marks that turn the direction of writing, halves of
    surrogate pairs and unassigned code points are shown as their number, "<U+001B>", so that the reader sees that they are there.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join("".join(map(_shown, text)).split())


def clean_with(text: str, put_in: Mapping[int, str]) -> str:
    """As `clean`, with signs of our own before the characters at some offsets (or behind the last one)."""
    signs = put_in.get
    pieces = [signs(offset, "") + _shown(char) for offset, char in enumerate(text)]
    return " ".join("".join([*pieces, signs(len(text), "")]).split())


def _shown(char: str) -> str:
    if char in _BLANKS:
        return " "
    if char in _HARMLESS_FORMATS or unicodedata.category(char) not in _HIDDEN:
        return char
    return "" if char == "\u00ad" else f"<U+{ord(char):04X}>"  # a soft hyphen shows nothing and does nothing here


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 document", "1,200 documents"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def width(text: str) -> int:
    """How many columns a terminal gives to the text: two for a wide East Asian character, none for a combining one."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.combining(char) or char in _HARMLESS_FORMATS:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def cut(text: str, columns: int) -> str:
    """The text, or as much of it as fits with an ellipsis at the end."""
    if width(text) <= columns:
        return text
    head = _head(text, columns - 1)[0].rstrip()
    return head + ELLIPSIS if width(head) < columns else ELLIPSIS


def pad(text: str, columns: int) -> str:
    """The text with spaces after it up to a width; a longer one stays as it is."""
    return text + " " * max(0, columns - width(text))


def wrap(text: str, columns: int, first: str = "", rest: str | None = None) -> Iterator[str]:
    """The text in lines of at most so many columns, broken at spaces, within a word only where it alone is too wide.

    `first` stands before the first line and `rest` before each further one (as `first`, in spaces, where not given).
    """
    rest = " " * width(first) if rest is None else rest
    line, used = first, 0
    room = columns - width(first)
    for piece in _pieces(text, max(1, columns - max(width(first), width(rest)))):
        size = width(piece)
        if used and used + 1 + size > room:
            yield line.rstrip()
            line, used, room = rest, 0, columns - width(rest)
        line += (" " if used else "") + piece
        used += size + (1 if used else 0)
    yield line.rstrip()


def _pieces(text: str, columns: int) -> Iterator[str]:
    """The words of the text, each cut so that it fits a line."""
    for word in text.split():
        while width(word) > columns:
            head, word = _head(word, columns)
            yield head
        if word:
            yield word


def _head(text: str, columns: int) -> tuple[str, str]:
    """As many characters as fit, at least one, and what is left."""
    used = 0
    for index, char in enumerate(text):
        used += _columns(char)
        if used > columns and index:
            return text[:index], text[index:]
    return text, ""
