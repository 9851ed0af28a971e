"""A bibliography for BibLaTeX: `@online` where there is an address, else `@misc`. Every value is in braces, escaped for TeX."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TextIO
from urllib.parse import quote

from provenance.export.bibliography import Entry, entries
from provenance.export.items import About, Item

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "&%$#_"},
}
"""Braces as commands: BibTeX counts them, also those behind a backslash, to find the end of a value."""
_SPECIAL = re.compile("[" + re.escape("".join(_ESCAPES)) + "]")


def export_bibtex(items: Iterable[Item], out: TextIO, about: About) -> int:
    """Writes the bibliography; returns the number of documents. What it loses stands in a comment at its head."""
    for what, said in about.notes():
        out.write(f"% {what}: {' '.join(said.split())}\n".replace("@", "(at)"))  # an at sign begins an entry, also in a comment
    count = 0
    for entry, own in entries(items, about):
        count += own
        fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in _fields(entry))
        out.write(f"\n@{'online' if entry.url else 'misc'}{{{entry.key},\n{fields}\n}}\n")
    return count


def escaped(text: str) -> str:
    """The text as TeX sets it."""
    return _SPECIAL.sub(lambda found: _ESCAPES[found.group()], text)


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    """The fields in order. Names and title are in braces of their own, so that nothing takes them apart or lowers their case."""
    yield "title", f"{{{escaped(entry.title)}}}"
    if entry.authors:
        yield "author", " and ".join(f"{{{escaped(name)}}}" for name in entry.authors)
    if entry.publisher:
        yield ("organization" if entry.url else "publisher"), f"{{{escaped(entry.publisher)}}}"
    if entry.day:
        yield "date", _iso(entry.day)
    elif entry.stated:
        yield "howpublished", escaped(f"dated {entry.stated}")
    if entry.url:
        yield "url", _address(entry.url)
        if entry.read:
            yield "urldate", _iso(entry.read)
    if entry.language:
        yield "langid", escaped(entry.language)
    yield "note", escaped(entry.note)


def _iso(day: tuple[int, ...]) -> str:
    return "-".join(f"{part:02}" for part in day)


def _address(url: str) -> str:
    """An address as a verbatim field: what would end it or be TeX is percent-encoded, what is encoded already stays."""
    return quote(url, safe=":/?#[]@!$&'()*+,;=%-._~")
