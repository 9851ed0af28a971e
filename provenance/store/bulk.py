"""The annotations of a document written and removed, table by table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Table, delete

from provenance.store.fast import insert_into
from provenance.store.findings import FINDINGS
from provenance.store.linking import unsettle
from provenance.store.links import LinkedRow
from provenance.store.load import table
from provenance.store.rows import Row
from provenance.store.tables import DocumentSourceRow

_LINKED = table(LinkedRow)
ORDER: tuple[Table, ...] = (table(DocumentSourceRow), *(table(row) for row in FINDINGS))
"""The tables of a document's annotations, each after those that it refers to."""


def insert_rows(connection: Connection, tables: Mapping[str, Sequence[Row]]) -> int:
    """Insert rows by table, parents first; returns how many."""
    count = 0
    for of in ORDER:
        rows = tables.get(of.name)
        if not rows:
            continue
        count += len(rows)
        insert_into(connection, of, rows)
    return count


def delete_annotations(connection: Connection, key: int) -> None:
    """Remove all annotations of the document with number `key`, and its links; the document itself stays."""
    unsettle(connection, [key])
    connection.execute(delete(_LINKED).where(_LINKED.c.document == key))
    for of in reversed(ORDER):
        connection.execute(delete(of).where(of.c.document == key))
