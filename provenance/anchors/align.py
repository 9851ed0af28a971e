"""Which words of one text are which words of another: an alignment in the order of the text, for texts of any length.

Words that stand once in both texts, with the words after them, are found first and put into the longest order that both texts
share (the "patience" diff); what lies between is aligned in the same way by single words, and short gaps by `difflib`. The cost
grows with the length of the texts, not with its square.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from provenance.anchors.slide import settle
from provenance.spans import Span

_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+|[^\w\s]")
"""A word, a sign, or one character of a script that is written without spaces."""
SHINGLE = 5
"""So many words in a row are looked for first: few such rows stand twice in a text by chance."""
SHORT = 10_000
"""A gap whose sides have no more cells than this is given to `difflib`, whose cost is their product."""
DEPTH = 24
"""Gaps within gaps are looked into so often: each time costs their length."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words and signs of a text, where each begins and ends, and the number of its line."""

    tokens: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    lines: tuple[int, ...]

    def within(self, span: Span) -> range:
        """The numbers of the words that lie in a span, or overlap it."""
        first = bisect_left(self.ends, span.start + 1)
        return range(first, max(first, bisect_left(self.starts, span.end)))


def words_of(text: str) -> Words:
    """The words and signs of a text; white space is none."""
    found = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
    lines, line, end = [], 0, text.find("\n")
    for _, start, _ in found:
        while 0 <= end < start:
            line, end = line + 1, text.find("\n", end + 1)
        lines.append(line)
    return Words(tuple(f[0] for f in found), tuple(f[1] for f in found), tuple(f[2] for f in found), tuple(lines))


def aligned(old: Sequence[str], new: Sequence[str]) -> list[int]:
    """For each word of `old` the number of the same word in `new`, -1 where there is none; the numbers only grow."""
    match = [-1] * len(old)
    gaps = [(0, len(old), 0, len(new), SHINGLE, 0)]
    while gaps:
        a, b, c, d, size, depth = gaps.pop()
        if a == b or c == d or depth > DEPTH:
            continue
        if (b - a) * (d - c) <= SHORT:
            for block in SequenceMatcher(None, old[a:b], new[c:d], autojunk=False).get_matching_blocks():
                for n in range(block.size):
                    match[a + block.a + n] = c + block.b + n
            continue
        fixed = list(_fixed(old, new, (a, b, c, d), size))
        if not fixed:
            if size > 1:
                gaps.append((a, b, c, d, 1, depth + 1))
            continue
        for i, j in fixed:
            match[i] = j
        gaps.extend((*gap, size, depth + 1) for gap in _between(fixed, (a, b, c, d)))
    return match


def _between(fixed: Sequence[tuple[int, int]], of: tuple[int, int, int, int]) -> Iterator[tuple[int, int, int, int]]:
    """The gaps between words that are aligned."""
    a, b, c, d = of
    for i, j in fixed:
        if i > a and j > c:
            yield a, i, c, j
        a, c = i + 1, j + 1
    if b > a and d > c:
        yield a, b, c, d


def _fixed(old: Sequence[str], new: Sequence[str], of: tuple[int, int, int, int], size: int) -> Iterator[tuple[int, int]]:
    """Pairs of words of a stretch that are the same beyond doubt: rows of `size` words that stand once on both sides, in the
    longest order that both share, with the equal words before and after them."""
    a, b, c, d = of
    here, there = _once(old, a, b, size), _once(new, c, d, size)
    pairs = sorted((i, there[row]) for row, i in here.items() if row in there)
    i, j = a, c
    for start, to in _longest(pairs):
        if start < i or to < j:
            continue
        before = 0
        while start - before > i and to - before > j and old[start - before - 1] == new[to - before - 1]:
            before += 1
        i, j = start - before, to - before
        while i < b and j < d and old[i] == new[j]:
            yield i, j
            i, j = i + 1, j + 1


def _once(words: Sequence[str], start: int, end: int, size: int) -> dict[tuple[str, ...], int]:
    """The rows of `size` words that stand once in a stretch, with where they begin."""
    found: dict[tuple[str, ...], int] = {}
    for i in range(start, end - size + 1):
        row = tuple(words[i : i + size])
        found[row] = -1 if row in found else i
    return {row: i for row, i in found.items() if i >= 0}


def _longest(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of pairs, sorted by their first numbers, in which the second ones grow too."""
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for n, (_, j) in enumerate(pairs):
        place = bisect_left(tails, j)
        before.append(last[place - 1] if place else -1)
        if place == len(tails):
            tails.append(j)
            last.append(n)
        else:
            tails[place], last[place] = j, n
    found = []
    n = last[-1] if last else -1
    while n >= 0:
        found.append(pairs[n])
        n = before[n]
    return found[::-1]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two texts word by word. `match` has for each word of the old text the number of the same word in the new one, or -1.

    `doubtful` are the numbers of old words that another reading of what was taken out or put in would align otherwise.
    `prefix` and `suffix` are how many code points both texts share at their beginning and at their end; they may overlap.
    """

    old: str
    new: str
    before: Words
    after: Words
    match: tuple[int, ...]
    doubtful: frozenset[int]
    prefix: int
    suffix: int

    @property
    def only_inserted(self) -> bool:
        """Whether the new text is the old one with one piece put into it: then no place is in doubt."""
        return self.prefix + self.suffix >= len(self.old)


def align(old: str, new: str) -> Alignment:
    """The alignment of two texts."""
    before, after = words_of(old), words_of(new)
    if old == new:
        return Alignment(old, new, before, after, tuple(range(len(before.tokens))), frozenset(), len(old), len(old))
    match = aligned(before.tokens, after.tokens)
    starts = {i for i, n in enumerate(before.lines) if not i or before.lines[i - 1] != n}
    new_starts = {i for i, n in enumerate(after.lines) if not i or after.lines[i - 1] != n}
    doubtful = settle(before.tokens, after.tokens, match, (starts, new_starts))
    shared = _shared(old, new), _shared(old[::-1], new[::-1])
    return Alignment(old, new, before, after, tuple(match), frozenset(doubtful), *shared)


def _shared(one: str, other: str) -> int:
    """How many code points two texts share at their beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
