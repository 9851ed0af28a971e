"""Scores annotated pages against what a person read in them: publisher, wire, credits, and the article's text.

What is expected stands in a table of facts, `tests/pages/expectations.tsv`; its columns and rules are told in the README beside
it. The article's text is compared as in scrapinghub's article-extraction-benchmark: multisets of runs of four words.
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from provenance.errors import UsageError
from provenance.records import AnnotatedDocument
from provenance.report.evaluate import Evaluation, Tally
from provenance.report.lines import text_lines

COLUMNS = ("page", "publisher", "publisher_domain", "wire", "byline", "dateline", "credits")
KEPT = ("byline", "dateline", "credits")
"""Columns whose names must stand in the passages of kind credit or in the evidence."""

_SHINGLE = 4
_TOKEN = re.compile(r"\w+")
_OPTIONAL = "?"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What one page states. `publishers` are ids of which any is right; `optional` upstreams are neither owed nor punished.

    `kept` are the names of each column of `KEPT`, as printed.
    """

    page: str
    publishers: tuple[str, ...]
    domain: str
    wire: frozenset[str]
    optional: frozenset[str]
    kept: Mapping[str, tuple[str, ...]]


@dataclass(slots=True)
class MeanTally(Tally):
    """Precision and recall as means over the texts compared, so that each counts alike; `predicted` and `gold` count texts."""

    precisions: float = 0.0
    recalls: float = 0.0

    def add_text(self, truth: str, found: str) -> None:
        """Compares one text with the true one. A text without a word has no precision, and a truth without one no recall."""
        right, predicted, gold = shared_shingles(truth, found)
        self.add(int(right > 0), int(predicted > 0), int(gold > 0))
        self.precisions += right / predicted if predicted else 0.0
        self.recalls += right / gold if gold else 0.0

    @property
    def precision(self) -> float:
        """The mean precision of the texts that have words; 0 where none has."""
        return self.precisions / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The mean recall over the true texts that have words; 0 where none has."""
        return self.recalls / self.gold if self.gold else 0.0


def shared_shingles(truth: str, found: str) -> tuple[int, int, int]:
    """How many runs of four words the two texts share, and how many each has; a shorter text is one run."""
    want, got = _shingles(truth), _shingles(found)
    return (want & got).total(), got.total(), want.total()


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _TOKEN.findall(text)
    runs = range(max(1, len(words) - _SHINGLE + 1)) if words else range(0)
    return Counter(tuple(words[i : i + _SHINGLE]) for i in runs)


# ---------------------------------------------------------------- what is expected


def read_expectations(path: Path) -> tuple[Expectation, ...]:
    """The rows of a table of expectations. Raises UsageError with file and line where it is no such table."""
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path}: cannot be read as a table of expectations ({error}); name a .tsv file in UTF-8") from error
    if not rows or tuple(rows[0]) != COLUMNS:
        raise UsageError(f"{path}:1: the columns must be {', '.join(COLUMNS)}, divided by tabs; correct the first line")
    return tuple(_expectation(row, f"{path}:{number}") for number, row in enumerate(rows[1:], 2))


def _expectation(row: list[str], where: str) -> Expectation:
    if len(row) != len(COLUMNS) or not row[0]:
        raise UsageError(f"{where}: a row has {len(COLUMNS)} columns and names its page; correct it")
    cells = dict(zip(COLUMNS, row, strict=True))
    wire = _many(cells["wire"], "+")
    return Expectation(
        page=cells["page"],
        publishers=_many(cells["publisher"], "|"),
        domain=cells["publisher_domain"],
        wire=frozenset(w for w in wire if not w.endswith(_OPTIONAL)),
        optional=frozenset(w.removesuffix(_OPTIONAL) for w in wire if w.endswith(_OPTIONAL)),
        kept={column: _many(cells[column], "+") for column in KEPT},
    )


def _many(cell: str, mark: str) -> tuple[str, ...]:
    """The parts of a cell; the mark has spaces around it, as names may hold it."""
    return tuple(part.strip() for part in f" {cell} ".split(f" {mark} ") if part.strip())


def read_bodies(path: Path) -> dict[str, str]:
    """The article texts of pages by their ids, from JSON lines with `id` and `articleBody`. Raises UsageError."""
    try:
        records = [json.loads(line) for _, line in text_lines(path)]
        bodies = {record["id"]: record["articleBody"] for record in records}
        if not all(isinstance(text, str) for one in bodies.items() for text in one):
            raise TypeError("an id or a text is no string")
        return bodies
    except (OSError, EOFError, zlib.error, RecursionError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f'{path}: cannot be read as article texts ({error}); name a .jsonl(.gz) file of records with "id" and "articleBody"'
        ) from error


# ---------------------------------------------------------------- the measures


def evaluate_pages(
    expectations: Iterable[Expectation], pages: Iterable[AnnotatedDocument], bodies: Mapping[str, str] | None = None
) -> Evaluation:
    """Scores the pages against what is expected of them; their texts against `bodies`, where there are any.

    Raises UsageError where an expected page is not among them.
    """
    expected = {one.page: one for one in expectations}
    result, text = Evaluation(), MeanTally()
    for page in pages:
        one = expected.pop(page_id(page), None)
        if one is None:
            continue
        result.documents += 1
        _publisher(result, one, page)
        _wire(result, one, page)
        _kept(result, one, page)
        if bodies is not None and one.page in bodies:
            text.add_text(bodies[one.page], body_text(page))
    if expected:
        raise UsageError(f"{min(expected)}: this page is expected and was not among the inputs; name the folder that holds it")
    if text.gold:
        result.found["main text"] = text
    return result


def page_id(page: AnnotatedDocument) -> str:
    """The name of a page's file without its endings; its id where it has no file."""
    return PurePath(page.document.path or page.document.id).name.split(".", 1)[0]


def body_text(page: AnnotatedDocument) -> str:
    """The main text of a page: its passages of kind `body`, one a line."""
    return "\n".join(p.span.of(page.document.text) for p in page.passages if p.kind == "body")


def _publisher(result: Evaluation, one: Expectation, page: AnnotatedDocument) -> None:
    """Pages that state no publisher are not asked about."""
    if not one.publishers:
        return
    got = page.publisher.id if page.publisher else ""
    result.labels["publisher"].add(got in one.publishers)
    if got not in one.publishers:
        result.missed.append(f"{one.page[:8]}: publisher {' | '.join(one.publishers)}, found {got or 'none'}")


def _wire(result: Evaluation, one: Expectation, page: AnnotatedDocument) -> None:
    """Whose text the page is. An agency that is taken for the publisher, and may be, is found."""
    publisher = page.publisher.id if page.publisher else ""
    got = {upstream.source for upstream in page.upstreams} - one.optional
    if publisher in one.publishers:
        got |= one.wire & {publisher}
    result.found["wire"].add(len(one.wire & got), len(got), len(one.wire))
    result.missed += [f"{one.page[:8]}: wire {source}" for source in sorted(one.wire - got)]
    result.false_alarms += [f"{one.page[:8]}: wire {source}" for source in sorted(got - one.wire)]


def _kept(result: Evaluation, one: Expectation, page: AnnotatedDocument) -> None:
    evidence = [_plain(text) for text in evidence_of(page)]
    beginnings = [_plain(p.span.of(page.document.text)[:200]) for p in page.passages if p.kind == "body"]
    for column, names in one.kept.items():
        for name in names:
            words = _plain(name)
            whole = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
            kept = any(map(whole.search, evidence))
            if column == "dateline":  # one without an agency is no credit: it is kept where its paragraph is
                kept = kept or any(beginning.startswith(words) for beginning in beginnings)
            result.labels[f"{column} kept"].add(kept)
            if not kept:
                result.missed.append(f"{one.page[:8]}: {column} {name}")


def evidence_of(page: AnnotatedDocument) -> Iterator[str]:
    """Every text that the program keeps as a credit of the page: byline, markup signals, credits, passages of kind credit."""
    document = page.document
    yield from document.byline
    yield from (signal.value for signal in document.signals)
    for credit in page.credits:
        yield credit.value
        if credit.span is not None:
            yield credit.span.of(document.text)
    yield from (p.span.of(document.text) for p in page.passages if p.kind == "credit")


def _plain(text: str) -> str:
    """As compared: without differences of letter case, width and white space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
