"""One passage as the rules read it: its tokens, and the stretches of them that are read as one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provenance.detect.grammar import Range
from provenance.detect.tokens import QUOTE_MARKS, Tokens, tokenize
from provenance.records import Passage, Quotation, Sentence
from provenance.spans import Span

LONGEST_SENTENCE = 250
"""Tokens outside quotations after which a sentence is cut. Each cue looks through its sentence, so the time of a passage
grows with this number times its length; the longest real sentence of the corpora that were looked through has 198."""
_SHORTEST_QUOTED = 4
"""Tokens of the shortest quoted sentence that is read for cues of its own; shorter ones are names and single words."""


@dataclass(frozen=True, slots=True)
class PassageView:
    """One passage as tokens, with the token ranges of its sentences."""

    index: int
    """The place of the passage in its document."""
    tokens: Tokens
    outer: tuple[Range, ...]
    """Sentences, joined where a quotation runs over their ends."""
    inner: tuple[Range, ...]
    """Sentences within quotations, without the marks."""


def view_of(
    text: str, passage: Passage, sentences: Sequence[Sentence], quotations: Sequence[Quotation], begin: int | None = None
) -> PassageView:
    """The passage as tokens. `sentences` and `quotations` are those of this passage, in order.

    `begin` is where the text proper begins, behind a dateline or an outlet's tag.
    """
    span = passage.span if begin is None else Span(begin, passage.span.end)
    tokens = tokenize(text, span, [q.span for q in quotations])
    ranges = [(tokens.at(s.span.start), tokens.at(s.span.end)) for s in sentences]
    ranges = [r for r in ranges if r[1] > r[0]]
    outer = tuple(piece for r in _joined(tokens, ranges) for piece in _cut(tokens, *r))
    inner = tuple(piece for r in ranges for piece in _quoted(tokens, *r))
    return PassageView(passage.index, tokens, outer, inner)


def _joined(tokens: Tokens, ranges: Sequence[Range]) -> list[Range]:
    """Sentences joined to the one before where both ends of the gap lie in the same quotation."""
    joined: list[Range] = []
    for first, last in ranges:
        if joined and tokens.quoted[first] >= 0 and tokens.quoted[first] == tokens.quoted[first - 1]:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined


def _quoted(tokens: Tokens, low: int, high: int) -> Iterator[Range]:
    """The parts of a sentence that stand within quotations, without the marks."""
    i = low
    while i < high:
        stop = tokens.quotation_end(i, high)
        if tokens.quoted[i] >= 0:
            first = i + 1 if tokens.lows[i] in QUOTE_MARKS else i
            last = stop - 1 if tokens.lows[stop - 1] in QUOTE_MARKS else stop
            if last - first >= _SHORTEST_QUOTED:
                yield from _even(first, last)
        i = stop


def _cut(tokens: Tokens, low: int, high: int) -> Iterator[Range]:
    """A sentence in pieces of at most `LONGEST_SENTENCE` tokens outside quotations, cut outside quotations."""
    count, first = 0, low
    for i in range(low, high):
        if tokens.quoted[i] < 0:
            if count == LONGEST_SENTENCE:
                yield first, i
                count, first = 0, i
            count += 1
    yield first, high


def _even(low: int, high: int) -> Iterator[Range]:
    """A range in pieces of at most `LONGEST_SENTENCE` tokens."""
    for first in range(low, high, LONGEST_SENTENCE):
        yield first, min(high, first + LONGEST_SENTENCE)
