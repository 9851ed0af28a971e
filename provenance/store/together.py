"""Reads the rows of several documents by one statement a table.

Each statement is a wait for the server and back. On a busy machine these waits are what reading documents one by one costs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, select

from provenance.store.base import Base


@cache
def _of_documents(name: str, columns: tuple[str, ...]) -> Select[Any]:
    found = Base.metadata.tables[name]
    of = found.c.key if name == "document" else found.c.document
    wanted = [found.c[column] for column in columns] or list(found.c)
    order = [of, found.c.number] if name == "claim" else list(found.primary_key.columns)
    return select(*wanted, of.label("of_document")).where(of.in_(bindparam("keys", expanding=True))).order_by(*order)


class Together:
    """The rows of some documents, kept until the last of them is read. Their number is what bounds the memory."""

    def __init__(self, connection: Connection, documents: Sequence[int]) -> None:
        self.connection, self._documents = connection, list(documents)
        self._kept: dict[tuple[str, tuple[str, ...]], dict[int, list[Row[Any]]]] = {}

    def rows(self, document: int, name: str, *columns: str) -> Sequence[Row[Any]]:
        """The rows of one document in a table, in the order of the key; the number of the document stands last in each."""
        kept = self._kept.get((name, columns))
        if kept is None:
            kept = defaultdict(list)
            for row in self.connection.execute(_of_documents(name, columns), {"keys": self._documents}):
                kept[row.of_document].append(row)
            self._kept[name, columns] = dict(kept)
        return kept.get(document, ())
