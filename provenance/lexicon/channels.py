"""The patterns of channels and the words of relays, from `channels.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache
from typing import cast

from provenance.errors import LexiconError
from provenance.lexicon.files import compiled, parse_toml, read_text
from provenance.records import RELATIONS, Relation

_NO_NAME = (
    "I|He|She|They|We|It|The|A|An|That|This|On|In|At|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    "|January|February|March|April|May|June|July|August|September|October|November|December"
)
_WORD = rf"(?!(?:{_NO_NAME})\b)[A-Z](?:[\w'’&-]|\.(?=\w)|(?<=\b[A-Z])\.){{0,30}}"
_NAME = rf"{_WORD}(?:\s+(?:of\s+|the\s+|for\s+)?{_WORD}){{0,4}}"
_NATION = r"[A-Z][a-z]*(?:an|ese|sh|ch|ek|i|iss)"
_BEFORE_KIND = r"(?=\s+(?:state|news|daily|newspaper|broadcaster|television|radio|magazine|weekly|agency|website|opposition)\b)"
_KIND = (
    r"(?:[Tt]he|an?|his|her|their|state(?:-run|-owned)?|daily|newspaper|news\s+agency|news\s+(?:site|website|portal|channel|outlet)"
    r"|broadcaster|television|TV\s+channel|radio|magazine|weekly|agency|website|private|independent|opposition|public|local|leading"
    rf"|{_NATION}{_BEFORE_KIND})"
)
_QUALITY = rf"(?:{_NATION}|(?!(?:social|that|this|our|my|his|her|the|an?|of|and)\b)[a-z]+(?:-[a-z]+)*)"
_OUTLET = (
    r"media|press|newspapers?|news\s+agenc(?:y|ies)|news\s+(?:site|website|portal|outlet|channel|organi[sz]ation)s?|broadcasters?|TV"
    r"|television(?:\s+(?:channel|station)s?)?|radio(?:\s+stations?)?|magazines?|tabloids?|media\s+outlets?"
)
_ALONE = (
    r"[Tt]he\s+(?:newspaper|paper|(?:news\s+)?agency|outlet|broadcaster|network|station|channel|magazine|website|portal"
    r"|publication)"
)
_BY_KIND = rf"(?:(?:the|an?|one|some|several|two|three)\s+)?(?:{_QUALITY}\s+){{1,2}}?(?:{_OUTLET})"
MACROS = {
    "{NAME}": rf"(?!{_NATION}{_BEFORE_KIND}){_NAME}",
    # an outlet by its kind alone: "state media", "a Russian newspaper", "the agency"
    "{MEDIA}": rf"(?:{_ALONE}|{_BY_KIND})(?![\w-])(?!\s+[A-Z])",
    "{THE}": rf"(?:{_KIND}\s+){{0,3}}?['‘\"“]?",
    "{DAY}": r"(?:(?:on|late\s+on|last)\s+[A-Z][a-z]+day\s+)?",
}
"""What stands for what in the patterns of the file."""

KEYS = frozenset(["id", "relation", "needs", "pattern", "example", "counter_example"])


@dataclass(frozen=True, slots=True)
class ChannelRule:
    """One pattern and the relation that it states. `needs`: of these parts of words one stands in whatever it matches."""

    id: str
    relation: Relation
    needs: tuple[str, ...]
    pattern: re.Pattern[str]
    example: str
    counter_example: str

    def may_match(self, words: str) -> bool:
        """Whether `words` hold anything that the pattern needs: a cheap look before the search."""
        for part in self.needs:  # noqa: SIM110 - a generator would cost three times as much, and this is asked for every rule
            if part in words:
                return True
        return False


@dataclass(frozen=True, slots=True)
class RelayWords:
    """Sets of lower-case words; the file says what each is for."""

    citing: frozenset[str]
    quoting: frozenset[str]
    handled: frozenset[str]
    reporting: frozenset[str]
    withheld: frozenset[str]
    silent: frozenset[str]
    kept_back: frozenset[str]
    anaphors: frozenset[str]
    media: frozenset[str]


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
        pattern = raw["pattern"]
        for macro, meaning in MACROS.items():
            pattern = pattern.replace(macro, meaning)
        relation = cast(Relation, raw["relation"])
        needs = tuple(raw["needs"])
        rules[raw["id"]] = ChannelRule(
            raw["id"], relation, needs, compiled(pattern, where), raw["example"], raw["counter_example"]
        )
    return tuple(rules.values())


@cache
def load_channel_rules() -> tuple[ChannelRule, ...]:
    """The shipped rules."""
    return parse_channel_rules(read_text("channels.toml"))


@cache
def load_relay_words() -> RelayWords:
    """The shipped word lists. Raises LexiconError where the table `words` lacks a list or has one that nobody reads."""
    raw = parse_toml(read_text("channels.toml"), "channels.toml").get("words", {})
    names = {f.name for f in fields(RelayWords)}
    if raw.keys() != names:
        raise LexiconError(f"channels.toml: the lists {sorted(names ^ raw.keys())} of [words] are missing or unknown.")
    return RelayWords(**{name: frozenset(raw[name]) for name in names})
