"""Nouns and titles that tell who a source is, from `holders.toml`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from provenance.errors import LexiconError
from provenance.lexicon.files import parse_toml, read_text

_TABLES = ("abbreviations", "wider", "kinds")
_REFERENCE = "="
"""In `kinds`, "=company" stands for all the words of that key."""


@dataclass(frozen=True, slots=True)
class HolderWords:
    """Lists and tables of lower-case words; the file says what each is for."""

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
    particles: frozenset[str]
    suffixes: frozenset[str]
    male_words: frozenset[str]
    female_words: frozenset[str]
    relations: frozenset[str]
    things: frozenset[str]
    furniture: frozenset[str]
    acts: frozenset[str]
    place_starts: frozenset[str]
    place_ends: frozenset[str]
    naming: tuple[str, ...]
    abbreviations: dict[str, str]
    wider: dict[str, frozenset[str]]
    kinds: dict[str, frozenset[str]]


def names_outlet(name: str, words: HolderWords) -> bool:
    """Whether a name that the registry does not know is an outlet's by its words: "Harbour Post", "Radio Kigoma"."""
    parts = name.replace("The ", "").split()
    if not 2 <= len(parts) <= 5 or not all(p[0].isupper() or p in ("of", "the", "and", "de", "&") for p in parts):
        return False
    return any(p.lower().strip(".,") in words.media_words for p in parts)


def _spread(kinds: dict[str, list[str]]) -> dict[str, frozenset[str]]:
    """The table of kinds with its references put in. Raises LexiconError for a reference to nothing, or to itself."""
    found: dict[str, frozenset[str]] = {}

    def words_of(key: str, above: tuple[str, ...]) -> frozenset[str]:
        if key in above or key not in kinds:
            raise LexiconError(f"holders.toml: kinds: {_REFERENCE}{key} refers to nothing, or to itself.")
        if key not in found:
            listed: set[str] = set()
            for word in kinds[key]:
                refers = word.startswith(_REFERENCE)
                listed |= words_of(word.removeprefix(_REFERENCE), (*above, key)) if refers else {word}
            found[key] = frozenset(listed)
        return found[key]

    return {key: words_of(key, ()) for key in kinds}


@cache
def load_holder_words() -> HolderWords:
    """The shipped lists. Raises LexiconError where a key is missing or unknown."""
    raw: dict[str, Any] = parse_toml(read_text("holders.toml"), "holders.toml")
    names = {f.name for f in fields(HolderWords)}
    if raw.keys() != names:
        raise LexiconError(f"holders.toml: the keys {sorted(names ^ raw.keys())} are missing or unknown.")
    sets = {name: frozenset(raw[name]) for name in names - {"naming", *_TABLES}}
    return HolderWords(
        naming=tuple(sorted(raw["naming"], key=len, reverse=True)),
        abbreviations=raw["abbreviations"],
        wider={wide: frozenset(narrow) for wide, narrow in raw["wider"].items()},
        kinds=_spread(raw["kinds"]),
        **sets,
    )
