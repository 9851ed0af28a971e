"""What the tests of linking share: one linker, and statements by their words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
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


def b_cubed(found: Iterable[Iterable[str]], gold: dict[str, str]) -> float:
    """B-cubed F1 (Bagga and Baldwin 1998) of clusters against the gold cluster of each."""
    cluster = {id_: one for one in map(frozenset, found) for id_ in one}
    wanted: dict[str, set[str]] = defaultdict(set)
    for id_, name in gold.items():
        wanted[name].add(id_)
    shares = [(len(cluster[i] & wanted[gold[i]]), len(cluster[i]), len(wanted[gold[i]])) for i in gold]
    precision = sum(both / size for both, size, _ in shares) / len(gold)
    recall = sum(both / size for both, _, size in shares) / len(gold)
    return 2 * precision * recall / (precision + recall)
