"""Quotations and sentences of a passage in one of the six languages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from provenance.lexicon.abroad import Tongue
from provenance.spans import Span, trimmed

_MARK = re.compile(r"[«»„“”\"「」『』‹›]")
_CLOSERS = {"«": "»", "„": '“”"', "“": "”", "「": "」", "『": "』", "‹": "›", '"': '"'}
_INWARD = {"»": "«", "›": "‹"}
"""German print also turns its marks inward: »…«."""
LONGEST = 3_000
"""Code points of a quotation; an odd mark must not swallow a text."""
_END = re.compile(r"(?:[.!?…]+|[。！？]+)[\"”’»“)\]」』]*")
_WORD_BEFORE = re.compile(r"[^\W\d_]+\Z")
_CJK_ENDS = "。！？"
_OPENING = " \t\r\n\u00a0\u202f«»„“\"'‘(—–-"


def foreign_quotations(text: str, span: Span, language: str) -> list[Span]:
    """Each outermost quotation of `text[span]` with its marks; all are closed, as an odd mark is passed over.

    A mark that opens none where it stands ("5\\" pipe") costs the quotations up to the next mark of its own kind, no more.
    """
    marks = list(_MARK.finditer(text, span.start, span.end))
    places: dict[str, list[int]] = {}
    for k, one in enumerate(marks):
        places.setdefault(one.group(), []).append(k)
    found: list[Span] = []
    i = 0
    while i < len(marks):
        mark = marks[i].group()
        wanted = _CLOSERS.get(mark) or (_INWARD.get(mark) if language == "de" else None)
        close = min((j for c in wanted or "" if (j := _next(places.get(c, ()), i)) is not None), default=None)
        if close is None or marks[close].end() - marks[i].start() > LONGEST or _is_apart(text, marks[i]):
            i += 1
            continue
        found.append(Span(marks[i].start(), marks[close].end()))
        i = close + 1
    return found


def _next(places: Sequence[int], i: int) -> int | None:
    """The first of the places behind `i`."""
    at = bisect_right(places, i)
    return places[at] if at < len(places) else None


def _is_apart(text: str, mark: re.Match[str]) -> bool:
    """Whether a straight mark follows a digit, for inches and seconds."""
    return mark.group() == '"' and text[mark.start() - 1 : mark.start()].isdigit()


def foreign_sentences(text: str, span: Span, tongue: Tongue) -> Iterator[Span]:
    """The sentences of `text[span]` in order, without white space at their edges. Nothing within a quotation ends one."""
    quotations = foreign_quotations(text, span, tongue.code)
    starts = [q.start for q in quotations]
    start = span.start
    for mark in _END.finditer(text, span.start, span.end):
        at = bisect_right(starts, mark.start()) - 1
        around = quotations[at] if at >= 0 and mark.start() < quotations[at].end else None
        if mark.start() < start or (around is not None and mark.end() < around.end):
            continue
        end = mark.end() if around is None else around.end
        if not _ends(text, mark, end, span.end, tongue.words.abbreviations, around is not None):
            continue
        sentence = trimmed(text, Span(start, end))
        if sentence.start < sentence.end:
            yield sentence
        start = end
    rest = trimmed(text, Span(start, span.end))
    if rest.start < rest.end:
        yield rest


def _ends(text: str, mark: re.Match[str], end: int, stop: int, abbreviations: frozenset[str], quoted: bool) -> bool:
    """Whether a mark ends its sentence: not behind an abbreviation, an initial or a number, nor before a small letter."""
    if mark.group()[0] in _CJK_ENDS:
        return True
    if end >= stop:
        return True
    follow = text[end : end + 12]
    first = follow.lstrip(_OPENING)[:1]
    if not follow[:1].isspace() or first.islower() or first in (",", ";", ":"):
        return False
    if follow.lstrip()[:1] in ("—", "–", "-") and quoted:
        return False
    before = _WORD_BEFORE.search(text, max(0, mark.start() - 20), mark.start())
    if mark.group()[0] != "." or quoted:
        return True
    if before is None:
        return not (
            text[mark.start() - 1 : mark.start()].isdigit() and first.isalpha() and mark.group() == "." and _is_day(text, mark)
        )
    word = before.group()
    return word.lower() not in abbreviations and not (len(word) == 1 and word.isupper())


def _is_day(text: str, mark: re.Match[str]) -> bool:
    """Whether a number with a full stop may be an ordinal, as of a day: "am 3. Mai"; a year or a price ends a sentence."""
    digits = text[max(0, mark.start() - 3) : mark.start()]
    return not digits.isdigit() or len(digits) < 3
