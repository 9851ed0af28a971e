"""The closed classes of English words that the rules look at, from `words.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

from provenance.errors import LexiconError


@dataclass(frozen=True, slots=True)
class Words:
    """Sets of lower-case words; the file says what each is for."""

    pronouns: frozenset[str]
    subject_pronouns: frozenset[str]
    object_pronouns: frozenset[str]
    possessives: frozenset[str]
    determiners: frozenset[str]
    prepositions: frozenset[str]
    subordinators: frozenset[str]
    conjunctions: frozenset[str]
    wh_words: frozenset[str]
    relatives: frozenset[str]
    auxiliaries: frozenset[str]
    be: frozenset[str]
    have: frozenset[str]
    negations: frozenset[str]
    adverbs: frozenset[str]
    not_adverbs: frozenset[str]
    past_verbs: frozenset[str]
    verbs: frozenset[str]
    plurals: frozenset[str]
    days: frozenset[str]
    months: frozenset[str]
    abbreviations: frozenset[str]
    ending_abbreviations: frozenset[str]


@cache
def load_words() -> Words:
    """The word classes. Raises LexiconError where the file lacks a class or has one that nobody reads."""
    raw = tomllib.loads(files("provenance.lexicon").joinpath("words.toml").read_text(encoding="utf-8"))
    wanted = {f.name for f in fields(Words)}
    if wanted != raw.keys():
        raise LexiconError(
            f"words.toml: the classes {sorted(wanted ^ raw.keys())} are missing or unknown; legal are {sorted(wanted)}."
        )
    return Words(**{name: frozenset(raw[name]) for name in wanted})
