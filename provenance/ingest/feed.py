"""Feeds: RSS 2.0 and its forerunners, Atom and RDF. Each item is a document, its content read as a page.

Nothing is fetched and no entity is expanded: those of HTML, which feeds use without declaring them, become their characters,
all others stay as they are written. A feed that is no XML is mended where what is meant is plain (`feed_mending`); what is broken
beyond that is read as far as it can be, and what is lost is said.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5

from lxml import etree

from provenance.ingest.decode import NotTextError, decode
from provenance.ingest.document import binary, empty
from provenance.ingest.feed_items import Feed, read_item
from provenance.ingest.feed_mending import from_the_root, mended
from provenance.ingest.html import read_html
from provenance.ingest.options import ReadOptions
from provenance.records import Document, Rejected

_ENTITY = re.compile(r"&(?:(#\d{1,8};|#[xX][0-9a-fA-F]{1,6};)|([A-Za-z][A-Za-z0-9]{0,40});)?")
_OF_XML = frozenset(["amp", "lt", "gt", "quot", "apos"])
_A_DOCTYPE = re.compile("<!DOCTYPE", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,2000}(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ROOTS = frozenset(["rss", "feed", "RDF", "channel"])
_CAPITALS = ("RSS", "FEED")
_ITEMS = frozenset(["item", "entry"])
_MEDIA_TYPES = {"feed": "application/atom+xml", "RDF": "application/rdf+xml"}


def read_feed(data: bytes, *, path: str, options: ReadOptions) -> Iterator[Document | Rejected]:
    """The documents of a feed, told as "path:NUMBER", counted from 1, also where one of them cannot be read.

    An XHTML page under the name of a feed is read as a page; any other XML is a Rejected.
    """
    if not data.strip():
        yield empty(path)
        return
    try:
        decoded = decode(data, html=True, charset=options.charset)
    except NotTextError as error:
        yield binary(path, error)
        return
    root, broken = _parse(decoded.text)
    if root is None:
        yield Rejected(
            path, "bad_record", f"it is no XML that could be read ({broken or 'it holds no element'}); check how it was made"
        )
        return
    name = local_name(root)
    if name == "html":
        yield read_html(data, path=path, url=None, options=options)
        return
    if name not in _ROOTS:
        detail = f"it is XML, but no feed (RSS, Atom, RDF) and no page: its root is <{name[:40]}>; extract its text as .txt"
        yield Rejected(path, "no_documents", detail)
        return
    items = [element for element in root.iter() if local_name(element) in _ITEMS]
    feed = Feed.of(root, name, path, _MEDIA_TYPES.get(name, "application/rss+xml"), decoded.encoding)
    for index, item in enumerate(items):
        yield read_item(item, index, feed, options)
    if broken:
        detail = f"its XML is broken ({broken}); the items up to there are read, check how it was made"
        yield Rejected(path, "bad_record", detail)
    elif not items:
        yield Rejected(path, "no_documents", "the feed holds no item; fetch it again or leave it out")


def local_name(element: etree._Element) -> str:
    """The name of an element without namespace or prefix; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def _parse(text: str) -> tuple[etree._Element | None, str | None]:
    """The root of the XML, and what broke it, if anything did."""
    text = _NOT_XML.sub("\ufffd", text)
    begins = _A_DOCTYPE.search(text)
    ends = _DOCTYPE.match(text, begins.start()) if begins is not None else None
    if ends is not None:
        text = text[: ends.start()] + text[ends.end() :]
    text = from_the_root(_ENTITY.sub(_character, text).strip())
    root, broken = _parsed(text)
    if broken is None and (root is None or local_name(root) not in _CAPITALS):
        return root, None
    again, still = _parsed(mended(text))
    if again is not None and (root is None or still is None or _count(again) > _count(root)):
        return again, still
    return root, broken


def _count(root: etree._Element) -> int:
    """How many items there are below a root."""
    return sum(local_name(element) in _ITEMS for element in root.iter())


def _parsed(text: str) -> tuple[etree._Element | None, str | None]:
    """The root that a forgiving parser makes of the text, and what it had to forgive."""
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.LxmlError, ValueError) as error:
        return None, _said(str(error))
    fatal = next(iter(parser.error_log.filter_from_fatals()), None)
    return root, _said(f"line {fatal.line}: {fatal.message}") if fatal is not None else None


def _character(found: re.Match[str]) -> str:
    """An entity of HTML as its character; a bare "&", and an entity of the feed's own, as the text that it is written with."""
    number, name = found[1], found[2]
    if number or name in _OF_XML:
        return found[0]
    character = html5.get(f"{name};") if name else None
    return html.escape(character if character is not None else found[0])


def _said(message: str) -> str:
    return " ".join(message.split()).rstrip(". ")[:200].replace(". ", "; ")
