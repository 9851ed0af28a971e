"""The public JSON shape, `provenance.document/1`: one annotated document is one object, one object is one line.

`document.schema.json` beside this file describes it. Spans are `[start, end]` in code points of `document.text`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from provenance.export.items import About, Item
from provenance.records import (
    SCHEMA,
    AnnotatedDocument,
    Attribution,
    Claim,
    Contribution,
    Credit,
    EmbeddedPost,
    Hedge,
    Hop,
    Upstream,
)
from provenance.spans import Span

# Legal within a JSON string, but many readers take them for the end of a line.
_LINE_BREAKS = (("\u2028", "\\u2028"), ("\u2029", "\\u2029"), ("\x85", "\\u0085"))


def to_json(annotated: AnnotatedDocument) -> dict[str, Any]:
    """The document as JSON values. Keys are always all there, in one order; what is not known is null or empty."""
    return {
        "schema": SCHEMA,
        "document": _document(annotated),
        "upstreams": [_upstream(u) for u in annotated.upstreams],
        "credits": [_credit(c) for c in annotated.credits],
        "findings": [
            {"kind": f.kind, "detail": f.detail, "sources": list(f.sources), "spans": _spans(f.spans)} for f in annotated.findings
        ],
        "passages": [{"index": p.index, "kind": p.kind, "item": p.item, "span": list(p.span)} for p in annotated.passages],
        "attributions": [_attribution(a) for a in annotated.attributions],
        "hedges": [_hedge(h) for h in annotated.hedges if not h.is_booster],
        "boosters": [_hedge(h) for h in annotated.hedges if h.is_booster],
        "claims": [_claim(c) for c in annotated.claims],
        "notes": list(annotated.notes),
    }


def to_line(annotated: AnnotatedDocument) -> str:
    """The document as one line of JSON, line feed included; always encodable as UTF-8."""
    line = json.dumps(to_json(annotated), ensure_ascii=False, allow_nan=False, separators=(", ", ": "))
    if not _encodable(line):  # half a surrogate pair, from a broken JSON escape: written as the escape that it was
        line = json.dumps(to_json(annotated), ensure_ascii=True, allow_nan=False, separators=(", ", ": "))
    for mark, escape in _LINE_BREAKS:  # three replacements are ten times as fast as one translation table
        line = line.replace(mark, escape)
    return line + "\n"


def write_jsonl(annotated: Iterable[AnnotatedDocument], out: TextIO) -> int:
    """Writes one line for each document, as it comes. Returns how many."""
    count = 0
    for one in annotated:
        out.write(to_line(one))
        count += 1
    return count


def export_jsonl(items: Iterable[Item], out: TextIO, about: About) -> int:
    """The same of what is stored."""
    return write_jsonl((one.annotated for one in items), out)


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _document(annotated: AnnotatedDocument) -> dict[str, Any]:
    document, publisher = annotated.document, annotated.publisher
    return {
        "id": document.id,
        "path": document.path,
        "line": document.line,
        "url": document.url,
        "canonical_url": document.canonical_url,
        "title": document.title,
        "language": document.language,
        "published": document.published,
        "publisher": publisher
        and {
            "id": publisher.id,
            "name": publisher.name,
            "signal": publisher.signal,
            "evidence": _spans(publisher.evidence),
            "confidence": round(publisher.confidence, 3),
        },
        "byline": list(document.byline),
        "posts": [_post(post) for post in document.posts],
        "sha256": document.sha256,
        "text_sha256": document.text_sha256,
        "text": document.text,
    }


def _upstream(upstream: Upstream) -> dict[str, Any]:
    return {
        "source": upstream.source,
        "name": upstream.name,
        "relation": upstream.relation,
        "signal": upstream.signal,
        "span": _span(upstream.span),
        "confidence": round(upstream.confidence, 3),
        "value": upstream.value,
        "path": upstream.path,
        "item": upstream.item,
    }


def _credit(credit: Credit) -> dict[str, Any]:
    return {
        "signal": credit.signal,
        "role": credit.role,
        "value": credit.value,
        "source": credit.source,
        "candidates": list(credit.candidates),
        "span": _span(credit.span),
        "path": credit.path,
        "item": credit.item,
        "confidence": round(credit.confidence, 3),
        "detector": credit.detector,
    }


def _post(post: EmbeddedPost) -> dict[str, Any]:
    return {
        "platform": post.platform,
        "account": post.account,
        "name": post.name,
        "url": post.url,
        "date": post.date,
        "span": _span(post.span),
        "path": post.path,
    }


def _attribution(attribution: Attribution) -> dict[str, Any]:
    holder, channel = attribution.holder, attribution.channel
    return {
        "id": attribution.id,
        "passage": attribution.passage,
        "source": {"span": _span(holder.span), "id": holder.id, "name": holder.name, "type": holder.type},
        "cue": {"span": _span(attribution.cue), "lemma": attribution.lemma, "stance": attribution.stance},
        "content": {"spans": _spans(attribution.contents), "mode": attribution.mode},
        "channel": channel and {"id": channel.id, "name": channel.name, "relation": channel.relation, "span": list(channel.span)},
        "polarity": attribution.polarity,
        "date": attribution.date,
        "parent": attribution.parent,
        "chain": [hop.source for hop in attribution.chain],
        "chain_hops": _hops(attribution.chain),
        "confidence": round(attribution.confidence, 3),
        "detector": attribution.detector,
    }


def _hedge(hedge: Hedge) -> dict[str, Any]:
    return {
        "id": hedge.id,
        "passage": hedge.passage,
        "span": list(hedge.span),
        "category": hedge.category,
        "certainty": round(hedge.certainty, 3),
        "basis": hedge.basis,
        "scope": list(hedge.scope),
        "attribution": hedge.attribution,
        "detector": hedge.detector,
    }


def _claim(claim: Claim) -> dict[str, Any]:
    score = claim.score
    return {
        "id": claim.id,
        "passage": claim.passage,
        "spans": _spans(claim.spans),
        "attribution": claim.attribution,
        "polarity": claim.polarity,
        "chain": [hop.source for hop in claim.chain],
        "chain_hops": _hops(claim.chain),
        "origin": claim.origin,
        "reliability": score and score.reliability,
        "credibility": score and score.credibility,
        "strength": score and round(score.strength, 4),
        "model": score and score.model,
        "contributions": [_contribution(c) for c in score.contributions] if score else [],
    }


def _contribution(row: Contribution) -> dict[str, Any]:
    return {
        "feature": row.feature,
        "value": row.value,
        "points": round(row.points, 4),
        "reason": row.reason,
        "spans": _spans(row.spans),
    }


def _hops(chain: Iterable[Hop]) -> list[dict[str, Any]]:
    return [
        {"source": h.source, "relation": h.relation, "evidence": _spans(h.evidence), "confidence": round(h.confidence, 3)}
        for h in chain
    ]


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else list(span)


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    return [list(span) for span in spans]
