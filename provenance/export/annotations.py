"""W3C Web Annotation: one AnnotationCollection whose page is written as it comes, one annotation a line.

Positions count code points, the standard's characters (https://www.w3.org/TR/annotation-model/, 4.2.4 and 4.2.5). A target states
the SHA-256 of the text that its positions count in: the standard has no word for that, so it stands under a term of our own.
What is selected is the text as it was read, which has an id of its own; the page that it came from stands there as its `url`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TextIO
from urllib.parse import quote

from provenance.export.items import NOBODY, About, Item, hedges_within, source_names
from provenance.export.words import json_text, moment, pieces
from provenance.records import Claim, Hedge, Hop
from provenance.spans import Span

AROUND = 32
"""Code points of prefix and suffix: enough to tell most repeated words apart."""
TERMS = "urn:provenance:terms:"
"""Namespace of the terms that the standard lacks."""
CONTEXT: list[Any] = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "pv": TERMS,
        "hops": {"@id": "pv:hops", "@container": "@list"},
        **{name: {"@id": f"pv:{name}", "@type": "@id"} for name in ("origin", "group", "held_by")},
        **{
            name: f"pv:{name}"
            for name in (
                *("text_sha256", "unit", "url", "polarity", "mode", "cue", "stance", "reliability", "credibility", "strength"),
                *("model", "origins", "opposing", "category", "certainty", "basis", "relation", "signal", "confidence"),
                *("detector", "loses", "method"),
            )
        },
    },
]


def export_annotations(items: Iterable[Item], out: TextIO, about: About) -> int:
    """Writes the collection; returns the number of documents."""
    head = {
        "@context": CONTEXT,
        "id": "urn:provenance:annotations",
        "type": "AnnotationCollection",
        "label": f"{about.part}, by {about.program}",
        "loses": about.format.loses,
        "method": dict(about.notes())["method"],
    }
    out.write(
        json_text(head)[:-1] + ',\n"first":{"id":"urn:provenance:annotations:1","type":"AnnotationPage","startIndex":0,"items":['
    )
    count = total = 0
    for item in items:
        count += 1
        for one in _annotations(item):
            out.write(("\n" if total == 0 else ",\n") + json_text(one))
            total += 1
    out.write(f'\n]}},\n"total":{total}}}\n')
    return count


def iri(kind: str, id_: str) -> str:
    """An id of ours as an IRI."""
    return f"urn:provenance:{kind}:{quote(id_, safe='', errors='surrogatepass')}"


class _Maker:
    """Makes the annotations of one document: what all of them share is made once."""

    def __init__(self, item: Item) -> None:
        document = item.annotated.document
        self.text = document.text
        version = item.run.program_version
        self._shared: dict[str, Any] = {
            "creator": {"id": iri("software", version), "type": "Software", "name": f"provenance {version}"}
        }
        made = moment(item.run.started)
        if made:
            self._shared["created"] = made.strftime("%Y-%m-%dT%H:%M:%SZ")
        self._source: dict[str, Any] = {"id": iri("document", document.id), "type": "Text", "format": "text/plain"}
        if document.language:
            self._source["language"] = document.language
        if address := document.canonical_url or document.url:
            self._source["url"] = address
        self._source |= {"text_sha256": document.text_sha256, "unit": "code points"}

    def annotation(self, id_: str, motivation: str, body: list[dict[str, Any]], spans: Iterable[Span]) -> dict[str, Any]:
        """An annotation of some spans, each a target of its own."""
        targets = [self.target(span) for span in spans]
        first = {"id": id_, "type": "Annotation", "motivation": motivation}
        return first | self._shared | {"body": body, "target": targets[0] if len(targets) == 1 else targets}

    def target(self, span: Span) -> dict[str, Any]:
        """A stretch of the text by its place and, independently, by its words with what stands around them."""
        start, end = span
        quote_ = {
            "type": "TextQuoteSelector",
            "exact": self.text[start:end],
            "prefix": self.text[max(0, start - AROUND) : start],
            "suffix": self.text[end : end + AROUND],
        }
        return {
            "type": "SpecificResource",
            "source": self._source,
            "selector": [{"type": "TextPositionSelector", "start": start, "end": end}, quote_],
        }


def _annotations(item: Item) -> Iterator[dict[str, Any]]:
    annotated = item.annotated
    make, names = _Maker(item), source_names(annotated)
    kept = {claim.attribution for claim in annotated.claims}
    document = annotated.document.id
    for number, upstream in enumerate(annotated.upstreams):
        if upstream.span:
            facts = {"relation": upstream.relation, "signal": upstream.signal, "confidence": round(upstream.confidence, 3)}
            body = [_who(upstream.source, upstream.name) | facts]
            yield make.annotation(f"{iri('upstream', document)}:{number}", "linking", body, [upstream.span])
    for one in annotated.attributions:
        if one.id in kept and one.holder.span:
            facts = {"mode": one.mode, "polarity": one.polarity, "stance": one.stance, "detector": one.detector}
            cue = {"cue": one.cue.of(make.text)} if one.cue else {}
            kind = _tag(one.holder.type)
            who = [_who(one.holder.id, one.holder.name) | facts | cue, kind]
            body = [kind | facts | cue] if one.holder.id in NOBODY else who
            yield make.annotation(iri("attribution", one.id), "identifying", body, [one.holder.span])
    within = hedges_within(annotated)
    for hedge in {hedge.id: hedge for hedges in within.values() for hedge in hedges}.values():
        yield make.annotation(iri("hedge", hedge.id), "tagging", [_hedge(hedge)], [hedge.span])
    for claim in annotated.claims:
        body = [_claim(item, claim, names, pieces(make.text, (hedge.span for hedge in within.get(claim.id, ()))))]
        yield make.annotation(iri("claim", claim.id), "assessing", body, claim.spans)


def _who(id_: str, name: str) -> dict[str, Any]:
    return {"type": "SpecificResource", "source": {"id": iri("source", id_), "label": name}, "purpose": "identifying"}


def _tag(value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": "tagging"}


def _hedge(hedge: Hedge) -> dict[str, Any]:
    facts = {"certainty": round(hedge.certainty, 3), "basis": hedge.basis, "detector": hedge.detector}
    return _tag(f"hedge: {hedge.category}") | {"category": hedge.category} | facts


def _claim(item: Item, claim: Claim, names: dict[str, str], hedges: str) -> dict[str, Any]:
    """What is known of a claim, as a sentence for people and as terms for programs. What nobody judged is left out."""
    score, standing = claim.score, item.corroboration(claim.id)
    chain = " < ".join(names.get(hop.source, hop.source) for hop in claim.chain)
    parts = [f"From publisher to origin: {chain}.", f"Polarity: {claim.polarity}."]
    facts: dict[str, Any] = {"polarity": claim.polarity}
    if claim.origin not in NOBODY:
        facts["origin"] = iri("source", claim.origin)
    if claim.attribution:
        facts["held_by"] = iri("attribution", claim.attribution)
    if hedges:
        parts.append(f"Hedged by: {hedges}.")
    if score:
        parts.append(f"Strength {score.strength:.2f} by {score.model}; credibility {score.credibility}.")
        facts |= {"strength": round(score.strength, 4), "credibility": score.credibility, "model": score.model}
        if score.reliability:
            facts["reliability"] = score.reliability
    if standing:
        parts.append(f"Independent origins: {standing.origins}; opposing claims: {standing.opposing}.")
        facts |= {"origins": standing.origins, "opposing": standing.opposing}
        if standing.group:
            facts["group"] = iri("claim", standing.group)
    value = {"value": " ".join(parts), "format": "text/plain", "language": "en", "purpose": "assessing"}
    return {"type": "TextualBody"} | value | facts | {"hops": [_hop(hop) for hop in claim.chain]}


def _hop(hop: Hop) -> dict[str, str]:
    """A hop; without a source where nobody is named."""
    who = {} if hop.source in NOBODY else {"source": iri("source", hop.source)}
    return who | {"relation": hop.relation}
