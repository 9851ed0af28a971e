"""Zip archives of documents: each member that a folder would have been read for, in the order of names, never on the disk.

A member is told as "archive.zip/folder/name". One whose name leads out of the archive, that comes twice, is a link, encrypted or
an archive itself is a Rejected. The limits hold for each member, for all of them together, and for the table of contents.
"""

from __future__ import annotations

import io
import posixpath
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from provenance.ingest.decode import storable
from provenance.ingest.options import STREAMED, ReadOptions, kind_of, too_large
from provenance.ingest.packed import MOST_GROWTH, UnpackError, streamed
from provenance.ingest.streams import read_stream
from provenance.records import Document, Rejected

MOST_MEMBERS = 100_000
LONGEST_TABLE = 16_000_000
"""Bytes of the table of contents, which the library holds in memory as some 25 times as many."""
MOST_AT_ONCE = 64_000_000
"""Unpacked bytes of all members together below which the growth of an archive is not looked at."""
LONGEST_NAME = 1_000

_READ = 1 << 16
_DRIVE = re.compile(r"[A-Za-z]:")
_ODD = re.compile("[\x00-\x1f\x7f]")
_OFFICE = ("[Content_Types].xml", "mimetype", "META-INF/manifest.xml")
"""What stands in zip archives that are one document: .docx, .xlsx, .odt, .epub."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How members are unpacked. The library unpacks other methods without a limit on what comes out."""
_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, UnicodeError, MemoryError)


def nested_archive(locator: str) -> Rejected:
    """The refusal of an archive in an archive."""
    return Rejected(locator, "binary", "it is an archive within an archive; unpack the outer one and name what is to be read")


def read_zip(stream: BinaryIO, *, path: str, options: ReadOptions, only: str | None = None) -> Iterator[Document | Rejected]:
    """The documents of the members of an archive, or of that member alone whose name is `only`.

    The table of contents stands at the end: it must be a file, not a pipe.
    """
    if not stream.seekable():
        detail = "it is a zip archive in a stream, and its table of contents is at the end; save it to a file and name that"
        yield Rejected(path, "unreadable", detail)
        return
    try:
        archive = zipfile.ZipFile(cast(BinaryIO, _Bounded(stream)))
    except _TableError:
        yield _refused(path, f"its table of contents has more than {LONGEST_TABLE:,} bytes; unpack it yourself")
        return
    except (*_ERRORS, OSError, OverflowError):
        yield _refused(path, "its table of contents is damaged or missing; fetch or pack it again")
        return
    with archive:
        yield from _members(archive, path, stream.seek(0, io.SEEK_END), options, only)


def _members(
    archive: zipfile.ZipFile, path: str, size: int, options: ReadOptions, only: str | None
) -> Iterator[Document | Rejected]:
    entries = archive.infolist()
    if len(entries) > MOST_MEMBERS:
        yield _refused(path, f"it has {len(entries):,} members, more than {MOST_MEMBERS:,}; split it or unpack it yourself")
        return
    names = {entry.filename for entry in entries}
    if any(name in names for name in _OFFICE):
        yield Rejected(
            path, "binary", "it looks like an office document or e-book, not text; extract its text first, as .txt or .html"
        )
        return
    seen: set[str] = set()
    total = _Total(max(MOST_AT_ONCE, MOST_GROWTH * size))
    found = False
    for entry in sorted(entries, key=lambda one: (one.filename, one.header_offset)):
        name = _name_of(entry)
        if only is not None and name != only:
            continue
        if entry.is_dir() or _is_passed_over(name):
            if not entry.is_dir():
                options.pass_over("members of archives that promise no text")
            continue
        found = True
        locator = f"{path}/{_shown(name)}"
        wrong = _wrong_with(entry, name, seen)
        seen.add(name)
        if wrong is not None:
            yield Rejected(locator, "unreadable", f"the member is not read: {wrong}")
            continue
        try:
            yield from _member(archive, entry, name, locator, total, options)
        except _ERRORS:
            yield Rejected(
                locator, "unreadable", "the member is damaged or packed in an unknown way; fetch or pack the archive again"
            )
        if total.spent:
            yield _refused(
                path, f"its members grow to more than {MOST_GROWTH} times its size, as no text does; the rest is not read"
            )
            return
    if not found and only is not None:
        detail = "the archive has no member of that name that is read; check the spelling"
        yield Rejected(f"{path}/{_shown(only)}", "missing", detail)
    elif not found:
        kinds = ".txt, .md, .html, .json, .jsonl, .rss, .xml or .warc"
        yield Rejected(path, "no_documents", f"the archive holds no file to read; name one with members of kind {kinds}")


def _member(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, locator: str, total: _Total, options: ReadOptions
) -> Iterator[Document | Rejected]:
    kind, packing = kind_of(name)
    if kind == "zip":
        yield nested_archive(locator)
        return
    if kind not in STREAMED and packing is None and entry.file_size > options.max_bytes:
        yield too_large(locator, options.max_bytes, entry.file_size)
        return
    with archive.open(entry) as member:
        stream = streamed(total.counted(iter(lambda: member.read(_READ), b""), entry.compress_size))
        yield from read_stream(stream, locator, kind, packing=packing, options=options, nested=True)


class _Total:
    """What all members may come to together."""

    def __init__(self, left: int) -> None:
        self.left = left

    @property
    def spent(self) -> bool:
        """Whether that is reached."""
        return self.left < 0

    def counted(self, pieces: Iterator[bytes], packed: int) -> Iterator[bytes]:
        """The pieces of a member. Raises UnpackError where it, or all of them, grow beyond measure."""
        out = 0
        advice = "leave the archive out, or unpack it yourself if you trust it"
        while True:
            try:
                piece = next(pieces, b"")
            except _ERRORS:
                raise UnpackError("the packed data of the member are damaged", "fetch or pack the archive again") from None
            if not piece:
                return
            out += len(piece)
            self.left -= len(piece)
            if self.spent or (out > 1_000_000 and out > MOST_GROWTH * packed):
                raise UnpackError(f"the packed data grow to more than {MOST_GROWTH} times their size, as no text does,", advice)
            yield piece


def _name_of(entry: zipfile.ZipInfo) -> str:
    """The name of a member as a path with slashes, also where a program for Windows wrote it."""
    return storable(entry.orig_filename if "\0" in entry.orig_filename else entry.filename).replace("\\", "/")


def _shown(name: str) -> str:
    """A name that can stand in a path: nothing in it leads out of the archive."""
    clean = _ODD.sub("\ufffd", name)[:LONGEST_NAME]
    parts = [part if part not in ("..", ".", "") else "_" for part in clean.split("/")]
    return "/".join(parts)


def _is_passed_over(name: str) -> bool:
    """Whether a folder would not have been searched for it: hidden, or its name promises no text."""
    parts = name.split("/")
    hidden = any(part.startswith(".") and part.strip(".") for part in parts) or parts[0] == "__MACOSX"
    return hidden or kind_of(parts[-1])[0] is None


def _wrong_with(entry: zipfile.ZipInfo, name: str, seen: set[str]) -> str | None:
    """Why a member is refused by what the table of contents says of it."""
    if "\0" in entry.orig_filename or _ODD.search(name):
        return "its name holds control characters; pack it under another name"
    if len(name) > LONGEST_NAME:
        return f"its name has more than {LONGEST_NAME:,} characters; pack it under another name"
    if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/") or posixpath.normpath(name) != name:
        return "its name leads out of the archive; pack it under a plain relative name"
    if name in seen:
        return "another member has the same name, so that nobody can tell the two apart; pack them under two names"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "it is a link; pack the file that it leads to"
    if entry.flag_bits & 0x1:
        return "it is encrypted; unpack the archive with its password and name the folder"
    if entry.compress_type not in _METHODS:
        return "it is packed by another method than deflate; pack the archive again"
    return None


def _refused(path: str, detail: str) -> Rejected:
    return Rejected(path, "unreadable", f"the zip archive is not read: {detail}")


class _TableError(Exception):
    """The table of contents is too long."""


class _Bounded(io.RawIOBase):
    """An archive file of which no more than a table of contents of that length is read at once."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def read(self, size: int = -1) -> bytes:
        if size > LONGEST_TABLE:
            raise _TableError
        return self._stream.read(size)
