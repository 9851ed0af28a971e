"""How names, addresses and handles are made comparable."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import SplitResult, unquote, urlsplit

from provenance.registry.fold import INVISIBLE

_LOOKALIKES = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "„": '"', "‐": "-", "‑": "-", "–": "-", "—": "-"}
)
_QUOTES = "'\"«»‹›「」『』《》"
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,6}")
_POSSESSIVE = re.compile(r"(?<=[\w)])'s$|(?<=s)'$")
_MARKS = "\u0300-\u036f\u0900-\u0dff\u0e00-\u0fff"
"""Vowel signs and other marks of the scripts in which hosts are written, which are no letters to `re`."""
_HOST = re.compile(
    rf"(?=.{{4,253}}$)(?:[^\W_](?:[\w{_MARKS}-]{{0,61}}[^\W_]|[{_MARKS}])?\.)+"
    rf"(?:[^\W\d_](?:[^\W\d_]|[{_MARKS}]){{1,23}}|xn--[a-z0-9-]+)$"
)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d{1,5}(?:[/?#]|$))", re.IGNORECASE)
_SLASHES = re.compile(r"(?:https?|feed):[/\\]*", re.IGNORECASE)
_FULL_STOPS = str.maketrans("。．｡", "...")
_LONGEST_HOST = 254
_NOTHING = urlsplit("")
_SIMPLE_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
_PUBLIC = re.compile(
    r"(?:com?|org|net|gov|gob|gouv|gub|govt|edu|ac)\.[a-z]{2}|(?:go|or|ne)\.(?:jp|kr|id|th|ke|ug|tz)|mil\.(?:kr|br|id)"
)


def tidy(text: str) -> str:
    """One line of text in NFKC, with straight quotation marks and plain hyphens, without invisible characters and outer space."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", INVISIBLE.sub("", text).translate(_LOOKALIKES))
    return " ".join(text.split())


def bare(text: str) -> str:
    """A tidied name without quotation marks around it, and without commas and colons at its edges."""
    words = tidy(text).strip(" ,;:")
    while len(words) > 2 and words[0] in _QUOTES and words[-1] in _QUOTES:
        words = words[1:-1].strip(" ,;:")
    if sum(c in _QUOTES for c in words) == 1:
        words = words.strip(_QUOTES)
    return words


def without_possessive(name: str) -> str:
    """`name` without a possessive ending."""
    return _POSSESSIVE.sub("", name)


def without_article(name: str) -> str:
    """`name` without a leading "the"."""
    return name[4:] if name[:4].lower() == "the " else name


def without_dots(name: str) -> str:
    """An acronym without its dots ("A.F.P."); any other name as it is."""
    return name.replace(".", "") if _DOTTED.fullmatch(name) else name


def case_matters(alias: str) -> bool:
    """Whether an alias is known by its case alone: three letters or fewer, or a longer acronym ("RAND" is not the name Rand)."""
    size = len(alias)
    return (size <= 5 and alias.isupper()) or size <= 3 or (size < 12 and sum(map(str.isalpha, alias)) <= 3)


def web_address(text: str) -> str | None:
    """An address as a browser reads it, from "//" on: any slashes, a scheme or none. None where it is not one of the web."""
    address = text.strip().replace("\\", "/")
    scheme = _SCHEME.match(address)
    if scheme is None:
        return address if address.startswith("//") else "//" + address
    if scheme[1].lower() not in ("http", "https", "feed"):
        return None
    return "//" + _SLASHES.sub("", address, count=1)


def host_and_path(address: str) -> tuple[str, str]:
    """The host (lower case, Unicode) and the path ("/a/b") of a URL or a bare host. ("", "") where there is no host."""
    host, parts = host_and_parts(address)
    return (host, unquote(parts.path).rstrip("/").lower()) if host else ("", "")


def host_and_parts(address: str) -> tuple[str, SplitResult]:
    """The host (lower case, Unicode; "" where there is none) and all parts of an address, as written."""
    try:
        parts = urlsplit(web_address(address) or "")
        host = parts.hostname or ""
    except ValueError:
        return "", _NOTHING
    if len(host) > _LONGEST_HOST:
        return "", _NOTHING
    if "xn--" in host:
        try:
            host = host.encode("ascii").decode("idna")
        except UnicodeError:
            return "", _NOTHING
    elif not host.isascii():
        host = unicodedata.normalize("NFKC", host.translate(_FULL_STOPS)).lower()
    host = host.rstrip(".")
    return (host, parts) if _HOST.match(host) else ("", _NOTHING)


def is_public_suffix(host: str) -> bool:
    """Whether a host is one under which strangers register ("com", "co.uk", "gov.cn"), so that it can name nobody.

    A rule of thumb, not the public suffix list: registered domains are looked up whole, and this only guards the registry.
    """
    return "." not in host or _PUBLIC.fullmatch(host) is not None


def is_domain(text: str) -> bool:
    """Whether `text` may stand in the registry as a domain: a host that somebody owns, lower case, with or without a path."""
    if _SIMPLE_HOST.fullmatch(text):
        return not is_public_suffix(text)
    host, path = host_and_path(text)
    return bool(host) and text == host + path and (bool(path) or not is_public_suffix(host))


def handle_key(platform: str, handle: str) -> tuple[str, str]:
    """A handle as looked up: without "@" and address, in small letters. Twitter's handles are X's."""
    name = platform.strip().lower()
    return ("x" if name == "twitter" else name), handle.strip().rstrip("/").rpartition("/")[2].lstrip("@").lower()
