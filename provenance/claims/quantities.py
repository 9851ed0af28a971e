"""Numbers and dates as a text writes them, made comparable: "80%", "80 percent" and "eighty per cent" are one figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_UNITS = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen".split(),
        range(20),
        strict=True,
    )
)
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_SCALES = {
    "hundred": 1e2,
    "dozen": 12.0,
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "mn": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "b": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
}
_SHORT_SCALES = frozenset({"k", "m", "mn", "b", "bn", "tn"})
_MONEY = {
    "$": "$",
    "€": "€",
    "£": "£",
    "¥": "¥",
    "dollar": "$",
    "dollars": "$",
    "usd": "$",
    "euro": "€",
    "euros": "€",
    "eur": "€",
    "pound": "£",
    "pounds": "£",
    "yuan": "¥",
    "yen": "¥",
    "rubles": "₽",
    "roubles": "₽",
    "₽": "₽",
}
_MEASURES = {
    form: forms.split()[0]
    for forms in (
        "ft feet foot|m metre metres meter meters|km kilometre kilometres kilometer kilometers|mi mile miles|mph|kph kmh|"
        "kg kilo kilos kilogram kilograms|lb lbs|t tonne tonnes ton tons|ha hectare hectares|acre acres|"
        "hour hours hrs|minute minutes mins|day days|week weeks|month months|year years|barrel barrels"
    ).split("|")
    for form in forms.split()
}
_MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct"
        "|november nov|december dec".split("|"),
        1,
    )
    for name in names.split()
}
_FULL_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"(?:[12]?\d|3[01])")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
SAME = 0.005
"""Figures that differ by no more than this share of the larger are one: texts round (judgement)."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit: "%", a currency's sign, a measure ("km"), or "" for all else; `noun` is the word behind it."""

    value: float
    unit: str
    noun: str = ""

    @property
    def term(self) -> str:
        """The figure as a word that can be compared: "#80%"."""
        return f"#{self.value:.6g}{self.unit}"


@dataclass(frozen=True, slots=True)
class Quantities:
    """What a text counts and dates. `used` are the places of the tokens that are part of a figure or a date.

    `days` are "05-26", `months` "05", `years` "2024".
    """

    figures: tuple[Figure, ...] = ()
    days: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    used: frozenset[int] = frozenset()


def number_of(token: str) -> float | None:
    """The value of digits as written: "3,000", "8.1", "1.500" (one and a half), "13"; None for anything else."""
    if not token[:1].isdigit():
        return None
    try:
        if _GROUPED.fullmatch(token):
            return float(token.replace(",", ""))
        return float(token.replace(",", "."))
    except ValueError:
        return None


def quantities(tokens: Sequence[str]) -> Quantities:
    """The figures and dates among the tokens of a text; one pass, linear in their number."""
    low = [token.lower() for token in tokens]
    figures: list[Figure] = []
    days: list[str] = []
    months: list[str] = []
    years: list[str] = []
    used: set[int] = set()
    at = 0
    while at < len(low):
        dated = _date(tokens, low, at)
        if dated is not None:
            end, month, day, year = dated
            if day:
                days.append(f"{month:02d}-{day:02d}")
            if month:
                months.append(f"{month:02d}")
            if year:
                years.append(str(year))
            used.update(range(at, end))
            at = end
            continue
        counted = _figure(low, at)
        if counted is not None:
            end, figure, start = counted
            figures.append(figure)
            used.update(range(start, end))
            at = end
            continue
        at += 1
    return Quantities(tuple(figures), tuple(days), tuple(months), tuple(years), frozenset(used))


def _date(tokens: Sequence[str], low: Sequence[str], at: int) -> tuple[int, int, int, int] | None:
    """A date that begins at a token: (where it ends, month, day, year), 0 for what it does not say."""
    token = low[at]
    month = _MONTHS.get(token, 0) if tokens[at][:1].isupper() else 0
    if month:
        end, day, year = at + 1, 0, 0
        if end < len(low) and _DAY.fullmatch(low[end].rstrip("stndrh")):
            day, end = int(low[end].rstrip("stndrh")), end + 1
        if end < len(low) and _FULL_YEAR.fullmatch(low[end]):
            year, end = int(low[end]), end + 1
        if token == "may" and not day and not year:
            return None  # the verb that opens a sentence
        return end, month, day, year
    if _DAY.fullmatch(token.rstrip("stndrh")) and token[0].isdigit() and at + 1 < len(low):
        month = _MONTHS.get(low[at + 1], 0) if tokens[at + 1][:1].isupper() else 0
        if month:
            end = at + 2
            year = int(low[end]) if end < len(low) and _FULL_YEAR.fullmatch(low[end]) else 0
            return end + (1 if year else 0), month, int(token.rstrip("stndrh")), year
        return None
    after = low[at + 1] if at + 1 < len(low) else ""
    if _FULL_YEAR.fullmatch(token) and after != "%" and after not in _SCALES and (at == 0 or low[at - 1] not in _MONEY):
        return at + 1, 0, 0, int(token)
    return None


def _figure(low: Sequence[str], at: int) -> tuple[int, Figure, int] | None:
    """A number that begins at a token: (where it ends, the figure, where its unit begins)."""
    value = number_of(low[at])
    end = at + 1
    if value is None:
        word = _spelled(low, at)
        if word is None:
            return None
        value, end = word
    paid = at > 0 and low[at - 1] in _MONEY
    while end < len(low) and low[end] in _SCALES and (low[end] not in _SHORT_SCALES or low[at][0].isdigit()):
        if low[end] == "m" and not paid:
            break  # "600m" is a length
        value *= _SCALES[low[end]]
        end += 1
    start, unit = at, ""
    if paid and low[at - 1] in ("$", "€", "£", "¥", "₽"):
        start, unit = at - 1, _MONEY[low[at - 1]]
    elif end < len(low) and low[end] in _MONEY:
        unit, end = _MONEY[low[end]], end + 1
    elif end < len(low) and low[end] in ("%", "percent", "pct"):
        unit, end = "%", end + 1
    elif (end + 1 < len(low) and low[end] == "per" and low[end + 1] == "cent") or (
        end + 1 < len(low) and low[end] == "percentage" and low[end + 1].startswith("point")
    ):
        unit, end = "%", end + 2
    elif end < len(low) and low[end] in _MEASURES:
        unit = _MEASURES[low[end]]  # the word of a measure stays a word: "hectares" says what it is about
    noun = low[end] if end < len(low) and low[end].isalpha() and len(low[end]) > 2 else ""
    return end, Figure(value, unit, noun), start


def _spelled(low: Sequence[str], at: int) -> tuple[float, int] | None:
    """A number in words: "eighty", "twenty five", "three", "a dozen"; "one" alone is no number, being a pronoun too often."""
    word = low[at]
    following = low[at + 1] if at + 1 < len(low) else ""
    if word in _TENS:
        if following in _UNITS and 0 < _UNITS[following] < 10:
            return float(_TENS[word] + _UNITS[following]), at + 2
        return float(_TENS[word]), at + 1
    if word in _UNITS:
        return (float(_UNITS[word]), at + 1) if word != "one" or following in _SCALES else None
    if word in ("a", "an") and following in ("hundred", "dozen", "thousand", "million", "billion"):
        return 1.0, at + 1
    return None


def equal(a: Figure, b: Figure) -> bool:
    """Whether two figures are one, but for rounding."""
    return a.unit == b.unit and abs(a.value - b.value) <= SAME * max(abs(a.value), abs(b.value))
