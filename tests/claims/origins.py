"""What the tests of origins share: a small world of sources, and claims and links made with few words."""

from __future__ import annotations

from provenance.claims.origins import is_knowable
from provenance.links import ClaimLink, LinkKind, Statement
from provenance.records import Hop, Polarity, Relation


class World:
    """Two papers of one house, one portal that carries what others say, and anybody else."""

    def house(self, source: str) -> str:
        return "post-house" if source in ("north-post", "south-post") else source

    def is_transport(self, source: str) -> bool:
        return source == "portal"

    def name(self, source: str) -> str:
        return f"Name of {source}"

    def names_somebody(self, one: Statement) -> bool:
        """Whether a known source, be it the publisher, stands in the chain."""
        return any(is_knowable(hop.source) and not self.is_transport(hop.source) for hop in one.chain)

    def is_cited(self, one: Statement) -> bool:
        """Whether the last of the chain is a known source other than the publisher, and nobody's relay."""
        last = one.chain[-1].source
        return is_knowable(last) and not self.is_transport(last) and last != one.chain[0].source


WORLD = World()


def stated(
    id_: str, *chain: str, text: str = "The bridge is closed.", polarity: Polarity = "affirms", holder: str = ""
) -> Statement:
    """A claim by its id and chain, alone in a document of its own."""
    relations: list[Relation] = ["published_by", *["according_to"] * (len(chain) - 1)]  # type: ignore[list-item]
    hops = tuple(Hop(source, relation) for source, relation in zip(chain, relations, strict=True))
    return Statement(id_, f"document of {id_}", text, hops, polarity, "en", holder=holder)


def _link(one: str, two: str, kind: LinkKind) -> ClaimLink:
    return ClaimLink(min(one, two), max(one, two), kind, 1.0, "Linked by the test.", "test/1")


def same(one: str, two: str) -> ClaimLink:
    return _link(one, two, "same_claim")


def copied(one: str, two: str) -> ClaimLink:
    return _link(one, two, "same_text")


def opposed(one: str, two: str) -> ClaimLink:
    return _link(one, two, "opposes")
