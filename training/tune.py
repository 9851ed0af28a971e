"""Fine-tunes the `default` tagger: `python -m training.tune CORPUS OUT --base FOLDER [--seed N] [--resume CHECKPOINT]`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from provenance.detect.tagger.pieces import Vocabulary
from training.augment import source_names, varied
from training.data import Example, examples_of, key_of, read_texts, read_vocabulary
from training.model import Shape, Tagger, load_base
from training.train import Plan, train


def main() -> None:
    """Train on CORPUS/train.jsonl.gz; checkpoints go to OUT."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--epochs", type=float, default=2.5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--resume", type=Path)
    parser.add_argument("--start", type=Path, help="weights to start from, such as a narrowed encoder's")
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--soft", type=Path, help="a teacher's probabilities (training.teach) for the texts of --others")
    parser.add_argument("--others", type=Path, nargs="*", default=[], help="texts without labels, of other kinds")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    vocabulary = read_vocabulary(options.base)
    texts = [text for text in read_texts(options.corpus / "train.jsonl.gz") if text.attributions]
    names = source_names(texts)

    taught = _taught(options.others, options.soft, vocabulary) if options.soft else []

    def examples_for(epoch: int) -> Sequence[Example]:
        rng = np.random.default_rng([options.seed, epoch, 1])
        return taught + [e for text in texts for e in examples_of(varied(text, names, rng), vocabulary)]

    torch.manual_seed(0)
    if options.start:
        weights = torch.load(options.start)["model"]
        model = Tagger(Shape(inner=len(weights["layers.0.up.bias"])))
        model.load_state_dict(weights)
    else:
        model = Tagger(Shape())
        load_base(model, options.base / "model.safetensors")
    plan = Plan(epochs=options.epochs, seed=options.seed, rate=options.rate, head_rate=5 * options.rate)
    train(model, examples_for, plan, options.out, resume=options.resume, log=lambda line: print(line, flush=True))


def _taught(corpora: Sequence[Path], soft: Path, vocabulary: Vocabulary) -> list[Example]:
    """Windows of texts without labels, each with a teacher's probabilities."""
    known = np.load(soft)
    found: list[Example] = []
    for path in corpora:
        for number, text in enumerate(read_texts(path)):
            found += examples_of(replace(text, attributions=None), vocabulary, known[key_of(path, number)])
    return found


if __name__ == "__main__":
    main()
