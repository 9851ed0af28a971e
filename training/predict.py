"""Prints what a tagger alone finds in texts, in the shape that the project's scorer reads: `MODEL TEXTS.jsonl --base FOLDER`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from provenance.detect.tagger.nesting import with_nested
from provenance.detect.tagger.network import Encoder
from provenance.detect.tagger.reading import Network, tag
from provenance.detect.tagger.recurrent import Recurrent
from training.data import read_texts, read_vocabulary
from training.evaluate import spans_of


def main() -> None:
    """One line of JSON for each text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--depth", type=int, default=3)
    parser.add_argument("--link", type=float, default=10.0)
    options = parser.parse_args()
    kind = Recurrent if options.fast else Encoder
    network: Network = kind(options.model, read_vocabulary(options.base))
    for text in read_texts(options.texts):
        tagged = tag(text.text, network, options.link)
        records = []
        for number, one in enumerate(with_nested(tagged, network, options.link, options.depth)):
            spans = spans_of(tagged.words, one.linked)
            records.append(
                {
                    "id": str(number),
                    "parent": None if one.parent is None else str(one.parent),
                    "source": {"span": spans.source[0]} if spans.source else None,
                    "cue": {"span": spans.cue[0]} if spans.cue else None,
                    "content": {"spans": spans.content},
                    "confidence": one.confidence,
                }
            )
        print(json.dumps({"document": {"id": text.name, "text": text.text}, "passages": [], "attributions": records}))


if __name__ == "__main__":
    main()
