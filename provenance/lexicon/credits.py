"""The patterns of credits, from `credits.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from provenance.errors import LexiconError
from provenance.lexicon.files import compiled, parse_toml, read_text

DETECTOR = "credits/2"
REACH = {"start": 400, "line": 140, "in": 400, "end": 160}
"""How many code points of a passage a rule sees by default: its first ones, the longest line, its first, its last ones."""
ANCHORS = tuple(REACH)
SIGNALS = (
    "reprint_line",
    "via",
    "tip",
    "source_line",
    "dateline",
    "bracket_tag",
    "sign_off",
    "sign_off_staff",
    "house_style",
    "byline",
    "contribution",
    "copyright",
    "photo_credit",
    "place",
    "post",
)
PLACES = ("above", "inside", "below", "lone", "far")
"""Where a passage stands to the text of its document: "lone" is all of it, "far" is apart from the article of a page."""
REQUIRED = frozenset(["id", "signal", "anchor", "pattern", "example", "counter_example"])
KEYS = REQUIRED | {
    "below",
    "beside",
    "every",
    "implies",
    "inside",
    "needs",
    "places",
    "reach",
    "registered",
    "repeated",
    "resolve",
}

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_NO_DATE = rf"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:{_MONTHS})\b)"
_UPPER = r"[^\W\d_a-zß-öø-ÿα-ώа-џ]"
"""A letter that can begin a name: a capital, or one of a script without case."""
_MARKS = r"\u0300-\u036f\u064b-\u065f\u0900-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Vowel signs and accents that are no letters to `re`: Arabic, and the scripts of India, Thailand, Burma and Cambodia."""
_WORD = rf"{_UPPER}(?:[\w{_MARKS}'’&+-]|\.(?=\w)|(?<=\.[A-Z])\.|(?<=\s[A-Z])\.){{0,30}}"
"""A word of a name. A full stop belongs to it within, or after an initial; else it ends the sentence."""
_NAME = rf"{_NO_DATE}(?:[Tt]he\s+)?{_WORD}(?:\s+(?:of\s+|the\s+|and\s+|for\s+|de\s+|&\s+)?{_WORD}){{0,6}}"
_BRAND = rf"{_NO_DATE}(?:[Tt]he\s+)?{_WORD}(?:\s+(?:of\s+|de\s+|&\s+)?{_WORD}){{0,3}}?"
PIECES = {"UPPER": _UPPER, "MARKS": _MARKS, "WORD": _WORD, "NAME": _NAME, "BRAND": _BRAND}
"""What every file of rules may use in braces. All are bounded, so that no pattern backtracks far."""

_PIECE = re.compile(r"\{([A-Z_]+)\}")
_SPACES = re.compile(r"\\s([*+])")
_MOST_SPACES = {"*": r"\s{0,8}", "+": r"\s{1,8}"}
"""How many spaces in a row a rule takes. Without a bound, optional parts with spaces between them ("\\s*:?\\s*") try all ways to
share out a long run: for a place and 400 spaces that took 37 seconds."""


@dataclass(frozen=True, slots=True, eq=False)
class CreditRule:
    """One pattern of a credit; `credits.toml` says at its head what each field means. A rule equals itself alone.

    `needs` are words in lower case, one of which stands in every text that the pattern matches ("" among them: none).
    """

    id: str
    signal: str
    anchor: str
    pattern: re.Pattern[str]
    resolve: bool
    example: str
    counter_example: str
    needs: tuple[str, ...] = ()
    implies: str = ""
    inside: str = ""
    below: str = ""
    beside: re.Pattern[str] | None = None
    every: bool = False
    registered: bool = False
    repeated: str = ""
    reach: int = 0
    places: tuple[str, ...] = PLACES


def _filled(pattern: str, pieces: Mapping[str, str], where: str) -> str:
    """The pattern with its pieces put in and its spaces bounded. Raises LexiconError for a piece that does not exist."""

    def piece(found: re.Match[str]) -> str:
        if found[1] not in pieces:
            raise LexiconError(f"{where}: there is no piece {{{found[1]}}}; there are {', '.join(sorted(pieces))}.")
        return pieces[found[1]]

    return _SPACES.sub(lambda found: _MOST_SPACES[found[1]], _PIECE.sub(piece, pattern))


def _checked(raw: Mapping[str, Any], where: str) -> None:
    """Raises LexiconError where a rule has keys or values that it may not have."""
    if unknown := raw.keys() - KEYS:
        raise LexiconError(f"{where}: the keys {sorted(unknown)} are unknown; legal are {', '.join(sorted(KEYS))}.")
    if missing := REQUIRED - raw.keys():
        raise LexiconError(f"{where}: the keys {sorted(missing)} are missing.")
    if raw["anchor"] not in ANCHORS:
        raise LexiconError(f"{where}: anchor is {raw['anchor']!r}; legal are {', '.join(ANCHORS)}.")
    for key in ("signal", "inside", "below", "repeated"):
        if key in raw and raw[key] not in SIGNALS:
            raise LexiconError(f"{where}: {key} is {raw[key]!r}; legal are {', '.join(SIGNALS)}.")
    if strange := set(raw.get("places", ())) - set(PLACES):
        raise LexiconError(f"{where}: places has {sorted(strange)}; legal are {', '.join(PLACES)}.")
    if shouted := [word for word in raw.get("needs", ()) if word != word.lower()]:
        raise LexiconError(f"{where}: needs {shouted} must be in lower case.")


def _rule(raw: Mapping[str, Any], pieces: Mapping[str, str], where: str) -> CreditRule:
    _checked(raw, where)
    pattern, beside = _filled(raw["pattern"], pieces, where), raw.get("beside")
    return CreditRule(
        raw["id"],
        raw["signal"],
        raw["anchor"],
        compiled(rf"(?:{pattern})[\s.]*\Z" if raw["anchor"] == "end" else pattern, where),
        raw.get("resolve", False),
        raw["example"],
        raw["counter_example"],
        tuple(raw.get("needs", ())),
        raw.get("implies", ""),
        raw.get("inside", ""),
        raw.get("below", ""),
        compiled(_filled(beside, pieces, where), where) if beside else None,
        raw.get("every", False),
        raw.get("registered", False),
        raw.get("repeated", ""),
        raw.get("reach", REACH[raw["anchor"]]),
        tuple(raw.get("places", PLACES)),
    )


def parse_credit_rules(text: str, name: str = "credits.toml") -> tuple[CreditRule, ...]:
    """The rules written in `text`. Raises LexiconError with file and rule."""
    raw = parse_toml(text, name)
    pieces = dict(PIECES)
    for key, pattern in raw.get("pieces", {}).items():
        pieces[key] = _filled(pattern, pieces, f"{name}: piece {key}")
    rules = tuple(_rule(one, pieces, f"{name}: rule {number}") for number, one in enumerate(raw.get("rule", ()), 1))
    ids = [r.id for r in rules]
    if len(set(ids)) != len(ids):
        raise LexiconError(f"{name}: an id is used twice.")
    return rules


@cache
def load_credit_rules() -> tuple[CreditRule, ...]:
    """The shipped rules."""
    return parse_credit_rules(read_text("credits.toml"))


@cache
def _implied() -> Mapping[str, str]:
    return {f"{DETECTOR}#{rule.id}": rule.implies for rule in load_credit_rules() if rule.implies}


def implied_source(rule: str) -> str:
    """The id of the agency whose house style a rule ("credits/2#…") knows; "" for a rule that finds a name."""
    return _implied().get(rule, "")
