"""The patterns of credits, from `credits.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from provenance.errors import LexiconError
from provenance.lexicon.files import compiled, parse_toml, read_text

ANCHORS = ("start", "line", "in", "end")
SIGNALS = (
    "reprint_line",
    "via",
    "source_line",
    "dateline",
    "bracket_tag",
    "sign_off",
    "byline",
    "contribution",
    "copyright",
    "photo_credit",
    "post",
)
KEYS = frozenset(["id", "signal", "anchor", "pattern", "example", "counter_example", "resolve"])

# A name: words that begin with a capital (or have no case), joined by small words. Bounded, so that no pattern backtracks far.
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_NO_DATE = rf"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:{_MONTHS})\b)"
_WORD = r"(?:[^\W\d_a-zà-ÿ][\w'’.&+-]{0,30}|X)"
_NAME = rf"{_NO_DATE}(?:[Tt]he\s+)?{_WORD}(?:\s+(?:of\s+|the\s+|and\s+|for\s+|de\s+|&\s+)?{_WORD}){{0,6}}"
_BRAND = rf"{_NO_DATE}(?:[Tt]he\s+)?{_WORD}(?:\s+(?:of\s+|de\s+|&\s+)?{_WORD}){{0,3}}?"


@dataclass(frozen=True, slots=True)
class CreditRule:
    """One pattern. `resolve` says that it counts only where the registry knows the name."""

    id: str
    signal: str
    anchor: str
    pattern: re.Pattern[str]
    resolve: bool
    example: str
    counter_example: str


def _rule(raw: dict[str, Any], where: str) -> CreditRule:
    if unknown := raw.keys() - KEYS:
        raise LexiconError(f"{where}: the keys {sorted(unknown)} are unknown; legal are {', '.join(sorted(KEYS))}.")
    if missing := KEYS - {"resolve"} - raw.keys():
        raise LexiconError(f"{where}: the keys {sorted(missing)} are missing.")
    if raw["anchor"] not in ANCHORS:
        raise LexiconError(f"{where}: anchor is {raw['anchor']!r}; legal are {', '.join(ANCHORS)}.")
    if raw["signal"] not in SIGNALS:
        raise LexiconError(f"{where}: signal is {raw['signal']!r}; legal are {', '.join(SIGNALS)}.")
    source = raw["pattern"].replace("{NAME}", _NAME).replace("{BRAND}", _BRAND)
    pattern = compiled(source, where)
    return CreditRule(
        raw["id"], raw["signal"], raw["anchor"], pattern, raw.get("resolve", False), raw["example"], raw["counter_example"]
    )


def parse_credit_rules(text: str, name: str = "credits.toml") -> tuple[CreditRule, ...]:
    """The rules written in `text`. Raises LexiconError with file and rule."""
    rules = tuple(_rule(raw, f"{name}: rule {number}") for number, raw in enumerate(parse_toml(text, name).get("rule", ()), 1))
    ids = [r.id for r in rules]
    if len(set(ids)) != len(ids):
        raise LexiconError(f"{name}: an id is used twice.")
    return rules


@cache
def load_credit_rules() -> tuple[CreditRule, ...]:
    """The shipped rules."""
    return parse_credit_rules(read_text("credits.toml"))
