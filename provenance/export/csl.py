"""A bibliography as CSL-JSON, one item a line within its array, as Zotero and Pandoc read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO

from provenance.export.bibliography import Entry, entries
from provenance.export.items import About, Item
from provenance.export.words import json_text


def export_csl(items: Iterable[Item], out: TextIO, about: About) -> int:
    """Writes the array; returns the number of documents. Each item says in `custom` what wrote it and what it loses."""
    wrote = {"written_by": about.program, "loses": about.format.loses}
    count = 0
    between = "[\n"
    for entry, own in entries(items, about):
        count += own
        out.write(between + json_text(_item(entry) | {"custom": wrote}))
        between = ",\n"
    out.write("\n]\n" if between != "[\n" else "[]\n")
    return count


def _item(entry: Entry) -> dict[str, Any]:
    """One item; what is not known is left out, as the schema has it."""
    found: dict[str, Any] = {
        "id": entry.key,
        "type": ("article-newspaper" if entry.news else "document") if not entry.url else "webpage",
        "title": entry.title,
        "author": [{"literal": name} for name in entry.authors],
        "container-title": entry.publisher,
        "publisher": entry.publisher,
        "issued": _date(entry.day) if entry.day else ({"literal": entry.stated} if entry.stated else None),
        "accessed": _date(entry.read) if entry.url and entry.read else None,
        "URL": entry.url,
        "language": entry.language,
        "note": entry.note,
    }
    return {name: value for name, value in found.items() if value}


def _date(day: tuple[int, ...]) -> dict[str, Any]:
    return {"date-parts": [list(day)]}
