"""The source of a verb: its subject, or the subject that it shares with an earlier verb."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.detect.found import Found, Site
from provenance.detect.grammar import Grammar, Range, VerbGroup
from provenance.detect.phrases_after import documentary
from provenance.detect.phrases_before import subject_before
from provenance.detect.tokens import DASHES

_RELATIVE_REACH = 20
"""Tokens that a clause with "who" may put between a noun and its verb."""


def source_of(grammar: Grammar, site: Site, group: VerbGroup, before: Sequence[Found]) -> Range | None:
    """The source of the verb at `site`. `before` are the earlier findings of the sentence, whose source it may continue."""
    lows, low, first = grammar.tokens.lows, site.low, group.first
    if group.has_to or (site.form.shape == "ing" and not group.has_aux):
        return _source_of_nonfinite(grammar, site, group, before)
    previous = lows[first - 1] if first > low else ""
    if previous in ("and", "but", "or"):
        shared = _last_source(before, first)
        if shared is not None:
            return shared
    if previous in ("and", "but"):
        return clause_subject(grammar, first, low)
    if previous in ("who", "that", "which"):
        comma = first - 2 > low and lows[first - 2] == ","
        return subject_before(grammar, first - 2 if comma else first - 1, low)
    return subject_before(grammar, first, low) or _before_relative(grammar, first, low)


def _before_relative(grammar: Grammar, first: int, low: int) -> Range | None:
    """The noun phrase before a clause with "who": "an official who asked not to be named said"."""
    lows = grammar.tokens.lows
    reach = range(first - 2, max(low, first - _RELATIVE_REACH), -1)
    who = next((k for k in reach if lows[k] == "who"), None)
    if who is None or lows[who - 1] == "," or not grammar.has_finite_verb(who + 1, first):
        return None
    return subject_before(grammar, who, low)


def _source_of_nonfinite(grammar: Grammar, site: Site, group: VerbGroup, before: Sequence[Found]) -> Range | None:
    """The source of a participle or an infinitive: a document right before it, or the subject of the clause."""
    words, low, first = grammar.words, site.low, group.first
    previous = grammar.tokens.lows[first - 1] if first > low else ""
    if previous == ",":
        near = subject_before(grammar, first - 1, low)
        if documentary(grammar, near):
            return near
    depends = previous == "," or previous in words.prepositions or group.has_to
    if not (depends or previous in ("and", "") or previous in words.subordinators or previous in DASHES):
        return subject_before(grammar, first, low)
    shared = _last_source(before, first)
    if shared is None and depends:
        return clause_subject(grammar, first, low)
    return shared


def _last_source(before: Sequence[Found], first: int) -> Range | None:
    """The source of the last clause before the verb group at `first`."""
    for one in reversed(before):
        if one.source is not None and one.source[1] <= first and one.frame not in ("noun", "adp"):
            return one.source
    return None


def clause_subject(grammar: Grammar, end: int, low: int) -> Range | None:
    """The subject of the nearest finite verb before `end`, for participles and infinitives that share it."""
    lows, quoted, words = grammar.tokens.lows, grammar.tokens.quoted, grammar.words
    start = _behind_openers(grammar, low, end)
    for k in range(end - 1, start, -1):
        if quoted[k] >= 0 or not grammar.finite_verb(k) or grammar.auxiliary(k):
            continue
        first = grammar.verb_group(k, start).first
        if lows[first - 1] not in words.relatives and lows[first - 1] not in words.conjunctions:
            subject = subject_before(grammar, first, start)
            if subject is not None:
                return subject
    return None


def _behind_openers(grammar: Grammar, start: int, end: int) -> int:
    """`start` moved behind the adjuncts and subordinate clauses that open a sentence: "After the vote, …"."""
    lows, words = grammar.tokens.lows, grammar.words
    while start < end:
        low = lows[start]
        if low not in words.prepositions and low not in words.subordinators and low != "according":
            break
        comma = next((k for k in range(start, end) if lows[k] == ","), None)
        if comma is None or comma + 1 >= end:
            break
        start = comma + 1
    return start
