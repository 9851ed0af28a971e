"""A network with torch weights, to score or to teach before anything is exported."""

from __future__ import annotations

import numpy as np
import torch

from provenance.detect.tagger.pieces import Vocabulary
from provenance.detect.tagger.reading import Reading
from provenance.detect.tagger.tags import TAGS, Scores
from provenance.detect.tagger.windows import windows_of
from provenance.detect.tagger.words import Words


class TorchEncoder:
    """A `training.model.Tagger` as the taggers' common interface wants it; windows run 8 at a time."""

    def __init__(self, model: torch.nn.Module, vocabulary: Vocabulary, half: bool = True) -> None:
        self._model = model
        self._vocabulary = vocabulary
        self._half = half

    def read(self, words: Words) -> Reading:
        """The tag logits of all words, and their link vectors window by window."""
        scores = np.zeros((len(words), len(TAGS)), np.float32)
        windows = windows_of(words, self._vocabulary)
        links: list[Scores] = [np.zeros((0, 0), np.float32)] * len(windows)
        order = sorted(range(len(windows)), key=lambda i: len(windows[i].ids))
        for begin in range(0, len(order), 8):
            group = order[begin : begin + 8]
            length = len(windows[group[-1]].ids)
            ids, types, mask = (torch.zeros(len(group), length, dtype=torch.long) for _ in range(3))
            for row, number in enumerate(group):
                size = len(windows[number].ids)
                ids[row, :size], types[row, :size] = torch.tensor(windows[number].ids), torch.tensor(windows[number].types)
                mask[row, :size] = 1
            with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=self._half):
                tags, link = self._model(ids, types, mask)
            for row, number in enumerate(group):
                window = windows[number]
                scores[window.words[0] : window.words[-1] + 1] = tags[row, window.positions].float().numpy()
                links[number] = link[row, window.positions].float().numpy()
        return Reading(scores, [(w.words[0], w.words[-1] + 1) for w in windows], links)
