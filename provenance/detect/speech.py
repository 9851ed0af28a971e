"""Contents to the left of a verb, as in direct speech: "C," S V; "C," V S; C, S V; and split around it: C, S V, C."""

from __future__ import annotations

from provenance.detect.complements import Complement
from provenance.detect.contents import content_end, opens_quotation
from provenance.detect.found import Found, Site
from provenance.detect.grammar import Grammar, Range, VerbGroup
from provenance.detect.phrases_after import apposition_after, phrase_after
from provenance.detect.tokens import DASHES, QUOTE_MARKS

_SECOND_PIECE_REACH = 30
"""Tokens behind the verb within which a quotation goes on: "One," she said on a visit to Kyiv in June, "two."."""
_SHORTEST_CLAUSE = 3
"""Tokens of the shortest clause without quotation marks that is taken for speech: "It rained, he said"."""
_RESUMES_WITHIN = 3
"""Tokens behind ", he said," within which the clause that it interrupts must have its verb."""
_OWN_CONTENT = frozenset(["that", "hearer", "wh"])
"""Frames of a content to the right that leave no quotation on the left to the verb."""
_NO_CONTENT = frozenset(["objto", "as", "of"])
"""Frames on the right that leave a clause on the left to the verb: they are likely misread adjuncts."""


def speech_around(
    grammar: Grammar, site: Site, group: VerbGroup, source: Range | None, right: Complement | None, negated: bool
) -> Found | None:
    """The attribution of a verb whose content begins before it. `right` is what could be its content behind it."""
    left = _left_of_subject(grammar, site, group, source)
    if left is not None and _leaves_speech(grammar, left, right):
        contents = _pieces(grammar, left.tokens, site.end, site.high)
        return site.found((group.first, site.end), source, contents, left.frame, negated)
    return _parenthetical(grammar, site, group, source, negated) or _inverted(grammar, site, group, source, right)


def _left_of_subject(grammar: Grammar, site: Site, group: VerbGroup, source: Range | None) -> Complement | None:
    """The content right before a source with nothing but adverbs and commas between it and the verb."""
    if source is None or site.inside:
        return None
    lows = grammar.tokens.lows
    if source[1] != group.first and not all(lows[k] == "," or grammar.adverb(k) for k in range(source[1], group.first)):
        return None
    return left_complement(grammar, source[0], site.low)


def _leaves_speech(grammar: Grammar, left: Complement, right: Complement | None) -> bool:
    """Whether a content on the left is the verb's, by what stands to its right; one without marks must be a clause."""
    if left.frame == "quote":
        return right is None or right.frame not in _OWN_CONTENT
    first, last = left.tokens
    clause = last - first >= _SHORTEST_CLAUSE and grammar.has_finite_verb(first, last)
    return clause and (right is None or right.frame in _NO_CONTENT)


def _pieces(grammar: Grammar, left: Range, end: int, high: int) -> list[Range]:
    """A left content, and the quotation that goes on behind the cue: "One," she said, "two." """
    lows, quoted = grammar.tokens.lows, grammar.tokens.quoted
    reach = range(end, min(high, end + _SECOND_PIECE_REACH))
    k = next((k for k in reach if opens_quotation(grammar, k) and quoted[k - 1] != quoted[k]), None)
    if k is None or not (lows[k - 1] in (",", ":") or lows[k - 1] in DASHES):
        return [left]
    return [left, (k, grammar.tokens.quotation_end(k, high))]


def _parenthetical(grammar: Grammar, site: Site, group: VerbGroup, source: Range | None, negated: bool) -> Found | None:
    """The grim realities, he argued, rendered them mere tools: the content stands on both sides."""
    lows, end = grammar.tokens.lows, site.end
    if source is None or source[1] != group.first or source[0] - 1 <= site.low or end + _RESUMES_WITHIN >= site.high:
        return None
    comma = source[0] - 1
    quoted = grammar.tokens.quoted
    if lows[comma] != "," or lows[end] != "," or quoted[comma] >= 0 or quoted[end + 1] >= 0:
        return None
    start = comma - 1
    while start > site.low and lows[start - 1] != ",":
        start -= 1
    # behind the comma no subject stands before the verb, so its form alone must do: "…, he argued, rendered …"
    resumed = lows[end + 1].endswith("ed") or grammar.has_finite_verb(end + 1, min(site.high, end + 1 + _RESUMES_WITHIN))
    if not resumed or grammar.has_finite_verb(start, comma):
        return None
    stop = content_end(grammar, end + 1, site.high, site.inside)
    return site.found((group.first, end), source, [(start, comma), (end + 1, stop)], "trailing", negated)


def _inverted(grammar: Grammar, site: Site, group: VerbGroup, subject: Range | None, right: Complement | None) -> Found | None:
    """ "C," V S. Where a subject stands before the verb, only a quotation can be C: "The minister, a farmer, said the plan …"."""
    lows, words, end = grammar.tokens.lows, grammar.words, site.end
    if group.has_aux or site.form.shape not in ("past", "s", "base") or end >= site.high:
        return None
    if right is not None and right.frame in ("that", "quote", "hearer"):
        return None
    if lows[end] in words.prepositions or lows[end] in words.subordinators or not _behind_speech(grammar, group.first, site.low):
        return None
    left = left_complement(grammar, group.first, site.low)
    if left is None or (subject is not None and left.frame != "quote"):
        return None
    if left.frame != "quote" and not grammar.has_finite_verb(*left.tokens):
        return None
    phrase = phrase_after(grammar, end, site.high)
    if phrase is None:
        return None
    source = apposition_after(grammar, phrase, site.high)
    contents = _pieces(grammar, left.tokens, source[1], site.high)
    return site.found((group.first, end), source, contents, left.frame)


def _behind_speech(grammar: Grammar, first: int, low: int) -> bool:
    """Whether a comma or a closing quotation mark stands right before token `first`."""
    if first == low:
        return False
    last = first - 1
    lows = grammar.tokens.lows
    return lows[last] == "," or (grammar.tokens.quoted[last] >= 0 and lows[last] in QUOTE_MARKS)


def left_complement(grammar: Grammar, source_start: int, low: int) -> Complement | None:
    """The content that ends right before the source (or the inverted cue) that begins at `source_start`: "C, S V"."""
    lows = grammar.tokens.lows
    if source_start <= low:
        return None
    last = source_start - 1
    closes = grammar.tokens.quoted[last] >= 0 and lows[last] in QUOTE_MARKS
    end = last if lows[last] == "," or lows[last] in DASHES else source_start
    if end == source_start and not closes:
        return None
    start = low
    while start < end and (lows[start] in grammar.words.clause_links or lows[start] == ","):
        start += 1
    if start >= end:
        return None
    if grammar.tokens.quoted[end - 1] >= 0 and lows[end - 1] in QUOTE_MARKS:
        return Complement((start, end), "quote")
    dependent = lows[start] in grammar.words.subordinators or lows[start] in grammar.words.prepositions
    if dependent and not _main_clause(grammar, start, end):
        return None
    return Complement((start, end), "trailing")


def _main_clause(grammar: Grammar, start: int, end: int) -> bool:
    """Whether a main clause follows the subordinate one or the adjunct that begins at `start`: "If X wins, Y will fall"."""
    comma = next((k for k in range(start, end) if grammar.tokens.lows[k] == ","), None)
    return comma is not None and grammar.has_finite_verb(comma + 1, end)
