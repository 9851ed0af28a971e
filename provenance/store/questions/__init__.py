"""The questions that the pages ask of the database: each a SELECT that a reader can ask again, answered fast at any size."""

from __future__ import annotations

from provenance.store.questions import library
from provenance.store.questions.asking import Asking, TooLongError
from provenance.store.questions.columns import Columns, read_columns
from provenance.store.questions.facets import Facet
from provenance.store.questions.lists import (
    Groups,
    SourceCount,
    circular_rows,
    group_rows,
    groups_sql,
    read_groups,
    read_sources,
    sources_sql,
)
from provenance.store.questions.neighbours import Relays, card_of, read_relays
from provenance.store.questions.question import Answer, Asked, Question
from provenance.store.questions.rows import rows_of
from provenance.store.questions.searching import Found, Search, as_sql, search
from provenance.store.questions.words import Matched, find_words

__all__ = [
    "Answer",
    "Asked",
    "Asking",
    "Columns",
    "Facet",
    "Found",
    "Groups",
    "Matched",
    "Question",
    "Relays",
    "Search",
    "SourceCount",
    "TooLongError",
    "as_sql",
    "card_of",
    "circular_rows",
    "find_words",
    "group_rows",
    "groups_sql",
    "library",
    "read_columns",
    "read_groups",
    "read_relays",
    "read_sources",
    "rows_of",
    "search",
    "sources_sql",
]
