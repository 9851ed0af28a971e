"""What a database holds of one source: how often it published, passed on and originated claims, and its neighbours in chains."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

from provenance.store.judgements import Judgement, judgements
from provenance.store.plain import pack, unpack

MOST_NEIGHBOURS = 10
MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A source that stands next to another one in chains, and in how many claims it does."""

    source: str
    name: str
    claims: int


@dataclass(frozen=True, slots=True)
class SourceCard:
    """A source in the database. Counts are of current documents.

    `published` are documents, `upstream_of` credits of whole documents or stories, `relayed` and `originated` claims. `relays`
    are those whom it passes on, `relayed_by` those who pass it on, the most frequent first, `MOST_NEIGHBOURS` at most. `names`
    are how documents name it. `judgements` are those by which other ids or names mean it, and those about itself.
    """

    id: str
    name: str
    type: str
    known: bool
    published: int
    upstream_of: int
    relayed: int
    originated: int
    names: tuple[str, ...]
    relays: tuple[Neighbour, ...]
    relayed_by: tuple[Neighbour, ...]
    judgements: tuple[Judgement, ...]


_ROW = text("SELECT * FROM v_sources WHERE source = :source")

_NEIGHBOURS = """
SELECT n.source, max(COALESCE(s.name, n.source)), count(DISTINCT c.key) AS claims
FROM hop AS h
JOIN hop AS n ON n.document = h.document AND n.chain = h.chain AND n.position = h.position {step} 1
JOIN claim AS c ON c.document = h.document AND c.chain = h.chain
JOIN document AS d ON d.key = h.document
LEFT JOIN source AS s ON s.id = n.source
WHERE h.source = :source AND n.source <> h.source AND d.is_current
GROUP BY n.source ORDER BY claims DESC, n.source LIMIT :most
"""
_OUTWARDS, _INWARDS = text(_NEIGHBOURS.format(step="+")), text(_NEIGHBOURS.format(step="-"))

_NAMES = text(
    "SELECT o.name, count(*) AS documents FROM document_source AS o JOIN document AS d ON d.key = o.document "
    "WHERE o.source = :source AND d.is_current GROUP BY o.name ORDER BY documents DESC, o.name LIMIT :most"
)


def read_card(connection: Connection, source: str) -> SourceCard | None:
    """The card of the source with this id; None where the database never met it."""
    key = {"source": pack(source)}
    row = connection.execute(_ROW, key).one_or_none()
    if row is None:
        return None
    names, about = names_and_judgements(connection, source)
    limit = key | {"most": MOST_NEIGHBOURS}
    return SourceCard(
        id=source,
        name=unpack(row.name),
        type=row.type,
        known=bool(row.known),
        published=row.documents,
        upstream_of=row.upstream_of,
        relayed=row.claims_relayed,
        originated=row.claims_originated,
        names=names[:MOST_NAMES],
        relays=tuple(Neighbour(unpack(r[0]), unpack(r[1]), r[2]) for r in connection.execute(_OUTWARDS, limit)),
        relayed_by=tuple(Neighbour(unpack(r[0]), unpack(r[1]), r[2]) for r in connection.execute(_INWARDS, limit)),
        judgements=about,
    )


def names_and_judgements(connection: Connection, source: str) -> tuple[tuple[str, ...], tuple[Judgement, ...]]:
    """How documents name a source, also under the ids that judgements merge into it; and the judgements that concern it."""
    about = tuple(one for one in judgements(connection) if source in (one.source, one.meant))
    found_as = [source, *(one.source for one in about if one.document is None and one.meant == source)]
    names: dict[str, None] = {}
    for id_ in found_as:
        for name in connection.execute(_NAMES, {"source": pack(id_), "most": MOST_NAMES}):
            names.setdefault(unpack(name[0]))
    return tuple(names), about
