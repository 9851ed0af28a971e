"""The records of a WARC file, one after the other, and the places where it is damaged, after which reading goes on.

warcio parses the records. What packs them is unpacked here, member by member, so that a damaged member costs itself alone and
a file packed as a whole is read too. After damage the next record is looked for: a gzip member that holds one, or a line
that begins one.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from provenance.ingest.packed import MAGIC, UnpackError
from provenance.ingest.warc_members import LONGEST_HEAD, BadRecordError, Members, Plain, Source

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_SILENT = logging.NullHandler()
"""Without a handler of the caller's, Python prints warcio's warnings, which hold addresses as they stand, on the terminal."""
_READ = 1 << 16
_BEGINS = re.compile(rb"\nWARC/(?:1\.[01]|0\.1[78])\r?\n")
_MOST_AGAIN = 256_000_000
"""Bytes that may be read again in search of records that a wrong length swallowed."""


@dataclass(frozen=True, slots=True)
class Record:
    """A whole record. `offset` in bytes as the file lies there; `block` is None where it was not asked for or is too long."""

    offset: int
    type: str
    headers: dict[str, str]
    block: bytes | None
    size: int


@dataclass(frozen=True, slots=True)
class Damage:
    """A record that cannot be read: where it begins, its address where that is known, what is wrong in words."""

    offset: int
    address: str
    said: str


def records(stream: BinaryIO, wanted: Callable[[str], bool], limit: int) -> Iterator[Record | Damage]:
    """All records, with the blocks of those whose type is `wanted` if they have at most `limit` bytes."""
    from provenance.ingest.streams import peek

    stream, head = peek(stream, len(MAGIC["gzip"]))
    walk = _packed if head == MAGIC["gzip"] else _plain
    yield from walk(stream, wanted, limit)


def _plain(stream: BinaryIO, wanted: Callable[[str], bool], limit: int) -> Iterator[Record | Damage]:
    at = stream.tell() if stream.seekable() else 0
    again = 0
    while True:
        source = Plain(stream)
        damage = None
        for found in _of_source(source, wanted, limit):
            offset = at + found.offset
            if isinstance(found, Record):
                yield Record(offset, found.type, found.headers, found.block, found.size)
            else:
                damage = Damage(offset, found.address, found.said)
        if damage is None:
            return
        if not stream.seekable():
            yield Damage(damage.offset, damage.address, f"{damage.said}; what follows it in the stream is not read")
            return
        reached = stream.tell()
        again += reached - damage.offset
        if again < _MOST_AGAIN:
            yield damage
            after = _next_in(stream, damage.offset + 1)
        else:
            passed = "; so many lengths are wrong that the bytes up to"
            yield Damage(damage.offset, damage.address, f"{damage.said}{passed} {reached:,} are passed over")
            after = _next_in(stream, reached)
        if after is None:
            return
        at = after
        stream.seek(at)


def _next_in(stream: BinaryIO, start: int) -> int | None:
    """Where the next line stands that begins a record, from `start` on."""
    at = max(0, start - 1)
    stream.seek(at)
    data = b""
    while True:
        piece = stream.read(_READ)
        if not piece:
            return None
        data += piece
        found = _BEGINS.search(data)
        if found is not None:
            return at + found.start() + 1
        at += len(data) - min(len(data), 16)
        data = data[-16:]


def _packed(stream: BinaryIO, wanted: Callable[[str], bool], limit: int) -> Iterator[Record | Damage]:
    members = Members(stream)
    lost = False
    while members.open_next(search=lost):
        offset = members.offset
        sound, lost = True, False
        try:
            if not members.holds_record():
                continue
            for found in _of_source(members, wanted, limit):
                if isinstance(found, Record):
                    yield Record(offset, found.type, found.headers, found.block, found.size)
                else:
                    sound = False
                    yield Damage(offset, found.address, found.said)
            members.skip()
        except (BadRecordError, UnpackError) as error:
            if sound:
                yield Damage(offset, "", str(error).rstrip(","))
            lost = True


def _of_source(source: Source, wanted: Callable[[str], bool], limit: int) -> Iterator[Record | Damage]:
    """The records of a source, offsets counted in it, up to its end or the first damage, which comes last."""
    from warcio.archiveiterator import WARCIterator
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParserException

    logging.getLogger("warcio").addHandler(_SILENT)
    found = WARCIterator(source, no_record_parse=True)
    found.INC_RECORD = ""  # it would write a warning to standard error; what it counts is looked at below
    offset, address = 0, ""
    try:
        while True:
            source.fuel = LONGEST_HEAD
            offset, address = found.offset, ""
            record = next(found, None)
            if record is None:
                return
            offset = found.offset
            address = record.rec_headers.get_header("WARC-Target-URI") or ""
            whole = _whole(record, source, wanted(record.rec_type or ""), limit, offset)
            errors = found.err_count
            found.read_to_end()
            if found.err_count != errors:
                raise BadRecordError("its stated length is wrong")
            yield whole
    except (ArchiveLoadFailed, StatusAndHeadersParserException):
        yield Damage(offset, address, "no record begins where one should")
    except (BadRecordError, UnpackError) as error:
        yield Damage(offset, address, str(error).rstrip(","))
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, UnicodeError):
        yield Damage(offset, address, "its headers make no sense")


def _whole(record: ArcWarcRecord, source: Source, keep: bool, limit: int, offset: int) -> Record:
    """The record, read to its end."""
    headers = {name.lower(): value for name, value in record.rec_headers.headers}
    length = headers.get("content-length", "").strip()
    if not (length.isascii() and length.isdigit()):
        raise BadRecordError("it does not state its length")
    source.fuel = None
    kept: list[bytes] = []
    size = 0
    while piece := record.raw_stream.read(_READ):
        size += len(piece)
        if keep and size <= limit:
            kept.append(piece)
    source.fuel = LONGEST_HEAD
    if size < int(length):
        raise BadRecordError(f"it breaks off after {size:,} of {int(length):,} bytes")
    return Record(offset, record.rec_type or "", headers, b"".join(kept) if keep and size <= limit else None, size)
