"""Facts of claims as hypothesis draws them: every field over its whole range."""

from __future__ import annotations

from hypothesis import strategies as st

from provenance.claims.specificity import Setting, Wording
from provenance.links import DRIFT_KINDS, Drift, Opposition, Standing
from provenance.records import (
    HEDGE_CATEGORIES,
    POLARITIES,
    RELATIONS,
    SOURCE_TYPES,
    STANCES,
    Channel,
    Claim,
    Hop,
)
from provenance.score import ClaimFacts, HedgeFact, Rating
from provenance.spans import Span

unit = st.floats(0.0, 1.0, allow_nan=False)
names = st.sampled_from(
    ["people-news", "reuters", "voa", "x", "anon:source", "group:analysts", "unspecified", "unknown-publisher"]
)
spans = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 60), st.integers(1, 20))
hops = st.builds(
    Hop, source=names, relation=st.sampled_from(RELATIONS), evidence=st.lists(spans, max_size=2).map(tuple), confidence=unit
)
typed_hops = st.tuples(hops, st.sampled_from(SOURCE_TYPES))
hedges = st.builds(HedgeFact, category=st.sampled_from(HEDGE_CATEGORIES), certainty=unit, span=spans)
ratings = st.builds(Rating, grade=st.sampled_from("ABCDEF"), rater=st.just("a rater"))
channels = st.builds(Channel, id=names, name=names, relation=st.sampled_from(RELATIONS), span=spans)
counts = st.integers(0, 40)
wordings = st.builds(Wording, *[counts] * 13)
settings = st.builds(
    lambda voice, claims, named, others: Setting(voice, claims + named + others, named + others, others),
    voice=wordings,
    claims=st.integers(1, 30),
    named=counts,
    others=counts,
)
origins = st.sampled_from(
    ["afp", "daily-post", "jane-roe", "tass", "anon:source", "group:analysts", "unspecified", "reuters", "voa"]
)
oppositions = st.builds(Opposition, source=origins, named=st.booleans(), claim=st.just("d"))
drifts = st.builds(
    Drift, claim=st.just("c"), upstream=st.just("u"), kind=st.sampled_from(DRIFT_KINDS), before=names, after=names, detail=names
)
standings = st.builds(
    Standing,
    others=st.lists(origins, max_size=5).map(tuple),
    copies=st.integers(0, 20),
    opposed=st.lists(oppositions, max_size=4).map(tuple),
    circular=st.booleans(),
    drift=st.lists(drifts, max_size=5).map(tuple),
)


@st.composite
def facts(draw: st.DrawFn) -> ClaimFacts:
    chain = draw(st.lists(typed_hops, min_size=1, max_size=5))
    return ClaimFacts(
        chain=tuple(hop for hop, _ in chain),
        hop_types=tuple(kind for _, kind in chain),
        holder_id=chain[-1][0].source,
        holder_type=draw(st.sampled_from(SOURCE_TYPES)),
        named=draw(st.booleans()),
        mode=draw(st.sampled_from([None, "direct", "mixed", "indirect"])),
        polarity=draw(st.sampled_from(POLARITIES)),
        lemma=draw(st.sampled_from(["", "say", "claim {x}", "according to"])),
        stance=draw(st.sampled_from(STANCES)),
        office=draw(st.booleans()),
        date=draw(st.sampled_from([None, "05-26"])),
        channel=draw(st.none() | channels),
        linked=draw(st.sampled_from([None, "https://example.org/a"])),
        hedges=tuple(draw(st.lists(hedges, max_size=4))),
        rating=draw(st.none() | ratings),
        confidence=draw(unit),
        language=draw(st.sampled_from([None, "en", "de"])),
        source_span=draw(st.none() | spans),
        cue_span=draw(st.none() | spans),
        wording=draw(st.none() | wordings),
        setting=draw(st.none() | settings),
    )


def claim_of(found: ClaimFacts) -> Claim:
    """A claim that these facts may belong to."""
    return Claim(id="c", passage=0, spans=(Span(0, 9),), chain=found.chain, polarity=found.polarity)
