"""People whom news texts call by their last name alone, from `people.tsv`."""

from __future__ import annotations

from functools import cache

from provenance.errors import LexiconError
from provenance.lexicon.files import read_text


@cache
def known_people() -> dict[str, tuple[str, str]]:
    """Each written form of a name -> (id, usual full name). Raises LexiconError where a row breaks the format."""
    table: dict[str, tuple[str, str]] = {}
    lines = read_text("people.tsv").splitlines()
    for number, line in enumerate(lines, 1):
        if line.startswith(("#", "id\t")):
            continue
        cells = line.split("\t")
        if len(cells) != 4 or not cells[0] or not cells[1]:
            raise LexiconError(f"people.tsv:{number}: a row needs four cells parted by tabs: id, name, forms, country.")
        for form in (cells[1], *filter(None, cells[2].split("|"))):
            if table.setdefault(form, (cells[0], cells[1]))[0] != cells[0]:
                raise LexiconError(f"people.tsv:{number}: {form!r} stands for two people.")
    return table
