"""Copies recognised at the door: how many are, how many of those found are none, and what it costs.

`python -m benchmarks.near_duplicates ../shared`. Articles of PolNeAR and generated digests are stored; of each, copies with
changes made by rule are looked up. Each copy keeps 0.9 of the words or more by how it was made, save of a few short texts.
Pairs among the articles themselves are listed, to be looked at: they count as right.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.made_articles import articles
from benchmarks.table import grid
from provenance.claims.neardup import door_keys, door_words, is_copy_of
from provenance.records import Document

SEED = 5
MADE = 20_000
"""Generated claims, twenty in a digest."""


def _words(text: str) -> tuple[str, ...]:
    return door_words(Document("", text, "", ""))


def _replaced(share: float) -> Callable[[str, random.Random], str]:
    def change(text: str, chance: random.Random) -> str:
        words = text.split(" ")
        for at in chance.sample(range(len(words)), max(1, int(share * len(words)))):
            words[at] = chance.choice(("however", "Tuesday", "officials", "2019", "reportedly", "its"))
        return " ".join(words)

    return change


def _sentences_dropped(text: str, chance: random.Random) -> str:
    parts = text.split(". ")
    if len(parts) < 12:
        return text
    del parts[chance.randrange(1, len(parts))]
    return ". ".join(parts)


COPIES: dict[str, Callable[[str, random.Random], str]] = {
    "the same": lambda text, _: text,
    "white space, case, marks": lambda text, _: text.upper().replace(". ", ".\n\n").replace("\u201c", '"').replace(",", " ,"),
    "a credit line and a note": lambda text, _: f"By A. Writer, Example Wire\n{text}\nReprinted with permission.",
    "a sentence dropped": _sentences_dropped,
    "words replaced: 2 in 100": _replaced(0.02),
    "words replaced: 5 in 100": _replaced(0.05),
    "words replaced: 9 in 100": _replaced(0.09),
}
OTHERS: dict[str, Callable[[str, random.Random], str]] = {
    "words replaced: 15 in 100": _replaced(0.15),
    "words replaced: 30 in 100": _replaced(0.30),
    "the first half": lambda text, _: text[: len(text) // 2],
}


def _texts(shared: Path) -> Iterator[tuple[str, str]]:
    for name in ("dev", "train"):
        with gzip.open(shared / "corpora" / "polnear" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                yield f"polnear {name} {number}", json.loads(line)["text"]
    for number, digest in enumerate(articles(MADE)[0]):
        yield f"made {number}", ". ".join(one.text for one in digest) + "."


def main(shared: Path) -> None:
    chance = random.Random(SEED)
    texts = dict(_texts(shared))
    words = {name: _words(text) for name, text in texts.items()}
    begun = time.process_time()
    index: defaultdict[int, list[str]] = defaultdict(list)
    for name, own in words.items():
        for key in door_keys(own):
            index[key].append(name)
    keyed = time.process_time() - begun

    def found(own: tuple[str, ...]) -> dict[str, float]:
        candidates = {name for key in door_keys(own) for name in index[key]}
        looked_at.update(["pairs"] * len(candidates))
        verdicts = {name: is_copy_of(own, words[name]) for name in candidates}
        return {name: verdict.share for name, verdict in verdicts.items() if verdict is not None}

    looked_at: Counter[str] = Counter()
    same = {frozenset((a, b)): share for a in words for b, share in found(words[a]).items() if a != b}
    print(f"{len(texts):,} texts, {sum(map(len, words.values())):,} words; {len(same)} pairs of them are copies:")
    for pair, share in sorted(same.items(), key=lambda one: -one[1])[:12]:
        print(f"  {share:.3f}  {' = '.join(sorted(pair))}")
    table: list[tuple[str, ...]] = []
    begun, asked = time.process_time(), 0
    for made, expected in ((COPIES, True), (OTHERS, False)):
        for what, change in made.items():
            hits = total = right = pairs = 0
            for name, text in texts.items():
                got = found(_words(change(text, chance)))
                total, hits = total + 1, hits + (name in got)
                pairs += len(got)
                right += sum(other == name or frozenset((other, name)) in same for other in got)
            asked += total
            recall = f"{hits / total:.4f}" if expected else "-"
            table.append((what, f"{total:,}", f"{hits:,}", recall, f"{pairs:,}", f"{right:,}", f"{right / max(pairs, 1):.4f}"))
    spent = time.process_time() - begun
    heads = ("changed", "looked up", "found", "recall", "pairs", "right", "precision")
    print("\n".join(grid("Changed texts beside what is stored", heads, table)))
    print(f"keys: {1000 * keyed / len(texts):.2f} ms a text; a look-up with comparison and change: {1000 * spent / asked:.2f} ms")
    print(f"pairs compared for each text: {looked_at['pairs'] / (asked + len(texts)):.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared"))
