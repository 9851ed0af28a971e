"""One item of a feed as a document: its title and content, and what the item and its channel say of where it comes from."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from lxml import etree

from provenance import ids
from provenance.ingest.decode import storable
from provenance.ingest.document import document_id, no_text
from provenance.ingest.flat import flat_lines
from provenance.ingest.head import joiner
from provenance.ingest.html import page
from provenance.ingest.jsonld import LONGEST_VALUE
from provenance.ingest.language import language_of
from provenance.ingest.options import ReadOptions
from provenance.records import Block, Document, EmbeddedPost, Link, MarkupSignal, Rejected
from provenance.spans import Span

_VOCABULARIES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dc",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://search.yahoo.com/mrss/": "media",
    "http://search.yahoo.com/mrss": "media",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/atom/ns#": "",
}
"""Namespaces (lower case), and the prefix by which their elements go here; "" for those of feeds themselves."""
_PREFIXES = {"dc": "dc", "dcterms": "dc", "content": "content", "media": "media", "feedburner": "feedburner", "atom": ""}
"""Prefixes that stand in broken feeds without a namespace."""
_CONTENTS = ("content:encoded", "content", "description", "summary", "media:description")
_DATES = ("pubDate", "published", "dc:date", "issued", "dc:created", "updated", "modified", "dc:modified")
_SIGNALS = {
    "dc:publisher": "dc.publisher",
    "dc:source": "dc.source",
    "dc:contributor": "dc.contributor",
    "dc:rights": "copyright",
    "rights": "copyright",
    "copyright": "copyright",
    "media:credit": "rss.media_credit",
    "media:copyright": "rss.media_credit",
}
"""Elements whose text is a credit, and the signal that each gives."""
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>")
_MAIL = re.compile(r"[^\s()@]{1,100}@[^\s()]{1,200}\s*\((.{1,1000})\)\Z")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_MOST_MEDIA = 200
"""Elements of one item in which credits of pictures are looked for."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What all items of a feed share. `signals` are those of the channel, `authors` stand in for items without one."""

    name: str
    path: str
    media_type: str
    encoding: str
    base: str | None
    signals: tuple[MarkupSignal, ...]
    authors: tuple[MarkupSignal, ...]

    @classmethod
    def of(cls, root: etree._Element, name: str, path: str, media_type: str, encoding: str) -> Feed:
        """The feed with that root element, which is called `name`."""
        channel = root
        where = f"/{name}"
        if name in ("rss", "RDF"):
            channel = next((one for one in root if _names(one) == "channel"), root)
            where += "/channel" if channel is not root else ""
        parts = _Parts(channel, where)
        address = parts.link()
        named = [MarkupSignal("rss.channel", value, place) for value, place in parts.texts("title")[:1]]
        if address is not None:
            named.append(MarkupSignal("rss.channel", address, f"{where}/link"))
        language = root.get("{http://www.w3.org/XML/1998/namespace}lang")
        languages = (
            [(language.strip(), f"/{name}/@xml:lang")] if language else parts.texts("language") + parts.texts("dc:language")
        )
        named += [MarkupSignal("html.lang", value, place) for value, place in languages[:1]]
        return cls(name, path, media_type, encoding, address, (*named, *parts.credits()), parts.authors())


class _Parts:
    """The children of an item or channel by their names."""

    def __init__(self, element: etree._Element, path: str) -> None:
        self._element = element
        self._path = path
        self._children: dict[str, list[etree._Element]] = {}
        for child in element:
            self._children.setdefault(_names(child), []).append(child)

    def all(self, name: str) -> list[etree._Element]:
        """The children of a name."""
        return self._children.get(name, [])

    def texts(self, name: str) -> list[tuple[str, str]]:
        """The words of the children of a name, with their paths."""
        found = [(_words(one), f"{self._path}/{name}") for one in self.all(name)]
        return [(words, path) for words, path in found if 0 < len(words) <= LONGEST_VALUE]

    def title(self) -> str:
        """The title as plain text."""
        for one in self.all("title"):
            markup = _markup(one)
            words = " ".join(flat_lines(markup)) if _TAG.search(markup) else " ".join(html.unescape(markup).split())
            if words:
                return storable(words)
        return ""

    def link(self) -> str | None:
        """The address of the item or site itself, not the one through which a proxy counts its readers."""
        for one in self.all("feedburner:origLink"):
            if address := _words(one):
                return address
        for one in self.all("link"):
            address = (one.get("href") or "").strip() or _words(one)
            if address and (one.get("rel") or "alternate") == "alternate":
                return address
        for one in self.all("guid"):
            if (one.get("isPermaLink") or "true").lower() != "false" and "://" in (address := _words(one)):
                return address
        return None

    def content(self) -> tuple[str, str]:
        """The markup of the content and its path: of the first kind that has any, the longest."""
        for name in _CONTENTS:
            found = max((_markup(one) for one in self.all(name)), key=len, default="")
            if found.strip():
                return found, f"{self._path}/{name}"
        return "", self._path

    def published(self) -> tuple[str, str] | None:
        """The date as stated."""
        return next((found for name in _DATES for found in self.texts(name)), None)

    def authors(self) -> tuple[MarkupSignal, ...]:
        """Who wrote."""
        found = [(_MAIL.sub(r"\1", words), path) for words, path in self.texts("dc:creator")]
        for one in self.all("author"):
            names = [_words(child) for child in one if _names(child) == "name"] or [_MAIL.sub(r"\1", _words(one))]
            found += [(name, f"{self._path}/author") for name in names if 0 < len(name) <= LONGEST_VALUE]
        return tuple(MarkupSignal("author", name, path) for name, path in dict.fromkeys(found))

    def credits(self) -> Iterator[MarkupSignal]:
        """What else is credited."""
        for one in self.all("source"):
            path = f"{self._path}/source"
            own = _Parts(one, path)
            inner = [words for words, _ in own.texts("title")]
            values = [*inner, own.link()] if len(one) else [_words(one), (one.get("url") or "").strip()]
            yield from (MarkupSignal("rss.source", value, path) for value in values if value and len(value) <= LONGEST_VALUE)
        for one in self.all("link"):
            if one.get("rel") == "via" and (address := (one.get("href") or "").strip()[:LONGEST_VALUE]):
                yield MarkupSignal("rss.source", storable(address), f"{self._path}/link")
        for name, signal in _SIGNALS.items():
            yield from (MarkupSignal(signal, words, path) for words, path in self.texts(name))

    def media_credits(self) -> Iterator[MarkupSignal]:
        """Whose pictures they are, also of those in groups."""
        for one in islice(self._element.iterdescendants(), _MOST_MEDIA):
            name = _names(one)
            if name in ("media:credit", "media:copyright") and one.getparent() is not self._element:
                words = _words(one)
                if 0 < len(words) <= LONGEST_VALUE:
                    yield MarkupSignal("rss.media_credit", words, f"{self._path}//{name}")


def read_item(item: etree._Element, index: int, feed: Feed, options: ReadOptions) -> Document | Rejected:
    """The document of an item: its title as first line, then its content. `index` counts the items from 0."""
    name = "entry" if _names(item) == "entry" else "item"
    place = {"rss": "/rss/channel", "RDF": "/RDF"}.get(feed.name, f"/{feed.name}") + f"/{name}[{index + 1}]"
    locator = f"{feed.path}:{index + 1}"
    parts = _Parts(item, place)
    title = parts.title()
    link = parts.link()
    url = joiner(feed.base or options.base_url)(link) if link else None
    markup, where = parts.content()
    found = page(_paragraphs(markup), path=feed.path, url=url, options=replace(options, main_text=False, language=False))
    if isinstance(found, Rejected):
        if not title:
            return no_text(locator)
        found = Document("", "", "", "")
    document = _titled(found, title, f"{place}/title", where)
    authors = parts.authors() or feed.authors
    date = parts.published()
    signals = [*authors, *parts.credits(), *parts.media_credits(), *feed.signals, *document.signals]
    if date is not None:
        signals.append(MarkupSignal("published", *date))
    own = ids.sha256(
        "\0".join([*(s.value for s in feed.signals), etree.tostring(item, encoding="unicode", with_tail=False)]).encode()
    )
    return replace(
        document,
        id=document_id(own),
        sha256=own,
        text_sha256=ids.text_sha256(document.text),
        path=feed.path,
        line=index + 1,
        url=url,
        canonical_url=None,
        title=title or None,
        language=language_of(document.text) if options.language else None,
        published=date[0] if date is not None else None,
        byline=tuple(s.value for s in authors),
        media_type=feed.media_type,
        encoding=feed.encoding,
        signals=tuple(dict.fromkeys(signals)),
    )


def _titled(found: Document, title: str, title_path: str, content_path: str) -> Document:
    """The content with the title as first line, unless it begins with it; paths start in the feed."""
    first = found.blocks[0].span.of(found.text) if found.blocks else ""
    lead = title if title and first != title else ""
    shift = len(lead) + 1 if lead and found.text else 0
    blocks = [Block(Span(0, len(lead)), "title", title_path)] if lead else []
    blocks += [Block(_moved(b.span, shift), b.tag, f"{content_path}#{b.path}", b.main) for b in found.blocks]
    return replace(
        found,
        text="\n".join(filter(None, (lead, found.text))),
        blocks=tuple(blocks),
        links=tuple(Link(_moved(one.span, shift), one.href) for one in found.links),
        posts=tuple(_moved_post(one, shift, content_path) for one in found.posts),
        signals=tuple(MarkupSignal(s.name, s.value, f"{content_path}#{s.path}") for s in found.signals),
    )


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _moved_post(post: EmbeddedPost, by: int, content_path: str) -> EmbeddedPost:
    return replace(post, span=_moved(post.span, by) if post.span is not None else None, path=f"{content_path}#{post.path}")


def _names(element: etree._Element) -> str:
    """The name of an element with the prefix of its vocabulary; "" for what no feed is known to use."""
    tag = element.tag if isinstance(element.tag, str) else ""
    space, brace, name = tag.rpartition("}")
    if brace:
        prefix = _VOCABULARIES.get(space[1:].lower())
    elif ":" in name:
        unbound, _, name = name.partition(":")
        prefix = _PREFIXES.get(unbound.lower())
    else:
        prefix = ""
    return "" if prefix is None else f"{prefix}:{name}" if prefix else name


def _words(element: etree._Element) -> str:
    """The text of an element, white space collapsed, entities that were written twice resolved."""
    return storable(" ".join(html.unescape("".join(map(str, element.itertext()))).split()))


def _markup(element: etree._Element) -> str:
    """The content of an element as HTML: what it holds escaped or in CDATA, or the elements themselves."""
    if not len(element):
        return element.text or ""
    inner = [html.escape(element.text or "", quote=False)]
    for child in element:
        inner.append(etree.tostring(child, encoding="unicode", method="html"))
    return "".join(inner)


def _paragraphs(markup: str) -> str:
    """Content without a tag as paragraphs, where blank lines part it."""
    if _TAG.search(markup):
        return markup
    return "".join(f"<p>{part}</p>" for part in _BLANK_LINE.split(markup) if part.strip())
