"""How each claim stands among those of other documents: who else states it, who denies it, what changed on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from provenance.claims.origins import CIRCLE, UNKNOWN, independent, is_knowable
from provenance.links import ClaimLink, CountedTo, Drift, Opposition, Standing, Statement
from provenance.records import UNSPECIFIED


def standings(
    statements: Iterable[Statement], links: Sequence[ClaimLink], counted: Sequence[CountedTo], drifts: Iterable[Drift] = ()
) -> dict[str, Standing]:
    """The standing of every claim that was counted, by claim id.

    A standing speaks of what is stated. So, for a claim whose source denies it, those who affirm it are the further origins, and
    others who deny it too are opposed.
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
    for id_, own in of.items():
        same = [one for one in groups[own.group] if one.claim != id_]
        opposed = [of[other] for other in sorted(against[own.group])]
        if by_id[id_].polarity == "denies":
            same, opposed = opposed, [one for one in same if one.origin != own.origin]
        origins = tuple(o for o in independent([own, *same]) if o != own.origin)
        copies = {by_id[one.claim].document for one in same if one.origin == own.origin} - {by_id[id_].document}
        found[id_] = Standing(
            others=origins,
            copies=len(copies),
            opposed=_oppositions(opposed, by_id),
            circular=own.reason == "circular",
            drift=tuple(sorted(changed.get(id_, ()), key=lambda d: (d.upstream, d.kind, d.before, d.after))),
        )
    return found


def _oppositions(opposed: Sequence[CountedTo], by_id: Mapping[str, Statement]) -> tuple[Opposition, ...]:
    """One opposition for each origin, by the claim with the smallest id."""
    found: dict[str, Opposition] = {}
    for one in sorted(opposed, key=lambda c: c.claim):
        found.setdefault(one.origin, Opposition(*_who(one, by_id[one.claim]), one.claim))
    return tuple(sorted(found.values(), key=lambda o: (o.source, o.claim)))


def _who(one: CountedTo, statement: Statement) -> tuple[str, bool]:
    """Who is behind a claim, and whether a text names them: whom it cites, else the origin of the text that it copies."""
    cited = statement.origin
    if one.origin == UNKNOWN:
        return (UNSPECIFIED if is_knowable(cited) else cited), False
    if one.origin == CIRCLE or (is_knowable(cited) and len(statement.chain) > 1):
        return cited, is_knowable(cited)
    return one.origin, True
