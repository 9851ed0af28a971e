"""The time that each stage takes within the real pipeline: its functions are wrapped by a stopwatch, and nothing else changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from time import process_time
from types import GeneratorType
from typing import Any

from benchmarks.table import Row, ratio
from benchmarks.texts import Text
from provenance import pipeline
from provenance.detect.taggers import Rules
from provenance.export import to_line
from provenance.ingest import read_bytes
from provenance.pipeline import Annotator, load_resources
from provenance.records import AnnotatedDocument, Document, Rejected

TARGET = 15_000
"""Words a second, from the bytes of a text to the annotated document."""

STAGES: tuple[tuple[str, object, str], ...] = (
    ("segment: credits", pipeline, "find_credits"),
    ("segment: passages", pipeline, "passages_of"),
    ("segment: sentences", pipeline, "sentences_of"),
    ("segment: quotations", pipeline, "quotations_of"),
    ("detect: attributions", Rules, "find"),
    ("detect: hedges", pipeline, "find_hedges"),
    ("trace", pipeline, "trace"),
    ("claims", pipeline, "claims_of"),
    ("score", pipeline, "rescore"),
)
"""What is shown, and the function that does it: where it is looked up, and its name there."""


class Stopwatch:
    """Seconds of computing by name, and how to have a function's calls counted in."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def timing(self, name: str) -> Iterator[None]:
        """Adds the time that its body takes."""
        begun = process_time()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + process_time() - begun

    def wrapped(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function with its time counted; what it yields is made at once, so that its work falls into its own time."""

        def timed(*arguments: Any, **named: Any) -> Any:
            begun = process_time()
            result = function(*arguments, **named)
            if isinstance(result, GeneratorType):
                result = list(result)
            self.seconds[name] = self.seconds.get(name, 0.0) + process_time() - begun
            return result

        return timed


@contextmanager
def _measured(watch: Stopwatch) -> Iterator[None]:
    """The pipeline with all stages under the stopwatch."""
    kept = [(where, attribute, getattr(where, attribute)) for _, where, attribute in STAGES]
    for name, where, attribute in STAGES:
        setattr(where, attribute, watch.wrapped(name, getattr(where, attribute)))
    try:
        yield
    finally:
        for where, attribute, function in kept:
            setattr(where, attribute, function)


def read(text: Text) -> Document:
    """The document of a text."""
    document = read_bytes(text.data, path=text.path)
    if isinstance(document, Rejected):
        raise SystemExit(f"benchmarks: {document.locator}: {document.detail}.")
    return document


def loading() -> tuple[Annotator, Row]:
    """The annotator, and what it costs once a process to load registry and lexicons."""
    begun = process_time()
    annotator = Annotator(load_resources(), tagger="rules")
    seconds = process_time() - begun
    return annotator, Row("load registry and lexicons (once)", f"{seconds * 1000:.0f} ms")


def annotate_all(annotator: Annotator, texts: Iterable[Text]) -> list[AnnotatedDocument]:
    """All texts read and annotated."""
    return [annotator.annotate(read(text)) for text in texts]


def _whole(annotator: Annotator, texts: Sequence[Text]) -> float:
    """Seconds from bytes to annotated documents, nothing wrapped and nothing kept."""
    begun = process_time()
    for text in texts:
        annotator.annotate(read(text))
    return process_time() - begun


def _by_stage(annotator: Annotator, texts: Sequence[Text]) -> dict[str, float]:
    """Seconds of each stage. "the rest" is what the pipeline does between them."""
    watch = Stopwatch()
    with _measured(watch):
        for text in texts:
            with watch.timing("ingest"):
                document = read(text)
            with watch.timing("the rest"):
                annotated = annotator.annotate(document)
            with watch.timing("JSON"):
                to_line(annotated)
    watch.seconds["the rest"] -= sum(watch.seconds[name] for name, _, _ in STAGES)
    return watch.seconds


def _spacy(texts: Sequence[Text]) -> tuple[Callable[[], float] | None, str]:
    """The peer: spaCy's blank English pipeline with its sentencizer, and its name; None where it is not installed."""
    try:
        spacy = import_module("spacy")
    except ImportError:
        return None, "spaCy: not installed"
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp("Warm up. Once.")

    def run() -> float:
        begun = process_time()
        for text in texts:
            nlp(text.data.decode())
        return process_time() - begun

    return run, f"spaCy {spacy.__version__}, tokens and sentences alone"


def annotating(annotator: Annotator, texts: Sequence[Text], rounds: int) -> tuple[list[Row], list[Row]]:
    """The whole way beside the peer, and the stages. Of all rounds the best of each counts: the others measure the machine."""
    words = sum(t.words for t in texts)
    peer, peer_name = _spacy(texts)
    whole: list[float] = []
    peers: list[float] = []
    stages: list[dict[str, float]] = []
    for _ in range(rounds):
        whole.append(_whole(annotator, texts))
        stages.append(_by_stage(annotator, texts))
        if peer is not None:
            peers.append(peer())
    speed = words / min(whole)
    other = words / min(peers) if peers else 0.0
    first = Row(
        f"text to annotated document ({len(texts)} texts, {words:,} words)",
        f"{speed:,.0f} words/s",
        peer_name,
        f"{other:,.0f} words/s" if peers else "",
        ratio(speed, other) if peers else "",
        f">= {TARGET:,} words/s",
        speed >= TARGET,
    )
    best = {name: min(s[name] for s in stages) for name in ("ingest", *(n for n, _, _ in STAGES), "the rest", "JSON")}
    total = sum(best.values())
    rows = [Row(name, f"{words / best[name]:>12,.0f} words/s", ratio=f"{best[name] / total:6.1%}") for name in best]
    return [first], rows
