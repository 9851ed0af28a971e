"""What a page's JSON-LD says of the article: publisher, authors, agencies, what it is based on, headline, date.

Blocks that are no valid JSON are passed over, not repaired: a repair could invent a credit.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from provenance.ingest.decode import storable
from provenance.records import MarkupSignal

_ARTICLES = frozenset(
    ["BlogPosting", "LiveBlogPosting", "SocialMediaPosting", "DiscussionForumPosting", "Report", "CreativeWork", "Review"]
)
_PAGES = frozenset(["WebPage", "ItemPage", "AboutPage", "VideoObject"])
_INNER = ("@graph", "mainEntity", "mainEntityOfPage")
"""Where the article may be nested. Not `itemListElement` and the like: those are other articles."""
_DEEPEST = 8
_CREDITS = ("publisher", "author", "sourceOrganization", "provider", "isBasedOn", "creditText")

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LinkedData:
    """The signals of a page's JSON-LD, with the plain facts among them."""

    signals: tuple[MarkupSignal, ...] = ()
    headline: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()


def read_linked_data(scripts: Iterable[tuple[str, str]], addresses: frozenset[str] = frozenset()) -> LinkedData:
    """The linked data of the article, from scripts given as (text, path in the markup).

    Where a page describes several articles, the one at one of `addresses` (canonical, og:url) counts, else the first.
    Paths are the script's path, "#" and a JSON pointer.
    """
    nodes: list[tuple[Json, str]] = []
    by_id: dict[str, Json] = {}
    for text, path in scripts:
        try:
            data = json.loads(text, strict=False)
            found = list(_nodes(data, path + "#", 0))
        except (ValueError, RecursionError):
            continue
        nodes.extend(found)
        for node, _ in found:
            by_id.setdefault(str(node.get("@id", "")), node)
    article = _article(nodes, addresses)
    return _facts(*article, by_id) if article else LinkedData()


def _nodes(data: object, path: str, depth: int) -> Iterator[tuple[Json, str]]:
    """All typed objects of a script with their places, those of lists and graphs included."""
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for index, item in enumerate(data):
            yield from _nodes(item, f"{path}/{index}", depth + 1)
    elif isinstance(data, dict):
        yield data, path
        for key in _INNER:
            if key in data:
                yield from _nodes(data[key], f"{path}/{key}", depth + 1)


def _types(node: Json) -> list[str]:
    stated = node.get("@type", [])
    names = stated if isinstance(stated, list) else [stated]
    return [str(name).rsplit("/", 1)[-1] for name in names]


def _article(nodes: list[tuple[Json, str]], addresses: frozenset[str]) -> tuple[Json, str] | None:
    """The node that describes the page's article, else the one of the page itself."""
    for wanted in (lambda t: t.endswith("Article") or t in _ARTICLES, lambda t: t in _PAGES):
        fitting = [(node, path) for node, path in nodes if any(map(wanted, _types(node)))]
        for node, path in fitting:
            if addresses.intersection(_addresses(node)):
                return node, path
        if fitting:
            return fitting[0]
    return None


def _addresses(node: Json) -> list[str]:
    """The addresses by which a node says which page it is about."""
    page = node.get("mainEntityOfPage")
    stated = [node.get("url"), page.get("@id") if isinstance(page, dict) else page]
    return [address for address in stated if isinstance(address, str)]


def _facts(node: Json, path: str, by_id: dict[str, Json]) -> LinkedData:
    signals: list[MarkupSignal] = []
    for key in _CREDITS:
        for name in dict.fromkeys(_names(node.get(key), by_id, 0)):
            signals.append(MarkupSignal(f"json_ld.{key}", name, f"{path}/{key}"))
    published = _plain(node.get("datePublished"))
    if published:
        signals.append(MarkupSignal("published", published, f"{path}/datePublished"))
    authors = tuple(s.value for s in signals if s.name == "json_ld.author" and "://" not in s.value)
    return LinkedData(tuple(signals), _plain(node.get("headline")), published, authors)


def _names(value: object, by_id: dict[str, Json], depth: int) -> Iterator[str]:
    """The names in a value: a string, an object with a name (or an address), a reference to another node, a list of these."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _names(item, by_id, depth + 1)
    elif isinstance(value, dict):
        referred = by_id.get(str(value.get("@id", "")), value) if "name" not in value else value
        stated = next((referred[key] for key in ("name", "headline", "url", "@id") if referred.get(key)), None)
        yield from _names(stated, by_id, depth + 1)
    else:
        name = _plain(value)
        if name:
            yield name


def _plain(value: object) -> str | None:
    """A stated string as plain text: entities resolved, white space collapsed. None for anything else."""
    if not isinstance(value, str):
        return None
    return storable(" ".join(html.unescape(value).split())) or None
