"""Fine-tunes the `default` tagger: `python -m training.tune CORPUS OUT --base FOLDER [--seed N] [--resume CHECKPOINT]`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from provenance.detect.tagger.pieces import Vocabulary
from training.augment import source_names, varied
from training.data import Example, examples_of, read_texts
from training.model import Shape, Tagger, load_base
from training.train import Plan, train


def read_vocabulary(folder: Path) -> Vocabulary:
    """The vocabulary of a base model's folder."""
    return Vocabulary((folder / "vocab.txt").read_text(encoding="utf-8").splitlines())


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
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    vocabulary = read_vocabulary(options.base)
    texts = [text for text in read_texts(options.corpus / "train.jsonl.gz") if text.attributions]
    names = source_names(texts)

    def examples_for(epoch: int) -> Sequence[Example]:
        rng = np.random.default_rng([options.seed, epoch, 1])
        return [e for text in texts for e in examples_of(varied(text, names, rng), vocabulary)]

    torch.manual_seed(0)
    model = Tagger(Shape())
    load_base(model, options.base / "model.safetensors")
    plan = Plan(epochs=options.epochs, seed=options.seed)
    train(model, examples_for, plan, options.out, resume=options.resume, log=lambda line: print(line, flush=True))


if __name__ == "__main__":
    main()
