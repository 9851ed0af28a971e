"""Texts made plain for the search of names, with the way back: soft hyphens, zero widths, full-width forms, loose accents."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from provenance.spans import Span

FLAT = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ‛＇", "'"),
        **dict.fromkeys("–‑‐", "-"),
        **dict.fromkeys("\n\t\u00a0\u202f\u2007\u2008\u2009\u200a\u3000", " "),
    }
)
"""Characters of one code point that a name may have in the place of a plain one."""

_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_ACCENT = "\u0300-\u036f"
_WIDE = "\uff01-\uff5e"
_ODD = re.compile(f"[{_INVISIBLE}{_ACCENT}{_WIDE}]+")
_IS_ACCENT = re.compile(f"[{_ACCENT}]")
_FULL_WIDTH = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}

INVISIBLE = re.compile(f"[{_INVISIBLE}]+")
"""What a reader of a name does not see: soft hyphens, joiners, marks of direction."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A plain text of `original`. `at` are the places in it from which on the original is `ahead` by so many code points."""

    text: str
    original: str = ""
    at: Sequence[int] = ()
    ahead: Sequence[int] = ()

    def back(self, span: Span) -> Span:
        """The same place in the text that was folded."""
        if not self.at:
            return span
        end = self._back(span.end - 1) + 1
        while _IS_ACCENT.match(self.original, end):
            end += 1
        return Span(self._back(span.start), end)

    def _back(self, position: int) -> int:
        i = bisect_right(self.at, position) - 1
        return position + self.ahead[i] if i >= 0 else position


def folded(text: str) -> Folded:
    """A text made plain; the text itself where nothing is odd. Time and memory are linear in its length."""
    if text.isascii() or _ODD.search(text) is None:
        return Folded(text)
    pieces: list[str] = []
    at: list[int] = []
    ahead: list[int] = []
    last = length = 0
    for match in _ODD.finditer(text):
        start, end = match.span()
        if start > last and _IS_ACCENT.match(text, start):
            start -= 1
        whole = unicodedata.normalize("NFC", INVISIBLE.sub("", text[start:end]).translate(_FULL_WIDTH))
        pieces += (text[last:start], whole)
        length += start - last + len(whole)
        last = end
        if end - length != (ahead[-1] if ahead else 0):
            at.append(length)
            ahead.append(end - length)
    return Folded("".join([*pieces, text[last:]]), text, at, ahead)
