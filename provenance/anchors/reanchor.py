"""Where spans of a text stand in another version of it; a span that could stand in two places, or nowhere, is an orphan.

A place is taken only where the same words stand there *and* what stands around them says that they are the same: position first
(the words that the alignment of the texts puts there), then the quote with its context, as a TextQuoteSelector has it. A
lookalike elsewhere is never taken silently: words that are short, or stand twice, need their surroundings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from provenance.anchors.align import Alignment
from provenance.anchors.quotes import CONTEXT, Quote, common_start, index_of, places_of
from provenance.anchors.slide import reversed_match
from provenance.spans import Span

AnchorStatus = Literal["exact", "moved", "orphan"]
"""The same words at the same offsets, the same words elsewhere, or no place that is beyond doubt."""
OrphanReason = Literal["", "gone", "ambiguous", "context"]
"""Why an orphan is one: its words stand nowhere; in several equally good places; somewhere, but among other words."""

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)]? |[。！？]")

BESIDE = 12
"""Words on either side, in the same line, of which most must be the same where no CONTEXT is."""
MOSTLY, FEWEST = 0.75, 6
"""The share of those words, and their least number."""
TELLING = 40
"""Words of so many code points that stand once in both texts need no surroundings."""
MOST = 5_000
"""Words that stand more often in either text are not looked up: nothing but their position can tell them apart."""


@dataclass(frozen=True, slots=True)
class Anchored:
    """What became of a span. `place` is None for an orphan, and `reason` is empty for all others."""

    span: Span
    status: AnchorStatus
    place: Span | None
    reason: OrphanReason = ""


def reanchored(alignment: Alignment, spans: Iterable[Span]) -> dict[Span, Anchored]:
    """What becomes of each of the spans, which are of the old text."""
    wanted = sorted(set(spans))
    if alignment.old == alignment.new:
        return {span: Anchored(span, "exact", span) for span in wanted}
    if alignment.only_inserted:
        return {span: _of_insertion(alignment, span) for span in wanted}
    return _Search(alignment).found(wanted)


def _placed(span: Span, place: Span) -> Anchored:
    return Anchored(span, "exact" if place == span else "moved", place)


def _of_insertion(alignment: Alignment, span: Span) -> Anchored:
    """Where one piece was put in, all before it stands where it stood, and all behind it is shifted.

    Between like words it may have been put in at several places: where a line or a sentence begins, else as late as can be.
    """
    shift, low = len(alignment.new) - len(alignment.old), len(alignment.old) - alignment.suffix
    shifted = Span(span.start + shift, span.end + shift)
    at = _put_in_at(alignment.old, low, alignment.prefix)
    if span.end <= at or (span.end <= alignment.prefix and span.start < low):
        return _placed(span, span)
    if span.start >= low:
        return _placed(span, shifted)
    return Anchored(span, "orphan", None, "gone" if span.of(alignment.old) not in alignment.new else "context")


def _put_in_at(old: str, low: int, high: int) -> int:
    """Where, from `low` to `high`, a piece was put in: behind or before all, where a line begins, else a sentence, else as late
    as can be."""
    if high == len(old) or low == 0:
        return high if high == len(old) else 0
    line = old.rfind("\n", low - 1, high) + 1
    if line:
        return line
    ends = [match.end() for match in _SENTENCE_END.finditer(old, max(0, low - 3), high) if match.end() >= low]
    return ends[-1] if ends else high


class _Search:
    """Finds spans in one pair of texts."""

    def __init__(self, alignment: Alignment) -> None:
        self._all = alignment
        self._where = index_of(alignment.before), index_of(alignment.after)
        self._back = reversed_match(alignment.match, len(alignment.after.tokens))
        self._quotes: dict[str, Quote] = {}

    def found(self, wanted: Sequence[Span]) -> dict[Span, Anchored]:
        """By the alignment first; what it leaves open by quote and context, in places that are not taken."""
        by_position = {span: place for span in wanted if (place := self._by_position(span)) is not None}
        taken = {(place, span.of(self._all.old)) for span, place in by_position.items()}
        return {
            span: self._by_quote(span, taken) if span not in by_position else self._unless_copied(span, by_position[span])
            for span in wanted
        }

    # ------------------------------------------------------------ by position

    def _by_position(self, span: Span) -> Span | None:
        """The place that the alignment of the texts gives the words, where enough around them is aligned with them."""
        before, after, match = self._all.before, self._all.after, self._all.match
        inside = before.within(span)
        if not inside or match[inside[0]] < 0:
            return None
        first = match[inside[0]]
        start = after.starts[first] + span.start - before.starts[inside[0]]
        place = Span(start, start + span.end - span.start)
        if start < 0 or place.of(self._all.new) != span.of(self._all.old):
            return None
        if any(match[i] != first + n for n, i in enumerate(inside)):
            return None
        if not self._all.doubtful.isdisjoint(inside):
            return None
        telling = span.end - span.start >= TELLING and self._alone(span)
        joined = self._context(inside) >= CONTEXT and not self._is_replaced(inside)
        return place if telling or joined or self._beside(inside) else None

    def _context(self, inside: range) -> int:
        """How many code points around the words are aligned with them in one piece, CONTEXT on each side at most."""
        before, match = self._all.before, self._all.match
        left = right = 0
        i = inside[0]
        while i > 0 and match[i - 1] >= 0 and match[i - 1] == match[i] - 1 and left < CONTEXT:
            i -= 1
            left = before.starts[inside[0]] - before.starts[i]
        i = inside[-1]
        while i + 1 < len(match) and match[i + 1] >= 0 and match[i + 1] == match[i] + 1 and right < CONTEXT:
            i += 1
            right = before.ends[i] - before.ends[inside[-1]]
        return min(left, CONTEXT) + min(right, CONTEXT)

    def _is_replaced(self, inside: range) -> bool:
        """Whether a word next to these, in the same line, was replaced by another: the sentence may be another one."""
        return any(
            self._neighbour(i, step, self._all.match, self._all.before.lines)
            and self._neighbour(self._all.match[i], step, self._back, self._all.after.lines)
            for i, step in ((inside[0], -1), (inside[-1], 1))
        )

    @staticmethod
    def _neighbour(at: int, step: int, match: Sequence[int], lines: Sequence[int]) -> bool:
        """Whether the word next to one stands in the same line and has no counterpart."""
        beside = at + step
        return 0 <= beside < len(match) and lines[beside] == lines[at] and match[beside] < 0

    def _beside(self, inside: range) -> bool:
        """Whether most words beside these, in the same line, are the same in both texts."""
        here = _window(inside, self._all.before.lines)
        first, last = self._all.match[inside[0]], self._all.match[inside[-1]]
        there = _window(range(first, last + 1), self._all.after.lines)
        same = sum(self._all.match[i] in there for i in here if i not in inside)
        return same >= FEWEST and same >= MOSTLY * (max(len(here), len(there)) - len(inside))

    def _unless_copied(self, span: Span, place: Span) -> Anchored:
        """The place, unless the words were put in once more with the same surroundings: then nobody can say which are meant."""
        quote, size = self._quote(span), span.end - span.start
        least = self._alike(span, place.start)
        for other in quote.put_in(span.start, lambda start: self._is_new(Span(start, start + size))):
            if other != place.start and self._alike(span, other) >= least:
                return Anchored(span, "orphan", None, "ambiguous")
        return _placed(span, place)

    def _is_new(self, place: Span) -> bool:
        """Whether words of the new text have no counterpart in the old one."""
        return self._back[self._all.after.within(place)[0]] < 0

    def _alike(self, span: Span, start: int) -> int:
        """How many code points around a place are those around the old one, CONTEXT on each side at most."""
        old, new, end = self._all.old, self._all.new, start + span.end - span.start
        before = common_start(old[max(0, span.start - CONTEXT) : span.start][::-1], new[max(0, start - CONTEXT) : start][::-1])
        return before + common_start(old[span.end : span.end + CONTEXT], new[end : end + CONTEXT])

    # ------------------------------------------------------------ by quote and context

    def _by_quote(self, span: Span, taken: set[tuple[Span, str]]) -> Anchored:
        """The one place with the same words and the same surroundings; where there is none, or several, an orphan."""
        words = span.of(self._all.old)
        quote = self._quote(span)
        if quote.places and not self._all.doubtful.isdisjoint(self._all.before.within(span)):
            return Anchored(span, "orphan", None, "ambiguous")
        if quote.is_common:
            return Anchored(span, "orphan", None, "ambiguous")
        if not quote.places:
            return Anchored(span, "orphan", None, "gone")
        found = {place for place in quote.like(span.start) if (Span(place, place + len(words)), words) not in taken}
        if not found and len(words) >= TELLING and self._alone(span):
            found = set(quote.places)
        if len(found) == 1:
            start = found.pop()
            return _placed(span, Span(start, start + len(words)))
        several = len(found) > 1 or (len(quote.places) > 1 and quote.is_unclear(span.start))
        return Anchored(span, "orphan", None, "ambiguous" if several else "context")

    def _alone(self, span: Span) -> bool:
        """Whether the words stand once in the old text and once in the new one."""
        quote = self._quote(span)
        return len(quote.olds) == 1 and len(quote.places) == 1

    def _quote(self, span: Span) -> Quote:
        words = span.of(self._all.old)
        if words not in self._quotes:
            before, after = self._all.before, self._all.after
            whole = [i for i in before.within(span) if span.contains(Span(before.starts[i], before.ends[i]))]
            olds, news = self._where
            found = Quote(words, self._all, (), ())
            common = whole and min(max(len(news.get(before.tokens[i], ())), len(olds[before.tokens[i]])) for i in whole) > MOST
            found.is_common = bool(common)
            if whole and not common:
                rarest = min(whole, key=lambda i: (max(len(news.get(before.tokens[i], ())), len(olds[before.tokens[i]])), i))
                shift, token = before.starts[rarest] - span.start, before.tokens[rarest]
                found = Quote(
                    words,
                    self._all,
                    tuple(places_of(self._all.old, before, olds[token], shift, words)),
                    tuple(places_of(self._all.new, after, news.get(token, ()), shift, words)),
                )
            self._quotes[words] = found
        return self._quotes[words]


def _window(inside: range, lines: Sequence[int]) -> range:
    """The words and those beside them in the same line, BESIDE on each side at most."""
    first, last = inside[0], inside[-1]
    while first > 0 and lines[first - 1] == lines[inside[0]] and inside[0] - first < BESIDE:
        first -= 1
    while last + 1 < len(lines) and lines[last + 1] == lines[inside[-1]] and last - inside[-1] < BESIDE:
        last += 1
    return range(first, last + 1)
