"""A teacher's tag probabilities for the words of some corpora: `python -m training.teach MODEL OUT.npz CORPUS…`.

MODEL is an exported encoder (.onnx) or a checkpoint of one (.pt). OUT holds one array for each text, named by the corpus
file and the text's place in it. It is written anew after each corpus, and a run
that was stopped goes on with the next one.
"""

from __future__ import annotations

import argparse
import itertools
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from provenance.detect.tagger.network import Encoder
from provenance.detect.tagger.pieces import Vocabulary
from provenance.detect.tagger.tags import TAGS, log_probabilities
from provenance.detect.tagger.windows import windows_of
from provenance.detect.tagger.words import words_of
from training.data import key_of, read_texts, read_vocabulary
from training.model import Tagger, read_model

_PIECES = 2048
"""Pieces in a batch, padding included."""


def read_all(texts: Sequence[str], model: Tagger, vocabulary: Vocabulary) -> list[npt.NDArray[np.float32]]:
    """The tag logits of the words of many texts, windows of like length at once."""
    words = [words_of(text) for text in texts]
    found = [np.zeros((len(one), len(TAGS)), np.float32) for one in words]
    windows = [(number, window) for number, one in enumerate(words) for window in windows_of(one, vocabulary)]
    windows.sort(key=lambda w: -len(w[1].ids))
    begun, at = time.time(), 0
    while at < len(windows):
        length = len(windows[at][1].ids)
        group = windows[at : at + max(1, _PIECES // length)]
        ids, types, mask = (torch.zeros(len(group), length, dtype=torch.long) for _ in range(3))
        for row, (_, window) in enumerate(group):
            size = len(window.ids)
            ids[row, :size], types[row, :size] = torch.tensor(window.ids), torch.tensor(window.types)
            mask[row, :size] = 1
        with torch.no_grad():
            tags = model(ids, types, mask)[0].float().numpy()
        for row, (number, window) in enumerate(group):
            found[number][window.words] = tags[row, window.positions]
        at += len(group)
        if at // 800 != (at - len(group)) // 800:
            print(f"{at}/{len(windows)} windows {time.time() - begun:.0f} s", flush=True)
    return found


def main() -> None:
    """Write the probabilities, as float16."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("corpora", type=Path, nargs="+")
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--newest", action="store_true", help="MODEL is a folder, of which the newest checkpoint is meant")
    parser.add_argument("--texts", type=int, help="as many of the first texts of each corpus, for a trial")
    options = parser.parse_args()
    source = max(options.model.glob("*.pt")) if options.newest else options.model
    torch.set_num_threads(1)
    vocabulary = read_vocabulary(options.base)
    found: dict[str, npt.NDArray[np.float16]] = dict(np.load(options.out).items()) if options.out.exists() else {}
    for path in options.corpora:
        if _held(found, path):
            continue
        texts = [text.text for text in itertools.islice(read_texts(path), options.texts)]
        if source.suffix == ".onnx":
            network = Encoder(source, vocabulary)
            read = [network.read(words_of(text)).scores for text in texts]
        else:
            read = read_all(texts, read_model(source).eval().to(torch.bfloat16), vocabulary)
        for number, scores in enumerate(read):
            found[key_of(path, number)] = np.exp(log_probabilities(scores)).astype(np.float16)
        unfinished = options.out.with_name("unfinished.npz")
        np.savez(unfinished, **found)  # type: ignore[arg-type]
        unfinished.replace(options.out)
        print(path, len(found), flush=True)


def _held(found: Mapping[str, object], path: Path) -> bool:
    """Whether the corpus was read before, by a run that was stopped later."""
    return key_of(path, 0) in found


if __name__ == "__main__":
    main()
