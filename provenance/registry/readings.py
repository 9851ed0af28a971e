"""The ways to read a name as a person writes it: with descriptors, articles and countries around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from provenance.errors import RegistryError
from provenance.lexicon.places import iso2_table, place_of_adjective, place_of_name
from provenance.registry.normal import bare, without_possessive

COLUMNS = ("kinds", "words", "example", "name", "counter")

_PRESS = frozenset({"newspaper", "digital_outlet", "magazine"})
_GROUPS: Mapping[str, frozenset[str]] = {
    "agency": frozenset({"news_agency"}),
    "press": _PRESS,
    "magazine": frozenset({"magazine", "newspaper"}),
    "air": frozenset({"broadcaster", "public_broadcaster"}),
    "news": _PRESS | {"broadcaster", "public_broadcaster", "blog_network", "news_agency"},
    "firm": frozenset({"research_firm", "data_provider", "think_tank"}),
    "social": frozenset({"social_platform", "blog_network", "aggregator"}),
}
_LONGEST_DESCRIPTOR = 3
"""Words."""

_LOOSE = {
    *("a", "an", "the", "state", "official", "semi-official", "semiofficial", "independent", "private", "leading", "opposition"),
    *("state-run", "state-owned", "state-controlled", "state-backed", "state-funded", "state-affiliated", "government-run"),
    *("party-run", "pro-government", "exiled", "local", "national", "respected", "influential", "conservative", "liberal"),
    *("российское", "российская", "российского", "государственное", "государственного", "украинское", "украинского"),
    *("державне", "державного", "українське", "українського", "російське", "російського", "британское", "британского"),
}
_ARTICLES = ("The", "A", "An", "Semiofficial")
_NOUN_AND_NAME = re.compile(
    r"(.*?)\b(firm|agency|newspaper|magazine|company|group|outlet|broadcaster|website|organi[sz]ation|watchdog|institute"
    r"|think tank|platform|network|channel|station|portal|publication|daily|weekly|tabloid|service|centre|center|regulator"
    r"|consultancy|pollster)\s+['\"]?([^\Wa-z_].*)"
)
_PREPOSITION = re.compile(r"\b(?:of|for|at|by|from|to|with|in|on|told)\b")


@dataclass(frozen=True, slots=True)
class Descriptor:
    """Words that say what a name is, and the kinds that they leave; example and counter-example are for the tests."""

    words: tuple[str, ...]
    kinds: frozenset[str]
    example: str
    name: str
    counter: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A name with what was taken off it: the kinds that a descriptor leaves and the country of a possessive or adjective."""

    words: str
    kinds: frozenset[str] = frozenset()
    country: str | None = None


@cache
def descriptors() -> tuple[Descriptor, ...]:
    """All rows of the table. Raises RegistryError where a row breaks the format."""
    found: list[Descriptor] = []
    text = files("provenance.registry").joinpath("descriptors.tsv").read_text("utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        cells = line.split("\t")
        if line.startswith("#") or tuple(cells) == COLUMNS:
            continue
        if len(cells) != len(COLUMNS) or not all(cells) or cells[0] not in _GROUPS:
            raise RegistryError(f"descriptors.tsv, line {number}: a row needs the cells {', '.join(COLUMNS)}, parted by tabs.")
        found.append(Descriptor(tuple(cells[1].split("|")), _GROUPS[cells[0]], *cells[2:]))
    return tuple(found)


@cache
def _kinds() -> dict[str, frozenset[str]]:
    return {word.lower(): row.kinds for row in descriptors() for word in row.words}


def readings(words: str) -> Iterator[Reading]:
    """The ways to read a name: as it stands, then with descriptors, articles and countries taken off, the least taken first."""
    first = Reading(words)
    yield first
    waiting = [*_shorter(first), *_after_noun(first)]
    seen = {first}
    while waiting:
        reading = waiting.pop(0)
        if reading in seen or not reading.words:
            continue
        seen.add(reading)
        yield reading
        waiting += _shorter(reading)


def _shorter(reading: Reading) -> list[Reading]:
    found = (
        replace(reading, words=without_possessive(reading.words)),
        *_without_descriptor(reading),
        *_without_front(reading),
    )
    return [replace(r, words=bare(r.words)) for r in found]


def _without_descriptor(reading: Reading) -> Iterator[Reading]:
    """ "Time magazine" -> Time, one of the magazines; "news agency Interfax" -> Interfax, one of the agencies."""
    parts = reading.words.split()
    for size in range(1, _LONGEST_DESCRIPTOR + 1):
        if len(parts) <= size or reading.kinds:
            return
        last, first = " ".join(parts[-size:]), " ".join(parts[:size])
        for words, rest in ((last, parts[:-size]), (first, parts[size:])):
            kinds = _kinds().get(words.lower())
            if kinds:
                yield replace(reading, words=" ".join(rest), kinds=kinds)


def _without_front(reading: Reading) -> Iterator[Reading]:
    """ "China's Economic Information Daily", "the U.S.-based firm Gallup": the first words say where it is, not its name."""
    parts = reading.words.split()
    if len(parts) < 2:
        return
    first = parts[0] if parts[0] in _LOOSE or "-" in parts[0] else parts[0].lower() if parts[0] in _ARTICLES else ""
    if first.lower() in _LOOSE:  # "Independent Herald" is a name, "the independent Herald" has one
        yield replace(reading, words=" ".join(parts[1:]))
    for size in range(1, min(4, len(parts))):
        front = " ".join(parts[:size]).removesuffix("-based")
        place = place_of_adjective(front) or (place_of_name(front) if parts[size - 1].endswith("-based") else None)
        if place and reading.country is None:
            yield replace(reading, words=" ".join(parts[size:]), country=iso2_table()[place])


def _after_noun(reading: Reading) -> Iterator[Reading]:
    """ "the political research firm Filter Labs": a name that stands beside the noun for what it is."""
    found = _NOUN_AND_NAME.fullmatch(reading.words)
    if found and not _PREPOSITION.search(found[1]):
        yield replace(reading, words=found[3], kinds=reading.kinds or _kinds().get(found[2].lower(), frozenset()))
