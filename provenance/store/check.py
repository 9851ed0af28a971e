"""`provenance db check`: is the database whole, is its schema the models', and do stored words equal the text?"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from provenance.store.judgements import check_judgements
from provenance.store.migrate import differences
from provenance.store.rows import BETWEEN

_LOOSE = (
    ("claim", "chain", "chain", "t.chain"),
    ("claim", "attribution", "attribution", "t.attribution"),
    ("attribution", "chain", "chain", "t.chain"),
    ("attribution", "parent", "attribution", "t.parent"),
    ("hedge", "attribution", "attribution", "t.attribution"),
    ("claim_hedge", "hedge", "hedge", "t.hedge"),
    ("contribution", "factor", "factor", "t.factor"),
)
"""References within a document that no foreign key holds (it would cost an index each): table, column, table referred to."""


def check_database(connection: Connection) -> Iterator[str]:
    """All that is wrong with the database, one sentence each; nothing where it is whole."""
    if connection.dialect.name == "sqlite":
        yield from _check_sqlite(connection)
    yield from differences(connection)
    yield from _check_references(connection)
    yield from _check_words(connection)
    yield from _check_sightings(connection)
    yield from check_judgements(connection)


def _check_sqlite(connection: Connection) -> Iterator[str]:
    for (said,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if said != "ok":
            yield f"integrity: {said}"
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"foreign key: a row of {row[0]} refers to a missing row of {row[2]}"


def _check_references(connection: Connection) -> Iterator[str]:
    for name, column, target, value in _LOOSE:
        missing = connection.execute(
            text(
                f"SELECT count(*) FROM {name} AS t WHERE {value} IS NOT NULL AND NOT EXISTS "
                f"(SELECT 1 FROM {target} AS r WHERE r.document = t.document AND r.number = {value})"
            )
        ).scalar_one()
        if missing:
            yield f"reference: {missing} rows of {name} name a {column} that their document lacks"


_CLAIM_WORDS = text(
    "SELECT c.id, c.text, p.start_char, p.end_char, c.number FROM claim AS c "
    "LEFT JOIN claim_span AS p ON p.document = c.document AND p.claim = c.number WHERE c.document = :document "
    "ORDER BY c.number, p.number"
)
_HEDGE_WORDS = text("SELECT id, text, start_char, end_char FROM hedge WHERE document = :document ORDER BY number")


def _check_words(connection: Connection) -> Iterator[str]:
    """Stored words of claims and hedges must equal the text at their spans."""
    keys = connection.execute(text("SELECT key FROM document ORDER BY key")).scalars().all()
    for key in keys:
        row = connection.execute(text("SELECT locator, text FROM document WHERE key = :key"), {"key": key}).one()
        body, found = row[1], connection.execute(_CLAIM_WORDS, {"document": key}).all()
        pieces: dict[int, list[str]] = {}
        for _, _, start, end, number in found:
            pieces.setdefault(number, []).extend([] if start is None else [body[start:end]])
        for number, (id_, words) in {r[4]: (r[0], r[1]) for r in found}.items():
            if BETWEEN.join(pieces[number]) != words:
                yield f"words: claim {id_} of {row[0]} does not equal the text at its spans"
        for id_, words, start, end in connection.execute(_HEDGE_WORDS, {"document": key}):
            if body[start:end] != words:
                yield f"words: hedge {id_} of {row[0]} does not equal the text at its span"


def _check_sightings(connection: Connection) -> Iterator[str]:
    wrong = connection.execute(
        text(
            "SELECT d.locator FROM document AS d WHERE d.is_current <> EXISTS "
            "(SELECT 1 FROM sighting AS s WHERE s.document = d.key AND s.is_current) ORDER BY d.key"
        )
    )
    for (locator,) in wrong:
        yield f"revisions: document {locator} is marked current or not against its sightings"
