"""Within a task: from a path, a line or the bytes of a file to documents, by the readers of one machine."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from provenance.ingest import ReadOptions, read_paths
from provenance.ingest.jsonl import read_json_lines
from provenance.records import Document, Rejected

Read = Document | Rejected


def of_path(path: str, options: ReadOptions) -> Iterator[Read]:
    """The documents of a file that this worker can open."""
    yield from read_paths([path], options)


def of_line(content: bytes, path: str, number: int, options: ReadOptions) -> Iterator[Read]:
    """The document of one line of JSON that Spark has cut out; none where the line is empty."""
    if content.strip():
        for one in read_json_lines(io.BytesIO(content), path=path, options=options):
            if isinstance(one, Document):
                yield replace(one, line=number)
            else:
                yield replace(one, locator=_moved(one.locator, f"{path}:1", f"{path}:{number}"))


def of_bytes(content: bytes, path: str, options: ReadOptions) -> Iterator[Read]:
    """The documents of a file whose bytes Spark has fetched. They are put on this worker's disk: archives are streamed."""
    name = unquote(PurePosixPath(path).name).replace("\0", "")
    with tempfile.TemporaryDirectory(prefix="provenance-") as folder:
        file = Path(folder, name or "file")
        file.write_bytes(content)
        for one in read_paths([str(file)], options):
            if isinstance(one, Document):
                yield replace(one, path=_moved(one.path or "", str(file), path))
            else:
                yield replace(one, locator=_moved(one.locator, str(file), path))


def _moved(place: str, here: str, there: str) -> str:
    """A place by the name that the user knows; what stands behind the file's (a member, a line) stays."""
    return there + place.removeprefix(here) if place.startswith(here) else place
