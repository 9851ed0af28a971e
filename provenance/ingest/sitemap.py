"""Sitemaps: the addresses that a site lists for programs, as XML, packed or not, or one a line; and indexes of sitemaps.

The XML is read as a stream, and no entity in it is expanded; one that declares any is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Literal, cast

from lxml import etree

from provenance.ingest.feed import local_name
from provenance.ingest.packed import UnpackError, packing_of, unpacking
from provenance.ingest.streams import peek

LARGEST = 50_000_000
"""Unpacked bytes of a sitemap, as its protocol has it."""
MOST_ENTRIES = 50_000
"""Addresses of a sitemap, as its protocol has it."""
_HEAD = 4_096
_LONGEST_LINE = 10_000
_ROOTS = frozenset(["urlset", "sitemapindex"])
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class SitemapError(Exception):
    """A sitemap that cannot be read on; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An address in a sitemap: that of a page, or of another sitemap."""

    kind: Literal["page", "sitemap"]
    address: str


def entries(stream: BinaryIO) -> Iterator[Entry]:
    """The addresses of a sitemap, in its order. Raises SitemapError where it is none, too large or damaged."""
    stream, head = peek(stream, _HEAD)
    packing = packing_of(head)
    try:
        if packing is not None:
            stream, head = peek(unpacking(stream, packing), _HEAD)
        is_xml = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<" or b"\0" in head
        for count, entry in enumerate(_of_xml(stream, head) if is_xml else _of_lines(stream)):
            if count >= MOST_ENTRIES:
                raise SitemapError(f"the sitemap lists more than {MOST_ENTRIES:,} addresses, and the rest is not read; split it")
            yield entry
    except UnpackError as error:
        raise SitemapError(f"the sitemap cannot be unpacked ({str(error).rstrip(',')}); {error.advice}") from None


def lines(stream: BinaryIO) -> Iterator[str]:
    """The addresses of a list with one a line; empty lines and those that begin with # are none."""
    first = True
    while line := stream.readline(_LONGEST_LINE):
        if not line.endswith(b"\n"):
            while (more := stream.readline(_LONGEST_LINE)) and not more.endswith(b"\n"):
                pass
        text = line.decode("utf-8-sig" if first else "utf-8", "replace").strip()
        first = False
        if text and not text.startswith("#"):
            yield text


def _of_lines(stream: BinaryIO) -> Iterator[Entry]:
    for address in lines(cast(BinaryIO, _Bounded(stream))):
        if "://" not in address:
            raise SitemapError("it is no sitemap: neither XML nor one address a line; look at it in a browser")
        yield Entry("page", address)


def _of_xml(stream: BinaryIO, head: bytes) -> Iterator[Entry]:
    if _DECLARES.search(head.replace(b"\0", b"")):
        raise SitemapError("the sitemap declares entities or a type, which none needs and attacks do; leave it out")
    walk = etree.iterparse(
        cast(BinaryIO, _Bounded(stream)),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root: etree._Element | None = None
    found = 0
    try:
        for event, element in walk:
            name = local_name(element)
            if root is None:
                root = element
                if name not in _ROOTS:
                    detail = "name a feed by --url" if name in ("rss", "feed", "RDF") else "look at it in a browser"
                    raise SitemapError(f"it is no sitemap: its root is <{name[:40]}>; {detail}")
            if event != "end" or element.getparent() is not root:
                continue
            address = next((one.text for one in element if local_name(one) == "loc" and (one.text or "").strip()), None)
            if address and name in ("url", "sitemap"):
                found += 1
                yield Entry("page" if name == "url" else "sitemap", "".join(address.split()))
            element.clear()
            while element.getprevious() is not None:
                del root[0]
    except etree.LxmlError as error:
        said = " ".join(str(error).split()).rstrip(". ")[:200].replace(". ", "; ")
        raise SitemapError(f"its XML is broken ({said}); the {found:,} addresses up to there are read") from None


class _Bounded:
    """A stream that is not read beyond the size that a sitemap may have."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._left = LARGEST

    def read(self, size: int = -1) -> bytes:
        return self._counted(self._stream.read(size if size >= 0 else 1 << 16))

    def readline(self, size: int = -1) -> bytes:
        return self._counted(self._stream.readline(size))

    def _counted(self, piece: bytes) -> bytes:
        self._left -= len(piece)
        if self._left < 0:
            raise SitemapError(f"the sitemap holds more than {LARGEST:,} bytes, and the rest is not read; split it")
        return piece
