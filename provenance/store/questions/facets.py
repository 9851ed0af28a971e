"""Facets of claims: which claims have a value, and how many have which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.records import UNKNOWN_PUBLISHER
from provenance.store.questions.columns import BANDS, Columns

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Numbers = NDArray[np.int64]

FACETS = {
    "outlet": "Outlet",
    "upstream": "Through",
    "origin": "Origin",
    "kind": "Kind of origin",
    "hedge": "Hedges",
    "strength": "Strength",
}
"""The facets with their labels. A claim has several values of `upstream` and `hedge`, one of each other."""
NONE = "none"
"""Value of a facet: no hedge, no score."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet, its name for people, how many claims have it, and whether it was chosen."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its most frequent values and those chosen; `more` is how many values are left out."""

    name: str
    label: str
    values: tuple[FacetValue, ...]
    more: int


def mask_of(size: int, rows: Numbers) -> Mask:
    """True for these rows."""
    import numpy as np

    mask = np.zeros(size, dtype=bool)
    mask[rows] = True
    return mask


def having(columns: Columns, name: str, values: Iterable[str]) -> Mask:
    """The claims that have one of the values of a facet."""
    import numpy as np

    mask = np.zeros(columns.size, dtype=bool)
    for value in values:
        mask |= _having(columns, name, value)
    return mask


def _having(columns: Columns, name: str, value: str) -> Mask:
    import numpy as np

    nothing = np.zeros(columns.size, dtype=bool)
    if name == "strength":
        band = band_of(value)
        return nothing if band is None else _equal(columns.band, band)
    if name == "hedge":
        if value == NONE:
            return ~mask_of(columns.size, columns.hedge.rows)
        category = columns.hedges.index(value) if value in columns.hedges else -1
        return mask_of(columns.size, columns.hedge.rows[columns.hedge.values == category])
    if name == "kind":
        kind = columns.kinds.index(value) if value in columns.kinds else -1
        return _equal(columns.kind, kind)
    if name == "outlet" and value == UNKNOWN_PUBLISHER:
        return _equal(columns.outlet, -1)
    number = columns.number_of.get(value)
    if number is None:
        return nothing
    if name == "upstream":
        return mask_of(columns.size, columns.upstream.rows[columns.upstream.values == number])
    return _equal(columns.outlet if name == "outlet" else columns.origin, number)


def _equal(numbers: Numbers, number: int) -> Mask:
    found: Mask = numbers == number
    return found


def band_value(band: int) -> str:
    """The value of a band of strength: its lower edge."""
    return NONE if band == BANDS else f"{band / BANDS:.1f}"


def band_of(value: str) -> int | None:
    """The band with this value, None where there is none."""
    return {band_value(band): band for band in range(BANDS + 1)}.get(value)


def facet_of(columns: Columns, name: str, chosen: tuple[str, ...], mask: Mask, most: int) -> Facet:
    """The values that claims of the mask have: those chosen, then the most frequent, `most` together at least."""
    import numpy as np

    if name in ("outlet", "origin", "upstream"):
        numbers, first = _source_numbers(columns, name, mask)
        counts = np.bincount(numbers + first, minlength=len(columns.sources) + first)
        there = np.flatnonzero(counts)
        many = len(there)
        if many > most:  # equal counts are told apart by name below, so that all of the last count are looked at
            least = np.partition(counts[there], many - most)[many - most]
            there = there[counts[there] >= least] if (counts[there] >= least).sum() <= 20 * most else there[counts[there] > least]
        found = {_source_value(columns, n - first): int(counts[n]) for n in there.tolist()}
        for value in chosen:
            number = -1 if value == UNKNOWN_PUBLISHER else columns.number_of.get(value)
            found.setdefault(value, int(counts[number + first]) if number is not None and number + first >= 0 else 0)
    else:
        found = dict(_few(columns, name, mask))
        found |= {value: 0 for value in chosen if value not in found}
        many = most = len(found)
    ranked = sorted(found) if name == "strength" else sorted(found, key=lambda v: (v not in chosen, -found[v], v))
    shown = ranked[: max(most, len(chosen))]
    values = tuple(FacetValue(v, label_of(columns, name, v), found[v], v in chosen) for v in shown)
    return Facet(name, FACETS[name], values, max(0, many - len(shown)))


def _source_numbers(columns: Columns, name: str, mask: Mask) -> tuple[Numbers, int]:
    """The sources of the mask's claims in a role, and by how much to raise them so that none is below 0."""
    if name == "upstream":
        return columns.upstream.values[mask[columns.upstream.rows]], 0
    return (columns.outlet[mask], 1) if name == "outlet" else (columns.origin[mask], 0)


def _source_value(columns: Columns, number: int) -> str:
    return UNKNOWN_PUBLISHER if number < 0 else columns.sources[number]


def _few(columns: Columns, name: str, mask: Mask) -> Iterable[tuple[str, int]]:
    """Each value of a facet that has few, with how many claims have it."""
    import numpy as np

    if name == "strength":
        counts, values = np.bincount(columns.band[mask], minlength=BANDS + 1), [band_value(n) for n in range(BANDS + 1)]
    elif name == "kind":
        counts, values = np.bincount(columns.kind[mask], minlength=len(columns.kinds)), columns.kinds
    else:
        counts = np.bincount(columns.hedge.values[mask[columns.hedge.rows]], minlength=len(columns.hedges))
        values = columns.hedges
        without = int((mask & ~mask_of(columns.size, columns.hedge.rows)).sum())
        if without:
            yield NONE, without
    yield from ((values[n], int(counts[n])) for n in np.flatnonzero(counts).tolist())


def label_of(columns: Columns, name: str, value: str) -> str:
    """A value for people."""
    if name == "strength":
        if value == NONE:
            return "no score"
        return value if band_of(value) is None else f"{value} to {float(value) + 1 / BANDS:.1f}"
    if name == "hedge":
        return "no hedge" if value == NONE else value.replace("_", " ")
    if name == "kind":
        return value.replace("_", " ") or "unknown"
    if value == UNKNOWN_PUBLISHER:
        return "unknown publisher"
    number = columns.number_of.get(value)
    return value if number is None else columns.labels[number]
