"""A teacher's tag probabilities for the words of some corpora: `python -m training.teach MODEL.onnx OUT.npz CORPUS…`.

OUT holds one array for each text, named by the corpus file and the text's place in it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from provenance.detect.tagger.network import Encoder
from provenance.detect.tagger.reading import tag
from training.data import key_of, read_texts, read_vocabulary


def main() -> None:
    """Write the probabilities, as float16."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("corpora", type=Path, nargs="+")
    parser.add_argument("--base", type=Path, required=True)
    options = parser.parse_args()
    network = Encoder(options.model, read_vocabulary(options.base))
    found = {}
    for path in options.corpora:
        for number, text in enumerate(read_texts(path)):
            tagged = tag(text.text, network)
            found[key_of(path, number)] = np.exp(tagged.logs).astype(np.float16)
        print(path, len(found), flush=True)
    np.savez(options.out, **found)


if __name__ == "__main__":
    main()
