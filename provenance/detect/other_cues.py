"""Cues that are no verbs: "according to S, C", "S's claim that C", "S is confident that C", "reportedly"."""

from __future__ import annotations

from dataclasses import replace

from provenance.detect.cited import cited
from provenance.detect.clauses import clause_around, clause_before, passive_first, within_clause
from provenance.detect.complements import right_complement
from provenance.detect.contents import content_end, opens_quotation
from provenance.detect.found import Found, Site
from provenance.detect.grammar import Grammar, Range
from provenance.detect.phrases_after import apposition_after, documentary, phrase_after
from provenance.detect.phrases_before import subject_before
from provenance.detect.quoted import as_saying, quoted_as_saying, remark
from provenance.lexicon.channels import load_relay_words

_OPENER_REACH = 12
"""Tokens behind the source of "According to S, C" within which the comma stands."""
_QUOTATION_REACH = 5
"""Tokens behind a source within which a quotation is its content: "C, according to S: 'C'"."""
_MODIFIERS = 3
"""Words that may stand between a noun cue and the possessive before it, the cue counted: "Acme's bold new claim"."""
_SHORTEST_CLAUSE = 3
"""Tokens of the shortest clause that an adverb qualifies."""

# ---------------------------------------------------------------- according to


def adposition(grammar: Grammar, site: Site) -> Found | None:
    """ "According to S, C"; "C, according to S"; and the forms of relays: "…, citing S", "quoted S as saying C"."""
    lows = grammar.tokens.lows
    if "adp" not in site.cue.frames:
        return as_saying(grammar, site) if site.end - site.first > 1 else quoted_as_saying(grammar, site)
    if site.cue.lemma in load_relay_words().citing:
        return cited(grammar, site) if site.end < site.high else None
    if site.cue.lemma == "as":
        return _remark(grammar, site)
    if site.end >= site.high or (site.cue.lemma == "per" and not _per_source(grammar, site)):
        return None
    phrase = phrase_after(grammar, site.end, site.high)
    if phrase is None or _common_noun(grammar, phrase):
        return None
    source = apposition_after(grammar, phrase, site.high)
    linked = site.first == site.low + 1 and lows[site.low] in grammar.words.sentence_links
    if site.first == site.low or linked:
        return _leading(grammar, site, source)
    return _trailing(grammar, site, source)


def _remark(grammar: Grammar, site: Site) -> Found | None:
    """ "As S noted, C"; "C, as S told X"; the cue is the verb."""
    stated = remark(grammar, site)
    if stated is None:
        return None
    insert = (site.end, stated.end)
    found = _leading(grammar, site, insert) if site.first == site.low else _trailing(grammar, site, insert)
    if found is None:
        return None
    rule = f"{site.cue.id}+{stated.cue.id}"
    return replace(found, cue=stated.cue, cue_range=stated.verb, source=stated.source, by=rule)


def _common_noun(grammar: Grammar, phrase: Range) -> bool:
    """Whether a phrase is one bare singular noun: "according to plan" names no source."""
    first, last = phrase
    return (
        last - first == 1
        and not grammar.tokens.capital(first)
        and not grammar.plural(first)
        and grammar.tokens.lows[first][0].isalpha()
        and grammar.tokens.lows[first] not in grammar.words.object_pronouns
    )


def _per_source(grammar: Grammar, site: Site) -> bool:
    """Whether "per" names a source, "per Reuters", and not a rate, "per day"."""
    if grammar.tokens.capital(site.end):
        return True
    return site.first == site.low and grammar.tokens.lows[site.end] == "the"


def _leading(grammar: Grammar, site: Site, source: Range) -> Found | None:
    """ "According to S, C"."""
    lows, quoted = grammar.tokens.lows, grammar.tokens.quoted
    reach = range(source[1], min(site.high, source[1] + _OPENER_REACH + 1))
    comma = next((k for k in reach if lows[k] == "," and quoted[k] < 0), None)
    if comma is None:
        return None
    stop = content_end(grammar, comma + 1, site.high, site.inside, whole=True)
    return site.found((site.first, site.end), source, [(comma + 1, stop)], "adp") if stop > comma + 1 else None


def _trailing(grammar: Grammar, site: Site, source: Range) -> Found | None:
    """ "C, according to S", where the content may go on behind the source."""
    start, stop = clause_before(grammar, site)
    within = within_clause(grammar, site, source, start, stop)
    if within:
        return site.found((site.first, site.end), source, within, "adp")
    if stop <= start or _is_insert(grammar, site, source, (start, stop)):
        return None
    contents = (
        _quotation_behind(grammar, site, source)
        or _cited_document(grammar, site, source, stop)
        or clause_around(grammar, site, source, (start, stop))
    )
    return site.found((passive_first(grammar, site), site.end), source, contents, "adp")


def _is_insert(grammar: Grammar, site: Site, source: Range, before: Range) -> bool:
    """ "S2, as cited by S, said that C": what stands between a subject and its verb is no clause, but tells of a relay."""
    lows, rest = grammar.tokens.lows, source[1]
    if lows[site.end - 1] != "by" or rest + 2 >= site.high or lows[rest] != "," or grammar.has_finite_verb(*before):
        return False
    verb = rest + 1
    return grammar.finite_verb(verb) and any(form.cue.kind == "verb" for form in grammar.forms(verb))


def _quotation_behind(grammar: Grammar, site: Site, source: Range) -> list[Range]:
    """The quotation behind the source, where a comma or colon leads to it."""
    reach = range(source[1], min(site.high, source[1] + _QUOTATION_REACH))
    quote = next((k for k in reach if opens_quotation(grammar, k)), None)
    if quote is None or grammar.tokens.lows[quote - 1] not in (",", ":"):
        return []
    return [(quote, content_end(grammar, quote, site.high))]


def _cited_document(grammar: Grammar, site: Site, source: Range, stop: int) -> list[Range]:
    """ "A summary, as cited by S, stating …": the document right before the cue, and what goes on behind the source."""
    lows, rest = grammar.tokens.lows, source[1]
    if lows[site.end - 1] != "by" or rest + 2 >= site.high or lows[rest] != ",":
        return []
    cited = subject_before(grammar, stop, site.low)
    if cited is None or not documentary(grammar, cited):
        return []
    return [cited, (rest + 1, content_end(grammar, rest + 1, site.high, whole=True))]


# ---------------------------------------------------------------- nouns


def noun(grammar: Grammar, site: Site) -> Found | None:
    """ "S's claim that C", "claims by S that C", "Russian doubts about C"."""
    if site.end >= site.high:
        return None
    source = _owner(grammar, site)
    behind = _named_behind(grammar, site, source)
    if behind is not None:
        source = behind
    if source is None:
        return None
    after = behind[1] if behind else site.end
    right = right_complement(grammar, site.cue, after, site.high, site.inside)
    frames = ("that",) if "light" in site.cue.frames else ("that", "to", "prep")
    if right is None or right.frame not in frames:
        return None
    return site.found((site.first, site.end), source, [right.tokens], "noun")


def _owner(grammar: Grammar, site: Site) -> Range | None:
    """The source before a noun: a possessive phrase or pronoun, or a name as an adjective."""
    k = site.first - 1
    while k >= site.low and site.first - k <= _MODIFIERS and _modifier(grammar, k):
        k -= 1
    if k < site.low:
        return None
    if grammar.possessive(k):
        return _last_name(grammar, subject_before(grammar, k, site.low))
    named = grammar.tokens.capital(k) and grammar.tokens.words[k][1:].islower() and (k > site.low or k + 1 == site.first)
    return (k, k + 1) if named or grammar.tokens.lows[k] in grammar.words.possessives else None


def _last_name(grammar: Grammar, phrase: Range | None) -> Range | None:
    """The part of a possessive phrase that owns: what stands behind its last preposition, save "of"."""
    if phrase is None:
        return None
    lows, words = grammar.tokens.lows, grammar.words
    behind = [k + 1 for k in range(phrase[0], phrase[1] - 1) if lows[k] in words.prepositions and lows[k] != "of"]
    return (behind[-1], phrase[1]) if behind else phrase


def _modifier(grammar: Grammar, k: int) -> bool:
    """Whether token k can stand between a noun and its possessive."""
    low = grammar.tokens.lows[k]
    if not low[0].isalpha() or grammar.tokens.capital(k) or low in grammar.words.possessives:
        return False
    return grammar.noun_like(k) and not grammar.finite_verb(k)


def _named_behind(grammar: Grammar, site: Site, owner: Range | None) -> Range | None:
    """The source behind a noun: "claims by S", and "the claim of S" where nothing owns it and "of" opens no content."""
    low = grammar.tokens.lows[site.end]
    owned_by = low == "of" and owner is None and "of" not in site.cue.prepositions
    if low not in ("by", "from", "among") and not owned_by:
        return None
    return phrase_after(grammar, site.end + 1, site.high, prepositions=False)


# ---------------------------------------------------------------- adjectives, adverbs, phrases


def adjective(grammar: Grammar, site: Site) -> Found | None:
    """ "S is confident that C", "S remains sceptical of C"."""
    first = _predicate(grammar, site)
    if first is None or site.end >= site.high:
        return None
    right = right_complement(grammar, site.cue, site.end, site.high, site.inside)
    source = subject_before(grammar, first, site.low)
    if right is None or source is None or grammar.tokens.lows[source[0]] in grammar.words.dummy_subjects:
        return None
    negated = grammar.negated(first, site.first)
    return site.found((first, site.end), source, [right.tokens], "adj", negated)


def _predicate(grammar: Grammar, site: Site) -> int | None:
    """Where the verb group of an adjective begins; None where no form of "be" or the like stands before it."""
    group = grammar.verb_group(site.first, site.low)
    if group.has_be:
        return group.first
    verb = site.first - 1
    while verb > site.low and grammar.adverb(verb):
        verb -= 1
    if verb < site.low or grammar.tokens.lows[verb] not in grammar.words.be:
        return None
    return grammar.verb_group(verb, site.low).first


def adverb(grammar: Grammar, site: Site) -> Found | None:
    """ "C reportedly …": the whole clause around the adverb, and no source."""
    lows = grammar.tokens.lows
    stop = content_end(grammar, site.first, site.high)
    sides = [(site.low, site.first), (site.end, stop)]
    contents = [(first, last) for first, last in sides if last > first and lows[first:last] != [","]]
    if sum(last - first for first, last in contents) < _SHORTEST_CLAUSE:
        return None
    return site.found((site.first, site.end), None, contents, "clause")


def phrase(grammar: Grammar, site: Site) -> Found | None:
    """ "It is alleged that C": a fixed phrase without a source."""
    right = right_complement(grammar, site.cue, site.end, site.high, site.inside)
    return site.found((site.first, site.end), None, [right.tokens], "phrase") if right else None
