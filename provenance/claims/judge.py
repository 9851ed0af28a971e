"""What link two claims have, if any, and the sentence that says why."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.claims.assertions import (
    LEAST_SHARED,
    OPPOSED,
    OPPOSED_WORD,
    SAME,
    Comparison,
    Side,
    compared,
)
from provenance.claims.copies import Alignment, align
from provenance.links import Change, ClaimLink, LinkKind, Statement

SAME_TEXT = "same-text/1"
SAME_CLAIM = "same-claim/1"
OPPOSES = "opposes/1"
DETECTORS = (SAME_TEXT, SAME_CLAIM, OPPOSES)
"""Method and version, by which stored links are told from those of another version."""

WITHIN_TEXT = 0.95
WITHIN_OPPOSED = 0.8
"""Within one document claims are linked only where nearly every word is the same, or where one party denies what another states
in nearly the same words: one author seldom says a thing twice, and two people whom he quotes are no two origins by that."""
OTHER_NAME = 0.45
"""Weight of names that each has for itself from which on a text in the same words is about somebody else."""
LONG, LONG_KEPT = 25, 0.9
"""A text so long, kept so far, is a copy whatever was changed in it."""
_SHOWN = 6
_LONGEST = 80


def judged(one: Side, two: Side) -> ClaimLink | None:
    """The link between two claims; None where there is none. `one` has the smaller id."""
    a, b = one.statement, two.statement
    within = a.document == b.document
    if within and _is_nested(a, b):
        return None
    found = compared(one, two)
    copy = align(one.reading.words, two.reading.words)
    if copy is not None and one.reading.total < LEAST_SHARED:
        copy = None
    if found.opposed:
        return _opposing(one, two, found, copy, within=within)
    if copy is not None and _is_copy(one, two, found, copy):
        if within and copy.kept < WITHIN_TEXT:
            return None
        return _link(one, two, "same_text", copy.kept, _copied(copy), SAME_TEXT, copy.changes)
    if within or "withholds" in (a.polarity, b.polarity) or found.figures_apart or found.score < SAME:
        return None
    return _link(one, two, "same_claim", found.score, _shared("Both say", found), SAME_CLAIM)


def _is_nested(a: Statement, b: Statement) -> bool:
    """Whether one is said within the other ("AFP reported that Zelensky disclosed that …"): the chain tells that already."""
    one, two = ([hop.source for hop in s.chain] for s in (a, b))
    shorter = min(len(one), len(two))
    return one[:shorter] == two[:shorter] and (a.text in b.text or b.text in a.text)


def _is_copy(one: Side, two: Side, found: Comparison, copy: Alignment) -> bool:
    """Whether texts in the same words are about the same thing: "Shares rose 2 percent" is printed every week."""
    if copy.contained:
        return True
    if min(len(one.reading.words), len(two.reading.words)) >= LONG and copy.kept >= LONG_KEPT:
        return True
    return not found.figures_apart and not found.days_apart and found.names_apart < OTHER_NAME


def _opposing(one: Side, two: Side, found: Comparison, copy: Alignment | None, *, within: bool) -> ClaimLink | None:
    """A denial or a contradiction. What somebody will not say opposes nothing."""
    a, b = one.statement, two.statement
    if "withholds" in (a.polarity, b.polarity):
        return None
    least = {"whole": OPPOSED, "word": OPPOSED_WORD, "figures": 0.0}[found.opposed]
    if within:
        least = max(least, WITHIN_OPPOSED)
    if found.score < least or (found.figures_apart and found.opposed != "figures"):
        return None
    if within and a.origin == b.origin:
        return None
    says = {
        "whole": "One denies what the other states",
        "word": "One negates a word of the other, or has its opposite",
        "figures": "The same with other figures",
    }[found.opposed]
    changes = copy.changes if copy is not None else ()
    return _link(one, two, "opposes", found.score, _shared(says, found), OPPOSES, changes)


def _link(
    one: Side, two: Side, kind: LinkKind, score: float, reason: str, detector: str, changes: tuple[Change, ...] = ()
) -> ClaimLink:
    return ClaimLink(one.statement.id, two.statement.id, kind, round(score, 3), reason, detector, changes)


def _copied(copy: Alignment) -> str:
    if not copy.changes:
        return "The words are the same."
    share = f"{copy.kept:.0%}"
    if copy.contained:
        return f"One stands within the other: {share} of its words, in order."
    shown = "; ".join(_change(change) for change in copy.changes[:3])
    more = f" and {len(copy.changes) - 3} more" if len(copy.changes) > 3 else ""
    return f"{share} of the words are the same, in order; changed: {shown}{more}."


def _change(change: Change) -> str:
    before, after = _short(change.before), _short(change.after)
    if not before:
        return f'"{after}" added'
    return f'"{before}" left out' if not after else f'"{before}" to "{after}"'


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + " …"


def _shared(says: str, found: Comparison) -> str:
    notes = "".join(f"; {note}" for note in found.notes)
    return f"{says}: {_listed(found.shared[:_SHOWN])} in both{notes}."


def _listed(words: Sequence[str]) -> str:
    quoted = [f'"{word}"' for word in words]
    return ", ".join(quoted[:-1]) + (" and " if len(quoted) > 1 else "") + quoted[-1] if quoted else "no word"
