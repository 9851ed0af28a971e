"""The network of the `fast` tagger: recurrent layers over words, the windows of a text side by side.

Which windows stand side by side depends on the text alone, so that no batch of texts changes a result. The padding of the
shorter ones is read too, backwards before their words, and has a small part in what is found: a reason to have little of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from provenance.detect.tagger.network import session_of
from provenance.detect.tagger.pieces import SEPARATOR, Vocabulary
from provenance.detect.tagger.reading import Reading
from provenance.detect.tagger.tags import TAGS, Range
from provenance.detect.tagger.windows import TYPES, units_of
from provenance.detect.tagger.words import Words

PIECES = 3
"""Pieces of a word that the network sees."""
WINDOW = 96
"""Words in a window at most, the marks between paragraphs included."""
_ABREAST = 6
"""Windows that are run side by side at most: a word costs 12.6 us alone, 8.3 with three to five others, 8.9 with fifteen."""
_ALIKE = 0.7
"""Of the length of the longest of those, the shortest has at least this share: the rest would be spent on padding."""


@dataclass(frozen=True, slots=True)
class WordWindow:
    """Piece numbers (rows, PIECES), 0 for none, and types of the words of a window; `rows` are those of words, not marks."""

    pieces: npt.NDArray[np.int64]
    types: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int64]
    words: Range


def word_windows(words: Words, vocabulary: Vocabulary, limit: int = WINDOW) -> list[WordWindow]:
    """The windows of a text in order."""
    numbers: dict[str, int] = {}
    rows = [numbers.setdefault(form, len(numbers)) for form in words.forms]
    distinct = np.array([(*vocabulary.split(form), 0, 0)[:PIECES] for form in numbers], np.int64).reshape(-1, PIECES)
    pieces = distinct[rows]
    types = 1 + np.array(words.cases, np.int64) + 3 * np.array(words.quoted, np.int64)
    made: list[WordWindow] = []
    pack: list[Range] = []
    size = 0
    for first, last, length in [*units_of(words, [1] * len(words), limit - 1), (0, 0, limit)]:
        if pack and size + length + 1 > limit:
            made.append(_window(pieces, types, pack))
            pack, size = [], 0
        pack.append((first, last))
        size += length + 1
    return made


def _window(pieces: npt.NDArray[np.int64], types: npt.NDArray[np.int64], pack: list[Range]) -> WordWindow:
    """One window of the paragraphs of `pack`, a mark after each."""
    first, last = pack[0][0], pack[-1][1]
    breaks = [end - first for _, end in pack]
    rows = np.arange(last - first)
    rows = rows + np.searchsorted(np.array(breaks), rows, side="right")
    size = last - first + len(breaks)
    all_pieces, all_types = np.zeros((size, PIECES), np.int64), np.full(size, TYPES - 1)
    all_pieces[:, 0] = SEPARATOR
    all_pieces[rows], all_types[rows] = pieces[first:last], types[first:last]
    return WordWindow(all_pieces, all_types, rows, (first, last))


class Recurrent:
    """A network in an ONNX file with the inputs `pieces` and `types` and the output `tags`."""

    def __init__(self, path: Path, vocabulary: Vocabulary, threads: int = 1) -> None:
        self._session = session_of(path, threads)
        self._vocabulary = vocabulary

    def read(self, words: Words) -> Reading:
        """The tag logits of all words."""
        scores = np.zeros((len(words), len(TAGS)), np.float32)
        windows = word_windows(words, self._vocabulary)
        for group in _groups(windows):
            longest = len(group[0].types)
            pieces = np.zeros((len(group), longest, PIECES), np.int64)
            types = np.zeros((len(group), longest), np.int64)
            for row, window in enumerate(group):
                pieces[row, : len(window.types)], types[row, : len(window.types)] = window.pieces, window.types
            tags = self._session.run(None, {"pieces": pieces, "types": types})[0]
            for row, window in enumerate(group):
                scores[window.words[0] : window.words[1]] = tags[row, window.rows]
        return Reading(scores, [window.words for window in windows])


def _groups(windows: list[WordWindow]) -> list[list[WordWindow]]:
    """The windows that are run side by side, the longest of each group first."""
    groups: list[list[WordWindow]] = []
    for window in sorted(windows, key=lambda one: (-len(one.types), one.words)):
        group = groups[-1] if groups else []
        if 0 < len(group) < _ABREAST and len(window.types) >= _ALIKE * len(group[0].types):
            group.append(window)
        else:
            groups.append([window])
    return groups
