"""A database open for reading, from Python."""

from __future__ import annotations

import os
import re
from dataclasses import astuple, fields
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from provenance.api.results import AnnotatedDocument, Audit, shipped_registry
from provenance.api.rows import Rows
from provenance.errors import UsageError

if TYPE_CHECKING:
    from provenance.registry import Registry
    from provenance.store import Store

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+._-]+:/")


def open(db: str | Path | None = None, *, sources: str | Path | None = None) -> Database:
    """Opens a database for reading: a SQLite file by its path, or any database by its URL.

    Without `db` it is the one of the command line: PROVENANCE_DB, else provenance.db in this folder. `sources` is a registry file
    of your own, laid over ours. Raises StoreError in one sentence where there is none, or its schema is not the program's.
    """
    return Database(db, sources)


class Database:
    """An open database; nothing can be written. Use it in `with`, or call `close`. All methods raise StoreError or UsageError."""

    def __init__(self, db: str | Path | None = None, sources: str | Path | None = None) -> None:
        from provenance.store import DEFAULT_URL, open_store

        named = db if db is not None else os.environ.get("PROVENANCE_DB") or DEFAULT_URL
        url = named if isinstance(named, str) and _SCHEME.match(named) else f"sqlite:///{named}"
        self._store: Store = open_store(url, read_only=True)
        self._sources = sources

    def __enter__(self) -> Database:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes all connections; a later call opens them again."""
        self._store.close()

    def counts(self) -> dict[str, int]:
        """How much the database holds: current documents, claims, sources, …"""
        return self._store.counts()

    def documents(self) -> Rows:
        """The current documents, in the order stored: key, id, locator, revision, is_current, title, publisher, language."""
        from provenance.store import DocumentInfo

        return Rows([field.name for field in fields(DocumentInfo)], map(astuple, self._store.documents()))

    def document(self, name: str) -> AnnotatedDocument:
        """The document with this id, or path as stored."""
        return AnnotatedDocument.of(self._store.load(self._store.document_key(name)), self._registry(), self._store.rated())

    def claims(self, words: str, limit: int = 20) -> Rows:
        """The claims that hold these words, best first, by full-text search."""
        from provenance.store import ClaimHit

        return Rows([field.name for field in fields(ClaimHit)], map(astuple, self._store.find_claims(words, limit)))

    def audit(self, claim_id: str) -> Audit:
        """The audit of a claim by its id or the first digits of it: chain, hedges, who else states it, and the score."""
        from provenance.report.audit import build_audit

        record = self._store.claim(claim_id)
        around = self._store.across.around(record.claim.id)
        return Audit.of(build_audit(record.annotated, record.claim.id, self._registry().entities, self._store.rated(), around))

    def sql(self, query: str, limit: int | None = None) -> Rows:
        """The rows of a SELECT; all of them, or `limit` at most."""
        found = self._store.query(query, limit)
        return Rows(found.columns, found.rows, truncated=found.truncated)

    def questions(self) -> Rows:
        """The worked questions: name, title, question, reading (how to read the answer), sql."""
        from provenance.store.worked import WorkedQuestion, worked_questions

        return Rows([field.name for field in fields(WorkedQuestion)], map(astuple, worked_questions()))

    def ask(self, question: str, limit: int | None = None) -> Rows:
        """The answer to a worked question, by its name."""
        found = [one for one in self.questions() if one.name == question]
        if not found:
            raise UsageError(f"there is no worked question {question!r}; questions() lists them all")
        return self.sql(found[0].sql, limit)

    def _registry(self) -> Registry:
        if self._sources is None:
            return shipped_registry()
        from provenance.registry import load_registry

        return load_registry(Path(self._sources))
