"""The patterns of channels, from `channels.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import cast

from provenance.errors import LexiconError
from provenance.lexicon.files import compiled, parse_toml, read_text
from provenance.records import RELATIONS, Relation

_NO_NAME = "I|He|She|They|We|It|The|A|An|That|This|On|In|At|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_WORD = rf"(?!(?:{_NO_NAME})\b)[A-Z][\w'’.&-]{{0,30}}"
_NAME = rf"{_WORD}(?:\s+(?:of\s+|the\s+|for\s+)?{_WORD}){{0,4}}"


KEYS = frozenset(["id", "relation", "pattern", "example", "counter_example"])


@dataclass(frozen=True, slots=True)
class ChannelRule:
    """One pattern and the relation that it states."""

    id: str
    relation: Relation
    pattern: re.Pattern[str]
    example: str
    counter_example: str


def parse_channel_rules(text: str, name: str = "channels.toml") -> tuple[ChannelRule, ...]:
    """The rules written in `text`. Raises LexiconError that names the rule, the key and the legal values."""
    rules: dict[str, ChannelRule] = {}
    for number, raw in enumerate(parse_toml(text, name).get("rule", ()), 1):
        where = f"{name}: rule {number}"
        if raw.keys() != KEYS:
            raise LexiconError(f"{where}: the keys are {', '.join(sorted(raw))}; they must be {', '.join(sorted(KEYS))}.")
        if raw["relation"] not in RELATIONS:
            raise LexiconError(f"{where}: relation is {raw['relation']!r}; legal are {', '.join(RELATIONS)}.")
        if raw["id"] in rules:
            raise LexiconError(f"{where}: the id {raw['id']!r} is used twice.")
        pattern = compiled(raw["pattern"].replace("{NAME}", _NAME), where)
        relation = cast(Relation, raw["relation"])
        rules[raw["id"]] = ChannelRule(raw["id"], relation, pattern, raw["example"], raw["counter_example"])
    return tuple(rules.values())


@cache
def load_channel_rules() -> tuple[ChannelRule, ...]:
    """The shipped rules."""
    return parse_channel_rules(read_text("channels.toml"))
