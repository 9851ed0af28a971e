"""Hedges in a text: where a marker of the lexicon stands, and the stretch that it governs.

Every word is looked up once in the lexicon's trie; the contexts of a rule are tried only where its words stand. The
longest marker wins, and of equally long ones the first in the file. Boosters are found too, under their own category.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provenance.lexicon.hedges import HedgeLexicon, HedgeRule
from provenance.records import HedgeCategory, Passage, Sentence
from provenance.spans import Span

KINDS = frozenset(("body", "headline", "caption"))
"""The kinds of passage in which hedges are looked for: furniture and credits assert nothing."""

_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_SEEN_BEFORE = 70  # code points of the sentence that a context sees before the marker
_SEEN_AFTER = 110
_GROWS_BY = 4  # words
_SCOPE_REACH = 600  # code points to each side: keeps the work linear where a "sentence" is a whole file
_CLAUSE_END = re.compile(
    r";|[—–:]\s|,? (?:but|although|though|whereas|while)\b|, (?:yet|which|who)\b|"
    r", (?:and|or) (?:he|she|it|they|we|i|there|this|the)\b",
    re.IGNORECASE,
)
_FIRST_OF_PHRASE = re.compile(r"\s*(?:of\s+)?[^\s,.;:!?]+")
_PHRASE_STOP = re.compile(
    r"[,.;:!?()—–\"“”]|\b(?:and|or|but|who|which|that|to|in|on|at|for|from|by|with|is|are|was|were|has|have|had|do|does|did|will|would|"
    r"may|might|could|can|as|during|since|after|before|when|while|because|said|says)\b",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|seems?|seemed|looks?|looked|remains?|remained|not|still)\W*\Z", re.IGNORECASE
)
_QUOTES = re.compile(r"[“”«»\"'‘’]")
_QUOTES_OPEN = re.compile(r"[“«]|(?<!\w)[\"'‘](?=\w)")
_QUOTES_CLOSE = re.compile(r"[”»]|(?<=\S)\"(?!\w)|(?<=[^\s])['’](?!\w)")
_PAIRS = {"“": "”", "«": "»", '"': '"', "'": "'", "‘": "’"}
_TRAILING = " \t\r\n.,;:!?…\"'”’»)]—–-"
_LEADING = " \t\r\n\"'“‘«([—–-"
_MODIFIERS_ONLY = re.compile(r"\s+(?:[\w'’-]+\s+){0,3}")
_LAST_WORDS = re.compile(r"[\s,.!?\"'”’)\]]*\Z")


@dataclass(frozen=True, slots=True)
class DetectedHedge:
    """A marker found in the text. `scope` contains `span` and stays within the sentence; `rule` is the lexicon's id."""

    span: Span
    passage: int
    category: HedgeCategory
    certainty: float
    basis: str
    scope: Span
    rule: str


def find_hedges(
    text: str, sentences: Sequence[Sentence], passages: Sequence[Passage], lexicon: HedgeLexicon
) -> tuple[DetectedHedge, ...]:
    """All hedges and boosters of `text` in the order of their place; they do not overlap."""
    kinds = {p.index: p.kind for p in passages}
    plain = _folded(text)
    found: list[DetectedHedge] = []
    for sentence in sentences:
        kind = kinds.get(sentence.passage)
        if kind in KINDS:
            for rule, span in _markers(text, plain, sentence.span, lexicon, kind == "headline"):
                scope = _scope(text, sentence.span, span, rule, lexicon)
                found.append(DetectedHedge(span, sentence.passage, rule.category, rule.certainty, rule.basis, scope, rule.id))
    return tuple(found)


def _folded(text: str) -> str:
    """`text` in lower case with straight apostrophes, each code point where it was."""
    lower = text.lower()
    if len(lower) != len(text):  # "İ" has a lower case of two code points
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lower.replace("’", "'")


def _markers(text: str, plain: str, sentence: Span, lexicon: HedgeLexicon, headline: bool) -> list[tuple[HedgeRule, Span]]:
    """The markers of one sentence, left to right, none overlapping another."""
    first = lexicon.root.next
    words = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(plain, sentence.start, sentence.end)]
    found: list[tuple[HedgeRule, Span]] = []
    free = 0
    for i, (word, start, _) in enumerate(words):
        if i < free or word not in first:
            continue
        for last, rules in _candidates(plain, words, i, lexicon):
            span = Span(start, words[last][2])
            rule = _fitting(text, sentence, span, rules, headline)
            if rule is None:
                continue
            if "grow" in rule.flags:
                span = _grown(text, words, i, span, lexicon)
                while found and found[-1][1].overlaps(span):
                    found.pop()
            if found and _one_source(text, found[-1], (rule, span)):
                rule, begun = found.pop()
                span = Span(begun.start, span.end)
            found.append((rule, span))
            free = last + 1
            break
    return found


def _candidates(
    plain: str, words: list[tuple[str, int, int]], i: int, lexicon: HedgeLexicon
) -> Iterator[tuple[int, list[HedgeRule]]]:
    """Forms of the lexicon that start at word `i`, the longest first, each with the index of its last word."""
    node = lexicon.root.next[words[i][0]]
    ends = [(i, node.rules)] if node.rules else []
    for j in range(i + 1, len(words)):
        if not node.next:
            break
        follower = node.next.get(words[j][0])
        if follower is None or not _joined(plain[words[j - 1][2] : words[j][1]]):
            break
        node = follower
        if node.rules:
            ends.append((j, node.rules))
    return reversed(ends)


def _joined(gap: str) -> bool:
    """Whether two words with `gap` between them can be parts of one marker."""
    return gap.isspace() or gap in ("-", "/", "% ")


def _fitting(text: str, sentence: Span, span: Span, rules: list[HedgeRule], headline: bool) -> HedgeRule | None:
    low, high = max(sentence.start, span.start - _SEEN_BEFORE), min(sentence.end, span.end + _SEEN_AFTER)
    before, after = text[low : span.start].rstrip(), text[span.end : high].lstrip()
    if low == sentence.start:
        before = "\n" + before
    if high == sentence.end:
        after = after.rstrip() + "\n"
    opens = before.endswith(("“", '"')) or not any(c.isalnum() for c in before)
    is_name = text[span.start].isupper() and not (opens or headline)
    for rule in rules:
        if is_name and "lower" in rule.flags:
            continue
        if rule.fits(before, after):
            return rule
    return None


def _one_source(text: str, earlier: tuple[HedgeRule, Span], later: tuple[HedgeRule, Span]) -> bool:
    """Whether two markers are of one source phrase ("Some Russian military bloggers"), which is one hedge."""
    if earlier[0].category != "vague_source" or later[0].category != "vague_source":
        return False
    return _MODIFIERS_ONLY.fullmatch(text, earlier[1].end, later[1].start) is not None


def _grown(text: str, words: list[tuple[str, int, int]], i: int, span: Span, lexicon: HedgeLexicon) -> Span:
    """`span` with the determiner and modifiers that stand right before word `i`."""
    start = span.start
    for word, begin, end in reversed(words[max(0, i - _GROWS_BY) : i]):
        if text[end:start].strip() not in ("", ".") or word not in lexicon.modifiers:
            break
        start = begin
    return Span(start, span.end)


# ---------------------------------------------------------------- scope


def _scope(text: str, sentence: Span, marker: Span, rule: HedgeRule, lexicon: HedgeLexicon) -> Span:
    """The stretch that the marker governs, after ConText: by category, forward or backward, up to a terminator."""
    sentence = Span(max(sentence.start, marker.start - _SCOPE_REACH), min(sentence.end, marker.end + _SCOPE_REACH))
    inside = _quotation(text, sentence, marker)
    if rule.category == "conditional":
        return _trimmed(text, inside, marker)
    if rule.category == "approximator" or (rule.category == "adjective" and _is_attributive(text, inside, marker)):
        return _phrase(text, inside, marker)
    if _closes(text, sentence, marker, rule, lexicon):
        return _trimmed(text, Span(_clause_start(text, inside, marker), marker.end), marker)
    terminator = _CLAUSE_END.search(text, marker.end, inside.end)
    return _trimmed(text, Span(marker.start, terminator.start() if terminator else inside.end), marker)


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


def _is_attributive(text: str, sentence: Span, marker: Span) -> bool:
    """Whether an adjective stands before its noun ("a potential buyer"), and not in a predicate ("is unlikely")."""
    follower = text[marker.end : sentence.end].lstrip()
    return (
        follower[:1].isalnum()
        and not follower.startswith(("to ", "that "))
        and not _PREDICATE.search(text, sentence.start, marker.start)
    )


def _closes(text: str, sentence: Span, marker: Span, rule: HedgeRule, lexicon: HedgeLexicon) -> bool:
    """Whether the marker stands after what it governs: ", reportedly." or ", sources said." at the end of its sentence."""
    before = text[sentence.start : marker.start]
    if not before.strip(_LEADING):
        return False
    tail = text[marker.end : sentence.end]
    if _LAST_WORDS.match(tail):
        return True
    if rule.category != "vague_source" or len(tail) > 60 or "," in tail:
        return False
    return before.rstrip().endswith((",", "”", '"', "’", "'")) and lexicon.say.match(tail.lstrip()) is not None


def _clause_start(text: str, sentence: Span, marker: Span) -> int:
    """Behind the last terminator before the marker that leaves some words between the two."""
    start = sentence.start
    for m in _CLAUSE_END.finditer(text, sentence.start, marker.start):
        if text[m.end() : marker.start].strip(_TRAILING):
            start = m.end()
    return start


def _phrase(text: str, sentence: Span, marker: Span) -> Span:
    """The marker and the phrase behind it, up to the next function word or punctuation mark."""
    first = _FIRST_OF_PHRASE.match(text, marker.end, sentence.end)
    if first is None:
        return marker
    stop = _PHRASE_STOP.search(text, first.end(), sentence.end)
    return _trimmed(text, Span(marker.start, stop.start() if stop else sentence.end), marker)


def _trimmed(text: str, scope: Span, marker: Span) -> Span:
    """`scope` without space and quotation marks at its start and punctuation at its end; never smaller than the marker."""
    start, end = scope
    while end > marker.end and text[end - 1] in _TRAILING:
        end -= 1
    while start < marker.start and text[start] in _LEADING:
        start += 1
    return Span(min(start, marker.start), max(end, marker.end))
