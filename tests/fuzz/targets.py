"""What is fuzzed: functions that take any bytes and end without an exception, or raise AssertionError where a law is broken.

The same functions serve hypothesis, the replay of the corpus in the usual tests, and the coverage-guided fuzzer (`fuzz/run.py`).
No exception may leave the program but those of `provenance.errors`, which the targets take for an answer.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

from provenance.detect.credits import find_credits
from provenance.errors import ProvenanceError
from provenance.export.judgements import read_judgements
from provenance.export.link_judgements import read_link_judgements
from provenance.ingest import ReadOptions, read_bytes, read_paths
from provenance.lexicon.credits import load_credit_rules
from provenance.records import Document, Rejected
from provenance.registry import Context, Registry, load_registry, read_sources
from provenance.registry.model import Sources
from provenance.registry.raters import FORMATS, Given, read_ratings
from provenance.report.evaluate import evaluate
from provenance.report.gold import read_gold
from provenance.report.pages import read_bodies, read_expectations
from provenance.report.sentences import evaluate_sentences, read_sentences
from provenance.score import load_model
from provenance.segment import quotations_of, sentences_of
from provenance.spans import Span
from provenance.store import Store, open_store
from provenance.store.packed import pack_document
from tests.detect.annotating import annotator, assert_sound, resources
from tests.fuzz.scores import decoded

TARGETS: dict[str, Callable[[bytes], None]] = {}
SUFFIXES = (".txt", ".md", ".html", ".json", ".jsonl", ".rss", ".atom", ".rdf", ".xml", "", ".txt.gz", ".jsonl.gz")
"""The first byte of an input for `readers` and `pipeline` chooses one of these."""
LONGEST = 20_000
"""Bytes that a target looks at."""


def target(function: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """Names a target after its function."""
    TARGETS[function.__name__] = function
    return function


def texted(data: bytes) -> str:
    """Any text: bytes that are no UTF-8 become lone surrogates, as hostile JSON can have them."""
    return data[:LONGEST].decode("utf-8", "surrogateescape")


@contextlib.contextmanager
def filed(data: bytes, suffix: str) -> Iterator[Path]:
    """The bytes as a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"input{suffix}"
        path.write_bytes(data[:LONGEST])
        yield path


def _read(data: bytes) -> Iterator[Document | Rejected]:
    suffix = SUFFIXES[data[0] % len(SUFFIXES)] if data else ""
    with filed(data[1:], suffix) as path:
        yield from read_paths([str(path)], ReadOptions(max_bytes=1_000_000))


@target
def readers(data: bytes) -> None:
    """A file of any kind: each document's spans lie in its text, each refusal has a reason."""
    for found in _read(data):
        if isinstance(found, Rejected):
            assert found.reason and found.detail and "\n" not in found.detail
            continue
        found.text.encode("utf-8")
        assert "\0" not in found.text
        spans = [block.span for block in found.blocks]
        assert all(one.end <= other.start for one, other in pairwise(spans))
        for span in (*spans, *(link.span for link in found.links)):
            assert 0 <= span.start < span.end <= len(found.text)


@target
def pipeline(data: bytes) -> None:
    """A file of any kind, read and annotated by the rules."""
    for found in _read(data):
        if isinstance(found, Document):
            assert_sound(annotator().annotate(found))


@target
def segmenter(data: bytes) -> None:
    """Sentences and quotations of any text lie in it, in order and apart; so do the credits."""
    text = texted(data)
    words = resources().attributions.words
    for whole in (Span(0, len(text)), Span(len(text) // 3, len(text) - len(text) // 4)):
        for found in (list(sentences_of(text, whole, words)), [span for span, _ in quotations_of(text, whole)]):
            assert all(whole.start <= s.start < s.end <= whole.end for s in found)
            assert all(one.end <= other.start for one, other in pairwise(found))
    read = read_bytes(data[:LONGEST], path="a.txt", options=ReadOptions(language=False))
    if isinstance(read, Document):
        credits = find_credits(read.text, read.blocks, load_credit_rules(), lambda name: len(name) % 2 == 0)
        assert all(0 <= c.span.start < c.span.end <= len(read.text) for c in credits if c.span is not None)


@target
def decoding(data: bytes) -> None:
    """The learned taggers' decoding of arbitrary scores: the first half of the bytes is the text, the rest the scores."""
    decoded(texted(data[: len(data) // 2]), data[len(data) // 2 :])


@cache
def _registry() -> Registry:
    return load_registry()


BASE = """schema: provenance.sources/1
sources:
- {id: reuters, name: Reuters, kind: news_agency, domains: [reuters.com], handles: {x: [Reuters]}}
- {id: bbc, name: BBC, kind: broadcaster, aliases: [the Beeb], parent: reuters}
"""
"""A small registry of ours: the whole one takes a tenth of a second, which would leave no time for what is laid over it."""


@target
def registry(data: bytes) -> None:
    """A `sources.yaml` of a stranger, laid over ours: one sentence with file and line, or a registry."""
    with filed(data, ".yaml") as path:
        base = path.with_name("ours.yaml")
        base.write_text(BASE, encoding="utf-8")
        sources = answered(lambda: read_sources([base, path]))
    if isinstance(sources, Sources):
        known = Registry(sources)
        for name in ("A", "B", "Reuters", "a.org", *list(known.entities)[:5]):
            known.resolve(name)
            known.find(f"{name} said so.")


@target
def names(data: bytes) -> None:
    """Any text as a name, an address, a handle and a text in which names are looked for."""
    text, known = texted(data), _registry()
    for context in (None, Context(role="credit", language="en"), Context(role="credit", language="uk")):
        found = known.resolve(text, context)
        assert found.id is None or found.id in known.entities
    assert known.resolve_domain(text) is None or known.resolve_domain(text) in known.entities
    known.address(text)
    known.resolve_handle("x", text)
    assert all(0 <= match.span.start < match.span.end <= len(text) for match in known.find(text))


@target
def judgements(data: bytes) -> None:
    """Files of judgements on sources and on links."""
    lines = b"\n".join(data.splitlines()[:50])
    for head, read in ((b"judgements", read_judgements), (b"link_judgements", read_link_judgements)):
        with filed(b'{"schema": "provenance.' + head + b'/1"}\n' + lines, ".jsonl") as path:
            answered(lambda read=read, path=path: [one.made.encode() for one in read(path)])  # type: ignore[misc]


PREDICTION = {
    "document": {"id": "d", "path": "d", "text": "The mayor said so."},
    "passages": [{"span": [0, 18], "kind": "body"}],
    "attributions": [
        {"id": "p", "source": {"span": [4, 9], "id": "x"}, "cue": {"span": [10, 14]}, "content": {"spans": [[0, 9]]}}
    ],
    "hedges": [{"span": [0, 3]}],
    "upstreams": [{"source": "x"}],
}
"""What is evaluated against gold of strangers, for the document "d"."""


@target
def gold(data: bytes) -> None:
    """Files of gold, of predictions, of sentences, article texts and expectations; what can be read is evaluated."""
    with filed(data, ".jsonl") as path:
        for reading in (read_bodies, read_expectations):
            answered(lambda reading=reading: reading(path))  # type: ignore[misc]
        sentences = answered(lambda: read_sentences(path))
        if sentences:
            answered(lambda: evaluate_sentences(sentences))
        truth = answered(lambda: read_gold(path))
        if truth:
            answered(lambda: evaluate(truth, [PREDICTION]))


@target
def tables(data: bytes) -> None:
    """Tables of weights, and ratings in every format."""
    with filed(data, ".tsv") as path:
        answered(lambda: load_model(path))
        for form in FORMATS.values():
            given = Given(rated_on="2026-01-31", **({} if form.rater else {"rater": "A", "licence": "B"}))
            answered(lambda form=form, given=given: read_ratings(path, form, _registry(), given, "2026-01-31T00:00:00Z"))  # type: ignore[misc]


@cache
def _stored() -> tuple[Store, Path]:
    """A database of the seeds for all queries, and its folder, which stay until the end."""
    folder = Path(tempfile.mkdtemp(prefix="provenance-fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    url = f"sqlite:///{folder}/seeds.db"
    with open_store(url) as store:
        run = store.begin_run(program_version="fuzz", lexicon_digest="-", registry_digest="-")
        read = list(read_paths(["seeds"], ReadOptions()))
        store.write(run, [pack_document(annotator().annotate(one)) for one in read if isinstance(one, Document)])
    return open_store(url, read_only=True), folder


def _files(folder: Path) -> list[tuple[str, int, int]]:
    """The files of a folder with sizes and times of change.

    Left out are SQLite's notes on who reads (-shm), and an empty log, as readers make one: what is written goes to a log (-wal).
    """
    found = ((file.name, file.stat()) for file in folder.iterdir() if not file.name.endswith("-shm"))
    return sorted((name, status.st_size, status.st_mtime_ns) for name, status in found if status.st_size)


@target
def queries(data: bytes) -> None:
    """Any text as SQL, as words of a search, and as the name of a claim, a document or a source: nothing has changed then."""
    store, folder = _stored()
    before, text = _files(folder), texted(data)
    answered(lambda: store.query(text, 100, seconds=2))
    for hit in store.find_claims(text, 3):
        assert hit.claim_id and hit.text
    for look_up in (store.claim, store.document_key, store.source_card):
        answered(lambda look_up=look_up: look_up(text))  # type: ignore[misc]
    assert _files(folder) == before


def answered(run: Callable[[], object]) -> object:
    """What a run gives; None where it says in one sentence why not."""
    try:
        return run()
    except ProvenanceError as error:
        assert_sentence(error)
        return None


def assert_sentence(error: ProvenanceError) -> None:
    """Errors are one line that can be printed and stored."""
    words = str(error)
    assert words.strip()
    assert "\n" not in words, words
    json.dumps(words)
