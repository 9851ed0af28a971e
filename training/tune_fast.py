"""Trains the `fast` tagger on gold tags and a teacher's probabilities.

`python -m training.tune_fast OUT --gold FILE --soft TEACHER.npz --corpora FILE… --base FOLDER`
"""

from __future__ import annotations

import argparse
import copy
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

from provenance.detect.tagger.pieces import UNKNOWN, Vocabulary
from provenance.detect.tagger.reading import Reading, tag
from provenance.detect.tagger.recurrent import PIECES, WordWindow, word_windows
from provenance.detect.tagger.tags import TAGS
from provenance.detect.tagger.windows import TYPES
from provenance.detect.tagger.words import Words, words_of
from training.data import IGNORED, Text, key_of, labels_of, read_texts, read_vocabulary
from training.evaluate import evaluate
from training.fast import FastTagger
from training.model import Shape, Tagger, load_base
from training.train import save


@dataclass(frozen=True, slots=True)
class Item:
    """A window of words with gold tags (IGNORED: none) and a teacher's probabilities (None: none)."""

    window: WordWindow
    tags: npt.NDArray[np.int64]
    soft: npt.NDArray[np.float16] | None


def items_of(text: Text, vocabulary: Vocabulary, soft: npt.NDArray[np.float16] | None, use_gold: bool) -> list[Item]:
    """The windows of a text."""
    words = words_of(text.text)
    tags = np.full(len(words), IGNORED)
    if use_gold and text.attributions is not None:
        tags = np.array(labels_of(words, text.attributions)[0])
    windows = word_windows(words, vocabulary)
    return [Item(w, tags[slice(*w.words)], None if soft is None else soft[slice(*w.words)]) for w in windows]


def piece_vectors(base: Path, width: int, checkpoint: Path | None = None) -> torch.Tensor:
    """For each piece its vector: what the encoder makes of the piece alone, in `width` principal components."""
    model = Tagger(Shape())
    load_base(model, base / "model.safetensors")
    if checkpoint:
        model.load_state_dict(torch.load(checkpoint)["model"])
    model.eval()
    found: list[torch.Tensor] = []
    model.layers[-1].register_forward_hook(lambda module, inputs, output: found.append(output[:, 1].detach()))
    with torch.no_grad():
        for begin in range(0, model.shape.vocabulary, 1024):
            ids = torch.arange(begin, min(begin + 1024, model.shape.vocabulary))
            ids = torch.stack([torch.full_like(ids, 101), ids, torch.full_like(ids, 102)], 1)
            model(ids, torch.tensor([0, 1, 7]).expand_as(ids))
    vectors = torch.cat(found).double()
    vectors = vectors - vectors.mean(0)
    axes = torch.linalg.svd(vectors.T @ vectors)[0][:, :width]
    reduced = vectors @ axes
    return (reduced / reduced.std() * 0.3).float()


def batch_of(items: Sequence[Item], rng: np.random.Generator, word_dropout: float) -> tuple[torch.Tensor, ...]:
    """Padded arrays: pieces, types, gold tags, the teacher's probabilities; some windows all in small or in great letters."""
    length = max(len(i.window.types) for i in items)
    pieces = np.zeros((len(items), length, PIECES), np.int64)
    types = np.zeros((len(items), length), np.int64)
    tags = np.full((len(items), length), IGNORED)
    soft = np.zeros((len(items), length, len(TAGS)), np.float32)
    for row, item in enumerate(items):
        size = len(item.window.types)
        pieces[row, :size], types[row, :size] = item.window.pieces, item.window.types
        tags[row, item.window.rows] = item.tags
        if item.soft is not None:
            soft[row, item.window.rows] = item.soft
    draws = rng.random(len(items))
    for share, case in ((0.07, 1), (0.02, 3)):
        cased = (draws < share)[:, None] & (types > 0) & (types < TYPES - 1)
        types = np.where(cased, case + 3 * (types > 3), types)
    lost = (rng.random(types.shape) < word_dropout) & (types > 0)
    pieces[lost] = (UNKNOWN, 0, 0)
    return tuple(torch.from_numpy(a) for a in (pieces, types, tags, soft))


def train(
    model: FastTagger,
    items: Sequence[Item],
    out: Path,
    epochs: int,
    rate: float,
    size: int,
    gold_weight: float,
    evaluate: Callable[[FastTagger], str],
) -> None:
    """Train in place, with a triangular rate. `out` gets, after each epoch, the running mean of the weights, and all that
    is needed to go on from there, as happens where it exists.
    """
    optimiser = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.01, fused=True)
    total = epochs * -(-len(items) // size)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: min((s + 1) / 100, max(0.005, 1 - s / total)))
    mean = copy.deepcopy(model).eval()
    first, begun = 0, time.time()
    if out.exists():
        kept = torch.load(out)
        mean.load_state_dict(kept["model"])
        model.load_state_dict(kept["raw"])
        optimiser.load_state_dict(kept["optimiser"])
        schedule.load_state_dict(kept["schedule"])
        first = kept["epoch"]
    for epoch in range(first, epochs):
        torch.manual_seed(epoch)
        model.train()
        rng = np.random.default_rng([1, epoch])
        order = rng.permutation(len(items))
        chunks = [
            sorted(order[i : i + 16 * size], key=lambda k: len(items[k].window.types)) for i in range(0, len(order), 16 * size)
        ]
        batches = [chunk[i : i + size] for chunk in chunks for i in range(0, len(chunk), size)]
        running = 0.0
        for step, k in enumerate(rng.permutation(len(batches))):
            pieces, types, tags, soft = batch_of([items[i] for i in batches[k]], rng, 0.04)
            logits = model(pieces, types)
            taught = soft.sum(-1) > 0
            loss = logits.new_zeros(())
            if taught.any():
                loss = loss - (soft[taught] * logits[taught].log_softmax(-1)).sum(-1).mean()
            if (tags != IGNORED).any():
                loss = loss + gold_weight * functional.cross_entropy(logits.flatten(0, 1), tags.flatten(), ignore_index=IGNORED)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimiser.step()
            schedule.step()
            running += loss.item()
            with torch.no_grad():
                share = max(0.005, 1 / (1 + step + epoch * len(batches)))
                torch._foreach_lerp_(list(mean.parameters()), list(model.parameters()), share)
            if step % 100 == 99:
                print(f"step {step + 1}/{len(batches)} loss {running / (step + 1):.4f} {time.time() - begun:.0f} s", flush=True)
        print(f"epoch {epoch + 1} loss {running / len(batches):.4f} {time.time() - begun:.0f} s {evaluate(mean)}", flush=True)
        kept = {
            "raw": model.state_dict(),
            "optimiser": optimiser.state_dict(),
            "schedule": schedule.state_dict(),
            "epoch": epoch + 1,
        }
        save({"model": mean.state_dict(), **kept}, out)


class TorchRecurrent:
    """A `FastTagger` as the taggers' common interface wants it."""

    def __init__(self, model: FastTagger, vocabulary: Vocabulary) -> None:
        self._model = model
        self._vocabulary = vocabulary

    def read(self, words: Words) -> Reading:
        """The tag logits of all words."""
        scores = np.zeros((len(words), len(TAGS)), np.float32)
        windows = word_windows(words, self._vocabulary)
        for window in windows:
            with torch.no_grad():
                tags = self._model(torch.from_numpy(window.pieces)[None], torch.from_numpy(window.types)[None])
            scores[window.words[0] : window.words[1]] = tags[0, window.rows].numpy()
        return Reading(scores, [window.words for window in windows])


def main() -> None:
    """Train and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, nargs="*", default=[])
    parser.add_argument("--soft", type=Path, nargs="*", default=[])
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--size", type=int, default=64)
    parser.add_argument("--width", type=int, default=96)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    vocabulary = read_vocabulary(options.base)
    soft = {key: array for path in options.soft for key, array in np.load(path).items()}
    items: list[Item] = []
    for path in [options.gold, *options.corpora]:
        for number, text in enumerate(read_texts(path)):
            key = key_of(path, number)
            if key in soft or path == options.gold:
                items += items_of(text, vocabulary, soft.get(key), path == options.gold)
        print(path.name, len(items), flush=True)
    if options.vectors and options.vectors.exists():
        vectors = torch.load(options.vectors)
    else:
        vectors = piece_vectors(options.base, options.width)
        if options.vectors:
            torch.save(vectors, options.vectors)
    model = FastTagger(vectors)
    if options.start:
        model.load_state_dict(torch.load(options.start)["model"])
    print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.2f} M parameters", flush=True)
    dev = list(read_texts(options.dev))

    def score(trained: FastTagger) -> str:
        network = TorchRecurrent(trained, vocabulary)
        return f"dev {evaluate(dev, lambda text: tag(text, network))}"

    train(model, items, options.out, options.epochs, options.rate, options.size, 0.3 if options.soft else 1.0, score)


if __name__ == "__main__":
    main()
