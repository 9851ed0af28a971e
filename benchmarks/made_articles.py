"""Annotated documents made of generated claims: what a database of news holds, without the cost of annotating it.

The claims are those of tests/claims/made.py. Twenty of one day make a document, no two of one event, as a news agency's digest
has them: so the publishers of a document's claims differ, as those of a digest's stories do. Claims with a holder stand in an
attribution, every fifth has a hedge, and all have scores, as after `provenance annotate`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from provenance import records as r
from provenance.ids import content_id, sha256, text_sha256
from provenance.links import Statement
from provenance.registry import Registry
from provenance.score import Model
from provenance.scoring import rescore
from provenance.spans import Span
from provenance.store import Store
from tests.claims.made import made_statements

CLAIMS = 20
"""Claims of a document."""
SEED = 1
_HEDGED = 5


def articles(count: int) -> tuple[list[list[Statement]], list[Statement]]:
    """`count` claims as those of documents, and those of one document more, of one day and about events of the others."""
    days: defaultdict[str | None, list[Statement]] = defaultdict(list)
    for one in made_statements(SEED, count + CLAIMS):
        days[one.published].append(one)
    fullest = max(days.values(), key=len)
    more = fullest[:: len(fullest) // CLAIMS][:CLAIMS]
    held = {one.id for one in more}
    found = []
    for day in sorted(days, key=str):
        kept = [one for one in days[day] if one.id not in held]
        number = -(-len(kept) // CLAIMS)
        found += [kept[i::number] for i in range(number)]
    return found, more


def annotated(statements: Sequence[Statement], registry: Registry, model: Model) -> r.AnnotatedDocument:
    """A document that states these claims, one a line, scored as one that nobody has compared with others."""
    lines: list[str] = []
    places: list[tuple[Span | None, Span | None, Span]] = []
    at = 0
    for one in statements:
        before = f"{one.holder} said that " if one.holder else ""
        line = f"{before}{one.text}."
        holder = Span(at, at + len(one.holder)) if one.holder else None
        cue = Span(at + len(one.holder) + 1, at + len(one.holder) + 5) if one.holder else None
        places.append((holder, cue, Span(at + len(before), at + len(line) - 1)))
        lines.append(line)
        at += len(line) + 1
    text = "\n".join(lines)
    digest, first = sha256(text.encode()), statements[0]
    document = r.Document(
        digest[:16], text, digest, text_sha256(text), path=f"made/{digest[:16]}.txt", title=first.title, language="en"
    )
    parts = [_claim(one, number, places[number]) for number, one in enumerate(statements)]
    sources = {hop.source: r.SourceRef(hop.source, hop.source.title(), "organization") for one in statements for hop in one.chain}
    found = r.AnnotatedDocument(
        document=replace(document, published=first.published),
        publisher=r.Publisher(first.chain[0].source, first.chain[0].source.title(), "made", (), 0.9),
        upstreams=(),
        passages=tuple(r.Passage(i, "body", 0, Span(_line(p).start, p[2].end + 1)) for i, p in enumerate(places)),
        attributions=tuple(attribution for attribution, _, _ in parts if attribution is not None),
        hedges=tuple(hedge for _, hedge, _ in parts if hedge is not None),
        claims=tuple(claim for _, _, claim in parts),
        sources=tuple(sources.values()),
    )
    return replace(found, claims=rescore(found, None, registry, model))


def store_all(store: Store, documents: Iterable[Sequence[Statement]], registry: Registry, model: Model) -> None:
    """Stores documents as one run."""
    run = store.begin_run(program_version="made", lexicon_digest="-", registry_digest="-")
    for statements in documents:
        store.add(run, annotated(statements, registry, model))
    store.end_run(run, {})


def _line(place: tuple[Span | None, Span | None, Span]) -> Span:
    return place[0] or place[2]


def _claim(
    one: Statement, number: int, place: tuple[Span | None, Span | None, Span]
) -> tuple[r.Attribution | None, r.Hedge | None, r.Claim]:
    """A claim with its attribution and its hedge."""
    holder, cue, content = place
    chain = tuple(r.Hop(hop.source, hop.relation, (holder,) if holder else ()) for hop in one.chain)
    id_ = content_id(one.id, "attribution") if holder else None
    said = None
    if id_ is not None and holder is not None:
        who = r.Holder(one.origin, one.holder, "person", holder)
        said = r.Attribution(
            id_, number, who, cue, "say", "neutral", one.polarity, (content,), "indirect", chain, 0.9, "rule:made"
        )
    hedge = None
    if number % _HEDGED == 0:
        marker = Span(content.start, content.start + len(one.text.split()[0]))
        detector = "rule:made"
        hedge = r.Hedge(content_id(one.id, "hedge"), marker, number, "modal", 0.5, "judgement", content, detector, id_)
    return said, hedge, r.Claim(one.id, number, (content,), chain, id_, one.polarity)
