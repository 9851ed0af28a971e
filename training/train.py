"""Fine-tunes the encoder on labelled windows, and on a teacher's probabilities where they are given."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from provenance.detect.tagger.tags import TAGS
from training.data import IGNORED, Example, batches_of
from training.model import LINK


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train: `pieces` is the size of a batch, `keep_empty` the share kept of windows without attributions."""

    epochs: float = 3.0
    rate: float = 2e-4
    head_rate: float = 1e-3
    embedding_rate: float = 5e-5
    pieces: int = 1152
    warm_up: float = 0.06
    decay: float = 0.01
    link_weight: float = 0.3
    soft_weight: float = 0.7
    keep_empty: float = 0.6
    seed: int = 1
    checkpoints: int = 4
    """Checkpoints in an epoch."""
    frozen: int = 0
    """Layers from the bottom, and what is below them, that stay as they came."""
    half: bool = True
    """Whether products are of bfloat16: ten times as fast where the processor has them (AMX); the weights stay float32."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded windows with labels at the first piece of each word."""

    ids: Tensor
    types: Tensor
    mask: Tensor
    tags: Tensor
    heads: Tensor
    soft: Tensor | None
    softened: Tensor | None


def batch_of(examples: Sequence[Example]) -> Batch:
    """Examples as one batch."""
    size = (len(examples), max(len(e.window.ids) for e in examples))
    ids, types, mask = np.zeros(size, np.int64), np.zeros(size, np.int64), np.zeros(size, np.int64)
    tags, heads = np.full(size, IGNORED), np.full(size, IGNORED)
    any_soft = any(e.soft is not None for e in examples)
    soft = np.zeros((*size, len(TAGS)), np.float32) if any_soft else None
    softened = np.zeros(size, bool) if any_soft else None
    for row, example in enumerate(examples):
        window = example.window
        ids[row, : len(window.ids)], types[row, : len(window.ids)], mask[row, : len(window.ids)] = window.ids, window.types, 1
        tags[row, window.positions], heads[row, window.positions] = example.tags, example.heads
        if example.soft is not None and soft is not None and softened is not None:
            soft[row, window.positions], softened[row, window.positions] = example.soft, True
    return Batch(
        *(torch.from_numpy(a) for a in (ids, types, mask, tags, heads)),
        None if soft is None else torch.from_numpy(soft),
        None if softened is None else torch.from_numpy(softened),
    )


def loss_of(model: nn.Module, batch: Batch, plan: Plan) -> Tensor:
    """Cross-entropy of the tags, of the links, and against the teacher."""
    with torch.autocast("cpu", torch.bfloat16, enabled=plan.half):
        tags, link = model(batch.ids, batch.types, batch.mask)
    tags, link = tags.float(), link.float()
    total = tags.new_zeros(())
    if (batch.tags != IGNORED).any():
        total = total + functional.cross_entropy(tags.flatten(0, 1), batch.tags.flatten(), ignore_index=IGNORED)
    linked = batch.heads != IGNORED
    if plan.link_weight and linked.any():
        scores = link[..., :LINK] @ link[..., LINK:].transpose(1, 2) / LINK**0.5
        scores = scores.masked_fill(batch.mask[:, None, :] == 0, -1e4)
        total = total + plan.link_weight * functional.cross_entropy(scores[linked], batch.heads[linked])
    if batch.soft is not None and batch.softened is not None:
        spread = -(batch.soft[batch.softened] * tags[batch.softened].log_softmax(-1)).sum(-1).mean()
        total = total + plan.soft_weight * spread
    return total


def optimiser_of(model: nn.Module, plan: Plan) -> torch.optim.AdamW:
    """AdamW with rates of their own for embeddings, heads and the rest; no decay of biases and norms."""
    groups = []
    for name, parameter in model.named_parameters():
        rate = plan.head_rate if name.split(".")[0] in ("tags", "link", "widen") else plan.rate
        if name == "words.weight":
            rate = plan.embedding_rate
        if name in ("near.weight", "places.weight", "norm.weight", "norm.bias") and plan.frozen:
            rate = 0.0
        if name.startswith("layers.") and int(name.split(".")[1]) < plan.frozen:
            rate = 0.0
        if rate:
            groups.append({"params": [parameter], "lr": rate, "weight_decay": plan.decay if parameter.ndim > 1 else 0.0})
        else:
            parameter.requires_grad_(False)
    return torch.optim.AdamW(groups, fused=True)


def train(
    model: nn.Module,
    examples_for: Callable[[int], Sequence[Example]],
    plan: Plan,
    folder: Path,
    evaluate: Callable[[nn.Module], str] | None = None,
    resume: Path | None = None,
    log: Callable[[str], None] = print,
) -> None:
    """Train in place; `examples_for(epoch)` gives the examples of an epoch. Checkpoints go to `folder`.

    `resume` is a checkpoint to go on from. Each step draws its random numbers from the plan's seed and its own number, so that a
    run that was stopped and resumed gives the same weights, bit for bit, as one that was not.
    """
    folder.mkdir(parents=True, exist_ok=True)
    optimiser = optimiser_of(model, plan)
    per_epoch = len(batches_of(examples_for(0), plan.pieces, np.random.default_rng(0), plan.keep_empty))
    total = max(1, int(per_epoch * plan.epochs))
    warm = max(1.0, plan.warm_up * total)
    first = 0
    if resume:
        kept = torch.load(resume)
        model.load_state_dict(kept["model"])
        optimiser.load_state_dict(kept["optimiser"])
        first = int(kept["step"])
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + first + 1) / warm, max(0.0, (total - s - first) / (total - warm)))
    )
    begun, running = time.time(), 0.0
    log(f"{total} steps, {per_epoch} an epoch")
    model.train()
    for step, batch in enumerate(_stream(examples_for, plan, first), 1 + first):
        torch.manual_seed(plan.seed * 1_000_003 + step)
        loss = loss_of(model, batch, plan)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1.0)
        optimiser.step()
        schedule.step()
        running = 0.98 * running + 0.02 * loss.item() if running else loss.item()
        if step % 25 == 0:
            log(f"step {step}/{total} loss {running:.4f} {time.time() - begun:.0f} s")
        if step % max(1, per_epoch // plan.checkpoints) == 0 or step >= total:
            state = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "step": step}
            save(state, folder / f"{step:05}.pt")
            if evaluate:
                model.eval()
                log(f"step {step} {evaluate(model)}")
                model.train()
        if step >= total:
            return


def save(state: object, path: Path) -> None:
    """Write a checkpoint in one step: a run that is stopped meanwhile leaves no half of one."""
    unfinished = path.with_suffix(".part")
    torch.save(state, unfinished)
    unfinished.replace(path)


def _stream(examples_for: Callable[[int], Sequence[Example]], plan: Plan, first: int) -> Iterator[Batch]:
    """Batches without end, the first `first` left out; each epoch has its own order and its own examples."""
    for epoch in itertools.count():
        examples = examples_for(epoch)
        rng = np.random.default_rng([plan.seed, epoch])
        batches = batches_of(examples, plan.pieces, rng, plan.keep_empty)
        for indices in batches[first:]:
            yield batch_of([examples[i] for i in indices])
        first = max(0, first - len(batches))
