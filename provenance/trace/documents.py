"""Who published a document, and whom it credits as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from provenance.ids import slug
from provenance.lexicon.holders import HolderWords, names_outlet
from provenance.records import CreditLine, Document, MarkupSignal, Publisher, Relation, Upstream
from provenance.registry import Context, Registry
from provenance.spans import Span

_OUTLET_TAGS = frozenset(["bracket_tag", "sign_off", "dateline"])
_CREDITED: dict[str, tuple[Relation, float]] = {
    "reprint_line": ("reprinted_from", 0.98),
    "via": ("reprinted_from", 0.85),
    "source_line": ("wire_credit", 0.9),
    "dateline": ("wire_credit", 0.97),
    "bracket_tag": ("wire_credit", 0.85),
    "byline": ("wire_credit", 0.9),
    "copyright": ("wire_credit", 0.85),
    "sign_off": ("wire_credit", 0.85),
}
"""What a credit in the text states, and how sure its shape makes it (judgement)."""
_MARKUP_CREDITS: dict[str, tuple[Relation, float]] = {
    "json_ld.sourceOrganization": ("wire_credit", 0.9),
    "json_ld.provider": ("wire_credit", 0.8),
    "json_ld.creditText": ("wire_credit", 0.8),
    "json_ld.author": ("wire_credit", 0.8),
    "author": ("wire_credit", 0.75),
    "json_ld.isBasedOn": ("reprinted_from", 0.85),
    "syndication-source": ("reprinted_from", 0.9),
    "original-source": ("reprinted_from", 0.9),
    "canonical": ("reprinted_from", 0.8),
}
LAST_BYLINE = 3
"""Index of the last passage in which a byline is looked for: title, subtitle, date may stand before it."""
_STATED_PUBLISHER = ("record.publisher", "json_ld.publisher", "og:site_name")


def _host(url: str | None) -> str:
    if not url:
        return ""
    try:
        host = (urlsplit(url if "//" in url else f"//{url}").hostname or "").lower()
    except ValueError:
        return ""
    return host.removeprefix("www.")


def _named(registry: Registry, name: str, context: Context) -> tuple[str, str] | None:
    """The id and name of a credited body: the registry's, else None."""
    found = registry.resolve(name, context)
    entity = registry.get(found.id) if found.id else None
    return (entity.id, entity.name) if entity else None


def publisher_of(
    document: Document, credits: Sequence[CreditLine], registry: Registry, context: Context, words: HolderWords
) -> Publisher | None:
    """The publisher, by the record, the address, the page's own statement, then by the outlet's tag in the text."""
    stated = {s.name: s for s in reversed(document.signals)}
    if "record.publisher" in stated:
        return _by_name(stated["record.publisher"], registry, context)
    host = _host(document.url)
    tag = _by_tag(document, credits, registry, context, words)
    if host:
        id_ = registry.resolve_domain(document.url or "")
        entity = registry.get(id_) if id_ else None
        if entity is not None and not entity.is_transport:
            return Publisher(entity.id, entity.name, "url", _evidence(tag, entity.id))
    for name in _STATED_PUBLISHER[1:]:
        entity = registry.get((_named(registry, stated[name].value, context) or ("", ""))[0]) if name in stated else None
        if name in stated and (entity is None or not entity.is_transport):
            return _by_name(stated[name], registry, context, tag)
    if host and not (id_ := registry.resolve_domain(document.url or "")):
        return Publisher(host, host, "url", confidence=0.9)
    if not host and document.canonical_url:
        id_ = registry.resolve_domain(document.canonical_url)
        entity = registry.get(id_) if id_ else None
        if entity is not None:
            return Publisher(entity.id, entity.name, "canonical", _evidence(tag, entity.id), 0.9)
    return tag


def _evidence(tag: Publisher | None, id_: str) -> tuple[Span, ...]:
    return tag.evidence if tag is not None and tag.id == id_ else ()


def _by_name(signal: MarkupSignal, registry: Registry, context: Context, tag: Publisher | None = None) -> Publisher:
    """The publisher that a record or page names; one that the registry does not know gets an id from its name."""
    known = _named(registry, signal.value, context) or (registry.resolve_domain(signal.value) if "." in signal.value else None)
    if isinstance(known, str):
        entity = registry.get(known)
        known = (known, entity.name if entity else known)
    id_, name = known or (slug(signal.value), signal.value.strip())
    return Publisher(id_, name, signal.name, _evidence(tag, id_), 0.95 if known else 0.8)


def _by_tag(
    document: Document, credits: Sequence[CreditLine], registry: Registry, context: Context, words: HolderWords
) -> Publisher | None:
    """An outlet that signs the text itself: "[People News] …", "(CNN) …". Agencies do not: their tag is a credit."""
    tags = [(c, c.name.of(document.text)) for c in credits if c.signal in _OUTLET_TAGS]
    for credit, name in tags:
        known = _named(registry, name, context)
        entity = registry.get(known[0]) if known else None
        if entity is not None and entity.type == "news_outlet" and not entity.is_transport:
            same = tuple(c.name for c, other in tags if _named(registry, other, context) == known)
            return Publisher(entity.id, entity.name, credit.signal, same, 0.9)
        if entity is None and names_outlet(name, words):
            same = tuple(c.name for c, other in tags if other == name)
            return Publisher(slug(name), name, credit.signal, same, 0.6)
    return None


def upstreams_of(
    document: Document, publisher: Publisher | None, credits: Sequence[CreditLine], registry: Registry, context: Context
) -> tuple[Upstream, ...]:
    """The sources that the document as a whole is credited to, the surest signal of each, in the order of their places."""
    found = [*_from_text(document, credits, registry, context), *_from_markup(document, registry, context)]
    own = publisher.id if publisher else None
    best: dict[str, Upstream] = {}
    for upstream in found:
        entity = registry.get(upstream.source)
        if upstream.source == own or (entity is not None and entity.is_transport):
            continue
        if upstream.source not in best or best[upstream.source].confidence < upstream.confidence:
            best[upstream.source] = upstream
    return tuple(sorted(best.values(), key=lambda u: (u.span is None, u.span or (0, 0), u.source)))


def _from_text(document: Document, credits: Sequence[CreditLine], registry: Registry, context: Context) -> Iterable[Upstream]:
    for credit in credits:
        if credit.signal not in _CREDITED or _is_picture_credit(credit):
            continue
        relation, confidence = _CREDITED[credit.signal]
        words = credit.name.of(document.text)
        known = _named(registry, words, context)
        if known is None:
            if credit.signal != "reprint_line" or _is_empty_name(words):
                continue
            known, confidence = (slug(words), words), 0.7
        entity = registry.get(known[0])
        if credit.signal in ("byline", "copyright") and (entity is None or entity.type != "news_agency"):
            continue
        if entity is not None and entity.type == "official_body" and credit.signal != "reprint_line":
            continue
        yield Upstream(known[0], known[1], relation, credit.signal, credit.span, confidence, words)


def _is_picture_credit(credit: CreditLine) -> bool:
    """Whether an agency's name stands alone on a line in the midst of a text: that is whose picture it is."""
    return credit.rule.endswith("#agency-line") and credit.passage > LAST_BYLINE


def _is_empty_name(words: str) -> bool:
    """Whether a credited name says nothing: "the author", "this website"."""
    small = words.isascii() and words.lower() == words  # "the author"
    return small or not re.search(r"[^\W\d_]{2}", words) or words.lower().split()[0] in ("our", "my", "this", "that", "an", "a")


def _from_markup(document: Document, registry: Registry, context: Context) -> Iterable[Upstream]:
    host = _host(document.url)
    for signal in document.signals:
        if signal.name not in _MARKUP_CREDITS:
            continue
        relation, confidence = _MARKUP_CREDITS[signal.name]
        address = "://" in signal.value
        if signal.name == "canonical" and (not host or _host(signal.value) == host):
            continue
        id_ = registry.resolve_domain(signal.value) if address else None
        known = None if address else _named(registry, signal.value, context)
        entity = registry.get(id_ or (known[0] if known else ""))
        if entity is None:
            continue
        if signal.name in ("author", "json_ld.author", "json_ld.provider") and entity.type != "news_agency":
            continue
        yield Upstream(entity.id, entity.name, relation, signal.name, None, confidence, signal.value, signal.path)
