"""Where a piece was taken out between like words, an alignment cannot tell which of them went: structure may, else it is open.

From "A b. A c." to "A c." the first "A" or the second may have gone. Where one reading takes out whole lines or sentences, it is
meant; where none does, the words that both readings claim are in doubt.
"""

from __future__ import annotations

from collections.abc import Sequence

_ENDS = frozenset('.!?…。！？"”’»')


def settle(old: Sequence[str], new: Sequence[str], match: list[int], first_of_line: tuple[set[int], set[int]]) -> set[int]:
    """Move gaps of the alignment, in place, to where lines or sentences begin; returns the numbers of old words in doubt.

    `first_of_line` has the numbers of the words that begin a line, of the old text and of the new one.
    """
    doubtful = _slide(old, match, len(new), first_of_line[0])
    back = reversed_match(match, len(new))
    unsure = _slide(new, back, len(old), first_of_line[1])
    for i in range(len(match)):
        match[i] = -1
    for j, i in enumerate(back):
        if i >= 0:
            match[i] = j
    return doubtful | {back[j] for j in unsure if back[j] >= 0}


def reversed_match(match: Sequence[int], size: int) -> list[int]:
    """The alignment the other way round: for each of the `size` words of the new text the number of the old one, or -1."""
    back = [-1] * size
    for i, j in enumerate(match):
        if j >= 0:
            back[j] = i
    return back


def _slide(words: Sequence[str], match: list[int], size: int, starts: set[int]) -> set[int]:
    """Move each gap that has nothing on the other side; returns the numbers of the words that two readings claim."""
    doubtful: set[int] = set()
    for a, b in _gaps(match, size):
        low, high = a, a
        while low > 0 and _follows(match, low - 1, a - 1) and words[low - 1] == words[low - 1 + b - a]:
            low -= 1
        while high + b - a < len(words) and _follows(match, high + b - a, b) and words[high] == words[high + b - a]:
            high += 1
        if low == high:
            continue
        best = max(range(low, high + 1), key=lambda at: (_begins(words, at, starts), at))
        if not _begins(words, best, starts):
            doubtful.update(range(low, high + b - a))
            continue
        _move(match, a, b, best)
    return doubtful


def _gaps(match: Sequence[int], size: int) -> list[tuple[int, int]]:
    """The rows of words without a counterpart between words whose counterparts stand side by side."""
    found = []
    a = 0
    while a < len(match):
        if match[a] >= 0:
            a += 1
            continue
        b = a
        while b < len(match) and match[b] < 0:
            b += 1
        before = match[a - 1] if a else -1
        behind = match[b] if b < len(match) else size
        if behind == before + 1:
            found.append((a, b))
        a = b
    return found


def _follows(match: Sequence[int], at: int, edge: int) -> bool:
    """Whether a word and all up to the gap's edge are aligned in one piece."""
    return match[at] >= 0 and match[at] - match[edge] == at - edge


def _begins(words: Sequence[str], at: int, starts: set[int]) -> int:
    """2 where a line begins with the word, 1 where a sentence may, else 0."""
    return 2 if at in starts or at == 0 else int(words[at - 1] in _ENDS)


def _move(match: list[int], a: int, b: int, to: int) -> None:
    """Let the gap `[a, b)` begin at `to`."""
    size = b - a
    while a > to:
        a -= 1
        match[a + size], match[a] = match[a], -1
    while a < to:
        match[a], match[a + size] = match[a + size], -1
        a += 1
