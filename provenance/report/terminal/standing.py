"""Other documents with the claim as text: the same by origin, denials, drift."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.report.standing import NOT_LOOKED, origins_of
from provenance.report.terminal.canvas import PLAIN, Canvas, in_quotes
from provenance.report.text import clean, counted, cut
from provenance.store.around import Around, NearClaim

SHOWN = 6
"""Claims of an origin, and denials, that are shown."""


def standing_lines(around: Around, canvas: Canvas = PLAIN) -> Iterator[str]:
    """The further claims by origin with why each was counted so, then those against it, then what changed on the way."""
    if not around.looked:
        yield from canvas.labelled("elsewhere", NOT_LOOKED)
        return
    if not (around.same or around.against or around.drift):
        yield from canvas.labelled("elsewhere", "no other claim says the same or the opposite")
        return
    if around.own is not None and around.same:
        yield from canvas.labelled("counted as", f"{around.own.reason}: {around.own.detail}")
    for view in origins_of(around):
        yield ""
        number = counted(len(view.claims), "further claim")
        first, *rest = canvas.wrapped(f"{view.name} ({number})", "  origin  ", " " * 10)
        yield f"  {canvas.paint.head('origin')}" + first[len("  origin") :]
        yield from rest
        for one in view.claims[:SHOWN]:
            yield from _claim(one, canvas, f"{one.reason}: {one.detail}")
        if len(view.claims) > SHOWN:
            yield f"    … {len(view.claims) - SHOWN} more; v_origins has all"
    if around.more:
        yield ""
        yield from canvas.wrapped(f"{counted(around.more, 'more claim')} of the group not read; v_origins has all", "  ")
    if around.against:
        yield ""
        yield f"  {canvas.paint.head('against')}"
        for one in around.against[:SHOWN]:
            yield from _claim(one, canvas, one.detail)
        if len(around.against) > SHOWN:
            yield f"    … {len(around.against) - SHOWN} more; v_links has all"
    for index, drift in enumerate(around.drift):
        if not index:
            yield ""
        text = f"{drift.kind}: {drift.detail} ({clean(drift.upstream_locator)}, {drift.upstream_claim_id[:8]})"
        yield from canvas.labelled("" if index else "drift", text)


def _claim(one: NearClaim, canvas: Canvas, why: str) -> Iterator[str]:
    yield from canvas.wrapped(in_quotes(cut(clean(one.text), 2 * canvas.columns)), "    ")
    where = f"{one.claim_id[:8]}, {clean(one.locator)}; chain {clean(one.chain)}"
    yield from (canvas.paint.dim(line) for line in canvas.wrapped(where, "      "))
    link = f" [{one.kind} {one.score:.2f}: {one.link}]" if one.kind and one.score is not None else ""
    yield from canvas.wrapped(clean(why + link), "      ")
