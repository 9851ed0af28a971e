"""Verb cues: "S said that C", "S is expected to VP", "S expressed frustration over C"."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.detect.complements import Complement, right_complement
from provenance.detect.contents import content_end, denied_claim
from provenance.detect.found import Found, Site
from provenance.detect.grammar import SHORT_IS, Grammar, Range, VerbGroup
from provenance.detect.phrases_after import documentary, phrase_after
from provenance.detect.phrases_before import subject_before
from provenance.detect.speech import speech_around
from provenance.detect.subjects import clause_subject, source_of
from provenance.detect.verb_use import used_as_verb

_BY_REACH = 12
"""Tokens behind a passive within which "by" names its source."""
_NOUN_REACH = 5
"""Tokens behind a light verb within which its noun stands: "expressed deep and lasting concern"."""


_REMARK_REACH = 12
"""Tokens before a verb within which "…, a claim" leads to it."""


def verb(grammar: Grammar, site: Site, before: Sequence[Found]) -> Found | None:
    """What a verb or a light verb at `site` attributes. `before` are the earlier findings of the sentence."""
    group = grammar.verb_group(site.first, site.low)
    if site.form.shape in ("past", "pp"):
        if group.has_be and not _perfect(grammar, group.first, site.first):
            return _passive(grammar, site, group)
        if not group.has_aux:
            if grammar.names(site.first) and grammar.has_finite_verb(site.end, site.high):
                return None
            if "passive" in site.cue.frames and site.end < site.high and grammar.tokens.lows[site.end] == "to":
                return _passive(grammar, site, group)
    if not used_as_verb(grammar, site, group):
        return None
    if site.cue.kind == "support":
        return _support(grammar, site, group)
    return _active(grammar, site, group, before)


def _perfect(grammar: Grammar, first: int, i: int) -> bool:
    """Whether a participle belongs to "have" rather than to "be": "has said", "has been saying" is no passive."""
    lows = grammar.tokens.lows
    last_aux = next((k for k in range(i - 1, first - 1, -1) if grammar.auxiliary(k)), None)
    if last_aux is None or lows[last_aux] in SHORT_IS:
        return True
    return lows[last_aux] not in grammar.words.be


# ---------------------------------------------------------------- active


def _active(grammar: Grammar, site: Site, group: VerbGroup, before: Sequence[Found]) -> Found | None:
    """ "S V C", in all the orders that the frames of the verb allow."""
    source = source_of(grammar, site, group, before)
    of_document = documentary(grammar, source)
    negated = grammar.negated(group.first, site.first)
    right = right_complement(grammar, site.cue, site.end, site.high, site.inside, of_document)
    remark = _denied(grammar, site, group, source, before) if right is None and site.cue.polarity == "denies" else None
    if remark is not None:
        return remark
    if "quote" in site.cue.frames:
        speech = speech_around(grammar, site, group, source, right, negated)
        if speech is not None:
            return speech
    if right is None or _refused(grammar, site, group):
        return None
    if source is None:
        if not _may_lack_source(site, group, right):
            return None
    elif _authors_own(grammar, site, source):
        return None
    if right.frame in ("np", "as", "to") and not of_document and _reduced(grammar, site, group):
        return None
    return site.found((group.first, site.end), source, [right.tokens], right.frame, negated)


def _denied(grammar: Grammar, site: Site, group: VerbGroup, source: Range | None, before: Sequence[Found]) -> Found | None:
    """ "C, a claim S denies": what was said before is what S denies, not the words "a claim"."""
    lows = grammar.tokens.lows
    reach = range(group.first - 1, max(site.low, group.first - _REMARK_REACH), -1)
    comma = next((k for k in reach if lows[k] == "," and denied_claim(grammar, k, site.high) == site.first), None)
    if comma is None or source is None:
        return None
    noun = comma + 2
    behind = noun + 2 if lows[noun + 1] == "that" else noun + 1
    holder = (max(source[0], behind), source[1])
    said = next((f.contents for f in reversed(before) if f.contents[-1][1] <= comma), ((site.low, comma),))
    return site.found((group.first, site.end), holder, said, "that") if holder[0] < holder[1] else None


def _may_lack_source(site: Site, group: VerbGroup, right: Complement) -> bool:
    """Whether an attribution may stand without a source: a participle, or a quotation, whose speaker is elsewhere."""
    if group.has_to or right.frame == "np":
        return False
    return site.form.shape == "ing" or right.frame == "quote"


def _authors_own(grammar: Grammar, site: Site, source: Range) -> bool:
    """Whether author or reader are the source, outside quotations: "I think", or by inference: "this suggests"."""
    words, low = grammar.words, grammar.tokens.lows[source[0]]
    if site.cue.lemma in words.evidential_lemmas and low in words.inference_subjects:
        return True
    if low in words.no_subjects:
        return True  # "nobody said that …" ascribes nothing to anybody
    return not site.inside and source[1] - source[0] == 1 and low in words.author_pronouns


def _refused(grammar: Grammar, site: Site, group: VerbGroup) -> bool:
    """Whether the verb is what somebody declined to do: "declined to say" is one cue, found at "declined"."""
    if not group.has_to or group.first <= site.low:
        return False
    return any(f.cue.polarity == "withholds" for f in grammar.forms(group.first - 1))


def _reduced(grammar: Grammar, site: Site, group: VerbGroup) -> bool:
    """Whether a form in -ing modifies the noun right before it: "workers demanding higher wages"."""
    if site.form.shape != "ing" or group.has_aux or group.first <= site.low:
        return False
    previous = grammar.tokens.lows[group.first - 1]
    return previous != "and" and previous[0].isalnum()


# ---------------------------------------------------------------- passive


def _passive(grammar: Grammar, site: Site, group: VerbGroup) -> Found | None:
    """ "is expected to", "was accused of", "is described as", "was criticised by S": the content has its subject in it."""
    lows, frames = grammar.tokens.lows, site.cue.frames
    r = grammar.skip_adverbs(site.end, site.high)
    if r >= site.high:
        return None
    relative = group.first > site.low and lows[group.first - 1] in (",", "that", "which", "who")
    subject = subject_before(grammar, group.first - 1 if relative else group.first, site.low)
    if subject is None:
        return None
    by, source = _agent(grammar, site, r)
    contents: list[Range]
    if lows[r] == "that" and "that" in frames:
        right = right_complement(grammar, site.cue, site.end, site.high, site.inside)
        if right is None or lows[subject[0]] != "it":
            return None
        contents = [right.tokens]
    elif _passive_content(lows[r], frames):
        stop = content_end(grammar, r, site.high, site.inside)
        if lows[r] == "to":
            source = None  # in "is expected to be signed by S" the agent belongs to the content
        elif by is not None and source is not None and r + 1 < by < stop:
            stop = by  # "was accused of theft by S"
        if stop <= r + 1:
            return None
        contents = [subject, (r if lows[r] == "to" else r + 1, stop)]
    elif source is not None and by == r and "np" in frames:
        contents = [subject]
    else:
        return None
    negated = grammar.negated(group.first, site.first)
    return site.found((group.first, site.end), source, contents, "passive", negated)


def _passive_content(low: str, frames: frozenset[str]) -> bool:
    """Whether a word behind a passive opens a content: "to", "of" and "as", as the frames have it."""
    if low == "to":
        return bool(frames & {"passive", "objto"})
    return low in ("of", "as") and low in frames


def _agent(grammar: Grammar, site: Site, r: int) -> tuple[int | None, Range | None]:
    """Where "by" stands behind a passive, and the source that it names."""
    lows, quoted = grammar.tokens.lows, grammar.tokens.quoted
    if site.inside:
        return None, None
    by = next((k for k in range(r, min(site.high, r + _BY_REACH)) if lows[k] == "by" and quoted[k] < 0), None)
    if by is None or by + 1 >= site.high or lows[by + 1].endswith("ing"):
        return by, None
    return by, phrase_after(grammar, by + 1, site.high)


# ---------------------------------------------------------------- light verbs


def _support(grammar: Grammar, site: Site, group: VerbGroup) -> Found | None:
    """ "expressed frustration over C", "raised concerns about C": a light verb with the noun of an attitude."""
    reach = range(site.end, min(site.high, site.end + _NOUN_REACH))
    i = next((k for k in reach if grammar.noun_cue(k)), None)
    if i is None or i + 1 >= site.high:
        return None
    cue = next(form.cue for form in grammar.forms(i) if form.cue.kind == "noun")
    right = right_complement(grammar, cue, i + 1, site.high, site.inside) or _object_of(grammar, i + 1, site)
    source = subject_before(grammar, group.first, site.low)
    if source is None and site.form.shape == "ing":
        source = clause_subject(grammar, group.first, site.low)
    if right is None or source is None:
        return None
    return Found(
        cue=cue,
        cue_range=(group.first, i + 1),
        source=source,
        contents=(right.tokens,),
        frame="support",
        negated=grammar.negated(group.first, site.first),
        region=(site.low, site.high),
        inside=site.inside,
        by=f"{site.cue.id}+{cue.id}",
    )


def _object_of(grammar: Grammar, i: int, site: Site) -> Complement | None:
    """The object of an attitude behind a preposition at i."""
    if grammar.tokens.lows[i] not in grammar.words.attitude_prepositions:
        return None
    stop = content_end(grammar, i + 1, site.high, site.inside, phrase=True)
    return Complement((i + 1, stop), "prep") if stop > i + 1 else None
