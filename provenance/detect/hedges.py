"""Hedges in a text: where a marker of the lexicon stands, and the stretch that it governs.

Every word is looked up once in the lexicon's trie; the contexts of a rule are tried only where its words stand. The
longest marker wins, and of equally long ones the first in the file; a pseudo-cue ("military might") is a marker of nothing.
Boosters are found too, under their own category.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provenance.detect.certainty import turned
from provenance.detect.scopes import scope_of
from provenance.lexicon.hedge_scopes import ScopeTable, load_scopes
from provenance.lexicon.hedges import HedgeLexicon, HedgeRule, PseudoCue
from provenance.records import HedgeCategory, Passage, Sentence
from provenance.spans import Span

KINDS = frozenset(("body", "headline", "caption"))
"""The kinds of passage in which hedges are looked for: furniture and credits assert nothing."""

_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_SEEN_BEFORE = 70  # code points of the sentence that a context sees before the marker
_SEEN_AFTER = 110
_NEGATION_REACH = 30  # code points
_GROWS_BY = 4  # words
_MODIFIERS_ONLY = re.compile(r"\s+(?:[\w'’-]+\s+){0,3}")


@dataclass(frozen=True, slots=True)
class DetectedHedge:
    """A marker found in the text. `scope` contains `span` and stays within the sentence; `rule` is the lexicon's id.

    `certainty` in [0, 1] is what the marker leaves of full commitment; where it is `negated` ("not unlikely"), what the
    negation makes of it.
    """

    span: Span
    passage: int
    category: HedgeCategory
    certainty: float
    basis: str
    scope: Span
    rule: str
    negated: bool = False


def find_hedges(
    text: str,
    sentences: Sequence[Sentence],
    passages: Sequence[Passage],
    lexicon: HedgeLexicon,
    scopes: ScopeTable | None = None,
) -> tuple[DetectedHedge, ...]:
    """All hedges and boosters of `text` in the order of their place; they do not overlap. `scopes` are by default ours."""
    table = scopes or load_scopes()
    kinds = {p.index: p.kind for p in passages}
    plain = _folded(text)
    found: list[DetectedHedge] = []
    for sentence in sentences:
        kind = kinds.get(sentence.passage)
        if kind in KINDS:
            for rule, span in _markers(text, plain, sentence.span, lexicon, kind == "headline"):
                found.append(_detected(text, sentence, span, rule, lexicon, table))
    return tuple(found)


def _detected(
    text: str, sentence: Sentence, span: Span, rule: HedgeRule, lexicon: HedgeLexicon, table: ScopeTable
) -> DetectedHedge:
    scope = scope_of(text, sentence.span, span, table.of(rule.id, rule.category), lexicon.say)
    negated = "negatable" in rule.flags and _is_negated(text, sentence.span, span, lexicon)
    certainty, basis = (turned(rule.certainty), "judgement") if negated else (rule.certainty, rule.basis)
    return DetectedHedge(span, sentence.passage, rule.category, certainty, basis, scope, rule.id, negated)


def _is_negated(text: str, sentence: Span, span: Span, lexicon: HedgeLexicon) -> bool:
    before = text[max(sentence.start, span.start - _NEGATION_REACH) : span.start].rstrip()
    return lexicon.negation.search(before) is not None


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
            if isinstance(rule, PseudoCue):
                free = last + 1
                break
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
) -> Iterator[tuple[int, list[HedgeRule | PseudoCue]]]:
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


def _fitting(
    text: str, sentence: Span, span: Span, rules: list[HedgeRule | PseudoCue], headline: bool
) -> HedgeRule | PseudoCue | None:
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
