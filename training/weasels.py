"""Fits the weights of `provenance/lexicon/weasels.tsv`: a logistic regression on sentences marked as uncertain or not.

    python -m training.weasels ../shared/corpora/hedge/wiki-dev.jsonl.gz            what two halves say of each other
    python -m training.weasels ../shared/corpora/hedge/wiki-dev.jsonl.gz --write    weights from all, written into the table

The halves are made by a hash of the text. The limit is the one with the best F1 on what was fitted.
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


def limit_of(scores: Floats, marked: Flags) -> float:
    """The total from which on a sentence counts as uncertain, for the best F1, to a tenth."""
    return max((round(float(x), 1) for x in np.arange(-1.5, 0.6, 0.1)), key=lambda x: f1(scores >= x, marked))


def main() -> None:
    """Prints the F1 of both halves, and of all on all; with --write, puts the weights of all into the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    texts, marked = read(options.corpus)
    ids = [*HEDGE_CATEGORIES, *(one.id for one in load_weasels().classes)]
    rows, halves = features_of(texts, ids), np.array([half_of(text) for text in texts])
    for half in (0, 1):
        here, there = halves == half, halves != half
        weights = fitted(rows[there], marked[there])
        limit = limit_of(rows[there] @ weights, marked[there])
        print(f"half {half}: F1 {f1(rows[here] @ weights >= limit, marked[here]):.3f}, fitted on the other ({limit=})")
    weights = fitted(rows, marked)
    limit = limit_of(rows @ weights, marked)
    print(f"all: F1 {f1(rows @ weights >= limit, marked):.3f}, fitted on the same ({limit=})")
    if options.write:
        write(dict(zip([*ids, weasels.START], weights, strict=True)) | {weasels.LIMIT: np.float64(limit)})


def write(weights: dict[str, np.float64]) -> None:
    """Puts the weights into the table, to two digits."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        cells = line.split("\t")
        if cells[0] in weights:
            cells[2] = f"{weights[cells[0]]:.2f}"
            lines[number] = "\t".join(cells)
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
