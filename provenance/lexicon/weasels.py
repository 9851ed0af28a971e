"""The table of weasel words: classes of words that leave open who, how many or how often, with their weights.

The file (`weasels.tsv`) explains its own columns. Nothing is read before `load_weasels` is called.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from provenance.errors import LexiconError
from provenance.lexicon.files import read_text
from provenance.lexicon.markers import forms_of
from provenance.records import HEDGE_CATEGORIES

COLUMNS = ("id", "forms", "weight", "example", "counter_example")
FILE = "weasels.tsv"
START, LIMIT = "start", "limit"


@dataclass(frozen=True, slots=True)
class Weasel:
    """One class of words: its forms as tuples of lower-case words. `weight` is in log-odds."""

    id: str
    forms: tuple[tuple[str, ...], ...]
    weight: float
    example: str
    counter_example: str


@dataclass(frozen=True, slots=True)
class WeaselTable:
    """The classes, the weight of each hedge category, and the two parameters. `by_first` has the forms by their first word."""

    classes: tuple[Weasel, ...]
    categories: Mapping[str, float]
    start: float
    limit: float
    by_first: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]


@functools.cache
def load_weasels() -> WeaselTable:
    """The table that comes with the program. Raises LexiconError, with file and line, where it breaks its rules."""
    return parse_weasels(read_text(FILE), FILE)


def parse_weasels(text: str, name: str) -> WeaselTable:
    """The table written in `text`; `name` is what errors call it. Raises LexiconError."""
    lines = [(n, line.split("\t")) for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    if not lines or tuple(lines[0][1]) != COLUMNS:
        raise LexiconError(f"{name}: the header must be {', '.join(COLUMNS)} (tabs between).")
    plain: dict[str, float] = {}
    classes: dict[str, Weasel] = {}
    for number, cells in lines[1:]:
        place = f"{name}:{number}"
        if len(cells) != len(COLUMNS) or not all(cells):
            raise LexiconError(f"{place}: a class needs {len(COLUMNS)} filled columns ({', '.join(COLUMNS)}).")
        id_, forms, weight, example, counter = cells
        if id_ in classes or id_ in plain:
            raise LexiconError(f"{place}: id {id_!r} is already used; choose another.")
        if forms.startswith(("=", "-")):
            plain[id_] = _weight(weight, place)
        else:
            classes[id_] = Weasel(id_, tuple(forms_of(forms, place)), _weight(weight, place), example, counter)
    if missing := [one for one in (START, LIMIT, *HEDGE_CATEGORIES) if one not in plain]:
        raise LexiconError(f"{name}: no line for {', '.join(missing)}; add it.")
    return WeaselTable(
        classes=tuple(classes.values()),
        categories={one: plain[one] for one in HEDGE_CATEGORIES},
        start=plain[START],
        limit=plain[LIMIT],
        by_first=_by_first(classes.values()),
    )


def _by_first(classes: Iterable[Weasel]) -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for one in classes:
        for form in one.forms:
            found.setdefault(form[0], []).append((form, one.id))
    return {first: tuple(forms) for first, forms in found.items()}


def _weight(value: str, place: str) -> float:
    try:
        return float(value)
    except ValueError as error:
        raise LexiconError(f"{place}: weight {value!r} is no number; write one such as 0.5.") from error
