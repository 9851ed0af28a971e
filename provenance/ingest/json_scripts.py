"""The JSON of a script element, with what page systems put around and into it, wherever that can be read in one way only.

Comment and CDATA marks around it, comments and trailing commas in it, an escaped apostrophe, quotation marks that are all written
as entities, several values in a row: each of these leaves no doubt about what is meant. Anything else (a quotation mark
within a string, a text that breaks off) is no JSON and is not mended: a repair could invent a credit.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any

_OPENING = re.compile(r"\s*+(?:(?:(?://|/\*)\s*+)?(?:<!--|<!\[CDATA\[)\s*+(?:(?:\*/|//)\s*+)?)+")
_CLOSING = re.compile(r"(?:(?:(?://|/\*)\s*+)?(?:-->|\]\]>)\s*+(?:\*/)?|;|\s)++\Z")
_LONGEST_CLOSING = 200
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)'
_COMMENTS = re.compile(rf"({_STRING})|//[^\n]*+|/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/|\Z)", re.DOTALL)
_COMMAS = re.compile(rf"({_STRING})|,(?=\s*[}}\]])", re.DOTALL)
_A_COMMA_TOO_MANY = re.compile(r",\s*[}\]]")
_LONGEST_MENDED = 1_000_000
"""Code points of the longest script that is looked at a second time."""
_BETWEEN = re.compile(r"[\s,;]*")
_MOST_IN_A_ROW = 100


def read_script(text: str) -> Any:
    """The value of a script's text, a list where there are several in a row. Raises ValueError where it is no JSON.

    Where an object has a key more than once, its value is the list of all. Time is linear in the length.
    """
    text = text.strip().removeprefix("\ufeff")
    try:
        return _parsed(text)
    except ValueError:
        pass
    text = _bare(text)
    if '"' not in text and "&quot;" in text:
        text = html.unescape(text)
    try:
        return _parsed(text)
    except ValueError:
        if len(text) > _LONGEST_MENDED:
            raise
    if "/*" in text or "//" in text:
        text = _COMMENTS.sub(_kept, text)
    if "\\'" in text or _A_COMMA_TOO_MANY.search(text):
        text = _COMMAS.sub(_kept, text)
    return _in_a_row(text)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, strict=False, object_pairs_hook=_object)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; the values of a repeated key as a list, as a page that names two authors so means both."""
    found = dict(pairs)
    if len(found) < len(pairs):
        for key in found:
            values = [value for name, value in pairs if name == key] if len(pairs) < 100 else [found[key]]
            found[key] = values if len(values) > 1 else values[0]
    return found


def _bare(text: str) -> str:
    """The text without comment and CDATA marks around it."""
    opening = _OPENING.match(text)
    text = text[opening.end() :] if opening is not None else text
    end = _CLOSING.search(text, max(0, len(text) - _LONGEST_CLOSING))
    return text[: end.start()] if end is not None else text


def _kept(found: re.Match[str]) -> str:
    """A string as it is, but for apostrophes that need no escape; nothing in place of a comment or a comma."""
    return (found[1] or "").replace("\\'", "'")


def _in_a_row(text: str) -> Any:
    """The values that stand one after another, with commas or semicolons between them or nothing."""
    decoder = json.JSONDecoder(strict=False, object_pairs_hook=_object)
    values: list[Any] = []
    at = _after(text, 0)
    while at < len(text):
        if len(values) == _MOST_IN_A_ROW:
            raise ValueError("too many values")
        try:
            value, at = decoder.raw_decode(text, at)
        except RecursionError:
            raise ValueError("nested too deeply") from None
        values.append(value)
        at = _after(text, at)
    if not values:
        raise ValueError("empty")
    return values[0] if len(values) == 1 else values


def _after(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found is not None else at
