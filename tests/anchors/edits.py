"""Texts and edits of them whose truth is known: for each code point of the old text, where it stands in the new one."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from provenance.spans import Span, trimmed

REPEATED = ("may", "said", "according to", "the ministry", "reportedly")
"""Words that a text has again and again: a cue, a hedge, a source."""


def unique(number: int) -> str:
    """A word that stands for its number, like no other."""
    letters = []
    number += 26
    while number:
        number, letter = divmod(number, 26)
        letters.append("abcdefghijklmnopqrstuvwxyz"[letter])
    return "w" + "".join(letters)


@dataclass(frozen=True)
class Edited:
    """Two texts, and for each code point of the old one its place in the new one, -1 where it is gone."""

    old: str
    new: str
    places: tuple[int, ...]

    def truth(self, span: Span) -> Span | None:
        """Where a span stands now; None where it was broken or taken out."""
        start = self.places[span.start]
        whole = start >= 0 and all(self.places[i] == start + i - span.start for i in range(*span))
        return Span(start, start + span.end - span.start) if whole else None


def edited(old: str, edits: list[tuple[int, int, str]]) -> Edited:
    """The text with pieces `[start, end)` replaced, those that overlap an earlier one left out."""
    pieces, places, at, length = [], [], 0, 0
    for start, end, words in sorted(edits):
        if start < at:
            continue
        pieces += [old[at:start], words]
        places += range(length, length + start - at)
        places += [-1] * (end - start)
        length += start - at + len(words)
        at = end
    pieces.append(old[at:])
    places += range(length, length + len(old) - at)
    return Edited(old, "".join(pieces), tuple(places))


@st.composite
def texts(draw: st.DrawFn, least: int = 0) -> tuple[str, tuple[Span, ...]]:
    """A text of words like no other with repeated ones between them, and the places of the repeated ones."""
    counts = draw(st.lists(st.tuples(st.integers(1, 9), st.sampled_from(REPEATED)), min_size=max(1, least), max_size=14))
    text, spans, number = "", [], 0
    for words, repeated in counts:
        text += "".join(f"{unique(number + n)} " for n in range(words))
        number += words
        spans.append(Span(len(text), len(text) + len(repeated)))
        text += repeated + draw(st.sampled_from((" ", ".\n", ", ")))
    return text, tuple(spans)


@st.composite
def changes(draw: st.DrawFn) -> tuple[Edited, tuple[Span, ...]]:
    """A text, another version of it, and spans of the old one: the repeated words, and some stretches.

    What is put in begins and ends with words of its own, so that nobody can say that something else was taken out.
    """
    old, spans = draw(texts())
    edits = []
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(old)))
        end = min(len(old), start + draw(st.integers(0, 60)))
        fresh = [f"{draw(st.integers(0, 400))}0" for _ in range(draw(st.integers(2, 5)))]
        words = " ".join([fresh[0], *draw(st.lists(st.sampled_from((*fresh, *REPEATED)), max_size=3)), fresh[1]])
        edits.append((start, end, f" {words} "))
    stretches = []
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(old) - 1))
        stretches.append(trimmed(old, Span(start, min(len(old), start + draw(st.integers(1, 80))))))
    return edited(old, edits), (*spans, *(s for s in stretches if s.end > s.start))
