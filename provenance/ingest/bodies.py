"""The body of an HTTP answer, from the wire or from an archive: chunks put together, encodings undone, all within a limit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from provenance.ingest.options import Packing
from provenance.ingest.packed import UnpackError, unpacked

_READ = 1 << 16
_LONGEST_SIZE = 1_000
"""Bytes of a line that states the size of a chunk."""
_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")
_MOST_ENCODINGS = 3
_ENCODINGS: dict[str, Packing | Literal["deflate"]] = {
    "gzip": "gzip",
    "x-gzip": "gzip",
    "deflate": "deflate",
    "zstd": "zstd",
}
_NONE = ("", "identity", "none", "utf-8")
"""What stands for no encoding, the last by a common mistake."""

Read = Callable[[int], bytes]


class BodyError(Exception):
    """A body that cannot be made out; the message says what is wrong with it."""


class TooLargeError(Exception):
    """A body above the limit."""


def read_by(read: Read) -> Iterator[bytes]:
    """What can be read, piece by piece."""
    return iter(lambda: read(_READ), b"")


def dechunked(read: Read, readline: Read) -> Iterator[bytes]:
    """The content of chunks. A body that only claims to be in chunks is taken as it is, as many archives keep it so."""
    first = True
    while True:
        line = readline(_LONGEST_SIZE)
        size = _SIZE.fullmatch(line)
        if size is None:
            if first:
                yield line
                yield from read_by(read)
                return
            raise BodyError("its chunks are damaged or cut off")
        left = int(size[1], 16)
        if left == 0:
            return
        while left:
            piece = read(min(left, _READ))
            if not piece:
                raise BodyError("it breaks off within a chunk")
            left -= len(piece)
            yield piece
        if readline(_LONGEST_SIZE) not in (b"\r\n", b"\n"):
            raise BodyError("its chunks are damaged or cut off")
        first = False


def decoded(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The pieces without their content encoding, a header's value. Raises BodyError where it is unknown."""
    names = [name for part in encoding.lower().split(",") if (name := part.strip()) not in _NONE]
    if len(names) > _MOST_ENCODINGS:
        raise BodyError(f"it is encoded {len(names)} times over")
    found: Iterator[bytes] = iter(pieces)
    for name in reversed(names):
        packing = _ENCODINGS.get(name)
        if packing is None:
            raise BodyError(f"its content encoding {name[:40]!r} is not read (gzip, deflate and zstd are)")
        found = unpacked(found, packing)
    return found


def gathered(pieces: Iterable[bytes], limit: int) -> bytes:
    """All pieces as one, at most `limit` bytes. Raises TooLargeError as soon as there are more, BodyError where they break."""
    kept: list[bytes] = []
    size = 0
    try:
        for piece in pieces:
            size += len(piece)
            if size > limit:
                raise TooLargeError
            kept.append(piece)
    except UnpackError as error:
        raise BodyError(str(error).rstrip(",")) from None
    return b"".join(kept)
