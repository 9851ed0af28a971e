"""A network that says anything: any bytes as the scores of its tags and the vectors of its links."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from provenance.detect.learned import LINK_WEIGHT
from provenance.detect.tagger.nesting import with_nested
from provenance.detect.tagger.reading import Reading, tag_words
from provenance.detect.tagger.tags import TAGS, best_tags, ranges_of
from provenance.detect.tagger.words import Words, words_of

LINK_SIZE = 4
"""Numbers of a link vector."""
_SPECIAL = np.array([np.nan, np.inf, -np.inf, 0.0, -0.0, 3.4e38, -3.4e38, 1e-45], np.float32)


def numbers(data: bytes, count: int) -> npt.NDArray[np.float32]:
    """`count` numbers from bytes, again and again from their beginning: the plain ones -16 to 15, and one in eight a special."""
    raw = np.resize(np.frombuffer(data or b"\x80", np.uint8), count)
    return np.where(raw < 32, _SPECIAL[raw % 8], (raw.astype(np.float32) - 128) / 8).astype(np.float32)


class AnyNetwork:
    """A network whose scores are `data`; windows are of `size` words."""

    def __init__(self, data: bytes, size: int = 7, linked: bool = True) -> None:
        self._data, self._size, self._linked = data, size, linked

    def read(self, words: Words) -> Reading:
        """Scores and vectors of the right shapes, and nothing else right."""
        scores = numbers(self._data, len(words) * len(TAGS)).reshape(len(words), len(TAGS))
        windows = [(first, min(first + self._size, len(words))) for first in range(0, len(words), self._size)]
        links = [
            numbers(self._data[::-1], (last - first) * LINK_SIZE).reshape(last - first, LINK_SIZE) for first, last in windows
        ]
        return Reading(scores, windows, links if self._linked else ())


def decoded(text: str, data: bytes) -> None:
    """All steps from scores to attributions; raises AssertionError where one of them breaks its promise."""
    words = words_of(text)
    assert all(0 <= a < b <= len(text) for a, b in zip(words.starts, words.ends, strict=True))
    for linked in (True, False):
        network = AnyNetwork(data, 1 + len(data) % 9, linked)
        with np.errstate(all="ignore"):
            tags = best_tags(network.read(words).scores)
        assert len(tags) == len(words) and all(0 <= tag < len(TAGS) for tag in tags)
        _assert_apart(ranges_of(tags, words.paragraphs)["CONTENT"], words)
        with np.errstate(all="ignore"):
            tagged = tag_words(words, network, LINK_WEIGHT)
            nested = with_nested(tagged, network, LINK_WEIGHT)
        for one in nested:
            assert one.linked.contents
            for first, last in (*one.linked.contents, *filter(None, (one.linked.source, one.linked.cue))):
                assert 0 <= first < last <= len(words)
            assert one.parent is None or one.parent >= 0
            assert math.isfinite(one.confidence) and 0 <= one.confidence <= 1


def _assert_apart(ranges: Sequence[tuple[int, int]], words: Words) -> None:
    assert all(0 <= a < b <= len(words) for a, b in ranges)
    assert all(one[1] <= other[0] for one, other in pairwise(ranges))
    for first, last in words.paragraphs:
        assert all(not (a < first < b) and not (a < last < b) for a, b in ranges)
