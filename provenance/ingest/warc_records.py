"""The records of a WARC file, one after the other, and the places where it is damaged, after which reading goes on.

warcio parses the records. What packs them is unpacked here, member by member, so that a damaged member costs itself alone and
a file packed as a whole is read too. After damage the next record is looked for: a gzip member that holds one, or a line
that begins one.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from provenance.ingest.packed import MAGIC, UnpackError, grown
from provenance.ingest.sniff import WARC, is_packed_warc

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

LONGEST_HEAD = 1_000_000
"""Bytes that the headers of a record may have."""
_READ = 1 << 16
_BEGINS = re.compile(rb"\nWARC/(?:1\.[01]|0\.1[78])\r?\n")
_MEMBER = MAGIC["gzip"] + b"\x08"
_ENOUGH = 4_096
"""Bytes of a member that show whether it holds a record."""
_MOST_TRIES = 100_000
"""Places that are tried as the beginning of a member; of random bytes one in 17 million looks like one."""
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


class _BadRecordError(Exception):
    """A record that is not as it ought to be; the message says how."""


class _Source(Protocol):
    """What records are parsed from. `fuel` are the bytes that may be read until it is set anew; None: any number."""

    fuel: int | None

    def read(self, size: int) -> bytes: ...
    def tell(self) -> int: ...


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
        source = _Plain(stream)
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
    members = _Members(stream)
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
        except (_BadRecordError, UnpackError) as error:
            if sound:
                yield Damage(offset, "", str(error).rstrip(","))
            lost = True


def _of_source(source: _Source, wanted: Callable[[str], bool], limit: int) -> Iterator[Record | Damage]:
    """The records of a source, offsets counted in it, up to its end or the first damage, which comes last."""
    from warcio.archiveiterator import WARCIterator
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParserException

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
                raise _BadRecordError("its stated length is wrong")
            yield whole
    except (ArchiveLoadFailed, StatusAndHeadersParserException):
        yield Damage(offset, address, "no record begins where one should")
    except (_BadRecordError, UnpackError) as error:
        yield Damage(offset, address, str(error).rstrip(","))
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, UnicodeError):
        yield Damage(offset, address, "its headers make no sense")


def _whole(record: ArcWarcRecord, source: _Source, keep: bool, limit: int, offset: int) -> Record:
    """The record, read to its end."""
    headers = {name.lower(): value for name, value in record.rec_headers.headers}
    length = headers.get("content-length", "").strip()
    if not (length.isascii() and length.isdigit()):
        raise _BadRecordError("it does not state its length")
    source.fuel = None
    kept: list[bytes] = []
    size = 0
    while piece := record.raw_stream.read(_READ):
        size += len(piece)
        if keep and size <= limit:
            kept.append(piece)
    source.fuel = LONGEST_HEAD
    if size < int(length):
        raise _BadRecordError(f"it breaks off after {size:,} of {int(length):,} bytes")
    return Record(offset, record.rec_type or "", headers, b"".join(kept) if keep and size <= limit else None, size)


class _Plain:
    """A stream as it is."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._count = 0
        self.fuel: int | None = LONGEST_HEAD

    def read(self, size: int) -> bytes:
        piece = self._stream.read(size)
        self._count += len(piece)
        _burn(self, len(piece))
        return piece

    def tell(self) -> int:
        return self._count


def _burn(source: _Source, count: int) -> None:
    if source.fuel is not None:
        source.fuel -= count
        if source.fuel < 0:
            raise _BadRecordError(f"its headers have more than {LONGEST_HEAD:,} bytes")


class _Members:
    """A stream of gzip members, of which one at a time is open and read as a stream."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._ahead = b""
        """Packed bytes that were read and not yet unpacked."""
        self._taken = 0
        """Packed bytes that were read from the stream."""
        self._tries = 0
        self._first = b""
        self._open()

    def _open(self) -> None:
        self._unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self._out = 0
        self.offset = self._taken - len(self._ahead)
        self.fuel: int | None = LONGEST_HEAD

    def open_next(self, *, search: bool) -> bool:
        """Opens the member that begins here; with `search`, the next one that holds a record. False: there is none."""
        if search and not self._find():
            return False
        while not self._ahead.lstrip(b"\0"):
            self._ahead = b""
            if not self._more():
                return False
        self._ahead = self._ahead.lstrip(b"\0") if not search else self._ahead
        self._open()
        return True

    def _more(self) -> bool:
        piece = self._stream.read(_READ)
        self._taken += len(piece)
        self._ahead += piece
        return bool(piece)

    def _find(self) -> bool:
        """Winds on to the next member that holds a record."""
        start = 1
        while True:
            at = self._ahead.find(_MEMBER, start)
            if at < 0:
                self._ahead = self._ahead[-(len(_MEMBER) - 1) :]
                start = 0
                if not self._more():
                    return False
                continue
            if len(self._ahead) - at < _ENOUGH:
                self._ahead, at = self._ahead[at:], 0
                self._more()
            if is_packed_warc(self._ahead[at : at + _ENOUGH]):
                self._ahead = self._ahead[at:]
                return True
            self._tries += 1
            if self._tries > _MOST_TRIES:
                return False
            start = at + 1

    def holds_record(self) -> bool:
        """Whether the member holds anything. Raises _BadRecordError where that is no record: warcio would unpack what is
        packed twice, without a limit."""
        first = b""
        while len(first) < len(WARC) and (piece := self.read(len(WARC) - len(first))):
            first += piece
        if first and first != WARC:
            raise _BadRecordError("no record begins where one should")
        self._first = first
        return bool(first)

    def skip(self) -> None:
        """Reads the member to its end."""
        self.fuel = None
        while self.read(_READ):
            pass

    def read(self, size: int) -> bytes:
        if self._first:
            first, self._first = self._first, b""
            return first
        while not self._unpacker.eof:
            if not self._ahead and not self._more():
                raise UnpackError("its gzip data break off")
            try:
                piece = self._unpacker.decompress(self._ahead, size)
            except zlib.error:
                raise UnpackError("its gzip data are damaged") from None
            self._ahead = self._unpacker.unused_data if self._unpacker.eof else self._unpacker.unconsumed_tail
            self._out += len(piece)
            if grown(self._taken - len(self._ahead) - self.offset, self._out):
                raise UnpackError("its gzip data grow beyond all measure")
            if piece:
                _burn(cast(_Source, self), len(piece))
                return piece
        return b""

    def tell(self) -> int:
        return self._out
