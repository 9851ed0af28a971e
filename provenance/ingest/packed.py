"""Packed bytes (gzip, deflate, zstd), unpacked piece by piece under limits, with one kind of error for all that can be wrong.

A bomb is told by what comes out of what went in: text packs to a tenth or a third; what grows by more than `MOST_GROWTH` says
the same thing over and over. Nothing is judged below `NEVER_A_BOMB`, which no memory minds.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Literal, cast

from provenance.ingest.options import Packing

MOST_GROWTH = 250
"""Bytes that one packed byte may become. gzip cannot do more than 1,032, zstd can do many thousands."""
NEVER_A_BOMB = 4_000_000
"""Unpacked bytes below which growth is not looked at."""
WIDEST_WINDOW = 1 << 27
"""Bytes that a zstd frame may ask to be kept while it is unpacked: what the program zstd grants unless told otherwise."""
MAGIC: dict[Packing, bytes] = {"gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}

_READ = 1 << 14
"""Packed bytes that are read at a time: growth is looked at after each."""
_OUT = 1 << 18
"""Bytes that come out at a time, where the library can be told."""
_FED_TO_ZSTD = 512
"""Packed bytes at a time: zstd cannot be told, and makes 128 KiB of four."""
_ANY_ZLIB, _RAW_DEFLATE = 32 + zlib.MAX_WBITS, -zlib.MAX_WBITS


class UnpackError(Exception):
    """Packed data that cannot be unpacked to the end: what is wrong, to stand before "at such a place", and what to do."""

    def __init__(self, said: str, advice: str = "fetch or pack the file again") -> None:
        super().__init__(said)
        self.advice = advice


def grown(packed: int, unpacked: int) -> bool:
    """Whether so many packed bytes have become more than any text does."""
    return unpacked > NEVER_A_BOMB and unpacked > MOST_GROWTH * packed


def packing_of(head: bytes) -> Packing | None:
    """How data that begin so are packed."""
    return next((kind for kind, magic in MAGIC.items() if head.startswith(magic)), None)


def unpacking(stream: BinaryIO, packing: Packing) -> BinaryIO:
    """The unpacked stream. Reading from it may raise UnpackError; memory does not grow with the size."""
    return streamed(unpacked(iter(lambda: stream.read(_READ), b""), packing))


def unpacked(pieces: Iterable[bytes], packing: Packing | Literal["deflate"]) -> Iterator[bytes]:
    """The unpacked pieces, none of them empty or large. Raises UnpackError where the data are damaged, cut off or a bomb."""
    into = out = 0

    def counted() -> Iterator[bytes]:
        nonlocal into
        for piece in pieces:
            into += len(piece)
            yield piece

    for piece in _unzstd(counted()) if packing == "zstd" else _inflated(counted(), packing):
        out += len(piece)
        if grown(into, out):
            raise UnpackError(
                f"the {packing} data grow to more than {MOST_GROWTH} times their size, as no text does,",
                "leave the file out, or unpack it yourself if you trust it",
            )
        yield piece


def _inflated(pieces: Iterator[bytes], packing: str) -> Iterator[bytes]:
    """Members of gzip, one after the other, or one zlib or raw deflate stream."""
    data = next(pieces, b"")
    bits = _ANY_ZLIB if packing == "gzip" or _is_zlib(data) else _RAW_DEFLATE
    while data:
        unpacker = zlib.decompressobj(bits)
        while not unpacker.eof:
            try:
                piece = unpacker.decompress(data, _OUT)
            except zlib.error:
                raise UnpackError(f"the {packing} data are damaged") from None
            if piece:
                yield piece
            data = unpacker.unconsumed_tail
            if not data and not unpacker.eof and len(piece) < _OUT:
                data = next(pieces, b"")
                if not data:
                    raise UnpackError(f"the {packing} data break off")
        data = unpacker.unused_data
        while not data.lstrip(b"\0"):  # members may be padded with zeros
            data = next(pieces, b"")
            if not data:
                return


def _is_zlib(data: bytes) -> bool:
    """Whether data begin with the head of zlib, which HTTP's "deflate" means and some servers leave out."""
    return len(data) > 1 and data[0] & 15 == 8 and int.from_bytes(data[:2], "big") % 31 == 0


def _unzstd(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Frames of zstd, one after the other."""
    import zstandard

    unpacker = None
    for data in pieces:
        view = data
        while view:
            if unpacker is None:
                unpacker = zstandard.ZstdDecompressor(max_window_size=WIDEST_WINDOW).decompressobj()
            fed, view = view[:_FED_TO_ZSTD], view[_FED_TO_ZSTD:]
            try:
                piece = unpacker.decompress(fed)
            except zstandard.ZstdError as error:
                if "memory" in str(error):
                    said = f"the zstd data ask for a window of more than {WIDEST_WINDOW >> 20} MiB"
                    raise UnpackError(said, "pack the file again without --long") from None
                raise UnpackError("the zstd data are damaged") from None
            if piece:
                yield piece
            if unpacker.eof:
                view = unpacker.unused_data + view
                unpacker = None
    if unpacker is not None:
        raise UnpackError("the zstd data break off")


def streamed(pieces: Iterator[bytes]) -> BinaryIO:
    """Pieces as a stream that can be read by size and by line."""
    return cast(BinaryIO, io.BufferedReader(_Pieces(pieces), 1 << 16))


class _Pieces(io.RawIOBase):
    """A raw stream over pieces."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = memoryview(piece)
        taken = self._left[: len(view)]
        self._left = self._left[len(taken) :]
        view[: len(taken)] = taken
        return len(taken)
