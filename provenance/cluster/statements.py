"""The claims of an annotated document as they are compared with others: as the store has them once they are stored."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.claims.drift import Version
from provenance.claims.origins import is_knowable
from provenance.links import Statement
from provenance.records import AnnotatedDocument, Attribution, Hop
from provenance.spans import Span
from provenance.store.identity import fingerprint_of
from provenance.store.plain import pack_text, unpack
from provenance.store.rows import BETWEEN, hedges_by_claim


def versions_of(annotated: AnnotatedDocument) -> Iterator[Version]:
    """The claims in their order. Like the store's, hops carry no evidence, and vague sources are no hedges."""
    document = annotated.document
    text = pack_text(document.text)[0]
    fingerprint = fingerprint_of(document)
    by_id = {one.id: one for one in annotated.attributions}
    hedges_of = hedges_by_claim(annotated.claims, annotated.hedges)
    for claim, hedges in zip(annotated.claims, hedges_of, strict=True):
        reported = by_id.get(claim.attribution or "")
        statement = Statement(
            id=claim.id,
            document=fingerprint,
            text=_words(text, claim.spans),
            chain=tuple(Hop(hop.source, hop.relation) for hop in claim.chain),
            polarity=claim.polarity,
            language=document.language,
            title=document.title,
            published=document.published,
            holder=_holder(text, reported) if reported else "",
        )
        marks = [annotated.hedges[place] for place in hedges]
        words = tuple(_words(text, [mark.span]) for mark in marks if mark.category != "vague_source")
        named = reported is not None and is_knowable(reported.holder.id)
        yield Version(statement, words, reported is not None, named)


def _words(text: str, spans: tuple[Span, ...] | list[Span]) -> str:
    return unpack(BETWEEN.join(span.of(text) for span in spans))


def _holder(text: str, one: Attribution) -> str:
    return (_words(text, [one.holder.span]) if one.holder.span is not None else "") or one.holder.name
