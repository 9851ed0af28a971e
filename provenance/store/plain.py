"""Strings that every database keeps.

NUL and lone surrogates are legal in Python's strings and in JSON, but in no column of text. Short strings carry them escaped;
the document's text, whose offsets must hold, carries U+FFFD in their place and a list of what stood there.
"""

from __future__ import annotations

import json
import re

_ESCAPE = "\x1a"
_ODD = re.compile("[\x00\x1a\ud800-\udfff]")
_ODD_IN_TEXT = re.compile("[\x00\ud800-\udfff]")
_ESCAPED = re.compile("\x1a([0-9a-f]{4})")


def pack(value: str) -> str:
    """`value` with NUL, lone surrogates and the escape itself written as SUBSTITUTE and four hexadecimal digits."""
    if _ODD.search(value) is None:
        return value
    return _ODD.sub(lambda found: f"{_ESCAPE}{ord(found[0]):04x}", value)


def pack_or_none(value: str | None) -> str | None:
    """`pack`, None left alone."""
    return None if value is None else pack(value)


def unpack(value: str) -> str:
    """What `pack` was given."""
    if _ESCAPE not in value:
        return value
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)


def unpack_or_none(value: str | None) -> str | None:
    """`unpack`, None left alone."""
    return None if value is None else unpack(value)


def pack_text(text: str) -> tuple[str, str | None]:
    """`text` of the same length that can be stored, and the list of what was replaced as JSON (None: nothing)."""
    if _ODD_IN_TEXT.search(text) is None:
        return text, None
    odd = [[found.start(), ord(found[0])] for found in _ODD_IN_TEXT.finditer(text)]
    return _ODD_IN_TEXT.sub("\ufffd", text), json.dumps(odd, separators=(",", ":"))


def unpack_text(text: str, oddities: str | None) -> str:
    """What `pack_text` was given."""
    if oddities is None:
        return text
    characters = list(text)
    for offset, code in json.loads(oddities):
        characters[offset] = chr(code)
    return "".join(characters)


def to_json(value: object) -> str:
    """A JSON value as compact text; its strings are packed already."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
