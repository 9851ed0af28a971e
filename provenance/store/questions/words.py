"""Which claims hold words, as SQL and as numbers of claims. The steps are those of `provenance.store.search`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from provenance.store.questions.question import Value
from provenance.store.search import MOST_WORDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_RANKED = 2_000
"""So many claims are ordered by how well the words fit; where more hold them, the words are too common to tell claims apart."""

_WORD = re.compile(r"\w+", re.UNICODE)
_SCRIPT_WITHOUT_SPACES = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Matching:
    """A way to find words. `source` are the tables that give `c` (the claim), `where` the condition, `rank` the order of fit.

    `how` says which: all (all words), some (some of them) or literal (the words as they stand).
    """

    how: str
    source: str
    where: str
    rank: str
    values: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Matched:
    """The claims that hold the words: their `claim.key`, in the order of fit where `ranked`, else in no order."""

    matching: Matching
    keys: NDArray[np.int64]
    ranked: bool


def plain_words(words: str) -> str:
    """Words as a database takes them: no NUL, no half of a surrogate pair."""
    return " ".join(words.replace("\0", " ").encode("utf-8", "replace").decode("utf-8").split())


def find_words(connection: Connection, words: str) -> Matched | None:
    """The claims, also of documents that are not current, by the first way that finds any; None where none does."""
    import numpy as np

    for way in _ways(connection.dialect.name, plain_words(words)):
        found = connection.execute(text(_unranked(connection.dialect.name, way)), way.values)
        keys = np.fromiter((row[0] for row in found), dtype=np.int64)
        if len(keys) > MOST_RANKED:
            return Matched(way, keys, False)
        if len(keys):
            ranked = text(f"SELECT c.key FROM {way.source} WHERE {way.where} ORDER BY {way.rank}, c.key")
            return Matched(way, np.fromiter((row[0] for row in connection.execute(ranked, way.values)), dtype=np.int64), True)
    return None


def _unranked(dialect: str, way: Matching) -> str:
    """All of them. SQLite's index has the claim's key, so that the claims themselves need no look."""
    if dialect == "sqlite" and way.how != "literal":
        return f"SELECT s.rowid FROM claim_search AS s WHERE {way.where}"
    return f"SELECT c.key FROM {way.source} WHERE {way.where}"


def _ways(dialect: str, words: str) -> Iterator[Matching]:
    tokens = _WORD.findall(words)[:MOST_WORDS]
    if not words:
        return
    pattern = "%" + re.sub(r"([%_!])", r"!\1", words) + "%"
    # SQLite's LIKE minds no letter case, of ASCII as its lower() does.
    where = "c.text LIKE :pattern ESCAPE '!'" if dialect == "sqlite" else "lower(c.text) LIKE lower(:pattern) ESCAPE '!'"
    literal = Matching("literal", "claim AS c", where, "length(c.text)", {"pattern": pattern})
    # Without spaces a whole sentence is one word to the index, so that parts of it are found only literally.
    literal_first = bool(_SCRIPT_WITHOUT_SPACES.search(words))
    if literal_first:
        yield literal
    if tokens:
        yield _indexed(dialect, tokens, "all")
    if len(tokens) > 1:
        yield _indexed(dialect, tokens, "some")
    if not literal_first:
        yield literal


def _indexed(dialect: str, tokens: list[str], how: str) -> Matching:
    """By the full-text index."""
    if dialect == "sqlite":
        # In double quotes a word is a string to FTS5, whatever it says ("AND", "NEAR"); \w lets no quote through.
        query = (" AND " if how == "all" else " OR ").join(f'"{token}"' for token in tokens)
        source = "claim_search AS s JOIN claim AS c ON c.key = s.rowid"
        return Matching(how, source, "claim_search MATCH :words", "s.rank", {"words": query})
    # plainto_tsquery takes any text for words, never for operators.
    names = [f"word_{'abcdefghijklmnopqrstuvwxyz'[n // 26]}{'abcdefghijklmnopqrstuvwxyz'[n % 26]}" for n in range(len(tokens))]
    query = (" && " if how == "all" else " || ").join(f"plainto_tsquery('english', :{name})" for name in names)
    values: dict[str, Value] = dict(zip(names, tokens, strict=True))
    return Matching(how, "claim AS c", f"c.search @@ ({query})", f"ts_rank_cd(c.search, ({query}), 1) DESC", values)
