"""Documents recognised at the door: the same text again, or one that was published again with small changes.

A document has keys that can be stored with it and looked up in an index: those of another document with one key in common are
candidates, and a comparison word by word decides. Keys depend on the text alone; a change of how they are made raises `VERSION`,
and stored keys of another version have to be made anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from struct import Struct

from provenance.records import Document

VERSION = "door-keys/1"
SEED = 20_241_126
SHINGLE = 3
"""Words that stand together in what is compared: with a tenth of the words changed, 73 in 100 of these are left."""
BANDS, ROWS = 20, 3
"""Of texts that share 0.57 of their shingles, as with a tenth of the words changed, 98.5 in 100 meet in a band; of those that
share 0.05, as two reports on one event may, 1 in 400."""
LEAST_WORDS = 20
"""Shorter texts are copies only where every word is the same."""
LEAST_SHARE = 0.9
"""The share of the words of both texts that stand in the other, in order, from which on one is a copy of the other."""
MOST_WORDS = 100_000
"""Words that are read of a text; the comparison takes time that grows with their square, over 64."""

_TOKEN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
"""Words without their signs; of scripts that part no words, each character."""
_BAND = Struct(f"<{ROWS}I")


@dataclass(frozen=True, slots=True)
class Copy:
    """That a text is a copy of another. `share` of their words stand in both, in order; 1.0 where all do (`exact`)."""

    share: float
    exact: bool


def door_words(document: Document) -> tuple[str, ...]:
    """The words of a document that are compared: those of its article where that is known, else of the whole text."""
    main = [block.span.of(document.text) for block in document.blocks if block.main]
    text = "\n".join(main) or document.text
    return tuple(found[0].casefold() for _, found in zip(range(MOST_WORDS), _TOKEN.finditer(text), strict=False))


def door_keys(words: Sequence[str]) -> tuple[int, ...]:
    """The keys of a text by its words, each in [0, 2^63), sorted. Copies nearly always have one in common."""
    if not words:
        return ()
    return tuple(sorted({_hashed(b"all", " ".join(words).encode("utf-8", "surrogatepass")), *_bands(words)}))


def is_copy_of(words: Sequence[str], known: Sequence[str]) -> Copy | None:
    """Whether a text is a copy of a known one, by the words of both; None where it is none."""
    if not words or not known:
        return None
    if tuple(words) == tuple(known):
        return Copy(1.0, True)
    shorter, both = min(len(words), len(known)), len(words) + len(known)
    if shorter < LEAST_WORDS or 2 * shorter < LEAST_SHARE * both:
        return None
    from rapidfuzz.distance import LCSseq

    needed = -(-LEAST_SHARE * both // 2)
    common = LCSseq.similarity(words, known, score_cutoff=int(needed))
    share = 2 * common / both
    return Copy(round(share, 4), False) if share >= LEAST_SHARE else None


def _bands(words: Sequence[str]) -> Iterator[int]:
    if len(words) < LEAST_WORDS:
        return
    from rensa import RMinHash

    sketch = RMinHash(BANDS * ROWS, SEED)
    sketch.update([" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)])
    digest = sketch.digest()
    for band in range(BANDS):
        yield _hashed(bytes([band]), _BAND.pack(*digest[band * ROWS : (band + 1) * ROWS]))


def _hashed(kind: bytes, data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=8, key=kind).digest(), "little") >> 1
