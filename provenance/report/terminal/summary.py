"""A batch as text: what was read, who stands behind it, the two ends of the scale, and what went wrong."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.report.summary import ClaimLine, Summary
from provenance.report.terminal.canvas import PLAIN, Canvas, in_quotes
from provenance.report.text import clean, counted, cut, pad, width

BARS = " ▁▂▃▄▅▆▇█"
SHOWN = 8
"""So many upstreams, publishers or notes are listed; the rest is counted."""

ENOUGH_FOR_SPEED = 1000
"""Words from which on a speed is told."""

LONG_BATCH = 10.0
"""Seconds from which on it is told what took longest, and how much memory it took."""

OUTCOMES = {
    "new": "new",
    "revised": "changed since the last time (the old text is kept)",
    "reannotated": "annotated anew by a newer version",
    "duplicate": "with the same bytes as another",
    "unchanged": "there already",
}
"""What storing a document came to, in words."""

CLAIM_LIMIT = 200
"""The strongest and the weakest claim are cut after so many columns."""


def summary_lines(summary: Summary, canvas: Canvas = PLAIN, stored_in: str | None = None) -> Iterator[str]:
    """The summary, line by line, without line feeds. `stored_in` names the database, None where nothing was stored."""
    yield canvas.paint.bold(f"{counted(summary.documents, 'document')} read") + _size(summary)
    if summary.documents:
        yield ""
        yield from canvas.labelled("passages", f"{summary.passages:,}")
        yield from canvas.labelled("attributions", f"{summary.attributions:,}")
        yield from canvas.labelled("hedges", f"{summary.hedges:,}")
        yield from canvas.labelled("publishers", _publishers(summary))
        yield from _upstreams(summary, canvas)
        yield from _claims(summary, canvas)
        for note, count in summary.notes[:SHOWN]:
            yield from canvas.labelled("note", f"{note} ({counted(count, 'document')})")
    yield from _rejected(summary.reasons, canvas)
    yield from _costs(summary, canvas)
    if stored_in is not None and (summary.documents or summary.skipped):
        yield ""
        outcomes = ", ".join(f"{count:,} {OUTCOMES.get(kind, kind)}" for kind, count in summary.outcomes)
        yield from canvas.labelled("stored", f"in {stored_in}: {outcomes}")
        if summary.skipped:
            skipped = f"{counted(summary.skipped, 'document')} stored before by this version, and not read again"
            yield from canvas.labelled("skipped", skipped)
        if summary.linked is not None:
            documents, links, copies = summary.linked
            copied = f"; {copies:,} of the documents are copies of others" if copies else ""
            found = f"claims of {counted(documents, 'document')}: {counted(links, 'link')} found{copied}"
            yield from canvas.labelled("linked", found)
        if summary.weakest is not None:
            yield from canvas.labelled("next", f"provenance audit {summary.weakest.id}")


def _size(summary: Summary) -> str:
    """Words and time; the speed only where there was enough to read for it to mean something."""
    if not summary.words:
        return ""
    speed = f", {summary.words_per_second:,.0f} words/s" if summary.words >= ENOUGH_FOR_SPEED and summary.seconds else ""
    return f", {counted(summary.words, 'word')} in {_seconds(summary.seconds)}{speed}"


def _publishers(summary: Summary) -> str:
    none = f"{counted(summary.silent, 'document')} {'names' if summary.silent == 1 else 'name'} none"
    return "; ".join(filter(None, (_named_counts(summary.publishers), none * bool(summary.silent))))


def _named_counts(counts: tuple[tuple[str, int], ...]) -> str:
    """The most frequent names: "Reuters (3), AFP and 2 more"."""
    named = [f"{name} ({count:,})" if count > 1 else name for name, count in counts[:SHOWN]]
    rest = len(counts) - SHOWN
    return ", ".join(named) + (f" and {rest:,} more" if rest > 0 else "")


def _upstreams(summary: Summary, canvas: Canvas) -> Iterator[str]:
    if not summary.upstreams:
        yield from canvas.labelled("upstreams", "no document is credited as a whole to another source")
        return
    shown = summary.upstreams[:SHOWN]
    column = max(width(clean(name)) for name, _, _ in shown) + 2
    for index, (name, relation, count) in enumerate(shown):
        line = f"{pad(clean(name), min(column, 30))}  {counted(count, 'document')}, {relation}"
        label = "upstreams" if not index else ""
        yield f"  {canvas.paint.head(label)}{' ' * (16 - len(label))}{line}"
    rest = len(summary.upstreams) - SHOWN
    if rest > 0:
        yield f"{' ' * 18}and {rest:,} more"


def _claims(summary: Summary, canvas: Canvas) -> Iterator[str]:
    others = summary.claims - summary.own
    text = f"{summary.claims:,}: {others:,} ascribed to a source, {summary.own:,} on the texts' own authority"
    yield from canvas.labelled("claims", text)
    if others:
        least = "at least " if summary.let_go else ""
        named = f"{least}{len(summary.origins):,} named: {_named_counts(summary.origins)}" if summary.origins else ""
        hidden = f"nobody is named behind {counted(summary.unnamed, 'claim')}" if summary.unnamed else ""
        yield from canvas.labelled("origins", "; ".join(filter(None, (named, hidden))))
        if summary.relays:
            yield from canvas.labelled("relays", f"{_named_counts(summary.relays)}, on the way from an origin to the text")
    if summary.strongest is None or summary.weakest is None or summary.scale is None:
        return
    top = max(summary.strengths)
    bars = "".join(BARS[0 if not n else max(1, round(n / top * (len(BARS) - 1)))] for n in summary.strengths)
    low, high = summary.scale
    yield from canvas.labelled(
        "strength", f"{low:.2f} to {high:.2f} by each text alone; over the scale 0 |{bars.replace(' ', '.')}| 1"
    )
    ends = [("strongest", summary.strongest, canvas.paint.good), ("weakest", summary.weakest, canvas.paint.bad)]
    for label, line, colour in ends if summary.strongest.strength > summary.weakest.strength else ends[:1]:
        yield ""
        yield from _claim(label, line, canvas, colour(f"{line.strength:.2f}"))


def _claim(label: str, line: ClaimLine, canvas: Canvas, strength: str) -> Iterator[str]:
    yield f"  {canvas.paint.head(label)}{' ' * (16 - len(label))}{strength}"
    yield from canvas.wrapped(in_quotes(cut(clean(line.text), CLAIM_LIMIT)), " " * 18)
    yield from canvas.wrapped(f"{line.source}; {line.locator}, passage {line.passage}", " " * 18)
    yield " " * 18 + canvas.paint.dim(line.id)


def _rejected(reasons: tuple[tuple[str, int], ...], canvas: Canvas) -> Iterator[str]:
    """How many inputs were rejected, and why; each was named on standard error when it was met."""
    if not reasons:
        return
    total = sum(count for _, count in reasons)
    named = [(reason.replace("_", " "), count) for reason, count in reasons]
    yield ""
    listed = ", ".join(f"{reason} ({count:,})" if count > 1 else reason for reason, count in named)
    said = "it is named" if total == 1 else "each is named"
    yield from canvas.labelled("rejected", f"{counted(total, 'input')}: {listed}; {said} on standard error")


def _costs(summary: Summary, canvas: Canvas) -> Iterator[str]:
    """What took longest, and memory; of a short batch nobody wants to know."""
    if summary.seconds < LONG_BATCH or not summary.documents:
        return
    yield ""
    slow = ", ".join(f"{clean(locator)} ({_seconds(seconds)})" for seconds, locator in summary.slowest)
    if slow:
        yield from canvas.labelled("slowest", slow)
    if summary.peaks:
        own, *workers = summary.peaks
        text = f"{own / 1e6:,.0f} MB at most"
        if workers:
            text += f", and {max(workers) / 1e6:,.0f} MB at most in each of {counted(len(workers), 'worker')}"
        yield from canvas.labelled("memory", text)


def _seconds(seconds: float) -> str:
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 120:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.0f} min"
