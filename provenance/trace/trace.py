"""From what was detected in a document to who said it through whom: publisher, upstreams, holders, chains."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from provenance.ids import content_id
from provenance.lexicon.abroad import TONGUES, load_tongue
from provenance.lexicon.holders import HolderWords
from provenance.records import (
    UNSPECIFIED,
    Attribution,
    Channel,
    Credit,
    CreditLine,
    DetectedAttribution,
    Document,
    Finding,
    Holder,
    Hop,
    Passage,
    Publisher,
    Sentence,
    SourceRef,
    Upstream,
)
from provenance.registry import Registry, at, document_context
from provenance.spans import Span
from provenance.trace.chains import Chains, base_chain, channel_of
from provenance.trace.credits import credits_of
from provenance.trace.documents import publisher_of, upstreams_of
from provenance.trace.findings import findings_of, open_sources
from provenance.trace.holders import Holders
from provenance.trace.holders_abroad import HoldersAbroad
from provenance.trace.links import Links
from provenance.trace.people import Cast, full_names


@dataclass(frozen=True, slots=True)
class Traced:
    """What tracing adds to a document. `base` are the hops that begin every chain, by item of a digest."""

    publisher: Publisher | None
    upstreams: tuple[Upstream, ...]
    attributions: tuple[Attribution, ...]
    sources: tuple[SourceRef, ...]
    base: dict[int, tuple[Hop, ...]]
    credits: tuple[Credit, ...]
    findings: tuple[Finding, ...]


def trace(
    document: Document,
    passages: Sequence[Passage],
    sentences: Sequence[Sentence],
    lines: Sequence[CreditLine],
    detected: Sequence[DetectedAttribution],
    registry: Registry,
    words: HolderWords,
) -> Traced:
    """Publisher, upstreams, and each attribution with its holder, channel and chain, in the order of `detected`."""
    text = document.text
    matches = registry.find(text)
    addresses = [link.href for link in document.links]
    addresses += filter(None, (document.url, document.canonical_url))
    context = document_context(text, matches, addresses, document.language)
    credits = credits_of(document, lines, passages, registry, at(context, "credit", ""), words)
    publisher = publisher_of(credits, text, registry)
    upstreams = upstreams_of(credits, publisher, registry)
    base = _bases(publisher, upstreams, passages)
    sure = [m.span for m in matches if m.sure]
    cast = _cast(text, passages, words, sure)
    holders = Holders(text, registry, context, cast, words)
    if document.language in TONGUES:
        holders = HoldersAbroad(holders, load_tongue(document.language), text, registry, matches)
    holders.prepare(((s.span.start, s.span.of(text)) for s in sentences), (d.source for d in detected if d.source is not None))
    links = Links(document, detected, publisher, registry)
    chains = Chains(registry, words)
    attributions = _attributions(document, passages, sentences, detected, holders, links, chains, base)
    return Traced(
        publisher,
        upstreams,
        attributions,
        _sources(attributions, publisher, upstreams, credits, base, registry),
        base,
        credits,
        (
            *findings_of(credits, upstreams, registry),
            *open_sources(text, holders.unresolved, holders.name_of),
            *dict.fromkeys(chains.loops),
        ),
    )


def _bases(publisher: Publisher | None, upstreams: Sequence[Upstream], passages: Sequence[Passage]) -> dict[int, tuple[Hop, ...]]:
    """The first hops of the chains of each item: in a digest a credit counts for its item alone."""
    items = sorted({p.item for p in passages}) or [0]
    return {item: base_chain(publisher, [u for u in upstreams if u.item in (None, item)]) for item in items}


def _cast(text: str, passages: Sequence[Passage], words: HolderWords, bodies: Sequence[Span]) -> Cast:
    """The people whom the text names in full."""
    cast = Cast()
    spans = [p.span for p in passages if p.kind in ("body", "caption")]
    for name, _ in full_names(text, spans, words, bodies):
        cast.add(name)
    return cast


def _sentence_of(position: int, sentences: Sequence[Sentence], starts: Sequence[int]) -> Span:
    index = bisect_right(starts, position) - 1
    return sentences[index].span if 0 <= index < len(sentences) else Span(position, position)


def _attributions(
    document: Document,
    passages: Sequence[Passage],
    sentences: Sequence[Sentence],
    detected: Sequence[DetectedAttribution],
    holders: Holders,
    links: Links,
    chains: Chains,
    base: dict[int, tuple[Hop, ...]],
) -> tuple[Attribution, ...]:
    """All attributions traced: holders in the order of the text, chains from the outer to the inner."""
    text = document.text
    starts = [s.span.start for s in sentences]
    posts = {post.span: post for post in document.posts if post.account or post.name}
    item_of = {p.index: p.item for p in passages}
    held: dict[int, Holder] = {}
    hops: dict[int, tuple[Hop, ...]] = {}
    channels: dict[int, Channel | None] = {}
    dates: dict[int, str | None] = {}
    for i in _outer_first(detected):
        found = detected[i]
        chains.enter(found.passage)
        anchor = found.cue or found.source or found.contents[0]
        sentence = _sentence_of(anchor.start, sentences, starts).of(text)
        enclosing = held.get(found.parent) if found.parent is not None else None
        post = posts.get(found.contents[0]) if found.rule.endswith("#post") else None
        resolved = holders.of_post(post, found.source) if post else holders.resolve(found, sentence, enclosing)
        held[i] = links.holder(i, resolved)
        stated = channel_of(found.channel, text, sentence, holders.context, chains.registry)
        channels[i] = chains.channel(stated) or links.channel(i, held[i])
        parent = None if found.parent is None else (detected[found.parent], hops[found.parent])
        hops[i] = chains.of(found, held[i], channels[i], base[item_of[found.passage]], parent)
        dates[i] = chains.date_of(held[i], found.date)
    ids = [_id(document, d) for d in detected]
    return tuple(
        Attribution(
            id=ids[i],
            passage=d.passage,
            holder=held[i],
            cue=d.cue,
            lemma=d.lemma,
            stance=d.stance,
            polarity=d.polarity,
            contents=d.contents,
            mode=d.mode,
            chain=hops[i],
            confidence=d.confidence,
            detector=d.rule,
            parent=None if d.parent is None else ids[d.parent],
            channel=channels[i],
            date=dates[i],
        )
        for i, d in enumerate(detected)
    )


def _outer_first(detected: Sequence[DetectedAttribution]) -> list[int]:
    """Indices in the order of the text, each behind the attribution around it."""

    def depth(i: int) -> int:
        steps, parent = 0, detected[i].parent
        while parent is not None and steps < len(detected):
            steps, parent = steps + 1, detected[parent].parent
        return steps

    def place(i: int) -> int:
        anchor = detected[i].source or detected[i].cue or detected[i].contents[0]
        return anchor.start

    roots = {i: i for i in range(len(detected))}
    for i in roots:
        root = i
        for _ in range(depth(i)):
            parent = detected[root].parent
            root = root if parent is None else parent
        roots[i] = root
    return sorted(roots, key=lambda i: (detected[i].passage, place(roots[i]), roots[i], depth(i), place(i)))


def _id(document: Document, found: DetectedAttribution) -> str:
    return content_id("attribution", document.id, document.text_sha256, found.source, found.cue, found.contents)


def _sources(
    attributions: Sequence[Attribution],
    publisher: Publisher | None,
    upstreams: Sequence[Upstream],
    credits: Sequence[Credit],
    base: Mapping[int, tuple[Hop, ...]],
    registry: Registry,
) -> tuple[SourceRef, ...]:
    """All sources that the chains and credits name, with the registry's entry where it has them."""
    refs: dict[str, SourceRef] = {}

    def add(id_: str, name: str, type_: str) -> None:
        entity = registry.get(id_)
        if entity is not None:
            refs[id_] = SourceRef(entity.id, entity.name, entity.type, True)
        else:
            refs.setdefault(id_, SourceRef(id_, name, type_))  # type: ignore[arg-type]

    for one in attributions:
        add(one.holder.id, "not stated" if one.holder.id == UNSPECIFIED else one.holder.name, one.holder.type)
    if publisher is not None:
        add(publisher.id, publisher.name, "news_outlet")
    for upstream in upstreams:
        add(upstream.source, upstream.name, "news_outlet")
    for credit in credits:
        if credit.source and credit.role in ("publisher", "upstream", "post"):
            post = credit.role == "post"
            name = credit.source.partition(":")[2] if post else credit.value
            add(credit.source, name, "platform_account" if post else "news_outlet")
    for one in attributions:
        if one.channel is not None:
            for hop in one.chain:
                if hop.source == one.channel.id:
                    add(one.channel.id, one.channel.name, "news_outlet")
    joint = {hop.source for hops in base.values() for hop in hops if "+" in hop.source}
    for id_ in joint:
        parts = [refs[part] for part in id_.split("+") if part in refs]
        if parts:
            add(id_, " and ".join(part.name for part in parts), parts[0].type)
    return tuple(refs[id_] for id_ in sorted(refs))
