"""The record of a source as text: who it is, what it published, whom it relays, how its claims stand, what others changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provenance.report.source_record import SourceRecord
from provenance.report.terminal.canvas import PLAIN, Canvas, in_quotes
from provenance.report.terminal.source import judgement_words, neighbour_words
from provenance.report.text import clean, counted, cut
from provenance.store.source_record import SourceClaim

MOST_DOCUMENTS = 8
MOST_DRIFT = 6
MOST_JUDGEMENTS = 10
BAR = 30
"""Columns of the longest bar of the strengths."""


def record_lines(record: SourceRecord, canvas: Canvas = PLAIN) -> Iterator[str]:
    """The record, line by line, without line feeds."""
    yield from _who(record, canvas)
    card = record.card
    if card is None:
        yield from canvas.labelled("here", record.why_not or "no document of this database names it")
        return
    if card.names:
        yield from canvas.labelled("as named", ", ".join(card.names))
    yield ""
    yield from _documents(record, canvas)
    if card.upstream_of:
        yield from canvas.labelled("upstream", f"by {counted(card.upstream_of, 'credit')} of whole documents")
    if card.relayed:
        yield from canvas.labelled("relay", f"of {counted(card.relayed, 'claim')}")
    yield from canvas.labelled("relays", neighbour_words(card.relays) or "nobody")
    yield from canvas.labelled("relayed by", neighbour_words(card.relayed_by) or "nobody")
    yield ""
    yield from _claims(record, canvas)
    yield from _drift(record, canvas)
    for index, one in enumerate(card.judgements[:MOST_JUDGEMENTS]):
        yield from canvas.labelled("" if index else "judged", judgement_words(one))
    if len(card.judgements) > MOST_JUDGEMENTS:
        yield from canvas.labelled("", f"… and {len(card.judgements) - MOST_JUDGEMENTS} more, in the view v_judgements")


def _who(record: SourceRecord, canvas: Canvas) -> Iterator[str]:
    view = record.view
    for line in canvas.wrapped(f"{view.name} ({view.id})"):
        yield canvas.paint.bold(line)
    provisional = "" if view.known else ", provisional: of this database alone, not of the registry"
    yield from canvas.labelled("kind", f"{view.kind}{provisional}")
    for label, fact in record.facts:
        yield from canvas.labelled(label, fact)
    rated = [
        f"{r.grade or r.control or r.raw or 'no grade'} by {r.rater} ({r.rated_on}{f', of {r.topic}' if r.topic else ''})"
        for r in record.ratings
    ]
    for index, line in enumerate(rated or ["by nobody"]):
        yield from canvas.labelled("" if index else "rated", line)


def _documents(record: SourceRecord, canvas: Canvas) -> Iterator[str]:
    card = record.card
    assert card is not None
    if not card.published:
        yield from canvas.labelled("published", "no document of this database")
        return
    yield from canvas.labelled("published", counted(card.published, "document"))
    for one in record.documents[:MOST_DOCUMENTS]:
        dated = f"{one.published}  " if one.published else ""
        title = f"{one.title}; " if one.title else ""
        yield from canvas.labelled("", f"{dated}{title}{one.locator}, {counted(one.claims, 'claim')}")
    if card.published > MOST_DOCUMENTS:
        yield from canvas.labelled("", f"… and {card.published - min(MOST_DOCUMENTS, len(record.documents)):,} more")


def _claims(record: SourceRecord, canvas: Canvas) -> Iterator[str]:
    """How the claims stand whose chain ends with the source."""
    tally = record.tally
    if not tally.claims:
        yield from canvas.labelled("origin", "of no claim")
        return
    yield from canvas.labelled("origin", f"of {counted(tally.claims, 'claim')}")
    yield from canvas.labelled("hedged", _share(tally.hedged, tally.claims))
    yield from canvas.labelled("denied", f"{_share(tally.denied, tally.claims)}, by the source itself")
    if tally.looked:
        yield from canvas.labelled("contradicted", f"{_share(tally.opposed, tally.looked)}, by other documents")
        yield from canvas.labelled("corroborated", f"{_share(tally.corroborated, tally.looked)}, by a further origin")
        yield from canvas.labelled("copied", f"{_share(tally.copied, tally.looked)}, by documents that add no origin")
        yield from canvas.labelled("alone", f"{_share(tally.alone, tally.looked)}, in one document")
    if tally.looked < tally.claims:
        unseen = f"{tally.claims - tally.looked:,} not compared with other documents yet; provenance claims relate does it"
        yield from canvas.labelled("", unseen)
    if record.mean is not None and record.median is not None:
        lowest, highest = tally.strengths[0], tally.strengths[-1]
        text = f"{lowest:.2f} to {highest:.2f}, mean {record.mean:.2f}, median {record.median:.2f}"
        yield from canvas.labelled("strength", text)
        yield from _bars(record.histogram, canvas)
    for label, found in (("strongest", record.strongest), ("weakest", record.weakest)):
        for index, one in enumerate(found):
            yield from _claim(one, "" if index else label, canvas)


def _share(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,} ({part / whole:.0%})"


def _bars(counts: Sequence[int], canvas: Canvas) -> Iterator[str]:
    most = max(counts)
    room = max(6, min(BAR, canvas.columns - 40))
    for number, count in enumerate(counts):
        if count:
            low = number / len(counts)
            bar = "█" * max(1, round(room * count / most))
            yield f"{' ' * 18}{low:.1f}-{low + 1 / len(counts):.1f} {count:>6,} {bar}"


def _claim(one: SourceClaim, label: str, canvas: Canvas) -> Iterator[str]:
    known = {"hedged": one.hedged, "contradicted": one.opposed, "corroborated": one.corroborated}
    marks = [word for word, holds in known.items() if holds]
    strength = "-" if one.strength is None else f"{one.strength:.2f}"
    yield from canvas.labelled(label, f"{strength}  {in_quotes(cut(clean(one.text), 2 * canvas.columns))}")
    where = f"{one.id}, {one.locator}, passage {one.passage}{''.join(f', {mark}' for mark in marks)}"
    yield from (canvas.paint.dim(line) for line in canvas.wrapped(where, " " * 24))


def _drift(record: SourceRecord, canvas: Canvas) -> Iterator[str]:
    if not record.drifts:
        return
    yield ""
    total = sum(count for _, count in record.drifts)
    kinds = ", ".join(f"{kind} {count:,}" for kind, count in record.drifts)
    yield from canvas.labelled("drift", f"other documents have its words otherwise {counted(total, 'time')}: {kinds}")
    for one in record.drift[:MOST_DRIFT]:
        yield from canvas.labelled("", f"{one.kind}: {one.detail} ({one.publisher or one.locator}, {one.claim_id[:8]})")
    if total > MOST_DRIFT:
        yield from canvas.labelled("", f"… and {total - min(MOST_DRIFT, len(record.drift)):,} more, in the view v_drift")
