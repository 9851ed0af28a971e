"""What tells furniture, captions and headlines from text, from `passages.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from provenance.errors import LexiconError
from provenance.lexicon.files import compiled, parse_toml, read_text

KEYS = frozenset(["furniture_lines", "furniture_patterns", "caption_patterns", "small_words"])


@dataclass(frozen=True, slots=True)
class PassageWords:
    """`furniture` and `caption` are alternations of all patterns of the file."""

    furniture_lines: frozenset[str]
    furniture: re.Pattern[str]
    caption: re.Pattern[str]
    small_words: frozenset[str]


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    """One pattern for all; a leading (?i) becomes a group's own flag."""
    parts = [f"(?i:{p[4:]})" if p.startswith("(?i)") else f"(?:{p})" for p in patterns]
    return compiled("|".join(parts), "passages.toml")


@cache
def load_passage_words() -> PassageWords:
    """The shipped lists. Raises LexiconError where a key is missing or unknown."""
    raw = parse_toml(read_text("passages.toml"), "passages.toml")
    if raw.keys() != KEYS:
        raise LexiconError(f"passages.toml: the keys are {sorted(raw)}; they must be {', '.join(sorted(KEYS))}.")
    return PassageWords(
        frozenset(raw["furniture_lines"]),
        _any_of(raw["furniture_patterns"]),
        _any_of(raw["caption_patterns"]),
        frozenset(raw["small_words"]),
    )
