"""Hyperlinks on the words that ascribe: "reported", linked to an agency's page, names that agency.

A link counts where it touches the cue or the source of an attribution and leads off the publisher's own site.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from provenance.records import Channel, DetectedAttribution, Document, Holder, Publisher
from provenance.registry import Entity, Registry
from provenance.spans import Span, overlapping
from provenance.trace.documents import related

_VAGUE = frozenset(["unspecified", "group", "document"])
"""Types of a holder whom a link may name; whoever the text names itself is left as named."""
_HANDLE = re.compile(r"/@?(\w[\w.]{0,39})(?:/(?:status(?:es)?|posts?|p|video|photos?|reel)?/?[\w-]*)?/?")
_NO_HANDLES = frozenset(
    ["explore", "groups", "hashtag", "home", "i", "intent", "p", "profile", "reel", "search", "share", "watch"]
)


@dataclass(frozen=True, slots=True)
class LinkedSource:
    """Whom a link leads to: an entity of the registry, or an account on one (`handle`)."""

    span: Span
    entity: Entity
    handle: str = ""


class Links:
    """The links of one document that touch its attributions, by the attribution's index."""

    def __init__(
        self, document: Document, detected: Sequence[DetectedAttribution], publisher: Publisher | None, registry: Registry
    ) -> None:
        self._registry = registry
        links = [link for link in document.links if link.span.start < link.span.end]
        known = {href: found for href in {link.href for link in links} if (found := self._target(href, publisher))}
        targets = [(link.span, LinkedSource(link.span, *known[link.href])) for link in links if link.href in known]
        self._on_cue = self._touching([d.cue for d in detected], targets)
        self._on_source = self._touching([d.source for d in detected], targets)

    @staticmethod
    def _touching(words: Sequence[Span | None], targets: Sequence[tuple[Span, LinkedSource]]) -> dict[int, LinkedSource]:
        places = sorted(((i, span) for i, span in enumerate(words) if span is not None), key=lambda place: place[1])
        found = overlapping([span for _, span in places], targets)
        return {places[i][0]: linked[0] for i, linked in found if linked}

    def _target(self, href: str, publisher: Publisher | None) -> tuple[Entity, str] | None:
        """Whom an address belongs to; None where nobody is known, or the publisher's own house."""
        id_ = self._registry.address(href).entity or self._registry.resolve_domain(href)
        entity = self._registry.get(id_) if id_ else None
        if entity is None or (publisher is not None and related(entity.id, publisher.id, self._registry)):
            return None
        if entity.kind == "social_platform":
            handle = _handle(href)
            return (entity, handle) if handle else None
        return None if entity.is_transport else (entity, "")

    def holder(self, index: int, holder: Holder) -> Holder:
        """The holder of an attribution: whom the link on its words names, where the text itself names nobody."""
        linked = self._on_cue.get(index) or self._on_source.get(index)
        if linked is None or not _is_vague(holder) or self._registry.get(holder.id) is not None:
            return holder
        entity = linked.entity
        if not linked.handle:
            kind = "document" if holder.type == "document" and not entity.type.startswith("news") else entity.type
            return Holder(entity.id, entity.name, kind, holder.span)
        known = self._registry.get(self._registry.resolve_handle(entity.id, linked.handle) or "")
        if known is not None:
            return Holder(known.id, known.name, known.type, holder.span)
        return Holder(f"{entity.id}:{linked.handle.lower()}", linked.handle, "platform_account", holder.span)

    def channel(self, index: int, holder: Holder) -> Channel | None:
        """The outlet or platform through which a named holder spoke, by the link on the cue."""
        linked = self._on_cue.get(index)
        if linked is None or linked.entity.id == holder.id or _is_vague(holder):
            return None
        if linked.handle:
            return Channel(linked.entity.id, linked.entity.name, "posted_on", linked.span)
        if linked.entity.type.startswith("news"):
            return Channel(linked.entity.id, linked.entity.name, "published_in", linked.span)
        return None

    def evidence(self, index: int) -> tuple[Span, ...]:
        """The linked words of an attribution's cue or source."""
        linked = self._on_cue.get(index) or self._on_source.get(index)
        return (linked.span,) if linked else ()


def _is_vague(holder: Holder) -> bool:
    """Whether a link may name the holder: the text describes it at most, as it does "local media", and names nobody."""
    described = holder.type == "news_outlet" and holder.name.rpartition(" ")[2].islower()
    return described or holder.type in _VAGUE


def _handle(href: str) -> str:
    """The account in the address of a post or profile; "" where it names none."""
    try:
        path = urlsplit(href).path
    except ValueError:
        return ""
    found = _HANDLE.fullmatch(path)
    return found[1] if found and found[1].lower() not in _NO_HANDLES else ""
