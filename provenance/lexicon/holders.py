"""Nouns and titles that tell who a source is, from `holders.toml`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

from provenance.errors import LexiconError
from provenance.lexicon.files import parse_toml, read_text


@dataclass(frozen=True, slots=True)
class HolderWords:
    """Sets of lower-case words; the file says what each is for."""

    titles: frozenset[str]
    persons: frozenset[str]
    sources: frozenset[str]
    groups: frozenset[str]
    documents: frozenset[str]
    organization_words: frozenset[str]
    official_words: frozenset[str]
    media_words: frozenset[str]
    studies: frozenset[str]
    nobodys_documents: frozenset[str]
    anaphors: frozenset[str]
    country_heads: frozenset[str]
    offices: frozenset[str]
    not_names: frozenset[str]
    ranks: frozenset[str]
    naming: tuple[str, ...]


def names_outlet(name: str, words: HolderWords) -> bool:
    """Whether a name that the registry does not know is an outlet's by its words: "Harbour Post", "Radio Kigoma"."""
    parts = name.replace("The ", "").split()
    if not 2 <= len(parts) <= 5 or not all(p[0].isupper() or p in ("of", "the", "and", "de", "&") for p in parts):
        return False
    return any(p.lower().strip(".,") in words.media_words for p in parts)


@cache
def load_holder_words() -> HolderWords:
    """The shipped lists. Raises LexiconError where a key is missing or unknown."""
    raw = parse_toml(read_text("holders.toml"), "holders.toml")
    names = {f.name for f in fields(HolderWords)}
    if raw.keys() != names:
        raise LexiconError(f"holders.toml: the keys {sorted(names ^ raw.keys())} are missing or unknown.")
    sets = {name: frozenset(raw[name]) for name in names - {"naming"}}
    return HolderWords(naming=tuple(sorted(raw["naming"], key=len, reverse=True)), **sets)
