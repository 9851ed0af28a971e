"""What the tests of linking share: one linker, and statements by their words."""

from __future__ import annotations

from functools import cache

from provenance.claims.link import Linker
from provenance.ids import content_id
from provenance.links import ClaimLink, Statement
from provenance.records import Hop, Polarity
from provenance.registry import Registry, load_registry


@cache
def registry() -> Registry:
    return load_registry()


@cache
def linker() -> Linker:
    return Linker(registry())


def said(
    text: str,
    document: str,
    *sources: str,
    polarity: Polarity = "affirms",
    holder: str = "",
    title: str | None = None,
    published: str | None = None,
    language: str = "en",
) -> Statement:
    """A claim of a document; `sources` are those behind its publisher, which bears the document's name."""
    hops = (Hop(f"{document}-paper", "published_by"), *(Hop(source, "according_to") for source in sources))
    return Statement(
        content_id(document, text, polarity, sources), document, text, hops, polarity, language, title, published, holder
    )


def link(one: Statement, two: Statement) -> ClaimLink | None:
    """The link between two claims that stand alone in the world."""
    found = linker().links((one, two))
    assert len(found) <= 1
    return found[0] if found else None


def kind(one: str, two: str) -> str:
    """The kind of link between words of two documents by two speakers, "" for none."""
    found = link(said(one, "one", "ann-lee", holder="Ann Lee"), said(two, "two", "bob-ray", holder="Bob Ray"))
    return found.kind if found else ""
