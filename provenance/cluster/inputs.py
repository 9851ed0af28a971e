"""What is to be read, and how it is cut into parts: each is a job of its own, and not done again once it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from provenance.cluster.files import Files
from provenance.errors import UsageError
from provenance.ids import content_id
from provenance.ingest.document import empty
from provenance.ingest.files import walk
from provenance.records import Rejected

Kind = Literal["file", "remote", "lines", "parquet"]
"""How a source is read: by a task that opens its path; by a task to which Spark hands its bytes; as lines that Spark has split;
as rows of Parquet."""

LINES = (".jsonl", ".ndjson")
SPLIT_BYTES = 4_000_000
"""JSON lines above this size are split by Spark; smaller ones are read by one task each, as any other file."""
PART_BYTES = 1_000_000_000
PART_FILES = 5_000
REMOTE_BYTES = 2_000_000_000
"""Spark hands over no file of more: the bytes of one are one array of Java's."""
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")
"""How an address begins: Spark writes "file:/…" for what was named as "file:///…"."""


@dataclass(frozen=True, slots=True)
class Source:
    """One input file. `path` is as the user named it, `number` its place among all inputs, `changed` its time of last change."""

    number: int
    path: str
    kind: Kind
    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class Part:
    """Sources of one kind that are annotated by one job; `id` stands for them, their sizes and times, and all versions."""

    id: str
    kind: Kind
    sources: tuple[Source, ...]


def is_remote(path: str) -> bool:
    """Whether a path is an address on a file system that Spark knows ("hdfs://…"), not one of this machine's."""
    return _ADDRESS.match(path) is not None


def list_inputs(files: Files, paths: Sequence[str], split_bytes: int = SPLIT_BYTES) -> tuple[list[Source], list[Rejected]]:
    """All input files in the order in which one machine would read them, and what is none."""
    sources: list[Source] = []
    rejected: list[Rejected] = []
    for path in paths:
        for one in _remote(files, path, split_bytes) if is_remote(path) else _local(path, split_bytes):
            if isinstance(one, Rejected):
                rejected.append(one)
            else:
                sources.append(Source(len(sources), one.path, one.kind, one.size, one.changed))
    return sources, rejected


def _local(path: str, split_bytes: int) -> Iterator[Source | Rejected]:
    """The files that a path of this machine stands for, those of Parquet last."""
    tables = sorted(str(file) for file in Path(path).rglob("*.parquet") if file.is_file()) if Path(path).is_dir() else []
    for file in walk(path):
        if not isinstance(file, Rejected):
            status = Path(file.path).stat()
            kind: Kind = "parquet" if file.path.endswith(".parquet") else "file"
            if file.path.lower().endswith(LINES) and status.st_size >= split_bytes and _is_utf8(file.path):
                kind = "lines"
            yield Source(0, file.path, kind, status.st_size, status.st_mtime_ns)
        elif file.reason != "no_documents" or not tables:
            yield file
    for table in tables:
        if not any(part.startswith((".", "_")) for part in Path(table).relative_to(path).parts):
            yield Source(0, table, "parquet", Path(table).stat().st_size, Path(table).stat().st_mtime_ns)


def _is_utf8(path: str) -> bool:
    """Whether a file does not begin as UTF-16 does, which is refused as a whole."""
    with Path(path).open("rb") as stream:
        return stream.read(2) not in (b"\xff\xfe", b"\xfe\xff")


def _remote(files: Files, path: str, split_bytes: int) -> Iterator[Source | Rejected]:
    """The files below an address, by name. Only their sizes are asked for here."""
    try:
        found = sorted(files.below(path), key=lambda one: one.path)
    except UsageError as error:
        yield Rejected(path, "missing", str(error))
        return
    if not found:
        yield Rejected(path, "no_documents", "there is no file to read; check the address")
    for one in found:
        name = one.path.lower()
        kind: Kind = "parquet" if name.endswith(".parquet") else "remote"
        if name.endswith(LINES) and one.size >= split_bytes:
            kind = "lines"
        if one.size == 0:
            yield empty(one.path)  # Spark passes over files without a byte
        elif kind == "remote" and one.size > REMOTE_BYTES:
            detail = f"it has {one.size:,} bytes, and Spark hands over at most {REMOTE_BYTES:,} in one piece; split it"
            yield Rejected(one.path, "too_large", f"{detail}, or name it by a path that all workers can open")
        else:
            yield Source(0, one.path, kind, one.size, one.changed)


def parts_of(sources: Iterable[Source], digest: str, part_bytes: int = PART_BYTES, part_files: int = PART_FILES) -> list[Part]:
    """The sources cut into parts. `digest` stands for all that the annotations rest on besides."""
    parts: list[Part] = []
    held: list[Source] = []

    def close() -> None:
        if held:
            listed = [(s.path, s.size, s.changed) for s in held]
            parts.append(Part(content_id("part", digest, held[0].kind, listed), held[0].kind, tuple(held)))
            held.clear()

    for one in sources:
        alone = one.kind in ("lines", "parquet")
        full = len(held) >= part_files or sum(s.size for s in held) + one.size > part_bytes
        if held and (alone or full or held[0].kind != one.kind):
            close()
        held.append(one)
        if alone:
            close()
    close()
    return parts
