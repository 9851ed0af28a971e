"""Joins tagged sources, cues and contents into attributions.

What a stretch belongs to is a matter of distance: the words between it and a cue, dearer over the end of a sentence, a
paragraph or another cue; and of what the network says governs its words, where both were in one window.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from provenance.detect.tagger.tags import Range
from provenance.detect.tagger.words import QUOTE, Words

Affinity = Callable[[Range, Range], float]
"""How much dearer a (dependent, cue) pair is for the network's doubt: 0 where it is certain or was not asked."""

_SENTENCE, _PARAGRAPH, _CUE = 15, 40, 8
"""What the end of a sentence, of a paragraph, and another cue cost, in words."""
_FARTHEST, _LIMIT = 250, 75
"""Words within which a partner is looked for, and the highest cost of a pair."""
_SHARED = 60
"""Words to the left within which a cue without a source may share another's."""
_HOLE = 1
"""Untagged words inside a content that are filled in."""
_GAP = 6
"""Words that may part two contents on one side of their cue."""
_STOPS = frozenset(".!?")
_EDGES = frozenset([",", ";", ":", "—", "–", "-"])
"""Marks that are no part of a content where they stand at its edge."""
_TITLES = "Mr Mrs Ms Dr Sen Rep Gov Gen Lt Col Sgt St Jr Sr Rev Prof"
_ABBREVIATIONS = frozenset((_TITLES + " Inc Corp Co Jan Feb Mar Apr Aug Sept Oct Nov Dec vs No").split())


@dataclass(frozen=True, slots=True)
class Linked:
    """One attribution as ranges of words; a source or cue that it lacks is None."""

    source: Range | None
    cue: Range | None
    contents: tuple[Range, ...]


def nothing_known(dependent: Range, cue: Range) -> float:
    """The affinity of a linker that has distances alone."""
    return 0.0


class Linker:
    """Links the tagged ranges of one text. `ranges` are of each role; time grows linearly with their number."""

    def __init__(self, words: Words, ranges: Mapping[str, Sequence[Range]], affinity: Affinity = nothing_known) -> None:
        self._words = words
        self._cues = sorted(ranges["CUE"])
        self._sources = sorted(ranges["SOURCE"])
        self._cue_starts = [cue[0] for cue in self._cues]
        self._source_starts = [source[0] for source in self._sources]
        self._ends = _sentence_ends(words)
        self._breaks = [last - 1 for _, last in words.paragraphs]
        # How many stand before each word: what lies between two places is then a difference.
        self._ended, self._broken, self._cued = (
            _counts(places, len(words)) for places in (self._ends, self._breaks, self._cue_starts)
        )
        self._affinity = affinity
        self._contents = self._filled(sorted(ranges["CONTENT"]))

    def link(self) -> list[Linked]:
        """The attributions, in the order of their first content."""
        contents_of: dict[Range, list[Range]] = {cue: [] for cue in self._cues}
        found: list[Linked] = []
        for content in self._contents:
            cue = self._cheapest(content, self._near(self._cues, self._cue_starts, content), self._affinity)
            if cue is not None:
                contents_of[cue].append(content)
            else:
                near = self._near(self._sources, self._source_starts, content)
                whole = tuple(self._whole([content]))
                if whole:
                    found.append(Linked(self._cheapest(content, near, nothing_known), None, whole))
        claimed = self._claimed_cues()
        for cue, contents in contents_of.items():
            kept = self._joined(cue, contents)
            if kept:
                found.append(Linked(self._source_of(cue, claimed), cue, tuple(kept)))
        return sorted(found, key=lambda one: (one.contents[0], one.cue or (0, 0)))

    def _claimed_cues(self) -> dict[Range, list[Range]]:
        """The sources that hold each cue for the cheapest of theirs."""
        claimed: dict[Range, list[Range]] = {}
        for source in self._sources:
            cue = self._cheapest(source, self._near(self._cues, self._cue_starts, source), self._affinity)
            if cue is not None:
                claimed.setdefault(cue, []).append(source)
        return claimed

    def _source_of(self, cue: Range, claimed: Mapping[Range, Sequence[Range]]) -> Range | None:
        """The cheapest source that claims a cue, else the nearest one to its left in its sentence."""
        own = claimed.get(cue)
        if own:
            return min(own, key=lambda s: (self._cost(s, cue) + self._affinity(s, cue), s))
        near = [
            s
            for s in self._near(self._sources, self._source_starts, cue)
            if s[1] <= cue[0]
            and cue[0] - s[1] < _SHARED
            and not _between(self._ends, s[1] - 1, cue[0])
            and not _between(self._breaks, s[1] - 1, cue[0])
        ]
        return min(near, key=lambda s: (self._cost(s, cue), s), default=None)

    @staticmethod
    def _near(ranges: Sequence[Range], starts: Sequence[int], around: Range) -> Sequence[Range]:
        low = bisect_left(starts, around[0] - _FARTHEST + 1)
        return ranges[low : bisect_left(starts, around[0] + _FARTHEST)]

    def _cheapest(self, one: Range, others: Sequence[Range], affinity: Affinity) -> Range | None:
        """The cheapest partner, or None where all are too dear."""
        priced = [(self._cost(one, other), other) for other in others]
        within = [(cost + affinity(one, other), other) for cost, other in priced if cost <= _LIMIT]
        return min(within)[1] if within else None

    def _cost(self, one: Range, other: Range) -> int:
        """How far apart two ranges are."""
        first, second = (one, other) if one[0] <= other[0] else (other, one)
        low, high = first[1], second[0]
        if high < low:
            return 0
        return (
            high
            - low
            + _SENTENCE * (self._ended[high] - self._ended[low - 1])
            + _PARAGRAPH * (self._broken[high] - self._broken[low - 1])
            + _CUE * (self._cued[high] - self._cued[low])
        )

    def _filled(self, contents: Sequence[Range]) -> list[Range]:
        """Contents with holes of a word or so between two of them filled."""
        filled: list[Range] = []
        for content in contents:
            if filled and self._is_hole(filled[-1][1], content[0]):
                filled[-1] = (filled[-1][0], content[1])
            else:
                filled.append(content)
        return filled

    def _is_hole(self, low: int, high: int) -> bool:
        return (
            0 < high - low <= _HOLE
            and not _between(self._ends, low - 1, high)
            and not _between(self._breaks, low - 1, high)
            and not self._overlaps(self._cues, self._cue_starts, low, high)
            and not self._overlaps(self._sources, self._source_starts, low, high)
        )

    @staticmethod
    def _overlaps(ranges: Sequence[Range], starts: Sequence[int], low: int, high: int) -> bool:
        at = bisect_left(starts, high)
        return at > 0 and ranges[at - 1][1] > low

    def _joined(self, cue: Range, contents: Sequence[Range]) -> list[Range]:
        """On each side of a cue, the contents that hang together with the one nearest to it."""
        left = [c for c in reversed(contents) if c[0] < cue[0]]
        right = [c for c in contents if c[0] >= cue[0]]
        kept: list[Range] = []
        for side in (left, right):
            for before, content in zip([None, *side], side, strict=False):
                if before is not None and self._words_between(before, content) > _GAP:
                    break
                kept.append(content)
        return self._whole(sorted(kept))

    def _whole(self, contents: Sequence[Range]) -> list[Range]:
        """Contents that touch as one, without commas and the like at their edges."""
        merged: list[Range] = []
        for first, last in contents:
            if merged and merged[-1][1] == first:
                first = merged.pop()[0]
            merged.append((first, last))
        forms = self._words.forms
        trimmed = []
        for first, last in merged:
            while first < last and forms[first] in _EDGES:
                first += 1
            while first < last and forms[last - 1] in _EDGES:
                last -= 1
            if first < last:
                trimmed.append((first, last))
        return trimmed

    def _words_between(self, one: Range, other: Range) -> int:
        first, second = sorted((one, other))
        return sum(form[0].isalnum() for form in self._words.forms[first[1] : second[0]])


def _between(sorted_places: Sequence[int], low: int, high: int) -> int:
    """How many of the places lie in `[low, high)`."""
    return max(0, bisect_left(sorted_places, high) - bisect_left(sorted_places, low))


def _counts(sorted_places: Sequence[int], size: int) -> list[int]:
    """How many of the places lie before each of `size` words, and at last how many there are."""
    counts: list[int] = []
    for number, place in enumerate(sorted_places):
        counts += [number] * (place + 1 - len(counts))
    return counts + [len(sorted_places)] * (size + 1 - len(counts))


def _sentence_ends(words: Words) -> list[int]:
    """Words that are stops at the end of a sentence."""
    found = []
    for i, form in enumerate(words.forms):
        if form not in _STOPS:
            continue
        follows = i + 1 < len(words)
        if follows and words.starts[i + 1] == words.ends[i] and words.forms[i + 1] not in (QUOTE, "'", ")"):
            continue
        before = words.forms[i - 1] if i else ""
        if form != "." or (len(before) != 1 and before not in _ABBREVIATIONS):
            found.append(i)
    return found
