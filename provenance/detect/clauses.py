"""The clause that "according to S" speaks of: before it, around it, or in the middle of what another says."""

from __future__ import annotations

from provenance.detect.contents import content_end
from provenance.detect.found import Site
from provenance.detect.grammar import Grammar, Range

_LINK_MARKS = frozenset([",", "(", "—", "–", "--"])
"""Marks that link "according to S" to the clause before it."""
_CLAUSE_REACH = 30
"""Tokens before "according to" within which the verb stands whose content it is in the middle of."""
_RESUMES_WITHIN = 3
"""Tokens behind such an insert within which the clause that it interrupts must have its verb."""
_SHORTEST_REST = 4
"""Tokens of the shortest rest of a clause behind a source between commas."""


def within_clause(grammar: Grammar, site: Site, source: Range, start: int, stop: int) -> list[Range]:
    """The contents where the words that link stand in the middle of what another says, or of the words that ascribe it.

    "S2 said that the port, according to S, was closed" and "S2 said that, according to S, the port was closed" leave S the
    clause behind "that"; "S2 said, according to S, that C" the whole.
    """
    lows, rest = grammar.tokens.lows, source[1]
    if site.high - rest < _SHORTEST_REST or lows[rest] != ",":
        return []
    if lows[rest + 1 : rest + 3] == ["and", "that"]:
        opened = _content_start(grammar, start, site.first)
        return [(opened, stop)] if opened is not None and opened < stop else []
    if lows[rest + 1] in ("and", "but") or (lows[rest + 1] in grammar.words.relatives and lows[rest + 1] != "that"):
        return []
    behind = (rest + 1, content_end(grammar, rest + 1, site.high, site.inside, whole=True))
    if behind[1] <= behind[0] or not grammar.has_finite_verb(*behind):
        return []
    if lows[rest + 1] == "that":
        return [(start, stop), behind] if start < stop and grammar.has_finite_verb(start, stop) else []
    said = _content_start(grammar, start, site.first)
    if said is None or grammar.has_finite_verb(said, stop):
        return []
    if said >= stop:
        return [behind]
    resumed = grammar.has_finite_verb(rest + 1, min(site.high, rest + 1 + _RESUMES_WITHIN))
    return [(said, stop), behind] if resumed else []


def _content_start(grammar: Grammar, low: int, end: int) -> int | None:
    """Where the content of the last verb of speech before `end` begins, by its "that" or right behind it; None if nowhere."""
    lows, quoted = grammar.tokens.lows, grammar.tokens.quoted
    for k in range(end - 1, max(low, end - _CLAUSE_REACH), -1):
        if quoted[k] >= 0 or lows[k] == ";":
            return None
        verbs = [f.cue for f in grammar.forms(k) if f.cue.kind == "verb"]
        stated = any({"that", "quote"} <= cue.frames and cue.stance != "cognitive" for cue in verbs)
        if stated and k > low and (grammar.finite_verb(k) or lows[k].endswith("ing")):
            opened = next((j + 1 for j in range(k + 1, end) if lows[j] == "that"), None)
            return k + 1 if opened is None else opened
    return None


def passive_first(grammar: Grammar, site: Site) -> int:
    """Where the cue begins: "was first reported by" and "as first reported by" belong together."""
    lows = grammar.tokens.lows
    if lows[site.end - 1] != "by" or lows[site.first] == "as":
        return site.first
    first = grammar.verb_group(site.first, site.low).first
    for word in ("first", "as"):
        first -= first > site.low and lows[first - 1] == word
    return first


def clause_before(grammar: Grammar, site: Site) -> Range:
    """What stands before the cue, without the words and marks that link it."""
    lows = grammar.tokens.lows
    start, stop = site.low, passive_first(grammar, site)
    while start < stop and (lows[start] in grammar.words.clause_links or lows[start] == ","):
        start += 1
    if stop - 2 > start and lows[stop - 1] in ("which", "who") and lows[stop - 2] == ",":
        stop -= 1
    while stop > start and lows[stop - 1] in _LINK_MARKS:
        stop -= 1
    return start, stop


def clause_around(grammar: Grammar, site: Site, source: Range, before: Range) -> list[Range]:
    """The clause before the cue, and its rest: "The president, according to the White House, made a trip"."""
    rest = source[1]
    goes_on = site.high - rest >= _SHORTEST_REST and grammar.tokens.lows[rest] == ","
    if not goes_on or grammar.has_finite_verb(*before):
        return [before]
    return [before, (rest + 1, content_end(grammar, rest + 1, site.high))]
