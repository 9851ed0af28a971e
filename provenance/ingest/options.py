"""What a caller may set about reading, and the few words that all readers share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from provenance.records import Rejected, RejectReason

Kind = Literal["text", "markdown", "html", "json", "jsonl", "feed"]
"""How the bytes of an input are to be understood."""

MEDIA_TYPES: dict[Kind, str] = {
    "text": "text/plain",
    "markdown": "text/markdown",
    "html": "text/html",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "feed": "application/rss+xml",
}

SUFFIXES: dict[str, Kind] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".rss": "feed",
    ".atom": "feed",
    ".rdf": "feed",
    ".xml": "feed",
}
"""The file names that are read without being asked for one by one. Each may have ".gz" behind it."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read.

    `max_bytes` bounds one document, counted after unpacking: a file, or one line of a JSON-lines file of any size.
    `base_url` is the address that relative links of a page start from, where the record does not tell its own.
    `main_text` False leaves out the search for the article text of a page (`Block.main` is None then), which takes most of
    the time that a page costs. `language` False leaves `Document.language` None. `cut` is for `unread.cut_paths` alone.
    """

    max_bytes: int = 10_000_000
    base_url: str | None = None
    main_text: bool = True
    language: bool = True
    cut: bool = False


DEFAULTS = ReadOptions()


def kind_of(name: str) -> tuple[Kind | None, bool]:
    """The kind that a file name promises (None: it promises nothing) and whether the file is packed with gzip."""
    lower = name.lower()
    packed = lower.endswith(".gz")
    if packed:
        lower = lower[: -len(".gz")]
    dot = lower.rfind(".")
    return (SUFFIXES.get(lower[dot:]) if dot > 0 else None), packed


def too_large(locator: str, limit: int, size: int | None = None) -> Rejected:
    """The refusal of an input above the limit; `size` in bytes where it is known without reading on."""
    held = f"holds {size:,} bytes, more" if size is not None else "holds more"
    detail = f"it {held} than the {limit:,} bytes that one document may have; raise the limit with --max-bytes or split the input"
    return Rejected(locator, "too_large", detail)


def unreadable(locator: str, error: OSError, reason: RejectReason = "unreadable") -> Rejected:
    """The refusal of an input that the operating system does not hand over."""
    said = (error.strerror or type(error).__name__).lower()
    return Rejected(locator, reason, f"the system refuses to open or read it ({said}); check the path and its permissions")
