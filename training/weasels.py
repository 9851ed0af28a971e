"""Fits the weights of `provenance/lexicon/weasels.tsv`: a logistic regression on sentences marked as uncertain or not.

    python -m training.weasels ../shared/corpora/hedge/wiki-dev.jsonl.gz            how well it does on unseen sentences
    python -m training.weasels ../shared/corpora/hedge/wiki-dev.jsonl.gz --write    weights from all, written into the table

The halves are made by a hash of the text.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from provenance.detect.hedges import find_hedges
from provenance.detect.vagueness import classes_of
from provenance.lexicon import weasels
from provenance.lexicon.hedges import load_hedges
from provenance.lexicon.weasels import load_weasels
from provenance.records import HEDGE_CATEGORIES, Passage, Sentence
from provenance.spans import Span

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
PENALTY = 1.0
"""Weight of the squares of the weights beside the log-likelihood; between 0.5 and 4 the F1 of unseen folds differs by 0.002."""
LIMIT = -0.6
"""The total from which on a sentence counts as uncertain. F1 is greatest where the probability is near half of the F1 that is
reached (0.39, a total of -0.45); from -0.8 to -0.4 the F1 of unseen folds differs by 0.005."""
STEPS = 20
TABLE = Path(weasels.__file__).with_name(weasels.FILE)


def half_of(text: str) -> int:
    """0 or 1 by a bit of the sha256 of the text."""
    return hashlib.sha256(text.encode()).digest()[5] & 1


def read(path: Path) -> tuple[list[str], Flags]:
    """The sentences and whether each was marked."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return [r["text"] for r in records], np.array([bool(r["uncertain"]) for r in records])


def features_of(texts: list[str], ids: list[str]) -> Floats:
    """One row a sentence, one column a class: 1 where the sentence has it; the last column is 1 throughout."""
    lexicon, table = load_hedges(), load_weasels()
    rows = np.zeros((len(texts), len(ids) + 1))
    rows[:, -1] = 1
    for row, text in zip(rows, texts, strict=True):
        whole = Span(0, len(text))
        hedges = find_hedges(text, [Sentence(whole, 0)], [Passage(0, "body", 0, whole)], lexicon)
        found = classes_of(text, hedges, table)
        row[:-1] = [id_ in found for id_ in ids]
    return rows


def fitted(rows: Floats, marked: Flags) -> Floats:
    """The weights with the greatest penalised likelihood, by Newton's method; the last is the start, without a penalty."""
    weights = np.zeros(rows.shape[1])
    penalty = np.diag([PENALTY] * (rows.shape[1] - 1) + [1e-6])
    for _ in range(STEPS):
        expected = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (expected - marked) + penalty @ weights
        curve = rows.T @ (rows * (expected * (1 - expected))[:, None]) + penalty
        weights = weights - np.linalg.solve(curve, slope)
    return weights


def f1(said: Flags, marked: Flags) -> float:
    """F1 of what was said to be uncertain."""
    return float(2 * (said & marked).sum() / (said.sum() + marked.sum()))


def said_of_folds(rows: Floats, marked: Flags, folds: NDArray[np.int64]) -> Flags:
    """What is said of each fold by the weights that were fitted on the others."""
    said = np.zeros(len(rows), bool)
    for fold in np.unique(folds):
        here = folds == fold
        said[here] = rows[here] @ fitted(rows[~here], marked[~here]) >= LIMIT
    return said


def main() -> None:
    """Prints the F1 of both halves, of ten folds, and of all on all; with --write, puts the weights of all into the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    texts, marked = read(options.corpus)
    ids = [*HEDGE_CATEGORIES, *(one.id for one in load_weasels().classes)]
    rows, halves = features_of(texts, ids), np.array([half_of(text) for text in texts])
    said = said_of_folds(rows, marked, halves)
    for half in (0, 1):
        print(f"half {half}: F1 {f1(said[halves == half], marked[halves == half]):.3f}, fitted on the other")
    chance = np.random.default_rng(0)
    tries = [f1(said_of_folds(rows, marked, chance.permutation(len(texts)) % 10), marked) for _ in range(5)]
    print(f"ten folds: F1 {sum(tries) / len(tries):.3f}, the mean of {len(tries)} tries")
    weights = fitted(rows, marked)
    print(f"all: F1 {f1(rows @ weights >= LIMIT, marked):.3f}, fitted on the same")
    if options.write:
        write(dict(zip([*ids, weasels.START], weights, strict=True)) | {weasels.LIMIT: np.float64(LIMIT)})


def write(weights: dict[str, np.float64]) -> None:
    """Puts the weights into the table, to three digits."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        cells = line.split("\t")
        if cells[0] in weights:
            cells[2] = f"{weights[cells[0]]:.3f}"
            lines[number] = "\t".join(cells)
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
