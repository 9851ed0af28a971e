"""Variants of annotated texts, so that the tagger depends neither on letter case nor on names nor on word order.

Every variant is made on the text, with the spans carried along, before words are cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from training.data import Attribution, Spans, Text

Edit = tuple[int, int, str]


def source_names(texts: Sequence[Text]) -> list[str]:
    """The sources of a corpus that begin with a capital and have at most six words: stand-ins for one another."""
    names = {
        text.text[start:end]
        for text in texts
        for one in text.attributions or ()
        for start, end in one.source[:1]
        if text.text[start].isupper() and text.text[start:end].count(" ") < 6 and "\n" not in text.text[start:end]
    }
    return sorted(name for name in names if name.lower() not in ("he", "she", "they", "it", "i", "we", "you", "who"))


def varied(text: Text, names: Sequence[str], rng: np.random.Generator) -> Text:
    """A text with some of its sources renamed, some "X said" turned round, and seldom all in one letter case."""
    text = _inverted(text, rng, 0.12)
    text = _renamed(text, names, rng, 0.15)
    draw = rng.random()
    if draw < 0.05:
        return _in_case(text, text.text.lower())
    return _in_case(text, text.text.upper()) if draw < 0.07 else _headlines(text, rng, 0.04)


def _in_case(text: Text, changed: str) -> Text:
    return replace(text, text=changed) if len(changed) == len(text.text) else text


def _headlines(text: Text, rng: np.random.Generator, share: float) -> Text:
    """Some lines with every word capitalised, as headlines have them."""
    lines = [line.title() if rng.random() < share else line for line in text.text.split("\n")]
    return _in_case(text, "\n".join(lines))


def _inverted(text: Text, rng: np.random.Generator, share: float) -> Text:
    """ "Smith said" as "said Smith" and back, where content stands before and nothing but a blank lies between."""
    body, found = text.text, list(text.attributions or ())
    taken: set[int] = set()
    for number, one in enumerate(found):
        if len(one.source) != 1 or len(one.cue) != 1 or not one.content or rng.random() >= share:
            continue
        left, right = sorted((one.source[0], one.cue[0]))
        words = body[one.cue[0][0] : one.cue[0][1]]
        if body[left[1] : right[0]] != " " or " " in words or one.content[0][1] > left[0] or left[0] in taken:
            continue
        if left[0] - one.content[0][1] > 3:
            continue
        taken.add(left[0])
        first, second = body[right[0] : right[1]], body[left[0] : left[1]]
        body = body[: left[0]] + first + " " + second + body[right[1] :]
        new_first = (left[0], left[0] + len(first))
        new_second = (right[1] - len(second), right[1])
        cue_was_left = one.cue[0] == left
        found[number] = replace(
            one,
            cue=((new_second if cue_was_left else new_first),),
            source=((new_first if cue_was_left else new_second),),
        )
    return replace(text, text=body, attributions=tuple(found))


def _renamed(text: Text, names: Sequence[str], rng: np.random.Generator, share: float) -> Text:
    """Some sources that begin with a capital under another name."""
    edits: dict[int, Edit] = {}
    for one in text.attributions or ():
        for start, end in one.source:
            old = text.text[start:end]
            if old[:1].isupper() and old.lower() not in ("he", "she", "they", "it", "i", "we", "you") and rng.random() < share:
                edits[start] = (start, end, names[int(rng.integers(len(names)))])
    ordered: list[Edit] = []
    for edit in sorted(edits.values()):
        if not ordered or edit[0] >= ordered[-1][1]:
            ordered.append(edit)
    return _edited(text, ordered)


def _edited(text: Text, edits: Sequence[Edit]) -> Text:
    """A text after edits that are in order and do not overlap; a span that covers an edit covers its replacement."""

    def moved(place: int, is_end: bool) -> int:
        shift = 0
        for start, end, new in edits:
            if end <= place:
                shift += len(new) - (end - start)
            elif start < place:
                return start + shift + (len(new) if is_end else 0)
            else:
                break
        return place + shift

    def all_moved(spans: Spans) -> Spans:
        return tuple((moved(start, False), moved(end, True)) for start, end in spans)

    parts, at = [], 0
    for start, end, new in edits:
        parts += [text.text[at:start], new]
        at = end
    parts.append(text.text[at:])
    changed = tuple(Attribution(*(all_moved(s) for s in (a.source, a.cue, a.content))) for a in text.attributions or ())
    return replace(text, text="".join(parts), attributions=changed)
