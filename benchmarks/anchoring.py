"""How many annotations of the sample articles are found again after edits whose truth is known, and how many in a wrong place.

    python -m benchmarks.anchoring [FOLDER]     the table; the articles are those in seeds/ unless a folder is named

Each article is annotated by the rules and edited `ROUNDS` times in each manner, by a random generator of fixed seed. Of each
code point it is known where it stands afterwards. Beside ours stand two plain ways: the same offsets if the same words stand
there ("position"), and the occurrence of the words that is nearest to their old offset ("nearest quote").
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.table import grid
from provenance.anchors import marks_of, reanchored
from provenance.anchors.align import align
from provenance.ingest import read_paths
from provenance.pipeline import Annotator, load_resources
from provenance.records import Document
from provenance.spans import Span

ROUNDS = 20
_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*\s*")
_WORD = re.compile(r"\w+")

Pieces = list[tuple[int, int, str]]
"""A text in pieces: code points of the old text, or (-1, -1, words) that were put in."""
Edit = Callable[[str, random.Random], Pieces]


@dataclass
class Tally:
    """Spans that survived in one piece, those found and those put elsewhere; spans that did not, and those that were placed."""

    survived: int = 0
    right: int = 0
    wrong: int = 0
    lost: int = 0
    taken: int = 0


def sentences(text: str) -> list[tuple[int, int]]:
    """The text in sentences, roughly."""
    return [match.span() for match in _SENTENCE.finditer(text)]


def kept(pieces: Sequence[tuple[int, int]]) -> Pieces:
    return [(start, end, "") for start, end in pieces]


def without_sentences(text: str, chance: random.Random) -> Pieces:
    return [piece for piece in kept(sentences(text)) if chance.random() > 0.15]


def with_sentences(text: str, chance: random.Random) -> Pieces:
    """Sentences of the text itself with some other words: lookalikes."""
    parts = sentences(text)
    found: Pieces = []
    for piece in kept(parts):
        found.append(piece)
        if chance.random() < 0.15:
            start, end = chance.choice(parts)
            words = text[start:end].split(" ")
            for _ in range(1 + len(words) // 3):
                words[chance.randrange(len(words))] = chance.choice(("yesterday", "officials", "reported", "a", "later"))
            found.append((-1, -1, " ".join(words)))
    return found


def with_other_words(text: str, chance: random.Random) -> Pieces:
    """Each twentieth word is another one."""
    found: Pieces = []
    at = 0
    for match in _WORD.finditer(text):
        if chance.random() < 0.05:
            found += [(at, match.start(), ""), (-1, -1, chance.choice(("said", "may", "the ministry", "recently", "Beijing")))]
            at = match.end()
    return [*found, (at, len(text), "")]


def moved_lines(text: str, chance: random.Random) -> Pieces:
    """Two lines change places."""
    lines = [match.span() for match in re.finditer(r"[^\n]*\n|[^\n]+", text)]
    for _ in range(2):
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    return kept(lines)


def all_of_it(text: str, chance: random.Random) -> Pieces:
    """Sentences out, lookalikes in, other words: one after the other."""
    found: Pieces = []
    for start, end, put in with_sentences(text, chance):
        if start < 0:
            found.append((start, end, put))
        elif chance.random() > 0.1:
            inner = with_other_words(text[start:end], chance)
            found += [(start + a, start + b, "") if a >= 0 else (a, b, words) for a, b, words in inner]
    return found


EDITS: dict[str, Edit] = {
    "15% of sentences out": without_sentences,
    "15% lookalikes put in": with_sentences,
    "5% of words otherwise": with_other_words,
    "lines change places": moved_lines,
    "all but moving": all_of_it,
}


def put_together(text: str, pieces: Pieces) -> tuple[str, list[int]]:
    """The new text, and for each code point of the old one where it stands now, or -1."""
    places = [-1] * len(text)
    parts: list[str] = []
    length = 0
    for start, end, words in pieces:
        part = words if start < 0 else text[start:end]
        if start >= 0:
            places[start:end] = range(length, length + end - start)
        parts.append(part)
        length += len(part)
    return "".join(parts), places


def nearest(text: str, words: str, at: int) -> int | None:
    """The occurrence that is nearest to an offset."""
    before, behind = text.rfind(words, 0, at + len(words)), text.find(words, at)
    found = [place for place in (before, behind) if place >= 0]
    return min(found, key=lambda place: abs(place - at)) if found else None


def ways(old: str, new: str, spans: Sequence[Span]) -> Iterator[tuple[str, dict[Span, int | None]]]:
    """Where each way puts the spans."""
    ours = reanchored(align(old, new), spans)
    yield "ours", {span: one.place.start if one.place else None for span, one in ours.items()}
    yield "position", {span: span.start if new.startswith(span.of(old), span.start) else None for span in spans}
    yield "nearest quote", {span: nearest(new, span.of(old), span.start) for span in spans}


def main() -> None:
    """Prints the table."""
    annotator = Annotator(load_resources(), tagger="rules")
    documents = [one for one in read_paths(sys.argv[1:] or ["seeds"]) if isinstance(one, Document)]
    texts = [(one.text, sorted({mark.span for mark in marks_of(annotator.annotate(one))})) for one in documents]
    table: list[tuple[str, ...]] = []
    for name, edit in EDITS.items():
        chance = random.Random(7)
        tallies: dict[str, Tally] = {}
        for _ in range(ROUNDS):
            for old, spans in texts:
                new, places = put_together(old, edit(old, chance))
                for way, found in ways(old, new, spans):
                    count(tallies.setdefault(way, Tally()), spans, places, found)
        for way, t in tallies.items():
            shares = (f"{t.right / max(1, t.survived):.1%}", f"{t.wrong / max(1, t.survived):.2%}")
            table.append((name, way, f"{t.survived:,}", *shares, f"{t.lost:,}", f"{t.taken / max(1, t.lost):.1%}"))
    title = f"{len(texts)} texts, {sum(len(spans) for _, spans in texts):,} spans, {ROUNDS} rounds"
    print("\n".join(grid(title, ("edit", "way", "kept", "found", "wrong", "broken", "placed"), table)))


def count(tally: Tally, spans: Sequence[Span], places: Sequence[int], found: dict[Span, int | None]) -> None:
    """Adds one text."""
    for span in spans:
        start = places[span.start]
        whole = start >= 0 and all(places[i] == start + i - span.start for i in range(*span))
        got = found[span]
        if whole:
            tally.survived += 1
            tally.right += got == start
            tally.wrong += got not in (None, start)
        else:
            tally.lost += 1
            tally.taken += got is not None


if __name__ == "__main__":
    main()
