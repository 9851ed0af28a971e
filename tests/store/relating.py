"""Documents that say the same, for the tests of what is known across documents: made by hand, linked by the real linker."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from provenance import records as r
from provenance.claims.houses import Houses
from provenance.claims.link import ANCHORS, Linker
from provenance.claims.origins import Sources
from provenance.ids import content_id
from provenance.registry import load_registry
from provenance.spans import Span
from provenance.store import Store
from provenance.store.across import Related
from provenance.store.link_judgements import LinkJudgement
from tests.store.conftest import begin
from tests.store.making import document

CLOSED = "The Oldtown bridge was closed on May 26 after engineers found 80 cracked bolts in its northern pier"
HEDGED = "The Oldtown bridge may have been closed on May 26 after engineers found 80 cracked bolts in its northern pier"
FEWER = "The Oldtown bridge was closed on May 26 after engineers found 60 cracked bolts in its northern pier"
REWORDED = "Engineers found 80 cracked bolts in the northern pier of the Oldtown bridge, so it was closed on May 26"
NOT_CLOSED = "The Oldtown bridge was not closed on May 26 after engineers found 80 cracked bolts in its northern pier"
APART = "Exports of wheat through the port of Newhaven rose by a third in the spring"
HEDGES = ("may", "reportedly")


@dataclass(frozen=True, slots=True)
class Said:
    """A claim: its words, the sources behind the publisher, and whether the last of them denies it."""

    words: str
    sources: tuple[str, ...] = ()
    polarity: r.Polarity = "affirms"


def article(path: str, publisher: str, *claims: Said | str, salt: str = "", id: str | None = None) -> r.AnnotatedDocument:
    """A document that states these claims, one a line. `salt` gives its claims other ids, as another reading of the text does."""
    all_ = [Said(one) if isinstance(one, str) else one for one in claims]
    text = "".join(f"{one.words}.\n" for one in all_) + f"Printed in {path}.\n"
    doc = document(text, path, **({"id": id} if id else {}))
    passages, found, attributions, hedges = [], [], [], []
    at = 0
    for n, one in enumerate(all_):
        words = Span(at, at + len(one.words))
        passages.append(r.Passage(n, "body", 0, Span(at, words.end + 1)))
        at = words.end + 2
        relations = ("published_by", *["according_to"] * (len(one.sources) - 1), *["stated_by"] * bool(one.sources))
        chain = tuple(r.Hop(s, rel) for s, rel in zip((publisher, *one.sources), relations, strict=True))  # type: ignore[arg-type]
        by = content_id(doc.id, "attribution", n, salt) if one.sources else None
        if by:
            holder = r.Holder(one.sources[-1], one.sources[-1].replace("-", " ").title(), "person", None)
            content = ((words,), "indirect", chain, 0.9, "rule:test")
            attributions.append(r.Attribution(by, n, holder, None, "say", "neutral", one.polarity, *content))  # type: ignore[arg-type]
        found.append(r.Claim(content_id(doc.id, "claim", n, salt), n, (words,), chain, by, one.polarity))
        for word in HEDGES:
            if f" {word} " in one.words:
                place = one.words.index(f" {word} ") + 1 + words.start
                span = Span(place, place + len(word))
                hedges.append(r.Hedge(content_id(doc.id, "h", n, salt), span, n, "modal", 0.5, "survey", words, "rule:h", by))
    names = sorted({hop.source for claim in found for hop in claim.chain})
    return r.AnnotatedDocument(
        document=doc,
        publisher=r.Publisher(publisher, publisher.title(), "bracket_tag", (), 0.9),
        upstreams=(),
        passages=tuple(passages),
        attributions=tuple(attributions),
        hedges=tuple(hedges),
        claims=tuple(found),
        sources=tuple(r.SourceRef(name, f"Name of {name}", "person") for name in names),
    )


def corpus() -> list[r.AnnotatedDocument]:
    """Seven documents: a wire, copies and a rewording of it, a second origin, a denial, another matter."""
    return [
        article("wire.txt", "harbour-wire", Said(HEDGED, ("ann-lee",)), APART),
        article("mail.txt", "morning-mail", Said(CLOSED, ("harbour-wire", "ann-lee"))),
        article("echo.txt", "evening-echo", CLOSED),
        article("post.txt", "daily-post", Said(REWORDED, ("bob-ray",))),
        article("gazette.txt", "old-gazette", Said(NOT_CLOSED, ("dora-may",))),
        article("herald.txt", "herald", Said(FEWER, ("harbour-wire", "ann-lee"))),
        article("alone.txt", "lone-star", "The choir of Saint Mary sang for the first time since the great fire"),
    ]


@cache
def linker() -> Linker:
    return Linker(load_registry())


def sources(names: Mapping[str, str]) -> Sources:
    return Houses(load_cached(), names)


@cache
def load_cached():  # type: ignore[no-untyped-def]
    return load_registry()


def relate(store: Store, detectors: str = "test/1", *, anew: bool = False, **more: Callable[[int, int], None]) -> Related:
    found = store.across.relate(linker(), detectors, ANCHORS, sources, anew=anew, **more)
    store.across.settled(found.documents)
    return found


def judged(store: Store, rows: Sequence[LinkJudgement]) -> tuple[int, tuple[int, ...]]:
    """Make judgements; returns how many are new or changed, and the documents that this concerns."""
    changed, documents = store.across.judge(rows, sources)
    store.across.settled(documents)
    return changed, documents


def put(store: Store, documents: Sequence[r.AnnotatedDocument], program: str = "1") -> list[str]:
    """Store documents in a run; returns what each came to."""
    run = begin(store, program=program)
    kinds = [store.add(run, one).kind for one in documents]
    store.flush()
    return kinds


VIEWS = {
    "links": "SELECT claim_id, other_id, kind, score, reason, detector, changes FROM v_links",
    "origins": "SELECT claim_id, group_id, origin, reason, detail, through, chain FROM v_origins",
    "standing": "SELECT c.id, o.others, o.copies, o.opposed FROM claim_origin o JOIN claim c "
    "ON c.document = o.document AND c.number = o.claim",
    "drift": "SELECT claim_id, kind, before_words, after_words, detail, upstream_claim_id FROM v_drift",
    "corroboration": "SELECT group_id, claims, documents, origins, origin_ids, circular, opposing FROM v_corroboration",
}


def known(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All that is known across documents, without the numbers that documents have in one database."""
    return {name: sorted(store.query(sql).rows, key=repr) for name, sql in VIEWS.items()}


def id_of(store: Store, locator: str, number: int = 0) -> str:
    """The id of a claim by its document and its place there."""
    sql = f"SELECT c.id FROM claim c JOIN document d ON d.key = c.document WHERE d.locator = '{locator}' AND d.is_current"
    return str(store.query(f"{sql} AND c.number = {number}").rows[0][0])


def origin_of(store: Store, locator: str) -> tuple[str, str, str] | None:
    """Group, origin and reason of the first claim of a document."""
    sql = f"SELECT group_id, origin, reason FROM v_origins WHERE claim_id = '{id_of(store, locator)}'"
    rows = store.query(sql).rows
    return tuple(map(str, rows[0])) if rows else None  # type: ignore[return-value]
