"""JSON lines, plain or packed, as a stream; and small JSON files of one record or a list."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import BinaryIO

from provenance.ingest.decode import NotTextError, decode
from provenance.ingest.document import binary, empty
from provenance.ingest.options import ReadOptions, too_large, unreadable
from provenance.ingest.packed import UnpackError
from provenance.ingest.records_json import BadJsonError, bad_json, parse, read_record
from provenance.records import Document, Rejected

STREAM_ERRORS = (UnpackError, OSError)
"""What reading on in a stream may raise: it is cut off, damaged, or the disk fails."""

_CHUNK = 1 << 16


def read_json_lines(stream: BinaryIO, *, path: str, options: ReadOptions) -> Iterator[Document | Rejected]:
    """The documents of a JSON-lines stream, one line in memory at a time.

    A bad line is a Rejected with the place "path:LINE", and reading goes on; a stream that breaks off ends in one Rejected.
    """
    number = 0
    found = False
    try:
        while True:
            line = stream.readline(options.max_bytes + 2)
            if not line:
                break
            number += 1
            if number == 1:
                line = line.removeprefix(codecs.BOM_UTF8)
                if line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                    yield Rejected(path, "unreadable", "it is JSON lines in UTF-16; convert the file to UTF-8, as JSON asks for")
                    return
            content = line.strip()
            if len(content) > options.max_bytes or (len(line) > options.max_bytes and not line.endswith(b"\n")):
                _skip_line(stream, line)
                yield too_large(f"{path}:{number}", options.max_bytes)
            elif content:
                yield _read_line(content, path=path, number=number, options=options)
            else:
                continue
            found = True
    except STREAM_ERRORS as error:
        yield broken_stream(path, error, f"after line {number} (the lines up to there are read)")
        return
    if not found:
        yield empty(path) if number == 0 else Rejected(path, "no_documents", "it holds empty lines only; check how it was made")


def read_json(data: bytes, *, path: str, options: ReadOptions) -> Iterator[Document | Rejected]:
    """The documents of a JSON file: one record, or a list whose members are told as "path[INDEX]", counted from 0."""
    if not data.strip():
        yield empty(path)
        return
    try:
        decoded = decode(data)
        value = parse(decoded.text)
    except NotTextError as error:
        yield binary(path, error)
        return
    except BadJsonError as error:
        yield bad_json(path, error)
        return
    if not isinstance(value, list):
        yield read_record(value, data, decoded.encoding, path=path, line=None, locator=path, options=options)
        return
    if not value:
        yield Rejected(path, "no_documents", "it is an empty list; check how it was made")
    for index, member in enumerate(value):
        own = json.dumps(member, sort_keys=True).encode()
        yield read_record(member, own, decoded.encoding, path=path, line=None, locator=f"{path}[{index}]", options=options)


def broken_stream(path: str, error: Exception, place: str) -> Rejected:
    """The one refusal for the rest of a stream that cannot be read on."""
    if isinstance(error, UnpackError):
        return Rejected(path, "unreadable", f"{error} {place}; {error.advice}")
    return unreadable(path, error if isinstance(error, OSError) else OSError(str(error)))


def _read_line(content: bytes, *, path: str, number: int, options: ReadOptions) -> Document | Rejected:
    locator = f"{path}:{number}"
    try:
        decoded = decode(content)
        value = parse(decoded.text)
    except NotTextError as error:
        return binary(locator, error)
    except BadJsonError as error:
        return bad_json(locator, error)
    return read_record(value, content, decoded.encoding, path=path, line=number, locator=locator, options=options)


def _skip_line(stream: BinaryIO, line: bytes) -> None:
    """Read on to the end of the line without holding it."""
    while line and not line.endswith(b"\n"):
        line = stream.readline(_CHUNK)
