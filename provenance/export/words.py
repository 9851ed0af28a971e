"""Text as the formats can hold it. What a format cannot hold becomes U+FFFD, the same in all of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from provenance.spans import Span

PIECES = " … "
"""Between the pieces of a claim, as in the views."""
_NOT_UTF8 = re.compile("[\ud800-\udfff]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?![\d-])")


def utf8(text: str) -> str:
    """The text with U+FFFD in the place of lone surrogates, which UTF-8 cannot hold."""
    return text if text.isascii() else _NOT_UTF8.sub("\ufffd", text)


def xml(text: str) -> str:
    """The text with U+FFFD in the place of characters that XML 1.0, and so xsd:string and XLSX, cannot hold."""
    return text if text.isprintable() else _NOT_XML.sub("\ufffd", text)


def pieces(text: str, spans: Iterable[Span]) -> str:
    """The words of spans, with an ellipsis between them."""
    return PIECES.join(span.of(text) for span in spans)


def json_text(value: Any) -> str:
    """A JSON value on one line, always encodable as UTF-8; lone surrogates are replaced."""
    return utf8(json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")))


def day_of(stated: str | None) -> tuple[int, ...] | None:
    """Year, month and day of a date as stated, as far as it has them; None where it is no date of ISO 8601 or RFC 2822."""
    found = _DAY.match(stated.strip()) if stated else None
    if found is None:
        mailed = _mailed(stated) if stated else None
        return (mailed.year, mailed.month, mailed.day) if mailed else None
    parts = tuple(int(part) for part in found.groups() if part)
    return parts if _first_moment(parts) else None


def moment(stated: str | None) -> datetime | None:
    """A time as stated, in UTC; of a day, a month or a year the first moment; None where it is no time."""
    if not stated:
        return None
    try:
        found = datetime.fromisoformat(stated.strip())
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        parts = day_of(stated)
        return _mailed(stated) or (_first_moment(parts) if parts else None)


def _first_moment(parts: tuple[int, ...]) -> datetime | None:
    year, month, day = (*parts, 1, 1)[:3]
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None


def _mailed(stated: str) -> datetime | None:
    """A time as feeds and mail have it ("Sat, 04 May 2024 10:00:00 GMT")."""
    try:
        found = parsedate_to_datetime(stated)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
