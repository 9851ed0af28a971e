"""The database: annotated documents in, queries out. SQLAlchemy is imported here and nowhere above."""

from __future__ import annotations

from provenance.store.address import DEFAULT_URL
from provenance.store.cards import Neighbour, SourceCard
from provenance.store.identity import Outcome
from provenance.store.judgements import Judgement
from provenance.store.query import QueryResult
from provenance.store.schema_info import ColumnInfo, RelationInfo
from provenance.store.search import ClaimHit
from provenance.store.sources import RatingRow, SourceRow
from provenance.store.store import ClaimRecord, DocumentInfo, Store, open_store

__all__ = [
    "DEFAULT_URL",
    "ClaimHit",
    "ClaimRecord",
    "ColumnInfo",
    "DocumentInfo",
    "Judgement",
    "Neighbour",
    "Outcome",
    "QueryResult",
    "RatingRow",
    "RelationInfo",
    "SourceCard",
    "SourceRow",
    "Store",
    "open_store",
]
