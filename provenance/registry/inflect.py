"""Names in the cases of Russian and Ukrainian: "Интерфакса", "Української правди", "Голосом Америки".

The data is `cases.tsv`. The forms are for recognising names, so that one too many, which nobody writes, does no harm.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from provenance.errors import RegistryError

COLUMNS = ("language", "ending", "genitive", "dative", "accusative", "instrumental", "locative", "example", "form", "counter")
CYRILLIC = re.compile("[\u0400-\u04ff]")

_CASES = 5
_UKRAINIAN = re.compile("[іїєґ]", re.IGNORECASE)
_RUSSIAN = re.compile("[ыэёъ]", re.IGNORECASE)
_DECLINED = re.compile("(?:.*-)?[А-ЯЁІЇЄҐа-яёіїєґ]{4,}$")
_HUSHED = "гкхжчшщ"


class Paradigm(NamedTuple):
    """How one ending changes; a form may have two spellings. Example and counter-example are for the tests."""

    language: str
    ending: str
    forms: tuple[tuple[str, ...], ...]
    example: str
    form: str
    counter: str


@cache
def paradigms() -> tuple[Paradigm, ...]:
    """All rows of the table, the longest endings first. Raises RegistryError where a row breaks the format."""
    found: list[Paradigm] = []
    text = files("provenance.registry").joinpath("cases.tsv").read_text("utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        cells = line.split("\t")
        if line.startswith("#") or tuple(cells) == COLUMNS:
            continue
        if len(cells) != len(COLUMNS) or not all(cells):
            raise RegistryError(
                f"cases.tsv, line {number}: a row needs {len(COLUMNS)} cells parted by tabs ({', '.join(COLUMNS)})."
            )
        forms = tuple(tuple(cell.split("/")) for cell in cells[2:7])
        found.append(Paradigm(cells[0], cells[1], forms, *cells[7:]))
    return tuple(sorted(found, key=lambda p: -len(p.ending)))


def inflected(name: str) -> frozenset[str]:
    """The forms of a Cyrillic name in the other cases, without the name itself: of all its words, and of the first alone."""
    if not CYRILLIC.search(name):
        return frozenset()
    languages = [lang for lang, other in (("uk", _RUSSIAN), ("ru", _UKRAINIAN)) if not other.search(name)]
    found: set[str] = set()
    for language in languages:
        words = [_declined(word, language) for word in name.split(" ")]
        for case in range(_CASES):
            found.update(_joined([forms[case] for forms in words]))
            found.update(_joined([words[0][case], *((word,) for word in name.split(" ")[1:])]))
    return frozenset(found - {name})


def _declined(word: str, language: str) -> tuple[tuple[str, ...], ...]:
    """The forms of a word in each case; acronyms, short words and words with other signs stay as they are."""
    if _DECLINED.match(word) and not word.isupper():
        for row in paradigms():
            if row.language == language and word.endswith(row.ending):
                stem = word.removesuffix(row.ending)
                return tuple(tuple(stem + end for end in _spelt(stem, ends)) for ends in row.forms)
    return ((word,),) * _CASES


def _spelt(stem: str, ends: tuple[str, ...]) -> tuple[str, ...]:
    """Of "ы" and "и" the one that Russian spelling allows after the stem."""
    if ends == ("ы", "и"):
        return ("и",) if stem[-1:] in _HUSHED else ("ы",)
    return ends


def _joined(words: list[tuple[str, ...]]) -> list[str]:
    """The words of one case as names; where a word has two spellings, all the name's first or all its second."""
    return [" ".join(forms[min(i, len(forms) - 1)] for forms in words) for i in range(max(map(len, words)))]
