"""What an input without a telling name is, by its first bytes."""

from __future__ import annotations

import re
import zlib

from provenance.ingest.options import Kind
from provenance.ingest.records_json import BadJsonError, parse

SNIFFED = 1 << 16
"""Bytes that are looked at."""
WARC = b"WARC/"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")

_PROLOGUE = rb"\s*+(?>(?:<\?.*?\?>|<!--.*?-->%s)\s*+)*+"
"""Declarations and comments before the root. Atomic groups: what was taken for a comment is not read again as anything else."""
_PAGE = re.compile(
    _PROLOGUE % b""
    + rb"(?:<!doctype\s+html|<(?:html|head|body|title|meta|script|div|article|main|section|header|table|p|h[1-6])[\s>/])",
    re.IGNORECASE | re.DOTALL,
)
_FEED = re.compile(_PROLOGUE % rb"|<!DOCTYPE\s[^\[>]*+(?:\[.*?\]\s*+)?>" + rb"<(?:rss|RSS|feed|rdf:RDF)[\s>]", re.DOTALL)


def sniff(head: bytes) -> Kind:
    """The kind of an input without a telling name, by its first `SNIFFED` bytes."""
    if head.startswith(WARC):
        return "warc"
    if head.startswith(ZIP):
        return "zip"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{"):
        line, newline, _ = start.partition(b"\n")
        if is_json_line(line) or (not newline and len(head) >= SNIFFED):
            return "jsonl"
    if start.startswith((b"{", b"[")) and re.match(rb'[{\[]\s*(?:["{\]}])', start):
        return "json"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = head[:2000].decode("utf-16", "ignore").encode()
    if _FEED.match(start):
        return "feed"
    return "html" if _PAGE.match(start) else "text"


def is_json_line(line: bytes) -> bool:
    """Whether a line is a JSON object by itself."""
    try:
        return isinstance(parse(line.decode("utf-8", "replace")), dict)
    except BadJsonError:
        return False


def is_packed_warc(head: bytes) -> bool:
    """Whether data are a WARC file packed with gzip, whose members are found by its own reader."""
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, len(WARC)) == WARC
    except zlib.error:
        return False
