"""Reading: from paths, addresses and standard input to documents, one after another.

Whatever cannot be read is a `Rejected` in the stream, in its place. Inputs are read one at a time and none is held after
it has been handed on.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from provenance.ingest.files import SourceFile, shown, walk
from provenance.ingest.options import DEFAULTS, MANY, STREAMED, Inputs, Kind, ReadOptions, kind_of, too_large, unreadable
from provenance.ingest.sniff import SNIFFED, sniff
from provenance.ingest.streams import read_stream
from provenance.ingest.text import read_text
from provenance.records import Document, Rejected

STDIN = "-"
"""The path that stands for standard input."""


def read_paths(paths: Inputs, options: ReadOptions = DEFAULTS, stdin: BinaryIO | None = None) -> Iterator[Document | Rejected]:
    """All documents of the paths, in the order given; those of a folder by name. "-" is standard input, given as `stdin`.

    A `Remote` among the paths stands for addresses to be fetched; without one nothing is. Never raises for an input. A path
    that is named twice is read twice.
    """
    for path in paths:
        if not isinstance(path, str):
            from provenance.ingest.remote import read_remote

            yield from read_remote(path, options, stdin)
            continue
        if path == STDIN:
            yield from _read_stdin(stdin, options)
            continue
        for item in walk(path):
            if isinstance(item, Rejected):
                yield item
            else:
                yield from _read_file(item, options)


def read_bytes(
    data: bytes, *, path: str, url: str | None = None, kind: Kind | None = None, options: ReadOptions = DEFAULTS
) -> Document | Rejected:
    """The one document of a text or page in memory. `path` names it in messages and, where `kind` is None, tells its kind.

    Records in JSON, feeds and archives are not read by this function, as they may be many: they are taken as text.
    """
    if len(data) > options.max_bytes:
        return too_large(path, options.max_bytes, len(data))
    named = kind or kind_of(path)[0]
    if named == "html" or (named is None and sniff(data[:SNIFFED]) == "html"):
        from provenance.ingest.html import read_html

        return read_html(data, path=path, url=url, options=options)
    return read_text(data, path=path, url=url, kind="markdown" if named == "markdown" else "text", options=options)


def count_inputs(paths: Inputs) -> int | None:
    """How many documents and refusals `read_paths` will yield, for a progress bar, without opening a file.

    None where that cannot be known so: standard input, addresses, archives, JSON files, JSON lines and feeds.
    """
    count = 0
    for path in paths:
        if not isinstance(path, str) or path == STDIN:
            return None
        for item in walk(path):
            if isinstance(item, SourceFile) and (item.kind is None or item.kind in MANY):
                return None
            count += 1
    return count


def _read_stdin(stdin: BinaryIO | None, options: ReadOptions) -> Iterator[Document | Rejected]:
    if stdin is None:
        yield Rejected(STDIN, "missing", "there is no standard input to read; name a file or a folder instead")
        return
    try:
        yield from read_stream(stdin, STDIN, options=options)
    except OSError as error:
        yield unreadable(STDIN, error)


def _read_file(file: SourceFile, options: ReadOptions) -> Iterator[Document | Rejected]:
    path = shown(file.path)
    try:
        if file.kind is not None and file.kind not in STREAMED and not file.packing and file.size > options.max_bytes:
            yield too_large(path, options.max_bytes, file.size)
            return
        with Path(file.path).open("rb") as stream:
            yield from read_stream(stream, path, file.kind, packing=file.packing, options=options, member=file.member)
    except OSError as error:
        yield unreadable(path, error)
