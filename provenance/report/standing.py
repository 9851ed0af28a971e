"""What an audit says of other documents, in sentences: corroboration, contradiction, and claims by origin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from provenance.claims.origins import CIRCLE, UNKNOWN
from provenance.report.text import counted
from provenance.store.around import Around, NearClaim

NOT_LOOKED = "not looked for yet; provenance claims relate does it"


@dataclass(frozen=True, slots=True)
class OriginView:
    """An origin with the claims that were counted to it, the claim in question left out."""

    origin: str
    name: str
    claims: tuple[NearClaim, ...]


def origins_of(around: Around) -> tuple[OriginView, ...]:
    """The further claims by origin: that of the claim in question first, then by name."""
    grouped: dict[str, list[NearClaim]] = {}
    for one in around.same:
        grouped.setdefault(one.origin, []).append(one)
    own = around.own.origin if around.own is not None else ""
    views = [OriginView(key, name_of(key, claims[0].origin_name), tuple(claims)) for key, claims in grouped.items()]
    return tuple(sorted(views, key=lambda v: (v.origin != own, v.origin in (UNKNOWN, CIRCLE), v.name)))


def name_of(origin: str, name: str) -> str:
    """The name of an origin for people."""
    return {UNKNOWN: "nobody that can be known", CIRCLE: "a circle of outlets"}.get(origin, name)


def corroboration(around: Around, name: str) -> str:
    """How many independent origins state the claim. `name` is that of its own origin, "" where nobody is named."""
    own = f"1 origin, {name}" if name else "no origin that the text names"
    if not around.looked:
        return f"{own}; other documents: {NOT_LOOKED}"
    if not around.same:
        return f"{own}; no other document states it"
    documents = counted(around.documents, "document")
    said = f"{counted(len(around.same) + around.more + 1, 'claim')} in {documents}"
    if around.own is not None and around.own.reason == "circular":
        return f"circular: {around.own.detail}"
    if around.origins == 1:
        return f"1 origin behind {said}: the others add none"
    return f"{around.origins} independent origins behind {said}"


def contradiction(against: Sequence[NearClaim], *, looked: bool) -> str:
    """Who denies or contradicts it."""
    if not looked:
        return NOT_LOOKED
    if not against:
        return "none found in other documents"
    names = list(dict.fromkeys(one.origin_name for one in against))
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"by {', '.join(names[:3])}{more}"
