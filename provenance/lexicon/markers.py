"""The parts that tables of markers are made of: forms (words in a row) and contexts (what must stand around them).

`hedges.tsv` explains how both are written.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from provenance.errors import LexiconError

_MACRO = re.compile(r"\{([a-z]+)\}")
_EDGE = r"(?:(?<!\w)|(?!\w))"  # a context never starts or ends inside a word
_MAX_FORMS = 4000


@dataclass(frozen=True, slots=True)
class Context:
    """What must stand around a marker: all patterns of `before` end at it, all of `after` start behind it."""

    before: tuple[re.Pattern[str], ...]
    after: tuple[re.Pattern[str], ...]

    def holds(self, before: str, after: str) -> bool:
        """Whether the words before and after the marker, trimmed to it, fit."""
        return all(p.search(before) for p in self.before) and all(p.match(after) for p in self.after)


def hold(only: tuple[Context, ...], exclude: tuple[Context, ...], before: str, after: str) -> bool:
    """Whether one of `only` (where there are any) and none of `exclude` fits the words before and after."""
    if only and not any(c.holds(before, after) for c in only):
        return False
    return not any(c.holds(before, after) for c in exclude)


def forms_of(cell: str, place: str) -> Iterator[tuple[str, ...]]:
    """Every sequence of words that the cell stands for. Clitics ("'s", "n't") are glued to the word before them."""
    for form in cell.split(" / "):
        slots = [[*s.rstrip("?").lower().split("|"), *([""] if s.endswith("?") else [])] for s in form.split()]
        combinations = list(itertools.islice(itertools.product(*slots), _MAX_FORMS + 1))
        if len(combinations) > _MAX_FORMS:
            raise LexiconError(f"{place}: the form {form!r} stands for more than {_MAX_FORMS} markers; split it.")
        for words in combinations:
            glued: list[str] = []
            for word in filter(None, words):
                if glued and (word.startswith("'") or word == "n't"):
                    glued[-1] += word
                else:
                    glued.append(word)
            if not glued:
                raise LexiconError(f"{place}: the form {form!r} may be empty; make one of its words obligatory.")
            yield tuple(glued)


def contexts_of(cell: str, classes: Mapping[str, str], place: str) -> tuple[Context, ...]:
    """The contexts of a cell. Raises LexiconError that names the place."""
    found = []
    for item in filter(None, (i.strip() for i in cell.split(" ; "))):
        before, after = [], []
        for part in item.split(" & "):
            side, expression = part[:1], expanded(part[1:], classes, place)
            if side == "<":
                before.append(compiled_class(rf"{_EDGE}(?:{expression})\Z", place))
            elif side == ">":
                after.append(compiled_class(rf"(?:{expression}){_EDGE}", place))
            else:
                raise LexiconError(f'{place}: context {part!r} must start with "<" (before the marker) or ">" (after it).')
        found.append(Context(tuple(before), tuple(after)))
    return tuple(found)


def expanded(expression: str, classes: Mapping[str, str], place: str) -> str:
    """The expression with its classes filled in. Raises LexiconError where one is unknown."""

    def replace(match: re.Match[str]) -> str:
        if match[1] not in classes:
            raise LexiconError(f"{place}: class {{{match[1]}}} is unknown; legal classes are {', '.join(classes) or 'none yet'}.")
        return classes[match[1]]

    return _MACRO.sub(replace, expression)


def compiled_class(expression: str, place: str) -> re.Pattern[str]:
    """The expression, compiled without regard to case. Raises LexiconError that names the place."""
    try:
        return re.compile(expression, re.IGNORECASE)
    except re.error as error:
        raise LexiconError(f"{place}: {expression!r} is no regular expression ({error}); correct it.") from error
