"""Long lists that are counted once and shown a page at a time: sources, and claims by their independent origins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from provenance.store.plain import pack, unpack, unpack_or_none
from provenance.store.questions.columns import Columns
from provenance.store.questions.library import GROUPS_PAGE
from provenance.store.questions.question import Asked, Question

# ---------------------------------------------------------------- sources

SOURCE_ORDERS = {
    "origin": "claims_originated",
    "relay": "claims_relayed",
    "publisher": "documents",
    "upstream": "upstream_of",
}
"""What sources are ordered by: the most of it first."""


@dataclass(frozen=True, slots=True)
class SourceCount:
    """A source with its counts, those of `v_sources`."""

    source: str
    name: str
    type: str
    known: bool
    kind: str | None
    country: str | None
    documents: int
    upstream_of: int
    claims_relayed: int
    claims_originated: int


def read_sources(connection: Connection, columns: Columns) -> tuple[SourceCount, ...]:
    """All sources that a current document names in some role, counted from the columns."""
    import numpy as np

    many = max(1, len(columns.sources))
    outlets = columns.document_outlet[columns.document_outlet >= 0]
    published, originated = np.bincount(outlets, minlength=many), np.bincount(columns.origin, minlength=many)
    counts = (published, columns.upstream_credits, columns.relayed, originated)
    found = []
    for row in connection.execute(text("SELECT id, name, type, known, kind, country FROM source ORDER BY id")):
        number = columns.number_of.get(unpack(row.id))
        if number is None:
            continue
        four = [int(count[number]) for count in counts]
        if any(four):
            who = unpack(row.id), unpack(row.name), str(row.type), bool(row.known)
            found.append(SourceCount(*who, unpack_or_none(row.kind), unpack_or_none(row.country), *four))
    return tuple(found)


def sources_sql(order: str, words: str, most: int, skip: int) -> Asked:
    """A SELECT that gives a page of the list."""
    by = SOURCE_ORDERS[order]
    named = "\n  AND (replace(lower(name), :words, '') <> lower(name) OR source = :words)" if words else ""
    sql = f"""SELECT source, name, type, known, kind, country, documents, upstream_of, claims_relayed, claims_originated
FROM v_sources
WHERE documents + upstream_of + claims_relayed + claims_originated > 0{named}
ORDER BY {by} DESC, source
LIMIT :most OFFSET :skip"""
    question = Question("sources", "Who publishes, relays and originates most?", sql)
    return question.asked(words=words.lower(), most=most, skip=skip)


# ---------------------------------------------------------------- groups of claims that say the same

GROUP_KINDS = {
    "corroborated": ("claims > 1", "origins DESC, claims DESC"),
    "copied": ("claims > 1 AND origins = 1", "claims DESC"),
    "disputed": ("opposing > 0", "opposing DESC, claims DESC"),
}
"""Which groups, and in which order."""

_GROUPS = text(
    "SELECT o.group_id, count(*) AS claims, count(DISTINCT o.document) AS documents, count(DISTINCT o.origin) AS origins, "
    "sum(CASE WHEN o.reason = 'circular' THEN 1 ELSE 0 END) AS circles "
    "FROM claim_origin AS o JOIN document AS d ON d.key = o.document WHERE d.is_current GROUP BY o.group_id"
)
_CIRCLES = text(
    "SELECT c.id FROM claim_origin AS o JOIN claim AS c ON c.document = o.document AND c.number = o.claim "
    "JOIN document AS d ON d.key = c.document WHERE d.is_current AND o.reason = 'circular' ORDER BY o.group_id, c.id"
)
_OPPOSING = text(
    "SELECT m.group_id, count(DISTINCT x.id) FROM ("
    "SELECT first_document AS d, first_claim AS c, second_document AS od, second_claim AS oc "
    "FROM claim_link WHERE kind = 'opposes' "
    "UNION ALL SELECT second_document, second_claim, first_document, first_claim FROM claim_link WHERE kind = 'opposes') AS k "
    "JOIN claim_origin AS m ON m.document = k.d AND m.claim = k.c JOIN claim AS x ON x.document = k.od AND x.number = k.oc "
    "GROUP BY m.group_id"
)


@dataclass(frozen=True, slots=True)
class Group:
    """Claims that say the same, counted as `v_corroboration` counts them."""

    group_id: str
    claims: int
    origins: int
    opposing: int


@dataclass(frozen=True, slots=True)
class Groups:
    """All groups by kind, each kind in its order.

    `spread` are (origins, groups, claims): how many have so many origins. `circular` are the ids of claims whose support runs in
    a circle, group by group.
    """

    by_kind: dict[str, tuple[Group, ...]]
    spread: tuple[tuple[int, int, int], ...]
    circular: tuple[str, ...]


def read_groups(connection: Connection) -> Groups:
    """Counts all groups."""
    opposing = {str(r[0]): int(r[1]) for r in connection.execute(_OPPOSING)}
    found: list[Group] = []
    spread: dict[int, list[int]] = {}
    circular = tuple(str(r[0]) for r in connection.execute(_CIRCLES))
    for group_id, claims, _, origins, circles in connection.execute(_GROUPS):
        counted = int(origins) - (1 if origins > 1 and circles else 0)
        found.append(Group(str(group_id), int(claims), counted, opposing.get(str(group_id), 0)))
        here = spread.setdefault(counted, [0, 0])
        here[0], here[1] = here[0] + 1, here[1] + int(claims)
    several = sorted((g for g in found if g.claims > 1), key=lambda g: (-g.origins, -g.claims, g.group_id))
    kinds = {
        "corroborated": tuple(several),
        "copied": tuple(sorted((g for g in several if g.origins == 1), key=lambda g: (-g.claims, g.group_id))),
        "disputed": tuple(sorted((g for g in found if g.opposing), key=lambda g: (-g.opposing, -g.claims, g.group_id))),
    }
    rows = tuple((origins, groups, claims) for origins, (groups, claims) in sorted(spread.items()))
    return Groups(kinds, rows, circular)


def groups_sql(kind: str, most: int, skip: int) -> Asked:
    """A SELECT that gives a page of the groups of a kind."""
    condition, order = GROUP_KINDS[kind]
    sql = GROUPS_PAGE.format(condition=condition, order=order)
    return Question("groups", "How many independent origins stand behind a claim?", sql).asked(most=most, skip=skip)


_ONE_GROUP = text("SELECT * FROM v_corroboration WHERE group_id = :id")
_ORIGINS = text(
    "SELECT DISTINCT o.origin, o.origin_name FROM v_origins AS o WHERE o.group_id = :id ORDER BY o.origin LIMIT :most"
)
MOST_ORIGINS = 12
"""Origins of a group that a list names."""


def group_rows(connection: Connection, groups: tuple[Group, ...]) -> list[dict[str, Any]]:
    """The rows of `v_corroboration` for some groups, in their order, each with its first origins by name."""
    found = []
    for group in groups:
        key = {"id": pack(group.group_id)}
        row = connection.execute(_ONE_GROUP, key).mappings().first()
        if row is None:
            continue
        named = [(unpack(o), unpack(n)) for o, n in connection.execute(_ORIGINS, key | {"most": MOST_ORIGINS})]
        values = {name: unpack(value) if isinstance(value, str) else value for name, value in row.items()}
        found.append(values | {"named": named})
    return found


_ONE_CIRCULAR = text(
    "SELECT v.group_id, v.claim_id, v.text, v.detail, v.chain, v.document_id, v.locator, v.publisher, s.name AS publisher_name "
    "FROM v_circular AS v LEFT JOIN source AS s ON s.id = v.publisher WHERE v.claim_id = :id"
)


def circular_rows(connection: Connection, claims: tuple[str, ...]) -> list[dict[str, Any]]:
    """The rows of `library.CIRCULAR` for some claims, in their order."""
    rows = (connection.execute(_ONE_CIRCULAR, {"id": id_}).mappings().first() for id_ in claims)
    return [{n: unpack(v) if isinstance(v, str) else v for n, v in row.items()} for row in rows if row is not None]
