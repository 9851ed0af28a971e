"""What the words of a cue mean by the lexicon: its lemma, stance and polarity, whoever found the cue."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from provenance.lexicon.cues import Cue, CueLexicon
from provenance.lexicon.words import Words
from provenance.records import Polarity, Stance

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|n['’]t")
_NEGATION = re.compile(r"(?<=[a-z])n['’]t$")
_DENYING = ("no evidence", "reject", "refut", "rebut")
_LONGEST = 200
"""Code points of the longest cue that is looked up."""


@dataclass(frozen=True, slots=True)
class CueMeaning:
    """The reading of a cue's words. `lemma` is the words themselves where the lexicon has none of them."""

    lemma: str
    stance: Stance
    polarity: Polarity


def meaning_of(cue: str, cues: CueLexicon, words: Words) -> CueMeaning:
    """The meaning of a cue: that of the longest form of the lexicon in it, of several the last; negated where it says so.

    "Did not say" withholds, "does not believe" denies, as the rules have it.
    """
    tokens = [m.group().lower() for m in _WORD.finditer(cue[:_LONGEST])]
    found = _longest(tokens, cues)
    negated = any(t in words.negations or _NEGATION.search(t) for t in tokens)
    if found is None:
        denies = any(part in cue.lower() for part in _DENYING)
        return CueMeaning(" ".join(tokens), "neutral", "withholds" if negated else "denies" if denies else "affirms")
    return CueMeaning(found.lemma, found.stance, _negated(found) if negated else found.polarity)


def _longest(tokens: Sequence[str], cues: CueLexicon) -> Cue | None:
    best: tuple[int, int, Cue] | None = None
    for i, token in enumerate(tokens):
        for form in cues.by_first_word.get(token, ()):
            if tuple(tokens[i : i + len(form.words)]) == form.words and (best is None or (len(form.words), i) >= best[:2]):
                best = (len(form.words), i, form.cue)
                break
    return best[2] if best else None


def _negated(cue: Cue) -> Polarity:
    if cue.polarity == "denies":
        return "withholds"
    return "denies" if cue.stance == "cognitive" else "withholds"
