"""Narrows the inner layers of an encoder: `python -m training.prune CHECKPOINT OUT --inner N --corpus FILE --base FOLDER`.

The neurons that are kept are those whose removal would change the loss most, to first order: the mean of |activation x
gradient| over some windows. The narrower network is then trained further (`training.tune --resume`).
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

from training.data import Example, batches_of, examples_of, read_texts, read_vocabulary
from training.model import Shape, Tagger
from training.train import Plan, batch_of, loss_of


def importance(model: Tagger, examples: list[Example], batches: int, plan: Plan) -> list[Tensor]:
    """For each layer, how much each of its inner neurons matters."""
    totals = [torch.zeros(layer.up.out_features) for layer in model.layers]
    model.eval()
    for indices in batches_of(examples, plan.pieces, np.random.default_rng(5))[:batches]:
        kept: list[Tensor] = []
        hooks = _watched(model, kept)
        loss_of(model, batch_of([examples[i] for i in indices]), plan).backward()  # type: ignore[no-untyped-call]
        for hook in hooks:
            hook.remove()
        for total, inner in zip(totals, kept, strict=True):
            assert inner.grad is not None
            total += (inner * inner.grad).abs().flatten(0, 1).sum(0).detach()
        model.zero_grad()
    return totals


def _watched(model: Tagger, kept: list[Tensor]) -> list[RemovableHandle]:
    """Hooks that add each layer's inner activations, with their gradients to come, to `kept`."""

    def keep(module: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        inputs[0].retain_grad()
        kept.append(inputs[0])

    return [layer.down.register_forward_pre_hook(keep) for layer in model.layers]


def narrowed(model: Tagger, scores: list[Tensor], inner: int) -> Tagger:
    """A copy with the `inner` best neurons of each layer."""
    small = Tagger(replace(model.shape, inner=inner))
    state = {name: value for name, value in model.state_dict().items() if ".up." not in name and ".down." not in name}
    for number, (layer, score) in enumerate(zip(model.layers, scores, strict=True)):
        best = score.topk(inner).indices.sort().values
        up, down = layer.up, layer.down
        assert isinstance(up, nn.Linear) and isinstance(down, nn.Linear)
        state[f"layers.{number}.up.weight"], state[f"layers.{number}.up.bias"] = up.weight[best], up.bias[best]
        state[f"layers.{number}.down.weight"], state[f"layers.{number}.down.bias"] = down.weight[:, best], down.bias
    small.load_state_dict(state)
    return small


def main() -> None:
    """Narrow and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--inner", type=int, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--batches", type=int, default=40)
    options = parser.parse_args()
    torch.set_num_threads(1)
    vocabulary = read_vocabulary(options.base)
    model = Tagger(Shape())
    model.load_state_dict(torch.load(options.checkpoint)["model"])
    texts = [text for text in read_texts(options.corpus) if text.attributions][:200]
    examples = [e for text in texts for e in examples_of(text, vocabulary)]
    scores = importance(model, examples, options.batches, Plan())
    torch.save({"model": narrowed(model, scores, options.inner).state_dict()}, options.out)


if __name__ == "__main__":
    main()
