"""The patterns of channels, from `channels.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from provenance.errors import LexiconError
from provenance.records import RELATIONS, Relation

_NO_NAME = "I|He|She|They|We|It|The|A|An|That|This|On|In|At|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_WORD = rf"(?!(?:{_NO_NAME})\b)[A-Z][\w'’.&-]{{0,30}}"
_NAME = rf"{_WORD}(?:\s+(?:of\s+|the\s+|for\s+)?{_WORD}){{0,4}}"


@dataclass(frozen=True, slots=True)
class ChannelRule:
    """One pattern and the relation that it states."""

    id: str
    relation: Relation
    pattern: re.Pattern[str]
    example: str
    counter_example: str


@cache
def load_channel_rules() -> tuple[ChannelRule, ...]:
    """The shipped rules. Raises LexiconError that names the rule and the legal relations."""
    raw = tomllib.loads(files("provenance.lexicon").joinpath("channels.toml").read_text(encoding="utf-8"))
    rules = []
    for number, rule in enumerate(raw["rule"], 1):
        if rule["relation"] not in RELATIONS:
            raise LexiconError(
                f"channels.toml: rule {number}: relation is {rule['relation']!r}; legal are {', '.join(RELATIONS)}."
            )
        pattern = re.compile(rule["pattern"].replace("{NAME}", _NAME))
        rules.append(ChannelRule(rule["id"], cast(Relation, rule["relation"]), pattern, rule["example"], rule["counter_example"]))
    return tuple(rules)
