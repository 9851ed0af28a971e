"""Corpora as JSON lines, and the labels of their words.

A record has `id`, `text` and, where people annotated it, `attributions`, each with `source_spans`, `cue_spans` and
`content_spans` (lists of `[start, end)` in code points): the shape of `corpora/polnear`. `articleBody` serves where there
is no `text`.
"""

from __future__ import annotations

import bisect
import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.detect.tagger.pieces import Vocabulary
from provenance.detect.tagger.tags import ROLES, TAGS
from provenance.detect.tagger.windows import Window, windows_of
from provenance.detect.tagger.words import Words, words_of

Spans = tuple[tuple[int, int], ...]
IGNORED = -100
"""A label that takes no part in the loss."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution of a corpus; a role that it lacks has no spans."""

    source: Spans
    cue: Spans
    content: Spans

    def role(self, name: str) -> Spans:
        """The spans of one of ROLES."""
        return {"SOURCE": self.source, "CUE": self.cue, "CONTENT": self.content}[name]


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a corpus. `attributions` is None where nobody annotated it."""

    name: str
    text: str
    attributions: tuple[Attribution, ...] | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A window with the labels of its words.

    `tags` numbers into TAGS or IGNORED; `heads` the position, in pieces, of the first word of the cue that governs a word
    of a source or content (0, the start, where the attribution has no cue), or IGNORED; `soft` a teacher's probabilities.
    """

    window: Window
    tags: npt.NDArray[np.int64]
    heads: npt.NDArray[np.int64]
    soft: npt.NDArray[np.float16] | None = None


def read_texts(path: Path) -> Iterator[Text]:
    """The records of a `.jsonl` or `.jsonl.gz` file."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record: dict[str, Any] = json.loads(line)
            found = record.get("attributions")
            yield Text(
                str(record["id"]),
                record.get("text") or record.get("articleBody") or "",
                None if found is None else tuple(_attribution(a) for a in found),
            )


def key_of(path: Path, number: int) -> str:
    """The name of the array that a teacher wrote for a text: its corpus file and its place in it."""
    return f"{path.parent.name}-{path.name.split('.')[0]}-{number}"


def read_vocabulary(folder: Path) -> Vocabulary:
    """The vocabulary of a base model's folder, BERT's; an MPNet's has four marks of its own before it."""
    pieces = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")
    return Vocabulary(pieces[4:-2] if pieces[0] == "<s>" else pieces[:-1])


def _attribution(record: dict[str, Any]) -> Attribution:
    source, cue, content = (tuple((s[0], s[1]) for s in record[f"{role.lower()}_spans"]) for role in ROLES)
    return Attribution(source, cue, content)


def word_indices(words: Words, spans: Spans) -> list[int]:
    """The words that spans touch, in order."""
    found: set[int] = set()
    for start, end in spans:
        i = bisect.bisect_left(words.starts, start)
        if i and words.ends[i - 1] > start:
            i -= 1
        while i < len(words) and words.starts[i] < end:
            found.add(i)
            i += 1
    return sorted(found)


def labels_of(words: Words, attributions: Iterable[Attribution]) -> tuple[list[int], list[int]]:
    """For each word its tag, and the first word of its cue (-1: the attribution has none, IGNORED: no source or content).

    One flat layer: where attributions nest, a cue wins over a source and a source over a content.
    """
    tags, heads = [0] * len(words), [IGNORED] * len(words)
    breaks = {first for first, _ in words.paragraphs}
    found = list(attributions)
    for role in ("CONTENT", "SOURCE", "CUE"):
        inside = TAGS.index(f"I-{role}")
        for one in found:
            head = IGNORED if role == "CUE" else min(word_indices(words, one.cue), default=-1)
            previous = -2
            for i in word_indices(words, one.role(role)):
                tags[i] = inside if i == previous + 1 and i not in breaks else inside - 1
                heads[i] = head
                previous = i
    return tags, heads


def examples_of(text: Text, vocabulary: Vocabulary, soft: npt.NDArray[np.float16] | None = None) -> list[Example]:
    """The windows of a text with their labels; `soft` holds a teacher's probabilities, one row for each word."""
    words = words_of(text.text)
    if text.attributions is None:
        tags, heads = [IGNORED] * len(words), [IGNORED] * len(words)
    else:
        tags, heads = labels_of(words, text.attributions)
    made = []
    for window in windows_of(words, vocabulary):
        places = dict(zip(window.words, window.positions, strict=True))
        places[-1] = 0
        made.append(
            Example(
                window,
                np.array([tags[i] for i in window.words], np.int64),
                np.array([places.get(heads[i], IGNORED) for i in window.words], np.int64),
                None if soft is None else soft[window.words],
            )
        )
    return made


def batches_of(examples: Sequence[Example], pieces: int, rng: np.random.Generator, keep_empty: float = 1.0) -> list[list[int]]:
    """Batches of examples of like length and at most `pieces` pieces, padding included, in random order.

    `keep_empty` is the share of the windows without any label other than O that is kept.
    """
    order = [
        i
        for i in rng.permutation(len(examples))
        if examples[i].soft is not None or examples[i].tags.any() or rng.random() < keep_empty
    ]
    made: list[list[int]] = []
    for begin in range(0, len(order), 128):
        chunk = sorted(order[begin : begin + 128], key=lambda i: len(examples[i].window.ids))
        batch: list[int] = []
        for i in chunk:
            if batch and (len(batch) + 1) * len(examples[i].window.ids) > pieces:
                made.append(batch)
                batch = []
            batch.append(int(i))
        made.append(batch)
    return [made[k] for k in rng.permutation(len(made))]
