"""Credits in the text: reprint lines, datelines, sign-offs, bylines, photo credits, signatures of posts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from provenance.lexicon.credits import CreditRule
from provenance.records import CreditLine
from provenance.spans import Span

_WINDOW = 400
"""Code points at each end of a passage in which credits are looked for; longer passages are body text between them."""
_LINE = 200
"""Code points of the longest passage that can be a credit as a whole."""

Known = Callable[[str], bool]


def _match(rule: CreditRule, text: str, span: Span) -> tuple[Span, Span] | None:
    """The whole credit and the name in it, or None."""
    if rule.anchor == "line":
        if span.end - span.start > _LINE:
            return None
        found = rule.pattern.fullmatch(text, span.start, span.end)
    elif rule.anchor == "start":
        found = rule.pattern.match(text, span.start, min(span.end, span.start + _WINDOW))
    else:
        found = rule.pattern.search(text, span.start, min(span.end, span.start + _WINDOW))
        if found is None and span.end - span.start > _WINDOW:
            found = rule.pattern.search(text, span.end - _WINDOW, span.end)
    if found is None:
        return None
    group = next((g for g in ("name", "name2", "name3") if g in found.re.groupindex and found[g]), None)
    if group is None:
        return None
    start, end = found.span(group)
    while end > start and text[end - 1] in " .,;:":
        end -= 1
    return Span(found.start(), found.end()), Span(start, end)


def find_credits(text: str, spans: Sequence[Span], rules: Sequence[CreditRule], known: Known) -> tuple[CreditLine, ...]:
    """The credits of all passages, in order; the first rule that matches a place wins.

    `spans` are the passages, `known` tells whether the registry has a name.
    """
    found: list[CreditLine] = []
    for index, span in enumerate(spans):
        taken: list[Span] = []
        for rule in rules:
            hit = _match(rule, text, span)
            if hit is None or any(hit[0].overlaps(t) for t in taken):
                continue
            if rule.resolve and not known(hit[1].of(text)):
                continue
            taken.append(hit[0])
            found.append(CreditLine(hit[0], hit[1], index, rule.signal, f"credits/1#{rule.id}"))
    return tuple(sorted(found, key=lambda c: c.span))
