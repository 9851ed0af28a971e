"""An audit as text: the claim, the chain as a tree, the hedges, other origins, and the score row by row."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.detect.abroad import ABROAD
from provenance.report.audit import Audit, ScoreRow, Step
from provenance.report.terminal.canvas import PLAIN, Canvas, in_quotes, place, quoted, verdict
from provenance.report.terminal.standing import standing_lines
from provenance.report.text import clean, pad, width, wrap

FACTS = 24
"""The column where the facts of a hop begin, right of the tree."""

CERTAIN = 0.995
"""From here on a hop's confidence would print as 100% and is left out."""

CREDIBILITY = {
    1: "confirmed by other sources",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "truth cannot be judged",
}
POLARITY = {"affirms": "", "denies": ", denied by the source", "withholds": ", the source would not say"}


def audit_lines(audit: Audit, canvas: Canvas = PLAIN) -> Iterator[str]:
    """The audit, line by line, without line feeds."""
    yield from _heading(audit, canvas)
    yield ""
    yield from _chain(audit.chain, canvas)
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
    said = (
        f"{audit.mode} quotation" if audit.mode == "direct" else f"{audit.mode} report" if audit.mode else "the text's own words"
    )
    where = f"{audit.locator}, passage {audit.passage}, {said}{POLARITY[audit.polarity]}"
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
    if clean(audit.context.text) != clean(" ".join(words.text for words in audit.claim)):
        yield from canvas.labelled("in the text", quoted(audit.context))
    if audit.title:
        yield from canvas.labelled("title", audit.title)
    dates = [f"published {audit.published}"] * bool(audit.published) + [f"stated on {audit.stated_on}"] * bool(audit.stated_on)
    if dates:
        yield from canvas.labelled("dates", ", ".join(dates))
    if audit.detector and audit.confidence is not None:
        measured = f"of readings made in this way {audit.confidence:.0%} are right"
        judged = f"{audit.confidence:.0%} is a judgement: nobody measured how often such readings are right"
        by_lexicon = audit.detector.startswith(f"{ABROAD}#")
        yield from canvas.labelled("found by", f"{audit.detector}; {judged if by_lexicon else measured}")


def _chain(chain: tuple[Step, ...], canvas: Canvas) -> Iterator[str]:
    """Each hop under the one before it: name and facts, then the relation and the words that prove it."""
    unsure = any(step.confidence < CERTAIN for step in chain)
    legend = "; %: how often such a hop is read rightly" if unsure else ""
    lines = list(canvas.wrapped(f"from publisher to origin{legend}", "  chain  "))
    yield f"  {canvas.paint.head('chain')}" + lines[0][len("  chain") :]
    yield from lines[1:]
    for depth, step in enumerate(chain):
        last = depth == len(chain) - 1
        stem = "  " * depth
        branch = f"  {stem[:-2]}└ " if depth else "  "
        below = f"  {stem}  " if last else f"  {stem}│ "
        yield from _hop_name(step, branch, below, canvas)
        yield from _hop_evidence(step, below, canvas)


def _hop_name(step: Step, branch: str, below: str, canvas: Canvas) -> Iterator[str]:
    name = clean(step.source.name)
    column = max(FACTS, width(below) + 4)
    head = branch + name
    if width(head) + 2 > column:
        yield from (line.replace(name, canvas.paint.bold(name), 1) for line in canvas.wrapped(name, branch, below))
        yield from canvas.wrapped(step.source.description, pad(below, column))
        return
    lines = list(canvas.wrapped(step.source.description, pad(head, column), pad(below, column)))
    yield lines[0].replace(name, canvas.paint.bold(name), 1)
    yield from lines[1:]


def _hop_evidence(step: Step, below: str, canvas: Canvas) -> Iterator[str]:
    column = max(FACTS, width(below) + len(step.relation) + 2)
    sure = "" if step.confidence >= CERTAIN else f", {step.confidence:.0%}"
    proofs = [quoted(words) for words in step.clauses or step.evidence] or [clean(step.markup) or "no words in the text"]
    yield from wrap(
        "; ".join(proofs) + sure, max(canvas.columns, column + 20), pad(below + step.relation, column), pad(below, column)
    )


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
    yield f"  {paint.head('points')}  {paint.head('so far')}  why"
    moved = [row for row in audit.rows if round(row.points, 2)]
    still = [row for row in audit.rows if not round(row.points, 2)]
    for row in moved:
        yield from _score_row(row, canvas)
    yield "  " + "─" * 14
    total = f"  {audit.log_odds:+6.2f}    {audit.strength:.2f}"
    lines = list(canvas.wrapped(f"the sum in log-odds, and the strength by model {audit.model}", total + "  "))
    yield paint.bold(total) + lines[0][len(total) :]
    yield from lines[1:]
    yield from canvas.wrapped(_axes(audit), " " * 16)
    if still:
        yield ""
        yield f"  {paint.head('no points')} either way, but asked:"
        for row in still:
            yield from (paint.dim(line) for line in canvas.wrapped(_reason(row), "    - "))


def _score_row(row: ScoreRow, canvas: Canvas) -> Iterator[str]:
    points, so_far = f"{row.points:+6.2f}", f"{row.so_far:.2f}"
    plain = f"  {points}    {so_far}  "
    lines = list(canvas.wrapped(_reason(row), plain))
    colour = canvas.paint.good if row.points > 0 else canvas.paint.bad
    yield f"  {colour(points)}    {so_far}  " + lines[0][len(plain) :]
    yield from lines[1:]


def _reason(row: ScoreRow) -> str:
    """The reason, with the feature and its value in brackets for those who look it up in the model's table."""
    return f"{row.reason} [{row.feature}: {row.value}]"


def _axes(audit: Audit) -> str:
    rated = f"{audit.reliability}, as rated" if audit.reliability else "nobody rated the origin"
    credibility = CREDIBILITY.get(audit.credibility or 0, "not judged")
    return f"source reliability: {rated}; information credibility: {audit.credibility or '-'} ({credibility})"
