"""Hedges in the six languages. Their scope is the clause, up to punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from provenance.detect.hedges import KINDS, DetectedHedge
from provenance.lexicon.abroad import ForeignHedge, Tongue
from provenance.records import Passage, Sentence
from provenance.spans import Span, trimmed

_WORD = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*")
_BREAK = re.compile(r"[,;:!?…，；：。！？、()«»„“”\"「」『』]|\.(?!\d)|\s[—–-]\s")
_REACH = 400
"""Code points to each side that a scope may take in."""
_NUMBER = re.compile(r"\s?(?:\d|[一二三四五六七八九十百千万两半])")


def find_hedges_abroad(
    text: str, sentences: Sequence[Sentence], passages: Sequence[Passage], tongue: Tongue
) -> tuple[DetectedHedge, ...]:
    """All hedges of a text in the order of their place; they do not overlap."""
    kinds = {p.index: p.kind for p in passages}
    found = []
    for sentence in sentences:
        if kinds.get(sentence.passage) not in KINDS:
            continue
        for span, rule in _markers(text, sentence.span, tongue):
            scope = _scope(text, sentence.span, span)
            found.append(DetectedHedge(span, sentence.passage, rule.category, rule.certainty, "judgement", scope, rule.id))
    return tuple(found)


def _markers(text: str, sentence: Span, tongue: Tongue) -> Iterator[tuple[Span, ForeignHedge]]:
    """The markers of one sentence, the longest at each place."""
    places = _in_chinese(text, sentence, tongue) if tongue.code == "zh" else _in_words(text, sentence, tongue)
    free = sentence.start
    for span, before, rule in places:
        if span.start < free or any(before.endswith(word) for word in rule.behind):
            continue
        if rule.before == "number" and not _NUMBER.match(text, span.end, sentence.end):
            continue
        free = span.end
        yield span, rule


def _in_words(text: str, sentence: Span, tongue: Tongue) -> Iterator[tuple[Span, str, ForeignHedge]]:
    """Each form where its words stand in a row, with the word before it between spaces."""
    words = [(m.group().lower().replace("’", "'").replace("ʼ", "'"), m.span()) for m in _WORD.finditer(text, *sentence)]
    for i, (word, (start, _)) in enumerate(words):
        for form, rule in tongue.hedge_first.get(word, ()):
            if tuple(w for w, _ in words[i : i + len(form)]) == form:
                before = words[i - 1][0] if i else ""
                blocked = before in rule.behind
                yield Span(start, words[i + len(form) - 1][1][1]), before if blocked else "", rule


def _in_chinese(text: str, sentence: Span, tongue: Tongue) -> Iterator[tuple[Span, str, ForeignHedge]]:
    """Each form wherever its signs stand; Chinese parts no words."""
    forms = sorted(((form[0], rule) for listed in tongue.hedge_first.values() for form, rule in listed), key=lambda f: -len(f[0]))
    by_first: dict[str, list[tuple[str, ForeignHedge]]] = {}
    for form, rule in forms:
        by_first.setdefault(form[0], []).append((form, rule))
    for at in range(sentence.start, sentence.end):
        for form, rule in by_first.get(text[at], ()):
            if text.startswith(form, at) and at + len(form) <= sentence.end:
                yield Span(at, at + len(form)), text[max(sentence.start, at - 2) : at], rule


def _scope(text: str, sentence: Span, marker: Span) -> Span:
    """The clause around a marker; where the marker is a clause alone, the one behind it, or else the one before it."""
    low, high = max(sentence.start, marker.start - _REACH), min(sentence.end, marker.end + _REACH)
    starts = [m.end() for m in _BREAK.finditer(text, low, marker.start)]
    ends = [m.start() for m in _BREAK.finditer(text, marker.end, high)]
    start = starts[-1] if starts else low
    end = ends[0] if ends else high
    alone = trimmed(text, Span(start, end)) == marker
    if alone and ends and _says(text, ends[0], ends[1] if len(ends) > 1 else high):
        end = ends[1] if len(ends) > 1 else high
    elif alone and starts:
        start = starts[-2] if len(starts) > 1 else low
    scope = trimmed(text, Span(start, end))
    return scope if scope.contains(marker) else marker


def _says(text: str, start: int, end: int) -> bool:
    """Whether a stretch holds a word."""
    return any(c.isalpha() for c in text[start:end])
