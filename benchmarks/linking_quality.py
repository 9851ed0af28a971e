"""How right links and stories are: on the made corpus, on sentences of ECB+, and beside a plain TF-IDF baseline.

    python -m benchmarks.linking_quality SHARED               the tables
    python -m benchmarks.linking_quality SHARED --read SEED   30 links between sentences of ECB+, drawn at random, to be read

ECB+ marks events that several articles report. Two sentences count as rightly linked where they share an event; that is strict,
as sentences without a marked event count as wrong, and lenient, as an event is not all that a sentence says.
"""

from __future__ import annotations

import gzip
import json
import math
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks.table import Row, lines
from provenance.claims.link import Linker
from provenance.claims.stories import Text, stories
from provenance.links import LINK_KINDS, ClaimLink, Statement
from provenance.records import Hop
from provenance.registry import Registry, load_registry
from tests.claims.linking import b_cubed
from tests.claims.made import made

ECB = "corpora/ecbplus/topics-1-35.jsonl.gz"
TUNED = range(1, 18)
HALVES = (("topics 1-17 (tuned on)", TUNED), ("topics 18-35", range(18, 36)), ("all", range(1, 36)))
SEEDS = range(101, 109)
BASELINE = (0.15, 0.20, 0.25, 0.30)
"""Thresholds of the baseline's cosine."""
_SPACED = (
    (re.compile(r" ([.,;:!?%)'’])"), r"\1"),
    (re.compile(r" (n't|'s|’s)\b"), r"\1"),
    (re.compile(r"([($€£]) "), r"\1"),
)


@dataclass(frozen=True, slots=True)
class Sentences:
    """Sentences of ECB+ as claims, the events of each, and the sub-topic of each article."""

    statements: tuple[Statement, ...]
    events: Mapping[str, frozenset[str]]
    subtopics: Mapping[str, str]

    def is_right(self, link: ClaimLink) -> bool:
        """Whether the two share an event."""
        return bool(self.events[link.first] & self.events[link.second])

    def is_near(self, link: ClaimLink) -> bool:
        """Whether their articles report the same story."""
        one, two = (id_.partition("#")[0] for id_ in (link.first, link.second))
        return self.subtopics[one] == self.subtopics[two]


def articles(shared: Path) -> list[dict[str, Any]]:
    """The articles of the corpus."""
    with gzip.open(shared / ECB, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def plain(text: str) -> str:
    """A text without the spaces of its tokens."""
    for pattern, by in _SPACED:
        text = pattern.sub(by, text.replace("``", '"').replace("''", '"'))
    return text


def sentences_of(rows: Iterable[Mapping[str, Any]]) -> Sentences:
    """The sentences whose events were checked by hand, of five words or more, without addresses."""
    found = []
    events = {}
    subtopics = {}
    for row in rows:
        subtopics[row["id"]] = row["subtopic"]
        marked = defaultdict(set)
        for mention in row["mentions"]:
            if mention["kind"] == "event" and mention["cluster"]:
                marked[mention["sentence"]].add(mention["cluster"])
        for sentence in row["sentences"]:
            text = plain(row["text"][sentence["start"] : sentence["end"]])
            if sentence["validated"] and len(text.split()) >= 5 and not text.startswith("http"):
                id_ = f"{row['id']}#{sentence['n']}"
                found.append(Statement(id_, row["id"], text, (Hop(row["id"], "published_by"),), language="en"))
                events[id_] = frozenset(marked[sentence["n"]])
    return Sentences(tuple(found), events, subtopics)


def made_rows(linker: Linker) -> Iterator[Row]:
    """Precision and recall on made corpora that nothing was tuned on."""
    for seed in SEEDS:
        corpus = made(seed, 80)
        links = linker.links(corpus.statements)
        right = sum(map(corpus.is_right, links)) / len(links)
        same, opposed = corpus.expected()
        found = {(k.first, k.second) for k in links if k.kind != "opposes"}
        against = {(k.first, k.second) for k in links if k.kind == "opposes"}
        recall = (len(found & same) + len(against & opposed)) / (len(same) + len(opposed))
        parts = f"same {len(found & same) / len(same):.3f}, opposes {len(against & opposed) / len(opposed):.3f}"
        figure = f"P {right:.3f}  R {recall:.3f}  ({parts})"
        yield Row(
            f"seed {seed}: {len(corpus.statements)} claims, {len(links)} links",
            figure,
            "",
            "",
            "",
            ">= 0.95",
            min(right, recall) >= 0.95,
        )


def sentence_rows(linker: Linker, rows: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    """How many links between sentences share an event, and a story."""
    for name, topics in HALVES:
        sentences = sentences_of(r for r in rows if int(r["topic"]) in topics)
        links = linker.links(sentences.statements)
        for kind in LINK_KINDS:
            some = [link for link in links if link.kind == kind]
            right, near = (sum(map(test, some)) / max(1, len(some)) for test in (sentences.is_right, sentences.is_near))
            yield Row(f"{name}: {kind}, {len(some)} links", f"same event {right:.3f}, same story {near:.3f}")


def texts_of(rows: Iterable[Mapping[str, Any]]) -> list[Text]:
    """The articles without the address on the first line of some, which would tell what they are."""
    found = []
    for row in rows:
        parts = row["text"].split("\n")
        parts = parts[1:] if parts[0].startswith("http") else parts
        found.append(Text(row["id"], plain("\n".join(parts)), plain(parts[0])))
    return found


def baseline(texts: Sequence[Text], least: float) -> list[set[str]]:
    """Plain TF-IDF of words, cosine, and whatever hangs together by a likeness of at least `least`."""
    counts = [Counter(re.findall(r"\w+", f"{t.title}\n{t.text}".lower())) for t in texts]
    frequency = Counter(word for one in counts for word in one)
    vectors = []
    for one in counts:
        vector = {w: (1 + math.log(n)) * math.log(len(texts) / frequency[w]) for w, n in one.items() if frequency[w] > 1}
        norm = math.sqrt(sum(v * v for v in vector.values())) or 1.0
        vectors.append({w: v / norm for w, v in vector.items()})
    group = {i: {i} for i in range(len(texts))}
    for i, j in combinations(range(len(texts)), 2):
        short, long = sorted((vectors[i], vectors[j]), key=len)
        if group[i] is not group[j] and sum(v * long[w] for w, v in short.items() if w in long) >= least:
            group[i] |= group[j]
            for k in group[j]:
                group[k] = group[i]
    return [{texts[i].id for i in one} for one in {id(one): one for one in group.values()}.values()]


def apart(found: Sequence[Iterable[str]], gold: Mapping[str, str]) -> str:
    """Of how many topics the two sub-topics have their main clusters apart."""
    sizes: dict[str, Counter[int]] = defaultdict(Counter)
    for place, one in enumerate(found):
        for id_ in one:
            sizes[gold[id_]][place] += 1
    main = {name: min(count, key=lambda place: (-count[place], place)) for name, count in sizes.items()}
    pairs = [(main[name], main[name + "plus"]) for name in main if name + "plus" in main]
    return f"{sum(a != b for a, b in pairs)} of {len(pairs)} topics apart"


def story_rows(registry: Registry, rows: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    """B-cubed F1 of all articles clustered at once, ours and the baseline's."""
    texts = texts_of(rows)
    gold = {row["id"]: row["subtopic"] for row in rows}
    topics = {row["id"]: int(row["topic"]) for row in rows}
    ways: dict[str, Sequence[Iterable[str]]] = {"ours": stories(registry, texts)}
    ways |= {f"TF-IDF, cosine >= {least:.2f}": baseline(texts, least) for least in BASELINE}
    for name, found in ways.items():
        scores = []
        for _, some in HALVES:
            part = {id_: gold[id_] for id_ in gold if topics[id_] in some}
            scores.append(b_cubed([[i for i in one if i in part] for one in found], part))
        yield Row(name, "  ".join(f"{score:.3f}" for score in scores), ratio=apart(found, gold))


def read_out(linker: Linker, rows: Sequence[Mapping[str, Any]], seed: int) -> Iterator[str]:
    """Links to be read; "+" stands before those that share an event."""
    sentences = sentences_of(rows)
    words = {s.id: s.text for s in sentences.statements}
    links = [link for link in linker.links(sentences.statements) if link.kind == "same_claim"]
    for link in random.Random(seed).sample(links, 30):
        yield f"{'+' if sentences.is_right(link) else '-'} {link.score:.3f}  {words[link.first]}\n           {words[link.second]}"


def main(arguments: list[str]) -> None:
    """Prints the tables, or links to be read."""
    rows = articles(Path(arguments[0]))
    registry = load_registry()
    linker = Linker(registry)
    if arguments[1:2] == ["--read"]:
        print("\n".join(read_out(linker, rows, int(arguments[2]))))
        return
    print("\n".join(lines("Links of made corpora", list(made_rows(linker)))))
    print("\n".join(lines("Links between sentences of ECB+", list(sentence_rows(linker, rows)))))
    heads = ", ".join(name for name, _ in HALVES)
    print("\n".join(lines(f"Stories of ECB+: B-cubed F1 ({heads})", list(story_rows(registry, rows)), "sub-topics")))


if __name__ == "__main__":
    main(sys.argv[1:])
