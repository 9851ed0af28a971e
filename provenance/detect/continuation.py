"""Attributions that go on in the next sentence or paragraph: a quotation without a cue of its own, "This includes …"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from provenance.detect.found import Found
from provenance.detect.relays import is_open, with_relays
from provenance.detect.views import PassageView
from provenance.lexicon.words import Words
from provenance.records import DetectedAttribution, Passage, Quotation
from provenance.spans import Span

_SHORTEST_QUOTATION = 5
"""Tokens, marks included, of the shortest quotation that continues another; shorter ones are names and single words."""
_REPORTS = frozenset(["that", "bare", "adp", "hearer", "doc", "np"])
"""Frames of reports that a sentence such as "This includes …" may continue."""


def continued(view: PassageView, found: Sequence[Found], words: Words) -> list[Found]:
    """`found` with the contents that follow in later sentences, and with those of cited parties."""
    return with_relays(view, _with_reports(view, _with_quotations(view, found), words), words)


def _with_quotations(view: PassageView, found: Sequence[Found]) -> list[Found]:
    """Joins a quotation that opens the next sentence, and that nothing else claims, to the attribution before it."""
    tokens = view.tokens
    out = list(found)
    named = sorted((i for i, f in enumerate(out) if f.source and not f.inside and not is_open(f)), key=lambda i: out[i].region[0])
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
        if not one.inside and one.frame in _REPORTS and not is_open(one):
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


def over_paragraphs(
    records: Sequence[DetectedAttribution], passages: Sequence[Passage], quotations: Mapping[int, Sequence[Quotation]]
) -> list[DetectedAttribution]:
    """Speech that goes on in the next paragraph, as its quotation was not closed: one content, over as many as it takes.

    `quotations` are those of each passage, by its index. What is said within the added paragraphs gets the speech as parent.
    """
    out = list(records)
    of_passage: dict[int, list[int]] = {}
    for i, record in enumerate(out):
        of_passage.setdefault(record.passage, []).append(i)
    text_passages = [p for p in passages if p.kind == "body"]
    speaker: int | None = None
    for before, passage in pairwise(text_passages):
        unclosed = quotations.get(before.index, ())[-1:]
        first = next(iter(quotations.get(passage.index, ())), None)
        if not unclosed or unclosed[0].closed or first is None or first.span.start != passage.span.start:
            speaker = None
            continue
        if speaker is None:
            speaker = _speaker(out, of_passage.get(before.index, ()), unclosed[0].span)
        own = of_passage.get(passage.index, [])
        if speaker is None or _speaker(out, own, first.span) is not None:
            speaker = None
            continue
        out[speaker] = replace(out[speaker], contents=(*out[speaker].contents, first.span))
        for i in own:
            anchor = out[i].cue or out[i].contents[0]
            if out[i].parent is None and first.span.contains(anchor):
                out[i] = replace(out[i], parent=speaker)
    return out


def _speaker(records: Sequence[DetectedAttribution], indices: Sequence[int], quotation: Span) -> int | None:
    """The outermost of the records at `indices` to whose content a quotation belongs, and whose cue stands outside it."""
    for i in indices:
        one = records[i]
        outside = one.cue is not None and not quotation.contains(one.cue)
        if one.parent is None and outside and any(c.overlaps(quotation) for c in one.contents):
            return i
    return None
