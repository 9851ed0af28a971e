"""What a page's JSON-LD says of the article: publisher, authors, agencies, what it is based on, headline, date.

Scripts are read by `json_scripts`, which mends nothing that could be meant in two ways.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from provenance.ingest.decode import storable
from provenance.ingest.json_scripts import read_script
from provenance.records import MarkupSignal

_ARTICLES = frozenset(
    ["blogposting", "liveblogposting", "socialmediaposting", "discussionforumposting", "report", "creativework", "review"]
)
_PAGES = frozenset(["videoobject", "audioobject", "claimreview", "podcastepisode"])
"""What the page is about where it has no article; types that end in "Page" count as well."""
_INNER = ("@graph", "mainEntity", "mainEntityOfPage")
"""Where the article may be nested. Not `itemListElement` and the like: those are other articles."""
_DEEPEST = 8
_MOST_NAMES = 50
"""Names of one property that are kept; honest articles have a few."""
_MOST_STEPS = 2_000
"""Values that are looked at for the names of one property, so that references in circles end."""
LONGEST_VALUE = 1_000
"""Code points of the longest value that can be a name, a credit or an address."""

_AGENTS = {
    "publisher": "publisher",
    "author": "author",
    "creator": "author",
    "sourceOrganization": "sourceOrganization",
    "provider": "provider",
    "copyrightHolder": "copyrightHolder",
    "contributor": "contributor",
}
"""Properties whose values are people and bodies, and the signal that each gives."""
_WORKS = {
    "isBasedOn": "isBasedOn",
    "isBasedOnUrl": "isBasedOn",
    "translationOfWork": "isBasedOn",
    "citation": "citation",
}
"""Properties whose values are other works: told by their address, and by who published them."""
_TEXTS = {"creditText": "creditText", "copyrightNotice": "copyrightNotice", "dateline": "dateline"}
_BODIES_OF_AUTHORS = ("affiliation", "worksFor", "memberOf")
_PICTURES = ("image", "primaryImageOfPage", "thumbnail", "associatedMedia")
_OF_A_PICTURE = ("creditText", "copyrightNotice", "copyrightHolder", "creator", "author", "sourceOrganization", "provider")

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LinkedData:
    """The signals of a page's JSON-LD, with the plain facts among them."""

    signals: tuple[MarkupSignal, ...] = ()
    headline: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()


def read_linked_data(scripts: Iterable[tuple[str, str]], addresses: Iterable[str] = (), headline: str = "") -> LinkedData:
    """The linked data of the article, from scripts given as (text, path in the markup).

    Where a page describes several articles, the one at one of `addresses` (canonical, og:url) counts, else the one with that
    `headline`, else the first; with it all others of the same address or headline, as page systems describe an article twice.
    Paths are the script's path, "#" and a JSON pointer.
    """
    nodes: list[tuple[Json, str]] = []
    by_id: dict[str, Json] = {}
    for text, path in scripts:
        try:
            data = read_script(text)
        except ValueError:
            continue
        nodes.extend(_nodes(data, path + "#", 0))
        _index(data, by_id)
    reader = _Reader(by_id)
    articles = _articles(nodes, frozenset(map(_bare, addresses)), _plain(headline) or "")
    signals = [signal for node, path in articles for signal in reader.credits(node, path)]
    if not any(signal.name == "json_ld.publisher" for signal in signals):
        around = [(node, path) for node, path in nodes if any(is_page(t) or t == "WebSite" for t in _types(node))]
        signals += [s for node, path in around for s in reader.agents(node, path, "publisher")]
    first = articles[0][0] if articles else {}
    dates = [(date, path) for node, path in articles if (date := _plain(node.get("datePublished")))]
    signals += [MarkupSignal("published", date, f"{path}/datePublished") for date, path in dates]
    kept = first_of_each(signals)
    return LinkedData(
        signals=kept,
        headline=_plain(first.get("headline")),
        published=dates[0][0] if dates else None,
        authors=tuple(s.value for s in kept if s.name == "json_ld.author" and "://" not in s.value),
    )


def first_of_each(signals: Iterable[MarkupSignal]) -> tuple[MarkupSignal, ...]:
    """The signals without those that say again what one before them said."""
    first: dict[tuple[str, str], MarkupSignal] = {}
    for signal in signals:
        first.setdefault((signal.name, signal.value), signal)
    return tuple(first.values())


def _nodes(data: object, path: str, depth: int) -> Iterator[tuple[Json, str]]:
    """All objects of a script that may describe the page, with their places, those of lists and graphs included."""
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


def _index(data: object, by_id: dict[str, Json]) -> None:
    """Add all objects with an id, however deep they stand, to `by_id`; a mere reference is none."""
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(value.values())
            name = value.get("@id")
            if isinstance(name, str) and len(value) > 1 and len(value) > len(by_id.get(name, ())):
                by_id[name] = value
        elif isinstance(value, list):
            waiting.extend(value)


def _types(node: Json) -> list[str]:
    stated = node.get("@type", [])
    names = stated if isinstance(stated, list) else [stated]
    return [str(name)[:100].rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in names[:10]]


def is_article(name: str) -> bool:
    """Whether a type is that of an article, in any letter case."""
    return name.lower().endswith("article") or name.lower() in _ARTICLES


def is_page(name: str) -> bool:
    """Whether a type is that of a page, or of what a page without an article is about, in any letter case."""
    return name.lower().endswith("page") or name.lower() in _PAGES


def _articles(nodes: list[tuple[Json, str]], addresses: frozenset[str], headline: str) -> list[tuple[Json, str]]:
    """The nodes that describe the page's article, the best first; else the ones of the page itself."""
    for wanted in (is_article, is_page):
        fitting = [(node, path) for node, path in nodes if any(map(wanted, _types(node)))]
        here = [one for one in fitting if addresses.intersection(_addresses(one[0]))]
        named = [one for one in fitting if headline and _plain(one[0].get("headline")) == headline]
        chosen = (here or named or fitting)[:1]
        if chosen:
            own = _addresses(chosen[0][0])
            title = _plain(chosen[0][0].get("headline"))
            others = [
                one
                for one in fitting
                if one[0] is not chosen[0][0]
                and (own.intersection(_addresses(one[0])) or (title is not None and _plain(one[0].get("headline")) == title))
            ]
            return chosen + others
    return []


def _addresses(node: Json) -> frozenset[str]:
    """The addresses by which a node says which page it is about."""
    page = node.get("mainEntityOfPage")
    stated = [node.get("url"), page.get("@id") if isinstance(page, dict) else page, node.get("@id")]
    return frozenset(_bare(address) for address in stated if isinstance(address, str) and "/" in address)


def _bare(address: str) -> str:
    """An address without what may differ between two ways to write it: scheme, "www.", fragment, a slash at the end."""
    try:
        parts = urlsplit(address.strip()[:LONGEST_VALUE])
    except ValueError:
        return address
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"


class _Reader:
    """Reads credits out of nodes, following references to other nodes of the page."""

    def __init__(self, by_id: dict[str, Json]) -> None:
        self._by_id = by_id
        self._steps = 0

    def credits(self, node: Json, path: str) -> Iterator[MarkupSignal]:
        """All that an article says of who made it, and from what."""
        for key in _AGENTS:
            yield from self.agents(node, path, key)
        for key, name in _WORKS.items():
            yield from self._signals(f"json_ld.{name}", self._works(node.get(key), f"{path}/{key}", 0))
        for key, name in _TEXTS.items():
            yield from self._signals(f"json_ld.{name}", self._names(node.get(key), f"{path}/{key}", 0))
        for key in _PICTURES:
            yield from self._signals("json_ld.image.creditText", self._pictures(node.get(key), f"{path}/{key}", 0))

    def agents(self, node: Json, path: str, key: str) -> Iterator[MarkupSignal]:
        """The people and bodies that a property names, and the bodies that authors belong to."""
        yield from self._signals(f"json_ld.{_AGENTS[key]}", self._names(node.get(key), f"{path}/{key}", 0))
        if _AGENTS[key] == "author":
            yield from self._signals("json_ld.author.affiliation", self._bodies(node.get(key), f"{path}/{key}", 0))

    def _signals(self, name: str, values: Iterator[tuple[str, str]]) -> Iterator[MarkupSignal]:
        self._steps = _MOST_STEPS
        seen: set[str] = set()
        for value, path in values:
            if value not in seen and len(value) <= LONGEST_VALUE:
                seen.add(value)
                yield MarkupSignal(name, value, path)
            if len(seen) == _MOST_NAMES:
                return

    def _each(self, value: object, path: str, depth: int) -> Iterator[tuple[object, str]]:
        """The members of a list, of lists in it too, each with its place; references replaced by what they refer to."""
        self._steps -= 1
        if depth > _DEEPEST or self._steps < 0:
            return
        if isinstance(value, list):
            for index, item in enumerate(value):
                if self._steps < 0:
                    return
                yield from self._each(item, f"{path}/{index}", depth + 1)
        elif isinstance(value, dict) and "name" not in value:
            yield self._by_id.get(str(value.get("@id", "")), value), path
        else:
            yield value, path

    def _names(self, value: object, path: str, depth: int) -> Iterator[tuple[str, str]]:
        """The names in a value: a string, an object with a name (or an address), a reference to another node, a list of these."""
        if depth > _DEEPEST:
            return
        for one, place in self._each(value, path, depth):
            if isinstance(one, dict):
                keys = ("name", "legalName", "headline", "url", "@id", "@value")
                stated = next((one[key] for key in keys if one.get(key)), None)
                yield from self._names(stated, place, depth + 1)
            elif (name := _plain(one)) and not name.startswith(("#", "_:")):
                yield name, place

    def _bodies(self, value: object, path: str, depth: int) -> Iterator[tuple[str, str]]:
        """The bodies that the people in a value belong to."""
        for one, place in self._each(value, path, depth):
            if isinstance(one, dict):
                for key in _BODIES_OF_AUTHORS:
                    yield from self._names(one.get(key), f"{place}/{key}", depth + 1)

    def _works(self, value: object, path: str, depth: int) -> Iterator[tuple[str, str]]:
        """The addresses of the works in a value, or their names where they have none, and who published them."""
        for one, place in self._each(value, path, depth):
            if not isinstance(one, dict):
                yield from self._names(one, place, depth + 1)
                continue
            address = next((a for key in ("url", "@id", "sameAs") if (a := _plain(one.get(key))) and "://" in a), None)
            if address is not None:
                yield address, place
            else:
                yield from self._names(one, place, depth + 1)
            for key in ("publisher", "sourceOrganization", "provider"):
                yield from self._names(one.get(key), f"{place}/{key}", depth + 1)

    def _pictures(self, value: object, path: str, depth: int) -> Iterator[tuple[str, str]]:
        """The credits of the pictures in a value."""
        for one, place in self._each(value, path, depth):
            if isinstance(one, dict):
                for key in _OF_A_PICTURE:
                    yield from self._names(one.get(key), f"{place}/{key}", depth + 1)


def _plain(value: object) -> str | None:
    """A stated string as plain text: entities resolved, white space collapsed. None for anything else."""
    if not isinstance(value, str):
        return None
    return storable(" ".join(html.unescape(value).split())) or None
