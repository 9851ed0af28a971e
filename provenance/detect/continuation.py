"""Attributions that go on in the next sentence: a quotation without a cue of its own, "This includes …"."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.detect.found import Found
from provenance.detect.views import PassageView
from provenance.lexicon.words import Words

_SHORTEST_QUOTATION = 5
"""Tokens, marks included, of the shortest quotation that continues another; shorter ones are names and single words."""
_REPORTS = frozenset(["that", "bare", "adp", "hearer", "doc", "np"])
"""Frames of reports that a sentence such as "This includes …" may continue."""


def continued(view: PassageView, found: Sequence[Found], words: Words) -> list[Found]:
    """`found` in the same order, with the contents that follow in later sentences."""
    return _with_reports(view, _with_quotations(view, found), words)


def _with_quotations(view: PassageView, found: Sequence[Found]) -> list[Found]:
    """Joins a quotation that opens the next sentence, and that nothing else claims, to the attribution before it."""
    tokens = view.tokens
    out = list(found)
    named = sorted((i for i, f in enumerate(out) if f.source and not f.inside), key=lambda i: out[i].region[0])
    last_to_end = {out[i].region[1]: i for i in named}
    claimed = {tokens.quoted[k] for f in out if not f.inside for first, last in f.contents for k in range(first, last)}
    for low, high in view.outer:
        number = tokens.quoted[low]
        if number < 0 or number in claimed or low not in last_to_end:
            continue
        stop = tokens.quotation_end(low, high)
        if stop - low < _SHORTEST_QUOTATION:
            continue
        i = last_to_end[low]
        out[i] = out[i].widened((low, stop), high)
        last_to_end.setdefault(high, i)
        claimed.add(number)
    return out


def _with_reports(view: PassageView, found: Sequence[Found], words: Words) -> list[Found]:
    """Adds sentences that plainly go on with a report: "This includes …", "Furthermore, there are …"."""
    lows = view.tokens.lows
    out = list(found)
    by_end: dict[int, list[int]] = {}
    for i, one in enumerate(out):
        if not one.inside and one.frame in _REPORTS:
            by_end.setdefault(one.region[1], []).append(i)
    taken = {one.region for one in out}
    for low, high in view.outer:
        start = _resumes(lows, low, words)
        if start is None or (low, high) in taken or low not in by_end:
            continue
        widest = max(sorted(by_end[low]), key=lambda i: sum(last - first for first, last in out[i].contents))
        stop = high - 1 if lows[high - 1] in (".", "!", "?") else high
        out[widest] = out[widest].widened((start, stop), high)
        by_end.setdefault(high, []).append(widest)
    return out


def _resumes(lows: list[str], low: int, words: Words) -> int | None:
    """Where the content of a sentence begins that goes on with the report before it; None where it does not."""
    if " ".join(lows[low : low + 2]) in words.report_continuations:
        return low
    there = lows[low] in words.additives and lows[low + 2 : low + 3] == ["there"]
    return low + 2 if there else None
