"""What an audit of a whole document shows, as data: where it comes from, and each of its claims in short."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from provenance.records import AnnotatedDocument, Attribution, Claim, Credit, CreditRole, Mode, PassageKind, Polarity
from provenance.registry.model import Entity, Rating
from provenance.report.audit import Words
from provenance.report.sources import SourceView, SourceViews, source_views
from provenance.report.summary import is_telling, locator_of
from provenance.spans import Span, overlapping


@dataclass(frozen=True, slots=True)
class UpstreamView:
    """A source that the whole document is credited to. `words` is None where only markup says it (`value`)."""

    source: SourceView
    relation: str
    signal: str
    words: Words | None
    value: str
    confidence: float


@dataclass(frozen=True, slots=True)
class CreditView:
    """One credit as stated. `source` is None where it names nobody known; `candidates` are names where it may mean several."""

    signal: str
    role: CreditRole
    value: str
    source: SourceView | None
    candidates: tuple[str, ...]
    words: Words | None
    path: str
    item: int | None
    confidence: float


@dataclass(frozen=True, slots=True)
class ClaimEntry:
    """One claim in short. `source` is None for a statement of the author's own; `chain` are names from publisher to origin."""

    id: str
    passage: int
    text: str
    source: str | None
    cue: str | None
    mode: Mode | None
    polarity: Polarity
    chain: tuple[str, ...]
    hedges: tuple[str, ...]
    strength: float | None


@dataclass(frozen=True, slots=True)
class TextMark:
    """Words of a passage: "content" of the attribution with the note `number`, or a "hedge" (`number` 0)."""

    kind: Literal["content", "hedge"]
    span: Span
    number: int


@dataclass(frozen=True, slots=True)
class Note:
    """Who holds a marked content: the attribution in short. `claim` is the id of its claim, None where it has none."""

    number: int
    source: str
    cue: str | None
    mode: Mode
    polarity: Polarity
    chain: tuple[str, ...]
    claim: str | None
    strength: float | None


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage with its marks and notes. `strengths` are those of the claims that begin in it, in ascending order."""

    index: int
    kind: PassageKind
    item: int
    words: Words
    marks: tuple[TextMark, ...]
    notes: tuple[Note, ...]
    strengths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class DocumentAudit:
    """A document with its claims in the order of the text, and the text itself passage by passage (`article`).

    `strongest` and `weakest` are ids, None where nothing is scored.
    """

    id: str
    locator: str
    title: str | None
    published: str | None
    language: str | None
    publisher: SourceView
    publisher_words: tuple[Words, ...]
    publisher_signal: str | None
    upstreams: tuple[UpstreamView, ...]
    credits: tuple[CreditView, ...]
    findings: tuple[str, ...]
    passages: tuple[tuple[PassageKind, int], ...]
    claims: tuple[ClaimEntry, ...]
    strongest: str | None
    weakest: str | None
    notes: tuple[str, ...]
    article: tuple[PassageView, ...] = ()


def build_document(
    annotated: AnnotatedDocument, entities: Mapping[str, Entity] | None = None, ratings: Iterable[Rating] = ()
) -> DocumentAudit:
    """The audit of a document. `entities` are the registry's, by id; `ratings` may be of any sources."""
    document, publisher, text = annotated.document, annotated.publisher, annotated.document.text
    views = source_views(annotated, entities or {}, ratings)
    kinds: dict[PassageKind, int] = {}
    for passage in annotated.passages:
        kinds[passage.kind] = kinds.get(passage.kind, 0) + 1
    claims = tuple(_entries(annotated, views))
    scored = [entry for entry in claims if entry.strength is not None]
    scored = [entry for entry in scored if is_telling(entry.text)] or scored
    return DocumentAudit(
        id=document.id,
        locator=locator_of(document),
        title=document.title,
        published=document.published,
        language=document.language,
        publisher=views.of(publisher.id if publisher else "unknown-publisher"),
        publisher_words=tuple(Words(span.of(text), span) for span in publisher.evidence) if publisher else (),
        publisher_signal=publisher.signal if publisher else None,
        upstreams=tuple(
            UpstreamView(
                views.of(u.source),
                u.relation,
                u.signal,
                Words(u.span.of(text), u.span) if u.span else None,
                u.value,
                u.confidence,
            )
            for u in annotated.upstreams
        ),
        credits=tuple(_credit(text, credit, views) for credit in annotated.credits),
        findings=tuple(finding.detail for finding in annotated.findings),
        passages=tuple(kinds.items()),
        claims=claims,
        strongest=max(scored, key=_strength).id if scored else None,
        weakest=min(scored, key=_strength).id if scored else None,
        notes=annotated.notes,
        article=tuple(_article(annotated, views)),
    )


def _article(annotated: AnnotatedDocument, views: SourceViews) -> Iterable[PassageView]:
    """The passages; attributions are numbered from 1 in the order of their contents."""
    text = annotated.document.text
    ordered = sorted((a for a in annotated.attributions if a.contents), key=lambda a: (min(a.contents), a.id))
    claims = {claim.attribution: claim for claim in annotated.claims if claim.attribution}
    notes = [_note(text, number, one, claims.get(one.id), views) for number, one in enumerate(ordered, 1)]
    contents = [(span, TextMark("content", span, n)) for n, one in enumerate(ordered, 1) for span in one.contents]
    hedges = [(h.span, TextMark("hedge", h.span, 0)) for h in annotated.hedges if not h.is_booster]
    passages = sorted(annotated.passages, key=lambda p: p.span)
    at = {passage.index: place for place, passage in enumerate(passages)}
    noted: dict[int, list[Note]] = {}
    for note, one in zip(notes, ordered, strict=True):
        noted.setdefault(one.passage, []).append(note)
    strengths: dict[int, list[float]] = {}
    for claim in annotated.claims:
        if claim.score is not None:
            strengths.setdefault(claim.passage, []).append(claim.score.strength)
    found = dict(overlapping([passage.span for passage in passages], contents + hedges))
    for passage in passages:
        cut = (_within(mark, passage.span) for mark in found.get(at[passage.index], ()))
        yield PassageView(
            index=passage.index,
            kind=passage.kind,
            item=passage.item,
            words=Words(passage.span.of(text), passage.span),
            marks=tuple(sorted(cut, key=lambda m: (m.span.start, -m.span.end, m.kind, m.number))),
            notes=tuple(noted.get(passage.index, ())),
            strengths=tuple(sorted(strengths.get(passage.index, ()))),
        )


def _within(mark: TextMark, passage: Span) -> TextMark:
    span = Span(max(mark.span.start, passage.start), min(mark.span.end, passage.end))
    return replace(mark, span=span)


def _note(text: str, number: int, one: Attribution, claim: Claim | None, views: SourceViews) -> Note:
    score = claim.score if claim else None
    return Note(
        number=number,
        source=one.holder.name,
        cue=one.cue.of(text) if one.cue else None,
        mode=one.mode,
        polarity=one.polarity,
        chain=tuple(views.of(hop.source).name for hop in one.chain),
        claim=claim.id if claim else None,
        strength=score.strength if score else None,
    )


def _credit(text: str, credit: Credit, views: SourceViews) -> CreditView:
    return CreditView(
        credit.signal,
        credit.role,
        credit.value,
        views.of(credit.source) if credit.source else None,
        tuple(views.of(id_).name for id_ in credit.candidates) if credit.source is None else (),
        Words(credit.span.of(text), credit.span) if credit.span else None,
        credit.path,
        credit.item,
        credit.confidence,
    )


def _entries(annotated: AnnotatedDocument, views: SourceViews) -> Iterable[ClaimEntry]:
    text = annotated.document.text
    attributions = {a.id: a for a in annotated.attributions}
    hedges = [hedge.span for hedge in annotated.hedges if not hedge.is_booster]
    inside: dict[str, list[Span]] = {}
    for index, ids in overlapping(hedges, [(span, claim.id) for claim in annotated.claims for span in claim.spans]):
        for id_ in dict.fromkeys(ids):  # a hedge that two pieces of a claim touch is one
            inside.setdefault(id_, []).append(hedges[index])
    for claim in sorted(annotated.claims, key=_place):
        attribution = attributions.get(claim.attribution or "")
        yield ClaimEntry(
            id=claim.id,
            passage=claim.passage,
            text=" … ".join(span.of(text) for span in claim.spans),
            source=attribution.holder.name if attribution else None,
            cue=attribution.cue.of(text) if attribution and attribution.cue else None,
            mode=attribution.mode if attribution else None,
            polarity=claim.polarity,
            chain=tuple(views.of(hop.source).name for hop in claim.chain),
            hedges=tuple(span.of(text) for span in inside.get(claim.id, ())),
            strength=claim.score.strength if claim.score else None,
        )


def _strength(entry: ClaimEntry) -> float:
    return entry.strength or 0.0


def _place(claim: Claim) -> tuple[int, int]:
    return claim.passage, min(span.start for span in claim.spans)
