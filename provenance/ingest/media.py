"""What a stated media type, and the first bytes, make of the body of an answer: a kind that can be read, or none."""

from __future__ import annotations

from provenance.ingest.options import Kind
from provenance.ingest.sniff import sniff

_KINDS: dict[str, Kind] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/vnd.wap.xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
    "application/xml": "feed",
    "text/xml": "feed",
    "application/json": "json",
    "application/feed+json": "json",
    "text/json": "json",
    "application/jsonl": "jsonl",
    "application/x-ndjson": "jsonl",
    "application/ndjson": "jsonl",
    "application/jsonlines": "jsonl",
    "application/x-jsonlines": "jsonl",
    "application/warc": "warc",
    "application/zip": "zip",
    "application/x-zip-compressed": "zip",
}
_SAYS_NOTHING = ("", "application/octet-stream", "binary/octet-stream", "application/unknown", "unknown/unknown", "*/*")
PACKED = ("application/gzip", "application/x-gzip", "application/zstd", "application/x-gunzip")
"""Types of packed files: what they hold tells the rest."""
_LONGEST = 200


def media_type(content_type: str | None) -> str:
    """The type in a Content-Type header, small letters; "" where there is none."""
    return (content_type or "")[:_LONGEST].partition(";")[0].strip().lower()


def charset(content_type: str | None) -> str | None:
    """The charset in a Content-Type header."""
    for part in (content_type or "")[:_LONGEST].split(";")[1:]:
        name, equals, value = part.partition("=")
        if equals and name.strip().lower() == "charset":
            return value.strip().strip("\"'").strip() or None
    return None


def is_read(content_type: str | None) -> bool:
    """Whether anything can come of a body whose header says so."""
    stated = media_type(content_type)
    return stated in _SAYS_NOTHING or stated in PACKED or stated in _KINDS or stated.endswith("+xml")


def kind_of_media(content_type: str | None, head: bytes) -> Kind | None:
    """The kind of a body by its header, and by its first bytes where that says nothing, or says plain text of a page.

    None: the header names a kind that is not read (a picture, a style sheet).
    """
    stated = media_type(content_type)
    if stated in _SAYS_NOTHING or stated in PACKED:
        return sniff(head)
    kind = _KINDS.get(stated)
    if kind is None:
        found = sniff(head) if stated.endswith("+xml") else None
        return found if found in ("feed", "html") else None
    if kind in ("text", "html", "feed") and (found := sniff(head)) in ("html", "feed"):
        return found
    return kind
