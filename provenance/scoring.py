"""From the records of a document to the scores of its claims: the same way when it is annotated and when it is scored again.

Annotation need not be done anew for a new model: all that a score rests on stands in the annotated document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from provenance.claims.specificity import Setting, is_read, own_voice, wording_of
from provenance.lexicon.holders import HolderWords, load_holder_words
from provenance.links import Standing
from provenance.records import AnnotatedDocument, Attribution, Claim, Document, Hedge
from provenance.registry import Registry
from provenance.score import ClaimFacts, Rating, facts_of
from provenance.score.facts import is_named
from provenance.score.models import Model
from provenance.spans import Span, overlapping


def rescore(
    annotated: AnnotatedDocument,
    standings: Mapping[str, Standing] | None,
    registry: Registry,
    model: Model,
    holders: HolderWords | None = None,
) -> tuple[Claim, ...]:
    """The claims of a document with their scores by `model`, in their order.

    `standings` says by claim id how a claim stands in other documents; None, or no entry, where nobody looked. Ratings come from
    the registry. `holders` are the words for offices and titles, the lexicon's by default.
    """
    facts = claim_facts(annotated, registry, holders or load_holder_words())
    looked = standings or {}
    return tuple(replace(c, score=model.score(c, facts[c.id], looked.get(c.id))) for c in annotated.claims)


def claim_facts(annotated: AnnotatedDocument, registry: Registry, holders: HolderWords) -> dict[str, ClaimFacts]:
    """What a model may know of each claim, by claim id."""
    document, claims = annotated.document, annotated.claims
    by_id = {a.id: a for a in annotated.attributions}
    sources = {s.id: s for s in annotated.sources}
    officials = _with_office(document.text, annotated.attributions, holders)
    by_claim = _hedges_by_claim(claims, by_id, sorted(annotated.hedges, key=lambda hedge: hedge.span))
    links = _links_by_claim(document, claims, by_id)
    setting = setting_of(annotated)
    found = {}
    for claim in claims:
        attribution = by_id.get(claim.attribution or "")
        rating = registry.rating(claim.origin)
        found[claim.id] = facts_of(
            claim,
            attribution,
            by_claim.get(claim.id, ()),
            sources,
            rating=Rating(rating.grade, rating.rater) if rating and rating.grade else None,
            office=attribution is not None and attribution.holder.id in officials,
            linked=links.get(claim.id),
            language=document.language,
            wording=wording_of(document.text, claim.spans) if setting else None,
            setting=setting,
        )
    return found


def setting_of(annotated: AnnotatedDocument) -> Setting | None:
    """How the whole text speaks and whom it names; None for a language whose words nobody counts."""
    if not is_read(annotated):
        return None
    by_id = {a.id: a for a in annotated.attributions}
    holders = [by_id[c.attribution].holder for c in annotated.claims if c.attribution in by_id]
    cited = Counter(h.id for h in holders if is_named(h.id, h.type))
    most = max(cited.values(), default=0)
    voice = own_voice(annotated.document.text, annotated.passages)
    return Setting(voice, claims=len(annotated.claims), named=cited.total(), others=cited.total() - most)


def _hedges_by_claim(
    claims: Sequence[Claim], attributions: Mapping[str, Attribution], hedges: Sequence[Hedge]
) -> dict[str, list[Hedge]]:
    """The hedges of each claim: those in its own words, and those in the words that ascribe it."""
    grouped: dict[str, list[Hedge]] = {}
    for index, ids in overlapping([h.span for h in hedges], _parts(claims, attributions)):
        for id_ in dict.fromkeys(ids):
            grouped.setdefault(id_, []).append(hedges[index])
    return grouped


def _with_office(text: str, attributions: Sequence[Attribution], words: HolderWords) -> set[str]:
    """The ids of the holders to whom the text gives a title or an office wherever it names them."""
    found = set()
    for one in attributions:
        named = one.holder.span.of(text) if one.holder.span is not None else ""
        if any(word.strip(".,'’").lower() in words.titles for word in named.split()):
            found.add(one.holder.id)
    return found


def _links_by_claim(document: Document, claims: Sequence[Claim], attributions: Mapping[str, Attribution]) -> dict[str, str]:
    """The address that the words of each claim, or the words that ascribe it, are linked to; the first one."""
    links = sorted((link for link in document.links if link.span.start < link.span.end), key=lambda link: link.span)
    addresses: dict[str, str] = {}
    for index, ids in overlapping([link.span for link in links], _parts(claims, attributions)):
        for id_ in ids:
            addresses.setdefault(id_, links[index].href)
    return addresses


def _parts(claims: Sequence[Claim], attributions: Mapping[str, Attribution]) -> list[tuple[Span, str]]:
    """The words of each claim, and those that ascribe it, with the claim's id."""
    return [
        (part, claim.id)
        for claim in claims
        for part in (*claim.spans, *(words_of(attributions[claim.attribution]) if claim.attribution else ()))
    ]


def words_of(one: Attribution) -> list[Span]:
    """All the words of an attribution: its contents, cue and source."""
    return [*one.contents, *(s for s in (one.cue, one.holder.span) if s is not None)]
