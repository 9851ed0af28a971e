"""Sentences of a passage: full stops of abbreviations, initials and numbers end none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.lexicon.words import Words
from provenance.spans import Span, trimmed

_END = re.compile(r"(?:[.!?…]+|[。！？]+)(?:''|[\"”’»')\]」』])*")
_LAST_WORD = re.compile(r"[\w.&-]+$")
_CJK = frozenset("。！？")
_OPENER = re.compile(r"\s+[\"“„«‘'(\[]*(\S+)")


def _ends_here(text: str, start: int, mark: re.Match[str], stop: int, words: Words) -> bool:
    """Whether the mark really ends a sentence that began at `start`."""
    end = mark.end()
    if end >= stop:
        return True
    if mark.group()[0] in _CJK:
        return True
    follow = _OPENER.match(text, end)
    if follow is None or follow.start(1) >= stop:
        return not text[end : end + 1].strip()
    first = follow.group(1)[0]
    if first.islower() or first in ",;:-":
        return False
    if mark.group()[0] != ".":
        return True
    before = _LAST_WORD.search(text, max(start, mark.start() - 30), mark.start())
    if before is None:
        return True
    word = before.group().lower()
    if word in words.ending_abbreviations:
        return follow.group(1).lower().rstrip(",") in words.determiners or follow.group(1).lower() in words.pronouns
    if word in words.abbreviations:
        return False
    return not (len(word) == 1 and word.isalpha() and word != "i" and text[mark.start() - 1].isupper())


def sentences_of(text: str, span: Span, words: Words) -> Iterator[Span]:
    """The sentences of `text[span]`, without white space at their edges, in order."""
    start = span.start
    for mark in _END.finditer(text, span.start, span.end):
        if mark.start() < start or not _ends_here(text, start, mark, span.end, words):
            continue
        sentence = trimmed(text, Span(start, mark.end()))
        if sentence.start < sentence.end:
            yield sentence
        start = mark.end()
    rest = trimmed(text, Span(start, span.end))
    if rest.start < rest.end:
        yield rest
