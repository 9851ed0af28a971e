"""Documents that are copies of stored ones: found by keys, decided by their words, kept with the share that both have in common.

A copy is kept like any other document: that a text was published again, by whom and with which changes, is what an analyst wants
to know, and texts made from one template look like copies too. Nothing is dropped because of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import BigInteger, Connection, ForeignKey, Index, delete, func, select, text
from sqlalchemy.orm import Mapped, mapped_column

from provenance.store.base import COMPACT, KEY, Base
from provenance.store.fast import insert_into
from provenance.store.load import documents_alone, table
from provenance.store.statements import in_parts

CANDIDATES = 32
"""Stored documents with a key in common that a new one is compared with: those stored first, as an original mostly is."""

READ_TOGETHER = 20
"""Documents whose candidates are in memory at once."""

_LAST = 2**62
"""Beyond the number of any document."""


class DoorKeyRow(Base):
    """A key under which a document is found by those that may be copies of it."""

    __tablename__ = "door_key"
    __table_args__ = (Index(None, "document"), COMPACT)

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False, doc="The key, below 2^63.")
    document: Mapped[int] = mapped_column(
        KEY, ForeignKey("document.key", ondelete="CASCADE"), primary_key=True, autoincrement=False, doc="document.key."
    )


class CopyRow(Base):
    """A document that is a copy of one that was stored before it."""

    __tablename__ = "document_copy"
    __table_args__ = (Index(None, "original"),)

    document: Mapped[int] = mapped_column(
        KEY, ForeignKey("document.key", ondelete="CASCADE"), primary_key=True, autoincrement=False, doc="The copy: document.key."
    )
    original: Mapped[int] = mapped_column(
        KEY, ForeignKey("document.key", ondelete="CASCADE"), doc="The document stored before it: document.key."
    )
    share: Mapped[float] = mapped_column(doc="Share of the words of both that stand in both, in order: 0.9 to 1.")
    exact: Mapped[bool] = mapped_column(doc="Whether all words are the same, signs and case apart.")
    detector: Mapped[str] = mapped_column(doc="Method and version.")


COPY_TABLES: tuple[type[Base], ...] = (DoorKeyRow, CopyRow)
_KEY, _COPY = table(DoorKeyRow), table(CopyRow)


def recognise(connection: Connection, documents: Iterable[int]) -> int:
    """File documents under their keys, and record those that are copies of documents stored before; returns how many are."""
    from provenance.claims.neardup import door_keys

    wanted = sorted(set(documents))
    for part in in_parts(wanted):  # of documents that were annotated anew
        connection.execute(delete(_COPY).where(_COPY.c.document.in_(part)))
        connection.execute(delete(_KEY).where(_KEY.c.document.in_(part)))
    words = _words(connection, wanted)
    insert_into(connection, _KEY, sorted((key, number) for number, found in words.items() for key in door_keys(found)))
    return _record(connection, words)


def copies_among(connection: Connection, documents: Iterable[int]) -> int:
    """How many of these documents are copies of others."""
    found = 0
    for part in in_parts(sorted(documents)):
        found += connection.execute(select(func.count()).where(_COPY.c.document.in_(part))).scalar_one()
    return found


def forget(connection: Connection, documents: Sequence[int]) -> None:
    """Drop what is known of copies of these documents. Copies of them are looked at again: they may be copies of others."""
    left = [r.document for r in connection.execute(select(_COPY.c.document).where(_COPY.c.original.in_(documents)))]
    connection.execute(delete(_COPY).where(_COPY.c.document.in_(documents) | _COPY.c.original.in_(documents)))
    connection.execute(delete(_KEY).where(_KEY.c.document.in_(documents)))
    _record(connection, _words(connection, sorted(set(left) - set(documents))))


def _words(connection: Connection, documents: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The words of documents that are compared, by number."""
    from provenance.claims.neardup import door_words

    found = {}
    for part in in_parts(documents, READ_TOGETHER):
        found.update({number: door_words(document) for number, document in documents_alone(connection, part).items()})
    return found


def _record(connection: Connection, words: dict[int, tuple[str, ...]]) -> int:
    """Compares documents with those stored before that share a key, and records the best original of each copy."""
    from provenance.claims.neardup import VERSION, is_copy_of

    near = _candidates(connection, list(words))
    rows = []
    for part in in_parts(sorted(near), READ_TOGETHER):
        others = {other for number in part for other in near[number]} - words.keys()
        known = words | _words(connection, sorted(others))
        for number in part:
            found = ((is_copy_of(words[number], known[other]), other) for other in near[number])
            best = min(((-copy.share, other, copy.exact) for copy, other in found if copy is not None), default=None)
            if best is not None:
                rows.append((number, best[1], -best[0], best[2], VERSION))
    insert_into(connection, _COPY, rows)
    return len(rows)


def _candidates(connection: Connection, documents: Sequence[int]) -> dict[int, list[int]]:
    """For each document those stored before it that share a key, `CANDIDATES` at most, the first stored first."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for part in in_parts(sorted(documents)):
        listed = ", ".join(str(int(number)) for number in part)
        # Of a key that many share only the first are asked for: a text with ten thousand copies is not ten thousand times read.
        statement = f"""
            SELECT DISTINCT k.document AS document, o.document AS other
              FROM door_key AS k
              JOIN door_key AS o ON o.key = k.key AND o.document < k.document
               AND o.document <= coalesce((SELECT n.document FROM door_key AS n WHERE n.key = k.key
                                            ORDER BY n.document LIMIT 1 OFFSET {CANDIDATES - 1}), {_LAST})
             WHERE k.document IN ({listed})"""
        for row in connection.execute(text(statement)):
            found[row.document].add(row.other)
    return {document: sorted(others)[:CANDIDATES] for document, others in found.items()}
