"""Who spoke so far in a document: what pronouns and short descriptions point back to."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from provenance.records import Holder
from provenance.spans import Span

SINGLE = ("person", "anonymous", "platform_account")
"""Types of a single human voice, which "he" and "she" can mean."""
MEMORY = 50
"""How many of the latest holders a short description can point back to; nobody reads further back."""
BODIES = ("organization", "official_body", "news_outlet", "news_agency")
"""Types that "it" can mean."""


def pointing_to(holder: Holder, span: Span) -> Holder:
    """The same holder, named by the words at `span`."""
    return Holder(holder.id, holder.name, holder.type, span)


@dataclass(slots=True)
class Discourse:
    """Holders in the order of the text, the latest last, by what may point back to them."""

    persons: list[Holder] = field(default_factory=list)
    plurals: list[Holder] = field(default_factory=list)
    bodies: list[Holder] = field(default_factory=list)
    issuers: list[tuple[str, Holder]] = field(default_factory=list)
    """Who stood behind a document, with the noun that named it ("report")."""
    mentions: list[tuple[int, Holder]] = field(default_factory=list)
    """Accounts that the text introduces without a statement, with the offset of the sentence."""

    def remember(self, holder: Holder, plural: bool) -> None:
        """Files a holder under what may point back to it."""
        voice = holder.type in SINGLE or (holder.type == "document" and holder.id.startswith("anon:"))
        if voice and not plural:
            self.persons.append(holder)
        if plural or holder.type in ("group", "organization", "official_body"):
            self.plurals.append(holder)
        if holder.type in BODIES:
            self.bodies.append(holder)

    def antecedent(self, pronoun: str, position: int) -> Holder | None:
        """The latest holder before `position` that a pronoun can mean: "he", "she", "they", "it" or "who"."""
        if pronoun in ("he", "she"):
            return self._single(position)
        latest = {"they": self.plurals, "it": self.bodies, "who": self.persons}.get(pronoun)
        return latest[-1] if latest else None

    def _single(self, position: int) -> Holder | None:
        """The last single voice: who spoke last, or an account that was introduced since."""
        spoken = next((h for h in reversed(self.persons) if h.span is not None and h.span.start < position), None)
        before = bisect_left(self.mentions, position, key=lambda mention: mention[0])
        mentioned = self.mentions[before - 1] if before else None
        if mentioned is None or (spoken is not None and spoken.span is not None and spoken.span.start >= mentioned[0]):
            return spoken
        return mentioned[1]
