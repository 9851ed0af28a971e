"""Where the content of a cue ends."""

from __future__ import annotations

from provenance.detect.grammar import Grammar
from provenance.detect.tokens import DASHES, OPENING, QUOTE_MARKS

END_MARKS = frozenset([".", "!", "?", ";", ":", ",", "…"])
"""Marks that end a sentence or a part of it."""
_SUBJECT = 8
"""Tokens in which the verb of a new clause is looked for behind a name."""
_REMARK = 12
"""Tokens within which a remark such as ", a claim that the Chinese government denies" has its verb."""
_DROPPED = END_MARKS | DASHES
_DROPPED_QUOTED = END_MARKS - {"…"}
"""Within a quotation an ellipsis is part of what was said."""
_BREAKS = frozenset([";", ",", "and", "but"])
"""The only tokens at which a content can end before its sentence does."""


def content_end(grammar: Grammar, start: int, high: int, inside: bool = False, phrase: bool = False, whole: bool = False) -> int:
    """The token after the content that begins at `start`: the end of the sentence or of the clause.

    `inside` says that the content stands within a quotation, where the quotation's own end is the sentence's. `phrase` says
    that the content is a phrase rather than a clause: it ends at the first comma that a participle, a relative or a new
    clause follows. `whole` says that later cues of the sentence belong into the content ("According to S, C").
    """
    lows, quoted = grammar.tokens.lows, grammar.tokens.quoted
    for i in range(start + 1, high - 1):
        if lows[i] in _BREAKS and (inside or quoted[i] < 0) and _ends_at(grammar, i, high, phrase, whole):
            return _without_marks(grammar, start, i)
    return _without_marks(grammar, start, high)


def opens_quotation(grammar: Grammar, i: int, inside: bool = False) -> bool:
    """Whether token i is the opening mark of a quotation; within a quotation (`inside`) any opening mark is."""
    return grammar.tokens.lows[i] in OPENING and (inside or grammar.tokens.quoted[i] >= 0)


def _ends_at(grammar: Grammar, i: int, high: int, phrase: bool, whole: bool) -> bool:
    """Whether a content ends at token i, which is one of `_BREAKS`."""
    low = grammar.tokens.lows[i]
    if low == ";":
        return True
    if low != ",":
        return not whole and _next_cue(grammar, i + 1, high, phrase)
    if denied_claim(grammar, i, high) is not None:
        return True
    if _contrast(grammar, i, high) or (not whole and _participle_cue(grammar, i + 1, high)):
        return True
    return phrase and _leaves_phrase(grammar, i + 1, high)


def denied_claim(grammar: Grammar, comma: int, high: int) -> int | None:
    """The token of the verb in ", a claim China denies" behind a comma, or None where no such remark stands there."""
    lows, words = grammar.tokens.lows, grammar.words
    if comma + 3 >= high or lows[comma + 1] not in ("a", "an") or lows[comma + 2] not in words.claim_nouns:
        return None
    reach = range(comma + 4, min(high, comma + _REMARK))
    return next(
        (k for k in reach if any(f.cue.polarity == "denies" and f.shape in ("past", "s", "base") for f in grammar.forms(k))), None
    )


def _contrast(grammar: Grammar, comma: int, high: int) -> bool:
    """Whether a clause that contrasts with the content begins behind a comma: ", although …"."""
    if grammar.tokens.lows[comma + 1] not in grammar.words.contrasts:
        return False
    return grammar.has_finite_verb(comma + 2, high) and not _parenthesis(grammar, comma, high)


def _parenthesis(grammar: Grammar, comma: int, high: int) -> bool:
    """Whether a clause without a verb stands between this comma and the next: "Acme, while larger, would fail"."""
    close = next((k for k in range(comma + 1, high) if grammar.tokens.lows[k] == ","), None)
    return close is not None and not grammar.has_finite_verb(comma + 2, close)


def _next_cue(grammar: Grammar, i: int, high: int, phrase: bool) -> bool:
    """Whether a second cue of the same subject begins at i: "condemned the raid and accused the army of murder".

    Behind a phrase any past cue counts, behind a clause only one that is sure to be speech.
    """
    while i < high and grammar.adverb(i):
        i += 1
    if i >= high:
        return False
    past = [f.cue for f in grammar.forms(i) if f.shape == "past" and f.cue.kind in ("verb", "support")]
    return any(phrase or cue.lemma in grammar.words.speech_lemmas for cue in past)


def _participle_cue(grammar: Grammar, i: int, high: int) -> bool:
    """Whether an -ing cue with a content of its own begins at i: ", suggesting that …"."""
    i = grammar.skip_adverbs(i, high)
    if i + 1 >= high or not any(f.shape == "ing" and f.cue.kind == "verb" for f in grammar.forms(i)):
        return False
    after = grammar.tokens.lows[i + 1]
    return after in grammar.words.participle_objects or after in (",", ":") or after in OPENING or grammar.tokens.capital(i + 1)


def _leaves_phrase(grammar: Grammar, i: int, high: int) -> bool:
    """Whether what follows a comma at i - 1 is no longer part of a noun phrase or infinitive."""
    lows, words = grammar.tokens.lows, grammar.words
    i = grammar.skip_adverbs(i, high)
    if i >= high:
        return True
    low = lows[i]
    if low == "and":
        return i + 1 < high and lows[i + 1] in words.subject_pronouns
    if low == "or" or low in words.prepositions:
        return False
    if low.endswith("ing") or low in words.relatives or low in words.subordinators or low in words.subject_pronouns:
        return True
    if grammar.tokens.capital(i):
        return grammar.has_finite_verb(i + 1, min(high, i + _SUBJECT))  # "Despite calls for a truce, Kuleba said …"
    return low in words.determiners and grammar.has_finite_verb(i + 1, high)


def _without_marks(grammar: Grammar, start: int, end: int) -> int:
    """`end` without final punctuation, save that which belongs to a quotation."""
    lows, quoted = grammar.tokens.lows, grammar.tokens.quoted
    while end > start and quoted[end - 1] < 0 and lows[end - 1] in _DROPPED:
        end -= 1
    while end > start and lows[end - 1] in _DROPPED_QUOTED and not _ends_quotation(grammar, end - 1):
        end -= 1
    return end


def _ends_quotation(grammar: Grammar, i: int) -> bool:
    """Whether token i is the last of its quotation, or the last before the closing mark."""
    lows, quoted = grammar.tokens.lows, grammar.tokens.quoted
    if quoted[i] < 0:
        return False
    return i + 1 >= len(lows) or quoted[i + 1] != quoted[i] or lows[i + 1] in QUOTE_MARKS
