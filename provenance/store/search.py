"""Finds claims by words, with the database's own full-text search. Words come from users: any character may stand in them.

First the claims that hold all words (English word forms count as one), best first; where none does, those that hold some of
them; where none does either, those in which the words stand literally, which also finds parts of words in scripts without spaces.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, text

from provenance.store.plain import unpack, unpack_or_none

MOST_WORDS = 64
"""Words beyond these are left out of a search."""

LONGEST = 5_000
"""Code points beyond these are left out too: SQLite compares with patterns of 50,000 bytes at most."""

_MOST_HITS = 2**31 - 1

_WORD = re.compile(r"\w+", re.UNICODE)
_SCRIPT_WITHOUT_SPACES = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class ClaimHit:
    """A claim that a search found, best first. `locator` and `title` are those of its document."""

    claim_id: str
    text: str
    document_key: int
    document_id: str
    locator: str
    title: str | None


_COLUMNS = "c.id, c.text, c.document, d.id AS document_id, d.locator, d.title"

_SQLITE = text(
    f"SELECT {_COLUMNS} FROM claim_search AS s JOIN claim AS c ON c.key = s.rowid JOIN document AS d ON d.key = c.document "
    "WHERE claim_search MATCH :words AND d.is_current ORDER BY s.rank, c.key LIMIT :most"
)
_POSTGRESQL = (
    f"SELECT {_COLUMNS} FROM claim AS c JOIN document AS d ON d.key = c.document, CAST({{query}} AS tsquery) AS q "
    "WHERE c.search @@ q AND d.is_current ORDER BY ts_rank_cd(c.search, q, 1) DESC, c.key LIMIT :most"
)
_LITERAL = text(
    f"SELECT {_COLUMNS} FROM claim AS c JOIN document AS d ON d.key = c.document "
    "WHERE lower(c.text) LIKE lower(:pattern) ESCAPE '!' AND d.is_current ORDER BY length(c.text), c.key LIMIT :most"
)


def find_claims(connection: Connection, words: str, limit: int) -> tuple[ClaimHit, ...]:
    """Claims of current documents that hold `words`, best first, at most `limit`."""
    plain = words[:LONGEST].replace("\0", " ").encode("utf-8", "replace").decode("utf-8").strip()
    limit = min(limit, _MOST_HITS)
    tokens = _WORD.findall(plain)[:MOST_WORDS]
    if not plain or limit < 1:
        return ()
    # Without spaces a whole sentence is one word to the index, so that parts of it are found only literally.
    literal_first = bool(_SCRIPT_WITHOUT_SPACES.search(plain))
    steps = (_literal, _all_words, _some_words) if literal_first else (_all_words, _some_words, _literal)
    for step in steps:
        found = step(connection, plain, tokens, limit)
        if found:
            return tuple(_hit(row) for row in found)
    return ()


def _all_words(connection: Connection, words: str, tokens: Sequence[str], limit: int) -> Sequence[Row[Any]]:
    return _match(connection, words, tokens, limit, " AND ")


def _some_words(connection: Connection, words: str, tokens: Sequence[str], limit: int) -> Sequence[Row[Any]]:
    return _match(connection, words, tokens, limit, " OR ") if len(tokens) > 1 else ()


def _match(connection: Connection, words: str, tokens: Sequence[str], limit: int, joint: str) -> Sequence[Row[Any]]:
    if not tokens:
        return ()
    if connection.dialect.name == "sqlite":
        # In double quotes a word is a string to FTS5, whatever it says ("AND", "NEAR"); \w lets no quote through.
        query = joint.join(f'"{token}"' for token in tokens)
        return connection.execute(_SQLITE, {"words": query, "most": limit}).all()
    operator = " && " if joint == " AND " else " || "
    # plainto_tsquery takes any text for words, never for operators.
    query = operator.join(f"plainto_tsquery('english', :w{n})" for n in range(len(tokens)))
    values: dict[str, object] = {f"w{n}": token for n, token in enumerate(tokens)}
    return connection.execute(text(_POSTGRESQL.format(query=f"({query})")), values | {"most": limit}).all()


def _literal(connection: Connection, words: str, tokens: Sequence[str], limit: int) -> Sequence[Row[Any]]:
    pattern = re.sub(r"([%_!])", r"!\1", " ".join(words.split()))
    statement = _LITERAL.bindparams(bindparam("pattern"), bindparam("most"))
    return connection.execute(statement, {"pattern": f"%{pattern}%", "most": limit}).all()


def _hit(row: Row[Any]) -> ClaimHit:
    claim_id, words, key, document_id, locator, title = tuple[Any, ...](row)
    return ClaimHit(claim_id, words, int(key), unpack(document_id), unpack(locator), unpack_or_none(title))
