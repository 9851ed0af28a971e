"""Feeds that are no XML, made XML where what is meant is plain: attributes without quotes, "<" for less, names in capitals.

Each kind of fault was found by a comparison with feedparser, which reads such feeds (docs/decisions.md). One pass over the text.
"""

from __future__ import annotations

import re

_ROOT = re.compile(r"<(?:\?xml\s|rss[\s>]|feed[\s>]|rdf:RDF[\s>])", re.IGNORECASE)
_CAPITALS = re.compile(r"<(?:RSS|FEED)[\s>]")
_FARTHEST = 5_000
"""Characters before the root, such as the warning of a program, that are passed over."""
_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]{0,100})([^<>]{0,5000})>")
_BARE = re.compile(r"""(\s[A-Za-z][\w:.-]{0,100}\s{0,5}=\s{0,5})([^\s"'<>=]{1,2000})(?=[\s/>]|\Z)""")
_LOWER = {"pubdate": "pubDate", "rdf:rdf": "rdf:RDF"}
"""Names of elements that are not written in small letters alone."""
_WHOLE = (("<![CDATA[", "]]>"), ("<!--", "-->"), ("<?", "?>"))
"""What is left as it is, from its beginning to its end."""


def from_the_root(text: str) -> str:
    """The text without what stands before the root of the feed; as it is where no root is near its beginning."""
    if text.startswith("<") and _ROOT.match(text):
        return text
    found = _ROOT.search(text, 0, _FARTHEST)
    return text[found.start() :] if found is not None else text


def mended(text: str) -> str:
    """The text with each tag as XML wants it, and each "<" that begins none as a character."""
    capitals = _CAPITALS.search(text, 0, _FARTHEST) is not None
    pieces: list[str] = []
    ends: dict[str, int] = {}
    at = 0
    while True:
        opening = text.find("<", at)
        if opening < 0:
            pieces.append(text[at:])
            return "".join(pieces)
        pieces.append(text[at:opening])
        whole = next((pair for pair in _WHOLE if text.startswith(pair[0], opening)), None)
        end = -1 if whole is None else _end(text, whole[1], opening, ends)
        if end >= 0:
            pieces.append(text[opening:end])
            at = end
            continue
        tag = _TAG.match(text, opening)
        if tag is None:
            pieces.append("&lt;")
            at = opening + 1
            continue
        pieces.append(_as_xml(tag, capitals))
        at = tag.end()


def _end(text: str, mark: str, start: int, ends: dict[str, int]) -> int:
    """Where the next mark ends, -1 where there is none; a mark that was not found once is not looked for again."""
    if ends.get(mark) == -1:
        return -1
    found = text.find(mark, start)
    ends[mark] = found
    return found + len(mark) if found >= 0 else -1


def _as_xml(tag: re.Match[str], capitals: bool) -> str:
    closing, name, rest = tag.groups()
    own = _LOWER.get(name.lower(), name.lower()) if capitals else name
    return f"<{closing}{own}{_BARE.sub(_quoted, rest)}>"


def _quoted(attribute: re.Match[str]) -> str:
    value, slash = attribute[2], ""
    if value.endswith("/") and attribute.end() == len(attribute.string):
        value, slash = value[:-1], "/"
    return f'{attribute[1]}"{value}"{slash}'
