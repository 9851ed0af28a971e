"""A text as the words that the tagger reads, with offsets, letter case and quotation state.

A word is a run of word characters, a typewriter quotation mark of two characters (`` or ''), or one other character
that is not white space. All offsets are code points into the text as it came: nothing is rewritten, so that a tag on a
word is a tag on characters. Double and single quotation marks of every style have one form, so that the network needs
to know only one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

WORD = re.compile(r"``|''|\w+|[^\w\s]")
_LINE = re.compile(r"[^\n]+")
_OPENING = frozenset(["“", "``", "«", "„", "‟", "「", "『"])
_CLOSING = frozenset(["”", "''", "»", "」", "』"])
_SINGLE = frozenset(["‘", "’", "'", "‹", "›", "‚"])
QUOTE = '"'
"""The form of every quotation mark."""
APOSTROPHE = "'"

LOWER, CAPITALISED, UPPER = range(3)
"""Letter case of a word: none or lower, first letter upper, all of two or more letters upper."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order.

    `starts` and `ends` are code points; `forms` what the network reads; `cases` one of LOWER, CAPITALISED, UPPER; `quoted`
    whether the word is within quotation marks or is one; `paragraphs` ranges of words, one for each non-empty line.
    """

    starts: Sequence[int]
    ends: Sequence[int]
    forms: Sequence[str]
    cases: Sequence[int]
    quoted: Sequence[bool]
    paragraphs: Sequence[tuple[int, int]]

    def __len__(self) -> int:
        return len(self.starts)


def words_of(text: str, parts: Iterable[tuple[int, int]] | None = None) -> Words:
    """The words of a text, or of some `parts` of it (code points): each part, else each line, is a paragraph.

    Takes time linear in the length of the text.
    """
    starts: list[int] = []
    ends: list[int] = []
    raw: list[str] = []
    paragraphs: list[tuple[int, int]] = []
    for begin, end in parts if parts is not None else (line.span() for line in _LINE.finditer(text)):
        first = len(starts)
        spans = [match.span() for match in WORD.finditer(text, begin, end)]
        starts += [start for start, _ in spans]
        ends += [end for _, end in spans]
        raw += [text[start:end] for start, end in spans]
        if len(starts) > first:
            paragraphs.append((first, len(starts)))
    forms = list(raw)
    quoted = [False] * len(raw)
    for first, last in paragraphs:
        _mark_quotations(text, starts, ends, raw, forms, quoted, first, last)
    cases = {form: _case(form) for form in set(raw)}
    return Words(starts, ends, forms, [cases[form] for form in raw], quoted, paragraphs)


def _case(form: str) -> int:
    if not form[0].isupper():
        return LOWER
    return UPPER if len(form) > 1 and form.isupper() else CAPITALISED


def _mark_quotations(
    text: str,
    starts: Sequence[int],
    ends: Sequence[int],
    raw: Sequence[str],
    forms: list[str],
    quoted: list[bool],
    first: int,
    last: int,
) -> None:
    """Fill `forms` and `quoted` for one paragraph; a quotation that nothing closes ends with its paragraph."""
    closers = _single_closers(text, starts, ends, raw, first, last)
    open_double = open_single = False
    closer = -1
    for i in range(first, last):
        form = raw[i]
        quoted[i] = open_double or open_single
        if form in _OPENING or form in _CLOSING or form == QUOTE:
            open_double = form in _OPENING or (form == QUOTE and not open_double)
            forms[i], quoted[i] = QUOTE, True
        elif form in _SINGLE:
            forms[i] = APOSTROPHE
            if open_single and i == closer:
                open_single, forms[i], quoted[i] = False, QUOTE, True
            elif not open_double and not open_single and _opens(text, starts[i], ends[i]):
                closer = next(closers, -1)
                while closer != -1 and closer <= i:
                    closer = next(closers, -1)
                if closer != -1:
                    open_single, forms[i], quoted[i] = True, QUOTE, True


def _opens(text: str, start: int, end: int) -> bool:
    """Whether a single mark stands where one opens a quotation: after white space or a bracket, right before a letter."""
    return (start == 0 or not (text[start - 1].isalnum() or text[start - 1] in ".,!?’'")) and text[end : end + 1].isalnum()


def _single_closers(
    text: str, starts: Sequence[int], ends: Sequence[int], raw: Sequence[str], first: int, last: int
) -> Iterator[int]:
    """Words of a paragraph that are single marks which can close a quotation: after a stop, or at the end of a word but no s.

    "The workers' demands" must not close anything, so that an apostrophe after an s counts only before punctuation.
    """
    for i in range(first, last):
        if raw[i] in _SINGLE and raw[i] != "‘" and starts[i] > 0:
            before, after = text[starts[i] - 1], text[ends[i] : ends[i] + 1]
            if before.isspace() or after.isalnum():
                continue
            if before in ".,!?…" or (before.isalnum() and (before not in "sS" or after in ".,;:!?)")):
                yield i
