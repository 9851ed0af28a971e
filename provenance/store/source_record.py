"""How a source did in the database: what it published, how its claims stand, what others made of its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, select, text

from provenance.store.cards import SourceCard, read_card
from provenance.store.findings import ClaimRow
from provenance.store.load import table
from provenance.store.plain import pack, unpack, unpack_or_none
from provenance.store.tables import DocumentRow

MOST_DOCUMENTS = 20
MOST_CLAIMS = 5
"""Of the strongest and of the weakest claims so many are read."""
MOST_DRIFT = 10

_CLAIM, _DOCUMENT = table(ClaimRow), table(DocumentRow)

_STANDING = text(
    """
SELECT c.document AS document, c.number AS number, c.polarity AS polarity,
       (SELECT s.strength FROM score AS s WHERE s.document = c.document AND s.claim = c.number ORDER BY s.model DESC LIMIT 1)
           AS strength,
       EXISTS (SELECT 1 FROM claim_hedge AS h WHERE h.document = c.document AND h.claim = c.number) AS hedged,
       l.document IS NOT NULL AS looked,
       COALESCE(o.others, '[]') <> '[]' AS corroborated,
       COALESCE(o.copies, 0) > 0 AS copied,
       COALESCE(o.opposed, '[]') <> '[]' AS opposed
  FROM chain AS ch
  JOIN document AS d ON d.key = ch.document
  JOIN claim AS c ON c.document = ch.document AND c.chain = ch.number
  LEFT JOIN linked AS l ON l.document = c.document
  LEFT JOIN claim_origin AS o ON o.document = c.document AND o.claim = c.number
 WHERE ch.origin = :source AND d.is_current
 ORDER BY c.document, c.number"""
)
_DOCUMENTS = text(
    """
SELECT d.id, d.locator, d.title, d.published, (SELECT count(*) FROM claim AS c WHERE c.document = d.key) AS claims
  FROM document AS d WHERE d.publisher_id = :source AND d.is_current
 ORDER BY d.published IS NULL, d.published DESC, d.key DESC LIMIT :most"""
)
_DRIFT = text(
    """
SELECT f.document, f.claim, f.number, f.kind, f.before AS before_words, f.after AS after_words, f.detail
  FROM drift AS f
  JOIN document AS d ON d.key = f.document AND d.is_current
  JOIN document AS e ON e.key = f.upstream_document AND e.is_current
 WHERE e.publisher_id = :source AND COALESCE(d.publisher_id, '') <> :source
 UNION
SELECT f.document, f.claim, f.number, f.kind, f.before, f.after, f.detail
  FROM chain AS ch
  JOIN claim AS u ON u.document = ch.document AND u.chain = ch.number
  JOIN drift AS f ON f.upstream_document = u.document AND f.upstream_claim = u.number
  JOIN document AS d ON d.key = f.document AND d.is_current
  JOIN document AS e ON e.key = f.upstream_document AND e.is_current
 WHERE ch.origin = :source AND COALESCE(d.publisher_id, '') <> :source
 ORDER BY 1, 2, 3"""
)


@dataclass(frozen=True, slots=True)
class PublishedDocument:
    """A current document that the source published, and how many claims were found in it."""

    id: str
    locator: str
    title: str | None
    published: str | None
    claims: int


@dataclass(frozen=True, slots=True)
class SourceClaim:
    """A claim whose chain ends with the source. `opposed` is whether another document denies or contradicts it."""

    id: str
    text: str
    document_id: str
    locator: str
    passage: int
    polarity: str
    strength: float | None
    hedged: bool
    opposed: bool
    corroborated: bool


@dataclass(frozen=True, slots=True)
class ClaimsTally:
    """How the claims stand whose chain ends with the source.

    `hedged` have a hedge in their words or their cue; `denied` are those that the source itself is said to deny or withhold;
    `opposed` those that another document denies or contradicts. Of the `looked` ones, which were compared with other documents,
    `corroborated` have a further independent origin, `copied` stand in other documents that add none, `alone` stand nowhere
    else. `strengths` are of the newest model, in ascending order.
    """

    claims: int = 0
    hedged: int = 0
    denied: int = 0
    opposed: int = 0
    looked: int = 0
    corroborated: int = 0
    copied: int = 0
    alone: int = 0
    strengths: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceDrift:
    """Words of the source that another document has otherwise: the claim there, and what changed."""

    kind: str
    before: str
    after: str
    detail: str
    claim_id: str
    locator: str
    publisher: str | None


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """All that the database holds of a source. `drift` has at most `MOST_DRIFT`, `drifts` counts all by kind."""

    card: SourceCard
    documents: tuple[PublishedDocument, ...]
    tally: ClaimsTally
    strongest: tuple[SourceClaim, ...]
    weakest: tuple[SourceClaim, ...]
    drifts: tuple[tuple[str, int], ...]
    drift: tuple[SourceDrift, ...]


def read_record(connection: Connection, source: str) -> StoredRecord | None:
    """The record of the source with this id; None where the database never met it."""
    card = read_card(connection, source)
    if card is None:
        return None
    key = {"source": pack(source)}
    rows = connection.execute(_STANDING, key).all()
    scored = sorted((r for r in rows if r.strength is not None), key=lambda r: (-r.strength, r.document, r.number))
    strongest = scored[:MOST_CLAIMS]
    weakest = scored[len(strongest) :][-MOST_CLAIMS:][::-1]
    drift = connection.execute(_DRIFT, key).all()
    published = connection.execute(_DOCUMENTS, key | {"most": MOST_DOCUMENTS})
    return StoredRecord(
        card=card,
        documents=tuple(
            PublishedDocument(unpack(r.id), unpack(r.locator), unpack_or_none(r.title), unpack_or_none(r.published), r.claims)
            for r in published
        ),
        tally=_tally(rows),
        strongest=_claims(connection, strongest),
        weakest=_claims(connection, weakest),
        drifts=tuple(sorted(Counter(r.kind for r in drift).items(), key=lambda kind: (-kind[1], kind[0]))),
        drift=_drift(connection, drift[:MOST_DRIFT]),
    )


def _tally(rows: Sequence[Row[Any]]) -> ClaimsTally:
    looked = [r for r in rows if r.looked]
    return ClaimsTally(
        claims=len(rows),
        hedged=sum(bool(r.hedged) for r in rows),
        denied=sum(r.polarity != "affirms" for r in rows),
        opposed=sum(bool(r.opposed) for r in rows),
        looked=len(looked),
        corroborated=sum(bool(r.corroborated) for r in looked),
        copied=sum(bool(r.copied) and not r.corroborated for r in looked),
        alone=sum(not (r.copied or r.corroborated) for r in looked),
        strengths=tuple(sorted(r.strength for r in rows if r.strength is not None)),
    )


def _claims(connection: Connection, rows: Iterable[Row[Any]]) -> tuple[SourceClaim, ...]:
    found = []
    for r in rows:
        one = _claim(connection, r.document, r.number)
        found.append(
            SourceClaim(
                id=one.id,
                text=unpack(one.text),
                document_id=unpack(one.public),
                locator=unpack(one.locator),
                passage=one.passage,
                polarity=r.polarity,
                strength=r.strength,
                hedged=bool(r.hedged),
                opposed=bool(r.opposed),
                corroborated=bool(r.corroborated),
            )
        )
    return tuple(found)


def _claim(connection: Connection, document: int, number: int) -> Any:
    """The claim at a place, with the document in which it stands."""
    d = _DOCUMENT.c
    wanted = select(_CLAIM.c.id, _CLAIM.c.text, _CLAIM.c.passage, d.id.label("public"), d.locator, d.publisher_name)
    wanted = wanted.join(_DOCUMENT, d.key == _CLAIM.c.document)
    return connection.execute(wanted.where(and_(_CLAIM.c.document == document, _CLAIM.c.number == number))).one()


def _drift(connection: Connection, rows: Iterable[Row[Any]]) -> tuple[SourceDrift, ...]:
    found = []
    for r in rows:
        one = _claim(connection, r.document, r.claim)
        words = unpack(r.before_words), unpack(r.after_words), unpack(r.detail)
        found.append(SourceDrift(r.kind, *words, one.id, unpack(one.locator), unpack_or_none(one.publisher_name)))
    return tuple(found)
