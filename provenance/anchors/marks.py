"""The annotations of a document as marks on its text: which words each rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from provenance.records import AnnotatedDocument, Attribution, Hop
from provenance.spans import Span


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that an annotation rests on.

    `part` is what they are to it: "source", "cue", "content" and "channel" of an attribution, "hedge" and its "scope", "claim",
    "hop", "credit", "upstream", "publisher". `owner` is the id of the attribution, hedge or claim, of the source for all others.
    `number` counts the pieces of one part of one owner from 0.
    """

    part: str
    owner: str
    number: int
    span: Span


def marks_of(annotated: AnnotatedDocument) -> tuple[Mark, ...]:
    """All marks of a document, part by part, in its order; what several chains share stands once."""
    found: list[Mark] = []
    if annotated.publisher is not None:
        found += _marks("publisher", annotated.publisher.id, annotated.publisher.evidence)
    for upstream in annotated.upstreams:
        found += _marks("upstream", upstream.source, [upstream.span] if upstream.span else [])
    for credit in annotated.credits:
        found += _marks("credit", credit.source or credit.value, [credit.span] if credit.span else [])
    for attribution in annotated.attributions:
        found += _of_attribution(attribution)
    for hedge in annotated.hedges:
        found += [Mark("hedge", hedge.id, 0, hedge.span), Mark("scope", hedge.id, 0, hedge.scope)]
    for claim in annotated.claims:
        found += _marks("claim", claim.id, claim.spans)
    chains = (*(a.chain for a in annotated.attributions), *(c.chain for c in annotated.claims))
    found += _of_hops(hop for chain in chains for hop in chain)
    return tuple(_numbered(found))


def _marks(part: str, owner: str, spans: Iterable[Span]) -> list[Mark]:
    return [Mark(part, owner, number, span) for number, span in enumerate(spans)]


def _of_attribution(one: Attribution) -> list[Mark]:
    found = [Mark("source", one.id, 0, one.holder.span)] if one.holder.span else []
    found += [Mark("cue", one.id, 0, one.cue)] if one.cue else []
    found += _marks("content", one.id, one.contents)
    return found + ([Mark("channel", one.id, 0, one.channel.span)] if one.channel else [])


def _of_hops(hops: Iterable[Hop]) -> list[Mark]:
    seen = dict.fromkeys((hop.source, span) for hop in hops for span in hop.evidence)
    return [Mark("hop", source, 0, span) for source, span in seen]


def _numbered(marks: Iterable[Mark]) -> Iterator[Mark]:
    """The marks, those of one part and owner counted; the same words of both stand once."""
    counts: dict[tuple[str, str], int] = {}
    seen: set[tuple[str, str, Span]] = set()
    for mark in marks:
        key = mark.part, mark.owner
        if (*key, mark.span) in seen:
            continue
        seen.add((*key, mark.span))
        counts[key] = counts.get(key, -1) + 1
        yield Mark(*key, counts[key], mark.span)
