"""Words of a text with all places where they stand, in both versions of it, told apart by what stands around them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from provenance.anchors.align import Alignment, Words

CONTEXT = 32
"""So many equal code points around the words, in one piece with them, make a place sure."""
FEW = 50
"""Copies of a place with the same surroundings that are looked at."""

_Key = tuple[str, str]


class Quote:
    """Some words with all places where they begin, in the old text (`olds`) and in the new one (`places`)."""

    def __init__(self, words: str, alignment: Alignment, olds: tuple[int, ...], places: tuple[int, ...]) -> None:
        self.olds, self.places = olds, places
        self._size, self._all = len(words), alignment
        self.is_common = False
        """Whether all of its words stand too often for its places to be looked up."""
        self._contexts: tuple[Counter[_Key], Mapping[_Key, list[int]]] | None = None
        self._new: defaultdict[_Key, list[int]] | None = None

    def like(self, start: int) -> set[int]:
        """The places with the surroundings of the old place that begins at `start`, which stand around no other one."""
        olds, news = self._read()
        keys = _keys(self._all.old, start, start + self._size)
        return {news[key][0] for key in keys if olds[key] == 1 and len(news.get(key, ())) == 1}

    def put_in(self, start: int, is_new: Callable[[int], bool]) -> set[int]:
        """Of the places for which `is_new` holds those with any of the surroundings of the old place."""
        if self._new is None:
            self._new = defaultdict(list)
            for place in filter(is_new, self.places):
                for key in _keys(self._all.new, place, place + self._size):
                    self._new[key].append(place)
        return {place for key in _keys(self._all.old, start, start + self._size) for place in self._new.get(key, ())[:FEW]}

    def is_unclear(self, start: int) -> bool:
        """Whether surroundings of the old place stand around several places, in the old text or in the new one."""
        olds, news = self._read()
        keys = _keys(self._all.old, start, start + self._size)
        return any(key in news and (olds[key] > 1 or len(news[key]) > 1) for key in keys)

    def _read(self) -> tuple[Counter[_Key], Mapping[_Key, list[int]]]:
        if self._contexts is None:
            olds = Counter(key for place in self.olds for key in _keys(self._all.old, place, place + self._size))
            news: defaultdict[_Key, list[int]] = defaultdict(list)
            for place in self.places:
                for key in _keys(self._all.new, place, place + self._size):
                    news[key].append(place)
            self._contexts = olds, dict(news)
        return self._contexts


def common_start(one: str, other: str) -> int:
    """How many code points two texts share at their beginning."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _keys(text: str, start: int, end: int) -> Iterator[_Key]:
    """What stands around a place: CONTEXT code points before it, behind it, and half as many on both sides."""
    half = CONTEXT // 2
    if start >= CONTEXT:
        yield "before", text[start - CONTEXT : start]
    if end + CONTEXT <= len(text):
        yield "behind", text[end : end + CONTEXT]
    if start >= half and end + half <= len(text):
        yield "around", text[start - half : start] + "\0" + text[end : end + half]


def places_of(text: str, words: Words, numbers: Sequence[int], shift: int, quote: str) -> Iterator[int]:
    """Where a quote begins, of which a word stands `shift` code points from its beginning."""
    for number in numbers:
        start = words.starts[number] - shift
        if start >= 0 and text.startswith(quote, start):
            yield start


def index_of(words: Words) -> dict[str, list[int]]:
    """The places of each word, by number."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, token in enumerate(words.tokens):
        found[token].append(number)
    return dict(found)
