"""What a caller may set about reading, and the few words that all readers share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from provenance.records import Rejected, RejectReason

Kind = Literal["text", "markdown", "html", "json", "jsonl", "feed", "warc", "zip"]
"""How the bytes of an input are to be understood."""

Packing = Literal["gzip", "zstd"]
"""How a whole file is packed."""

MANY: frozenset[Kind] = frozenset(["json", "jsonl", "feed", "warc", "zip"])
"""Kinds that may hold several documents, or none."""

STREAMED: frozenset[Kind] = frozenset(["jsonl", "warc", "zip"])
"""Kinds that are read piece by piece, whatever their size: the limit is on each document in them."""

MEDIA_TYPES: dict[Kind, str] = {
    "text": "text/plain",
    "markdown": "text/markdown",
    "html": "text/html",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "feed": "application/rss+xml",
    "warc": "application/warc",
    "zip": "application/zip",
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
    ".warc": "warc",
    ".wet": "warc",
    ".zip": "zip",
}
"""The file names that are read without being asked for one by one. Each may have a suffix of `PACKINGS` behind it."""

PACKINGS: dict[str, Packing] = {".gz": "gzip", ".zst": "zstd"}


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read.

    `max_bytes` bounds one document, counted after unpacking: a file, or one line of a JSON-lines file of any size.
    `base_url` is the address that relative links of a page start from, where the record does not tell its own.
    `main_text` False leaves out the search for the article text of a page (`Block.main` is None then), which takes most of
    the time that a page costs. `language` False leaves `Document.language` None. `charset` is the encoding that the carrier
    states (the header of an HTTP answer). `passed` counts what was passed over in archives without a word, by what it was.
    `cut` is for `unread.cut_paths` alone.
    """

    max_bytes: int = 10_000_000
    base_url: str | None = None
    main_text: bool = True
    language: bool = True
    cut: bool = False
    charset: str | None = None
    passed: Counter[str] | None = field(default=None, compare=False)

    def pass_over(self, what: str) -> None:
        """Counts something that no document was to be expected from."""
        if self.passed is not None:
            self.passed[what] += 1


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """How to fetch. Times in seconds.

    `allow_private` lets addresses of private networks and other ports be fetched. `delay` is kept between two requests to one
    host, `rate` bounds the requests a second in all. `timeout` is for one attempt as a whole, `silence` for what passes without a
    byte. `attempts` counts the first one. `largest` bounds what is fetched, packed and unpacked, in bytes. `connections` is the
    number of addresses that are fetched at once, no two of one host; with 1 each is read before the next is fetched.
    """

    allow_private: bool = False
    proxy: str | None = None
    delay: float = 1.0
    rate: float | None = None
    timeout: float = 60.0
    silence: float = 15.0
    attempts: int = 3
    largest: int = 1_000_000_000
    connections: int = 8


@dataclass(frozen=True, slots=True)
class Remote:
    """What is to be fetched: addresses, files that list them (one a line, "-" is standard input), sitemaps (address or file)."""

    urls: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    options: FetchOptions = field(default_factory=FetchOptions)

    def __bool__(self) -> bool:
        return bool(self.urls or self.lists or self.sitemaps)


Inputs = Sequence[str | Remote]
"""What is read: paths, and what is fetched."""


DEFAULTS = ReadOptions()


def kind_of(name: str) -> tuple[Kind | None, Packing | None]:
    """The kind that a file name promises (None: it promises nothing) and how it says that the file is packed."""
    lower = name.lower()
    packing = next((kind for suffix, kind in PACKINGS.items() if lower.endswith(suffix)), None)
    if packing is not None:
        lower = lower[: lower.rindex(".")]
    dot = lower.rfind(".")
    return (SUFFIXES.get(lower[dot:]) if dot > 0 else None), packing


def too_large(locator: str, limit: int, size: int | None = None) -> Rejected:
    """The refusal of an input above the limit; `size` in bytes where it is known without reading on."""
    held = f"holds {size:,} bytes, more" if size is not None else "holds more"
    detail = f"it {held} than the {limit:,} bytes that one document may have; raise the limit with --max-bytes or split the input"
    return Rejected(locator, "too_large", detail)


def unreadable(locator: str, error: OSError, reason: RejectReason = "unreadable") -> Rejected:
    """The refusal of an input that the operating system does not hand over."""
    said = (error.strerror or type(error).__name__).lower()
    return Rejected(locator, reason, f"the system refuses to open or read it ({said}); check the path and its permissions")
