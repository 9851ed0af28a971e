"""What a whole document says that helps to resolve the names in it: countries, entities named beyond doubt, links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from provenance.lexicon.places import adjective_table, iso2_table, name_table, place_of_adjective, place_of_name
from provenance.registry.addresses import read_address
from provenance.registry.find import Finder
from provenance.registry.model import Context, NameMatch, Role
from provenance.registry.normal import without_article

_WORD_BEFORE = re.compile(r"(?<![\w'’.-])([A-Z][\w.'’-]*) $")
_NO_PART = {
    *("the", "a", "an", "in", "at", "on", "for", "from", "by", "and", "but", "or", "to", "told", "with", "of", "as", "when"),
    *("while", "after", "before", "since", "yet", "so", "if", "both", "this", "that", "his", "her", "its", "their", "our"),
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april"),
    *("may", "june", "july", "august", "september", "october", "november", "december", "mr", "mrs", "ms", "dr", "president"),
    *("minister", "editor", "reporter", "via", "per", "says", "said", "according", "source", "sources", "read"),
}
"""What stands with a capital before a name and belongs to the sentence."""


@cache
def _place_finder() -> Finder[str]:
    """Finds countries by name, metonym and adjective, as the table writes them (with capitals, or all in capitals)."""
    codes = iso2_table()
    forms = {**adjective_table(), **name_table()}
    return Finder((form, codes[place]) for form, place in forms.items() if not form.islower())


def countries_in(text: str) -> frozenset[str]:
    """ISO codes of the countries that `text` names, also by a capital or an adjective."""
    return frozenset(found.value for found in _place_finder().find(text))


def document_context(text: str, matches: Iterable[NameMatch], links: Iterable[str] = (), language: str | None = None) -> Context:
    """The context that all names of a document share: `matches` are those of `Registry.find`, `links` its addresses.

    A link counts for the host that it leads to, also where a transport carries it.
    """
    found = tuple(matches)
    hosts = {host for link in links for host in _hosts(link)}
    named = frozenset(m.candidates[0] for m in found if m.sure)
    fuller = frozenset(without_article(m.alias) for m in found if not m.sure and _is_part(text, m))
    return Context(
        text=text, countries=countries_in(text), named=named, domains=frozenset(hosts), language=language, fuller=fuller
    )


def _hosts(link: str) -> Iterator[str]:
    address = read_address(link)
    if address.host:
        yield address.host
    if address.original:
        yield read_address(address.original).host


def _is_part(text: str, match: NameMatch) -> bool:
    """Whether a capitalised word stands right before a name that several bear ("Hilltown Sun"); not a country's, not a day's."""
    before = _WORD_BEFORE.search(text, max(0, match.span.start - 40), match.span.start)
    if before is None or match.alias[:4] == "The ":
        return False
    word = before[1]
    return word.lower() not in _NO_PART and place_of_adjective(word) is None and place_of_name(word) is None


def at(context: Context, role: Role, sentence: str) -> Context:
    """The document's context narrowed to one name: its role, and the sentence around it."""
    return replace(context, role=role, text=sentence)
