"""Fine-tunes the `default` tagger: `python -m training.tune CORPUS OUT --base FOLDER [--seed N] [--resume CHECKPOINT]`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import nn

from provenance.detect.tagger.reading import tag
from provenance.detect.tagger.words import WORD
from training.augment import source_names, varied
from training.data import Example, examples_of, key_of, read_texts, read_vocabulary
from training.evaluate import evaluate
from training.model import MPNET, Shape, Tagger, load_base, load_mpnet, read_model
from training.torch_network import TorchEncoder
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
    parser.add_argument("--resume", type=Path, help="the checkpoint to go on from; by default the newest in OUT")
    parser.add_argument("--start", type=Path, help="weights to start from, such as a narrowed encoder's")
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--embedding-rate", type=float, default=5e-5)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--soft-weight", type=float, default=0.7)
    parser.add_argument("--keep-empty", type=float, default=0.6)
    parser.add_argument("--pieces", type=int, default=1152)
    parser.add_argument("--mpnet", action="store_true", help="--base is a base-sized MPNet: a teacher")
    parser.add_argument(
        "--soft", type=Path, nargs="*", default=[], help="a teacher's probabilities (training.teach) for CORPUS and --others"
    )
    parser.add_argument(
        "--plain", type=float, default=0.5, help="the share of the labelled texts that stay unvaried, if taught too"
    )
    parser.add_argument("--others", type=Path, nargs="*", default=[], help="texts without labels, of other kinds")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    vocabulary = read_vocabulary(options.base)
    texts = [text for text in read_texts(options.corpus / "train.jsonl.gz") if text.attributions]
    names = source_names(texts)

    soft = {key: array for path in options.soft for key, array in np.load(path).items()}
    labelled = options.corpus / "train.jsonl.gz"
    keys = {text.name: key_of(labelled, number) for number, text in enumerate(read_texts(labelled))}
    others = [
        (text, soft[key_of(path, number)])
        for path in options.others
        for number, text in enumerate(read_texts(path))
        if key_of(path, number) in soft
    ]

    def examples_for(epoch: int) -> Sequence[Example]:
        rng = np.random.default_rng([options.seed, epoch, 1])
        found: list[Example] = []
        for text in texts:
            if keys[text.name] in soft and rng.random() < options.plain:
                found += examples_of(text, vocabulary, soft[keys[text.name]])
            else:
                found += examples_of(varied(text, names, rng), vocabulary)
        for text, taught in others:
            found += examples_of(replace(text, attributions=None, text=_in_some_case(text.text, rng)), vocabulary, taught)
        return found

    torch.manual_seed(0)
    model = _model(options)
    plan = Plan(
        epochs=options.epochs,
        seed=options.seed,
        rate=options.rate,
        head_rate=5 * options.rate,
        embedding_rate=options.embedding_rate,
        pieces=options.pieces,
        keep_empty=options.keep_empty,
        soft_weight=options.soft_weight,
        frozen=MPNET.types_at if options.mpnet else 0,
    )
    dev = list(read_texts(options.corpus / "dev.jsonl.gz"))

    def score(trained: nn.Module) -> str:
        network = TorchEncoder(trained, vocabulary)
        return f"dev {evaluate(dev, lambda text: tag(text, network, 10.0))}"

    resume = options.resume or max(options.out.glob("*.pt"), default=None)
    train(model, examples_for, plan, options.out, score, resume, lambda line: print(line, flush=True))


def _model(options: argparse.Namespace) -> Tagger:
    if options.start:
        return read_model(options.start, options.dropout)
    if options.mpnet:
        model = Tagger(MPNET, options.dropout)
        load_mpnet(model, options.base / "model.safetensors")
    else:
        model = Tagger(Shape(), options.dropout)
        load_base(model, options.base / "model.safetensors")
    return model


def _in_some_case(text: str, rng: np.random.Generator) -> str:
    """A text as it is or, seldom, in one letter case, where that leaves its words where they stand."""
    draw = rng.random()
    changed = text.lower() if draw < 0.05 else text.upper() if draw < 0.07 else text
    return changed if len(changed) == len(text) and len(WORD.findall(changed)) == len(WORD.findall(text)) else text


if __name__ == "__main__":
    main()
