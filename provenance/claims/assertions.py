"""Whether two claims assert the same or the opposite: what they share is weighed, and what speaks against it taken off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from provenance.claims.keys import somebody
from provenance.claims.quantities import Figure, equal
from provenance.claims.reading import Reading
from provenance.claims.vocabulary import concept_of
from provenance.links import Statement

SAME = 0.70
"""The least score of `same_claim`. Measured: docs/linking.md."""
OPPOSED = 0.66
"""The least score of `opposes` where a whole claim is denied."""
OPPOSED_WORD = 0.72
"""The least score of `opposes` where one word is negated or has its opposite in the other: words are a weaker sign."""
OPPOSED_FIGURE = 0.85
"""The least score, figures left out, of `opposes` where nothing but the figures differs."""
LEAST_TERMS = 3
LEAST_SHARED = 1.3
"""Terms and weight that two claims must share: "this development" is the same claim as nothing."""

COVERED = 0.5
COVERED_BY_DENIAL = 0.8
MUCH = 3.0
"""The part of a score that is the smaller claim's own share (a denial repeats little of what it denies), and the weight from
which on it has that part in full."""
REST_SHARED = 0.7
WORDS_SHARED = 0.34
FEW_WORDS = 0.15
THIN_WORDS, THIN = 0.5, 0.08
SAME_HOLDER = 0.08
LIKE_TITLE = 0.03
TITLE_SHARED = 0.34
FIGURE_LEFT_OUT = 0.04
OTHER_NAMES = 0.45
OTHER_DAY = 0.30
OTHER_YEAR = 0.15
LONG_APART = 0.10
WORDS_BESIDE = 2
"""Shared words that are no names, where a word is negated that the other claim does not have (judgement)."""
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

    `score` is the share of common weight with all additions. `opposed` says how they oppose each other: "" not at all, "whole"
    one denies the other, "word" a word is negated or has its opposite, "figures" the figures differ.
    """

    score: float
    shared: tuple[str, ...]
    opposed: str
    notes: tuple[str, ...]
    figures_apart: bool
    names_apart: float
    days_apart: bool


def could_match(a: Reading, b: Reading) -> bool:
    """A quick look that leaves out most pairs, and none that can be linked: a bound of what `compared` would give."""
    common = a.terms & b.terms
    if len(common) < LEAST_TERMS:
        return False
    mine = a.weights
    weight = sum([mine[term] for term in common])
    one, two = a.total - a.figures, b.total - b.figures
    smaller = min(one, two)
    if weight < LEAST_SHARED or smaller <= 0:
        return False
    bound = 0.2 * 2 * weight / (one + two) + 0.8 * weight / smaller if weight < smaller else 1.0
    if bound + SAME_HOLDER + LIKE_TITLE < SAME:
        return False
    return bound + SAME_HOLDER + LIKE_TITLE - OTHER_NAMES * min(1.0, _names_apart(a, b)) >= SAME or weight >= 0.8 * smaller


def compared(a: Side, b: Side) -> Comparison:
    """Two claims weighed against each other; the order of the two plays no part."""
    one, two = a.reading, b.reading
    common = one.terms & two.terms
    weight = sum(min(one.weights[term], two.weights[term]) for term in common - (one.implied & two.implied))
    first, second = _figures_left(one, two)
    conflict = any(f.unit == g.unit for f in first for g in second)
    opposed, denials = _opposition(one, two, common)
    covered = COVERED_BY_DENIAL if opposed else COVERED
    apart = _names_apart(one, two)
    days_apart, off = _dates_apart(one, two)
    off += OTHER_NAMES * min(1.0, apart) + _few_words(one, two, common) + ODD_DENIAL * min(2, denials)
    more, notes, days = _context(a, b)
    figures = [r.figures if conflict or opposed else 0.0 for r in (one, two)]
    shared_figures = sum(one.weights[t] for t in common if t[0] == "#") if conflict or opposed else 0.0
    plain = _share(weight - shared_figures, one.total - figures[0], two.total - figures[1], covered)
    rounded = 0.0
    if one.quantities.figures and two.quantities.figures and not (first or second):
        rounded = sum(one.weights[t] for t in one.terms - common if t[0] == "#")
    score = plain if opposed else _share(weight + rounded, one.total, two.total, covered)
    score += more - off - (0.0 if opposed else FIGURE_LEFT_OUT * bool(first or second))
    enough = len(common) >= LEAST_TERMS and weight >= LEAST_SHARED and any(one.is_word(t) or t[0] == "#" for t in common)
    if not enough:
        score = 0.0
    elif not opposed and _contradict(first, second) and not days_apart and (days is None or days <= NEWS_DAYS):
        plain += more - off
        if plain >= OPPOSED_FIGURE:
            opposed, score = "figures", plain
    ranked = sorted(common, key=lambda t: (-min(one.weights[t], two.weights[t]), t))
    written = one.as_written()
    shared = tuple(written[t] for t in ranked)
    return Comparison(max(0.0, min(1.0, score)), shared, opposed, notes, conflict, apart, days_apart)


def _context(a: Side, b: Side) -> tuple[float, tuple[str, ...], int | None]:
    """What the holders, titles and dates of publication add or take off, what to say of them, and the days between."""
    more = 0.0
    notes: list[str] = []
    if a.statement.origin == b.statement.origin and somebody(a.statement.origin):
        more += SAME_HOLDER
        notes.append("the same holder")
    if a.title and b.title and 2 * len(a.title & b.title) >= TITLE_SHARED * (len(a.title) + len(b.title)):
        more += LIKE_TITLE
        notes.append("titles alike")
    days = days_between(a.statement.published, b.statement.published)
    if days is not None and days > APART_DAYS:
        more -= LONG_APART
        notes.append(f"published {days} days apart")
    return more, tuple(notes), days


def _share(weight: float, one: float, two: float, covered: float) -> float:
    """Between the share of both (Dice) and that of the smaller one, as a claim may say more than the other.

    The less the smaller one says, the less it counts that the other says it too.
    """
    smaller = min(one, two)
    if smaller <= 0:
        return 0.0
    part = covered * min(1.0, smaller / MUCH)
    return min(1.0, (1 - part) * 2 * weight / (one + two) + part * weight / smaller)


def _few_words(one: Reading, two: Reading, common: frozenset[str]) -> float:
    """What is taken off where names and figures are shared, and hardly a word that says what happened."""
    shared = sum([one.weights[t] for t in common if one.is_word(t)])
    least = WORDS_SHARED * min(one.plain, two.plain)
    few = FEW_WORDS * (1 - shared / least) if shared < least else 0.0
    return few + (THIN if shared < THIN_WORDS else 0.0)


def _figures_left(one: Reading, two: Reading) -> tuple[list[Figure], list[Figure]]:
    """The figures of each that the other lacks."""
    first, second = one.quantities.figures, two.quantities.figures
    lacking = [f for f in first if not any(equal(f, g) for g in second)]
    return lacking, [g for g in second if not any(equal(f, g) for f in first)]


def _contradict(first: Sequence[Figure], second: Sequence[Figure]) -> bool:
    """Whether two figures count the same thing: in one unit, or with the same word behind them."""
    for f in first:
        for g in second:
            if f.unit == g.unit and (f.unit or concept_of(f.noun).term == concept_of(g.noun).term):
                return True
    return False


def _names_apart(one: Reading, two: Reading) -> float:
    """The weight of the names that each has for itself; the smaller of the two, as one text may simply name more."""
    first = one.names - two.terms
    second = two.names - one.terms
    if not first or not second:
        return 0.0
    return min(sum([one.weights[t] for t in first]), sum([two.weights[t] for t in second]))


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
    turned = ((one.denied ^ two.denied) & common) - one.mixed - two.mixed
    whole = one.denies != two.denies
    odd = (one.negated | two.negated) - common
    if odd and not whole and not turned and _negates_the_rest(one, two, common):
        return "word", 0
    if whole == bool(turned):
        return "", len(odd)
    return ("whole" if whole else "word"), len(odd)


def _negates_the_rest(one: Reading, two: Reading, common: frozenset[str]) -> bool:
    """Whether one claim negates a word that the other puts otherwise: all else that it says stands in the other too.

    Two words besides names must be among that: else a company that does not do one thing would oppose all that it does.
    """
    if bool(one.negated) == bool(two.negated):
        return False
    speaker = one if one.negated else two
    rest = [t for t in speaker.terms - speaker.negated if t[0] not in "#y"]
    weight = sum(speaker.weights[t] for t in rest)
    if sum(one.is_word(t) for t in rest if t in common) < WORDS_BESIDE:
        return False
    return sum(speaker.weights[t] for t in rest if t in common) >= REST_SHARED * weight > 0


def days_between(one: str | None, two: str | None) -> int | None:
    """Days between two dates of publication that begin as ISO 8601 does; None where one is not stated so."""
    try:
        return abs((date.fromisoformat((one or "")[:10]) - date.fromisoformat((two or "")[:10])).days)
    except ValueError:
        return None
