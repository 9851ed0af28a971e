"""A document as a list: where it comes from, then its claims one by one, the strongest and the weakest marked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from provenance.report.document import ClaimEntry, CreditView, DocumentAudit, UpstreamView
from provenance.report.terminal.canvas import PLAIN, Canvas, in_quotes, quoted
from provenance.report.text import clean, cut

ARROW = " ← "
"""Between two hops of a chain, read from the publisher: "People News ← Reuters"."""

MOST_CREDITS = 20
"""Credits that are listed; a page may embed hundreds of posts."""

VALUE_LIMIT = 120
"""A value of the markup is cut after so many columns."""

CLAIM_LIMIT = 220
"""A claim in a list is cut after so many columns; its own audit shows it whole."""


def document_lines(document: DocumentAudit, canvas: Canvas = PLAIN) -> Iterator[str]:
    """The document's origin and all its claims, line by line, without line feeds."""
    yield from head_lines(document, canvas)
    yield ""
    yield from _claims(document, canvas)


def head_lines(document: DocumentAudit, canvas: Canvas) -> Iterator[str]:
    """Title, publisher, upstreams, credits and facts of a document."""
    for line in canvas.wrapped(document.title or PurePath(document.locator).name):
        yield canvas.paint.bold(line)
    yield from canvas.labelled("document", f"{document.id}, {document.locator}")
    yield from canvas.labelled("publisher", _publisher(document))
    for index, upstream in enumerate(document.upstreams):
        yield from canvas.labelled("" if index else "upstream", _upstream(upstream))
    if not document.upstreams:
        yield from canvas.labelled("upstream", "none is stated for the document as a whole")
    for index, credit in enumerate(document.credits[:MOST_CREDITS]):
        yield from canvas.labelled("" if index else "credits", _credit(credit))
    if len(document.credits) > MOST_CREDITS:
        yield from canvas.labelled("", f"… and {len(document.credits) - MOST_CREDITS} more, in the view v_credits")
    for index, finding in enumerate(document.findings):
        yield from canvas.labelled("" if index else "conflicts", finding)
    facts = [f"published {document.published}"] * bool(document.published) + [f"language {document.language or 'not known'}"]
    yield from canvas.labelled("facts", ", ".join(facts))
    yield from canvas.labelled("passages", ", ".join(f"{count} {kind}" for kind, count in document.passages) or "none")
    for note in document.notes:
        yield from canvas.labelled("note", note)


def _publisher(document: DocumentAudit) -> str:
    text = f"{document.publisher.name}, {document.publisher.description}"
    if document.publisher_words:
        return f"{text}; by {', '.join(map(quoted, document.publisher_words))}"
    return f"{text}; by {document.publisher_signal}" if document.publisher_signal else text


def _upstream(upstream: UpstreamView) -> str:
    proof = quoted(upstream.words) if upstream.words else f"{upstream.signal} {in_quotes(upstream.value)}"
    return (
        f"{upstream.source.name}, {upstream.source.description}; {upstream.relation} by {proof}, {upstream.confidence:.0%} sure"
    )


def _credit(credit: CreditView) -> str:
    """A credit in one line: what it says of whom, by which signal and words."""
    proof = quoted(credit.words) if credit.words else f"{in_quotes(cut(clean(credit.value), VALUE_LIMIT))}"
    who = (
        credit.source.name
        if credit.source
        else "one of " + ", ".join(credit.candidates)
        if credit.candidates
        else "no source known"
    )
    story = "" if credit.item is None else f", story {credit.item}"
    return f"{credit.role}: {who}, by {credit.signal} {proof}{story}"


def _claims(document: DocumentAudit, canvas: Canvas) -> Iterator[str]:
    if not document.claims:
        yield "  No claims were found in it."
        return
    number = len(document.claims)
    yield canvas.paint.head(f"  {number} claim{'s' * (number != 1)}") + ", in the order of the text"
    for entry in document.claims:
        yield ""
        mark = "  ▲ strongest" * (entry.id == document.strongest) + "  ▼ weakest" * (entry.id == document.weakest)
        yield from claim_lines(entry, mark, canvas)
    yield ""
    yield from canvas.wrapped("`provenance audit CLAIM_ID` shows one of them with the words that prove each hop.", "  ")


def claim_lines(entry: ClaimEntry, mark: str, canvas: Canvas) -> Iterator[str]:
    """A claim in short; `mark` stands behind its id."""
    strength = "  - " if entry.strength is None else f"{entry.strength:.2f}"
    lines = list(canvas.wrapped(in_quotes(cut(clean(entry.text), CLAIM_LIMIT)), f"  {strength}  "))
    yield f"  {canvas.paint.bold(strength)}  " + lines[0][len(strength) + 4 :]
    yield from lines[1:]
    who = "the text's own words" if entry.source is None else f"{entry.source}{_cue(entry)}, {entry.mode}"
    polarity = "" if entry.polarity == "affirms" else f", {entry.polarity}"
    yield from canvas.wrapped(f"{who}{polarity}", "        ")
    yield from canvas.wrapped(ARROW.join(entry.chain), "        ")
    if entry.hedges:
        yield from canvas.wrapped(f"hedged: {', '.join(entry.hedges)}", "        ")
    place = f"passage {entry.passage}, {entry.id}"
    if len(place) + len(mark) + 8 <= canvas.columns:
        yield "        " + canvas.paint.dim(place) + mark
        return
    yield from (canvas.paint.dim(line) for line in canvas.wrapped(place, "        "))
    if mark:
        yield from canvas.wrapped(mark, "        ")


def _cue(entry: ClaimEntry) -> str:
    return f" ({entry.cue})" if entry.cue else ""
