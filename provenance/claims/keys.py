"""Blocking keys: claims that share none of them are never compared.

A claim has keys of three kinds. Bands of MinHash over pairs of neighbouring words find copies. Pairs of a claim's weightiest
terms find the same thing in other words. Pairs of a known origin and a weighty term find what one person said, however it is
put. None of them needs the rest of the corpus, so that they can be stored with a claim for good; a change of how they are made
raises `VERSION`, and stored keys of another version have to be made anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from itertools import combinations, pairwise
from struct import Struct

from provenance.claims.reading import Reading, is_quantity
from provenance.claims.vocabulary import stop_words
from provenance.links import Statement
from provenance.records import UNKNOWN_PUBLISHER, UNRESOLVED, UNSPECIFIED

VERSION = "claim-keys/1"
SEED = 20_240_516
BANDS, ROWS = 10, 3
"""Of texts that share 0.6 of their word pairs 91 in 100 meet in a band, of those that share 0.8 all but one in 1,300."""
PAIRED, FIGURES, WITH_FIGURE = 6, 2, 3
"""The weightiest names and words, of which each pair is a key; the figures that make one with each of the first few of them."""
LEAST_PAIR, LEAST_WORDS = 1.3, 1.6
LEAST_THREE = 1.2
"""The weight of two terms together (with a name or figure, and without), and of three, under which too many claims share them."""
WITH_HOLDER = 3
"""The weightiest terms that are paired with a known origin."""
LEAST_WITH_HOLDER = 0.3

_NOBODY = (UNKNOWN_PUBLISHER, UNSPECIFIED)
_BAND = Struct(f"<{ROWS}I")


def keys_of(statement: Statement, reading: Reading) -> tuple[int, ...]:
    """The keys of a claim, each in [0, 2^63), sorted, without repeats."""
    found = {*_bands(reading.words), *_pairs(reading), *_with_holder(statement, reading)}
    return tuple(sorted(found))


def somebody(source: str) -> bool:
    """Whether an origin's id stands for one knowable source, so that two claims of it have the same holder."""
    return source not in _NOBODY and not source.startswith((UNRESOLVED, "group:", "anon:"))


def _hashed(*parts: str) -> int:
    digest = blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little") >> 1


def _bands(words: tuple[str, ...]) -> Iterator[int]:
    shingles = shingles_of(words)
    if not shingles:
        return
    from rensa import RMinHash

    sketch = RMinHash(BANDS * ROWS, SEED)
    sketch.update(shingles)
    digest = sketch.digest()
    for band in range(BANDS):
        packed = _BAND.pack(*digest[band * ROWS : (band + 1) * ROWS])
        yield int.from_bytes(blake2b(packed, digest_size=8, key=bytes([band])).digest(), "little") >> 1


def shingles_of(words: tuple[str, ...]) -> list[str]:
    """Each pair of neighbouring words, save pairs of two stop words."""
    stop = stop_words()
    return [f"{a} {b}" for a, b in pairwise(words) if not (a in stop and b in stop)]


def _weightiest(weights: Mapping[str, float], count: int) -> list[str]:
    return sorted(weights, key=lambda term: (-weights[term], term))[:count]


def _pairs(reading: Reading) -> Iterator[int]:
    """Each pair of the weightiest names and words; of terms so common that their pairs are none, each three; and figures.

    Dates are left out, and figures count apart: a denial repeats neither, and must share a key with what it denies.
    """
    weights = reading.weights
    named = _weightiest({t: w for t, w in weights.items() if not is_quantity(t)}, PAIRED)
    figures = _weightiest({t: w for t, w in weights.items() if t[0] == "#"}, FIGURES)
    pairs = [*combinations(sorted(named), 2), *((term, figure) for figure in figures for term in named[:WITH_FIGURE])]
    names = reading.names
    paired = {
        (a, b)
        for a, b in pairs
        if weights[a] + weights[b] >= (LEAST_PAIR if a in names or b in names or b[0] == "#" else LEAST_WORDS)
    }
    for a, b in sorted(paired):
        yield _hashed("pair", a, b)
    for three in combinations(sorted(named), 3):
        if sum(weights[t] for t in three) >= LEAST_THREE and paired.isdisjoint(combinations(three, 2)):
            yield _hashed("three", *three)


def _with_holder(statement: Statement, reading: Reading) -> Iterator[int]:
    origin = statement.origin
    if somebody(origin) and (len(statement.chain) > 1 or statement.holder):
        for term in _weightiest(reading.weights, WITH_HOLDER):
            if reading.weights[term] >= LEAST_WITH_HOLDER and term != f"@{origin}":
                yield _hashed("holder", origin, term)
