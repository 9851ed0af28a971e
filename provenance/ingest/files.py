"""From the paths that a user names to the files that are read, in an order that is the same on every machine."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from provenance.ingest.options import Kind, Packing, kind_of, unreadable
from provenance.records import Rejected

_SPECIAL: tuple[tuple[int, str], ...] = (
    (stat.S_IFIFO, "a named pipe"),
    (stat.S_IFCHR, "a device"),
    (stat.S_IFBLK, "a device"),
    (stat.S_IFSOCK, "a socket"),
)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A regular file to be read. `kind` is None where its name promises nothing; `size` in bytes as it lies there.

    `member` is the one member of a zip archive that is meant, None for all of them.
    """

    path: str
    kind: Kind | None
    packing: Packing | None
    size: int
    member: str | None = None


def shown(path: str) -> str:
    """A path as it can be printed and stored: bytes of its name that are not UTF-8 are replaced."""
    return os.fsencode(path).decode("utf-8", "replace")


def walk(path: str) -> Iterator[SourceFile | Rejected]:
    """The files that `path` stands for: itself, or those in and below a folder, sorted by name.

    In a folder, hidden entries and files whose names promise no text are passed over; links to folders are followed, but no
    folder is entered twice. What cannot be read is a Rejected, and so is a folder without a single file to read.
    """
    try:
        status = Path(path).stat()
    except ValueError:
        yield Rejected(shown(path), "missing", "no path can contain a NUL character; check how the name was made")
        return
    except OSError as error:
        yield _member(path) or _not_there(path, error)
        return
    if not stat.S_ISDIR(status.st_mode):
        yield _as_file(path, status)
        return
    found = False
    for item in _in_folder(path, status):
        found = True
        yield item
    if not found:
        kinds = ".txt, .md, .html, .json, .jsonl, .xml, .warc or .zip"
        detail = f"the folder holds no file to read; name files of kind {kinds}, or another folder"
        yield Rejected(shown(path), "no_documents", detail)


def _member(path: str) -> SourceFile | None:
    """The archive that a path leads into, as documents of its members are told: "archive.zip/folder/name"."""
    for parent in Path(path).parents:
        if parent.is_file():
            archive = _as_file(str(parent), parent.stat())
            if not isinstance(archive, SourceFile) or archive.kind != "zip" or archive.packing:
                return None
            return replace(archive, member=path[len(str(parent)) :].lstrip("/"))
        if parent.is_dir():
            return None
    return None


def _in_folder(root: str, status: os.stat_result) -> Iterator[SourceFile | Rejected]:
    """All files below `root`, depth first in the order of names; a stack rather than recursion, for folders of any depth."""
    seen = {(status.st_dev, status.st_ino)}
    stack = _entries(root)
    while stack:
        item = stack.pop()
        if isinstance(item, Rejected):
            yield item
            continue
        promised, _ = kind_of(item)
        try:
            status = Path(item).stat()
        except OSError as error:
            if promised is not None:
                yield _not_there(item, error)
            continue
        if stat.S_ISDIR(status.st_mode):
            if (status.st_dev, status.st_ino) not in seen:
                seen.add((status.st_dev, status.st_ino))
                stack.extend(_entries(item))
        elif promised is not None:
            yield _as_file(item, status)


def _entries(folder: str) -> list[str | Rejected]:
    """What lies in a folder, last name first (for a stack), hidden entries left out."""
    try:
        names = sorted((entry.name for entry in Path(folder).iterdir() if not entry.name.startswith(".")), reverse=True)
    except OSError as error:
        return [unreadable(shown(folder), error)]
    return [str(Path(folder, name)) for name in names]


def _as_file(path: str, status: os.stat_result) -> SourceFile | Rejected:
    """A regular file as such; a pipe or device, which could be read for ever, as a Rejected."""
    if stat.S_ISREG(status.st_mode):
        kind, packing = kind_of(path)
        return SourceFile(path, kind, packing, status.st_size)
    kind_bits = stat.S_IFMT(status.st_mode)
    what = next((name for bits, name in _SPECIAL if bits == kind_bits), "a special file")
    detail = f"it is {what}, not a regular file; to read a stream, send it to standard input and name it '-'"
    return Rejected(shown(path), "unreadable", detail)


def _not_there(path: str, error: OSError) -> Rejected:
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        return unreadable(shown(path), error)
    if Path(path).is_symlink():
        return Rejected(shown(path), "missing", "it is a link to a file that does not exist; mend the link or leave it out")
    return Rejected(shown(path), "missing", "there is no such file or folder; check the spelling and the folder you are in")
