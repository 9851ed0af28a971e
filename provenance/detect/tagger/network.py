"""The network of the `default` tagger: a transformer encoder over word pieces, one window at a time.

A window is run by itself: with int8 arithmetic the scale of the activations is that of all the inputs of a call, so that
windows run together would change one another's results. Alone, no batch and no number of threads changes anything, and
nothing is spent on padding.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from provenance.detect.tagger.pieces import Vocabulary
from provenance.detect.tagger.reading import Reading
from provenance.detect.tagger.tags import TAGS, Scores
from provenance.detect.tagger.windows import windows_of
from provenance.detect.tagger.words import Words


def session_of(path: Path, threads: int) -> Any:
    """An ONNX session on the processor."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class Encoder:
    """A network in an ONNX file with the inputs `ids` and `types` and the outputs `tags` and `link`."""

    def __init__(self, path: Path, vocabulary: Vocabulary, threads: int = 1) -> None:
        self._session = session_of(path, threads)
        self._vocabulary = vocabulary

    def read(self, words: Words) -> Reading:
        """The tag logits of all words, and their link vectors window by window."""
        scores = np.zeros((len(words), len(TAGS)), np.float32)
        windows, links = [], []
        for window in windows_of(words, self._vocabulary):
            inputs = {"ids": np.array([window.ids], np.int64), "types": np.array([window.types], np.int64)}
            tags, link = self._session.run(None, inputs)
            scores[window.words[0] : window.words[-1] + 1] = tags[0, window.positions]
            windows.append((window.words[0], window.words[-1] + 1))
            found: Scores = link[0, window.positions]
            links.append(found)
        return Reading(scores, windows, links)
