"""Documents that report the same event: clusters by what they name, count and date, not by the words that all such events share.

Two fires are told apart by where they were and whom they hit. So names, figures and dates weigh more than words, and words are
weighed by how rare they are among the documents at hand.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.claims.assertions import days_between
from provenance.claims.reading import Reader, is_quantity
from provenance.registry import Registry

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NAMED, COUNTED = 2.0, 0.5
TITLED = 2.0
"""What a name, a figure or date, and a term of the title weigh, as against a word of the text."""
NAMED_WITHIN, COUNTED_WITHIN, WORD_WITHIN = 3.0, 2.0, 0.5
"""The same within a cluster, where two events of one kind are told apart."""
LONGEST = 4_000
"""Code points of a text that are read: news says first what happened."""
LINKED = 0.06
"""The least likeness (cosine) of two documents that are considered at all."""
JOINED = 0.22
"""The least mean likeness of two clusters that are made one."""
PARTED, PARTED_FEW = 0.54, 2.8
"""A cluster of n documents is parted where the likeness between the parts is no more than PARTED - PARTED_FEW / n of that within
either: of few documents some cut looks good by chance (tuned on topics 1-17 of ECB+)."""
LEAST_PART, SMALLEST_PART = 0.33, 3
"""The share and the number of documents that a part must have: one odd document makes no second story."""
APART_DAYS, APART = 60, 0.5
"""Documents published further apart are so much less alike (judgement: ECB+ has no dates of publication)."""
_Row = tuple[Mapping[str, float], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Text:
    """A document as it is clustered. `published` is as stated."""

    id: str
    text: str
    title: str | None = None
    published: str | None = None
    language: str | None = None


def stories(registry: Registry, documents: Iterable[Text]) -> tuple[tuple[str, ...], ...]:
    """The documents' ids by story, each cluster and all of them sorted. The order of the documents plays no part.

    Time and memory grow with the pairs of documents that share a term which few have; ten thousand are fine.
    """
    unique = {d.id: d for d in documents}
    ordered = [unique[id_] for id_ in sorted(unique)]
    reader = Reader(registry)
    rows = [_row(reader, document) for document in ordered]
    weights = {"name": NAMED, "figure": COUNTED, "word": 1.0}
    vectors = _vectors([{t: n * weights[sorts[t]] for t, n in counts.items()} for counts, sorts in rows])
    likenesses = _likenesses(vectors, [document.published for document in ordered])
    groups = [part for group in _grouped(len(ordered), likenesses) for part in _parted(group, rows)]
    return tuple(sorted(tuple(sorted(ordered[i].id for i in group)) for group in groups))


def _row(reader: Reader, document: Text) -> _Row:
    """The terms of a document: how often each stands there, damped, and whether it is a name, a figure or a word."""
    language = document.language or "en"
    counts: dict[str, float] = {}
    sorts: dict[str, str] = {}
    for text, times in ((document.title or "", TITLED), *((line, 1.0) for line in document.text[:LONGEST].split("\n"))):
        reading = reader.text(text, language)
        for term in sorted(reading.terms):
            counts[term] = counts.get(term, 0.0) + times
            if term in reading.names:
                sorts[term] = "name"
            else:
                sorts.setdefault(term, "figure" if is_quantity(term) else "word")
    return {term: 1 + math.log(count) for term, count in counts.items()}, sorts


def _vectors(documents: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    """The documents as vectors of length 1, terms weighed by inverse document frequency."""
    frequency: Counter[str] = Counter()
    for document in documents:
        frequency.update(document.keys())
    total = len(documents)
    vectors = []
    for document in documents:
        vector = {t: w * math.log((1 + total) / frequency[t]) for t, w in document.items() if frequency[t] > 1}
        norm = math.sqrt(sum(w * w for w in vector.values())) or 1.0
        vectors.append({t: w / norm for t, w in vector.items() if w > 0})
    return vectors


def _likenesses(vectors: Sequence[Mapping[str, float]], published: Sequence[str | None]) -> dict[tuple[int, int], float]:
    """The cosine of each pair of documents that have at least `LINKED` in common, by an inverted index."""
    import numpy as np

    postings: dict[str, list[tuple[int, float]]] = {}
    for i, vector in enumerate(vectors):
        for term, weight in vector.items():
            postings.setdefault(term, []).append((i, weight))
    packed: dict[str, tuple[NDArray[np.int64], NDArray[np.float64]]] = {
        term: (np.array([i for i, _ in found]), np.array([w for _, w in found]))
        for term, found in postings.items()
        if len(found) > 1
    }
    found: dict[tuple[int, int], float] = {}
    for i, vector in enumerate(vectors):
        sums = np.zeros(len(vectors))
        for term in sorted(vector.keys() & packed.keys()):
            places, weights = packed[term]
            sums[places] += vector[term] * weights
        for j in np.flatnonzero(sums >= LINKED).tolist():
            if j > i:
                days = days_between(published[i], published[j])
                found[i, j] = float(sums[j]) * (APART if days is not None and days > APART_DAYS else 1.0)
    return found


def _grouped(count: int, likeness: Mapping[tuple[int, int], float]) -> list[list[int]]:
    """Clusters by mean likeness: of all pairs of clusters the likest are joined, until none are likely enough.

    Pairs without an entry count as unlike. Ties go to the smaller numbers.
    """
    from heapq import heapify, heappop, heappush

    members = {i: [i] for i in range(count)}
    sums: dict[int, dict[int, float]] = {i: {} for i in range(count)}
    for (i, j), value in likeness.items():
        sums[i][j] = sums[j][i] = value
    heap = [(-value, i, j) for (i, j), value in likeness.items() if value >= JOINED]
    heapify(heap)
    fresh = count
    while heap:
        _, i, j = heappop(heap)
        if i not in members or j not in members:
            continue
        one, two = sums.pop(i), sums.pop(j)
        members[fresh] = members.pop(i) + members.pop(j)
        merged = {k: one.get(k, 0.0) + two.get(k, 0.0) for k in one.keys() | two.keys() if k in members}
        for k in sorted(merged):
            others = sums[k]
            others.pop(i, None)
            others.pop(j, None)
            others[fresh] = merged[k]
            mean = merged[k] / (len(members[k]) * len(members[fresh]))
            if mean >= JOINED:
                heappush(heap, (-mean, k, fresh))
        sums[fresh] = merged
        fresh += 1
    return [sorted(group) for group in members.values()]


def _parted(group: list[int], rows: Sequence[_Row]) -> list[list[int]]:
    """A cluster parted by what its documents name otherwise, again and again, as long as the parts are clearly apart."""
    import numpy as np

    done: list[list[int]] = []
    todo = [group]
    while todo:
        one = todo.pop()
        least = max(SMALLEST_PART, math.ceil(LEAST_PART * len(one)))
        part = _cut([rows[i] for i in one], least) if len(one) >= 2 * least else None
        if part is None:
            done.append(one)
        else:
            todo += [[one[k] for k in np.flatnonzero(part)], [one[k] for k in np.flatnonzero(~part)]]
    return done


def _cut(rows: Sequence[_Row], least: int) -> NDArray[np.bool_] | None:
    """The best cut of some documents in two, along the second eigenvector of their likeness (Shi and Malik 2000); None for none.

    Terms that all of them share say nothing here and have no weight.
    """
    import numpy as np

    likeness = _within(rows)
    size = len(rows)
    edges = likeness + 1e-4
    np.fill_diagonal(edges, 1e-4)
    degree = edges.sum(1)
    _, vectors = np.linalg.eigh(np.eye(size) - edges / np.sqrt(np.outer(degree, degree)))
    order = np.argsort(np.round(vectors[:, 1] / np.sqrt(degree), 9), kind="stable")
    best, found = PARTED - PARTED_FEW / size, None
    for cut in range(least, size - least + 1):
        one, two = order[:cut], order[cut:]
        inner = min(_mean_within(likeness, one), _mean_within(likeness, two))
        ratio = float(likeness[np.ix_(one, two)].mean()) / max(inner, 1e-9)
        if ratio < best:
            best = ratio
            found = np.isin(np.arange(size), one)
    return found


def _mean_within(likeness: NDArray[np.float64], part: NDArray[np.int64]) -> float:
    """The mean likeness of the pairs of a part."""
    import numpy as np

    inner = likeness[np.ix_(part, part)]
    return float((inner.sum() - np.trace(inner)) / (len(part) * (len(part) - 1)))


def _within(rows: Sequence[_Row]) -> NDArray[np.float64]:
    """The cosines of some documents by the terms that two of them have and not all."""
    import numpy as np

    frequency = Counter(term for counts, _ in rows for term in counts)
    terms = {term: k for k, term in enumerate(sorted(t for t, n in frequency.items() if 2 <= n < len(rows)))}
    weights = {"name": NAMED_WITHIN, "figure": COUNTED_WITHIN, "word": WORD_WITHIN}
    matrix = np.zeros((len(rows), len(terms)))
    for i, (counts, sorts) in enumerate(rows):
        for term in counts.keys() & terms.keys():
            matrix[i, terms[term]] = counts[term] * weights[sorts[term]] * math.log(len(rows) / frequency[term])
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    norms[norms == 0] = 1
    matrix /= norms
    return np.asarray(matrix @ matrix.T)
