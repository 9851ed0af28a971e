"""The closed classes of English words that the rules look at, from `words.toml`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

from provenance.errors import LexiconError
from provenance.lexicon.files import parse_toml, read_text


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
    negations: frozenset[str]
    adverbs: frozenset[str]
    not_adverbs: frozenset[str]
    past_verbs: frozenset[str]
    no_subjects: frozenset[str]
    claim_nouns: frozenset[str]
    after_plurals: frozenset[str]
    verbs: frozenset[str]
    plurals: frozenset[str]
    days: frozenset[str]
    months: frozenset[str]
    abbreviations: frozenset[str]
    ending_abbreviations: frozenset[str]
    titles: frozenset[str]
    time_words: frozenset[str]
    time_openers: frozenset[str]
    occasions: frozenset[str]
    occasion_prepositions: frozenset[str]
    documents: frozenset[str]
    aspect_verbs: frozenset[str]
    naming_verbs: frozenset[str]
    after_short_verb: frozenset[str]
    joined_determiners: frozenset[str]
    quoted_name_openers: frozenset[str]
    phrase_prepositions: frozenset[str]
    adjunct_prepositions: frozenset[str]
    adjunct_determiners: frozenset[str]
    apposition_openers: frozenset[str]
    evidential_lemmas: frozenset[str]
    inference_subjects: frozenset[str]
    verb_only_lemmas: frozenset[str]
    author_pronouns: frozenset[str]
    dummy_subjects: frozenset[str]
    attitude_prepositions: frozenset[str]
    clause_links: frozenset[str]
    sentence_links: frozenset[str]
    contrasts: frozenset[str]
    speech_lemmas: frozenset[str]
    participle_objects: frozenset[str]
    topic_lemmas: frozenset[str]
    topic_prepositions: frozenset[str]
    content_subordinators: frozenset[str]
    as_companions: frozenset[str]
    calling_lemmas: frozenset[str]
    report_continuations: frozenset[str]
    additives: frozenset[str]


@cache
def load_words() -> Words:
    """The word classes. Raises LexiconError where the file lacks a class or has one that nobody reads."""
    raw = parse_toml(read_text("words.toml"), "words.toml")
    wanted = {f.name for f in fields(Words)}
    if wanted != raw.keys():
        raise LexiconError(
            f"words.toml: the classes {sorted(wanted ^ raw.keys())} are missing or unknown; legal are {sorted(wanted)}."
        )
    return Words(**{name: frozenset(raw[name]) for name in wanted})
