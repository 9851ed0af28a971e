"""What the markup around the text says of a page: canonical address, site, authors, syndication, date, language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import etree

from provenance.ingest.decode import storable
from provenance.ingest.jsonld import LinkedData, read_linked_data
from provenance.records import MarkupSignal

_MOST_ELEMENTS = 500
"""Metas, links and scripts that are looked at; honest pages have a tenth of this."""

_SIGNALS = {
    "og:site_name": "og:site_name",
    "og:url": "og:url",
    "author": "author",
    "byl": "author",
    "article:author": "author",
    "dc.creator": "author",
    "dcterms.creator": "author",
    "parsely-author": "author",
    "sailthru.author": "author",
    "syndication-source": "syndication-source",
    "original-source": "original-source",
    "article:published_time": "published",
    "datepublished": "published",
    "date": "published",
    "pubdate": "published",
    "publishdate": "published",
    "dc.date": "published",
    "dc.date.issued": "published",
    "dcterms.created": "published",
    "parsely-pub-date": "published",
}
"""Names of meta elements (lower case), and the signal that each gives."""


@dataclass(frozen=True, slots=True)
class Head:
    """The signals of a page and the facts drawn from them. `base` is the address that relative links start from."""

    signals: tuple[MarkupSignal, ...]
    title: str | None
    canonical_url: str | None
    published: str | None
    byline: tuple[str, ...]
    base: str | None


def read_head(root: etree._Element, url: str | None) -> Head:
    """Everything outside the visible text that credits or dates the page; `url` is where it was fetched from, if known."""
    base = url
    signals: list[MarkupSignal] = []
    titles: dict[str, str] = {}
    scripts: list[tuple[str, str]] = []
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang")
    if language and language.strip():
        signals.append(MarkupSignal("html.lang", storable(language.strip()), "/html/@lang"))
    elements = root.iter("meta", "link", "base", "title", "script", "h1")
    for element in islice(elements, _MOST_ELEMENTS):
        tag = element.tag
        if tag == "base" and element.get("href"):
            base = joiner(url)(str(element.get("href")))
        elif tag in ("title", "h1"):
            titles.setdefault(str(tag), collapsed("".join(map(str, element.itertext()))))
        elif tag == "script":
            if "ld+json" in (element.get("type") or "").lower():
                scripts.append((element.text or "", _path(element)))
        else:
            signals.extend(_signals_of(element, titles))
    signals = [_absolute(signal, base) for signal in signals]
    addresses = frozenset(s.value for s in signals if s.name in ("canonical", "og:url"))
    linked = read_linked_data(scripts, addresses)
    return _head(tuple(dict.fromkeys((*signals, *linked.signals))), linked, titles, base)


def collapsed(text: str) -> str:
    """Words with single spaces between them."""
    return storable(" ".join(text.split()))


def joiner(base: str | None) -> Callable[[str], str]:
    """A function that makes addresses absolute where a base is known.

    It leaves them as they stand where no base is known, or where either is no valid address.
    """
    if not base:
        return lambda href: storable(href.strip())
    try:
        parts = urlsplit(base)
        origin = f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.netloc else None
    except ValueError:
        origin = None

    def join(href: str) -> str:
        href = storable(href.strip())
        if href.startswith(("https://", "http://")):
            return href
        if origin and href.startswith("/") and not href.startswith("//") and "/." not in href:
            return origin + href
        try:
            return urljoin(base, href)
        except ValueError:
            return href

    return join


def _signals_of(element: etree._Element, titles: dict[str, str]) -> Iterator[MarkupSignal]:
    """The signal of one meta or link element; og:title is noted among the titles."""
    if element.tag == "link":
        if "canonical" in (element.get("rel") or "").lower().split():
            value = collapsed(element.get("href") or "")
            if value:
                yield MarkupSignal("canonical", value, _path(element))
        return
    value = collapsed(element.get("content") or "")
    if not value:
        return
    for key in ("property", "name", "itemprop"):
        name = (element.get(key) or "").strip().lower()
        if name in ("og:title", "twitter:title"):
            titles.setdefault(name, value)
        elif name in _SIGNALS:
            yield MarkupSignal(_SIGNALS[name], value, _path(element))
            return


def _path(element: etree._Element) -> str:
    return str(element.getroottree().getpath(element))


def _absolute(signal: MarkupSignal, base: str | None) -> MarkupSignal:
    if signal.name in ("canonical", "og:url", "syndication-source", "original-source") and signal.value.startswith("/"):
        return MarkupSignal(signal.name, joiner(base)(signal.value), signal.path)
    return signal


def _head(signals: tuple[MarkupSignal, ...], linked: LinkedData, titles: dict[str, str], base: str | None) -> Head:
    def first(name: str) -> str | None:
        return next((s.value for s in signals if s.name == name), None)

    site = first("og:site_name")
    title = linked.headline or titles.get("og:title") or _without_site(titles.get("title", ""), site)
    metas = tuple(dict.fromkeys(s.value for s in signals if s.name == "author" and "://" not in s.value))
    return Head(
        signals=signals,
        title=title or titles.get("h1") or titles.get("twitter:title") or None,
        canonical_url=first("canonical"),
        published=linked.published or first("published"),
        byline=linked.authors or metas,
        base=base,
    )


def _without_site(title: str, site: str | None) -> str:
    """A title without the site's name behind a dash or bar."""
    if site and title.lower().endswith(site.lower()):
        shorter = title[: -len(site)].rstrip()
        if shorter.endswith(("|", "-", "–", "—", "·", ":", "»")):
            return shorter[:-1].rstrip()
    return title
