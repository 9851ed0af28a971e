"""Copied and lightly edited words: an alignment word by word, and what it says changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from provenance.links import Change

LEAST_WORDS = 6
"""Shorter texts are copies only where every word is the same: of five words one more or less is a fifth of what is said."""
LEAST_RATIO = 0.75
"""The share of the words of both texts that stand in the other, in order, from which on one is an edited copy of the other."""
LEAST_CONTAINED = 10
CONTAINED = 0.92
MOST_PIECES = 3
"""A text of so many words stands within a longer one where so much of it does, in no more pieces than these."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two texts laid side by side. `kept` is the share of words that both have (of the shorter one where it is `contained`)."""

    kept: float
    contained: bool
    changes: tuple[Change, ...]


def align(before: Sequence[str], after: Sequence[str]) -> Alignment | None:
    """How one text is a copy of the other, None where it is none. Time grows with the product of the lengths, over 64."""
    shorter = min(len(before), len(after))
    if shorter < LEAST_WORDS:
        same = shorter >= 3 and tuple(before) == tuple(after)
        return Alignment(1.0, False, ()) if same else None
    longer = max(len(before), len(after))
    if shorter < LEAST_CONTAINED and 2 * shorter / (shorter + longer) < LEAST_RATIO:
        return None
    from rapidfuzz.distance import LCSseq

    common = LCSseq.similarity(before, after)
    ratio = 2 * common / (shorter + longer)
    if ratio >= LEAST_RATIO:
        return Alignment(round(ratio, 4), False, _changes(before, after))
    if shorter < LEAST_CONTAINED or common < CONTAINED * shorter:
        return None
    blocks = [block for block in LCSseq.opcodes(before, after) if block.tag == "equal"]
    if sum(block.src_end - block.src_start > 1 for block in blocks) > MOST_PIECES or len(blocks) > 2 * MOST_PIECES:
        return None
    return Alignment(round(common / shorter, 4), True, _changes(before, after))


def _changes(before: Sequence[str], after: Sequence[str]) -> tuple[Change, ...]:
    """What stands otherwise, in order; neighbouring edits are one change."""
    from rapidfuzz.distance import LCSseq

    found: list[Change] = []
    old: list[str] = []
    new: list[str] = []
    for block in LCSseq.opcodes(before, after):
        if block.tag == "equal":
            if old or new:
                found.append(Change(" ".join(old), " ".join(new)))
            old, new = [], []
        else:
            old += before[block.src_start : block.src_end]
            new += after[block.dest_start : block.dest_end]
    if old or new:
        found.append(Change(" ".join(old), " ".join(new)))
    return tuple(found)
