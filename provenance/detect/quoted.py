"""Speech by way of somebody who quotes it: "X quoted S as saying C", "S was quoted by X as saying C"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from provenance.detect.complements import Complement, right_complement
from provenance.detect.found import Found, Site
from provenance.detect.grammar import Grammar, Range
from provenance.detect.phrases_before import subject_before
from provenance.detect.speech import left_complement, speech_around
from provenance.detect.tokens import DASHES
from provenance.lexicon.channels import load_relay_words
from provenance.lexicon.cues import Cue, CueForm

_OBJECT_REACH = 24
"""Tokens of the longest phrase between "quoted" and "as saying"."""

_SUBJECT_REACH = 16
"""Tokens behind "as" among which the verb of a remark stands: "as the mayor of Porto noted"."""
_ADJUNCT_REACH = 12
"""Tokens that adjuncts may put between the verb of a remark and the mark behind it: "as Berg told Reuters on Monday,"."""
_ENDS = frozenset([",", ".", ";", ")", "!", "?"])


def as_saying(grammar: Grammar, site: Site) -> Found | None:
    """ "X quoted S as saying C": S, whose words X quotes. The passive is found at its participle (`quoted_as_saying`)."""
    lows, words = grammar.tokens.lows, load_relay_words()
    reach = range(site.first - 2, max(site.low, site.first - _OBJECT_REACH) - 1, -1)
    verb = next((k for k in reach if lows[k] in words.quoting and not _noun(grammar, k)), None)
    if verb is None or grammar.verb_group(verb, site.low).has_be or lows[verb + 1] in grammar.words.prepositions:
        return None
    if any(lows[k] in (";", ":") for k in range(verb, site.first)):
        return None
    right = right_complement(grammar, site.cue, site.end, site.high, site.inside)
    said = right or _left(grammar, site, verb)
    if said is None:
        return None
    return site.found((site.first + 1, site.end), (verb + 1, site.first), [said.tokens], said.frame)


def _left(grammar: Grammar, site: Site, verb: int) -> Complement | None:
    """What stands before the one who quotes: "“C,” X quoted S as saying"."""
    speaker = subject_before(grammar, grammar.verb_group(verb, site.low).first, site.low)
    return None if speaker is None or site.inside else left_complement(grammar, speaker[0], site.low)


@dataclass(frozen=True, slots=True)
class Remark:
    """ "As Berg noted in May": who, with which verb, and where the adjuncts behind the verb end."""

    cue: Cue
    verb: Range
    source: Range
    end: int


def remark(grammar: Grammar, site: Site) -> Remark | None:
    """What "as" at `site` opens where it is a remark on a clause, "as S noted at the time", and no comparison or time."""
    lows, words = grammar.tokens.lows, grammar.words
    behind = site.first > site.low and lows[site.first - 1] not in (",", "(") and lows[site.first - 1] not in DASHES
    if behind or site.end >= site.high or lows[site.end] in words.as_companions:
        return None
    for k in range(site.end + 1, min(site.high, site.end + _SUBJECT_REACH)):
        if lows[k] in (",", ";", ":") or grammar.tokens.quoted[k] != grammar.tokens.quoted[site.first]:
            return None
        cue = next((f.cue for f in grammar.forms(k) if len(f.words) == 1 and _states(f)), None)
        if cue is None or not grammar.finite_verb(k):
            continue
        source = subject_before(grammar, grammar.verb_group(k, site.end).first, site.end)
        end = _adjunct_end(grammar, k + 1, site.high)
        if source is None or source[0] != site.end or end is None:
            return None
        return Remark(cue, (grammar.verb_group(k, site.end).first, k + 1), source, end)
    return None


def _states(form: CueForm) -> bool:
    """Whether a form is a finite one of a verb of speech."""
    cue = form.cue
    if cue.kind != "verb" or form.shape == "ing" or not {"that", "quote"} <= cue.frames:
        return False
    return cue.polarity == "affirms" and cue.stance in ("neutral", "assertive", "revealing")


def _adjunct_end(grammar: Grammar, start: int, high: int) -> int | None:
    """The mark behind the verb of a remark and its adjuncts; None where a content of its own follows."""
    lows = grammar.tokens.lows
    if start < high and lows[start] == "that":
        return None
    stop = next((k for k in range(start, min(high, start + _ADJUNCT_REACH)) if lows[k] in _ENDS or lows[k] in DASHES), None)
    if stop is None or any(grammar.finite_verb(k) and not grammar.tokens.capital(k) for k in range(start, stop)):
        return None  # "in May" holds no verb
    return stop


def _noun(grammar: Grammar, i: int) -> bool:
    """Whether "quote" or "quotes" at i is a noun: "a quote", "his quotes"."""
    return i > 0 and grammar.determiner_like(i - 1)


def quoted_as_saying(grammar: Grammar, site: Site) -> Found | None:
    """ "S was quoted as saying C", "S was quoted by X as saying C", "“C,” S was quoted as saying by X"."""
    tokens = grammar.tokens
    group = grammar.verb_group(site.first, site.low)
    saying = _saying(grammar, site.end, site.high)
    if saying is None or not group.has_be:
        return None
    first = group.first
    relative = first > site.low and tokens.lows[first - 1] in grammar.words.relatives
    source = subject_before(grammar, _before_relative(grammar, first - 1) if relative else first, site.low)
    if source is None:
        return None
    right = right_complement(grammar, site.cue, saying[1], site.high, site.inside)
    together = saying[0] == site.end
    cue = (first, saying[1] if together else site.end)
    speech = speech_around(grammar, site, group, source, right, False)
    if speech is not None and speech.contents[0][1] <= first:
        return replace(speech, cue_range=cue)
    return site.found(cue, source, [right.tokens], right.frame) if right is not None else None


def _before_relative(grammar: Grammar, i: int) -> int:
    """Where the phrase before a relative at i ends, without the comma between them."""
    return i - 1 if i > 0 and grammar.tokens.lows[i - 1] == "," else i


def _saying(grammar: Grammar, end: int, high: int) -> Range | None:
    """The tokens of "as saying" behind a participle that ends at `end`, right behind it or behind who quotes."""
    lows = grammar.tokens.lows
    for k in range(end, min(high - 1, end + _OBJECT_REACH)):
        if lows[k] == "as" and lows[k + 1].endswith("ing") and any(f.shape == "ing" for f in grammar.forms(k + 1)):
            return k, k + 2
        if lows[k] in (";", ":") or grammar.auxiliary(k):
            return None
    return None
