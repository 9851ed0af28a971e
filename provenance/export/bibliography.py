"""What a bibliography says of a document, and of the sources that it is credited to, before it is BibTeX or CSL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from provenance.export.items import About, Item
from provenance.export.words import day_of, utf8
from provenance.ids import content_id, slug

DIGITS = 10
"""Hexadecimal digits of a key that come from the content: by them keys are unique without a list of those that were given."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `day` and `read` are (year, month, day) as far as known; `stated` is a date that is none of the calendar's.

    `read` is when the run read the text. `note` says which text it was; `news` is whether it is a document itself, rather than a
    source that one is credited to.
    """

    key: str
    title: str
    authors: tuple[str, ...]
    publisher: str | None
    day: tuple[int, ...] | None
    stated: str | None
    url: str | None
    read: tuple[int, ...] | None
    note: str
    language: str | None = None
    news: bool = True


def entries(items: Iterable[Item], about: About) -> Iterator[tuple[Entry, bool]]:
    """The entries of each document, its own first; the flag is whether it is a document's own."""
    for item in items:
        yield _of_document(item), True
        if about.upstreams:
            yield from ((entry, False) for entry in _of_upstreams(item))


def _of_document(item: Item) -> Entry:
    document, publisher = item.annotated.document, item.annotated.publisher
    day = day_of(document.published)
    name = publisher.name if publisher else None
    return Entry(
        key=_key(name or "document", day, document.id, document.sha256),
        title=_one_line(document.title or "") or _opening(document.text),
        authors=tuple(filter(None, map(_one_line, document.byline))),
        publisher=_one_line(name) if name else None,
        day=day,
        stated=_one_line(document.published) if document.published and day is None else None,
        url=_one_line(document.canonical_url or document.url or "") or None,
        read=day_of(item.run.started),
        note=f"SHA-256 of the text: {document.text_sha256}; document {_one_line(document.id)}, read {item.run.started} by "
        f"provenance {_one_line(item.run.program_version)}",
        language=document.language,
    )


def _of_upstreams(item: Item) -> Iterator[Entry]:
    """The sources that the document is credited to, each once. Their own texts are not at hand: the note says who names them."""
    document = item.annotated.document
    title = _one_line(document.title or "") or _opening(document.text)
    day = day_of(document.published)
    for source, upstream in {one.source: one for one in item.annotated.upstreams}.items():
        words = upstream.span.of(document.text) if upstream.span else upstream.value
        yield Entry(
            key=_key(upstream.name, day, document.id, document.sha256, source),
            title=f"Text by {_one_line(upstream.name)}, credited in “{title}”",
            authors=(_one_line(upstream.name),),
            publisher=None,
            day=None,
            stated=None,
            url=None,
            read=None,
            note=f"Not seen; {upstream.relation} by the words: {_one_line(words)}",
            news=False,
        )


def _key(name: str, day: tuple[int, ...] | None, *content: str) -> str:
    """An ASCII key that tells a person something: "harbour-post-2024-5f0c12ab9e"."""
    words = slug(utf8(name)).encode("ascii", "ignore").decode()[:30].strip("-_") or "document"
    return "-".join([words, *([str(day[0])] if day else []), content_id(*content)[:DIGITS]])


def _opening(text: str) -> str:
    """The first words of a text without a title."""
    words = text[:400].split()
    return " ".join(words[:12]) + (" …" if len(words) > 12 else "")


def _one_line(text: str) -> str:
    """The text without line breaks and control characters, encodable."""
    return " ".join("".join(c if c.isprintable() or c.isspace() else _printable(c) for c in utf8(text)).split())


def _printable(character: str) -> str:
    """Marks of direction stay; control characters, which no bibliography can hold, become U+FFFD."""
    return "\ufffd" if ord(character) < 0xA0 else character
