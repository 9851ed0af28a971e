"""Which claim or document a person means: by an id, by words, by the name of a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Protocol, TypeVar

from provenance.errors import UsageError

if TYPE_CHECKING:
    from provenance.store import Store

_ID = re.compile(r"[0-9a-f]{6,20}")
_WORD = re.compile(r"\w+")

ENOUGH = 0.6
"""The share of the words of a search that a claim must hold to be meant."""

AHEAD = 0.25
"""By so much its share must be above that of the next."""


class Hit(Protocol):
    """What a search gives: the words of a claim."""

    @property
    def text(self) -> str:
        """The claim's words."""


H = TypeVar("H", bound=Hit)


def document_key(store: Store, name: str) -> int:
    """The number of the document that is meant: by its id or path as stored, else by the beginning of its id or its file's name.

    Raises UsageError where there is none, or several.
    """
    try:
        return store.document_key(name)
    except UsageError:
        near = [d for d in store.documents() if d.id.startswith(name) or PurePath(d.locator).name == name]
        if len(near) == 1:
            return near[0].key
        raise


def looks_like_id(query: str) -> bool:
    """Whether the query can be the id of a claim or its beginning."""
    return _ID.fullmatch(query) is not None


def clearly_best(query: str, hits: Sequence[H]) -> H | None:
    """The claim that is meant: the only hit, the only one with just these words, the only one that holds them in this order,
    or one that holds far more of them than the others. None where several may be meant.
    """
    if len(hits) == 1:
        return hits[0]
    wanted = _words(query)
    for fits in (lambda words: words == wanted, lambda words: _within(wanted, words)):
        fitting = [hit for hit in hits if fits(_words(hit.text))]
        if fitting:
            return fitting[0] if len(fitting) == 1 else None
    shares = sorted(((_share(wanted, _words(hit.text)), -number) for number, hit in enumerate(hits)), reverse=True)
    if len(shares) > 1 and shares[0][0] >= ENOUGH and shares[0][0] - shares[1][0] >= AHEAD:
        return hits[-shares[0][1]]
    return None


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _within(few: list[str], many: list[str]) -> bool:
    """Whether the words stand in the others, in the same order and without gaps."""
    return bool(few) and any(many[i : i + len(few)] == few for i in range(len(many) - len(few) + 1))


def _share(wanted: list[str], words: list[str]) -> float:
    held = set(words)
    return sum(word in held for word in wanted) / len(wanted) if wanted else 0.0
