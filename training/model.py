"""The encoder of the `default` tagger: BERT layers started from MiniLM, with heads for tags and for links.

Written out rather than taken from a library: a library's dropout costs as much as all its matrix products on a CPU, and
the exported graph stays small. Names of the weights are this module's; `load_base` maps those of the base model.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from provenance.detect.tagger.tags import TAGS
from provenance.detect.tagger.windows import TYPES

LINK = 64
"""Width of the vectors that join a word to its cue."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of an encoder; the defaults are MiniLM-L6-H384's."""

    vocabulary: int = 30522
    width: int = 384
    inner: int = 1536
    heads: int = 12
    layers: int = 6
    positions: int = 512
    embedding: int | None = None


class Dropout(nn.Module):
    """Dropout whose masks are slices, at random offsets, of one long random mask: far cheaper than fresh draws."""

    pool: Tensor

    def __init__(self, rate: float, seed: int = 7) -> None:
        super().__init__()
        self.rate = rate
        generator = torch.Generator().manual_seed(seed)
        pool = (torch.rand(1 << 22, generator=generator) >= rate).float() / (1 - rate)
        self.register_buffer("pool", pool, persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        """`x` with a share of its entries zeroed while training, unchanged otherwise."""
        if not self.training or not self.rate:
            return x
        size = x.numel()
        pool = self.pool if size < len(self.pool) else self.pool.repeat(2 + size // len(self.pool))
        offset = int(torch.randint(0, len(pool) - size, (1,)))
        return x * pool[offset : offset + size].view_as(x)


class Layer(nn.Module):
    """One transformer layer, normalised after each half."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads = shape.heads
        self.joint = nn.Linear(shape.width, 3 * shape.width)
        self.out = nn.Linear(shape.width, shape.width)
        self.norm1 = nn.LayerNorm(shape.width, eps=1e-12)
        self.up = nn.Linear(shape.width, shape.inner)
        self.down = nn.Linear(shape.inner, shape.width)
        self.norm2 = nn.LayerNorm(shape.width, eps=1e-12)
        self.drop = Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        """(batch, pieces, width) to the same; `bias` is added to the attention scores (None: nothing is masked)."""
        batch, length, width = x.shape
        query, key, value = self.joint(x).view(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        scores = query @ key.transpose(2, 3) / math.sqrt(width // self.heads)
        mixed = torch.softmax(scores if bias is None else scores + bias, -1) @ value
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        x = self.norm1(x + self.drop(self.out(mixed)))
        return cast(Tensor, self.norm2(x + self.drop(self.down(functional.gelu(self.up(x))))))


class Tagger(nn.Module):
    """Windows to tag logits and link vectors."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape = shape
        narrow = shape.embedding or shape.width
        self.words = nn.Embedding(shape.vocabulary, narrow)
        self.widen = nn.Linear(narrow, shape.width) if shape.embedding else nn.Identity()
        self.places = nn.Embedding(shape.positions, shape.width)
        self.types = nn.Embedding(TYPES, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.drop = Dropout(dropout)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        self.tags = nn.Linear(shape.width, len(TAGS))
        self.link = nn.Linear(shape.width, 2 * LINK)

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """(batch, pieces) to tag logits and link vectors (the first LINK of a dependent, the others of a cue)."""
        bias = None if mask is None else (1.0 - mask[:, None, None, :].float()) * -1e4
        x = self.widen(self.words(ids)) + self.places.weight[: ids.shape[1]] + self.types(types)
        x = self.drop(self.norm(x))
        for layer in self.layers:
            x = layer(x, bias)
        x = self.drop(x)
        return self.tags(x), self.link(x)


def load_base(model: Tagger, file: Path) -> None:
    """Take embeddings and layers from the weights of a BERT model; each token type starts as its type 0."""
    base = {name.removeprefix("bert."): value for name, value in load_file(str(file)).items()}
    with torch.no_grad():
        model.words.weight.copy_(base["embeddings.word_embeddings.weight"])
        model.places.weight.copy_(base["embeddings.position_embeddings.weight"])
        model.types.weight.copy_(base["embeddings.token_type_embeddings.weight"][0].expand_as(model.types.weight))
        _copy(model.norm, base, "embeddings.LayerNorm")
        for number, layer in enumerate(model.layers):
            prefix = f"encoder.layer.{number}"
            parts = [f"{prefix}.attention.self.{part}" for part in ("query", "key", "value")]
            layer.joint.weight.copy_(torch.cat([base[f"{part}.weight"] for part in parts]))
            layer.joint.bias.copy_(torch.cat([base[f"{part}.bias"] for part in parts]))
            _copy(layer.out, base, f"{prefix}.attention.output.dense")
            _copy(layer.norm1, base, f"{prefix}.attention.output.LayerNorm")
            _copy(layer.up, base, f"{prefix}.intermediate.dense")
            _copy(layer.down, base, f"{prefix}.output.dense")
            _copy(layer.norm2, base, f"{prefix}.output.LayerNorm")


def _copy(module: nn.Linear | nn.LayerNorm, base: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(base[f"{name}.weight"])
    module.bias.copy_(base[f"{name}.bias"])
