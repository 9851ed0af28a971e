"""All current claims in columns, for counting: what each facet has of which value, as arrays of numbers.

A database counts 100,000 rows by six facets under six different conditions in about a second; numpy in a few milliseconds. The
columns are read once for each state of the database (`Asking.once`), in one pass over the claims. They hold numbers alone, about
100 bytes a claim; words are read from the database for the page that is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from provenance.store.plain import unpack, unpack_or_none

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

BANDS = 10
"""Strength is counted in so many bands of equal width, from 0 to 1; one band more holds claims without a score."""

_CLAIMS = text(
    "SELECT c.key, c.document, c.id, ch.origin, ch.relays, sc.strength "
    "FROM claim AS c JOIN document AS d ON d.key = c.document "
    "JOIN chain AS ch ON ch.document = c.document AND ch.number = c.chain "
    "LEFT JOIN score AS sc ON sc.document = c.document AND sc.claim = c.number "
    "AND sc.model = (SELECT max(n.model) FROM score AS n WHERE n.document = c.document AND n.claim = c.number) "
    "WHERE d.is_current ORDER BY c.key"
)
_HEDGES = text(
    "SELECT c.key, h.category FROM claim_hedge AS k JOIN claim AS c ON c.document = k.document AND c.number = k.claim "
    "JOIN document AS d ON d.key = c.document JOIN hedge AS h ON h.document = k.document AND h.number = k.hedge "
    "WHERE d.is_current ORDER BY c.key, h.category"
)
_DOCUMENTS = text("SELECT key, publisher_id, substr(published, 1, 10) FROM document WHERE is_current ORDER BY key")
_UPSTREAMS = text(
    "SELECT u.document, u.source, u.item FROM upstream AS u JOIN document AS d ON d.key = u.document "
    "WHERE d.is_current ORDER BY u.document, u.number"
)
_SOURCES = text("SELECT id, name, type FROM source")
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class Names:
    """Strings as numbers, counted from 0 in the order met."""

    def __init__(self) -> None:
        self.of: dict[str, int] = {}

    def number(self, name: str) -> int:
        """The number of a string, a new one where it was not met before."""
        return self.of.setdefault(name, len(self.of))

    @property
    def all(self) -> list[str]:
        """The strings by number."""
        return list(self.of)


@dataclass(frozen=True, slots=True)
class Several:
    """Values of which a claim may have several: value `values[i]` belongs to the claim in row `rows[i]`; no pair stands twice."""

    rows: Numbers
    values: Numbers


@dataclass(frozen=True, slots=True)
class Columns:
    """The current claims, one element for each, in the order stored.

    `outlet` is -1 where nobody knows the publisher; `band` is BANDS where there is no score; `day` is a date as a number,
    20250526, with 00 for a month or day that is not stated, and 0 where the publication's date does not begin as ISO 8601 has it.
    `kind` is the type of the origin, a number of `kinds`. `by_*` are rows in an order. `sources` are the ids by number, `labels`
    their names. The last three are not
    of claims: the outlet of each document, and for each source how often it is credited with a document, and relays a claim.
    """

    key: Numbers
    document: Numbers
    outlet: Numbers
    origin: Numbers
    kind: Numbers
    band: Numbers
    day: Numbers
    upstream: Several
    hedge: Several
    hedges: list[str]
    kinds: list[str]
    sources: list[str]
    labels: list[str]
    number_of: dict[str, int]
    by_strongest: Numbers
    by_weakest: Numbers
    by_newest: Numbers
    document_outlet: Numbers
    upstream_credits: Numbers
    relayed: Numbers

    @property
    def size(self) -> int:
        """How many claims there are."""
        return len(self.key)


def day_of(published: str | None) -> int:
    """A date of publication as a number, 0 where it does not begin as ISO 8601 has it."""
    found = _ISO.match(published or "")
    if found is None:
        return 0
    year, month, day = (int(part or 0) for part in found.groups())
    return year * 10_000 + month * 100 + day


def read_columns(connection: Connection) -> Columns:
    """Reads all current claims."""
    import numpy as np

    known = {unpack(r[0]): (unpack(r[1]), str(r[2])) for r in connection.execute(_SOURCES)}
    sources = Names()
    documents = [(int(r[0]), unpack_or_none(r[1]), unpack_or_none(r[2])) for r in connection.execute(_DOCUMENTS)]
    outlet_of = {key: -1 if publisher is None else sources.number(publisher) for key, publisher, _ in documents}
    published = {key: date or "" for key, _, date in documents}
    credits: dict[int, set[int]] = {}
    upstream_credits: list[int] = []
    for document, source, item in connection.execute(_UPSTREAMS):
        number = sources.number(unpack(source))
        upstream_credits.append(number)
        if item is None:
            credits.setdefault(int(document), set()).add(number)
    claims = connection.execute(_CLAIMS).all()
    origin = [sources.number(unpack(r[3])) for r in claims]
    relays = _relays([(int(r[1]), r[4]) for r in claims], origin, credits, sources)
    key, document_ = _ints(r[0] for r in claims), _ints(r[1] for r in claims)
    strength = np.array([-1.0 if r[5] is None else float(r[5]) for r in claims], dtype=np.float64)
    dates = [published[int(r[1])] for r in claims]
    hedges = Names()
    pairs = list(dict.fromkeys((int(r[0]), hedges.number(str(r[1]))) for r in connection.execute(_HEDGES)))
    ids = np.argsort(np.array([r[2] for r in claims], dtype=str), kind="stable")
    rank = np.empty(len(claims), dtype=np.int64)
    rank[ids] = np.arange(len(claims))
    edges = np.array([number / BANDS for number in range(1, BANDS)])
    band = np.where(strength < 0, BANDS, np.searchsorted(edges, strength, side="right"))
    newest = np.unique(np.array(dates, dtype=str), return_inverse=True)[1].reshape(-1)
    kinds = Names()
    type_of = _ints(kinds.number(known.get(id_, ("", ""))[1]) for id_ in sources.all)
    origins = _ints(origin)
    return Columns(
        key=key,
        document=document_,
        outlet=_ints(outlet_of[int(r[1])] for r in claims),
        origin=origins,
        kind=type_of[origins] if len(claims) else origins,
        band=band,
        day=_ints(day_of(date) for date in dates),
        upstream=relays[0],
        hedge=Several(np.searchsorted(key, _ints(p[0] for p in pairs)), _ints(p[1] for p in pairs)),
        hedges=hedges.all,
        kinds=kinds.all,
        sources=sources.all,
        labels=[known.get(id_, (id_, ""))[0] for id_ in sources.all],
        number_of=sources.of,
        by_strongest=np.lexsort((document_, rank, -strength)),
        by_weakest=np.lexsort((document_, rank, np.where(strength < 0, 2.0, strength))),
        by_newest=np.lexsort((document_, rank, -newest)),
        document_outlet=_ints(outlet_of.values()),
        upstream_credits=np.bincount(_ints(upstream_credits), minlength=len(sources.all)),
        relayed=np.bincount(relays[1], minlength=len(sources.all)),
    )


def _ints(values: Iterable[int]) -> Numbers:
    import numpy as np

    return np.fromiter(values, dtype=np.int64)


def _relays(
    claims: Sequence[tuple[int, str]], origin: Sequence[int], credits: dict[int, set[int]], sources: Names
) -> tuple[Several, Numbers]:
    """Whom each claim comes through: the sources between publisher and origin, and those its whole document is credited to.

    Also the former alone, one number for each claim and source, those left out that are the claim's origin.
    """
    parted: dict[str, list[int]] = {"": []}
    rows: list[int] = []
    values: list[int] = []
    between: list[int] = []
    for row, (document, relays) in enumerate(claims):
        if relays not in parted:
            parted[relays] = sorted({sources.number(unpack(one)) for one in relays.split(" > ")})
        through = parted[relays]
        between += [one for one in through if one != origin[row]]
        whole = credits.get(document)
        both = through if whole is None else sorted({*through, *whole})
        rows += [row] * len(both)
        values += both
    return Several(_ints(rows), _ints(values)), _ints(between)
