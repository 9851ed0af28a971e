"""Search among all claims: words, and facets that combine; which claims, how many of each value, and the SQL that gives the same.

Values of one facet are joined by "or", facets by "and". The numbers beside a facet's values say how many claims there would be
with that value, all other facets as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from provenance.records import UNKNOWN_PUBLISHER
from provenance.store.questions.columns import BANDS, Columns
from provenance.store.questions.facets import FACETS, NONE, Facet, band_of, facet_of, having, mask_of
from provenance.store.questions.question import Asked, Question, Value
from provenance.store.questions.words import Matched

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Numbers = NDArray[np.int64]

SORTS = {"fit": "best fit", "strongest": "strongest", "weakest": "weakest", "newest": "newest"}
SHOWN = (
    "v.claim_id, v.text, v.document_id, v.locator, v.title, v.publisher, v.publisher_name, v.published, v.origin, v.origin_name, "
    "v.source_words, v.mode, v.polarity, v.hedge_words, v.strength, v.reliability, v.credibility"
)
"""The columns of a claim in a list."""


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched for. `since` and `until` are days or months of publication as ISO 8601 has them, "" for no bound."""

    words: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: str = ""
    until: str = ""
    sort: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: how many claims, the `claim.key` of those of the page, the facets, and claims by month."""

    total: int
    keys: tuple[int, ...]
    facets: tuple[Facet, ...]
    months: tuple[tuple[str, int], ...]
    sort: str


def search(columns: Columns, asked: Search, matched: Matched | None, size: int, most: Mapping[str, int] | None) -> Found:
    """Counts and orders. `matched` are the claims with the words, None where no words are asked for; `most` are how many values
    of a facet are shown, None where facets and months are not asked for.
    """
    import numpy as np

    everything = np.ones(columns.size, dtype=bool)
    fit = None if matched is None else _rows(columns, matched)
    masks = _masks(columns, asked, fit)
    whole = _all(everything, masks.values())
    sort = _sort(asked, matched)
    orders = {"strongest": columns.by_strongest, "weakest": columns.by_weakest, "newest": columns.by_newest}
    order = fit if sort == "fit" and fit is not None else orders[sort]
    rows = order[whole[order]][(asked.page - 1) * size : asked.page * size]
    found = Found(int(whole.sum()), tuple(columns.key[rows].tolist()), (), (), sort)
    if most is None:
        return found
    facets = tuple(
        facet_of(columns, name, asked.chosen.get(name, ()), _all(everything, _others(masks, name)), most.get(name, 10))
        for name in FACETS
    )
    return replace(found, facets=facets, months=_months(columns.day[_all(everything, _others(masks, "date"))]))


def _rows(columns: Columns, matched: Matched) -> Numbers:
    """The rows of the claims that hold the words, in their order; claims of documents that are not current have none."""
    import numpy as np

    at = np.searchsorted(columns.key, matched.keys)
    at[at == columns.size] = 0
    found: Numbers = at[columns.key[at] == matched.keys] if columns.size else at[:0]
    return found


def _masks(columns: Columns, asked: Search, fit: Numbers | None) -> dict[str, Mask]:
    """Which claims each part of the search lets through."""
    masks: dict[str, Mask] = {}
    if fit is not None:
        masks["words"] = mask_of(columns.size, fit)
    if asked.since or asked.until:
        masks["date"] = _dates(columns, asked)
    return masks | {name: having(columns, name, values) for name, values in asked.chosen.items()}


def _sort(asked: Search, matched: Matched | None) -> str:
    """The order asked for where it can be had, else the best."""
    if asked.sort in ("strongest", "weakest", "newest"):
        return asked.sort
    return "fit" if matched is not None and matched.ranked else "strongest"


def _others(masks: Mapping[str, Mask], name: str) -> Iterable[Mask]:
    return (mask for other, mask in masks.items() if other != name)


def _all(everything: Mask, masks: Iterable[Mask]) -> Mask:
    found = everything
    for mask in masks:
        found = found & mask
    return found


def _months(days: Numbers) -> tuple[tuple[str, int], ...]:
    """How many claims of each month, those left out whose month is not known."""
    import numpy as np

    months, counts = np.unique(days // 100, return_counts=True)
    return tuple((f"{m // 100:04}-{m % 100:02}", c) for m, c in zip(months.tolist(), counts.tolist(), strict=True) if m % 100)


def _dates(columns: Columns, asked: Search) -> Mask:
    mask = columns.day > 0
    if asked.since:
        mask = mask & _at_least(columns.day, asked.since)
    if asked.until:
        number, cut = _bound(asked.until)
        mask = mask & (columns.day // cut <= number)
    return mask


def _at_least(days: Numbers, bound: str) -> Mask:
    number, cut = _bound(bound)
    return days // cut >= number


def _bound(text: str) -> tuple[int, int]:
    """A month or day as a number, and by what a day is divided to be compared with it."""
    return int(text.replace("-", "")), 1 if len(text) == len("2025-05-26") else 100


# ---------------------------------------------------------------- the same in SQL

_THROUGH = (
    "(replace(' > ' || v.relays || ' > ', ' > ' || {0} || ' > ', '') <> ' > ' || v.relays || ' > ' "
    "OR v.document IN (SELECT u.document FROM v_upstreams AS u WHERE u.source = {0} AND u.item IS NULL))"
)
_ORDERS = {
    "strongest": "COALESCE(v.strength, -1) DESC, v.claim_id, v.document",
    "weakest": "COALESCE(v.strength, 2), v.claim_id, v.document",
    "newest": "COALESCE(substr(v.published, 1, 10), '') DESC, v.claim_id, v.document",
}


def as_sql(asked: Search, matched: Matched | None, sort: str, size: int) -> Asked:
    """A SELECT that gives the page's claims, in their order."""
    values: dict[str, Value] = {}
    conditions: list[str] = []
    source, order = "v_claims AS v", _ORDERS.get(sort, "")
    if matched is not None:
        way = matched.matching
        source = f"{way.source}\n  JOIN v_claims AS v ON v.claim_id = c.id AND v.document = c.document"
        conditions.append(way.where)
        values |= way.values
        order = order or f"{way.rank}, c.key"
    for name, chosen in asked.chosen.items():
        conditions.append("(" + " OR ".join(_condition(name, value, values) for value in chosen) + ")")
    for bound, sign in ((asked.since, ">="), (asked.until, "<=")):
        if bound:
            conditions.append(f"substr(v.published, 1, {len(bound)}) {sign} {_put(bound, values)}")
    if asked.since or asked.until:
        conditions.append("substr(v.published, 1, 1) BETWEEN '0' AND '9'")
    where = "\nWHERE " + "\n  AND ".join(conditions) if conditions else ""
    limit = f"LIMIT {size}" + (f" OFFSET {(asked.page - 1) * size}" if asked.page > 1 else "")
    sql = f"SELECT {SHOWN}\nFROM {source}{where}\nORDER BY {order}\n{limit}"
    return Asked(Question("search", "Which claims are these?", sql), values)


def _put(value: Value, values: dict[str, Value]) -> str:
    """Keeps a value under a new name; returns the name as SQL has it."""
    number = len(values)
    name = "value_" + "".join("abcdefghij"[int(digit)] for digit in str(number))
    values[name] = value
    return f":{name}"


def _condition(name: str, value: str, values: dict[str, Value]) -> str:
    if name == "strength":
        band = band_of(value)
        if band is None or band == BANDS:
            return "v.strength IS NULL" if band == BANDS else "1 = 0"
        upper = "" if band == BANDS - 1 else f" AND v.strength < {(band + 1) / BANDS}"
        return f"(v.strength >= {band / BANDS}{upper})"
    if name == "hedge":
        if value == NONE:
            return "v.hedges = 0"
        return f"v.claim_id IN (SELECT h.claim_id FROM v_hedges AS h WHERE h.category = {_put(value, values)})"
    if name == "kind":
        return f"v.origin IN (SELECT s.id FROM source AS s WHERE s.type = {_put(value, values)})"
    if name == "outlet":
        return "v.publisher IS NULL" if value == UNKNOWN_PUBLISHER else f"v.publisher = {_put(value, values)}"
    return _THROUGH.format(_put(value, values)) if name == "upstream" else f"v.origin = {_put(value, values)}"
