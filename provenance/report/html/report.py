"""A report to mail or archive: documents with their highlights, the audits of their claims, sources, method, versions, hashes.

One file that stands alone and has a limit. What does not fit is left out from the end, and the report says so at its head.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from provenance.report.citation import citation
from provenance.report.dossier import CitedSources, Head, Part, RunInfo
from provenance.report.html.cards import sheet
from provenance.report.html.environment import render
from provenance.report.html.urls import Within

LIMIT = 20_000_000
"""Bytes of a report; mail servers commonly take 25 MB, of which base64 leaves some 18 MiB."""

NAMED = 20
"""So many documents that were left out are named."""


@dataclass(slots=True)
class Plan:
    """What a report has room for. `texts` are ids of documents shown with their texts, `claims` those with audits."""

    texts: set[str] = field(default_factory=set)
    claims: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Row:
    """A document in the table of versions."""

    id: str
    title: str
    run: RunInfo | None
    models: tuple[str, ...]
    sha256: str
    text_sha256: str
    citation: str
    detectors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A report as text: the documents and claims that are in it, and what was left out in one sentence each, if anything."""

    text: str
    documents: int
    claims: int
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """One section: the text of the document `id`, or the audit of the claim `id`. `size` is in bytes."""

    text: str
    size: int
    id: str
    is_claim: bool


@dataclass(slots=True)
class _Draft:
    """A report while it grows."""

    pieces: list[_Piece] = field(default_factory=list)
    size: int = 0
    full: bool = False
    sources: CitedSources = field(default_factory=CitedSources)
    rows: list[Row] = field(default_factory=list)

    def takes(self, text: str, limit: int, id_: str, *, is_claim: bool) -> bool:
        """Adds a section where there is room for it; once there was none, nothing more is added."""
        size = len(text.encode("utf-8"))
        if self.full or self.size + size > limit:
            self.full = True
            return False
        self.pieces.append(_Piece(text, size, id_, is_claim))
        self.size += size
        return True

    def plan(self, room: int | None = None) -> Plan:
        """What stands in it, or as much of it from the beginning as there is room for."""
        plan, size = Plan(), 0
        for piece in self.pieces:
            size += piece.size
            if room is not None and size > room:
                break
            (plan.claims if piece.is_claim else plan.texts).add(piece.id)
        return plan


def report(head: Head, parts: Callable[[], Iterable[Part]], digests: Callable[[str], str | None], limit: int = LIMIT) -> Report:
    """The report of the parts, which may be made twice: where not all fits, links are only made to what is there.

    `digests` gives the digest of a score model by its name, None where it is not known. The same parts give the same bytes.
    """
    draft = _draft(parts(), Plan({id_ for id_, _ in head.documents}, set(head.claims)), limit)
    made = _made(head, draft, digests, limit)
    size = len(made.text.encode("utf-8"))
    if draft.full or size > limit:
        fitting = draft.plan(room=limit - (size - draft.size))
        made = _made(head, _draft(parts(), fitting, limit), digests, limit)
    return made


def _made(head: Head, draft: _Draft, digests: Callable[[str], str | None], limit: int) -> Report:
    shown = draft.plan()
    left_out = tuple(_left_out(head, shown, limit))
    models = sorted({model for row in draft.rows for model in row.models})
    text = render(
        "report.html",
        head=head,
        sections=[piece.text for piece in draft.pieces],
        left_out=left_out,
        cited=list(draft.sources),
        rows=draft.rows,
        models=[(name, digests(name)) for name in models],
    )
    return Report(text, len(shown.texts), len(shown.claims), left_out)


def _draft(parts: Iterable[Part], plan: Plan, limit: int) -> _Draft:
    """The sections of the plan, up to the limit. Links lead to what the plan has."""
    draft = _Draft()
    for part in parts:
        document = part.annotated.document
        urls = Within(plan.claims, plan.texts, [view.id for view in part.sources])
        if document.id not in plan.texts or not _document(draft, part, urls, limit):
            break
        draft.sources.add(part)
        draft.rows.append(_row(part))
        if any(id_ in plan.claims for id_ in part.asked):
            _audits(draft, part, plan, urls, limit)
        if draft.full:
            break
    return draft


def _document(draft: _Draft, part: Part, urls: Within, limit: int) -> bool:
    piece = render("report_document.html", s=sheet(part.annotated, part.document), part=part, urls=urls)
    return draft.takes(piece, limit, part.annotated.document.id, is_claim=False)


def _audits(draft: _Draft, part: Part, plan: Plan, urls: Within, limit: int) -> None:
    for audit in part.audits():
        if audit.claim_id not in plan.claims:
            return
        if not draft.takes(render("report_audit.html", a=audit, urls=urls), limit, audit.claim_id, is_claim=True):
            return


def _row(part: Part) -> Row:
    document = part.annotated.document
    models = sorted({claim.score.model for claim in part.annotated.claims if claim.score is not None})
    version = part.run.program_version if part.run else "of an unknown version"
    return Row(
        id=document.id,
        title=part.document.title or part.document.locator,
        run=part.run,
        models=tuple(models),
        sha256=document.sha256,
        text_sha256=document.text_sha256,
        citation=citation(part.annotated, version, part.run.started if part.run else None),
        detectors=tuple(sorted({one.detector.partition("#")[0] for one in part.annotated.attributions})),
    )


def _left_out(head: Head, shown: Plan, limit: int) -> Iterable[str]:
    """What the limit left out, and how to get it."""
    claims = len(head.claims) - len(shown.claims)
    unseen = [locator for id_, locator in head.documents if id_ not in shown.texts]
    if not claims and not unseen:
        return
    audits = f"the audits of {claims:,} of {len(head.claims):,} claims"
    texts = f"the texts of {len(unseen):,} of {len(head.documents):,} documents"
    yield (
        f"This report is limited to {limit:,} bytes: {audits} and {texts} are left out; ask for more with --max-bytes, or for "
        "fewer claims"
    )
    if unseen:
        more = f" and {len(unseen) - NAMED:,} more" if len(unseen) > NAMED else ""
        yield f"Documents left out: {', '.join(unseen[:NAMED])}{more}"
