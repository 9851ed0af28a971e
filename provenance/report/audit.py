"""What an audit of one claim shows, as data: renderers draw it, and every word of it can be found again in the document."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from provenance.errors import UsageError
from provenance.records import (
    AnnotatedDocument,
    Attribution,
    Claim,
    Contribution,
    Grade,
    Hedge,
    HedgeCategory,
    Hop,
    Mode,
    Polarity,
)
from provenance.registry.model import Entity, Rating
from provenance.report.sources import SourceView, source_views
from provenance.report.standing import contradiction, corroboration
from provenance.report.summary import is_nobody, locator_of
from provenance.segment.sentences import sentences_of
from provenance.spans import Span, hull, trimmed
from provenance.store.around import Around, UpstreamText

_BY_CHANNEL = ("told_to", "interview_with", "posted_on", "published_in", "spoken_at", "cited_by")
"""Relations whose evidence is a bare name: the words beside it say what happened there."""

_REACH = 80
_WORDS_BEFORE = re.compile(r"(?:(?<![\w'’-])[\w'’-]+[ \u00a0]){1,6}$")
_WORDS_AFTER = re.compile(r"(?:[ \u00a0][\w'’-]+){1,3}(?![\w'’-])")


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the document and the code points where they stand."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Step:
    """One hop of the chain. `evidence` are the words that prove it, empty where only markup or nothing states it.

    `clauses` are the same words with those beside them in the clause, for a reader: "in an interview with Reuters on May 26".
    `markup` is what proves the hop where no words of the text do: a signal with its value, 'og:site_name "Harbour Post"'.
    `own_texts` is where the source states the claim in stored documents of its own.
    """

    source: SourceView
    relation: str
    evidence: tuple[Words, ...]
    confidence: float
    clauses: tuple[Words, ...] = ()
    markup: str = ""
    own_texts: tuple[UpstreamText, ...] = ()


@dataclass(frozen=True, slots=True)
class HedgeView:
    """A hedge that bears on the claim; `inside` is whether it stands within the claim's own words."""

    words: Words
    category: HedgeCategory
    certainty: float
    basis: str
    inside: bool


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One row of the score. `points` are log-odds; `so_far` is the strength after this row."""

    feature: str
    value: str
    points: float
    reason: str
    so_far: float
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """Everything that is known of one claim.

    `context` is the sentence or sentences in which the claim is made. `mode`, `cue`, `detector` and `confidence` are None for a
    statement of the author's own. `strength` is None where the claim is not scored. `log_odds` is the sum of the rows.
    """

    claim_id: str
    document_id: str
    locator: str
    title: str | None
    published: str | None
    passage: int
    claim: tuple[Words, ...]
    context: Words
    polarity: Polarity
    chain: tuple[Step, ...]
    hedges: tuple[HedgeView, ...]
    corroboration: str
    contradiction: str
    around: Around
    rows: tuple[ScoreRow, ...]
    mode: Mode | None = None
    cue: Words | None = None
    stated_on: str | None = None
    detector: str | None = None
    confidence: float | None = None
    strength: float | None = None
    reliability: Grade | None = None
    credibility: int | None = None
    model: str | None = None
    notes: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    """What contradicts in the document's credits, one sentence each."""

    @property
    def log_odds(self) -> float:
        """The sum of the points of all rows."""
        return math.fsum(row.points for row in self.rows)


def build_audit(
    annotated: AnnotatedDocument,
    claim_id: str,
    entities: Mapping[str, Entity] | None = None,
    ratings: Iterable[Rating] = (),
    around: Around | None = None,
) -> Audit:
    """The audit of one claim of a document. `around` is what other documents have to do with it, None where nobody looked.

    `entities` are the registry's, by id: what kind of source each hop is, where it sits and who controls it. `ratings` may be
    of any sources; those of the chain are shown. Raises UsageError where the document has no such claim.
    """
    claim = next((c for c in annotated.claims if c.id == claim_id), None)
    if claim is None:
        raise UsageError(
            f"document {annotated.document.id} has no claim {claim_id}; `provenance audit --document` lists its claims"
        )
    text = annotated.document.text
    attribution = next((a for a in annotated.attributions if a.id == claim.attribution), None)
    views = source_views(annotated, entities or {}, ratings)
    score = claim.score
    elsewhere = around or Around(claim_id, looked=False)
    return Audit(
        claim_id=claim.id,
        document_id=annotated.document.id,
        locator=locator_of(annotated.document),
        title=annotated.document.title,
        published=annotated.document.published,
        passage=claim.passage,
        claim=_words(text, claim.spans),
        context=_context(annotated, claim, attribution),
        polarity=claim.polarity,
        chain=tuple(_step(annotated, hop, views.of(hop.source), elsewhere.upstreams) for hop in claim.chain),
        hedges=tuple(_hedges(text, claim, annotated.hedges)),
        corroboration=corroboration(elsewhere, "" if is_nobody(claim.origin) else views.of(claim.origin).name),
        contradiction=contradiction(elsewhere.against, looked=elsewhere.looked),
        around=elsewhere,
        rows=tuple(_rows(text, score.contributions)) if score else (),
        mode=attribution.mode if attribution else None,
        cue=Words(attribution.cue.of(text), attribution.cue) if attribution and attribution.cue else None,
        stated_on=attribution.date if attribution else None,
        detector=attribution.detector if attribution else None,
        confidence=attribution.confidence if attribution else None,
        strength=score.strength if score else None,
        reliability=score.reliability if score else None,
        credibility=score.credibility if score else None,
        model=score.model if score else None,
        notes=annotated.notes,
        findings=tuple(finding.detail for finding in annotated.findings),
    )


def _words(text: str, spans: Iterable[Span]) -> tuple[Words, ...]:
    return tuple(Words(span.of(text), span) for span in spans)


def _joined(text: str, spans: Iterable[Span]) -> list[Span]:
    """The spans in the order of the text, those with nothing but white space between them as one: "According to" + "Reuters"."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and not text[joined[-1].end : span.start].strip():
            joined[-1] = hull((joined[-1], span))
        else:
            joined.append(span)
    return joined


def _step(annotated: AnnotatedDocument, hop: Hop, source: SourceView, upstreams: Iterable[UpstreamText]) -> Step:
    text = annotated.document.text
    evidence = _joined(text, hop.evidence)
    clauses = [_clause(text, span) if hop.relation in _BY_CHANNEL else span for span in evidence]
    markup = "" if evidence else _markup(annotated, hop)
    own = tuple(one for one in upstreams if one.source == hop.source)
    return Step(source, hop.relation, _words(text, evidence), hop.confidence, _words(text, clauses), markup, own)


def _markup(annotated: AnnotatedDocument, hop: Hop) -> str:
    """The signal outside the text that states a hop, with its value; "" where there is none."""
    publisher = annotated.publisher
    if hop.relation == "published_by" and publisher is not None:
        stated = (c.value for c in annotated.credits if c.signal == publisher.signal and c.source in (hop.source, None))
        return f'{publisher.signal} "{next(stated, publisher.name)}"'
    found = (u for u in annotated.upstreams if u.source == hop.source and u.relation == hop.relation and u.span is None)
    return next((f'{u.signal} "{u.value}"' for u in found), "")


def _clause(text: str, span: Span) -> Span:
    """The span with the words on both sides that belong to its clause, a few at most."""
    before = _WORDS_BEFORE.search(text, max(0, span.start - _REACH), span.start)
    after = _WORDS_AFTER.match(text, span.end, span.end + _REACH)
    return trimmed(text, Span(before.start() if before else span.start, after.end() if after else span.end))


def _context(annotated: AnnotatedDocument, claim: Claim, attribution: Attribution | None) -> Words:
    """The sentences that hold the claim with its source and cue, as far as these stand in its passages."""
    from provenance.lexicon.words import load_words

    text = annotated.document.text
    spans = list(claim.spans)
    if attribution is not None:
        spans += [span for span in (attribution.cue, attribution.holder.span) if span is not None]
    near = [p.span for p in annotated.passages if any(p.span.overlaps(span) for span in claim.spans)]
    whole = hull([span for span in spans if any(p.contains(span) for p in near)] or claim.spans)
    sentences = (s for p in near for s in sentences_of(text, p, load_words()) if s.overlaps(whole))
    context = hull([whole, *sentences])
    return Words(context.of(text), context)


def _hedges(text: str, claim: Claim, hedges: Iterable[Hedge]) -> Iterable[HedgeView]:
    """The hedges within the claim, then those that govern it from outside: the cue's, or one whose scope covers it.

    Boosters are left out: they take nothing from a claim and give it nothing.
    """
    found = []
    for hedge in hedges:
        if hedge.is_booster:
            continue
        inside = any(span.contains(hedge.span) for span in claim.spans)
        own_cue = claim.attribution is not None and hedge.attribution == claim.attribution
        covers = any(hedge.scope.contains(span) for span in claim.spans)
        if inside or own_cue or covers:
            words = Words(hedge.span.of(text), hedge.span)
            found.append(HedgeView(words, hedge.category, hedge.certainty, hedge.basis, inside))
    return sorted(found, key=lambda h: (not h.inside, h.words.span))


def _rows(text: str, contributions: Iterable[Contribution]) -> Iterable[ScoreRow]:
    """The rows with the strength that has come together after each. The sum is exact, as the model's is."""
    points: list[float] = []
    for row in contributions:
        points.append(row.points)
        so_far = 1.0 / (1.0 + math.exp(-math.fsum(points)))
        yield ScoreRow(row.feature, row.value, row.points, row.reason, so_far, _words(text, row.spans))
