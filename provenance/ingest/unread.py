"""Records that are cut out of a stream and not read yet, so that another process can read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, cast

from provenance.ingest.options import ReadOptions
from provenance.records import Document, Rejected


@dataclass(frozen=True, slots=True)
class Unread:
    """The bytes of one record; `reader` is the function of a module that reads them (content, path, number, options)."""

    reader: Callable[[bytes, str, int, ReadOptions], Document | Rejected]
    content: bytes
    path: str
    number: int

    @property
    def locator(self) -> str:
        """Where it stands."""
        return f"{self.path}:{self.number}"

    @property
    def size(self) -> int:
        """Its bytes."""
        return len(self.content)

    def read(self, options: ReadOptions) -> Iterator[Document | Rejected]:
        """What it holds."""
        yield self.reader(self.content, self.path, self.number, replace(options, cut=False))


def cut_paths(
    paths: Sequence[str], options: ReadOptions, stdin: BinaryIO | None = None
) -> Iterator[Document | Rejected | Unread]:
    """As `read_paths`, but the lines of JSON-lines files are left unread."""
    from provenance.ingest.read import read_paths

    return cast("Iterator[Document | Rejected | Unread]", read_paths(paths, replace(options, cut=True), stdin))
