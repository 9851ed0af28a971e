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
_CLAUSE_END = re.compile(r";|[—–:]\s|,? (?:but|although|though|whereas)\b|,? while\b|, (?:and|or|yet|which|who)\b")
_PHRASE_STOP = re.compile(
    r"[,.;:!?()—–\"“”]|\b(?:and|or|but|who|which|that|to|in|on|at|for|from|by|with|is|are|was|were|has|have|had|as|during|since|after|"
    r"before|when|while|because|said|says)\b",
    re.IGNORECASE,
)
_OPENING = {"“": "”", "‘": "’", '"': '"', "«": "»"}
_TRAILING = " \t\r\n.,;:!?…\"'”’»)]—–-"
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


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


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
    opens = not any(c.isalnum() for c in before)
    for rule in rules:
        if "lower" in rule.flags and text[span.start].isupper() and not opens and not headline and not before.endswith(("“", '"')):
            continue
        if rule.fits(before, after):
            return rule
    return None


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
    if rule.category == "conditional":
        return _trimmed(text, sentence, marker)
    if rule.category == "approximator":
        return _phrase(text, sentence, marker)
    if _closes(text, sentence, marker, rule, lexicon):
        return _trimmed(text, Span(_clause_start(text, sentence, marker), marker.end), marker)
    return _trimmed(text, Span(marker.start, _clause_end(text, sentence, marker)), marker)


def _closes(text: str, sentence: Span, marker: Span, rule: HedgeRule, lexicon: HedgeLexicon) -> bool:
    """Whether the marker stands after what it governs: ", reportedly." or ", sources said." at the end of its sentence."""
    if not text[sentence.start : marker.start].strip(" \t\"'“‘("):
        return False
    tail = text[marker.end : sentence.end]
    if _LAST_WORDS.match(tail):
        return True
    if rule.category != "vague_source" or len(tail) > 60:
        return False
    verb = lexicon.say.match(tail.lstrip())
    before = text[sentence.start : marker.start].rstrip()
    return verb is not None and before.endswith((",", "”", '"', "’", "'")) and "," not in tail


def _clause_start(text: str, sentence: Span, marker: Span) -> int:
    start = sentence.start
    for m in _CLAUSE_END.finditer(text, sentence.start, marker.start):
        if text[m.end() : marker.start].strip(_TRAILING):
            start = m.end()
    return start


def _clause_end(text: str, sentence: Span, marker: Span) -> int:
    """Where the clause ends: at a terminator, or at the closing mark of a quotation that was open at the marker."""
    end = sentence.end
    terminator = _CLAUSE_END.search(text, marker.end, end)
    if terminator:
        end = terminator.start()
    for opening, closing in _OPENING.items():
        before = text[sentence.start : marker.start]
        is_open = before.count(opening) % 2 if opening == closing else before.rfind(opening) > before.rfind(closing)
        if is_open:
            close = text.find(closing, marker.end, end)
            if closing == "’":  # an apostrophe looks the same: only one before a space or the end closes
                m = re.compile(r"’(?!\w)").search(text, marker.end, end)
                close = m.start() if m else -1
            if close >= 0:
                end = close
    return end


def _phrase(text: str, sentence: Span, marker: Span) -> Span:
    """The marker and the phrase behind it, up to the next function word or punctuation mark."""
    m = re.compile(r"\s*(?:of\s+)?\S+").match(text, marker.end, sentence.end)
    stop = _PHRASE_STOP.search(text, m.end(), sentence.end) if m else None
    return _trimmed(text, Span(marker.start, stop.start() if stop else sentence.end), marker)


def _trimmed(text: str, scope: Span, marker: Span) -> Span:
    """`scope` without punctuation and space at its end and space at its start; never smaller than the marker."""
    start, end = scope
    while end > marker.end and text[end - 1] in _TRAILING:
        end -= 1
    while start < marker.start and text[start].isspace():
        start += 1
    return Span(min(start, marker.start), max(end, marker.end))
