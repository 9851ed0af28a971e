"""A document as an article: its text with annotations in the margin and notes below; its strongest and weakest claims."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.report.document import ClaimEntry, DocumentAudit, Note, PassageView
from provenance.report.summary import is_telling
from provenance.report.terminal.canvas import PLAIN, Canvas
from provenance.report.terminal.document import ARROW, claim_lines, head_lines
from provenance.report.terminal.marking import Marked, Signs, marked_lines, raised
from provenance.report.text import pad, width

EXTREMES = 3
"""So many of the strongest claims, and of the weakest, are listed below the article."""
NARROW = 60
"""Below so many columns the margin holds the number of the passage alone."""


def article_lines(document: DocumentAudit, canvas: Canvas = PLAIN) -> Iterator[str]:
    """The article, line by line, without line feeds."""
    yield from head_lines(document, canvas)
    yield ""
    signs = Signs.for_text("".join(passage.words.text for passage in document.article))
    legend = f"{signs.claim[0]}what somebody says{signs.claim[1]}¹ {signs.hedge[0]}hedge{signs.hedge[1]}"
    margin = "passage" if canvas.columns < NARROW else "passage, strength of its claims"
    yield from (
        canvas.paint.dim(line) for line in canvas.wrapped(f"left: {margin}; in the text: {legend}; below: who says it", "  ")
    )
    for passage in document.article:
        yield ""
        yield from _passage(passage, signs, canvas)
    yield ""
    yield from _extremes(document, canvas)


def _passage(passage: PassageView, signs: Signs, canvas: Canvas) -> Iterator[str]:
    """The passage with its marks; in the margin its number, its kind where it is no body text, the strengths of its claims."""
    beside = [f"{passage.index:>4}"]
    if canvas.columns >= NARROW:
        beside[0] += f"  {_range(passage.strengths)}"
        size = 16
    else:
        size = 6
    if passage.kind != "body":
        beside.append(f"      {passage.kind}"[:size])
    marks = [Marked("claim" if m.kind == "content" else "hedge", m.span, m.number) for m in passage.marks]
    blank = " " * size
    lines = list(marked_lines(passage.words.text, passage.words.span.start, marks, canvas, signs, blank))
    for number, line in enumerate(lines):
        label = beside[number] if number < len(beside) else ""
        yield (canvas.paint.dim(pad(label, size)) if label else blank) + line[size:]
    for label in beside[len(lines) :]:
        yield canvas.paint.dim(label)
    for note in passage.notes:
        yield from _note(note, blank, canvas)


def _range(strengths: tuple[float, ...]) -> str:
    """The strengths of the claims of a passage, the weakest first: "0.21-0.46"."""
    found = list(dict.fromkeys(f"{strengths[n]:.2f}" for n in ((0, -1) if strengths else ())))
    return "-".join(found)


def _note(note: Note, blank: str, canvas: Canvas) -> Iterator[str]:
    """Who says it, by which word, how, how firmly; and the chain, where it is more than the source."""
    mark = f"{blank}{raised(note.number)} "
    cue = f" ({note.cue})" if note.cue else ""
    polarity = "" if note.polarity == "affirms" else f", {note.polarity}"
    strength = "" if note.strength is None else f", {note.strength:.2f}"
    text = f"{note.source}{cue}, {note.mode}{polarity}{strength}; {ARROW.join(note.chain)}"
    yield from (canvas.paint.dim(line) for line in canvas.wrapped(text, mark, " " * width(mark)))


def _extremes(document: DocumentAudit, canvas: Canvas) -> Iterator[str]:
    """The strongest claims and the weakest, those that say something by themselves before all others."""
    scored = [entry for entry in document.claims if entry.strength is not None]
    telling = [entry for entry in scored if is_telling(entry.text)]
    ordered = sorted(telling or scored, key=lambda entry: -(entry.strength or 0.0))
    strongest = ordered[: min(EXTREMES, (len(ordered) + 1) // 2)]
    weakest = ordered[len(strongest) :][-EXTREMES:][::-1]
    for label, found in (("strongest", strongest), ("weakest", weakest)):
        if found:
            yield canvas.paint.head(f"  {label} claims")
            for entry in found:
                yield from claim_lines(entry, _mark(entry, document), canvas)
            yield ""
    number = len(document.claims)
    said = f"{number} claim{'s' * (number != 1)} in all: `provenance audit --document ID --claims` lists them"
    yield from canvas.wrapped(said if number else "No claims were found in it.", "  ")


def _mark(entry: ClaimEntry, document: DocumentAudit) -> str:
    return "  ▲ strongest" * (entry.id == document.strongest) + "  ▼ weakest" * (entry.id == document.weakest)
