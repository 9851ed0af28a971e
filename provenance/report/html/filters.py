"""What templates do with values: numbers for people, links that are safe, texts of strangers made harmless."""

from __future__ import annotations

import unicodedata
from typing import Any
from urllib.parse import urlsplit

from provenance.report.audit import Words
from provenance.report.text import clean, counted, cut

_KEPT = frozenset("\n\t")
_BLANK = frozenset("\r\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029")
_JOINERS = frozenset("\u200c\u200d")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
SOFT_HYPHEN = "\u00ad"


def visible(text: str) -> str:
    """The text with its lines and spaces, and with nothing hidden in it.

    Controls, marks that turn the direction of writing, halves of surrogate pairs and unassigned code points are shown as their
    number, "<U+202E>", as `clean` shows them: a page is encoded as UTF-8, and a reader must see what is there. Further blanks
    are spaces; soft hyphens go.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def _shown(char: str) -> str:
    if char in _KEPT or char in _JOINERS:
        return char
    if char in _BLANK:
        return " "
    if unicodedata.category(char) not in _HIDDEN:
        return char
    return "" if char == SOFT_HYPHEN else f"<U+{ord(char):04X}>"


def finalize(value: Any) -> Any:
    """What every expression of a template passes before it is escaped: a text loses what it hides, None prints nothing."""
    if value is None:
        return ""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return visible(value)
    return value


def one_line(text: str | None) -> str:
    """The text as `clean` has it; nothing for None."""
    return clean(text) if text else ""


def percent(value: float | None) -> str:
    """A share in [0, 1] as a percentage without digits behind the point; a dash for None."""
    return "–" if value is None else f"{value:.0%}"


def points(value: float) -> str:
    """Log-odds with their sign: "+0.35", "−0.20"."""
    return f"{value:+.2f}".replace("-", "\u2212")


def moves(value: float) -> bool:
    """Whether points show in two digits: a row that does not moves nothing."""
    return bool(round(value, 2))


def strength(value: float | None) -> str:
    """A strength with two digits; "not scored" for None."""
    return "not scored" if value is None else f"{value:.2f}"


def number(value: int) -> str:
    """A count with commas between thousands."""
    return f"{value:,}"


def place(words: Words) -> str:
    """The code points of some words: "12–15"."""
    return f"{words.span.start}–{words.span.end}"


def is_quoted(text: str) -> bool:
    """Whether a text brings its own quotation marks."""
    text = clean(text)
    return len(text) > 1 and text[0] in "\"'“‘«„「" and text[-1] in "\"'”’»“」"


def in_quotes(text: str, columns: int = 0) -> str:
    """A text on one line in quotation marks, unless it brings its own; cut after so many columns where that is asked."""
    text = clean(text)
    text = cut(text, columns) if columns else text
    return text if is_quoted(text) else f"“{text}”"


def web_address(value: str | None) -> str | None:
    """The address where it is one of the web (http or https, with a host) and may be a link; else None."""
    if not value:
        return None
    value = value.strip()
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or any(unicodedata.category(c) in _HIDDEN for c in value):
        return None
    return value


def shortened(text: str, columns: int) -> str:
    """The text on one line, cut with an ellipsis after so many columns."""
    return cut(clean(text), columns)


FILTERS = {
    "clean": one_line,
    "visible": visible,
    "percent": percent,
    "points": points,
    "strength": strength,
    "number": number,
    "place": place,
    "in_quotes": in_quotes,
    "web_address": web_address,
    "shortened": shortened,
    "counted": counted,
}
