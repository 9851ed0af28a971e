"""Whether the form of a verb cue is used as a verb: told from nouns ("the claims") and adjectives by what stands around."""

from __future__ import annotations

from provenance.detect.found import Site
from provenance.detect.grammar import SHORT_IS, Grammar, VerbGroup
from provenance.detect.tokens import OPENING

_BEFORE_PRESENT = frozenset(["who", "which", "that", "and", ",", ")"])
"""Behind these a present form continues a clause: relatives, and what joins it to an earlier verb."""


def used_as_verb(grammar: Grammar, site: Site, group: VerbGroup) -> bool:
    """Whether the form at `site` is a verb here."""
    tokens, words, shape = grammar.tokens, grammar.words, site.form.shape
    if group.has_aux or group.has_to:
        return True
    previous = _word_before(grammar, group.first, site.low)
    word = tokens.lows[previous] if previous >= site.low else ""
    if tokens.capital(site.first) and site.first > site.low and shape in ("base", "s") and word not in words.subject_pronouns:
        return grammar.headline(site.low, site.high)
    if previous < site.low:
        return shape == "ing"
    if shape == "ing":
        return not grammar.determiner_like(previous) and not _owned(grammar, previous, site.first)
    if word == "most" or _opens_noun(grammar, previous):
        return False
    if shape == "base":
        return word in _BEFORE_PRESENT or _plural_subject(grammar, previous, site)
    if shape == "s" and site.cue.lemma not in words.verb_only_lemmas:
        return word in _BEFORE_PRESENT or _singular_subject(grammar, previous, site)
    return True


def _word_before(grammar: Grammar, first: int, low: int) -> int:
    """The token before a verb group and before adverbs that stand there."""
    previous = first - 1
    while previous > low and grammar.adverb(previous) and not grammar.tokens.capital(previous):
        previous -= 1
    return previous


def _owned(grammar: Grammar, previous: int, i: int) -> bool:
    """Whether a possessive before a form in -ing makes it a noun: "the army's warning"."""
    lows = grammar.tokens.lows
    if grammar.possessive(previous):
        return True
    return lows[previous] in SHORT_IS and lows[previous - 1] not in grammar.words.pronouns and grammar.noun_cue(i)


def _opens_noun(grammar: Grammar, previous: int) -> bool:
    """Whether the word before shows a finite form to be a noun or an adjective."""
    word, words = grammar.tokens.lows[previous], grammar.words
    if word in words.possessives or word in words.prepositions or grammar.possessive(previous):
        return True
    return word in words.determiners and word not in words.pronouns


def _plural_subject(grammar: Grammar, previous: int, site: Site) -> bool:
    """Whether what stands before a base form can be its subject: a plural, a pronoun, or two joined nouns."""
    lows = grammar.tokens.lows
    if lows[previous] in grammar.words.pronouns or grammar.plural(previous) or grammar.plural_head(site.first):
        return True
    return previous > site.low and lows[previous - 1] == "and"


def _singular_subject(grammar: Grammar, previous: int, site: Site) -> bool:
    """Whether what stands before a form in -s can be its subject, and the form is no plural noun: "Acme claims victory"."""
    if grammar.tokens.lows[previous] in grammar.words.pronouns or len(site.form.words) > 1:
        return True
    if not grammar.present(site.first, True, site.cue.prepositions):
        return False
    compound = previous == site.low and grammar.tokens.capital(previous) and grammar.plural(site.first)
    return not compound or _object_follows(grammar, site.first, site.high)


def _object_follows(grammar: Grammar, i: int, high: int) -> bool:
    """Whether what follows can be the object or content of a verb at i."""
    if i + 1 >= high:
        return False
    low = grammar.tokens.lows[i + 1]
    if grammar.determiner_like(i + 1) or low in grammar.words.subordinators:
        return True
    return grammar.tokens.capital(i + 1) or low in OPENING
