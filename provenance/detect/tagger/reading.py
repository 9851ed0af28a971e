"""What a network makes of a text, and how attributions come of it."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from provenance.detect.tagger.linking import Affinity, Linked, Linker, nothing_known
from provenance.detect.tagger.tags import Range, Scores, best_tags, log_probabilities, ranges_of
from provenance.detect.tagger.words import Words, words_of


@dataclass(frozen=True, slots=True)
class Reading:
    """The tag logits of all words of a text; the ranges of words of its windows; the link vectors of each, if any.

    The first half of a link vector is of a word that hangs on a cue, the second of one that is a cue.
    """

    scores: Scores
    windows: Sequence[Range]
    links: Sequence[Scores] = ()


class Network(Protocol):
    """Reads words."""

    def read(self, words: Words) -> Reading:
        """What the network says of the words of one text."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A text with the tag of each word, the logarithm of its probability (`sure`), and its attributions."""

    words: Words
    tags: Sequence[int]
    sure: Sequence[float]
    attributions: Sequence[Linked]

    def confidence(self, ranges: Sequence[Range]) -> float:
        """The geometric mean of the probabilities of the tags of some words."""
        total = sum(sum(self.sure[first:last]) for first, last in ranges)
        return math.exp(total / sum(last - first for first, last in ranges))


def tag(text: str, network: Network, link_weight: float = 0.0) -> Tagged:
    """The tags and attributions of a text. `link_weight`: words that a factor e of the network's doubt in a link costs."""
    return tag_words(words_of(text), network, link_weight)


def tag_words(words: Words, network: Network, link_weight: float = 0.0) -> Tagged:
    """As `tag`, of words that are cut already."""
    reading = network.read(words)
    logs = log_probabilities(reading.scores)
    tags = [0] * len(words)
    for first, last in reading.windows:
        tags[first:last] = best_tags(logs[first:last])
    ranges = ranges_of(tags, words.paragraphs)
    affinity = _affinity(reading, ranges["CUE"], link_weight) if link_weight and reading.links else nothing_known
    sure = logs[np.arange(len(words)), tags].tolist()
    return Tagged(words, tags, sure, Linker(words, ranges, affinity).link())


def _affinity(reading: Reading, cues: Sequence[Range], weight: float) -> Affinity:
    """How little the words of a dependent hang on a cue, on average, among the cues of its window."""
    begins = [first for first, _ in reading.windows]
    cues_in: dict[int, list[int]] = {}
    for first, _ in cues:
        cues_in.setdefault(bisect_right(begins, first), []).append(first)
    known: dict[Range, dict[int, float]] = {}

    def affinity(dependent: Range, cue: Range) -> float:
        number = bisect_right(begins, dependent[0])
        if number != bisect_right(begins, cue[0]):
            return 0.0
        if dependent not in known:
            vectors, offset, rivals = reading.links[number - 1], begins[number - 1], cues_in[number]
            half = vectors.shape[1] // 2
            own = vectors[dependent[0] - offset : dependent[1] - offset, :half]
            scores = own @ vectors[[rival - offset for rival in rivals], half:].T / np.float32(half**0.5)
            known[dependent] = dict(zip(rivals, log_probabilities(scores).mean(0).tolist(), strict=True))
        return -weight * known[dependent][cue[0]]

    return affinity
