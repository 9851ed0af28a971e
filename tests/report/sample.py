"""An annotated document made by hand: two claims, a relay, a hedge, a score with rows."""

from __future__ import annotations

from dataclasses import replace

from provenance.ids import content_id, sha256, text_sha256
from provenance.records import (
    AnnotatedDocument,
    Attribution,
    Channel,
    Claim,
    Contribution,
    Document,
    Hedge,
    Holder,
    Hop,
    Passage,
    Publisher,
    Score,
    SourceRef,
    Upstream,
)
from provenance.spans import Span

TEXT = (
    "[Harbour Post] The bridge may reopen in June, Mayor Ada Lindqvist told Northern Wire on May 3.\n"
    "(Reprinted from Coast Weekly)\n"
    "The bridge was closed in 2021."
)


def at(words: str, text: str = TEXT) -> Span:
    """Where the words stand first."""
    start = text.index(words)
    return Span(start, start + len(words))


def _score(*rows: tuple[str, str, float, str], strength: float, credibility: int) -> Score:
    return Score("v1", strength, None, credibility, tuple(Contribution(*row) for row in rows))


def sample(text: str = TEXT, path: str = "news/bridge.txt", id: str = "d0c0ffee") -> AnnotatedDocument:
    """The document. Another text must hold the same words at the same places."""
    publisher = Hop("harbour-post", "published_by", (at("[Harbour Post]"),))
    reprint = Hop("coast-weekly", "reprinted_from", (at("Reprinted from Coast Weekly"),), 0.98)
    chain = (
        publisher,
        reprint,
        Hop("northern-wire", "told_to", (at("told Northern Wire on May 3"),), 0.9),
        Hop("ada-lindqvist", "stated_by", (at("Mayor Ada Lindqvist told"),)),
    )
    claim_span = at("The bridge may reopen in June")
    attribution = Attribution(
        id=content_id("attribution", id),
        passage=0,
        holder=Holder("ada-lindqvist", "Ada Lindqvist", "person", at("Mayor Ada Lindqvist")),
        cue=at("told"),
        lemma="tell",
        stance="neutral",
        polarity="affirms",
        contents=(claim_span,),
        mode="indirect",
        chain=chain,
        confidence=0.91,
        detector="rule:verb-cue",
        channel=Channel("northern-wire", "Northern Wire", "told_to", at("Northern Wire")),
        date="05-03",
    )
    hedge = Hedge(
        id=content_id("hedge", id),
        span=at("may"),
        passage=0,
        category="modal",
        certainty=0.55,
        basis="survey",
        scope=claim_span,
        detector="hedge:may",
        attribution=attribution.id,
    )
    strong = _score(
        ("prior", "every claim", -0.40, "what a single statement is worth"),
        ("source_kind", "person, office stated", 0.35, "a person whose office the text states, on the record"),
        ("hedging", "modal 0.55", -0.60, "one hedge; the strongest leaves 55% of full commitment"),
        ("link", "not linked", 0.0, "no link to where it was said: no points"),
        strength=0.3430,
        credibility=4,
    )
    own = _score(("prior", "every claim", -0.40, "what a single statement is worth"), strength=0.4013, credibility=3)
    document = Document(
        id=id,
        text=text,
        sha256=sha256(text.encode()),
        text_sha256=text_sha256(text),
        path=path,
        title="Bridge may reopen",
        language="en",
        published="2024-05-04",
    )
    lines = [Span(0, TEXT.index("\n")), at("(Reprinted from Coast Weekly)"), at("The bridge was closed in 2021.")]
    kinds = ("body", "credit", "body")
    return AnnotatedDocument(
        document=document,
        publisher=Publisher("harbour-post", "Harbour Post", "bracket_tag", (at("Harbour Post"),), 0.97),
        upstreams=(
            Upstream("coast-weekly", "Coast Weekly", "reprinted_from", "reprint_line", at("Reprinted from Coast Weekly"), 0.98),
        ),
        passages=tuple(Passage(i, kind, 0, span) for i, (kind, span) in enumerate(zip(kinds, lines, strict=True))),  # type: ignore[arg-type]
        attributions=(attribution,),
        hedges=(hedge,),
        claims=(
            Claim(content_id("claim", id, 0), 0, (claim_span,), chain, attribution.id, "affirms", strong),
            Claim(content_id("claim", id, 1), 2, (at("The bridge was closed in 2021"),), (publisher, reprint), score=own),
        ),
        sources=(
            SourceRef("harbour-post", "Harbour Post", "news_outlet"),
            SourceRef("coast-weekly", "Coast Weekly", "news_outlet"),
            SourceRef("northern-wire", "Northern Wire", "news_agency"),
            SourceRef("ada-lindqvist", "Ada Lindqvist", "person"),
        ),
    )


def hostile(mark: str) -> AnnotatedDocument:
    """The document with `mark` in its title, its path and, in place of a word, in its first claim."""
    text = TEXT.replace("bridge may", (mark * 6)[:6] + " may", 1)
    one = sample(text, path=f"news/{mark}.txt")
    return replace(one, document=replace(one.document, title=f"Bridge {mark}"))
