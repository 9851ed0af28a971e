"""The table of scopes: which words a hedge marker governs, in the manner of ConText (Harkema et al. 2009).

The file (`hedge_scopes.tsv`) explains its own columns. Nothing is read before `load_scopes` is called.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, cast, get_args

from provenance.errors import LexiconError
from provenance.lexicon.files import compiled, read_text
from provenance.records import HEDGE_CATEGORIES

Place = Literal["any", "attributive", "predicate", "closing", "cited"]
Direction = Literal["forward", "backward", "both"]
COLUMNS = ("of", "place", "direction", "least", "reach", "ends", "example", "marker", "scope")
PLACES: tuple[str, ...] = get_args(Place)
DIRECTIONS: tuple[str, ...] = get_args(Direction)
FILE = "hedge_scopes.tsv"


@dataclass(frozen=True, slots=True)
class ScopeRule:
    """One line of the table. `ends` are terminators; `least` and `reach` count words to each side that the direction names."""

    of: tuple[str, ...]
    place: Place
    direction: Direction
    least: int
    reach: int
    ends: tuple[re.Pattern[str], ...]
    example: str
    marker: str
    scope: str
    line: int


@dataclass(frozen=True, slots=True)
class ScopeTable:
    """The rules in the order of the file. What was asked for is remembered."""

    rules: tuple[ScopeRule, ...]
    _known: dict[str, tuple[ScopeRule, ...]] = field(default_factory=dict, compare=False, repr=False)

    def of(self, rule: str, category: str) -> tuple[ScopeRule, ...]:
        """The rules for a marker that this rule of `hedges.tsv`, which is of this category, found; the first fit is taken."""
        known = self._known.get(rule)
        if known is None:
            known = tuple(r for r in self.rules if not {rule, category, "*"}.isdisjoint(r.of))
            self._known[rule] = known
        return known


@functools.cache
def load_scopes() -> ScopeTable:
    """The table that comes with the program. Raises LexiconError, with file and line, where it breaks its rules."""
    return parse_scopes(read_text(FILE), FILE)


def parse_scopes(text: str, name: str) -> ScopeTable:
    """The table written in `text`; `name` is what errors call it. Raises LexiconError."""
    ends: dict[str, re.Pattern[str]] = {}
    rules: list[ScopeRule] = []
    header_seen = False
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        place = f"{name}:{number}"
        cells = line.rstrip("\r").split("\t")
        if line.startswith("@"):
            if len(cells) != 2:
                raise LexiconError(f"{place}: terminators need a name, one tab and an expression, got {len(cells)} columns.")
            ends[cells[0][1:]] = compiled(f"(?i:{cells[1]})", place)
        elif not header_seen:
            if tuple(cells) != COLUMNS:
                raise LexiconError(f"{place}: the header must be {', '.join(COLUMNS)} (tabs between), got {', '.join(cells)}.")
            header_seen = True
        else:
            rules.append(_rule(cells, ends, number, place))
    if not rules or (rules[-1].of, rules[-1].place) != (("*",), "any"):
        raise LexiconError(f"{name}: the last rule must hold for * at any place, so that every marker has a scope.")
    return ScopeTable(tuple(rules))


def _rule(cells: list[str], ends: Mapping[str, re.Pattern[str]], number: int, place: str) -> ScopeRule:
    if len(cells) != len(COLUMNS):
        raise LexiconError(f"{place}: a rule needs {len(COLUMNS)} columns ({', '.join(COLUMNS)}), got {len(cells)}.")
    cell = dict(zip(COLUMNS, cells, strict=True))
    for column, legal in (("place", PLACES), ("direction", DIRECTIONS)):
        if cell[column] not in legal:
            raise LexiconError(f"{place}: {column} {cell[column]!r} is unknown; legal values are {', '.join(legal)}.")
    named = [] if cell["ends"] == "none" else cell["ends"].split()
    for one in named:
        if one not in ends:
            raise LexiconError(f"{place}: terminators {one!r} are unknown; legal are none, {', '.join(ends)}.")
    of = tuple(cell["of"].split())
    unknown = [one for one in of if not one.startswith("h-") and one not in (*HEDGE_CATEGORIES, "*")]
    if unknown or not of:
        raise LexiconError(f"{place}: {' '.join(unknown) or 'nothing'} is no id of a rule, no category and not *.")
    return ScopeRule(
        of=of,
        place=cast(Place, cell["place"]),
        direction=cast(Direction, cell["direction"]),
        least=_words(cell["least"], "least", place),
        reach=_words(cell["reach"], "reach", place),
        ends=tuple(ends[one] for one in named),
        example=cell["example"],
        marker=cell["marker"],
        scope=cell["scope"],
        line=number,
    )


def _words(value: str, column: str, place: str) -> int:
    if not value.isascii() or not value.isdigit():
        raise LexiconError(f"{place}: {column} {value!r} is no number of words; write one such as 10.")
    return int(value)
