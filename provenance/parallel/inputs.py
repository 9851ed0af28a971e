"""The inputs of a batch, cut so that what costs time is left to the worker: files of one document unread, lines unread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from provenance.ids import sha256
from provenance.ingest import Inputs, ReadOptions, read_paths
from provenance.ingest.document import document_id
from provenance.ingest.files import SourceFile, shown, walk
from provenance.ingest.read import STDIN
from provenance.ingest.unread import Unread, cut_paths
from provenance.parallel.work import Input
from provenance.records import Document, Rejected
from provenance.report.summary import locator_of

_SINGLE = ("text", "markdown", "html")
"""Kinds of files that hold one document."""


@dataclass(frozen=True, slots=True)
class FileInput:
    """A file of one document."""

    path: str
    size: int
    packed: bool

    @property
    def locator(self) -> str:
        """Its path as it can be shown."""
        return shown(self.path)

    def read(self, options: ReadOptions) -> Iterator[Document | Rejected]:
        """The document."""
        return read_paths([self.path], options)

    def unread(self, limit: int) -> Document | None:
        """The document as far as its bytes tell it, without its text; None where they must be read to know."""
        if self.packed or self.size > limit:
            return None
        try:
            digest = sha256(Path(self.path).read_bytes())
        except OSError:
            return None
        return Document(document_id(digest), "", digest, "", path=shown(self.path))


@dataclass(frozen=True, slots=True)
class ReadInput:
    """A document that was read where the inputs were listed: from a feed, a list in JSON, an archive."""

    document: Document

    @property
    def locator(self) -> str:
        """Where it was read."""
        return locator_of(self.document)

    @property
    def size(self) -> int:
        """About how much text that is."""
        return len(self.document.text)

    def read(self, options: ReadOptions) -> Iterator[Document | Rejected]:
        """The document."""
        yield self.document


def cut_inputs(paths: Inputs, options: ReadOptions, stdin: BinaryIO | None = None) -> Iterator[Input | Rejected]:
    """The inputs that the paths stand for, in the order of `read_paths`; what cannot be read is a Rejected in its place."""
    for path in paths:
        if not isinstance(path, str):  # what was fetched is read at once: what is known of how goes into the documents
            yield from (one if isinstance(one, Rejected) else ReadInput(one) for one in read_paths([path], options, stdin))
        elif path == STDIN:
            yield from _cut(path, options, stdin)
        else:
            for item in walk(path):
                if isinstance(item, SourceFile) and item.kind in _SINGLE:
                    yield FileInput(item.path, item.size, item.packing is not None)
                elif isinstance(item, SourceFile):
                    yield from _cut(item.path, options, None)
                else:
                    yield item


def size_of(paths: Inputs) -> int | None:
    """The bytes that the inputs of the paths come to; None where that cannot be known without unpacking or reading them."""
    total = 0
    for path in paths:
        if not isinstance(path, str) or path == STDIN:
            return None
        for item in walk(path):
            if isinstance(item, SourceFile):
                if item.packing or item.kind not in (*_SINGLE, "jsonl"):
                    return None
                total += item.size
    return total


def _cut(path: str, options: ReadOptions, stdin: BinaryIO | None) -> Iterator[Input | Rejected]:
    for one in cut_paths([path], options, stdin):
        yield ReadInput(one) if isinstance(one, Document) else one


__all__ = ["FileInput", "ReadInput", "Unread", "cut_inputs", "size_of"]
