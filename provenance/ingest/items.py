"""The items of a live blog, or of a page of several articles, by its markup: each is a story with credits of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from provenance.ingest.decode import storable
from provenance.records import MarkupSignal

SIGNAL = "item"
"""The signal of an item: its heading, and the path of its element."""

_LIVE = re.compile(
    r"(?:^|[\s_-])(?:live-?blog|live-?ticker|live-?coverage|live-?stor(?:y|ies)|live)[_-]{0,3}(?:post|entry|entries|item|update|event|card|article)s?"
    r"(?![a-z])",
    re.IGNORECASE,
)
_HINT = re.compile(r"live-?(?:blog|ticker|coverage|stor|post|entry|item|update|event|card|article)")
"""What stands in the source of a page with updates, in small letters."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_FEWEST_ARTICLES = 3
_FEWEST_UPDATES = 2
_MOST_ITEMS = 500
_SHORTEST = 80
"""Code points of the shortest text of an item."""
_LONGEST_HEADING = 300
_CANDIDATES = etree.XPath("//*[@itemprop or @class or @id][self::div or self::li or self::section or self::article]")


def read_items(root: etree._Element, markup: str) -> tuple[MarkupSignal, ...]:
    """The items of a page, in its order; none where it is one story. `markup` is the page's source."""
    found = list(_updates(root)) if _HINT.search(markup.lower()) else []
    if len(found) < _FEWEST_UPDATES:
        found = list(_articles(root)) if markup.count("<article") >= _FEWEST_ARTICLES else []
    tree = root.getroottree()
    return tuple(MarkupSignal(SIGNAL, _heading(one), str(tree.getpath(one))) for one in found[:_MOST_ITEMS])


def _updates(root: etree._Element) -> Iterator[etree._Element]:
    """The updates of a live blog: by schema.org's property, or by a class or id that says so."""
    listed = _CANDIDATES(root)
    candidates = [one for one in listed if isinstance(one, etree._Element)] if isinstance(listed, list) else []
    stated = [one for one in candidates if "liveblogupdate" in (one.get("itemprop") or "").lower()]
    named = stated or [
        one for one in candidates if _LIVE.search(f"{(one.get('class') or '')[:500]} {(one.get('id') or '')[:200]}")
    ]
    yield from (one for one in _outermost(named) if _has_text(one))


def _articles(root: etree._Element) -> Iterator[etree._Element]:
    """Articles side by side, each with a heading."""
    by_parent: dict[etree._Element | None, list[etree._Element]] = {}
    for one in root.iter("article"):
        by_parent.setdefault(one.getparent(), []).append(one)
    for siblings in by_parent.values():
        told = [one for one in siblings if next(one.iter(*_HEADINGS), None) is not None and _has_text(one)]
        if len(told) >= _FEWEST_ARTICLES:
            yield from _outermost(told)
            return


def _outermost(elements: list[etree._Element]) -> Iterator[etree._Element]:
    """Those that stand within none of the others; elements come in the order of the page."""
    known = set(elements)
    return (one for one in elements if not any(around in known for around in one.iterancestors()))


def _has_text(element: etree._Element) -> bool:
    length = 0
    for paragraph in element.iter("p"):
        length += sum(len(str(piece)) for piece in paragraph.itertext())
        if length >= _SHORTEST:
            return True
    return False


def _heading(element: etree._Element) -> str:
    heading = next(element.iter(*_HEADINGS), None)
    words = " ".join("".join(map(str, heading.itertext())).split()) if heading is not None else ""
    return storable(words[:_LONGEST_HEADING])
