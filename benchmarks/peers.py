"""The taggers beside their peers, on PolNeAR's 84 dev texts in one run: words a second of one core, and texts that fail.

    python -m benchmarks.peers [SHARED]

The peers are a spaCy pipeline of `en_core_web_sm`'s architecture and textacy's `direct_quotations` upon it. They come with the
dependency group `bench` (`pip install --group bench`, pip 25.1 or newer); where they are not installed, their rows say so. The
weights are random, as no model is downloaded: they make no difference to the time of the network, and none to textacy's failures,
which come of quotation marks; what it finds is not judged. `en_core_web_sm` has a lemmatizer besides, which would take more time.
"""

from __future__ import annotations

import gzip
import json
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from time import process_time
from typing import Any

from benchmarks.table import Row, lines, ratio
from provenance.detect import TAGGERS
from provenance.ingest import ReadOptions, read_bytes
from provenance.pipeline import Annotator, load_resources
from provenance.records import Document

TEXTS = "corpora/polnear/dev.jsonl.gz"
ROUNDS = 2
HOW = "not installed: pip install --group bench"
TAGS = 50
DEPENDENCIES = 45
ENTITIES = 18
"""Labels of `en_core_web_sm`, whose number is part of what its output layers cost."""
WIDTH, DEPTH = 96, 4
"""Of its convolutions."""
ROWS = {"NORM": 5000, "PREFIX": 1000, "SUFFIX": 2500, "SHAPE": 2500, "SPACY": 50, "IS_SPACE": 50}
"""Of its tables of hashed features."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Words a second and the texts that raised an error."""

    speed: float
    failed: int
    texts: int

    def figure(self) -> str:
        return f"{self.speed:,.0f} words/s, {self.failed} of {self.texts} failed"


def texts_of(shared: Path) -> list[str]:
    """PolNeAR's dev texts; none where the shared data are not there."""
    path = shared / TEXTS
    if not path.is_file():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as records:
        return [json.loads(line)["text"] for line in records]


def measured(each: Callable[[str], object], texts: Sequence[str], rounds: int = ROUNDS) -> Measured:
    """The best of some rounds; a text that fails has taken its time all the same."""
    best, failed = float("inf"), 0
    each(texts[0])
    for _ in range(rounds):
        begun, failed = process_time(), 0
        for text in texts:
            try:
                each(text)
            except Exception:
                failed += 1
        best = min(best, process_time() - begun)
    return Measured(sum(len(text.split()) for text in texts) / best, failed, len(texts))


def our_tagger(name: str) -> Callable[[str], object]:
    """From a text to its attributions, reading and cutting included."""
    annotator = Annotator(load_resources(), tagger=name)

    def each(text: str) -> object:
        document = read_bytes(text.encode(), path="text.txt", options=ReadOptions())
        if not isinstance(document, Document):
            raise TypeError(document)
        return annotator.tagger.find(annotator.cut(document))

    return each


def spacy_pipeline() -> Any:
    """tok2vec, tagger, parser and NER as `en_core_web_sm` has them, with random weights."""
    import spacy
    from spacy.training import Example

    network = {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": WIDTH,
            "attrs": list(ROWS),
            "rows": list(ROWS.values()),
            "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": WIDTH,
            "depth": DEPTH,
            "window_size": 1,
            "maxout_pieces": 3,
        },
    }
    shared = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH, "upstream": "tok2vec"}
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": network})
    tagger = nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": shared}})
    parser = nlp.add_pipe("parser", config={"model": _transitions("parser", 64, shared)})
    nlp.add_pipe("attribute_ruler")
    entities = nlp.add_pipe("ner", config={"model": _transitions("ner", 64, network)})
    for component, count, prefix in ((tagger, TAGS, "T"), (parser, DEPENDENCIES, "d"), (entities, ENTITIES, "E")):
        for number in range(count):
            component.add_label(f"{prefix}{number}")
    words = ["Rain", "fell", "."]
    gold = {"words": words, "tags": ["T0", "T1", "T2"], "heads": [1, 1, 1], "deps": ["d0", "ROOT", "d1"], "entities": ["O"] * 3}
    example = Example.from_dict(nlp.make_doc("Rain fell ."), gold)
    nlp.initialize(lambda: [example])
    warnings.filterwarnings("ignore", message=r"\[W036\]")  # the attribute_ruler has no rules
    return nlp


def _transitions(what: str, hidden: int, network: dict[str, Any]) -> dict[str, Any]:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": what,
        "extra_state_tokens": False,
        "hidden_width": hidden,
        "maxout_pieces": 2,
        "use_upper": True,
        "nO": None,
        "tok2vec": network,
    }


def _peers() -> Iterator[tuple[str, Callable[[str], object] | None]]:
    """Each peer by its name; None where it is not installed."""
    has_spacy = find_spec("spacy") is not None
    nlp = spacy_pipeline() if has_spacy else None
    yield "spaCy, as en_core_web_sm", nlp
    if nlp is None or find_spec("textacy") is None:
        yield "textacy direct_quotations", None
        return
    from textacy.extract import direct_quotations

    yield "textacy direct_quotations", lambda text: list(direct_quotations(nlp(text)))


def beside_peers(shared: Path, rounds: int = ROUNDS) -> list[Row]:
    """A row for each of our taggers and each peer, beside the tagger `default`."""
    texts = texts_of(shared)
    if not texts:
        return [Row("taggers beside spaCy and textacy", f"no texts at {shared / TEXTS}")]
    ours = {name: measured(our_tagger(name), texts, rounds) for name in TAGGERS}
    default = ours["default"]
    beside = ("default", f"{default.speed:,.0f} words/s")
    rows = [
        Row(f"our {name}", one.figure(), *beside, ratio(one.speed, default.speed), "0 failed", not one.failed)
        for name, one in ours.items()
    ]
    for name, each in _peers():
        if each is None:
            rows.append(Row(name, HOW))
        else:
            one = measured(each, texts, rounds)
            rows.append(Row(name, one.figure(), *beside, ratio(one.speed, default.speed)))
    return rows


if __name__ == "__main__":
    print("\n".join(lines("Taggers and peers, one core", beside_peers(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared")))))
