"""People whom news texts call by last name alone (`people.tsv`), first names (`given_names.toml`), names made comparable."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from provenance.errors import LexiconError
from provenance.ids import slug
from provenance.lexicon.files import parse_toml, read_text

_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "đ": "d", "ð": "d", "ı": "i", "þ": "th", "œ": "oe", "ʼ": None}
)
"""Letters that no decomposition takes apart."""
_ENDING = re.compile(r"(?:yy|iy|ii|ij|yi|yj|i|y)$")
"""How texts render the last sound of "Зеленський"."""
_ENKO = re.compile(r"enka$")
_YEV = re.compile(r"(?<=[a-z]{2})[iy]+ev(?=a?$)")
_CASES = re.compile(
    r"(?:(?P<adj>[сц]ь?к)(?:ии|ого|ому|им|ым|ом|іи|ою|ои|ая|а|у|ую)|(?P<ov>[оеєі]в|[иіы]н)(?:а|у|ым|им|ом|е|і|ою|ои)?"
    r"|(?P<enko>енк)(?:о|а|у|ом|ові|ою|е))$"
)
"""Case endings of Ukrainian and Russian last names, and the stem that they leave; accents are off, so that "й" is "и"."""
_CASE = re.compile(r"(?:ом|ем|ою|ею|ові|еві|ого|ому|ии|[аяуюоеыиіь])$")
"""Case endings of other names."""
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


@dataclass(frozen=True, slots=True)
class GivenNames:
    """First names, lower case and without accents. `same` maps a form of a name to the one that it is compared as."""

    male: frozenset[str]
    female: frozenset[str]
    either: frozenset[str]
    same: dict[str, str]


@cache
def given_names() -> GivenNames:
    """The shipped first names. Raises LexiconError where a key is missing, or a name stands in two lists."""
    raw = parse_toml(read_text("given_names.toml"), "given_names.toml")
    if raw.keys() != {"male", "female", "either", "same"}:
        raise LexiconError("given_names.toml: the keys must be male, female, either and same.")
    male, female, either = (frozenset(raw[key]) for key in ("male", "female", "either"))
    twice = (male & female) | (male & either) | (female & either)
    if twice:
        raise LexiconError(f"given_names.toml: {sorted(twice)} stand in two lists.")
    same: dict[str, str] = {}
    for group in raw["same"]:
        for form in group:
            if same.setdefault(form, group[0]) != group[0]:
                raise LexiconError(f"given_names.toml: {form!r} is a form of two names.")
    return GivenNames(male, female, either, same)


@cache
def known_people() -> dict[str, tuple[str, str]]:
    """Each written form of a name -> (id, usual full name). Raises LexiconError where a row breaks the format."""
    table: dict[str, tuple[str, str]] = {}
    lines = read_text("people.tsv").splitlines()
    for number, line in enumerate(lines, 1):
        if line.startswith(("#", "id\t")):
            continue
        cells = line.split("\t")
        if len(cells) != 4 or not cells[0] or not cells[1]:
            raise LexiconError(f"people.tsv:{number}: a row needs four cells parted by tabs: id, name, forms, country.")
        for form in (cells[1], *filter(None, cells[2].split("|"))):
            if table.setdefault(form, (cells[0], cells[1]))[0] != cells[0]:
                raise LexiconError(f"people.tsv:{number}: {form!r} stands for two people.")
    return table


@cache
def _by_folded_name() -> dict[str, tuple[str, str]]:
    """The same by the forms as compared; a form of two people is nobody's."""
    table: dict[str, tuple[str, str]] = {}
    clashing = set()
    for form, person in known_people().items():
        if table.setdefault(folded(form), person) != person:
            clashing.add(folded(form))
    return {form: person for form, person in table.items() if form not in clashing}


def known_person(name: str) -> tuple[str, str] | None:
    """(id, usual full name) of somebody whom the table knows by this name, however it is spelt."""
    return known_people().get(name) or _by_folded_name().get(folded(name))


@lru_cache(maxsize=8192)
def folded(name: str) -> str:
    """A name as compared: lower case, without accents, "Zelenskyy" as "zelensky", "Dmytro" as "dmitry", without case endings."""
    plain = slug(name.lower().translate(_LETTERS))
    return " ".join(_folded_word(part) for part in plain.split("-"))


def _folded_word(word: str) -> str:
    same = given_names().same.get(word)
    if same is not None:
        return same
    if _CYRILLIC.search(word):
        case = _CASES.search(word)
        if case and case.start() > 1:
            return word[: case.start()] + (case["adj"] or case["ov"] or case["enko"])
        return _CASE.sub("", word) if len(word) > 4 else word
    return _ENDING.sub("y", _YEV.sub("ev", _ENKO.sub("enko", word))) if len(word) > 3 else word


def gender_of_given_name(name: str) -> str:
    """ "m", "f", or "" where the first word of a full name does not tell."""
    first = slug(name.split()[0].lower().translate(_LETTERS)) if " " in name else ""
    names = given_names()
    for form in (first, first.split("-")[0]):
        if form in names.male:
            return "m"
        if form in names.female:
            return "f"
    return ""


def is_given_name(word: str) -> bool:
    """Whether a word is a first name, of women or of men."""
    names, form = given_names(), slug(word.lower().translate(_LETTERS))
    return form in names.male or form in names.female or form in names.either
