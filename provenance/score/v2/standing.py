"""Features over how a claim stands in other documents: who else states it, who denies it, what changed on the way to it."""

from __future__ import annotations

import math
from collections.abc import Iterable

from provenance.links import Standing
from provenance.records import Contribution
from provenance.score.case import Case
from provenance.score.facts import UNNAMED_PREFIXES
from provenance.score.table import Table, graded

_NOBODY = ("unspecified", "unknown-publisher", "unknown")
"""Nobody in particular; "unknown" stands in a standing for all origins that cannot be known."""


def corroboration(table: Table, case: Case) -> Contribution:
    """The further independent origins, each counted less than the one before; a copy adds none."""
    standing = case.standing
    if standing is None:
        return table.row("corroboration", "not looked for")
    further = further_origins(case)
    copies = _copies(standing)
    if not further:
        return graded(
            "corroboration",
            "none found",
            table.points("corroboration", "none found"),
            table.reason("corroboration", "none found") + copies,
        )
    costs = [table.points("corroboration", "named origin" if is_named_id(one) else "unnamed origin") for one in further]
    exact = _diminishing(costs, table.points("corroboration", "further"))
    number = "one further independent origin states" if len(further) == 1 else f"{len(further)} further independent origins state"
    reason = f"{number} it: {', '.join(further)}{copies}"
    return graded("corroboration", _origins(len(further)), exact, reason)


def circular(table: Table, case: Case) -> Contribution:
    """Whether the claim's support comes back to itself."""
    if case.standing is None:
        return table.row("circularity", "not looked for")
    return table.row("circularity", "circular" if case.standing.circular else "none found")


def contradiction(table: Table, case: Case) -> Contribution:
    """Those who deny it, each once, however often it is reprinted; a named one counts more."""
    if case.standing is None:
        return table.row("contradiction", "not looked for")
    named = _opponents(case.standing)
    if not named:
        return table.row("contradiction", "none found")
    costs = [table.points("contradiction", "named" if is_named else "unnamed") for is_named in named.values()]
    exact = _diminishing(costs, table.points("contradiction", "further"))
    told = ", ".join(f"{source} (named)" if is_named else source for source, is_named in sorted(named.items()))
    return graded(
        "contradiction", _times(len(named), "party", "parties"), exact, f"denied or contradicted in other documents by {told}"
    )


def drift(table: Table, case: Case) -> Contribution:
    """What changed between the claim and the text that it is said to come from, each kind of change once."""
    if case.standing is None:
        return table.row("drift", "not looked for")
    kinds = sorted({one.kind for one in case.standing.drift})
    if not kinds:
        return table.row("drift", "none found")
    exact = _diminishing([table.points("drift", kind) for kind in kinds], table.points("drift", "further"))
    told = "; ".join(table.reason("drift", kind) for kind in kinds)
    return graded("drift", ", ".join(kinds), exact, told)


def further_origins(case: Case) -> tuple[str, ...]:
    """The other origins that state the claim, each once, in the order of their ids; the claim's own is none of them."""
    return tuple(sorted(set(case.standing.others) - {case.claim.origin})) if case.standing else ()


def is_named_id(source: str) -> bool:
    """Whether an id is of somebody whom a text names."""
    return source not in _NOBODY and not source.startswith(UNNAMED_PREFIXES)


def is_opposed_by_name(case: Case) -> bool:
    """Whether somebody who is named denies the claim."""
    return case.standing is not None and any(_opponents(case.standing).values())


def _opponents(standing: Standing) -> dict[str, bool]:
    """Who denies the claim, and whether a text names them."""
    named: dict[str, bool] = {}
    for one in standing.opposed:
        named[one.source] = named.get(one.source, False) or one.named
    return named


def _diminishing(points: Iterable[float], further: float) -> float:
    """The one that weighs most in full, each next one at `further` of the weight of the one before; order plays no part."""
    return math.fsum(further**rank * each for rank, each in enumerate(sorted(points, key=abs, reverse=True)))


def _copies(standing: Standing) -> str:
    if not standing.copies:
        return ""
    return (
        f"; {_times(standing.copies, 'copy', 'copies')} in other documents {'adds' if standing.copies == 1 else 'add'} no origin"
    )


def _origins(number: int) -> str:
    return _times(number, "further origin", "further origins")


def _times(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
