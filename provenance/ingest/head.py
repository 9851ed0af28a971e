"""What the markup around the text says of a page: canonical address, site, authors, syndication, date, language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import etree

from provenance.ingest.decode import storable
from provenance.ingest.jsonld import LONGEST_VALUE, LinkedData, read_linked_data
from provenance.ingest.microdata import read_microdata
from provenance.records import MarkupSignal

_MOST_OF_A_NAME = 30
"""Signals of one name that are kept; honest pages have a few."""
_MOST_SCRIPTS = 300

_NAMES: dict[str, str] = {
    "og:site_name": "og:site_name",
    "application-name": "application-name apple-mobile-web-app-title",
    "twitter:site": "twitter:site",
    "twitter:creator": "twitter:creator",
    "og:url": "og:url",
    "author": "author byl article:author dc.creator dcterms.creator parsely-author sailthru.author",
    "article:publisher": "article:publisher",
    "dc.publisher": "dc.publisher dcterms.publisher publisher",
    "dc.source": "dc.source dcterms.source source news_source article:source",
    "dc.contributor": "dc.contributor dcterms.contributor",
    "dcterms.provenance": "dcterms.provenance dc.provenance",
    "copyright": "copyright dc.rights dcterms.rights dcterms.rightsholder dc.rightsholder rights",
    "syndication-source": "syndication-source",
    "original-source": "original-source",
    "published": (
        "article:published_time datepublished date pubdate publishdate dc.date dc.date.issued dcterms.created dcterms.issued "
        "parsely-pub-date"
    ),
}
"""Signals, and the names of the meta elements (lower case) that give each."""
_SIGNALS = {name: signal for signal, names in _NAMES.items() for name in names.split()}
_LINKS = {
    "canonical": "canonical",
    "amphtml": "amphtml",
    "syndication-source": "syndication-source",
    "original-source": "original-source",
    "author": "rel.author",
    "publisher": "rel.publisher",
    "home": "home",
    "start": "home",
    "edituri": "home",
}
"""Relations of link elements, and the signal that each gives."""
_SITES = frozenset(["og:site_name", "json_ld.publisher", "microdata.publisher"])
"""Signals that name the site; a page that has one needs no guess from its title."""
_BARS = ("|", "-", "–", "—", "·", ":", "»")
_LONGEST_SITE = 60
"""Code points of the longest name of a site behind a headline."""
_HOMES = frozenset(["home", "start", "edituri"])
"""Relations that lead to the site itself; without a host they say nothing of it."""
_ADDRESSES = frozenset(["canonical", "amphtml", "og:url", "syndication-source", "original-source"])


@dataclass(frozen=True, slots=True)
class Head:
    """The signals of a page and the facts drawn from them. `base` is the address that relative links start from."""

    signals: tuple[MarkupSignal, ...]
    title: str | None
    canonical_url: str | None
    published: str | None
    byline: tuple[str, ...]
    base: str | None


def read_head(root: etree._Element, url: str | None, markup: str = "") -> Head:
    """Everything outside the visible text that credits or dates the page.

    `url` is where it was fetched from, if known; `markup` is its source.
    """
    base = url
    signals: list[MarkupSignal] = []
    titles: dict[str, str] = {}
    scripts: list[tuple[str, str]] = []
    kept: Counter[str] = Counter()
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang")
    if language and language.strip():
        signals.append(MarkupSignal("html.lang", storable(language.strip()), "/html/@lang"))
    for element in root.iter("meta", "link", "base", "title", "script", "h1"):
        tag = element.tag
        if tag == "base" and element.get("href"):
            base = joiner(url)(str(element.get("href")))
        elif tag in ("title", "h1"):
            if tag not in titles:
                titles[tag] = collapsed("".join(map(str, element.itertext())))
        elif tag == "script":
            if len(scripts) < _MOST_SCRIPTS and _is_linked_data(element):
                scripts.append((element.text or "", _path(element)))
        else:
            for name, value in _said(element, titles):
                kept[name] += 1
                if kept[name] <= _MOST_OF_A_NAME:
                    signals.append(MarkupSignal(name, value, _path(element)))
    signals = [_absolute(signal, base) for signal in signals]
    addresses = [url, *(s.value for s in signals if s.name in ("canonical", "og:url"))]
    linked = read_linked_data(scripts, filter(None, addresses), titles.get("og:title", ""))
    inline = read_microdata(root, markup)
    found = tuple(dict.fromkeys((*signals, *linked.signals, *inline)))
    if not any(signal.name in _SITES for signal in found) and (site := _site_of(titles)):
        found += (MarkupSignal("title.site", site, "/html/head/title"),)
    return _head(found, linked, titles, base)


def _is_linked_data(element: etree._Element) -> bool:
    kind = (element.get("type") or "").lower()
    return "ld+json" in kind or "json+ld" in kind


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


def _said(element: etree._Element, titles: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The signals of one meta or link element, as (name, value); titles are noted among the titles."""
    if element.tag == "link":
        for relation in (element.get("rel") or "")[:200].lower().split():
            value = collapsed((element.get("href") or "")[: LONGEST_VALUE + 1])
            if relation in _LINKS and value and len(value) <= LONGEST_VALUE and (relation not in _HOMES or "://" in value):
                yield _LINKS[relation], value
        return
    content = element.get("content")
    if not content:
        return
    for key in ("property", "name", "itemprop"):
        name = (element.get(key) or "").strip().lower().removeprefix("og:article:").removeprefix("article:article:")
        if name in ("og:title", "twitter:title"):
            titles.setdefault(name, collapsed(content))
        elif name in _SIGNALS and key != "itemprop":
            value = collapsed(content[: LONGEST_VALUE + 1])
            if value and len(value) <= LONGEST_VALUE:
                yield _SIGNALS[name], value
            return


def _path(element: etree._Element) -> str:
    return str(element.getroottree().getpath(element))


def _absolute(signal: MarkupSignal, base: str | None) -> MarkupSignal:
    if signal.name in _ADDRESSES and signal.value.startswith("/"):
        return MarkupSignal(signal.name, joiner(base)(signal.value), signal.path)
    return signal


def _head(signals: tuple[MarkupSignal, ...], linked: LinkedData, titles: dict[str, str], base: str | None) -> Head:
    def first(name: str) -> str | None:
        return next((s.value for s in signals if s.name == name), None)

    site = first("og:site_name")
    title = linked.headline or titles.get("og:title") or _without_site(titles.get("title", ""), site)
    named = {n: [s.value for s in signals if s.name == n and "://" not in s.value] for n in ("author", "microdata.author")}
    metas = tuple(dict.fromkeys(named["author"] or named["microdata.author"]))
    return Head(
        signals=signals,
        title=title or titles.get("h1") or titles.get("twitter:title") or None,
        canonical_url=first("canonical"),
        published=linked.published or first("published"),
        byline=linked.authors or metas,
        base=base,
    )


def _site_of(titles: dict[str, str]) -> str:
    """What a page's title has behind the headline, which is mostly the site's name; "" where it has nothing."""
    whole = titles.get("title", "")
    for headline in filter(None, (titles.get("og:title"), titles.get("h1"))):
        rest = whole[len(headline) :].strip() if whole.startswith(headline) else ""
        if rest.startswith(_BARS) and len(rest) <= _LONGEST_SITE:
            return rest.lstrip("".join(_BARS)).strip()
    return ""


def _without_site(title: str, site: str | None) -> str:
    """A title without the site's name behind a dash or bar."""
    if site and title.lower().endswith(site.lower()):
        shorter = title[: -len(site)].rstrip()
        if shorter.endswith(_BARS):
            return shorter[:-1].rstrip()
    return title
