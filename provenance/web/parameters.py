"""What an address asks for, checked: every state of a page is in its address, and anybody may have written it."""

from __future__ import annotations

import re

from starlette.requests import Request

from provenance.errors import UsageError
from provenance.store.questions import Search
from provenance.store.questions.facets import FACETS
from provenance.store.questions.searching import SORTS

LONGEST = 1_000
"""Characters of one value."""
MOST_VALUES = 20
"""Values of one facet."""
LAST_PAGE = 1_000_000
_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?", re.ASCII)


def words_of(request: Request, name: str = "q") -> str:
    """A text, "" where there is none. Raises UsageError where it is too long."""
    value = request.query_params.get(name, "")
    if len(value) > LONGEST:
        raise UsageError(f"{name} has more than {LONGEST:,} characters: shorten it.")
    return value.strip()


def number_of(request: Request, name: str, default: int, most: int = LAST_PAGE) -> int:
    """A number from 1 to `most`. Raises UsageError where it is none."""
    value = request.query_params.get(name, "")
    if not value:
        return default
    if not (value.isascii() and value.isdecimal() and len(value) <= 12 and 1 <= int(value) <= most):
        raise UsageError(f"{name} must be a whole number from 1 to {most:,}, not {value[:40]!r}.")
    return int(value)


def choice_of(request: Request, name: str, among: tuple[str, ...]) -> str:
    """One of some words, by default the first. Raises UsageError where it is another."""
    value = request.query_params.get(name, "") or among[0]
    if value not in among:
        raise UsageError(f"{name} must be one of {', '.join(among)}, not {value[:40]!r}.")
    return value


def search_of(request: Request) -> Search:
    """A search. Raises UsageError where a value cannot be."""
    chosen: dict[str, tuple[str, ...]] = {}
    for name in FACETS:
        values = tuple(dict.fromkeys(value for value in request.query_params.getlist(name) if value))
        if len(values) > MOST_VALUES or any(len(value) > LONGEST for value in values):
            raise UsageError(f"{name} has more than {MOST_VALUES} values, or one of more than {LONGEST:,} characters.")
        if values:
            chosen[name] = values
    since, until = words_of(request, "since"), words_of(request, "until")
    for name, value in (("since", since), ("until", until)):
        if value and not _DATE.fullmatch(value):
            raise UsageError(f"{name} must be a month or a day, as 2025-05 or 2025-05-26, not {value[:40]!r}.")
    sort = choice_of(request, "sort", ("", *SORTS))
    return Search(words_of(request), chosen, since, until, sort, number_of(request, "page", 1))
