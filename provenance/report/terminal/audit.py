"""An audit as text: the claim, the chain as a tree, the hedges, other origins, and the score row by row."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.report.audit import Audit, ScoreRow, Step
from provenance.report.terminal.canvas import LABEL, PLAIN, Canvas, file_name, in_quotes, place, quoted, verdict
from provenance.report.terminal.marking import Marked, Signs, marked_lines
from provenance.report.terminal.standing import standing_lines
from provenance.report.terminal.waterfall import Waterfall
from provenance.report.text import clean, pad, width, wrap
from provenance.report.wording import CERTAIN, NO_WORDS, POLARITY, axes, found_by, said_as
from provenance.store.around import UpstreamText

FACTS = 24
"""The column where the facts of a hop begin, right of the tree."""

CONTEXT_LIMIT = 1200
"""The sentence around a claim is cut after so many columns."""

OWN_TEXTS = 3
"""Stored texts of a hop's source that are named."""


def audit_lines(audit: Audit, canvas: Canvas = PLAIN) -> Iterator[str]:
    """The audit, line by line, without line feeds."""
    yield from _heading(audit, canvas)
    yield ""
    yield from _chain(audit, canvas)
    yield ""
    yield from _findings(audit, canvas)
    if audit.around.same or audit.around.against or audit.around.drift:
        yield from standing_lines(audit.around, canvas)
    yield ""
    yield from _score(audit, canvas)
    for note in audit.notes:
        yield from canvas.labelled("note", note)


def _heading(audit: Audit, canvas: Canvas) -> Iterator[str]:
    for line in canvas.wrapped(in_quotes(" … ".join(words.text for words in audit.claim))):
        yield canvas.paint.bold(line)
    polarity = f", {POLARITY[audit.polarity]}" if POLARITY[audit.polarity] else ""
    where = f"{audit.locator}, passage {audit.passage}, {said_as(audit.mode)}{polarity}"
    mark = verdict(audit.strength, audit.reliability, audit.credibility)
    lines = list(canvas.wrapped(where, "  "))
    if width(lines[-1]) + 2 + len(mark) <= canvas.columns:
        yield from lines[:-1]
        yield pad(lines[-1], canvas.columns - len(mark)) + canvas.paint.bold(mark)
    else:
        yield from lines
        yield " " * max(2, canvas.columns - len(mark)) + canvas.paint.bold(mark)
    yield ""
    yield from canvas.labelled("claim", f"{audit.claim_id} ({', '.join(map(place, audit.claim))})")
    yield from _in_the_text(audit, canvas)
    if audit.title:
        yield from canvas.labelled("title", audit.title)
    dates = [f"published {audit.published}"] * bool(audit.published) + [f"stated on {audit.stated_on}"] * bool(audit.stated_on)
    if dates:
        yield from canvas.labelled("dates", ", ".join(dates))
    if audit.detector and audit.confidence is not None:
        yield from canvas.labelled("found by", found_by(audit.detector, audit.confidence))


def _in_the_text(audit: Audit, canvas: Canvas) -> Iterator[str]:
    """The sentence with the claim and the hedges marked in it, its place, and what the signs mean."""
    context = audit.context
    marks = [Marked("claim", words.span) for words in audit.claim]
    marks += [Marked("hedge", hedge.words.span) for hedge in audit.hedges if context.span.contains(hedge.words.span)]
    signs = Signs.for_text(context.text)
    label = "in the text"
    lines = list(
        marked_lines(
            context.text, context.span.start, marks, canvas, signs, f"  {label:<{LABEL}}", " " * (LABEL + 2), '"', CONTEXT_LIMIT
        )
    )
    yield "  " + canvas.paint.head(label) + lines[0][len(label) + 2 :]
    yield from lines[1:]
    yield from (canvas.paint.dim(line) for line in canvas.wrapped(f"({place(context)}) {signs.legend}", " " * (LABEL + 2)))


def _chain(audit: Audit, canvas: Canvas) -> Iterator[str]:
    """Each hop under the one before it: name and facts, then the relation, the words that prove it, and where they stand."""
    chain = audit.chain
    unsure = any(step.confidence < CERTAIN for step in chain)
    legend = "; %: how often such a hop is read rightly" if unsure else ""
    lines = list(canvas.wrapped(f"from publisher to origin{legend}", "  chain  "))
    yield f"  {canvas.paint.head('chain')}" + lines[0][len("  chain") :]
    yield from lines[1:]
    for depth, step in enumerate(chain):
        last = depth == len(chain) - 1
        stem = "  " * min(depth, max(2, (canvas.columns - 28) // 2))
        branch = f"  {stem[:-2]}└ " if depth else "  "
        below = f"  {stem}  " if last else f"  {stem}│ "
        yield from _hop_name(step, branch, below, canvas)
        yield from _hop_evidence(step, below, file_name(audit.locator), canvas)
        for one in step.own_texts[:OWN_TEXTS]:
            yield from _own_text(one, below, canvas)


def _hop_name(step: Step, branch: str, below: str, canvas: Canvas) -> Iterator[str]:
    name = clean(step.source.name)
    column = max(min(FACTS, canvas.columns // 2), width(below) + 4)
    head = branch + name
    if width(head) + 2 > column:
        yield from (line.replace(name, canvas.paint.bold(name), 1) for line in canvas.wrapped(name, branch, below))
        yield from canvas.wrapped(step.source.description, pad(below, column), pad(below, column))
        return
    lines = list(canvas.wrapped(step.source.description, pad(head, column), pad(below, column)))
    yield lines[0].replace(name, canvas.paint.bold(name), 1)
    yield from lines[1:]


def _hop_evidence(step: Step, below: str, document: str, canvas: Canvas) -> Iterator[str]:
    sure = "" if step.confidence >= CERTAIN else f", {step.confidence:.0%}"
    proofs = "; ".join(map(quoted, step.clauses or step.evidence))
    proof = f"{proofs} in {document}" if proofs else clean(step.markup) or NO_WORDS
    yield from _beside(step.relation, proof + sure, below, canvas)


def _own_text(one: UpstreamText, below: str, canvas: Canvas) -> Iterator[str]:
    """Where a hop's source states the claim in a stored text of its own."""
    where = ", ".join(f"{span.start}-{span.end}" for span in one.spans)
    text = f"{one.kind} {one.score:.2f}: {clean(one.locator)} ({where}), claim {one.claim_id[:8]}"
    yield from _beside("its own text", text, below, canvas)


def _beside(label: str, text: str, below: str, canvas: Canvas) -> Iterator[str]:
    """A label under a hop with a text beside it; on a narrow terminal below it."""
    column = max(FACTS, width(below) + len(label) + 2)
    if column + 20 <= canvas.columns:
        yield from wrap(text, canvas.columns, pad(below + label, column), pad(below, column))
        return
    yield from wrap(label, canvas.columns, below, below)
    yield from wrap(text, canvas.columns, below + "  ", below + "  ")


def _findings(audit: Audit, canvas: Canvas) -> Iterator[str]:
    """Hedges, corroboration, contradiction: a line also where there is nothing."""
    if not audit.hedges:
        yield from canvas.labelled("hedges", "none that bears on the claim")
    for index, hedge in enumerate(audit.hedges):
        where = "" if hedge.inside else ", outside the claim's words"
        basis = "measured in surveys" if hedge.basis == "survey" else "by judgement"
        text = f"{quoted(hedge.words)} {hedge.category}{where}; certainty left {hedge.certainty:.2f}, {basis}"
        yield from canvas.labelled("" if index else "hedges", text)
    yield from canvas.labelled("corroboration", audit.corroboration)
    yield from canvas.labelled("contradiction", audit.contradiction)
    for index, finding in enumerate(audit.findings):
        yield from canvas.labelled("" if index else "credits", finding)


def _score(audit: Audit, canvas: Canvas) -> Iterator[str]:
    """The rows that moved the score with the strength after each, their sum, and the rows that moved nothing."""
    if audit.strength is None:
        yield from canvas.labelled("score", "none: no model has scored this claim")
        return
    paint = canvas.paint
    moved = [row for row in audit.rows if round(row.points, 2)]
    still = [row for row in audit.rows if not round(row.points, 2)]
    fall = Waterfall.of([row.points for row in moved], audit.log_odds, canvas.columns)
    yield f"  {paint.head('points')}  {paint.head('so far')}  {pad('', fall.size)}why"
    before = 0.0
    for row in moved:
        yield from _score_row(row, fall.bar(before, before + row.points), canvas)
        before += row.points
    yield "  " + "─" * (14 + fall.size)
    total = f"  {audit.log_odds:+6.2f}    {audit.strength:.2f}  {fall.bar(0.0, audit.log_odds)}"
    said = f"the sum in log-odds, and the strength by model {audit.model}"
    lines = list(wrap(clean(said), canvas.columns, total, " " * width(total)))
    yield paint.bold(total) + lines[0][len(total) :]
    yield from lines[1:]
    yield from canvas.wrapped(axes(audit.reliability, audit.credibility), " " * width(total))
    if still:
        yield ""
        yield f"  {paint.head('no points')} either way, but asked:"
        for row in still:
            yield from (paint.dim(line) for line in canvas.wrapped(_reason(row), "    - "))


def _score_row(row: ScoreRow, bar: str, canvas: Canvas) -> Iterator[str]:
    points, so_far = f"{row.points:+6.2f}", f"{row.so_far:.2f}"
    plain = f"  {points}    {so_far}  {bar}"
    lines = list(wrap(clean(_reason(row)), canvas.columns, plain, " " * width(plain)))
    colour = canvas.paint.good if row.points > 0 else canvas.paint.bad
    yield f"  {colour(points)}    {so_far}  {colour(bar)}" + lines[0][len(plain) :]
    yield from lines[1:]


def _reason(row: ScoreRow) -> str:
    """The reason, with the feature and its value in brackets for those who look it up in the model's table."""
    return f"{row.reason} [{row.feature}: {row.value}]"
