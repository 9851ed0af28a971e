"""What a page's microdata, or its RDFa, says of the article: the same vocabulary as JSON-LD, on the elements themselves.

Only properties of the article count (of the page, where none is marked as an article); those of teasers, comments and products
are about something else. Properties outside any item, which are against the rules and common, are taken as the page's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from provenance.ingest.decode import storable
from provenance.ingest.jsonld import LONGEST_VALUE, first_of_each, is_article, is_page
from provenance.ingest.seams import of_a_picture
from provenance.records import MarkupSignal

_SIGNALS = {
    "publisher": "microdata.publisher",
    "author": "microdata.author",
    "creator": "microdata.author",
    "sourceorganization": "microdata.sourceOrganization",
    "provider": "microdata.provider",
    "copyrightholder": "microdata.copyrightHolder",
    "contributor": "microdata.contributor",
    "credittext": "microdata.creditText",
    "copyrightnotice": "microdata.copyrightNotice",
    "isbasedon": "microdata.isBasedOn",
    "isbasedonurl": "microdata.isBasedOn",
    "citation": "microdata.citation",
    "dateline": "microdata.dateline",
    "datepublished": "published",
}
"""Properties (lower case), and the signal that each gives."""
_ADDRESSES = frozenset(["isbasedon", "isbasedonurl", "citation", "url"])
_OF_A_PICTURE = frozenset(["credittext", "copyrightnotice", "copyrightholder", "creator", "author", "sourceorganization"])
_BODY = "articlebody"
_PICTURE_SIGNAL = "microdata.image.creditText"
_PICTURES = ("imageobject", "photograph")
_WHOLE_PAGE = frozenset(["html", "body"])
_MOST_ELEMENTS = 1_000
_MOST_SIGNALS = 100
_MOST_PIECES = 50
_MOST_INNER = 200
"""Elements with a property, signals, pieces of text of one element, and elements of one item that are looked at."""


@dataclass(frozen=True, slots=True)
class _Dialect:
    """The attributes by which elements state properties and items; `needle` stands in every page that has them, scripts apart."""

    needle: str
    prop: str
    scope: str
    kind: str
    all_of_it: etree.XPath


_DIALECTS = (
    _Dialect("itemprop", "itemprop", "itemscope", "itemtype", etree.XPath("//*[@itemprop]")),
    _Dialect("typeof=", "property", "typeof", "typeof", etree.XPath("//*[@property and not(parent::head)]")),
)


def read_microdata(root: etree._Element, markup: str) -> tuple[MarkupSignal, ...]:
    """The signals of a page's microdata and RDFa; paths end with the attribute. `markup` is the page's source."""
    readers = (_Reader(root, dialect) for dialect in _DIALECTS if dialect.needle in markup)
    return first_of_each(signal for reader in readers for signal in islice(reader.signals(), _MOST_SIGNALS))


class _Reader:
    """Reads one dialect of a page."""

    def __init__(self, root: etree._Element, dialect: _Dialect) -> None:
        self._dialect = dialect
        found = dialect.all_of_it(root)
        elements = [one for one in found if isinstance(one, etree._Element)] if isinstance(found, list) else []
        names = ((one, self._property(one)) for one in elements)
        telling = list(islice(((one, name, self._owner(one)) for one, name in names if name), _MOST_ELEMENTS))
        self._telling = [one for one in telling if one[1] != _BODY]
        self._article = self._chosen([owner for _, _, owner in telling], [owner for _, name, owner in telling if name == _BODY])

    def signals(self) -> Iterator[MarkupSignal]:
        """The signals of the article's properties, in the order of the page."""
        for element, name, owner in self._telling:
            signal = self._signal(element, name, owner)
            value = self._value(element, name) if signal else None
            if signal and value and len(value) <= LONGEST_VALUE:
                yield MarkupSignal(signal, value, f"{element.getroottree().getpath(element)}/@{self._dialect.prop}")

    def _signal(self, element: etree._Element, name: str, owner: etree._Element | None) -> str | None:
        """The signal that a property of that item gives; None where it says nothing of the article."""
        if owner is self._article or (owner is None and self._dialect.prop == "itemprop"):
            return _PICTURE_SIGNAL if name in _OF_A_PICTURE and of_a_picture(element) else _SIGNALS[name]
        if owner is not None and name in _OF_A_PICTURE and any(kind in _PICTURES for kind in self._kinds(owner)):
            within = self._article is None or any(one is self._article for one in owner.iterancestors())
            return _PICTURE_SIGNAL if within else None
        return None

    def _property(self, element: etree._Element) -> str:
        """The first credit among the properties that an element states, without the prefix of a vocabulary; "" for none."""
        for name in (element.get(self._dialect.prop) or "")[:200].lower().split():
            bare = name.rsplit("/", 1)[-1].removeprefix("schema:")
            if bare in _SIGNALS or bare == _BODY:
                return bare
        return ""

    def _owner(self, element: etree._Element) -> etree._Element | None:
        """The item that a property of `element` belongs to."""
        return next((one for one in element.iterancestors() if one.get(self._dialect.scope) is not None), None)

    def _kinds(self, item: etree._Element) -> list[str]:
        """The types of an item, without their vocabulary, lower case."""
        stated = (item.get(self._dialect.kind) or "")[:300].lower().split()
        return [name.rstrip("/").rsplit("/", 1)[-1].removeprefix("schema:") for name in stated]

    def _chosen(self, owners: list[etree._Element | None], with_body: list[etree._Element | None]) -> etree._Element | None:
        """The item that is the page's article: one with the text in it, else the first; else the page, whatever its type."""
        items = [one for one in [*with_body, *owners] if one is not None]
        for wanted in (is_article, is_page):
            for item in items:
                if any(map(wanted, self._kinds(item))):
                    return item
        return next((item for item in items if item.tag in _WHOLE_PAGE), None)

    def _value(self, element: etree._Element, name: str) -> str | None:
        """What a property of that name says: the name of the item that it is, else what the element holds or shows."""
        if element.get(self._dialect.scope) is not None:
            for wanted in ("name", "legalname", "url"):
                for one in islice(element.iterdescendants(), _MOST_INNER):
                    stated = (one.get(self._dialect.prop) or "")[:200].lower().removeprefix("schema:")
                    if stated == wanted and self._owner(one) is element and (value := self._plain(one, wanted)):
                        return value
        return self._plain(element, name)

    def _plain(self, element: etree._Element, name: str) -> str | None:
        keys = ["content"]
        if name in _ADDRESSES or element.tag == "link":
            keys += ["href", "src", "resource"]
        elif element.tag == "time":
            keys.append("datetime")
        stated = next((value for key in keys if (value := (element.get(key) or "").strip())), None)
        shown = stated or "".join(map(str, islice(element.itertext(), _MOST_PIECES))) or element.get("href") or ""
        return storable(" ".join(shown.split())) or None
