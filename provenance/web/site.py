"""What all views share: the open database, the registry, and what is counted once for each state of the database."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from provenance.registry import Rating, Registry
from provenance.store import SourceCard, Store
from provenance.store.questions import (
    Columns,
    Groups,
    Matched,
    SourceCount,
    card_of,
    find_words,
    read_columns,
    read_groups,
    read_relays,
    read_sources,
)
from provenance.store.questions.lists import SOURCE_ORDERS

QUERY_SECONDS = 10.0
"""How long a reader's SQL may run."""
QUERIES_AT_ONCE = 2
"""How many readers' queries run at a time; more are turned away, so that pages still answer."""


class Site:
    """The database behind the pages. Threads share it."""

    def __init__(self, store: Store, registry: Registry, *, query_seconds: float = QUERY_SECONDS) -> None:
        self.store, self.registry, self.query_seconds = store, registry, query_seconds
        self.asking = store.asking
        self.queries = threading.BoundedSemaphore(QUERIES_AT_ONCE)

    def columns(self) -> Columns:
        """All current claims in columns."""
        return self.asking.once("columns", self._columns)

    def _columns(self) -> Columns:
        with self.asking.reading() as connection:
            return read_columns(connection)

    def groups(self) -> Groups:
        """All groups of claims that say the same."""
        return self.asking.once("groups", self._groups)

    def _groups(self) -> Groups:
        with self.asking.reading() as connection:
            return read_groups(connection)

    def sources(self) -> Mapping[str, tuple[SourceCount, ...]]:
        """All sources with their counts, in each order."""
        return self.asking.once("sources", self._sources)

    def _sources(self) -> Mapping[str, tuple[SourceCount, ...]]:
        columns = self.columns()
        with self.asking.reading() as connection:
            found = read_sources(connection, columns)
        return {order: _most_first(found, by) for order, by in SOURCE_ORDERS.items()}

    def source_names(self) -> Mapping[str, str]:
        """The names of all sources in small letters, by id."""
        return self.asking.once("source names", lambda: {one.source: ascii_lower(one.name) for one in self.sources()["origin"]})

    def card(self, source: str) -> SourceCard | None:
        """What the database holds of a source."""
        columns = self.columns()
        with self.asking.reading() as connection:
            relays = self.asking.once("relays", lambda: read_relays(connection))
            return card_of(connection, columns, relays, source)

    def matched(self, words: str) -> Matched | None:
        """The claims that hold words."""
        return self.asking.once(("words", words), lambda: self._matched(words))

    def _matched(self, words: str) -> Matched | None:
        with self.asking.reading() as connection:
            return find_words(connection, words)

    def ratings(self) -> tuple[Rating, ...]:
        """All ratings."""
        return self.asking.once("ratings", self.store.rated)

    def warm(self) -> None:
        """Count all that is counted once, so that the first reader need not wait."""
        self.source_names()
        self.groups()
        self.card("")
        self.ratings()


_SMALL = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


def ascii_lower(text: str) -> str:
    """In small letters as SQLite's lower() has them: those of ASCII alone."""
    return text.translate(_SMALL)


def _most_first(found: tuple[SourceCount, ...], by: str) -> tuple[SourceCount, ...]:
    return tuple(sorted(found, key=lambda one: (-getattr(one, by), one.source)))
