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
    epsilon: float = 1e-12
    buckets: int = 0
    types_at: int = 0
    """The layer that is told the token types; those below it are then left as they came."""


class Dropout(nn.Module):
    """Dropout whose masks are slices, at random offsets, of one long random mask: far cheaper than fresh draws."""

    pool: Tensor
    pool16: Tensor

    def __init__(self, rate: float, seed: int = 7) -> None:
        super().__init__()
        self.rate = rate
        generator = torch.Generator().manual_seed(seed)
        pool = (torch.rand(1 << 22, generator=generator) >= rate).float() / (1 - rate)
        self.register_buffer("pool", pool, persistent=False)
        self.register_buffer("pool16", pool.bfloat16(), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        """`x` with a share of its entries zeroed while training, unchanged otherwise."""
        if not self.training or not self.rate:
            return x
        size = x.numel()
        kept = self.pool16 if x.dtype == torch.bfloat16 else self.pool
        pool = kept if size < len(kept) else kept.repeat(2 + size // len(kept))
        offset = int(torch.randint(0, len(pool) - size, (1,)))
        return x * pool[offset : offset + size].view_as(x)


def _attended(query: Tensor, key: Tensor, value: Tensor, bias: Tensor | None) -> Tensor:
    """Scaled attention, (batch, heads, pieces, width). Plain products: the fused attention is 4 times slower backward."""
    shaped = None if bias is None else bias.to(query.dtype)
    if not torch.is_grad_enabled():
        return functional.scaled_dot_product_attention(query, key, value, shaped)
    batch, heads, length, width = query.shape
    query, key, value = (x.reshape(batch * heads, length, width) for x in (query, key, value))
    if shaped is None:
        shaped = query.new_zeros(1, 1, 1)
    else:
        shaped = shaped.expand(batch, heads, shaped.shape[2], length).reshape(batch * heads, shaped.shape[2], length)
    scores = torch.baddbmm(shaped, query, key.transpose(1, 2), alpha=1 / math.sqrt(width))
    return torch.bmm(torch.softmax(scores, -1), value).view(batch, heads, length, width)


class Layer(nn.Module):
    """One transformer layer, normalised after each half."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads = shape.heads
        self.joint = nn.Linear(shape.width, 3 * shape.width)
        self.out = nn.Linear(shape.width, shape.width)
        self.norm1 = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.up = nn.Linear(shape.width, shape.inner)
        self.down = nn.Linear(shape.inner, shape.width)
        self.norm2 = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.drop = Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        """(batch, pieces, width) to the same; `bias` is added to the attention scores (None: nothing is masked)."""
        batch, length, width = x.shape
        query, key, value = self.joint(x).view(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        if torch.onnx.is_in_onnx_export():
            scores = query @ key.transpose(2, 3) / math.sqrt(width // self.heads)
            mixed = torch.softmax(scores if bias is None else scores + bias, -1) @ value
        else:
            mixed = _attended(query, key, value, bias)
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
        self.norm = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.drop = Dropout(dropout)
        self.near = nn.Embedding(shape.buckets, shape.heads) if shape.buckets else None
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        self.tags = nn.Linear(shape.width, len(TAGS))
        self.link = nn.Linear(shape.width, 2 * LINK)

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """(batch, pieces) to tag logits and link vectors (the first LINK of a dependent, the others of a cue)."""
        bias = None if mask is None else (1.0 - mask[:, None, None, :].float()) * -1e4
        if self.near is not None:
            relative = self.near(distances(ids.shape[1], self.shape.buckets)).permute(2, 0, 1)[None]
            bias = relative if bias is None else relative + bias
        x = self.widen(self.words(ids)) + self.places.weight[: ids.shape[1]]
        if not self.shape.types_at:
            x = x + self.types(types)
        x = self.drop(self.norm(x))
        if torch.is_autocast_enabled("cpu"):
            x = x.to(torch.bfloat16)
        for number, layer in enumerate(self.layers):
            if self.shape.types_at and number == self.shape.types_at:
                x = x + self.types(types).to(x.dtype)
            x = layer(x, bias)
        x = self.drop(x)
        return self.tags(x), self.link(x)


def distances(length: int, buckets: int, farthest: int = 128) -> Tensor:
    """The bucket of each pair of places, as MPNet and T5 number them: half of them for each direction, the farther the wider."""
    places = torch.arange(length)
    away = places[:, None] - places[None, :]
    half, exact = buckets // 2, buckets // 4
    size = away.abs()
    wide = exact + (torch.log(size.clamp(min=1) / exact) / math.log(farthest / exact) * (half - exact)).long()
    return (away < 0).long() * half + torch.where(size < exact, size, wide.clamp(max=half - 1))


MPNET = Shape(width=768, inner=3072, layers=12, epsilon=1e-5, buckets=32, types_at=4)
"""The shape of a base-sized MPNet, the teacher."""


def load_mpnet(model: Tagger, file: Path) -> None:
    """Take the weights of an MPNet, whose vocabulary is BERT's with four marks before it, in the order of BERT's."""
    base = {name.removeprefix("mpnet."): value for name, value in load_file(str(file)).items()}
    with torch.no_grad():
        found = base["embeddings.word_embeddings.weight"]
        model.words.weight.copy_(found[4 : 4 + model.shape.vocabulary])
        for number, own in ((101, 0), (102, 2), (100, 3), (0, 1)):
            model.words.weight[number] = found[own]
        model.places.weight.copy_(base["embeddings.position_embeddings.weight"][2 : 2 + model.shape.positions])
        model.types.weight.zero_()
        _copy(model.norm, base, "embeddings.LayerNorm")
        assert model.near is not None
        model.near.weight.copy_(base["encoder.relative_attention_bias.weight"])
        for number, layer in enumerate(model.layers):
            prefix = f"encoder.layer.{number}"
            parts = [f"{prefix}.attention.attn.{part}" for part in "qkv"]
            layer.joint.weight.copy_(torch.cat([base[f"{part}.weight"] for part in parts]))
            layer.joint.bias.copy_(torch.cat([base[f"{part}.bias"] for part in parts]))
            _copy(layer.out, base, f"{prefix}.attention.attn.o")
            _copy(layer.norm1, base, f"{prefix}.attention.LayerNorm")
            _copy(layer.up, base, f"{prefix}.intermediate.dense")
            _copy(layer.down, base, f"{prefix}.output.dense")
            _copy(layer.norm2, base, f"{prefix}.output.LayerNorm")


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


def read_model(file: Path, dropout: float = 0.1) -> Tagger:
    """A trained encoder of any shape from its checkpoint."""
    weights = torch.load(file)["model"]
    width, inner = weights["layers.0.down.weight"].shape
    layers = 1 + max(int(name.split(".")[1]) for name in weights if name.startswith("layers."))
    near = weights.get("near.weight")
    shape = MPNET if near is not None else Shape(width=width, inner=inner, layers=layers)
    model = Tagger(shape, dropout)
    model.load_state_dict(weights)
    return model
