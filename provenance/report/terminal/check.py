"""What a check of sources came to, as text: each document that is not as it was, then the sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from provenance.anchors.changes import ClaimChange
from provenance.anchors.outcome import Checked
from provenance.report.terminal.canvas import PLAIN, Canvas, in_quotes
from provenance.report.text import clean, counted, cut

SHOWN = 8
"""Orphans, and changes of claims, that are shown of a document; --format json and the database have all."""

STATUS_WORDS = {
    "unchanged": "unchanged",
    "changed": "changed",
    "gone": "gone",
    "unreadable": "unreadable",
    "not_looked_at": "not looked at",
}
REASON_WORDS = {
    "gone": "its words stand nowhere any more",
    "ambiguous": "its words stand in several places that are equally good",
    "context": "its words stand elsewhere, among other words",
}


class CheckTally:
    """Sums over all documents, kept while they come."""

    def __init__(self) -> None:
        self.documents: Counter[str] = Counter()
        self.anchors: Counter[str] = Counter()
        self.claims: Counter[str] = Counter()
        self.well = True

    def add(self, one: Checked) -> None:
        """Count one document."""
        self.documents[one.status] += 1
        for status in ("exact", "moved", "orphan"):
            self.anchors[status] += one.anchored(status)
        for kind in ("kept", "altered", "gone", "new"):
            self.claims[kind] += one.claims(kind)
        self.well = self.well and one.is_well

    def counts(self) -> dict[str, dict[str, int]]:
        """All sums, for JSON."""
        return {
            "documents": {status: self.documents[status] for status in STATUS_WORDS},
            "anchors": {status: self.anchors[status] for status in ("exact", "moved", "orphan")},
            "claims": {kind: self.claims[kind] for kind in ("kept", "altered", "gone", "new")},
        }


def checked_lines(one: Checked, stored_text: str, canvas: Canvas = PLAIN) -> Iterator[str]:
    """One document that is not as it was, line by line; `stored_text` is its text as stored ("" where it is not at hand)."""
    paint = canvas.paint
    word = STATUS_WORDS[one.status]
    first, *rest = canvas.wrapped(one.locator, f"{word}  ")
    colour = paint.bad if not one.is_well else paint.bold
    yield colour(first[: len(word)]) + first[len(word) :]
    yield from rest
    if one.detail:
        yield from canvas.wrapped(one.detail, "  ")
    if one.status != "changed":
        return
    counts = [f"{one.anchored('exact'):,} where they were", f"{one.anchored('moved'):,} moved"]
    yield from canvas.labelled("annotations", ", ".join([*counts, counted(one.anchored("orphan"), "orphan")]))
    orphans = [(mark, anchor) for mark, anchor in one.anchors if anchor.status == "orphan"]
    for index, (mark, anchor) in enumerate(orphans[:SHOWN]):
        words = in_quotes(cut(clean(mark.span.of(stored_text)), canvas.columns))
        text = f"{mark.part} {words} ({mark.span.start}-{mark.span.end}): {REASON_WORDS[anchor.reason]}"
        yield from canvas.labelled("" if index else "orphans", text)
    if len(orphans) > SHOWN:
        yield from canvas.labelled("", f"… and {len(orphans) - SHOWN} more, in the view v_orphans")
    kinds = (f"{one.claims(kind):,} {kind}" for kind in ("kept", "altered", "gone", "new") if one.claims(kind))
    yield from canvas.labelled("claims", ", ".join(kinds) or "none")
    notable = [change for change in one.changes if change.is_notable]
    for change in notable[:SHOWN]:
        yield from _change(change, canvas)
    if len(notable) > SHOWN:
        yield f"    … and {len(notable) - SHOWN} more; --format json has all"


def _change(change: ClaimChange, canvas: Canvas) -> Iterator[str]:
    words = change.after if change.before is None else change.before
    text = in_quotes(cut(clean(words or ""), 2 * canvas.columns))
    yield from canvas.wrapped(text, f"    {change.kind:<8}{_strengths(change):<14}", " " * 26)
    for part in _told(change):
        yield from canvas.wrapped(part, " " * 26)


def _strengths(change: ClaimChange) -> str:
    """Strength before and after: "0.44 → 0.52"."""
    found = [value for value in (change.strength_before, change.strength_after) if value is not None]
    if len(found) == 2 and f"{found[0]:.2f}" == f"{found[1]:.2f}":
        found.pop()
    return " → ".join(f"{value:.2f}" for value in found)


def _told(change: ClaimChange) -> Iterator[str]:
    """What is otherwise, one line each."""
    for one in change.changes:
        if one.before and one.after:
            yield f"{in_quotes(one.before)} is {in_quotes(one.after)} now"
        elif one.before or one.after:
            yield f"{in_quotes(one.before or one.after)} was {'taken out' if one.before else 'put in'}"
    for words, what in ((change.hedges.lost, "lost"), (change.hedges.added, "added")):
        if words:
            yield f"hedge {what}: {', '.join(words)}"
    if change.chain_before or change.chain_after:
        yield f"chain: {' ← '.join(change.chain_before)}; now {' ← '.join(change.chain_after)}"
    if change.before_id and change.after_id and change.polarity_before != change.polarity_after:
        yield f"{change.polarity_before} before, {change.polarity_after} now"


def check_summary_lines(tally: CheckTally, stored_in: str | None, canvas: Canvas = PLAIN) -> Iterator[str]:
    """The sums; `stored_in` names the database that keeps the outcome, None where it is not kept."""
    total = counted(sum(tally.documents.values()), "document")
    yield canvas.paint.bold(f"{total} checked")
    found = [f"{tally.documents[status]:,} {words}" for status, words in STATUS_WORDS.items() if tally.documents[status]]
    yield from canvas.labelled("sources", ", ".join(found) or "none")
    if sum(tally.anchors.values()):
        where = f"{tally.anchors['exact']:,} where they were, {tally.anchors['moved']:,} moved"
        yield from canvas.labelled("annotations", f"{where}, {counted(tally.anchors['orphan'], 'orphan')}, of changed documents")
        claims = ", ".join(f"{tally.claims[kind]:,} {kind}" for kind in ("kept", "altered", "gone", "new") if tally.claims[kind])
        yield from canvas.labelled("claims", claims or "none")
    if stored_in is not None:
        yield from canvas.labelled("stored", f"in {stored_in}, views v_checks and v_orphans")
    if tally.documents["changed"]:
        yield from canvas.labelled("next", "provenance annotate PATH makes a new revision of what changed")
