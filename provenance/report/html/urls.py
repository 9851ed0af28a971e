"""Where a claim, a document, a source or a model has its page: nowhere, within the same file, or (`web`) on a server."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

from provenance.ids import content_id

_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,60}")
_OTHER = re.compile(r"[^A-Za-z0-9_-]+")


class Urls(Protocol):
    """The addresses of pages. None is for what has no page: it is shown as text."""

    def claim(self, id: str) -> str | None:
        """The page of a claim."""

    def document(self, id: str) -> str | None:
        """The page of a document."""

    def source(self, id: str) -> str | None:
        """The page of a source."""

    def model(self, name: str) -> str | None:
        """The page of a score model."""


class Nowhere:
    """Nothing has a page."""

    def claim(self, id: str) -> str | None:
        """None."""
        return None

    document = source = model = claim


class Within:
    """What one file holds is reached by its anchor; nothing else has a page."""

    def __init__(self, claims: Iterable[str] = (), documents: Iterable[str] = (), sources: Iterable[str] = ()) -> None:
        self._claims, self._documents, self._sources = frozenset(claims), frozenset(documents), frozenset(sources)

    def claim(self, id: str) -> str | None:
        """The claim's audit in this file."""
        return f"#{anchor('claim', id)}" if id in self._claims else None

    def document(self, id: str) -> str | None:
        """The document in this file."""
        return f"#{anchor('document', id)}" if id in self._documents else None

    def source(self, id: str) -> str | None:
        """The source's row in this file."""
        return f"#{anchor('source', id)}" if id in self._sources else None

    def model(self, name: str) -> str | None:
        """None: a file holds no model."""
        return None


def anchor(kind: str, id: str) -> str:
    """The id of an element for a claim, document or source: letters, digits and dashes alone, another for each id."""
    if _PLAIN.fullmatch(id):
        return f"{kind}-{id}"
    return f"{kind}-{_OTHER.sub('-', id)[:40].strip('-')}-{content_id('anchor', id)}"
