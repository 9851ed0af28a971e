"""Annotating from Python: one text, or all inputs of paths. Models and registry are loaded once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provenance.api.results import IN_MEMORY, AnnotatedDocument
from provenance.errors import UsageError
from provenance.records import Document, MarkupSignal, Rejected

if TYPE_CHECKING:
    from provenance.pipeline import Annotator


def annotate(
    source: str | Path | bytes | Document,
    *,
    tagger: str = "default",
    publisher: str | None = None,
    url: str | None = None,
    title: str | None = None,
    published: str | None = None,
    sources: str | Path | None = None,
    model: str | None = None,
) -> AnnotatedDocument:
    """Annotates one text, page or file.

    A `Path`, and a string that names an existing file, is read as a file. Every other string *is* the text (of a page, where it
    begins like HTML); a misspelt path would be annotated as a text of one word, so use `Path` where you mean a file. Bytes are
    the content of a file. `publisher`, `url`, `title` and `published` (ISO 8601) say what the text itself does not: a chain
    begins with the publisher. `sources` is a registry file of your own, laid over ours; `tagger` and `model` are those of the
    command line.

    Raises UsageError in one sentence where the input cannot be read, or holds several documents: `annotate_all` takes those.
    """
    document = source if isinstance(source, Document) else _read(source, url)
    return _annotated(_stated(document, publisher, url, title, published), tagger, sources, model)


def annotate_all(
    *paths: str | Path, tagger: str = "default", sources: str | Path | None = None, model: str | None = None
) -> Iterator[AnnotatedDocument | Rejected]:
    """Annotates all documents of files and folders, one after another, as `provenance annotate` does, without storing them.

    What cannot be read comes as a `Rejected`, with its `locator`, `reason` and `detail`, in its place.
    """
    from provenance.ingest import read_paths

    for read in read_paths([str(path) for path in paths]):
        yield read if isinstance(read, Rejected) else _annotated(read, tagger, sources, model)


def _annotated(document: Document, tagger: str, sources: str | Path | None, model: str | None) -> AnnotatedDocument:
    annotator = _annotator(tagger, *_version(sources), model)
    return AnnotatedDocument.of(annotator.annotate(document), annotator.registry)


def _version(sources: str | Path | None) -> tuple[Path | None, int]:
    """The registry file and when it was changed last, so that a changed one is read again."""
    if sources is None:
        return None, 0
    path = Path(sources)
    return path, path.stat().st_mtime_ns if path.exists() else 0


@lru_cache(maxsize=4)
def _annotator(tagger: str, sources: Path | None, _changed: int, model: str | None) -> Annotator:
    """The annotator of these settings. Raises UsageError or RegistryError."""
    from provenance.pipeline import Annotator, load_resources

    chosen: dict[str, Any] = {} if model is None else {"model": model}
    return Annotator(load_resources(sources), tagger=tagger, **chosen)


def _read(source: str | Path | bytes, url: str | None) -> Document:
    from provenance.ingest import STDIN, ReadOptions, read_bytes, read_paths

    options = ReadOptions(base_url=url)
    if isinstance(source, str) and not _is_file(source):
        return _one(read_bytes(_as_bytes(source), path=IN_MEMORY, url=url, options=options))
    if isinstance(source, bytes):
        return _one(read_bytes(source, path=IN_MEMORY, url=url, options=options))
    path = Path(source)
    if path.is_dir():
        raise UsageError(f"{path} is a folder; annotate_all reads all that is in it")
    name = f"./{STDIN}" if str(path) == STDIN else str(path)
    found = read_paths([name], options)
    first, second = next(found, None), next(found, None)
    if first is None or second is not None:
        raise UsageError(f"{path} holds {'several documents' if second else 'no document'}; annotate_all reads all of a path")
    return _one(first)


def _one(read: Document | Rejected) -> Document:
    if isinstance(read, Rejected):
        raise UsageError(f"{'the text' if read.locator == IN_MEMORY else read.locator}: {read.detail}")
    return read


def _is_file(text: str) -> bool:
    """Whether a string names a file or a folder. One with a line break is a text, whatever files there are."""
    if not text or "\n" in text or "\0" in text:
        return False
    try:
        return Path(text).exists()
    except OSError:  # longer than a name may be
        return False


def _as_bytes(text: str) -> bytes:
    """The text as a file would hold it. A page may state an encoding that it had once: the byte-order mark overrules it."""
    mark = "\ufeff" if text.lstrip().startswith("<") else ""
    return (mark + text).encode("utf-8", "replace")


def _stated(document: Document, publisher: str | None, url: str | None, title: str | None, published: str | None) -> Document:
    """The document with what the caller says of it, which goes before what it says itself, as the fields of a JSON record do."""
    given = (("record.publisher", publisher), ("published", published))
    signals = tuple(MarkupSignal(name, value) for name, value in given if value)
    return replace(
        document,
        url=url or document.url,
        title=title or document.title,
        published=published or document.published,
        signals=(*signals, *document.signals),
    )
