"""The texts that the figures of a score are measured on: read, their damaged signs mended, annotated once and kept aside.

The veracity corpus lost all its typographic signs: quotation marks, apostrophes and dashes are all U+FFFD, in some outlets more
than in others. Left so, the finder of quotations would see none there, and what is measured would be the outlet's typewriter.
`mended` gives each its most likely sign before anything is read, in all three kinds alike.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import pickle
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provenance.ingest import read_bytes
from provenance.pipeline import Annotator
from provenance.records import AnnotatedDocument, Document

_LOST = re.compile("\ufffd+")
_WITH_SPACE = re.compile(r"\s*\S+")
_SHORT_ENDING = re.compile(r"(?:s|t|d|m|re|ve|ll|em|all|clock)\b", re.IGNORECASE)
_OPENS_AFTER = " \t\r\n([—-"


@dataclass(frozen=True, slots=True)
class Sample:
    """One text of a labelled corpus, annotated. `words` is its length."""

    id: str
    label: str
    annotated: AnnotatedDocument
    words: int


def mended(text: str) -> str:
    """`text` with each lost sign made a quotation mark, an apostrophe or a dash by what stands beside it.

    A sign between two letters is an apostrophe before an ending ("don't") and after one letter ("O'Neil"), else a dash
    ("LONDON—The"). One between two spaces is a dash. One that opens a word opens a quotation; any other closes the open one, or
    is an apostrophe where none is open.
    """
    pieces, end, is_open = [], 0, False
    for found in _LOST.finditer(text):
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        pieces.append(text[end : found.start()])
        end = found.end()
        if before.isalnum() and after.isalnum():
            pieces.append("’" if _is_within_word(text, found) else "—")
        elif (before in (")", "]") and after.isalnum()) or before.strip() == "" == after.strip():
            pieces.append("—")
        elif not before or before in _OPENS_AFTER:
            pieces.append("“")
            is_open = True
        elif is_open:
            pieces.append("”")
            is_open = False
        else:
            pieces.append("’" if before.isalnum() else "”")
        if "\n" in text[found.end() : found.end() + 3]:
            is_open = False
    pieces.append(text[end:])
    return "".join(pieces)


def _is_within_word(text: str, found: re.Match[str]) -> bool:
    one_letter_before = found.start() < 2 or not text[found.start() - 2].isalnum()
    return one_letter_before or _SHORT_ENDING.match(text, found.end()) is not None


def records(path: Path) -> Iterator[Mapping[str, Any]]:
    """The records of a .jsonl or .jsonl.gz file."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    yield from (json.loads(line) for line in text.split("\n") if line.strip())


def samples(
    path: Path, annotator: Annotator, cache: Path | None, first: int | None = None, words: int | None = None
) -> Iterator[Sample]:
    """The texts of a corpus, annotated; of a corpus without labels the label is "". Each is cut after `words` words.

    `cache` is a folder outside the project in which annotations are kept between runs. They are named by text, rules and
    tagger, so a change of either annotates anew.
    """
    for number, record in enumerate(records(path)):
        if number == first:
            return
        text = mended(record["text"])
        if words is not None:
            text = "".join(_WITH_SPACE.findall(text)[:words])
        annotated = _annotated(record["id"], text, annotator, cache)
        if annotated is not None:
            yield Sample(record["id"], record.get("label", ""), annotated, len(text.split()))


def _annotated(name: str, text: str, annotator: Annotator, cache: Path | None) -> AnnotatedDocument | None:
    key = hashlib.sha256(f"{annotator.tagger.name}\0{annotator.digest}\0{name}\0{text}".encode()).hexdigest()
    kept = cache / f"{key}.pickle" if cache else None
    if kept is not None and kept.exists():
        found: AnnotatedDocument = pickle.loads(kept.read_bytes())
        return found
    document = read_bytes(text.encode("utf-8", "surrogatepass"), path=name, kind="text")
    if not isinstance(document, Document):
        return None
    annotated = annotator.annotate(document)
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps(annotated))
    return annotated
