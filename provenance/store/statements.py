"""Stored claims as they are compared with those of other documents, many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import BigInteger, ColumnElement, Connection, and_, cast, select

from provenance.claims.drift import Version
from provenance.claims.origins import is_knowable
from provenance.links import Statement
from provenance.records import Hop
from provenance.store.findings import AttributionRow, ChainRow, ClaimHedgeRow, ClaimRow, HedgeRow, HopRow
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

_CLAIM, _DOCUMENT, _CHAIN, _HOP = table(ClaimRow), table(DocumentRow), table(ChainRow), table(HopRow)
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


def of_documents(connection: Connection, documents: Iterable[int]) -> list[Stored]:
    """All claims of some documents."""
    found: list[Stored] = []
    for part in in_parts(documents):
        found += _read(connection, part, None)
    return found


def of_places(connection: Connection, places: Iterable[Place]) -> list[Stored]:
    """The claims at some places."""
    found: list[Stored] = []
    for part in in_parts(sorted(set(places))):
        wanted = set(part)
        found += _read(connection, sorted({document for document, _ in part}), wanted)
    return found


def _read(connection: Connection, documents: Sequence[int], wanted: set[Place] | None) -> list[Stored]:
    chains = _chains(connection, documents)
    hedges = _hedges(connection, documents)
    joined = _CLAIM.join(_DOCUMENT, _DOCUMENT.c.key == _CLAIM.c.document).outerjoin(
        _ATTRIBUTION, and_(_ATTRIBUTION.c.document == _CLAIM.c.document, _ATTRIBUTION.c.number == _CLAIM.c.attribution)
    )
    columns = (_CLAIM.c.document, _CLAIM.c.number, _CLAIM.c.id, _CLAIM.c.text, _CLAIM.c.chain, _CLAIM.c.polarity)
    about = (
        _DOCUMENT.c.fingerprint,
        _DOCUMENT.c.id.label("public"),
        _DOCUMENT.c.language,
        _DOCUMENT.c.title,
        _DOCUMENT.c.published,
    )
    holder = (
        _ATTRIBUTION.c.number.label("reported"),
        _ATTRIBUTION.c.holder_text,
        _ATTRIBUTION.c.holder_id,
        _ATTRIBUTION.c.holder_name,
    )
    statement = select(*columns, *about, *holder).select_from(joined).where(_CLAIM.c.document.in_(documents))
    if wanted is not None:
        statement = statement.where(among(_CLAIM.c.document, _CLAIM.c.number, wanted))
    found = []
    for r in connection.execute(statement.order_by(_CLAIM.c.document, _CLAIM.c.number)):
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


def _chains(connection: Connection, documents: Sequence[int]) -> Mapping[Place, tuple[Hop, ...]]:
    statement = select(_HOP.c.document, _HOP.c.chain, _HOP.c.source, _HOP.c.relation).where(_HOP.c.document.in_(documents))
    found: defaultdict[Place, tuple[Hop, ...]] = defaultdict(tuple)
    for r in connection.execute(statement.order_by(_HOP.c.document, _HOP.c.chain, _HOP.c.position)):
        found[r.document, r.chain] += (Hop(unpack(r.source), r.relation),)
    return found


def _hedges(connection: Connection, documents: Sequence[int]) -> Mapping[Place, list[str]]:
    """The hedges of each claim but vague sources: who states it is compared by its chain."""
    joined = _CLAIM_HEDGE.join(
        _HEDGE, and_(_HEDGE.c.document == _CLAIM_HEDGE.c.document, _HEDGE.c.number == _CLAIM_HEDGE.c.hedge)
    )
    statement = (
        select(_CLAIM_HEDGE.c.document, _CLAIM_HEDGE.c.claim, _HEDGE.c.text)
        .select_from(joined)
        .where(_CLAIM_HEDGE.c.document.in_(documents), _HEDGE.c.category != "vague_source")
        .order_by(_CLAIM_HEDGE.c.document, _CLAIM_HEDGE.c.claim, _CLAIM_HEDGE.c.hedge)
    )
    found: defaultdict[Place, list[str]] = defaultdict(list)
    for r in connection.execute(statement):
        found[r.document, r.claim].append(unpack(r.text))
    return found
