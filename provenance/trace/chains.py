"""Chains: from the publisher of a document outwards to who is said to hold a content, hop by hop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from provenance.lexicon.holders import HolderWords, names_outlet
from provenance.records import (
    UNKNOWN_PUBLISHER,
    UNSPECIFIED,
    Channel,
    DetectedAttribution,
    Holder,
    Hop,
    Publisher,
    Relation,
    Upstream,
)
from provenance.registry import Registry

_RELAYING = frozenset(["told_to", "interview_with", "cited_by", "according_to", "posted_on", "published_in"])
"""Channels that are a relay where an outlet, agency or platform stands in them; an event ("spoken_at") is none."""


def base_chain(publisher: Publisher | None, upstreams: Sequence[Upstream]) -> tuple[Hop, ...]:
    """Publisher and document-level reprints: what stands first in every chain of the document."""
    first = (
        Hop(publisher.id, "published_by", publisher.evidence, publisher.confidence)
        if publisher
        else Hop(UNKNOWN_PUBLISHER, "published_by", (), 1.0)
    )
    rest = tuple(Hop(u.source, u.relation, (u.span,) if u.span else (), u.confidence) for u in upstreams)
    return (first, *rest)


def is_relay(channel: Channel | None, registry: Registry, words: HolderWords) -> bool:
    """Whether a channel hands a statement on: an outlet, agency or platform, not an event, a parliament or an unnamed paper."""
    if channel is None or channel.relation not in _RELAYING:
        return False
    entity = registry.get(channel.id)
    if entity is None:
        return names_outlet(channel.name, words)
    return entity.type.startswith("news") or entity.is_transport


def joined(base: Sequence[Hop], *hops: Hop) -> tuple[Hop, ...]:
    """The chain with further hops; a source that stands in it already is not repeated, so no chain runs in a circle."""
    chain = list(base)
    for hop in hops:
        if all(h.source != hop.source for h in chain):
            chain.append(hop)
    return tuple(chain)


@dataclass(slots=True)
class Relays:
    """What earlier sentences of a passage said of a holder's statements: it goes on for the sentences that continue them."""

    passage: int = -1
    by_holder: dict[str, tuple[Hop, ...]] = field(default_factory=dict)
    """The relays between the document's base chain and the holder."""
    dates: dict[str, str] = field(default_factory=dict)
    """When the holder spoke, as stated."""

    def enter(self, passage: int) -> None:
        """Forgets everything at the start of another passage."""
        if passage != self.passage:
            self.passage, self.by_holder, self.dates = passage, {}, {}

    def date_of(self, holder: Holder, stated: str | None) -> str | None:
        """The date of a statement: its own, else the one last stated for the holder in this passage."""
        if holder.id == UNSPECIFIED:
            return stated
        if stated is not None:
            self.dates[holder.id] = stated
        return self.dates.get(holder.id)


def holder_relation(found: DetectedAttribution, holder: Holder) -> Relation:
    """How the holder stands at the end of its chain."""
    if found.lemma in ("according to", "as per", "per"):
        return "according_to"
    if holder.type == "platform_account" or not found.cue:
        return "posted_on" if not found.cue else "stated_by"
    return "stated_by"


def _without_loop(chain: tuple[Hop, ...], holder: str, base: int) -> tuple[Hop, ...]:
    """The chain up to where its new holder stood in it already: "Berg said she told Reuters that …" ends with Berg."""
    return next((chain[:i] for i in range(base, len(chain)) if chain[i].source == holder != UNSPECIFIED), chain)


def chain_of(
    found: DetectedAttribution,
    holder: Holder,
    channel: Channel | None,
    base: tuple[Hop, ...],
    parent: tuple[DetectedAttribution, tuple[Hop, ...]] | None,
    relays: Relays,
    registry: Registry,
    words: HolderWords,
) -> tuple[Hop, ...]:
    """The chain of one attribution.

    `parent` is the attribution around it with its chain. A holder who only rejects or doubts an inner statement does not
    relay it, so its hop is left out.
    """
    start = base
    if parent is not None:
        around, chain = parent
        start = chain[:-1] if around.polarity == "denies" and len(chain) > len(base) else chain
    start = _without_loop(start, holder.id, len(base))
    hops: list[Hop] = []
    if is_relay(channel, registry, words) and channel is not None:
        account = holder.type == "platform_account" and holder.id.startswith(f"{channel.id}:")
        if not account:
            hops.append(Hop(channel.id, channel.relation, (channel.span,), found.confidence))
    elif parent is None and holder.id in relays.by_holder:
        hops += relays.by_holder[holder.id]
    evidence = tuple(s for s in (found.source, found.cue) if s is not None)
    end = Hop(holder.id, "stated_by" if holder.id == UNSPECIFIED else holder_relation(found, holder), evidence, found.confidence)
    chain = joined(start, *hops, end)
    if holder.id != UNSPECIFIED and len(chain) > len(base) + 1:
        relays.by_holder[holder.id] = tuple(h for h in chain[len(base) : -1])
    if holder.id == UNSPECIFIED and chain[-1].source != UNSPECIFIED:
        chain = (*(hop for hop in chain if hop.source != UNSPECIFIED), end)
    return chain
