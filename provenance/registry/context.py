"""What a whole document says that helps to resolve the names in it: countries, entities named beyond doubt, links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from provenance.lexicon.places import adjective_table, iso2_table, name_table
from provenance.registry.find import Finder
from provenance.registry.model import Context, NameMatch, Role
from provenance.registry.normal import host_and_path


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
    """The context that all names of a document share: `matches` are those of `Registry.find`, `links` its addresses."""
    hosts = frozenset(filter(None, (host_and_path(link)[0] for link in links)))
    named = frozenset(m.candidates[0] for m in matches if m.sure)
    return Context(text=text, countries=countries_in(text), named=named, domains=hosts, language=language)


def at(context: Context, role: Role, sentence: str) -> Context:
    """The document's context narrowed to one name: its role, and the sentence around it."""
    return replace(context, role=role, text=sentence)
