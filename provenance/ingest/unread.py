"""Records that are cut out of a stream and not read yet, so that another process can read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, cast

from provenance.ingest.options import Inputs, ReadOptions
from provenance.records import Document, Rejected


@dataclass(frozen=True, slots=True)
class Unread:
    """One record. `reader` is a function of a module that reads it: it takes `given`, and the options. `size` in bytes."""

    reader: Callable[..., Iterable[Document | Rejected]]
    given: tuple[Any, ...]
    locator: str
    size: int

    def read(self, options: ReadOptions) -> Iterator[Document | Rejected]:
        """What it holds."""
        yield from self.reader(*self.given, replace(options, cut=False))

    def now_or_later(self, options: ReadOptions) -> Iterator[Document | Rejected]:
        """What it holds; itself where records are to be cut (`cut_paths`, whose type tells of it)."""
        if options.cut:
            yield cast(Document, self)
        else:
            yield from self.read(options)


def cut_paths(paths: Inputs, options: ReadOptions, stdin: BinaryIO | None = None) -> Iterator[Document | Rejected | Unread]:
    """As `read_paths`, but lines of JSON, members of archives and texts of standard input are left unread."""
    from provenance.ingest.read import read_paths

    return cast("Iterator[Document | Rejected | Unread]", read_paths(paths, replace(options, cut=True), stdin))
