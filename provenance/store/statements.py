"""Stored claims as they are compared with those of other documents, many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, and_, cast, column, select, text

from provenance.claims.drift import Version
from provenance.claims.origins import is_knowable
from provenance.links import Statement
from provenance.records import Hop, Relation
from provenance.store.findings import AttributionRow, ClaimHedgeRow, ClaimRow, HedgeRow, HopRow
from provenance.store.load import table
from provenance.store.plain import unpack, unpack_or_none
from provenance.store.tables import DocumentRow

Item = TypeVar("Item")
Place = tuple[int, int]
"""A claim by the number of its document and its own number there."""
_MOST = 1 << 24
"""More claims than a document can have."""
AT_ONCE = 200
"""Documents, or claims, that one statement of SQL is about."""
READ_AT_ONCE = 1000
"""Claims that are read at once."""

_CLAIM, _DOCUMENT, _HOP = table(ClaimRow), table(DocumentRow), table(HopRow)
_ATTRIBUTION, _HEDGE, _CLAIM_HEDGE = table(AttributionRow), table(HedgeRow), table(ClaimHedgeRow)


@dataclass(frozen=True, slots=True)
class Stored:
    """A claim with its place; `version` has its statement, its hedges and how it is reported."""

    place: Place
    document_id: str
    version: Version

    @property
    def statement(self) -> Statement:
        """The claim as it is compared."""
        return self.version.statement


def in_parts(items: Iterable[Item], size: int = AT_ONCE) -> Iterator[list[Item]]:
    """The items in lists of at most `size`."""
    part: list[Item] = []
    for item in items:
        part.append(item)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part


def among(document: ColumnElement[int], number: ColumnElement[int], places: Iterable[Place]) -> ColumnElement[bool]:
    """That a row is about one of these claims: by the index of the document first, as lists of pairs use no index on SQLite."""
    listed = sorted(places)
    codes = [d * _MOST + n for d, n in listed]
    return and_(document.in_(sorted({d for d, _ in listed})), (cast(document, BigInteger) * _MOST + number).in_(codes))


def at(
    wanted: Select[Any], document: ColumnElement[int], number: ColumnElement[int], of: Sequence[int] | Sequence[Place]
) -> Select[Any]:
    """A query of the rows of some documents, or of those at some places alone.

    Places are joined as a table, so that each is looked up in the index: for a list of pairs SQLite uses none.
    """
    documents = [one for one in of if isinstance(one, int)]
    if documents:
        return wanted.where(document.in_(documents))
    pairs = ", ".join(f"({int(place[0])},{int(place[1])})" for place in of if not isinstance(place, int))
    rows = text(f"SELECT column1 AS document, column2 AS number FROM (VALUES {pairs or '(0,0)'}) AS places")
    listed = rows.columns(column("document", BigInteger), column("number", BigInteger)).cte("listed")
    return wanted.join(listed, and_(listed.c.document == document, listed.c.number == number))


def of_documents(connection: Connection, documents: Iterable[int]) -> list[Stored]:
    """All claims of some documents."""
    return [one for part in in_parts(documents) for one in _read(connection, part)]


def of_places(connection: Connection, places: Iterable[Place]) -> list[Stored]:
    """The claims at some places."""
    return [one for part in in_parts(sorted(set(places)), READ_AT_ONCE) for one in _read(connection, part)]


_CLAIMS = select(
    *(_CLAIM.c[name] for name in ("document", "number", "id", "text", "chain", "polarity")),
    *(_DOCUMENT.c.fingerprint, _DOCUMENT.c.id.label("public"), _DOCUMENT.c.language, _DOCUMENT.c.title, _DOCUMENT.c.published),
    *(_ATTRIBUTION.c.number.label("reported"), _ATTRIBUTION.c.holder_text, _ATTRIBUTION.c.holder_id, _ATTRIBUTION.c.holder_name),
).select_from(
    _CLAIM.join(_DOCUMENT, _DOCUMENT.c.key == _CLAIM.c.document).outerjoin(
        _ATTRIBUTION, and_(_ATTRIBUTION.c.document == _CLAIM.c.document, _ATTRIBUTION.c.number == _CLAIM.c.attribution)
    )
)


def _read(connection: Connection, of: Sequence[int] | Sequence[Place]) -> list[Stored]:
    """The claims of some documents, or at some places."""
    rows = connection.execute(
        at(_CLAIMS, _CLAIM.c.document, _CLAIM.c.number, of).order_by(_CLAIM.c.document, _CLAIM.c.number)
    ).all()
    chains = _chains(connection, of if of and isinstance(of[0], int) else sorted({(r.document, r.chain) for r in rows}))
    hedges = _hedges(connection, of)
    found = []
    for r in rows:
        reported = r.reported is not None
        one = Statement(
            id=r.id,
            document=r.fingerprint,
            text=unpack(r.text),
            chain=chains[r.document, r.chain],
            polarity=r.polarity,
            language=unpack_or_none(r.language),
            title=unpack_or_none(r.title),
            published=unpack_or_none(r.published),
            holder=(unpack_or_none(r.holder_text) or unpack(r.holder_name)) if reported else "",
        )
        named = reported and is_knowable(unpack(r.holder_id))
        version = Version(one, tuple(hedges.get((r.document, r.number), ())), reported, named)
        found.append(Stored((r.document, r.number), unpack(r.public), version))
    return found


def _chains(connection: Connection, of: Sequence[int] | Sequence[Place]) -> Mapping[Place, tuple[Hop, ...]]:
    wanted = at(select(_HOP.c.document, _HOP.c.chain, _HOP.c.source, _HOP.c.relation), _HOP.c.document, _HOP.c.chain, of)
    found: defaultdict[Place, tuple[Hop, ...]] = defaultdict(tuple)
    for document, chain, source, relation in connection.execute(wanted.order_by(_HOP.c.document, _HOP.c.chain, _HOP.c.position)):
        found[document, chain] += (_hop(source, relation),)
    return found


@lru_cache(maxsize=10_000)
def _hop(source: str, relation: Relation) -> Hop:
    """A hop without evidence; equal ones are one in memory."""
    return Hop(unpack(source), relation)


def _hedges(connection: Connection, of: Sequence[int] | Sequence[Place]) -> Mapping[Place, list[str]]:
    """The hedges of each claim but vague sources: who states it is compared by its chain."""
    joined = _CLAIM_HEDGE.join(
        _HEDGE, and_(_HEDGE.c.document == _CLAIM_HEDGE.c.document, _HEDGE.c.number == _CLAIM_HEDGE.c.hedge)
    )
    wanted = select(_CLAIM_HEDGE.c.document, _CLAIM_HEDGE.c.claim, _HEDGE.c.text).select_from(joined)
    wanted = wanted.where(_HEDGE.c.category != "vague_source")
    wanted = at(wanted, _CLAIM_HEDGE.c.document, _CLAIM_HEDGE.c.claim, of)
    found: defaultdict[Place, list[str]] = defaultdict(list)
    for r in connection.execute(wanted.order_by(_CLAIM_HEDGE.c.document, _CLAIM_HEDGE.c.claim, _CLAIM_HEDGE.c.hedge)):
        found[r.document, r.claim].append(unpack(r.text))
    return found
