"""Countries and what stands for them: "Beijing", "the Chinese side" and "PRC" are all `china`.

The data is `places.tsv`. Look-ups keep to the case of the table, because "us", "turkey" and "polish" are no countries;
capitals throughout ("CHINA") are accepted, and small letters only for words that mean nothing else ("ukrainian").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from provenance.errors import LexiconError

COLUMNS = ("id", "name", "iso2", "adjectives", "metonyms", "aliases", "party")

_COMMON_WORDS = {
    *("aden", "america", "beehive", "chile", "china", "congo", "dominican", "emirates", "georgia", "georgian", "guinea"),
    *("hague", "japan", "jordan", "laos", "lebanon", "lima", "mali", "malta", "niger", "oman", "polish", "samoa", "sofia"),
    *("swiss", "togo", "turkey", "victoria", "wales", "welsh"),
}
"""Written small, these are words, names or slips of too many kinds to be taken for a country."""

_SIDE = re.compile(r"(.+?)[ ](?:side|government)$")
_GOVERNMENT_OF = re.compile(r"government of (?:the )?(.+)$")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s?$")


@dataclass(frozen=True, slots=True)
class Place:
    """A country: `id` is its slug, `iso2` its ISO 3166 code ("EU" and "XK" by custom), `metonyms` the seats that speak for it."""

    id: str
    name: str
    iso2: str
    adjectives: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    party: tuple[str, ...] = ()


def _parse(text: str) -> tuple[Place, ...]:
    """The rows of a places table. Raises LexiconError with file and line where a row breaks the format."""
    found: list[Place] = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = line.split("\t")
        if line.startswith("#") or tuple(cells) == COLUMNS:
            continue
        if len(cells) != len(COLUMNS) or not all(cells[:3]):
            wanted = ", ".join(COLUMNS)
            raise LexiconError(f"places.tsv, line {number}: a row needs {len(COLUMNS)} cells parted by tabs ({wanted}).")
        adjectives, metonyms, aliases, party = (tuple(filter(None, cell.split("|"))) for cell in cells[3:])
        found.append(Place(cells[0], cells[1], cells[2], adjectives, metonyms, aliases, party))
    return tuple(found)


@cache
def places() -> tuple[Place, ...]:
    """All places, sorted by id."""
    return _parse(files("provenance.lexicon").joinpath("places.tsv").read_text("utf-8"))


def _spread(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Written form -> id, with the variants in capitals and, where safe, in small letters. A form of two places is dropped."""
    table: dict[str, str] = {}
    for form, place in pairs:
        variants = {form}
        if len(form) > 3:
            variants.add(form.upper())
            if form.lower() not in _COMMON_WORDS and not form.isupper() and "." not in form:
                variants.add(form.lower())
        for variant in variants:
            table[variant] = place if table.get(variant, place) == place else ""
    return {form: place for form, place in table.items() if place}


@cache
def name_table() -> dict[str, str]:
    """Names, aliases and metonyms -> place id."""
    return _spread([(form, p.id) for p in places() for form in (p.name, *p.aliases, *p.metonyms)])


@cache
def adjective_table() -> dict[str, str]:
    """Adjectives -> place id."""
    return _spread([(form, p.id) for p in places() for form in p.adjectives])


@cache
def iso2_table() -> dict[str, str]:
    """Place id -> ISO 3166 code."""
    return {p.id: p.iso2 for p in places()}


def _plain(text: str) -> str:
    """One line, straight apostrophes, no possessive ending and no leading article."""
    words = " ".join(text.replace("’", "'").split())
    words = _POSSESSIVE.sub("", words)
    return words[4:] if words[:4] in ("the ", "The ", "THE ") and words not in name_table() else words


def place_of_name(text: str) -> str | None:
    """The place that a whole phrase stands for: "Beijing", "the U.S.", "the Chinese side", "the government of Iran"."""
    words = _plain(text)
    found = name_table().get(words)
    if found or " " not in words:
        return found
    side = _SIDE.fullmatch(words)
    if side:
        owner = _POSSESSIVE.sub("", side[1])
        return adjective_table().get(owner) or name_table().get(owner)
    of = _GOVERNMENT_OF.fullmatch(words)
    return name_table().get(of[1]) if of else None


def place_of_adjective(word: str) -> str | None:
    """The place of an adjective ("Chinese", "U.S.") or of a possessive ("China's"). None for a bare noun such as "China"."""
    words = " ".join(word.replace("’", "'").split())
    bare = _POSSESSIVE.sub("", words)
    if bare != words:
        return name_table().get(bare) or adjective_table().get(bare)
    return adjective_table().get(words)
