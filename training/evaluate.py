"""Flat scores of a tagger: an attribution is right when its content covers the gold content and its source touches gold's."""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from provenance.detect.tagger.linking import Linked
from provenance.detect.tagger.network import Encoder
from provenance.detect.tagger.reading import Network, Tagged, tag
from provenance.detect.tagger.recurrent import Recurrent
from provenance.detect.tagger.words import Words
from training.data import Attribution, Spans, Text, read_texts, read_vocabulary

_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Score:
    """Counts of right, predicted and gold attributions, one entry for each text."""

    right: list[int] = field(default_factory=list)
    predicted: list[int] = field(default_factory=list)
    gold: list[int] = field(default_factory=list)

    def figures(self, chosen: Sequence[int] | None = None) -> tuple[float, float, float]:
        """Precision, recall and F1 over all texts or some (bootstrap: with repeats)."""
        picked = range(len(self.right)) if chosen is None else chosen
        right, predicted, gold = (sum(counts[i] for i in picked) for counts in (self.right, self.predicted, self.gold))
        precision, recall = right / max(1, predicted), right / max(1, gold)
        return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)

    def interval(self, draws: int = 1000) -> tuple[float, float]:
        """The middle 95 % of F1 over texts drawn with replacement."""
        rng = np.random.default_rng(0)
        values = [self.figures(rng.integers(0, len(self.right), len(self.right)).tolist())[2] for _ in range(draws)]
        low, high = np.percentile(values, [2.5, 97.5])
        return float(low), float(high)

    def __str__(self) -> str:
        return "P {:.3f} R {:.3f} F1 {:.3f}".format(*self.figures())


def spans_of(words: Words, linked: Linked) -> Attribution:
    """The characters of a linked attribution."""

    def spans(ranges: Iterable[tuple[int, int] | None]) -> Spans:
        return tuple((words.starts[r[0]], words.ends[r[1] - 1]) for r in ranges if r)

    return Attribution(spans([linked.source]), spans([linked.cue]), spans(linked.contents))


def matches(text: str, predicted: Sequence[Attribution], gold: Sequence[Attribution]) -> list[tuple[int, int]]:
    """One-to-one pairs, the closest first."""
    mine = [[_words(text, s) for s in (a.source, a.cue, a.content)] for a in predicted]
    theirs = [[_words(text, s) for s in (a.source, a.cue, a.content)] for a in gold]
    options = []
    for i, p in enumerate(mine):
        for j, g in enumerate(theirs):
            both = len(p[2] & g[2])
            if both and both / len(p[2] | g[2]) >= 0.5 and (p[0] & g[0] or not (p[0] or g[0])):
                options.append((both / len(p[2] | g[2]) + 0.5 * bool(p[1] & g[1]), i, j))
    taken: tuple[set[int], set[int]] = (set(), set())
    found = []
    for _, i, j in sorted(options, key=lambda o: (-o[0], o[1], o[2])):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            found.append((i, j))
    return found


def _words(text: str, spans: Spans) -> frozenset[int]:
    return frozenset(m.start() for s, e in spans for m in _WORD.finditer(text, s, e))


def evaluate(texts: Sequence[Text], tagged_of: Callable[[str], Tagged]) -> Score:
    """The score of a tagger on annotated texts."""
    score = Score()
    for text in texts:
        tagged = tagged_of(text.text)
        predicted = [spans_of(tagged.words, one) for one in tagged.attributions]
        gold = text.attributions or ()
        score.right.append(len(matches(text.text, predicted, gold)))
        score.predicted.append(len(predicted))
        score.gold.append(len(gold))
    return score


def main() -> None:
    """Score an exported model on a corpus file, and time it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("corpus", type=Path, nargs="+")
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--link", type=float, nargs="+", default=[0.0])
    parser.add_argument("--fast", action="store_true")
    options = parser.parse_args()
    vocabulary = read_vocabulary(options.base)
    kind = Recurrent if options.fast else Encoder
    network: Network = kind(options.model, vocabulary, options.threads)
    for path in options.corpus:
        texts = list(read_texts(path))
        for link in options.link:
            begun, cpu = time.perf_counter(), time.process_time()
            score = evaluate(texts, lambda text, link=link: tag(text, network, link))  # type: ignore[misc]
            took, used = time.perf_counter() - begun, time.process_time() - cpu
            count = sum(len(_WORD.findall(text.text)) for text in texts)
            low, high = score.interval()
            speed = f"{count / took:.0f} words/s ({count / used:.0f} of CPU)"
            print(f"{path.name} link {link}: {score} [{low:.3f}, {high:.3f}]  {speed}")


if __name__ == "__main__":
    main()
