"""What other documents have to do with one claim: the same, denials, drift. Read from the views that analysts have too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, text

from provenance.spans import Span
from provenance.store.plain import unpack, unpack_or_none

MOST = 200
"""Claims of a group, and links, that are read at most: a wire may have thousands of copies."""

_GROUP = """
SELECT o.*, (SELECT g.strength FROM v_claims AS g WHERE g.claim_id = o.claim_id AND g.document = o.document LIMIT 1) AS strength
  FROM v_origins AS o
 WHERE o.group_id = (SELECT n.group_id FROM v_origins AS n WHERE n.claim_id = :claim ORDER BY n.document LIMIT 1)
 ORDER BY CASE WHEN o.claim_id = :claim THEN 0 ELSE 1 END, o.origin, o.claim_id LIMIT :most"""
_LINKS = """
SELECT claim_id AS here, other_id AS there, kind, score, reason, detector, changes FROM v_links WHERE claim_id = :claim
 UNION ALL
SELECT other_id, claim_id, kind, score, reason, detector, changes FROM v_links WHERE other_id = :claim
 ORDER BY there LIMIT :most"""
_OPPOSED = """
SELECT a.id AS here, b.id AS there, k.reason AS reason
  FROM claim_origin AS o
  JOIN claim_link AS k ON k.{here}_document = o.document AND k.{here}_claim = o.claim
  JOIN claim AS a ON a.document = o.document AND a.number = o.claim
  JOIN claim AS b ON b.document = k.{there}_document AND b.number = k.{there}_claim
  JOIN document AS d ON d.key = a.document
  JOIN document AS e ON e.key = b.document
 WHERE o.group_id = :grp AND k.kind = 'opposes' AND d.is_current AND e.is_current"""
_AGAINST = (
    _OPPOSED.format(here="first", there="second") + " UNION ALL " + _OPPOSED.format(here="second", there="first") + " LIMIT :most"
)
_CLAIM = "SELECT * FROM v_claims WHERE claim_id = :claim ORDER BY document LIMIT 1"
_DRIFT = "SELECT * FROM v_drift WHERE claim_id = :claim ORDER BY kind, before_words"
_UPSTREAM = """
SELECT e.publisher_id AS source, x.id AS claim_id, e.id AS document_id, e.locator AS locator, k.kind AS kind, k.score AS score,
       x.document AS document, x.number AS number
  FROM claim AS c
  JOIN document AS d ON d.key = c.document
  JOIN claim_link AS k ON k.{here}_document = c.document AND k.{here}_claim = c.number
  JOIN claim AS x ON x.document = k.{there}_document AND x.number = k.{there}_claim
  JOIN document AS e ON e.key = x.document
 WHERE c.id = :claim AND k.kind <> 'opposes' AND d.is_current AND e.is_current
   AND EXISTS (SELECT 1 FROM hop AS h
                WHERE h.document = c.document AND h.chain = c.chain AND h.position > 0 AND h.source = e.publisher_id)"""
_UPSTREAMS = (
    _UPSTREAM.format(here="first", there="second")
    + " UNION ALL "
    + _UPSTREAM.format(here="second", there="first")
    + " ORDER BY score DESC, claim_id LIMIT :most"
)
_SPANS = "SELECT start_char, end_char FROM claim_span WHERE document = :document AND claim = :number ORDER BY number"
_COUNT = "SELECT * FROM v_corroboration WHERE group_id = :grp"
_LOOKED = "SELECT 1 FROM linked AS l JOIN claim AS c ON c.document = l.document WHERE c.id = :claim"


@dataclass(frozen=True, slots=True)
class NearClaim:
    """A claim of the same group, or one that is against it.

    `kind`, `score` and `link` tell of the link with the claim in question itself, None and "" where a third claim joins both.
    `origin`, `reason` and `detail` say what it was counted to and why; of an opposing claim `detail` is the link's reason.
    """

    claim_id: str
    text: str
    document_id: str
    locator: str
    publisher: str | None
    chain: str
    origin: str
    origin_name: str
    reason: str
    detail: str
    strength: float | None = None
    kind: str | None = None
    score: float | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class DriftView:
    """What the claim has otherwise than its upstream's text, with where that stands."""

    kind: str
    before: str
    after: str
    detail: str
    upstream_claim_id: str
    upstream_locator: str


@dataclass(frozen=True, slots=True)
class UpstreamText:
    """The claim as it stands in a stored document that a source of its chain published: where, and how sure the link is."""

    source: str
    claim_id: str
    document_id: str
    locator: str
    kind: str
    score: float
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """`looked` is whether the claim was compared at all. `origins` counts independent origins, itself included; `own` is how the
    claim itself was counted, None where no other says the same; `same` are the further claims of its group, `more` how many of
    them are not read. `upstreams` is where sources of its chain state it in texts of their own.
    """

    claim_id: str
    looked: bool
    origins: int = 1
    documents: int = 1
    own: NearClaim | None = None
    same: tuple[NearClaim, ...] = ()
    more: int = 0
    against: tuple[NearClaim, ...] = ()
    drift: tuple[DriftView, ...] = ()
    upstreams: tuple[UpstreamText, ...] = ()


def around(connection: Connection, claim: str) -> Around:
    """What is known of a claim's place among those of other current documents."""
    looked = connection.execute(text(_LOOKED), {"claim": claim}).first() is not None
    links = {r["there"]: r for r in _rows(connection, _LINKS, claim=claim)}
    group = [_near(r, links.get(r["claim_id"])) for r in _rows(connection, _GROUP, claim=claim)]
    own = next((one for one in group if one.claim_id == claim), None)
    found = connection.execute(text("SELECT group_id FROM v_origins WHERE claim_id = :claim"), {"claim": claim}).first()
    counts: Mapping[str, Any] = {}
    against: tuple[NearClaim, ...] = ()
    if found is not None:
        grp = {"grp": found.group_id}
        counts = dict(connection.execute(text(_COUNT), grp).mappings().first() or {})
        rows = connection.execute(text(_AGAINST), grp | {"most": MOST}).mappings().all()
        reasons = {r["there"]: unpack(r["reason"]) for r in sorted(rows, key=lambda r: r["here"] == claim)}
        against = tuple(_against(connection, there, reasons[there]) for there in sorted(reasons))
    drift = tuple(
        DriftView(
            r["kind"],
            unpack(r["before_words"]),
            unpack(r["after_words"]),
            unpack(r["detail"]),
            r["upstream_claim_id"],
            unpack(r["upstream_locator"]),
        )
        for r in _rows(connection, _DRIFT, claim=claim)
    )
    same = tuple(one for one in group if one.claim_id != claim)
    size = int(counts.get("claims", len(group)))
    return Around(
        claim_id=claim,
        looked=looked,
        origins=int(counts.get("origins", 1)),
        documents=int(counts.get("documents", 1)),
        own=own,
        same=same,
        more=max(0, size - len(group)),
        against=against,
        drift=drift,
        upstreams=tuple(_upstreams(connection, claim)),
    )


def _upstreams(connection: Connection, claim: str) -> Iterator[UpstreamText]:
    for r in _rows(connection, _UPSTREAMS, claim=claim):
        at = {"document": r["document"], "number": r["number"]}
        spans = tuple(Span(s.start_char, s.end_char) for s in connection.execute(text(_SPANS), at))
        where = unpack(r["document_id"]), unpack(r["locator"])
        yield UpstreamText(unpack(r["source"]), r["claim_id"], *where, r["kind"], r["score"], spans)


def _rows(connection: Connection, sql: str, **values: object) -> Iterator[Mapping[str, Any]]:
    if ":most" in sql:
        values["most"] = MOST
    for row in connection.execute(text(sql), values).mappings():
        yield dict(row)


def _near(row: Mapping[str, Any], link: Mapping[str, Any] | None) -> NearClaim:
    """A claim of the group, by its row of `v_origins`."""
    near = _claim(row, row["reason"], unpack(row["detail"]))
    return near if link is None else replace(near, kind=link["kind"], score=link["score"], link=unpack(link["reason"]))


def _against(connection: Connection, claim: str, reason: str) -> NearClaim:
    row = dict(connection.execute(text(_CLAIM), {"claim": claim}).mappings().one())
    return replace(_claim(row, "", reason), kind="opposes")


def _claim(row: Mapping[str, Any], reason: str, detail: str) -> NearClaim:
    """What `v_origins` and `v_claims` both tell of a claim."""
    return NearClaim(
        claim_id=row["claim_id"],
        text=unpack(row["text"]),
        document_id=unpack(row["document_id"]),
        locator=unpack(row["locator"]),
        publisher=unpack_or_none(row["publisher_name"]),
        chain=unpack(row["chain"]),
        origin=unpack(row["origin"]),
        origin_name=unpack(row["origin_name"]),
        reason=reason,
        detail=detail,
        strength=row["strength"],
    )
