"""Identifiers derived from content: the same input gives the same id on every machine."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata


def content_id(*parts: object) -> str:
    """20 hexadecimal digits (80 bits) of the sha256 over the parts as one JSON array.

    Parts are JSON values; tuples count as arrays.
    """
    packed = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(packed.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def sha256(data: bytes) -> str:
    """The sha256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def text_sha256(text: str) -> str:
    """The sha256 of a text as UTF-8, in hexadecimal."""
    return sha256(text.encode("utf-8", "surrogatepass"))


_NOT_SLUG = re.compile(r"[^\w]+", re.UNICODE)


def slug(name: str) -> str:
    """A name as a lower-case identifier: "Oleh Ivashchenko" -> "oleh-ivashchenko". Other scripts keep their letters."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = plain.replace("'", "").replace("’", "")
    return unicodedata.normalize("NFC", _NOT_SLUG.sub("-", plain.lower())).strip("-_")
