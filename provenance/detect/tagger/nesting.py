"""Attributions within the contents of others: each content is read again as if it were a text of its own."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from provenance.detect.tagger.linking import Linked
from provenance.detect.tagger.reading import Network, Tagged, tag_words
from provenance.detect.tagger.tags import Range
from provenance.detect.tagger.words import QUOTE, Words

DEPTH = 3
"""Levels of attribution that are looked for."""
_SHORTEST = 5
"""Words of a content that is read again."""


@dataclass(frozen=True, slots=True)
class Nested:
    """An attribution, the index of the one whose content holds it (None: the outermost) and its confidence."""

    linked: Linked
    parent: int | None
    confidence: float


def with_nested(tagged: Tagged, network: Network, link_weight: float = 0.0, depth: int = DEPTH) -> list[Nested]:
    """The attributions of a text, the outermost first, then level by level those within their contents."""
    found = [Nested(one, None, confidence_of(tagged, one)) for one in tagged.attributions]
    level = list(range(len(found)))
    for _ in range(depth - 1):
        parts = [(i, part) for i in level for part in found[i].linked.contents if part[1] - part[0] >= _SHORTEST]
        if not parts:
            break
        begun = len(found)
        found += _within(tagged.words, parts, network, link_weight)
        level = list(range(begun, len(found)))
    return found


def confidence_of(tagged: Tagged, one: Linked) -> float:
    """How sure the network is of an attribution: of the tags of its cue and source, and of its content's."""
    sure = tagged.confidence([r for r in (one.cue, one.source) if r] or one.contents)
    return float((sure * tagged.confidence(one.contents)) ** 0.5)


def _within(words: Words, parts: Sequence[tuple[int, Range]], network: Network, link_weight: float) -> list[Nested]:
    """What stands within the contents `parts` (each with the index of its attribution): all read at once, a paragraph each.

    A content that nobody and nothing introduces, such as a quotation in a quoted report, is no attribution of its own.
    """
    inner, origins, owners = _contents_as_text(words, parts)
    tagged = tag_words(inner, network, link_weight)
    found = []
    for one in tagged.attributions:
        first = one.contents[0][0]
        owner, limits = owners[bisect_right(owners, first, key=lambda each: each[1][0]) - 1]
        ranges = [r for r in (one.source, one.cue, *one.contents) if r]
        told = one.cue is not None or one.source is not None
        if told and all(limits[0] <= r[0] and r[1] <= limits[1] for r in ranges):
            found.append(Nested(_moved(one, origins), owner, confidence_of(tagged, one)))
    return found


def _contents_as_text(words: Words, parts: Sequence[tuple[int, Range]]) -> tuple[Words, list[int], list[tuple[int, Range]]]:
    """Contents as the paragraphs of a text, without the marks of quotations that hold the whole of one."""
    origins: list[int] = []
    paragraphs: list[Range] = []
    owners: list[tuple[int, Range]] = []
    quoted: list[bool] = []
    for owner, (first, last) in parts:
        inside = range(first, last)
        if all(words.quoted[i] for i in inside):
            kept = [i for i in inside if words.forms[i] != QUOTE]
            quoted += [False] * len(kept)
        else:
            kept = list(inside)
            quoted += [words.quoted[i] for i in kept]
        if kept:
            paragraphs.append((len(origins), len(origins) + len(kept)))
            owners.append((owner, paragraphs[-1]))
            origins += kept
    text = replace(
        words,
        starts=[words.starts[i] for i in origins],
        ends=[words.ends[i] for i in origins],
        forms=[words.forms[i] for i in origins],
        cases=[words.cases[i] for i in origins],
        quoted=quoted,
        paragraphs=paragraphs,
    )
    return text, origins, owners


def _moved(one: Linked, origins: Sequence[int]) -> Linked:
    """An attribution in the words of the whole text."""

    def moved(part: Range) -> Range:
        return origins[part[0]], origins[part[1] - 1] + 1

    return Linked(
        moved(one.source) if one.source else None, moved(one.cue) if one.cue else None, tuple(moved(c) for c in one.contents)
    )
