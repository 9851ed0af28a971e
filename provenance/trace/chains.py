"""Chains: from the publisher of a document outwards to who is said to hold a content, hop by hop."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from provenance.ids import slug
from provenance.lexicon.abroad import TONGUES
from provenance.lexicon.channels import load_relay_words
from provenance.lexicon.holders import HolderWords, names_outlet
from provenance.lexicon.places import place_of_adjective, place_of_name
from provenance.records import (
    UNKNOWN_PUBLISHER,
    UNRESOLVED,
    UNSPECIFIED,
    Channel,
    DetectedAttribution,
    DetectedChannel,
    Finding,
    Holder,
    Hop,
    Publisher,
    Relation,
    Upstream,
)
from provenance.registry import Context, Entity, Registry, at

_RELAYING = frozenset(["told_to", "interview_with", "cited_by", "according_to", "posted_on", "published_in"])
"""Channels that are a relay where an outlet, agency or platform stands in them; an event ("spoken_at") is none."""
_BY_KIND = 0.8
"""What is left of the confidence of a hop whose outlet is named by its kind or unknown to the registry (judgement)."""
_CONTINUED = 0.8
"""What is left of the confidence of a relay that an earlier sentence stated (judgement)."""
_ACCORDING_ABROAD = re.compile(rf"#(?:{'|'.join(TONGUES)})-[^.]*\.adp\Z")
"""The rules of other languages for "according to"."""
_HIDING = frozenset(["clause", "phrase", "passive"])
"""Frames in which the text itself names nobody: "reportedly", "it is said that", "is expected to"."""
_PLACED = re.compile(r"(?<![Ww]riting )(?<!wrote )\b(?:[Oo]n|[Ii]n|via)\s+(?:the\s+)?$")
"""Before a name that is a channel only if it is an outlet's: "on Capitol Hill", "via Istanbul"."""
_NEAR = 600
"""Code points around a channel that decide what an ambiguous name means, where its sentence is longer."""
_BEFORE = 16
"""Code points before a channel in which its preposition is looked for."""


def base_chain(publisher: Publisher | None, upstreams: Sequence[Upstream]) -> tuple[Hop, ...]:
    """Publisher and document-level upstreams: what stands first in every chain of the document.

    A reprint stands right after the publisher, and a wire credit behind it: the reprinted text may be an agency's. Several
    upstreams of one kind stand side by side, as one hop with their ids joined, since none had the text from another.
    """
    first = (
        Hop(publisher.id, "published_by", publisher.evidence, publisher.confidence)
        if publisher
        else Hop(UNKNOWN_PUBLISHER, "published_by", (), 1.0)
    )
    kinds: dict[Relation, list[Upstream]] = {"reprinted_from": [], "wire_credit": []}
    for upstream in upstreams:
        kinds.setdefault(upstream.relation, []).append(upstream)
    return (first, *(_beside_each_other(relation, several) for relation, several in kinds.items() if several))


def _beside_each_other(relation: Relation, several: Sequence[Upstream]) -> Hop:
    ids = sorted({u.source for u in several})
    spans = tuple(sorted(u.span for u in several if u.span is not None))
    return Hop("+".join(ids), relation, spans, min(u.confidence for u in several))


# ---------------------------------------------------------------- channels


def channel_of(found: DetectedChannel | None, text: str, sentence: str, context: Context, registry: Registry) -> Channel | None:
    """The channel with its id: the registry's where it names a body, else a slug of its words.

    None where the words are a place or a nationality, or where only an outlet would be a channel ("on Capitol Hill").
    """
    if found is None:
        return None
    words = found.span.of(text)
    if text[max(0, found.span.start - 4) : found.span.start] == "The ":
        words = f"The {words}"
    near = sentence if len(sentence) <= _NEAR else text[max(0, found.span.start - _NEAR // 2) : found.span.end + _NEAR // 2]
    entity = _named(words, at(context, "channel", near), registry)
    if entity is not None:
        return Channel(entity.id, entity.name, found.relation, found.span)
    if place_of_name(words) or place_of_adjective(words):
        return None
    if words[0].isupper() and _PLACED.search(text[max(0, found.span.start - _BEFORE) : found.span.start]):
        return None
    id_ = slug(words) or "channel"
    several = [registry.get(one) for one in registry.resolve(words, at(context, "channel", near)).candidates]
    is_open = any(entity is not None and _hands_on(entity) for entity in several)
    return Channel(f"{UNRESOLVED}{id_}" if is_open else id_, words, found.relation, found.span)


def _named(words: str, context: Context, registry: Registry) -> Entity | None:
    """The entity that a channel's words name: by all of them, or by the sure name of an outlet that begins them."""
    entity = registry.get(registry.resolve(words, context).id or "")
    if entity is not None or not words[0].isupper():
        return entity
    first = next((m for m in registry.find(words) if m.span.start == 0 and m.id is not None), None)
    owner = registry.get(first.id or "") if first is not None else None
    return owner if owner is not None and _hands_on(owner) else None


def _hands_on(entity: Entity) -> bool:
    """Whether an entity is an outlet, an agency or a platform."""
    return entity.type.startswith("news") or entity.is_transport


def is_relay(channel: Channel | None, registry: Registry, words: HolderWords) -> bool:
    """Whether a channel hands a statement on: an outlet, agency or platform, not an event, a parliament or a paper one wrote."""
    if channel is None or channel.relation not in _RELAYING:
        return False
    entity = registry.get(channel.id)
    if entity is not None:
        return _hands_on(entity)
    if channel.id.startswith(UNRESOLVED):
        return True
    by_kind = channel.name.split()[-1] in load_relay_words().media
    return names_outlet(channel.name, words) or (by_kind and channel.relation != "published_in")


def _its_own(channel: Channel) -> bool:
    """Whether a channel is something written of which the passage spoke before: "in the letter", "in his post"."""
    return channel.relation == "published_in" and channel.name[:1].islower() and not channel.name.startswith(("a ", "an "))


def _points_back(channel: Channel) -> bool:
    """Whether a channel is "the agency" or the like, which stands for the outlet named before."""
    return channel.name.lower().removeprefix("the ") in load_relay_words().anaphors and channel.name[:3].lower() == "the"


# ---------------------------------------------------------------- chains


def holder_relation(found: DetectedAttribution, holder: Holder) -> Relation:
    """How the holder stands at the end of its chain."""
    if holder.id == UNSPECIFIED:
        return "stated_by"
    if found.lemma in ("according to", "as per", "per") or _ACCORDING_ABROAD.search(found.rule):
        return "according_to"
    return "stated_by" if found.cue else "posted_on"


@dataclass(slots=True)
class _Passage:
    """What earlier sentences of a passage said of a holder's statements: it goes on for the sentences that continue them."""

    index: int = -1
    relays: dict[str, tuple[Hop, ...]] = field(default_factory=dict)
    """The relays between the document's base chain and the holder."""
    dates: dict[str, str] = field(default_factory=dict)
    """When the holder spoke, as stated."""


class Chains:
    """Makes the chains of one document, in the order of the text, the outer attribution before the inner.

    `loops` collects what was cut: a chain that comes back to a source that stands in it already.
    """

    def __init__(self, registry: Registry, words: HolderWords) -> None:
        self.registry = registry
        self.words = words
        self.loops: list[Finding] = []
        self._passage = _Passage()
        self._outlets: set[str] = set()
        """Holders that are outlets, whether or not the registry has them."""
        self._latest: Channel | None = None
        """The outlet named last, for "the agency"."""

    def enter(self, passage: int) -> None:
        """Forgets the relays of holders at the start of another passage."""
        if passage != self._passage.index:
            self._passage = _Passage(passage)

    def date_of(self, holder: Holder, stated: str | None) -> str | None:
        """The date of a statement: its own, else the one last stated for the holder in this passage."""
        if holder.id == UNSPECIFIED:
            return stated
        if stated is not None:
            self._passage.dates[holder.id] = stated
        return self._passage.dates.get(holder.id)

    def channel(self, channel: Channel | None) -> Channel | None:
        """The channel, "the agency" and the like replaced by the outlet named before."""
        if channel is None or not _points_back(channel) or self._latest is None:
            return channel
        return replace(channel, id=self._latest.id, name=self._latest.name)

    def of(
        self,
        found: DetectedAttribution,
        holder: Holder,
        channel: Channel | None,
        base: tuple[Hop, ...],
        parent: tuple[DetectedAttribution, tuple[Hop, ...]] | None,
    ) -> tuple[Hop, ...]:
        """The chain of one attribution. `parent` is the attribution around it with its chain.

        A holder who only rejects or doubts an inner statement does not relay it, so its hop is left out; so is nobody, where
        the text hides no one and a participle only lacks its subject.
        """
        chain = list(base)
        if parent is not None:
            around, chain = parent[0], list(parent[1])
            if len(chain) > len(base) and (around.polarity == "denies" or _lost(around)):
                chain.pop()
            elif _cites(found, around) and len(chain) > len(base):
                own = (found.cue,) if found.cue is not None else ()
                chain[-1] = replace(chain[-1], relation="cited_by", evidence=(*chain[-1].evidence, *own))
        for hop in self._relays(found, holder, channel, parent):
            chain = self._extended(chain, hop, len(base))
        evidence = tuple(s for s in (found.source, found.cue) if s is not None)
        end = Hop(holder.id, holder_relation(found, holder), evidence, found.confidence)
        chain = self._extended(chain, end, len(base))
        self._remember(holder, channel, chain[len(base) : -1])
        return tuple(chain)

    def _relays(
        self,
        found: DetectedAttribution,
        holder: Holder,
        channel: Channel | None,
        parent: tuple[DetectedAttribution, tuple[Hop, ...]] | None,
    ) -> Sequence[Hop]:
        """The relays that the sentence states for the holder, or that an earlier sentence of the passage stated."""
        if channel is not None and not _its_own(channel):
            own = found.source is not None and found.source.contains(channel.span)
            outside = parent is not None and not own and not any(c.overlaps(channel.span) for c in parent[0].contents)
            account = holder.type == "platform_account" and holder.id.startswith(f"{channel.id}:")
            if outside or account or not is_relay(channel, self.registry, self.words):
                return ()  # a channel outside the parent's content is the parent's
            sure = 1.0 if self.registry.get(channel.id) else _BY_KIND
            return (Hop(channel.id, channel.relation, (channel.span,), found.confidence * sure),)
        dated = self._passage.dates.get(holder.id)
        if parent is not None or holder.id == UNSPECIFIED or (found.date is not None and found.date != dated):
            return ()
        return [replace(h, confidence=h.confidence * _CONTINUED) for h in self._passage.relays.get(holder.id, ())]

    def _extended(self, chain: list[Hop], hop: Hop, base: int) -> list[Hop]:
        """The chain with one more hop. Where its source stands in it already, what lies between is cut, and that is noted.

        The first `base` hops stay. Nobody ("unspecified") is never the same as nobody elsewhere, and stands once in a chain.
        """
        if hop.source == UNSPECIFIED:
            return [*(h for h in chain if h.source != UNSPECIFIED), hop]
        i = next((i for i, h in enumerate(chain) if h.source == hop.source), None)
        if i is None:
            return [*chain, hop]
        kept = max(i + 1, base)
        if kept < len(chain):
            path = [h.source for h in chain[i:]] + [hop.source]
            spans = tuple(dict.fromkeys(s for h in (*chain[max(i, base) :], hop) for s in h.evidence))
            self.loops.append(
                Finding("loop_cut", f"a chain comes back to where it was and was cut: {' < '.join(path)}", tuple(path), spans)
            )
        return chain[:kept]

    def _remember(self, holder: Holder, channel: Channel | None, between: Sequence[Hop]) -> None:
        """Keeps the outlets between base and holder for the sentences that continue, and the outlet named last."""
        if holder.type in ("news_outlet", "news_agency") and holder.id != UNSPECIFIED:
            self._outlets.add(holder.id)
            if holder.span is not None:
                self._latest = Channel(holder.id, holder.name, "stated_by", holder.span)
        if channel is not None and is_relay(channel, self.registry, self.words):
            self._outlets.add(channel.id)
            entity = self.registry.get(channel.id)
            if entity is None or not entity.is_transport:
                self._latest = channel
        relays = tuple(h for h in between if h.source in self._outlets)
        if holder.id != UNSPECIFIED and relays:
            self._passage.relays[holder.id] = relays
        elif channel is not None and not _its_own(channel):
            self._passage.relays.pop(holder.id, None)  # another occasion


def _lost(around: DetectedAttribution) -> bool:
    """Whether an attribution has no source although its words hide none: "showing that", against "it is alleged that"."""
    return around.source is None and around.cue is not None and around.rule.rpartition(".")[2] not in _HIDING


def _cites(found: DetectedAttribution, around: DetectedAttribution) -> bool:
    """Whether an attribution is what another cites: "Reuters, citing two diplomats, reported", "Reuters quoted him as saying"."""
    relays = load_relay_words()
    return around.lemma in ("quote", "cite") or (found.lemma in relays.citing and found.contents == around.contents)
