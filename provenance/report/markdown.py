"""Audits, documents and sources as Markdown (CommonMark with GitHub's tables), for notes, tickets and wikis.

Texts of strangers pass `md`: every mark of Markdown and HTML in them is escaped, so that they stay text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from provenance.records import AnnotatedDocument
from provenance.report.audit import Audit, ScoreRow, Step, Words
from provenance.report.document import ClaimEntry, CreditView, DocumentAudit, UpstreamView
from provenance.report.markdown_source import standing_markdown
from provenance.report.source_record import SourceRecord
from provenance.report.standing import origins_of
from provenance.report.text import clean, counted
from provenance.report.wording import (
    CERTAIN,
    NO_WORDS,
    POLARITY,
    axes,
    found_by,
    plain,
    said_as,
)
from provenance.store.around import Around, NearClaim

_MARKS = re.compile(r"""[\\`*_{}\[\]<>#|~&$^@]|(?<=[A-Za-z]):(?=//)|(?<=[Ww]{3})\.""")
_LIST = re.compile(r"^(?:[-+:=]|(\d{1,9})(?=[.)](?:\s|$)))")


def md(text: str | None) -> str:
    """The text on one line with a backslash before all that Markdown or HTML could read as markup.

    Punctuation that means something at the beginning of a line alone is escaped there; web addresses do not become links.
    """
    escaped = _MARKS.sub(lambda found: "\\" + found.group(), clean(text or ""))
    begins = _LIST.match(escaped)
    if begins is None:
        return escaped
    return f"{begins[1]}\\{escaped[begins.end() :]}" if begins[1] else f"\\{escaped}"


def audit_markdown(audit: Audit) -> str:
    """The audit of one claim."""
    return _joined(_audit(audit))


def document_markdown(audit: DocumentAudit, annotated: AnnotatedDocument | None = None) -> str:
    """A document: where it comes from, and each of its claims in short; with its digests where it is given."""
    return _joined(_document(audit, annotated))


def source_markdown(record: SourceRecord) -> str:
    """The record of one source."""
    return _joined(_source(record))


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


def quote(words: Words) -> str:
    """Words of a document in quotation marks, with their code points."""
    return f"“{md(words.text)}” ({words.span.start}–{words.span.end})"


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield f"|{' --- |' * len(columns)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _listed(facts: Iterable[tuple[str, str]]) -> Iterator[str]:
    for label, fact in facts:
        if fact:
            yield f"- **{md(label)}** {fact}"


# ---------------------------------------------------------------- a claim


def _audit(audit: Audit) -> Iterator[str]:
    yield f"# Audit of claim {md(audit.claim_id)}"
    yield ""
    yield f"> {md(' … '.join(words.text for words in audit.claim))}"
    yield ""
    strength = "not scored" if audit.strength is None else f"strength {audit.strength:.2f}"
    yield f"**{strength}**; {md(axes(audit.reliability, audit.credibility))}"
    yield ""
    yield from _listed(_facts(audit))
    yield from ("", "## Chain, from publisher to origin", "")
    for depth, step in enumerate(audit.chain):
        yield f"{'   ' * depth}1. {_hop(step)}"
    yield from ("", "## Hedges", "")
    yield from _hedges(audit)
    yield from ("", "## Other documents", "")
    yield from _listed([("corroboration", md(audit.corroboration)), ("contradiction", md(audit.contradiction))])
    yield from _around(audit.around)
    yield from _listed(("credits", md(finding)) for finding in audit.findings)
    yield from _score(audit)
    if audit.notes:
        yield from ("", "## Notes", "")
        yield from (f"- {md(note)}" for note in audit.notes)


def _facts(audit: Audit) -> Iterator[tuple[str, str]]:
    polarity = POLARITY[audit.polarity]
    yield "claim", f"{said_as(audit.mode)}{f', {polarity}' if polarity else ''}; {'; '.join(map(quote, audit.claim))}"
    yield "in the text", quote(audit.context)
    yield "document", f"{md(audit.title)}{', ' if audit.title else ''}{md(audit.locator)}, passage {audit.passage}"
    yield "document id", md(audit.document_id)
    yield "published", md(audit.published)
    yield "stated on", md(audit.stated_on)
    yield "ascribed by", quote(audit.cue) if audit.cue else ""
    if audit.detector and audit.confidence is not None:
        yield "found by", md(found_by(audit.detector, audit.confidence))


def _hop(step: Step) -> str:
    proofs = "; ".join(map(quote, step.clauses or step.evidence)) or md(step.markup) or NO_WORDS
    sure = "" if step.confidence >= CERTAIN else f", {step.confidence:.0%}"
    owner = f", owned by {md(step.source.owner)}" if step.source.owner else ""
    return f"**{md(step.source.name)}**, {md(step.source.description)}{owner}: {md(plain(step.relation))} {proofs}{sure}"


def _hedges(audit: Audit) -> Iterator[str]:
    for hedge in audit.hedges:
        where = "" if hedge.inside else ", outside the claim’s words"
        basis = "measured in surveys" if hedge.basis == "survey" else "by judgement"
        yield f"- {quote(hedge.words)} {md(plain(hedge.category))}{where}; certainty left {hedge.certainty:.2f}, {basis}"
    if not audit.hedges:
        yield "None that bears on the claim."


def _around(around: Around) -> Iterator[str]:
    if around.own is not None and around.same:
        yield f"- **counted as** {md(plain(around.own.reason))}: {md(around.own.detail)}"
    for origin in origins_of(around):
        yield f"- **origin {md(origin.name)}** ({counted(len(origin.claims), 'further claim')})"
        yield from (f"  - {_near(one)}" for one in origin.claims)
    if around.more:
        yield f"- {counted(around.more, 'more claim')} of the group not read; the view v\\_origins has all"
    if around.against:
        yield "- **against it**"
        yield from (f"  - {_near(one)}" for one in around.against)
    for drift in around.drift:
        changed = f" (“{md(drift.before)}” became “{md(drift.after)}”)" if drift.before or drift.after else ""
        where = f"{md(drift.upstream_locator)}, claim {md(drift.upstream_claim_id)}"
        yield f"- **changed on the way** {md(plain(drift.kind))}: {md(drift.detail)}{changed}; the upstream’s text is {where}"


def _near(one: NearClaim) -> str:
    strength = f", strength {one.strength:.2f}" if one.strength is not None else ""
    publisher = f", {md(one.publisher)}" if one.publisher else ""
    reason = f"{md(plain(one.reason))}: " if one.reason else ""
    link = f" \\[{md(plain(one.kind))} {one.score:.2f}: {md(one.link)}\\]" if one.kind and one.score is not None else ""
    where = f"claim {md(one.claim_id)} in {md(one.locator)}{publisher}, chain {md(one.chain)}"
    return f"“{md(one.text)}”{strength}; {where}; {reason}{md(one.detail)}{link}"


def _score(audit: Audit) -> Iterator[str]:
    yield from ("", "## Score", "")
    if audit.strength is None:
        yield "None: no model has scored this claim."
        return
    moved = [row for row in audit.rows if round(row.points, 2)]
    rows = [*map(_score_row, moved), (f"**{audit.log_odds:+.2f}**", f"**{audit.strength:.2f}**", "the sum in log-odds", "", "")]
    yield from _table(("points", "so far", "why", "row", "words"), rows)
    yield from ("", f"Scored by model {md(audit.model)}.")
    still = [row for row in audit.rows if not round(row.points, 2)]
    if still:
        yield from ("", "No points either way, but asked:", "")
        yield from (f"- {md(row.reason)} ({md(row.feature)}: {md(row.value)})" for row in still)


def _score_row(row: ScoreRow) -> tuple[str, ...]:
    words = "; ".join(map(quote, row.words))
    return f"{row.points:+.2f}", f"{row.so_far:.2f}", md(row.reason), f"{md(row.feature)}: {md(row.value)}", words


# ---------------------------------------------------------------- a document


def _document(audit: DocumentAudit, annotated: AnnotatedDocument | None) -> Iterator[str]:
    yield f"# {md(audit.title or PurePath(audit.locator).name or audit.locator)}"
    yield ""
    by = f"; by {'; '.join(map(quote, audit.publisher_words))}" if audit.publisher_words else ""
    if not by and audit.publisher_signal:
        by = f"; by {md(audit.publisher_signal)}"
    digests = (
        [("sha256", f"{annotated.document.sha256} of the bytes, {annotated.document.text_sha256} of the text")]
        if annotated
        else []
    )
    yield from _listed(
        [
            ("document", f"{md(audit.id)}, {md(audit.locator)}"),
            ("publisher", f"{md(audit.publisher.name)}, {md(audit.publisher.description)}{by}"),
            *(("upstream", _upstream(up)) for up in audit.upstreams),
            *(("credit", _credit(credit)) for credit in audit.credits),
            *(("conflict", md(finding)) for finding in audit.findings),
            ("published", md(audit.published)),
            ("language", md(audit.language) or "not known"),
            ("passages", ", ".join(f"{count} {kind}" for kind, count in audit.passages)),
            *digests,
            *(("note", md(note)) for note in audit.notes),
        ]
    )
    yield from ("", f"## {counted(len(audit.claims), 'claim')}, in the order of the text", "")
    for entry in audit.claims:
        yield from _entry(entry, audit)


def _upstream(up: UpstreamView) -> str:
    proof = quote(up.words) if up.words else f"{md(up.signal)} “{md(up.value)}”"
    return f"{md(up.source.name)}, {md(up.source.description)}; {md(plain(up.relation))} it, by {proof}, {up.confidence:.0%} sure"


def _credit(credit: CreditView) -> str:
    several = f"one of {', '.join(map(md, credit.candidates))}" if credit.candidates else "no source known"
    who = md(credit.source.name) if credit.source else several
    proof = quote(credit.words) if credit.words else f"“{md(credit.value)}”"
    story = "" if credit.item is None else f", story {credit.item}"
    return f"{md(credit.role)}: {who}, by {md(credit.signal)} {proof}{story}"


def _entry(entry: ClaimEntry, audit: DocumentAudit) -> Iterator[str]:
    strength = "not scored" if entry.strength is None else f"{entry.strength:.2f}"
    mark = " ▲ strongest" * (entry.id == audit.strongest) + " ▼ weakest" * (entry.id == audit.weakest)
    cue = f" ({md(entry.cue)})" if entry.cue else ""
    who = "the text’s own words" if entry.source is None else f"{md(entry.source)}{cue}, {said_as(entry.mode)}"
    polarity = f", {POLARITY[entry.polarity]}" if POLARITY[entry.polarity] else ""
    hedged = f"; hedged: {', '.join(map(md, entry.hedges))}" if entry.hedges else ""
    yield f"- **{strength}**{mark} “{md(entry.text)}”"
    yield f"  {who}{polarity}; {' ← '.join(map(md, entry.chain))}{hedged}; passage {entry.passage}, {md(entry.id)}"


# ---------------------------------------------------------------- a source


def _source(record: SourceRecord) -> Iterator[str]:
    view, card = record.view, record.card
    yield f"# {md(view.name)}"
    yield ""
    provisional = "" if view.known else "; provisional: of this database alone, not of the registry"
    yield f"{md(view.description)}{provisional}"
    yield ""
    yield from _listed([("id", md(view.id)), *((label, md(fact)) for label, fact in record.facts)])
    yield from ("", "## Ratings", "")
    if record.ratings:
        rows = [
            (
                md(r.rater),
                md(r.rated_on),
                md(plain(r.scale)),
                md(r.topic),
                md(r.grade or r.control or "no grade"),
                md(r.raw),
                md(r.licence),
            )
            for r in record.ratings
        ]
        yield from _table(("rater", "date", "of", "topic", "grade", "in the file", "licence"), rows)
    else:
        yield "Nobody rated it."
    yield from ("", "## In this database", "")
    if card is None:
        yield "No document of this database names it."
        return
    yield from _listed(
        [
            ("publisher", f"of {counted(card.published, 'document')}"),
            ("upstream", f"by {counted(card.upstream_of, 'credit')} of whole documents"),
            ("relay", f"of {counted(card.relayed, 'claim')}"),
            ("origin", f"of {counted(card.originated, 'claim')}"),
            ("as named", "; ".join(map(md, card.names))),
            ("relayed by", ", ".join(f"{md(n.name)} ({n.claims:,})" for n in card.relayed_by)),
            ("relays", ", ".join(f"{md(n.name)} ({n.claims:,})" for n in card.relays)),
        ]
    )
    yield from standing_markdown(record, md)
