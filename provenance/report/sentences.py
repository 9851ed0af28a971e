"""Measures of single sentences: whether one is marked as uncertain, and how certain readers found it.

A corpus is a .jsonl(.gz) file of records with `text` and `uncertain` (true or false), or `text` and `sentence-level-certainty`
(a number, the higher the more certain). Each sentence stands alone: hedges are looked for, sources are not.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from provenance.detect.certainty import certainty_of
from provenance.detect.hedges import DetectedHedge, find_hedges
from provenance.detect.vagueness import is_uncertain
from provenance.errors import UsageError
from provenance.lexicon.hedges import load_hedges
from provenance.records import Passage, Sentence
from provenance.report.evaluate import Evaluation
from provenance.report.gold import Json
from provenance.report.lines import text_lines
from provenance.spans import Span

MARKED, GRADED = "uncertain", "sentence-level-certainty"


def read_sentences(path: Path) -> list[Json] | None:
    """The records of a corpus of sentences; None where the first line of the file is none.

    Raises UsageError where a later record lacks what the first one has.
    """
    if not path.is_file() or not path.name.endswith((".jsonl", ".jsonl.gz")):
        return None
    records: list[Json] = []
    try:
        for number, line in text_lines(path):
            record = json.loads(line)
            key = _key(record)
            if key is None and not records:
                return None
            if key is None or key != _key(records[0] if records else record):
                raise UsageError(f"{path}:{number}: a record without text and {MARKED} or {GRADED}, as the first one has")
            records.append(record)
    except (OSError, EOFError, zlib.error, ValueError, RecursionError):
        return None  # the reader of gold says what is wrong
    return records or None


def _key(record: object) -> str | None:
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        return None
    if isinstance(record.get(MARKED), bool):
        return MARKED
    return GRADED if isinstance(record.get(GRADED), (int, float)) else None


def evaluate_sentences(records: Sequence[Json]) -> Evaluation:
    """Precision, recall and F1 of the sentences marked as uncertain, or the rank correlation of readers' certainty and ours."""
    result = Evaluation(documents=len(records))
    if MARKED in records[0]:
        _marked(result, records)
    else:
        ours = [certainty_of(hedges_of(record["text"])) for record in records]
        result.correlations["certainty"] = spearman([float(record[GRADED]) for record in records], ours)
    return result


def _marked(result: Evaluation, records: Sequence[Json]) -> None:
    for record in records:
        text, want = record["text"], record[MARKED]
        hedges = hedges_of(text)
        got = is_uncertain(text, hedges)
        plain = any(hedge.category != "booster" for hedge in hedges)
        result.found["uncertain sentence"].add(got and want, got, want)
        result.found["sentence with a hedge"].add(plain and want, plain, want)
        if got != want:
            (result.missed if want else result.false_alarms).append(text)


def hedges_of(sentence: str) -> tuple[DetectedHedge, ...]:
    """The hedges of a sentence that stands alone."""
    whole = Span(0, len(sentence))
    return find_hedges(sentence, [Sentence(whole, 0)], [Passage(0, "body", 0, whole)], load_hedges())


def spearman(one: Sequence[float], other: Sequence[float]) -> float:
    """Spearman's rank correlation, ties at their mean rank; 0 where either side has one value only."""
    a, b = list(_ranks(one)), list(_ranks(other))
    mean = (len(a) + 1) / 2
    both = sum((x - mean) * (y - mean) for x, y in zip(a, b, strict=True))
    spread = sum((x - mean) ** 2 for x in a) * sum((y - mean) ** 2 for y in b)
    return both / spread**0.5 if spread else 0.0


def _ranks(values: Sequence[float]) -> Iterator[float]:
    order = sorted(values)
    first: dict[float, int] = {}
    count: dict[float, int] = {}
    for place, value in enumerate(order, 1):
        first.setdefault(value, place)
        count[value] = count.get(value, 0) + 1
    return (first[value] + (count[value] - 1) / 2 for value in values)
