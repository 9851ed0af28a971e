"""Reads sources again where they stood: files, lines of JSON lines, items of feeds, members of archives; each file once."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from provenance.ingest import ReadOptions, read_paths
from provenance.records import Document, Rejected


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stored document was read.

    `key` is its number in the database, `path` and `line` as in `Document`, `series` the name under which its place is known to
    the database. `digest` stands for the rules that annotated it.
    """

    key: int
    id: str
    locator: str
    path: str | None
    line: int | None
    url: str | None
    series: str
    sha256: str
    text_sha256: str
    digest: str = ""


Found = Document | Rejected | None
"""What stands at a place now; None where nobody looked."""
Reread = Callable[[Sequence[Place]], Iterator[Document | Rejected]]
"""Reads what has an address alone again, one for each place, in their order; it is given by whoever may fetch."""


def reread(
    places: Iterable[Place],
    names: Callable[[Document], Sequence[str]],
    options: ReadOptions,
    fetch: Reread | None = None,
) -> Iterator[tuple[Place, Found]]:
    """Each place with what stands there now, file by file in the order of the places.

    `names` gives the names under which the database would know the place of a document. A record that is no longer in its file
    is a Rejected with reason "missing". Nothing is fetched without `fetch`.
    """
    files: defaultdict[str, list[Place]] = defaultdict(list)
    alone: list[Place] = []
    for place in places:
        if place.path not in (None, "-"):
            files[_file(str(place.path))].append(place)
        else:
            alone.append(place)
    fetched = fetch([place for place in alone if place.url]) if fetch is not None else None
    for place in alone:
        yield place, next(fetched) if fetched is not None and place.url else None
    for path, wanted in files.items():
        yield from _in_file(path, wanted, names, options)


def _file(path: str) -> str:
    """The file that holds a document: the path itself, or of "archive.zip/member" the archive."""
    if not Path(path).exists():
        for parent in Path(path).parents:
            if parent.is_file():
                return str(parent)
    return path


def _in_file(
    path: str, wanted: Sequence[Place], names: Callable[[Document], Sequence[str]], options: ReadOptions
) -> Iterator[tuple[Place, Found]]:
    """Records are known again by their name; one whose name is new stands for the one that had its line."""
    waiting = {place.series: place for place in wanted}
    lines = {place.line: place.series for place in wanted if place.line is not None}
    on_line: dict[str, Document] = {}
    refused: dict[str, Rejected] = {}
    whole: Rejected | None = None
    if Path(path).is_dir():
        whole = Rejected(path, "missing", "there is a folder of that name now; check where the file went")
    for read in () if whole else read_paths([path], options):
        if isinstance(read, Rejected):
            line = read.locator.rpartition(":")[2]
            series = lines.get(int(line)) if line.isdecimal() and read.locator == f"{path}:{line}" else None
            if series is not None:
                refused[series] = read
            else:
                whole = read
            continue
        known = next((name for name in names(read) if name in waiting), None)
        if known is not None:
            yield waiting.pop(known), read
        elif len(wanted) == 1 and wanted[0].line is None and wanted[0].series in waiting:
            if _same(read, wanted[0]):
                yield waiting.pop(wanted[0].series), read
        elif read.line in lines:
            on_line[lines[read.line]] = read
    for series, place in waiting.items():
        yield place, on_line.get(series) or refused.get(series) or whole or _no_more(place)


def _same(read: Document, place: Place) -> bool:
    """Whether a document was read from just this path."""
    return posixpath.normpath(str(read.path)) == posixpath.normpath(str(place.path))


def _no_more(place: Place) -> Rejected:
    detail = "the file is there, but no record of it is this document; look for its id or its words in the file"
    return Rejected(place.locator, "missing", detail)
