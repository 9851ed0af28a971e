"""Whom a speaker cites: "citing two diplomats", "which quoted an official", "with reference to the ministry"."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.detect.found import Found, Site
from provenance.detect.grammar import Grammar, Range
from provenance.detect.phrases_after import apposition_after, phrase_after
from provenance.detect.tokens import QUOTE_MARKS, Tokens
from provenance.lexicon.channels import load_relay_words
from provenance.lexicon.holders import load_holder_words
from provenance.lexicon.words import Words

_HOST_REACH = 80
"""Tokens to each side of "citing" among which the cue of its host must stand."""


def cited(grammar: Grammar, site: Site) -> Found | None:
    """ "…, citing S,": the party, left open; None where what is cited is a fact, as in "citing a lack of rain"."""
    lows, words = grammar.tokens.lows, load_relay_words()
    if site.first > site.low and lows[site.first - 1] in ("without", "not", "by", "before", "after"):
        return None
    group = grammar.verb_group(site.first, site.low)
    if lows[site.first].endswith("ing") and (group.has_aux or group.has_to):
        return None
    owned = lows[site.end] == "her" and site.end + 1 < site.high and grammar.noun_like(site.end + 1)
    phrase = phrase_after(grammar, site.end + owned, site.high)
    if phrase is None or _speaks_on(lows, phrase[1], site.high) or not voice(grammar.tokens, phrase, grammar.words):
        return None
    if not _near_statement(grammar, site):
        return None
    source = apposition_after(grammar, phrase, site.high)
    relative = lows[site.first] in grammar.words.relatives
    first = next(k for k in range(site.end - 1, site.first - 1, -1) if lows[k] in words.quoting or k == site.first)
    return site.found((first if relative else site.first, site.end), source, [source], "adp")


def _speaks_on(lows: Sequence[str], i: int, high: int) -> bool:
    """Whether "as saying" follows: what is quoted stands right there, and is no other's content."""
    return i + 1 < high and lows[i] == "as" and lows[i + 1].endswith("ing")


def _near_statement(grammar: Grammar, site: Site) -> bool:
    """Whether the cue of a statement that could be had from the party stands near."""
    quoted = grammar.tokens.quoted
    near = range(max(site.low, site.first - _HOST_REACH), min(site.high, site.end + _HOST_REACH))
    return any(
        form.cue.lemma != site.cue.lemma and (form.cue.kind == "adp" or form.cue.frames & {"that", "quote"})
        for k in near
        if not site.first <= k < site.end and (site.inside or quoted[k] < 0)
        for form in grammar.forms(k)
        if form.cue.kind in ("verb", "adp")
    )


def voice(tokens: Tokens, phrase: Range, words: Words) -> int:
    """How surely a phrase names somebody who can state something: 2 surely, 1 a name that may be a thing's, 0 not."""
    head = _head(tokens, phrase, words)
    low, nouns = tokens.lows[head], load_holder_words()
    if low in words.object_pronouns:
        return 2
    ones = {low, low.removesuffix("s"), low.removesuffix("es"), low.removesuffix("ies") + "y"}
    first = tokens.lows[phrase[0]]
    if not tokens.capital(head):
        if ones & nouns.sources or low in words.documents or low in load_relay_words().media:
            return 2
        body = phrase[1] - phrase[0] > 1 and first in words.determiners and bool(ones & nouns.organization_words)
        if not (body or ones & (nouns.persons | nouns.groups | nouns.official_words)):
            return 0
        return 1 if first in words.possessives else 2  # "citing his wife" gives a reason
    before = tokens.words[phrase[0] : head + 1]
    lows = tokens.lows[phrase[0] : head + 1]
    sure = nouns.media_words | nouns.organization_words | nouns.official_words | nouns.titles
    return 2 if any(w.isupper() and len(w) > 1 for w in before) or any(w in sure for w in lows) else 1


def _head(tokens: Tokens, phrase: Range, words: Words) -> int:
    """The last word of a noun phrase before what goes on behind a preposition or a conjunction."""
    first, last = phrase
    lows = tokens.lows
    links = words.prepositions | words.conjunctions | words.after_plurals | words.relatives
    handled = load_relay_words().handled
    stop = next(
        (
            k
            for k in range(first + 1, last)
            if lows[k] in links or lows[k] == "(" or (lows[k] in handled and lows[k + 1 : k + 2] == ["by"])
        ),
        last,
    )
    while stop > first + 1 and (lows[stop - 1] in QUOTE_MARKS or not lows[stop - 1][0].isalnum()):
        stop -= 1
    return stop - 1
