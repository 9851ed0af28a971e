"""How each claim stands among those of other documents: who else states it, who denies it, what changed on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from provenance.claims.origins import CIRCLE, UNKNOWN, independent, is_knowable
from provenance.links import ClaimLink, CountedTo, Drift, Opposition, Standing, Statement
from provenance.records import UNSPECIFIED


def standings(
    statements: Iterable[Statement], links: Sequence[ClaimLink], counted: Sequence[CountedTo], drifts: Iterable[Drift] = ()
) -> dict[str, Standing]:
    """The standing of every claim that was counted, by claim id.

    A standing speaks of what is stated. So, for a claim whose source denies it, those who affirm it are the further origins, and
    others who deny it too are opposed. Time grows with the claims, and in a group with its claims times its origins, as each
    standing lists those; not with the square of the copies of a text.
    """
    by_id = {s.id: s for s in statements}
    of = {one.claim: one for one in counted}
    groups: dict[str, list[CountedTo]] = {}
    for one in counted:
        groups.setdefault(one.group, []).append(one)
    against: dict[str, set[str]] = {group: set() for group in groups}
    for link in links:
        if link.kind == "opposes" and link.first in of and link.second in of:
            against[of[link.first].group].add(link.second)
            against[of[link.second].group].add(link.first)
    changed: dict[str, list[Drift]] = {}
    for drift in drifts:
        changed.setdefault(drift.claim, []).append(drift)
    found = {}
    for group, members in groups.items():
        inside, outside = _side(members, by_id), _side((of[other] for other in against[group]), by_id)
        for own in members:
            stated = by_id[own.claim]
            same, opposed = (outside, inside) if stated.polarity == "denies" else (inside, outside)
            origins = independent([own, *same.first.values()])
            copies = same.documents.get(own.origin, frozenset())
            found[own.claim] = Standing(
                others=tuple(o for o in origins if o != own.origin),
                copies=len(copies) - (stated.document in copies),
                # Who denies a thing in two papers is not against himself.
                opposed=tuple(o for o in opposed.oppositions if opposed is outside or of[o.claim].origin != own.origin),
                circular=own.reason == "circular",
                drift=tuple(sorted(changed.get(own.claim, ()), key=lambda d: (d.upstream, d.kind, d.before, d.after))),
            )
    return found


@dataclass(frozen=True, slots=True)
class _Side:
    """Claims on one side of a matter, by origin: the one with the smallest id, the documents; and as opposition to the others."""

    first: dict[str, CountedTo]
    documents: Mapping[str, AbstractSet[str]]
    oppositions: tuple[Opposition, ...]


def _side(claims: Iterable[CountedTo], by_id: Mapping[str, Statement]) -> _Side:
    first: dict[str, CountedTo] = {}
    documents: dict[str, set[str]] = {}
    for one in sorted(claims, key=lambda c: c.claim):
        first.setdefault(one.origin, one)
        documents.setdefault(one.origin, set()).add(by_id[one.claim].document)
    opposed = [Opposition(*_who(one, by_id[one.claim]), one.claim) for one in first.values()]
    return _Side(first, documents, tuple(sorted(opposed, key=lambda o: (o.source, o.claim))))


def _who(one: CountedTo, statement: Statement) -> tuple[str, bool]:
    """Who is behind a claim, and whether a text names them: whom it cites, else the origin of the text that it copies."""
    cited = statement.origin
    if one.origin == UNKNOWN:
        return (UNSPECIFIED if is_knowable(cited) else cited), False
    if one.origin == CIRCLE or (is_knowable(cited) and len(statement.chain) > 1):
        return cited, is_knowable(cited)
    return one.origin, True
