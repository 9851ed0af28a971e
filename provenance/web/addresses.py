"""Addresses of pages: ids may hold any character, and each is quoted as one segment of a path."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, unquote_to_bytes, urlencode

from provenance.records import UNKNOWN_PUBLISHER


def path_of(kind: str, id: str) -> str:
    """The address of the page of one thing."""
    return f"/{kind}/{quote(id.encode('utf-8', 'surrogatepass'), safe='')}"


def id_in(raw_path: bytes) -> str:
    """The id in an address that `path_of` made, from its bytes as sent: servers decode them without halves of surrogate pairs."""
    _, _, quoted = raw_path.lstrip(b"/").partition(b"/")
    sent = unquote_to_bytes(quoted)
    try:
        return sent.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return sent.decode("utf-8", "replace")


def with_query(path: str, pairs: Iterable[tuple[str, object]]) -> str:
    """A path with its query; pairs without a value are left out."""
    kept = [(name, str(value).encode("utf-8", "replace")) for name, value in pairs if value not in ("", None)]
    return f"{path}?{urlencode(kept)}" if kept else path


class Addresses:
    """Where the server has its pages; what templates take for `urls`."""

    def claim(self, id: str) -> str:
        """The audit of a claim."""
        return path_of("claim", id)

    def document(self, id: str) -> str:
        """A document with its highlights."""
        return path_of("document", id)

    def source(self, id: str) -> str:
        """The record of a source; of the publisher that nothing names, what it published."""
        return self.search(outlet=id) if id == UNKNOWN_PUBLISHER else path_of("source", id)

    def model(self, name: str) -> str:
        """What is said of score models."""
        return "/about#models"

    def search(self, **values: object) -> str:
        """A search."""
        return with_query("/search", values.items())

    def sql(self, query: str) -> str:
        """The SQL page with a query."""
        return with_query("/sql", [("q", query)])

    def of(self, path: str, **values: object) -> str:
        """Any other page with its query."""
        return with_query(path, values.items())
