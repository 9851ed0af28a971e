"""What is stored already: asked by the processes of a batch before they annotate a document."""

from __future__ import annotations

from sqlalchemy import Connection

from provenance.store.address import parse_address
from provenance.store.engine import make_engine, sentences
from provenance.store.identity import Identity, Version, decide

_NO_RUN = -1


class Known:
    """A connection of its own to a database, for reading. It is opened with the first question."""

    def __init__(self, url: str, version: Version) -> None:
        self._address, self._version = parse_address(url), version
        self._connection: Connection | None = None

    def has(self, document: Identity) -> bool:
        """Whether the document is stored as it is, annotated by this version. Raises StoreError."""
        with sentences(self._address):
            if self._connection is None:
                self._connection = make_engine(self._address, read_only=True).connect()
            try:
                return decide(self._connection, document, _NO_RUN, self._version).outcome.kind == "unchanged"
            finally:
                self._connection.rollback()  # so that the next question sees what was stored meanwhile
