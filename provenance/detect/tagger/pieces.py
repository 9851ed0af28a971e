"""Word pieces: the greedy longest-match-first split of a word over a BERT vocabulary (lower case, no accents)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

UNKNOWN, START, SEPARATOR, PADDING = 100, 101, 102, 0
"""Numbers of [UNK], [CLS], [SEP] and [PAD] in the vocabulary."""
LONGEST_WORD = 100
"""Characters; a longer word is unknown, as in BERT."""
MOST_PIECES = 6
"""Pieces kept of one word: a hash or an address must not fill the window."""
_CACHED = 100_000


class Vocabulary:
    """Splits words into numbered pieces, and remembers the splits."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self._numbers: Mapping[str, int] = {piece: number for number, piece in enumerate(pieces)}
        self._splits: dict[str, tuple[int, ...]] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def split(self, word: str) -> tuple[int, ...]:
        """One to MOST_PIECES piece numbers of a word."""
        known = self._splits.get(word)
        if known is None:
            known = self._pieces(word)
            if len(self._splits) >= _CACHED:
                self._splits.clear()
            self._splits[word] = known
        return known

    def split_all(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """The pieces of each of many words."""
        return [self.split(word) for word in words]

    def _pieces(self, word: str) -> tuple[int, ...]:
        if len(word) > LONGEST_WORD:
            return (UNKNOWN,)
        plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
        found: list[int] = []
        at = 0
        while at < len(plain) and len(found) < MOST_PIECES:
            end = len(plain)
            while end > at:
                number = self._numbers.get(plain[at:end] if at == 0 else "##" + plain[at:end])
                if number is not None:
                    break
                end -= 1
            else:
                return (UNKNOWN,)
            found.append(number)
            at = end
        return tuple(found) or (UNKNOWN,)
