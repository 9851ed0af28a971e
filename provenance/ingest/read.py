"""Reading: from paths and standard input to documents, one after another.

Whatever cannot be read is a `Rejected` in the stream, in its place. Inputs are read one at a time and none is held after
it has been handed on.
"""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, cast

from provenance.ingest.document import empty
from provenance.ingest.files import SourceFile, shown, walk
from provenance.ingest.jsonl import STREAM_ERRORS, broken_stream, read_json, read_json_lines
from provenance.ingest.options import DEFAULTS, Kind, ReadOptions, kind_of, too_large, unreadable
from provenance.ingest.records_json import BadJsonError, parse
from provenance.ingest.text import read_text
from provenance.records import Document, Rejected

STDIN = "-"
"""The path that stands for standard input."""

_SNIFFED = 1 << 16
_GZIP = b"\x1f\x8b"
_PROLOGUE = rb"\s*+(?>(?:<\?.*?\?>|<!--.*?-->%s)\s*+)*+"
"""Declarations and comments before the root. Atomic groups: what was taken for a comment is not read again as anything else."""
_PAGE = re.compile(
    _PROLOGUE % b""
    + rb"(?:<!doctype\s+html|<(?:html|head|body|title|meta|script|div|article|main|section|header|table|p|h[1-6])[\s>/])",
    re.IGNORECASE | re.DOTALL,
)
_FEED = re.compile(_PROLOGUE % rb"|<!DOCTYPE\s[^\[>]*+(?:\[.*?\]\s*+)?>" + rb"<(?:rss|feed|rdf:RDF)[\s>]", re.DOTALL)


def read_paths(
    paths: Sequence[str], options: ReadOptions = DEFAULTS, stdin: BinaryIO | None = None
) -> Iterator[Document | Rejected]:
    """All documents of the paths, in the order given; those of a folder by name. "-" is standard input, given as `stdin`.

    Never raises for an input. A path that is named twice is read twice.
    """
    for path in paths:
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

    Records in JSON and feeds are not read by this function, as they may be many: they are taken as text.
    """
    if len(data) > options.max_bytes:
        return too_large(path, options.max_bytes, len(data))
    named = kind or kind_of(path)[0]
    if named == "html" or (named is None and _sniff(data[:_SNIFFED]) == "html"):
        from provenance.ingest.html import read_html

        return read_html(data, path=path, url=url, options=options)
    return read_text(data, path=path, url=url, kind="markdown" if named == "markdown" else "text", options=options)


def count_inputs(paths: Sequence[str]) -> int | None:
    """How many documents and refusals `read_paths` will yield, for a progress bar, without opening a file.

    None where that cannot be known so: standard input, JSON files, JSON lines and feeds.
    """
    count = 0
    for path in paths:
        if path == STDIN:
            return None
        for item in walk(path):
            if isinstance(item, SourceFile) and item.kind in ("json", "jsonl", "feed", None):
                return None
            count += 1
    return count


def _read_stdin(stdin: BinaryIO | None, options: ReadOptions) -> Iterator[Document | Rejected]:
    if stdin is None:
        yield Rejected(STDIN, "missing", "there is no standard input to read; name a file or a folder instead")
        return
    try:
        yield from _read_stream(stdin, STDIN, None, packed=None, options=options)
    except OSError as error:
        yield unreadable(STDIN, error)


def _read_file(file: SourceFile, options: ReadOptions) -> Iterator[Document | Rejected]:
    path = shown(file.path)
    try:
        if file.kind not in ("jsonl", None) and not file.packed and file.size > options.max_bytes:
            yield too_large(path, options.max_bytes, file.size)
            return
        with Path(file.path).open("rb") as stream:
            packed = file.packed if file.kind is not None else None
            yield from _read_stream(stream, path, file.kind, packed=packed, options=options)
    except OSError as error:
        yield unreadable(path, error)


def _read_stream(
    stream: BinaryIO, path: str, kind: Kind | None, *, packed: bool | None, options: ReadOptions
) -> Iterator[Document | Rejected]:
    """Read a stream whose kind, and whether it is packed with gzip, may be unknown (None): then its first bytes tell."""
    if packed is None:
        stream, head = _peek(stream, len(_GZIP))
        packed = head == _GZIP
    if packed:
        stream = cast(BinaryIO, gzip.GzipFile(fileobj=stream, mode="rb"))
    try:
        if kind is None:
            stream, head = _peek(stream, _SNIFFED)
            kind = _sniff(head)
        if kind == "jsonl":
            yield from read_json_lines(stream, path=path, options=options)
            return
        data = _up_to(stream, options.max_bytes + 1)
    except STREAM_ERRORS as error:
        yield broken_stream(path, error, "before the end")
        return
    if len(data) > options.max_bytes:
        yield too_large(path, options.max_bytes)
    elif kind == "json":
        yield from _read_json(data, path, options)
    elif not data:
        yield empty(path)
    elif kind == "feed":
        from provenance.ingest.feed import read_feed

        yield from read_feed(data, path=path, options=options)
    else:
        yield read_bytes(data, path=path, kind=kind, options=options)


def _read_json(data: bytes, path: str, options: ReadOptions) -> Iterator[Document | Rejected]:
    """A `.json` file; JSON lines under that name are read as such."""
    if _is_json_line(data.lstrip().partition(b"\n")[0]) and data.strip().count(b"\n"):
        return read_json_lines(io.BytesIO(data), path=path, options=options)
    return read_json(data, path=path, options=options)


def _sniff(head: bytes) -> Kind:
    """The kind of an input without a telling name, by its first bytes."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{"):
        line, newline, _ = start.partition(b"\n")
        if _is_json_line(line) or (not newline and len(head) >= _SNIFFED):
            return "jsonl"
    if start.startswith((b"{", b"[")) and re.match(rb'[{\[]\s*(?:["{\]}])', start):
        return "json"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = head[:2000].decode("utf-16", "ignore").encode()
    if _FEED.match(start):
        return "feed"
    return "html" if _PAGE.match(start) else "text"


def _is_json_line(line: bytes) -> bool:
    """Whether a line is a JSON object by itself."""
    try:
        return isinstance(parse(line.decode("utf-8", "replace")), dict)
    except BadJsonError:
        return False


def _up_to(stream: BinaryIO, size: int) -> bytes:
    """The next `size` bytes, fewer only at the end: pipes hand over less at a time."""
    pieces = []
    while size > 0:
        piece = stream.read(min(size, 1 << 20))
        if not piece:
            break
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _peek(stream: BinaryIO, size: int) -> tuple[BinaryIO, bytes]:
    """A stream that starts with the same bytes, and the first `size` of them."""
    head = _up_to(stream, size)
    return cast(BinaryIO, io.BufferedReader(_Again(head, stream))), head


class _Again(io.RawIOBase):
    """A stream with the bytes that were read from it put back in front."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        piece = self._head[: len(view)] if self._head else self._rest.read(len(view))
        self._head = self._head[len(piece) :] if self._head else b""
        view[: len(piece)] = piece
        return len(piece)
