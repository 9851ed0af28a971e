"""What WARC records are parsed from: a stream as it is, or gzip members, and the way past damaged ones."""

from __future__ import annotations

import zlib
from typing import BinaryIO, Protocol, cast

from provenance.ingest.packed import MAGIC, UnpackError, grown
from provenance.ingest.sniff import WARC, is_packed_warc

LONGEST_HEAD = 1_000_000
"""Bytes that the headers of a record may have."""
_MEMBER = MAGIC["gzip"] + b"\x08"
_ENOUGH = 4_096
"""Bytes of a member that show whether it holds a record."""
_MOST_TRIES = 100_000
"""Places that are tried as the beginning of a member; of random bytes one in 17 million looks like one."""
_READ = 1 << 16


class BadRecordError(Exception):
    """A record that is not as it ought to be; the message says how."""


class Source(Protocol):
    """What records are parsed from. `fuel` are the bytes that may be read until it is set anew; None: any number."""

    fuel: int | None

    def read(self, size: int) -> bytes:
        """At most so many of the next bytes, none at the end. Raises BadRecordError where the fuel is used up."""
        ...

    def tell(self) -> int:
        """How many bytes were read."""
        ...


class Plain:
    """A stream as it is."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._count = 0
        self.fuel: int | None = LONGEST_HEAD

    def read(self, size: int) -> bytes:
        """See `Source`."""
        piece = self._stream.read(size)
        self._count += len(piece)
        _burn(self, len(piece))
        return piece

    def tell(self) -> int:
        """See `Source`."""
        return self._count


def _burn(source: Source, count: int) -> None:
    if source.fuel is not None:
        source.fuel -= count
        if source.fuel < 0:
            raise BadRecordError(f"its headers have more than {LONGEST_HEAD:,} bytes")


class Members:
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
        """Whether the member holds anything. Raises BadRecordError where that is no record: warcio would unpack what is
        packed twice, without a limit."""
        first = b""
        while len(first) < len(WARC) and (piece := self.read(len(WARC) - len(first))):
            first += piece
        if first and first != WARC:
            raise BadRecordError("no record begins where one should")
        self._first = first
        return bool(first)

    def skip(self) -> None:
        """Reads the member to its end."""
        self.fuel = None
        while self.read(_READ):
            pass

    def read(self, size: int) -> bytes:
        """See `Source`. Raises UnpackError where the member is damaged, cut off or a bomb."""
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
                _burn(cast(Source, self), len(piece))
                return piece
        return b""

    def tell(self) -> int:
        """See `Source`."""
        return self._out
