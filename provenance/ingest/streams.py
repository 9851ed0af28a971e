"""One stream to its documents: what it is by name or first bytes, unpacked, and handed to the reader of its kind."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO, cast

from provenance.ingest.document import empty
from provenance.ingest.jsonl import STREAM_ERRORS, broken_stream, read_json, read_json_lines
from provenance.ingest.options import Kind, Packing, ReadOptions, too_large
from provenance.ingest.packed import packing_of, unpacking
from provenance.ingest.sniff import SNIFFED, is_json_line, is_packed_warc, sniff
from provenance.records import Document, Rejected


def read_stream(
    stream: BinaryIO,
    path: str,
    kind: Kind | None = None,
    *,
    options: ReadOptions,
    packing: Packing | None = None,
    url: str | None = None,
    nested: bool = False,
    member: str | None = None,
) -> Iterator[Document | Rejected]:
    """The documents of a stream. Where its kind is not known (None), its first bytes tell it, and whether it is packed.

    `url` is the address of a single page or text; records and items have their own. `nested` says that the stream lies in an
    archive: archives in it are refused. `member` is the one of a zip archive that is meant. Raises OSError alone.
    """
    if kind is None:
        stream, head = peek(stream, SNIFFED)
        packing = packing_of(head)
        if packing == "gzip" and is_packed_warc(head):
            kind = "warc"
    try:
        if packing and not (kind == "warc" and packing == "gzip"):
            stream = unpacking(stream, packing)
        if kind is None:
            stream, head = peek(stream, SNIFFED)
            kind = sniff(head)
            if nested and packing_of(head):
                kind = "zip"
        if kind == "jsonl":
            yield from read_json_lines(stream, path=path, options=options)
        elif kind == "warc":
            from provenance.ingest.warc import read_warc

            yield from read_warc(stream, path=path, options=options)
        elif kind == "zip":
            from provenance.ingest.zips import nested_archive, read_zip

            yield from [nested_archive(path)] if nested else read_zip(stream, path=path, options=options, only=member)
        else:
            yield from _read_whole(up_to(stream, options.max_bytes + 1), path, kind, url, options)
    except STREAM_ERRORS as error:
        yield broken_stream(path, error, "before the end")


def read_data(
    data: bytes, path: str, kind: Kind | None, *, options: ReadOptions, url: str | None = None
) -> Iterator[Document | Rejected]:
    """The documents of bytes in memory."""
    return read_stream(io.BytesIO(data), path, kind, options=options, url=url, nested=True)


def _read_whole(data: bytes, path: str, kind: Kind, url: str | None, options: ReadOptions) -> Iterator[Document | Rejected]:
    """The documents of a kind that is held in memory as a whole."""
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
        from provenance.ingest.read import read_bytes

        yield read_bytes(data, path=path, url=url, kind=kind, options=options)


def _read_json(data: bytes, path: str, options: ReadOptions) -> Iterator[Document | Rejected]:
    """A `.json` file; JSON lines under that name are read as such."""
    if is_json_line(data.lstrip().partition(b"\n")[0]) and data.strip().count(b"\n"):
        return read_json_lines(io.BytesIO(data), path=path, options=options)
    return read_json(data, path=path, options=options)


def up_to(stream: BinaryIO, size: int) -> bytes:
    """The next `size` bytes, fewer only at the end: pipes hand over less at a time."""
    pieces = []
    while size > 0:
        piece = stream.read(min(size, 1 << 20))
        if not piece:
            break
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def peek(stream: BinaryIO, size: int) -> tuple[BinaryIO, bytes]:
    """A stream that starts with the same bytes, and the first `size` of them. One that can be wound back stays itself."""
    if stream.seekable():
        at = stream.tell()
        head = up_to(stream, size)
        stream.seek(at)
        return stream, head
    head = up_to(stream, size)
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
