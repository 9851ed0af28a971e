"""Annotated documents for tests: a hand-made one, a large realistic one, and a hypothesis strategy of arbitrary ones."""

from __future__ import annotations

from hypothesis import strategies as st

from provenance import records as r
from provenance.ids import content_id, sha256, text_sha256
from provenance.spans import Span

TEXT = (
    "[People Gazette] Reprinted from the Harbour Agency\n"
    "Dockers may strike in May, the port's director told Radio Quay.\n"
    "According to the Harbour Agency, analysts believe the strike could last two weeks.\n"
    "The port moved 80% of the grain last year.\n"
)


def span(words: str, text: str = TEXT, nth: int = 0) -> Span:
    """Where `words` stand in `text`."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def document(text: str = TEXT, path: str | None = "a.txt", **fields: object) -> r.Document:
    digest = sha256(text.encode("utf-8", "surrogatepass"))
    values: dict[str, object] = {
        "id": digest[:16],
        "sha256": digest,
        "text_sha256": text_sha256(text),
        "path": path,
        "language": "en",
    }
    return r.Document(text=text, **(values | fields))  # type: ignore[arg-type]


def harbour(path: str = "a.txt", text: str = TEXT, **fields: object) -> r.AnnotatedDocument:
    """A small document with everything in it. `text` must begin with TEXT."""
    doc = document(text, path, **fields)
    first = r.Hop("people-gazette", "published_by", (span("People Gazette"),), 0.9)
    reprint = r.Hop("harbour-agency", "reprinted_from", (span("Reprinted from the Harbour Agency"),), 0.95)
    told = (first, reprint, r.Hop("radio-quay", "told_to", (span("told Radio Quay"),)), r.Hop("port-director", "stated_by"))
    named = (first, reprint, r.Hop("group:analysts", "stated_by", (span("analysts believe"), span("According to")), 0.8))
    ids = [content_id(doc.id, n) for n in range(9)]
    content = span("Dockers may strike in May")
    outer, inner = span("analysts believe the strike could last two weeks"), span("the strike could last two weeks")
    director = r.Holder("port-director", "the port's director", "official_body", span("the port's director"))
    channel = r.Channel("radio-quay", "Radio Quay", "told_to", span("Radio Quay"))
    agency = r.Holder("harbour-agency", "Harbour Agency", "news_agency", span("the Harbour Agency", nth=1))
    analysts = r.Holder("group:analysts", "analysts", "group", span("analysts"))
    said = r.Attribution(
        ids[0],
        1,
        director,
        span("told"),
        "tell",
        "neutral",
        "affirms",
        (content,),
        "indirect",
        told,
        0.9,
        "rule:tell",
        None,
        channel,
        "05-26",
    )
    around = r.Attribution(
        ids[1],
        2,
        agency,
        span("According to"),
        "according to",
        "neutral",
        "affirms",
        (outer,),
        "indirect",
        named[:2],
        0.93,
        "rule:acc",
    )
    within = r.Attribution(
        ids[2],
        2,
        analysts,
        span("believe"),
        "believe",
        "cognitive",
        "affirms",
        (inner,),
        "indirect",
        named,
        0.8,
        "rule:v",
        parent=ids[1],
    )
    may, could = span("may"), span("could")
    hedges = (
        r.Hedge(ids[3], may, 1, "modal", 0.5, "survey", content, "rule:modal", ids[0]),
        r.Hedge(ids[4], could, 2, "modal", 0.45, "judgement", inner, "rule:modal", ids[2]),
        r.Hedge(ids[5], span("analysts"), 2, "vague_source", 0.6, "judgement", outer, "rule:vague", ids[2]),
    )
    prior = r.Contribution("prior", "", -0.4, "every claim begins here")
    hedged = r.Contribution("hedges", "1", -0.3, "one hedge", (could,))
    score = r.Score(
        "score/v1", 0.425, None, 3, (prior, r.Contribution("named", "official", 0.1, "named official", (director.span,)))
    )  # type: ignore[arg-type]
    claims = (
        r.Claim(ids[6], 1, (content,), told, ids[0], "affirms", score),
        r.Claim(ids[7], 2, (inner,), named, ids[2], "affirms", r.Score("score/v1", 0.33, "C", 3, (prior, hedged))),
        r.Claim(ids[8], 3, (span("The port moved 80% of the grain last year"),), (first,), None, "affirms", None),
    )
    upstreams = (
        r.Upstream(
            "harbour-agency", "Harbour Agency", "reprinted_from", "reprint_line", span("Reprinted from the Harbour Agency"), 0.98
        ),
        r.Upstream("quay-news", "Quay News", "wire_credit", "json_ld.provider", None, 0.7, "Quay News", "/html/head/script[1]"),
    )
    lines, at = [], 0
    for number, line in enumerate(TEXT.splitlines(keepends=True)):
        lines.append(r.Passage(number, "credit" if number == 0 else "body", 0, Span(at, at + len(line) - 1)))
        at += len(line)
    sources = (
        r.SourceRef("people-gazette", "People Gazette", "news_outlet"),
        r.SourceRef("harbour-agency", "Harbour Agency", "news_agency", True),
        r.SourceRef("radio-quay", "Radio Quay", "news_outlet"),
        r.SourceRef("port-director", "the port's director", "official_body"),
        r.SourceRef("group:analysts", "analysts", "group"),
    )
    publisher = r.Publisher("people-gazette", "People Gazette", "bracket_tag", (span("People Gazette"),), 0.9)
    words = span("Reprinted from the Harbour Agency")
    credit = r.Credit("reprint_line", "upstream", "Harbour Agency", "harbour-agency", (), words, "", None, 0.9, "rule:reprint")
    finding = r.Finding("upstreams_differ", "reprint_line credits one, json_ld.provider another", ("harbour-agency",), (words,))
    return r.AnnotatedDocument(
        doc,
        publisher,
        upstreams,
        tuple(lines),
        (said, around, within),
        hedges,
        claims,
        (credit,),
        (finding,),
        sources,
        ("no rating",),
    )


def large(
    number: int, *, words: int = 1000, attributions: int = 30, claims: int = 60, factors: int = 8, hedges: int = 20
) -> r.AnnotatedDocument:
    """A document of a size as news has it: of the 8 contributions of a claim 4 are its own, 4 are common."""
    sentence = "the minister said that grain exports through the northern port might fall by a third before winter according to"
    vocabulary = sentence.split()
    text = " ".join(f"{vocabulary[(n * 7 + number) % len(vocabulary)]}" for n in range(words)) + f" {number}"
    doc = document(text, f"folder/{number:06}.txt", title=f"Title {number}")
    size = len(text)

    def at(n: int, length: int) -> Span:
        start = n * 97 % (size - length)
        return Span(start, start + length)

    first = r.Hop("publisher", "published_by", (at(0, 12),))
    chains = [
        (first, r.Hop("agency", "reprinted_from", (at(1, 30),)), r.Hop(f"person-{n}-{number % 50}", "stated_by", (at(n, 20),)))
        for n in range(attributions)
    ]
    ids = [content_id(doc.id, "a", n) for n in range(attributions)]
    found = tuple(
        r.Attribution(
            ids[n],
            n,
            r.Holder(f"person-{n}-{number % 50}", f"Person Number {n}", "person", at(n, 20)),
            at(n + 1, 4),
            "say",
            "neutral",
            "affirms",
            (at(n + 2, 90),),
            "indirect",
            chains[n],
            0.9,
            "rule:say",
        )
        for n in range(attributions)
    )
    marks = tuple(
        r.Hedge(
            content_id(doc.id, "h", n),
            at(n * 3, 5),
            n,
            "modal",
            0.5,
            "survey",
            at(n * 3, 60),
            "rule:modal",
            ids[n % attributions],
        )
        for n in range(hedges)
    )

    def contribution(claim: int, n: int) -> r.Contribution:
        if n % 2:
            return r.Contribution(f"feature-{n}", "common", 0.1 * n, "one relay between origin and publisher, as in other claims")
        return r.Contribution(
            f"feature-{n}", f"{claim}", 0.01 * claim, f"for claim {claim} this is its own reason", (at(claim, 15),)
        )

    stated = tuple(
        r.Claim(
            content_id(doc.id, "c", n),
            n,
            (at(n + 2, 90),),
            chains[n % attributions] if n < attributions else (first,),
            ids[n] if n < attributions else None,
            "affirms",
            r.Score("score/v1", 0.5, None, 3, tuple(contribution(n, k) for k in range(factors))),
        )
        for n in range(claims)
    )
    passages = tuple(r.Passage(n, "body", 0, at(n, 120)) for n in range(40))
    names = sorted({hop.source for chain in chains for hop in chain})
    sources = tuple(r.SourceRef(name, name.title(), "person") for name in names)
    publisher = r.Publisher("publisher", "Publisher", "bracket_tag", (at(0, 12),))
    upstream = r.Upstream("agency", "Agency", "reprinted_from", "reprint_line", at(1, 30), 0.9)
    return r.AnnotatedDocument(doc, publisher, (upstream,), passages, found, marks, stated, sources=sources)


# ---------------------------------------------------------------- arbitrary documents

_words = st.text(max_size=12)
_names = st.text(st.characters(exclude_categories=[]), min_size=1, max_size=8)
_unit = st.floats(0, 1)
_count = st.integers(0, 40)
_hex = st.text("0123456789abcdef", min_size=20, max_size=20)


def _pick(values: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(values)


@st.composite
def annotated_documents(draw: st.DrawFn) -> r.AnnotatedDocument:
    """Any document that keeps its own promises: spans within the text, references that lead somewhere, ids that differ."""
    text = draw(st.text(st.characters(exclude_categories=[]), min_size=1, max_size=60))
    optional = st.none() | _words
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(lambda pair: Span(min(pair), max(pair)))

    def some(strategy: st.SearchStrategy[object], most: int = 3) -> tuple:  # type: ignore[type-arg]
        return tuple(draw(st.lists(strategy, max_size=most)))

    doc = r.Document(
        id=draw(_names),
        text=text,
        sha256=draw(_hex),
        text_sha256=text_sha256(text),
        path=draw(optional),
        line=draw(st.none() | st.integers(1, 10**6)),
        url=draw(optional),
        canonical_url=draw(optional),
        title=draw(st.none() | _names),
        language=draw(st.sampled_from([None, "en", "de"])),
        published=draw(optional),
        byline=some(_names),
        blocks=some(st.builds(r.Block, spans, _words, _names, st.sampled_from([None, True, False]))),
        links=some(st.builds(r.Link, spans, _names)),
        posts=some(st.builds(r.EmbeddedPost, _names, _names, _names, _names, st.none() | _names, st.none() | spans, _names)),
        signals=some(st.builds(r.MarkupSignal, _words, _names, _words)),
        metadata=draw(st.sampled_from(["{}", '{"a": [1, "\\u0000"]}'])),
    )
    chains = st.lists(
        st.builds(r.Hop, _names, _pick(r.RELATIONS), st.lists(spans, max_size=2).map(tuple), _unit), min_size=1, max_size=4
    ).map(tuple)
    chain_pool = st.sampled_from(draw(st.lists(chains, min_size=1, max_size=3)))
    holders = st.builds(r.Holder, _names, _names, _pick(r.SOURCE_TYPES), st.none() | spans)
    channels = st.none() | st.builds(r.Channel, _names, _names, _pick(r.RELATIONS), spans)
    ids = draw(st.lists(_hex, unique=True, max_size=4))
    refs = st.sampled_from([None, *ids])
    attributions = tuple(
        r.Attribution(
            id=id_,
            passage=draw(_count),
            holder=draw(holders),
            cue=draw(st.none() | spans),
            lemma=draw(_words),
            stance=draw(_pick(r.STANCES)),  # type: ignore[arg-type]
            polarity=draw(_pick(r.POLARITIES)),  # type: ignore[arg-type]
            contents=some(spans),
            mode=draw(_pick(r.MODES)),  # type: ignore[arg-type]
            chain=draw(chain_pool),
            confidence=draw(_unit),
            detector="rule:x",
            parent=draw(refs),
            channel=draw(channels),
            date=draw(optional),
        )
        for id_ in ids
    )
    hedges = st.builds(
        r.Hedge, _hex, spans, _count, _pick(r.HEDGE_CATEGORIES), _unit, st.just("survey"), spans, st.just("rule:h"), refs
    )
    contributions = st.builds(
        r.Contribution,
        _words,
        _names,
        st.floats(allow_nan=False, allow_infinity=False),
        _words,
        st.lists(spans, max_size=2).map(tuple),
    )
    pool = st.sampled_from(draw(st.lists(contributions, min_size=1, max_size=4)))
    scores = st.none() | st.builds(
        r.Score,
        st.sampled_from(["score/v1", "score/v2"]),
        _unit,
        st.none() | st.sampled_from("ABCDEF"),
        st.integers(1, 6),
        st.lists(pool, max_size=5).map(tuple),
    )
    claims = st.builds(
        r.Claim, _hex, _count, st.lists(spans, max_size=3).map(tuple), chain_pool, refs, _pick(r.POLARITIES), scores
    )
    upstreams = st.builds(
        r.Upstream, _names, _names, _pick(r.RELATIONS), _words, st.none() | spans, _unit, _names, _words, st.none() | _count
    )
    some_names = st.lists(_names, max_size=2).map(tuple)
    maybe = st.none() | _names
    credits = st.builds(
        r.Credit,
        _words,
        _pick(r.CREDIT_ROLES),
        _words,
        maybe,
        some_names,
        st.none() | spans,
        _words,
        st.none() | _count,
        _unit,
        _words,
    )
    publishers = st.none() | st.builds(r.Publisher, _names, _names, _words, st.lists(spans, max_size=2).map(tuple), _unit)
    sources = st.lists(
        st.builds(r.SourceRef, _names, _names, _pick(r.SOURCE_TYPES), st.booleans()), unique_by=lambda s: s.id, max_size=4
    )
    return r.AnnotatedDocument(
        document=doc,
        publisher=draw(publishers),
        upstreams=some(upstreams),
        passages=some(st.builds(r.Passage, _count, _pick(r.PASSAGE_KINDS), _count, spans)),
        attributions=attributions,
        hedges=some(hedges),
        claims=some(claims),
        credits=some(credits),
        findings=some(st.builds(r.Finding, _pick(r.FINDING_KINDS), _words, some_names, st.lists(spans, max_size=2).map(tuple))),
        sources=tuple(draw(sources)),
        notes=some(_names),
    )
