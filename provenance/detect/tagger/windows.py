"""Windows: packs of whole paragraphs, cut at sentence ends where a paragraph is too long, as the network reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from provenance.detect.tagger.pieces import SEPARATOR, START, Vocabulary
from provenance.detect.tagger.words import QUOTE, Words

WINDOW = 192
"""Pieces in a window at most, the marks of its edges included."""
TYPES = 8
"""Token types: 0 the start, 1-3 the letter cases outside a quotation, 4-6 inside, 7 the end of a paragraph."""
_STOPS = frozenset(".?!")


@dataclass(frozen=True, slots=True)
class Window:
    """What the network reads at once.

    `ids` and `types` are of its pieces; `positions` where the first piece of each word stands; `words` which words those are.
    """

    ids: Sequence[int]
    types: Sequence[int]
    positions: Sequence[int]
    words: Sequence[int]


def windows_of(words: Words, vocabulary: Vocabulary, limit: int = WINDOW) -> list[Window]:
    """The windows of a text, in order; each word is in one of them."""
    pieces = vocabulary.split_all(words.forms)
    made: list[Window] = []
    pack: list[tuple[int, int]] = []
    size = 1
    for first, last, length in units_of(words, [len(split) for split in pieces], limit - 2):
        if pack and size + length + 1 > limit:
            made.append(_window(words, pieces, pack))
            pack, size = [], 1
        pack.append((first, last))
        size += length + 1
    if pack:
        made.append(_window(words, pieces, pack))
    return made


def units_of(words: Words, sizes: Sequence[int], limit: int) -> list[tuple[int, int, int]]:
    """Paragraphs, or runs of their sentences, of at most the size `limit`: first word, last word + 1, size.

    `sizes` is that of each word, none above `limit`.
    """
    found = []
    for first, last in words.paragraphs:
        begin = first
        while begin < last:
            length, end, cut, cut_length = 0, begin, begin, 0
            while end < last and length + sizes[end] <= limit:
                length += sizes[end]
                end += 1
                if _ends_sentence(words.forms, end, last):
                    cut, cut_length = end, length
            if end < last and cut > begin:
                end, length = cut, cut_length
            found.append((begin, end, length))
            begin = end
    return found


def _ends_sentence(forms: Sequence[str], end: int, last: int) -> bool:
    """Whether a sentence ends before word `end`: after a stop that no closing mark follows, or after that mark."""
    if forms[end - 1] in _STOPS:
        return end >= last or forms[end] != QUOTE
    return forms[end - 1] == QUOTE and end > 1 and forms[end - 2] in _STOPS


def _window(words: Words, pieces: Sequence[tuple[int, ...]], pack: Sequence[tuple[int, int]]) -> Window:
    ids, types, positions, numbers = [START], [0], [], []
    for first, last in pack:
        for i in range(first, last):
            positions.append(len(ids))
            numbers.append(i)
            ids += pieces[i]
            types += [1 + words.cases[i] + 3 * words.quoted[i]] * len(pieces[i])
        ids.append(SEPARATOR)
        types.append(TYPES - 1)
    return Window(ids, types, positions, numbers)
