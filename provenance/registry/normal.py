"""How names, addresses and handles are made comparable."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote, urlsplit

_LOOKALIKES = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "„": '"', "‐": "-", "‑": "-", "–": "-", "—": "-"}
)
_QUOTES = "'\"«»‹›「」『』《》"
_POSSESSIVE = re.compile(r"(?<=[\w)])'s$|(?<=s)'$")
_HOST = re.compile(r"(?=.{4,253}$)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+(?:[^\W\d_]{2,24}|xn--[a-z0-9-]+)$")
_SIMPLE_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
_PUBLIC = re.compile(
    r"(?:com?|org|net|gov|gob|gouv|gub|govt|edu|ac)\.[a-z]{2}|(?:go|or|ne)\.(?:jp|kr|id|th|ke|ug|tz)|mil\.(?:kr|br|id)"
)


def tidy(text: str) -> str:
    """One line of text with straight quotation marks and plain hyphens, NFKC, without white space at its edges."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_LOOKALIKES))
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


def case_matters(alias: str) -> bool:
    """Whether an alias is known by its case alone: three letters or fewer, or a longer acronym ("RAND" is not the name Rand)."""
    letters = [c for c in alias if c.isalpha()]
    return len(letters) <= 3 or (len(alias) <= 5 and alias.isupper())


def host_and_path(address: str) -> tuple[str, str]:
    """The host (lower case, Unicode) and the path ("/a/b") of a URL or a bare host. ("", "") where there is no host."""
    text = address.strip()
    if "//" not in text:
        text = "//" + text
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return "", ""
    if "xn--" in host:
        try:
            host = host.encode("ascii").decode("idna")
        except UnicodeError:
            return "", ""
    return (host, unquote(parts.path).rstrip("/").lower()) if _HOST.match(host) else ("", "")


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
