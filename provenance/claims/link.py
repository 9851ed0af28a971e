"""Links between claims of a whole corpus, or between new claims and those that share a key with them.

Both ways compare the same pairs by the same measure, so that they give the same links. Only where more than `ANCHORS` claims
share one key do they differ: there each claim is compared with the first `ANCHORS` of them, which keeps the work linear. Of a
whole corpus those are the first by id, else those that were there first, so that an anchor stays one.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from provenance.claims.assertions import Side, could_match
from provenance.claims.judge import DETECTORS, judged
from provenance.claims.keys import keys_of
from provenance.claims.reading import Reader
from provenance.links import ClaimLink, Statement
from provenance.registry import Registry

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["ANCHORS", "DETECTORS", "Linker"]

ANCHORS = 32
"""The claims of one key that all others of it are compared with."""
_PAIRS_AT_ONCE = 500_000
_UNSORTED = 8_000_000
"""How many pairs are in memory as Python's own numbers, and how many unsorted."""
_KEPT = 100_000
"""Claims that are kept as read, about 6 kB each: the same candidates come again with every part of a large corpus."""


class Linker:
    """Finds links. A registry gives the names in claims their ids; what was read is kept for speed alone."""

    def __init__(self, registry: Registry) -> None:
        self._reader = Reader(registry)
        self._filed = lru_cache(maxsize=_KEPT)(self._file)

    def _read(self, statement: Statement) -> Side:
        return Side(statement, self._reader.read(statement), self._reader.title(statement))

    def _file(self, statement: Statement) -> tuple[Side, array[int]]:
        side = self._read(statement)
        return side, array("q", keys_of(statement, side.reading))

    def keys(self, statement: Statement) -> tuple[int, ...]:
        """The keys under which a claim is filed: at most 28, each in [0, 2^63). They depend on the claim alone."""
        return tuple(self._filed(statement)[1])

    def links(self, statements: Iterable[Statement]) -> tuple[ClaimLink, ...]:
        """All links within a corpus, sorted by their two ids. The order of the statements plays no part.

        Of two statements with one id the first counts.
        """
        unique = {s.id: s for s in reversed(tuple(statements))}
        ordered = [unique[id_] for id_ in sorted(unique)]
        sides = [self._read(s) for s in ordered]
        keys = (keys_of(side.statement, side.reading) for side in sides)
        return tuple(self._judged(sides, _pairs(keys)))

    def compare(self, new: Sequence[Statement], candidates: Sequence[Statement]) -> tuple[ClaimLink, ...]:
        """The links of new claims with each other and with candidates, which are those that share a key with one of them.

        Candidates that share none do no harm: they are passed over. Links among the candidates are not looked for. Of a key that
        more than `ANCHORS` share the first candidates, then the first new ones, are compared with the others.
        """
        fresh = {s.id: s for s in new}
        old = {s.id: s for s in candidates if s.id not in fresh}
        filed = [self._filed(s) for s in (*old.values(), *fresh.values())]
        sides = [side for side, _ in filed]
        wanted = {key for _, keys in filed[len(old) :] for key in keys}
        kept = (tuple(key for key in keys if key in wanted) for _, keys in filed)
        pairs = _pairs(kept, len(old))
        return tuple(sorted(self._judged(sides, pairs), key=lambda link: (link.first, link.second)))

    def _judged(self, sides: Sequence[Side], pairs: Iterable[tuple[int, int]]) -> Iterator[ClaimLink]:
        for i, j in pairs:
            one, two = sides[i], sides[j]
            if two.statement.id < one.statement.id:
                one, two = two, one
            if could_match(one.reading, two.reading):
                link = judged(one, two)
                if link is not None:
                    yield link


def _pairs(keys: Iterable[tuple[int, ...]], old: int = 0) -> Iterator[tuple[int, int]]:
    """The pairs of places that share a key, each once, in order; of a key's places the first `ANCHORS` are paired with all.

    The first `old` places are not paired with each other.
    """
    import numpy as np

    packed = array("q")
    counts: list[int] = []
    for one in keys:
        packed.extend(one)
        counts.append(len(one))
    size = len(counts)
    if not packed:
        return
    flat = np.frombuffer(packed, dtype=np.int64)
    places = np.repeat(np.arange(size, dtype=np.int64), counts)
    order = np.lexsort((places, flat))
    flat, places = flat[order], places[order]
    bounds = np.flatnonzero(np.diff(flat)) + 1
    starts = np.concatenate(([0], bounds))
    ends = np.concatenate((bounds, [len(flat)]))
    codes = _codes(places, starts, ends - starts, size, old)
    for part in np.array_split(codes, max(1, len(codes) // _PAIRS_AT_ONCE)):
        yield from zip((part // size).tolist(), (part % size).tolist(), strict=True)


def _codes(
    places: NDArray[np.int64], starts: NDArray[np.int64], sizes: NDArray[np.int64], count: int, old: int
) -> NDArray[np.int64]:
    """Each pair of places of one key as one number (first * count + second), sorted, once. All keys of one size at a time."""
    import numpy as np

    codes: NDArray[np.int64] = np.empty(0, dtype=np.int64)
    waiting: list[NDArray[np.int64]] = []
    for size in np.unique(sizes[sizes > 1]).tolist():
        of_size = starts[sizes == size]
        first, second = np.triu_indices(size, 1)
        first, second = first[first < ANCHORS], second[first < ANCHORS]
        step = max(1, _PAIRS_AT_ONCE // len(first))
        for begin in range(0, len(of_size), step):
            some = of_size[begin : begin + step, None]
            ends = places[some + second].ravel()
            paired = places[some + first].ravel() * count + ends
            waiting.append(paired[ends >= old])
            if sum(map(len, waiting)) > _UNSORTED:
                codes, waiting = np.unique(np.concatenate((codes, *waiting))), []
    return np.unique(np.concatenate((codes, *waiting)))
