"""The network of the `fast` tagger: vectors of word pieces, a convolution and two bidirectional GRU layers over words."""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn

from provenance.detect.tagger.tags import TAGS
from training.model import Dropout

PIECES = 3
"""Pieces of a word that the network sees."""


class FastTagger(nn.Module):
    """Words, each as PIECES piece numbers (0: none) and a type, to tag logits."""

    def __init__(self, vectors: Tensor, types: int = 8, conv: int = 128, hidden: int = 104, dropout: float = 0.25) -> None:
        super().__init__()
        width = vectors.shape[1]
        self.words = nn.Embedding.from_pretrained(vectors.clone(), freeze=False)
        self.types = nn.Embedding(types, 16)
        self.conv = nn.Conv1d(width + 16, conv, 3, padding=1)
        self.skip = nn.Linear(width + 16, conv)
        self.first = nn.GRU(conv, hidden, batch_first=True, bidirectional=True)
        self.second = nn.GRU(2 * hidden, hidden, batch_first=True, bidirectional=True)
        self.tags = nn.Linear(4 * hidden + conv, len(TAGS))
        self.drop = Dropout(dropout)

    def forward(self, pieces: Tensor, types: Tensor) -> Tensor:
        """(batch, words, PIECES) and (batch, words) to (batch, words, tags); a word of no pieces is padding."""
        there = (pieces > 0).float().unsqueeze(-1)
        vector = (self.words(pieces) * there).sum(2) / there.sum(2).clamp(min=1.0)
        x = self.drop(torch.cat([vector, self.types(types)], -1))
        x = torch.relu(self.conv(x.transpose(1, 2)).transpose(1, 2) + self.skip(x))
        first, _ = self.first(self.drop(x))
        second, _ = self.second(self.drop(first))
        return cast(Tensor, self.tags(self.drop(torch.cat([first, second, x], -1))))
