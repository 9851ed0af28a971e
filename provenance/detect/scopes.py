"""The scope of a hedge: the stretch of its sentence or quotation that a marker governs.

What reaches how far is data (`lexicon/hedge_scopes.tsv`); this module knows where a marker stands and what is a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.lexicon.hedge_scopes import Place, ScopeRule
from provenance.spans import Span

_FAR = 600  # code points to each side: keeps the work linear where a "sentence" is a whole file
_SAYING = 60  # code points that a verb of saying and its adverbials may take behind the marker (", sources said on Monday.")
_WORD = re.compile(r"[^\s,.;:!?]+")
_OF = re.compile(r"\s*(?:of\s+)?")
_BE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|seems?|seemed|looks?|looked|remains?|remained|not|still|also|widely|very|now)\W*\Z",
    re.IGNORECASE,
)
_QUOTES = re.compile(r"[“”«»\"'‘’]")
_QUOTES_OPEN = re.compile(r"[“«]|(?<!\w)[\"'‘](?=\w)")
_QUOTES_CLOSE = re.compile(r"[”»]|(?<=\S)\"(?!\w)|(?<=[^\s])['’](?!\w)")
_PAIRS = {"“": "”", "«": "»", '"': '"', "'": "'", "‘": "’"}
_TRAILING = " \t\r\n.,;:!?…\"'”’»)]—–-"
_LEADING = " \t\r\n\"'“‘«([—–-"
_LAST_WORDS = re.compile(r"[\s,.!?\"'”’)\]]*\Z")


def scope_of(text: str, sentence: Span, marker: Span, rules: tuple[ScopeRule, ...], say: re.Pattern[str]) -> Span:
    """The stretch that `marker` governs by the first of `rules` that holds where it stands; it contains the marker.

    The last of the rules holds anywhere. `say` fits words that begin with a verb of saying.
    """
    sentence = Span(max(sentence.start, marker.start - _FAR), min(sentence.end, marker.end + _FAR))
    inside = _quotation(text, sentence, marker)
    rule = next(r for r in rules if _stands(r.place, text, sentence, inside, marker, say))
    start = _start(text, inside, marker, rule) if rule.direction != "forward" else marker.start
    end = _end(text, inside, marker, rule) if rule.direction != "backward" else marker.end
    return _trimmed(text, Span(start, end), marker)


def _stands(place: Place, text: str, sentence: Span, inside: Span, marker: Span, say: re.Pattern[str]) -> bool:
    if place == "attributive":
        return _is_attributive(text, inside, marker)
    if place == "predicate":
        return _BE.search(text, max(inside.start, marker.start - 20), marker.start) is not None
    if place == "closing":
        return _has_words_before(text, sentence, marker) and _LAST_WORDS.match(text, marker.end, sentence.end) is not None
    if place == "cited":
        return _has_words_before(text, sentence, marker) and _is_cited(text, sentence, marker, say)
    return True


def _is_attributive(text: str, sentence: Span, marker: Span) -> bool:
    """Whether an adjective stands before its noun ("a potential buyer"), and not in a predicate ("is unlikely")."""
    follower = text[marker.end : sentence.end].lstrip()
    return (
        follower[:1].isalnum()
        and not follower.startswith(("to ", "that "))
        and not _BE.search(text, max(sentence.start, marker.start - 20), marker.start)
    )


def _has_words_before(text: str, sentence: Span, marker: Span) -> bool:
    return bool(text[sentence.start : marker.start].strip(_LEADING))


def _is_cited(text: str, sentence: Span, marker: Span, say: re.Pattern[str]) -> bool:
    """Whether the marker stands as in ", sources said.": behind what it is the source of."""
    tail = text[marker.end : sentence.end]
    if len(tail) > _SAYING or "," in tail:
        return False
    before = text[sentence.start : marker.start].rstrip()
    return before.endswith((",", "”", '"', "’", "'")) and say.match(tail.lstrip()) is not None


# ---------------------------------------------------------------- edges


def _end(text: str, inside: Span, marker: Span, rule: ScopeRule) -> int:
    """Where a scope that goes forward ends: at a terminator, or when it has taken in as many words as it may."""
    taken = marker.end
    if rule.least:
        taken = _behind(text, _behind_of(text, marker.end, inside.end), inside.end, rule.least)
        if taken == marker.end:
            return marker.end
    stops = [m.start() for end in rule.ends if (m := end.search(text, taken, inside.end))]
    return min([*stops, max(taken, _behind(text, marker.end, inside.end, rule.reach))])


def _behind_of(text: str, start: int, end: int) -> int:
    match = _OF.match(text, start, end)
    return match.end() if match else start


def _behind(text: str, start: int, end: int, count: int) -> int:
    """The end of the `count`-th word from `start` on; `end` where there are not so many, `start` where there is none."""
    place = start
    for number, word in enumerate(_WORD.finditer(text, start, end), 1):
        place = word.end()
        if number == count:
            return place
    return end if place > start else start


def _start(text: str, inside: Span, marker: Span, rule: ScopeRule) -> int:
    """Where a scope that goes backward starts: behind the last terminator that leaves some words between it and the marker."""
    words = [m.start() for m in _WORD.finditer(text, inside.start, marker.start)]
    furthest = words[-rule.reach] if len(words) > rule.reach else inside.start
    nearest = words[-rule.least] if 0 < rule.least <= len(words) else marker.start
    start = furthest
    for end in rule.ends:
        for m in end.finditer(text, furthest, nearest):
            if text[m.end() : marker.start].strip(_TRAILING):
                start = max(start, m.end())
    return start


def _trimmed(text: str, scope: Span, marker: Span) -> Span:
    """`scope` without space and quotation marks at its start and punctuation at its end; never smaller than the marker."""
    start, end = scope
    while end > marker.end and text[end - 1] in _TRAILING:
        end -= 1
    while start < marker.start and text[start] in _LEADING:
        start += 1
    return Span(min(start, marker.start), max(end, marker.end))


# ---------------------------------------------------------------- quotations


def _quotation(text: str, sentence: Span, marker: Span) -> Span:
    """The part of the sentence in the same quotation as the marker; the whole sentence where the marker stands in none.

    A quotation may have been opened in an earlier sentence, so a closing double mark is believed without its partner; a
    single one, which may be an apostrophe, is not.
    """
    opened: list[tuple[str, int]] = []
    for m in _marks(text, sentence.start, marker.start):
        if m[0] in _PAIRS and _QUOTES_OPEN.match(text, m[1]):
            opened.append((_PAIRS[m[0]], m[1] + 1))
        elif opened and opened[-1][0] == m[0]:
            opened.pop()
    start = opened[-1][1] if opened else sentence.start
    closing = opened[-1][0] if opened else ""
    depth = 0
    for mark, place in _marks(text, marker.end, sentence.end):
        if _QUOTES_OPEN.match(text, place):
            depth += 1
        elif depth:
            depth -= 1
        elif mark == closing or (not closing and mark in '”»"'):
            return Span(start, place)
    return Span(start, sentence.end)


def _marks(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """Quotation marks that open or close, in order, each with its place."""
    for m in _QUOTES.finditer(text, start, end):
        if _QUOTES_OPEN.match(text, m.start()) or _QUOTES_CLOSE.match(text, m.start()):
            yield m.group(), m.start()
