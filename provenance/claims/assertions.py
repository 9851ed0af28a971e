"""Whether two claims assert the same or the opposite: what they share is weighed, and what speaks against it taken off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from provenance.claims.keys import somebody
from provenance.claims.quantities import equal
from provenance.claims.reading import Reading
from provenance.links import Statement

SAME = 0.66
"""The least score of `same_claim`. Measured: docs/linking.md."""
OPPOSED = 0.66
"""The least score of `opposes` where a whole claim is denied."""
OPPOSED_WORD = 0.74
"""The least score of `opposes` where one word is negated or has its opposite in the other: words are a weaker sign."""
OPPOSED_FIGURE = 0.85
"""The least score, figures left out, of `opposes` where nothing but the figures differs."""
LEAST_TERMS = 3
LEAST_SHARED = 1.3
"""Terms and weight that two claims must share: "this development" is the same claim as nothing."""

COVERED = 0.5
MUCH = 3.0
"""The part of a score that is the smaller claim's own share, and the weight from which on it has that part in full."""
SAME_HOLDER = 0.08
LIKE_TITLE = 0.03
TITLE_SHARED = 0.34
FIGURE_LEFT_OUT = 0.04
OTHER_NAMES = 0.30
OTHER_DAY = 0.30
OTHER_YEAR = 0.15
LONG_APART = 0.10
ODD_DENIAL = 0.12
"""What is added to or taken off the share of common weight (judgement, checked on the made corpus and ECB+)."""
APART_DAYS = 45
NEWS_DAYS = 4
"""Figures of texts published further apart contradict nothing: things have changed."""


@dataclass(frozen=True, slots=True)
class Side:
    """One claim with all that is compared of it."""

    statement: Statement
    reading: Reading
    title: frozenset[str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was found between two claims.

    `score` is the share of common weight with all additions; `same_score` the same without figures. `opposed` says how they
    oppose each other: "" not at all, "whole" one denies the other, "word" a word is negated, "figures" the figures differ.
    """

    score: float
    shared: tuple[str, ...]
    opposed: str
    notes: tuple[str, ...]
    figures_apart: bool
    names_apart: float
    days_apart: bool


def could_match(a: Reading, b: Reading) -> bool:
    """A quick look that leaves out most pairs: whether enough weight is shared for any link at all."""
    common = a.terms & b.terms
    if len(common) < LEAST_TERMS - 1:
        return False
    weights = a.weights
    return sum([weights[term] for term in common]) >= 0.4 * min(a.total, b.total)


def compared(a: Side, b: Side) -> Comparison:
    """Two claims weighed against each other; the order of the two plays no part."""
    one, two = a.reading, b.reading
    common = one.terms & two.terms
    weight = sum(min(one.weights[term], two.weights[term]) for term in common)
    first, second = _figures_left(one, two)
    rounded = 0.0
    if (one.quantities.figures and two.quantities.figures) and not (first or second):
        rounded = sum(one.weights[t] for t in one.terms - common if t[0] == "#")
    score = _share(weight + rounded, one.total, two.total)
    notes: list[str] = []
    apart = _names_apart(one, two)
    score -= OTHER_NAMES * min(1.0, apart)
    days_apart, off = _dates_apart(one, two)
    score -= off
    if first and second:
        figures = sum(r.weights.get(t, 0.0) for r in (one, two) for t in r.terms if t[0] == "#")
        plain = _share(weight, one.total - figures / 2, two.total - figures / 2) - OTHER_NAMES * min(1.0, apart) - off
    else:
        plain = score
        score -= FIGURE_LEFT_OUT * bool(first or second)
    opposed, denials = _opposition(one, two, common)
    score -= ODD_DENIAL * min(2, denials)
    if a.statement.origin == b.statement.origin and somebody(a.statement.origin):
        score += SAME_HOLDER
        notes.append("the same holder")
    if a.title and b.title and 2 * len(a.title & b.title) >= TITLE_SHARED * (len(a.title) + len(b.title)):
        score += LIKE_TITLE
        notes.append("titles alike")
    days = days_between(a.statement.published, b.statement.published)
    if days is not None and days > APART_DAYS:
        score -= LONG_APART
        notes.append(f"published {days} days apart")
    enough = len(common) >= LEAST_TERMS and weight >= LEAST_SHARED and any(t not in one.names for t in common)
    if not enough:
        score = plain = 0.0
    elif not opposed and first and second and plain >= OPPOSED_FIGURE and not days_apart and (days is None or days <= NEWS_DAYS):
        opposed, score = "figures", plain
    ranked = sorted(common, key=lambda t: (-min(one.weights[t], two.weights[t]), t))
    shared = tuple(one.shown.get(t, t) for t in ranked)
    return Comparison(max(0.0, min(1.0, score)), shared, opposed, tuple(notes), bool(first and second), apart, days_apart)


def _share(weight: float, one: float, two: float) -> float:
    """Between the share of both (Dice) and that of the smaller one, as a claim may say more than the other.

    The less the smaller one says, the less it counts that the other says it too.
    """
    smaller = min(one, two)
    if smaller <= 0:
        return 0.0
    part = COVERED * min(1.0, smaller / MUCH)
    return min(1.0, (1 - part) * 2 * weight / (one + two) + part * weight / smaller)


def _figures_left(one: Reading, two: Reading) -> tuple[int, int]:
    """How many figures of each the other lacks."""
    first, second = one.quantities.figures, two.quantities.figures
    lacking = sum(not any(equal(f, g) for g in second) for f in first)
    return lacking, sum(not any(equal(f, g) for f in first) for g in second)


def _names_apart(one: Reading, two: Reading) -> float:
    """The weight of the names that each has for itself; the smaller of the two, as one text may simply name more."""
    first = sum(one.weights[t] for t in one.names - two.terms)
    second = sum(two.weights[t] for t in two.names - one.terms)
    return min(first, second)


def _dates_apart(one: Reading, two: Reading) -> tuple[bool, float]:
    """Whether the days that they state differ, and what differing dates take off."""
    a, b = one.quantities, two.quantities
    days = bool(a.days and b.days and not set(a.days) & set(b.days))
    months = bool(not days and a.months and b.months and not set(a.months) & set(b.months))
    years = bool(a.years and b.years and not set(a.years) & set(b.years))
    return days or months or years, OTHER_DAY * (days or months) + OTHER_YEAR * years


def _opposition(one: Reading, two: Reading, common: frozenset[str]) -> tuple[str, int]:
    """How the two oppose each other, and how many denials of words that the other does not have remain.

    A word denied in one and not in the other turns the sense, and so does a denial of the whole; two turns are none.
    """
    turned = (one.denied ^ two.denied) & common
    whole = one.denies != two.denies
    odd = len((one.denied | two.denied) - common)
    if whole == bool(turned):
        return "", odd
    return ("whole" if whole else "word"), odd


def days_between(one: str | None, two: str | None) -> int | None:
    """Days between two dates of publication that begin as ISO 8601 does; None where one is not stated so."""
    try:
        return abs((date.fromisoformat((one or "")[:10]) - date.fromisoformat((two or "")[:10])).days)
    except ValueError:
        return None
