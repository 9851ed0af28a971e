"""Records with a hostile mark in every text that comes from strangers: the sample with more of everything around it."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from typing import Any, TypeVar

from provenance.ids import text_sha256
from provenance.records import AnnotatedDocument, Claim, Credit, Finding, Hedge, Hop, Passage
from provenance.registry.model import Entity, Rating
from provenance.report.audit import Audit, build_audit
from provenance.report.source_record import SourceRecord, build_source
from provenance.spans import Span
from provenance.store import Neighbour, SourceCard
from provenance.store.around import Around, DriftView, NearClaim
from provenance.store.judgements import Judgement
from tests.report.sample import TEXT, at, sample

VOCABULARY = {"mode", "polarity", "category", "basis", "reliability", "kind", "type", "role", "made", "document"}
"""Fields whose values are ours: a store checks them, and templates look them up."""

Record = TypeVar("Record")


def poison(record: Record, mark: str) -> Record:
    """The record with the mark at the end of every text in it, ids and all, to any depth."""
    return _poison(record, mark)  # type: ignore[no-any-return]


def _poison(value: Any, mark: str, name: str = "") -> Any:
    if isinstance(value, str):
        return value if name in VOCABULARY else f"{value} {mark}"
    if isinstance(value, tuple) and type(value) is tuple:
        return tuple(_poison(one, mark, name) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: _poison(getattr(value, f.name), mark, f.name) for f in dataclasses.fields(value) if f.init}
        return replace(value, **fields)
    return value


def near(claim_id: str, origin: str, **more: Any) -> NearClaim:
    texts = ("the bridge opens", "d1", "http://paper.example/x", "Paper", "paper > wire", origin, f"Name of {origin}")
    return NearClaim(claim_id, *texts, "independent", "nothing joins them", **more)


def around() -> Around:
    """All that other documents can have to do with a claim."""
    link = {"strength": 0.4, "kind": "same_claim", "score": 0.8, "link": "two names"}
    same = (near("c2", "wire"), near("c3", "unknown", **link))
    drift = (DriftView("hedge_lost", "may", "will", "a hedge is lost", "c5", "wire.txt"),)
    return Around("c0", True, 2, 3, near("c0", "ada"), same, 4, (near("c4", "harbour", kind="opposes"),), drift)


def annotated(mark: str) -> AnnotatedDocument:
    """The sample with one more passage, the mark, which a claim, a hedge and a credit cover; the mark in every name."""
    one = sample()
    text = f"{TEXT}\n{mark}"
    span = Span(len(TEXT) + 1, len(TEXT) + 1 + len(mark))
    document = replace(
        one.document,
        text=text,
        title=f"Bridge {mark}",
        path=f"news/{mark}",
        url=f"javascript:alert(1)//{mark}",
        canonical_url=f"https://paper.example/{mark}",
        byline=(mark,),
        published=mark,
        text_sha256=text_sha256(text),
    )
    claim = Claim("c0ffee", 3, (span,), (Hop("harbour-post", "published_by"), Hop(f"anon:{mark}", "stated_by", (span,), 0.5)))
    hedge = Hedge("h9", span, 3, "adverb", 0.4, "judgement", span, "d", None)
    booster = replace(hedge, id="h10", category="booster", span=at("2021"))
    credits = (
        Credit(f"photo {mark}", "picture", mark, None, (mark,), span, mark, None, 0.9, "d"),
        Credit(f"og:{mark}", "address", f"javascript:{mark}", "harbour-post", (), None, f"/html/{mark}", 2, 0.9, "d"),
    )
    refs = tuple(replace(ref, name=f"{ref.name} {mark}") for ref in one.sources)
    attribution = replace(one.attributions[0], holder=replace(one.attributions[0].holder, name=f"Ada {mark}"))
    return replace(
        one,
        document=document,
        passages=(*one.passages, Passage(3, "body", 0, span)),
        attributions=(attribution,),
        hedges=(*one.hedges, hedge, booster),
        claims=(*one.claims, claim),
        credits=credits,
        sources=refs,
        publisher=replace(one.publisher, name=f"Post {mark}") if one.publisher else None,
        findings=(Finding("publishers_differ", f"two publishers: {mark}"),),
        notes=(f"note {mark}",),
    )


def audit(mark: str) -> Audit:
    """The audit of the sample's first claim with everything in it, and the mark in every text."""
    one = sample()
    owned = Entity("northern-wire", "Northern Wire", "news_agency", country="NO", owner="the crown")
    found = build_audit(one, one.claims[0].id, {owned.id: owned}, (), around())
    clause = replace(found.chain[-1], clauses=(), evidence=(), markup="og:site_name")
    rows = tuple(replace(row, words=(found.claim[0],)) for row in found.rows)
    more = replace(found, chain=(*found.chain[:-1], clause), rows=rows, notes=("older",), findings=("two publishers",))
    return poison(more, mark)


def record(mark: str) -> SourceRecord:
    """A source's record with ratings, neighbours and judgements, the mark in every text."""
    rating = Rating("northern-wire", "B", "Raters", "2024-01-01", "CC0", topic="sports", value=0.7, raw="good")
    sides = tuple(Neighbour(f"s{n}", f"Neighbour {n}", 10 - n) for n in range(3))
    judged = (Judgement("alias", "nw", "", "northern-wire", "N. Wire", "why", "2024-01-01T00:00:00Z"),)
    card = SourceCard("northern-wire", "Northern Wire", "news_agency", True, 1, 2, 3, 4, ("N. Wire",), sides, sides[:1], judged)
    entity = Entity("northern-wire", "Northern Wire", "news_agency", owner="the crown", domains=("wire.example",))
    return poison(build_source(entity, card, [rating]), mark)
