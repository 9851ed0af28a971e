"""What tells furniture, captions and headlines from text, from `passages.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from provenance.errors import LexiconError
from provenance.lexicon.files import compiled, parse_toml, read_text

FILE = "passages.toml"
LISTS = frozenset(["furniture_lines", "small_words"])
RULES = frozenset(["furniture", "caption"])
KEYS = frozenset(["id", "pattern", "example", "counter_example"])


@dataclass(frozen=True, slots=True)
class LineRule:
    """One pattern; `example` is a line that it matches, `counter_example` one that it must not match."""

    id: str
    pattern: re.Pattern[str]
    example: str
    counter_example: str


@dataclass(frozen=True, slots=True)
class PassageWords:
    """`furniture` matches whole lines, `caption` is searched in them; both are alternations of the patterns of `rules`."""

    furniture_lines: frozenset[str]
    small_words: frozenset[str]
    furniture: re.Pattern[str]
    caption: re.Pattern[str]
    rules: dict[str, tuple[LineRule, ...]]


def _rules(raw: list[dict[str, Any]], kind: str) -> tuple[LineRule, ...]:
    rules = []
    for number, one in enumerate(raw, 1):
        where = f"{FILE}: {kind} {number}"
        if one.keys() != KEYS:
            raise LexiconError(f"{where}: the keys are {sorted(one)}; they must be {', '.join(sorted(KEYS))}.")
        rules.append(LineRule(one["id"], compiled(one["pattern"], where), one["example"], one["counter_example"]))
    if len({rule.id for rule in rules}) != len(rules):
        raise LexiconError(f"{FILE}: an id of {kind} is used twice.")
    return tuple(rules)


def _any_of(rules: tuple[LineRule, ...]) -> re.Pattern[str]:
    """One pattern for all; a leading (?i) becomes a group's own flag."""
    sources = [rule.pattern.pattern for rule in rules]
    return re.compile("|".join(f"(?i:{s[4:]})" if s.startswith("(?i)") else f"(?:{s})" for s in sources))


@cache
def load_passage_words() -> PassageWords:
    """The shipped lists. Raises LexiconError where a key is missing or unknown."""
    raw = parse_toml(read_text(FILE), FILE)
    if raw.keys() != LISTS | RULES:
        raise LexiconError(f"{FILE}: the keys are {sorted(raw)}; they must be {', '.join(sorted(LISTS | RULES))}.")
    rules = {kind: _rules(raw[kind], kind) for kind in sorted(RULES)}
    return PassageWords(
        frozenset(raw["furniture_lines"]),
        frozenset(raw["small_words"]),
        _any_of(rules["furniture"]),
        _any_of(rules["caption"]),
        rules,
    )
