"""Where the content of a cue stands, and how far it goes."""

from __future__ import annotations

from dataclasses import dataclass

from provenance.detect.grammar import Grammar, Range
from provenance.detect.tokens import DASHES, OPENING, QUOTE_MARKS
from provenance.lexicon.cues import Cue

_END = frozenset([".", "!", "?", ";", ":", ",", "…"])
_CLAUSE_BREAK = frozenset(["although", "though", "whereas", "but", "while"])
PHRASAL = frozenset(["np", "prep", "to", "objto", "as", "of"])
"""Frames whose content is a phrase."""
_SCAN = 34
"""How many tokens an adjunct ("in an interview with … on May 26") may put between cue and content."""


@dataclass(frozen=True, slots=True)
class Complement:
    """The content of a cue: token ranges, the frame that was seen, and the words between cue and content (the hearer)."""

    ranges: tuple[Range, ...]
    frame: str
    between: Range
    cue_end: int


def content_end(grammar: Grammar, start: int, high: int, inside: bool = False, phrase: bool = False, whole: bool = False) -> int:
    """The token after the content that begins at `start`: the end of the sentence or of the clause.

    `inside` says that the content stands within a quotation, where the quotation's own end is the sentence's. `phrase` says
    that the content is a phrase rather than a clause: it ends at the first comma that a participle, a relative or a new
    clause follows. `whole` says that later cues of the sentence belong into the content ("According to S, C").
    """
    tokens = grammar.tokens
    end = high
    for i in range(start + 1, high - 1):
        if tokens.quoted[i] >= 0 and not inside:
            continue
        low = tokens.lows[i]
        if low == ";":
            end = i
            break
        if low in ("and", "but") and not whole and _next_cue(grammar, i + 1, high, phrase):
            end = i
            break
        if low == "," and i + 1 < high:
            following = tokens.lows[i + 1]
            if following in _CLAUSE_BREAK and grammar.has_finite_verb(i + 2, high) and not _parenthesis(grammar, i, high):
                end = i
                break
            if not whole and _participle_cue(grammar, i + 1, high):
                end = i
                break
            if phrase and _leaves_phrase(grammar, i + 1, high):
                end = i
                break
    return _trim_end(grammar, start, end)


def _parenthesis(grammar: Grammar, comma: int, high: int) -> bool:
    """Whether a clause without a verb stands between this comma and the next: "Acme, while larger, would fail"."""
    close = next((k for k in range(comma + 1, high) if grammar.tokens.lows[k] == ","), None)
    return close is not None and not grammar.has_finite_verb(comma + 2, close)


_SURE = frozenset(["say", "tell", "add", "warn", "argue", "deny", "insist", "note", "explain", "write"])


def _next_cue(grammar: Grammar, i: int, high: int, phrase: bool) -> bool:
    """Whether a second cue of the same subject begins at i: "condemned the raid and accused the army of murder".

    Behind a phrase any past cue counts, behind a clause only one that is sure to be speech.
    """
    while i < high and grammar.adverb(i):
        i += 1
    forms = grammar.cues.by_first_word.get(grammar.tokens.lows[i], ()) if i < high else ()
    return any(f.shape == "past" and f.cue.kind in ("verb", "support") and (phrase or f.cue.lemma in _SURE) for f in forms)


def _leaves_phrase(grammar: Grammar, i: int, high: int) -> bool:
    """Whether what follows a comma at i - 1 is no longer part of a noun phrase or infinitive."""
    tokens, words = grammar.tokens, grammar.words
    i = grammar.skip_adverbs(i, high)
    if i >= high:
        return True
    low = tokens.lows[i]
    if low in ("and", "or") or (low in words.prepositions and low not in ("despite", "amid", "according")):
        return low == "and" and i + 1 < high and tokens.lows[i + 1] in words.subject_pronouns
    if low.endswith("ing") or low in words.relatives or low in words.subordinators or low in words.subject_pronouns:
        return True
    return low in words.determiners and grammar.has_finite_verb(i + 1, high)


def _participle_cue(grammar: Grammar, i: int, high: int) -> bool:
    """Whether an -ing cue with a content of its own begins at i: ", suggesting that …"."""
    tokens = grammar.tokens
    i = grammar.skip_adverbs(i, high)
    if i + 1 >= high:
        return False
    forms = grammar.cues.by_first_word.get(tokens.lows[i], ())
    return any(f.shape == "ing" and f.cue.kind == "verb" for f in forms) and (
        tokens.lows[i + 1]
        in ("that", ",", ":", "the", "a", "an", "it", "he", "she", "they", "his", "her", "their", "how", "whether", "to")
        or tokens.lows[i + 1] in OPENING
        or tokens.capital(i + 1)
    )


def _trim_end(grammar: Grammar, start: int, end: int) -> int:
    """`end` without final punctuation that stands outside quotation marks."""
    tokens = grammar.tokens
    while end > start and tokens.lows[end - 1] in _END | DASHES and tokens.quoted[end - 1] < 0:
        end -= 1
    while (
        end > start
        and tokens.lows[end - 1] in _END
        and tokens.lows[end - 1] != "…"
        and not (tokens.quoted[end - 1] >= 0 and _last_of_quote(grammar, end - 1))
    ):
        if tokens.quoted[end - 1] >= 0 and end < len(tokens) and tokens.lows[end] in QUOTE_MARKS:
            break
        end -= 1
    return end


def _last_of_quote(grammar: Grammar, i: int) -> bool:
    quoted = grammar.tokens.quoted
    return i + 1 >= len(quoted) or quoted[i + 1] != quoted[i]


def right_complement(
    grammar: Grammar, cue: Cue, cue_end: int, high: int, inside: bool, documentary: bool = False
) -> Complement | None:
    """The content to the right of a cue that ends at token `cue_end`, or None where no frame of the cue fits.

    `documentary` says that the source is a report or the like, whose "finds" and "shows" take a noun phrase.
    """
    tokens, words = grammar.tokens, grammar.words
    r = cue_end
    while r < high and grammar.adverb(r) and tokens.lows[r] not in ("not",):
        r += 1
    if r >= high:
        return None
    frames = cue.frames
    opened = _quote_at(grammar, r, high, inside)
    if opened is not None and frames & {"quote", "that", "bare", "np"}:
        return _complement(grammar, opened, "quote", cue_end, high, inside)
    low = tokens.lows[r]
    if low == "that" and "that" in frames and not _pronoun_that(grammar, r, high):
        return _complement(grammar, r + 1, "that", cue_end, high, inside)
    if (
        low in ("about", "of", "on")
        and frames & {"that", "quote"}
        and cue.lemma in ("say", "write", "ask", "wonder", "speculate", "think")
    ):
        return _complement(grammar, r + 1, "prep", cue_end, high, inside)
    if "prep" in frames and low in cue.prepositions:
        return _complement(grammar, r + 1, "prep", cue_end, high, inside)
    if low in words.wh_words and "wh" in frames:
        return _complement(grammar, r, "wh", cue_end, high, inside)
    if (
        low == "to"
        and "to" in frames
        and r + 1 < high
        and tokens.lows[r + 1] not in words.determiners
        and not tokens.capital(r + 1)
    ):
        return _complement(grammar, r + 1, "to", cue_end, high, inside)
    if low in ("so", "not") and r + 1 >= high - 1:
        return None
    if "hearer" in frames or "objto" in frames or "of" in frames or "as" in frames:
        found = _after_object(grammar, cue, r, cue_end, high, inside)
        if found is not None:
            return found
    far = _after_adjunct(grammar, cue, r, cue_end, high, inside)
    if far is not None:
        return far
    if low in _END or low in ("and", "or", "but", ")") or low in DASHES:
        return None
    if low in words.prepositions or (low in words.subordinators and low != "that"):
        return None
    if "bare" in frames:
        start = grammar.skip_adverbs(cue_end, high)
        if start < high and _clause_starts(grammar, start, high, cue):
            return _complement(grammar, start, "bare", cue_end, high, inside)
    if (
        ("np" in frames or (documentary and "doc" in frames))
        and low != "that"
        and (grammar.noun_like(r) or low in words.determiners or low in words.possessives)
        and not _time(grammar, r)
    ):
        return _complement(grammar, r, "np", cue_end, high, inside)
    return None


def _time(grammar: Grammar, i: int) -> bool:
    return grammar.skip_adverbs(i, i + 2) > i


def _pronoun_that(grammar: Grammar, i: int, high: int) -> bool:
    """Whether "that" is a pronoun by itself: "said that." """
    return i + 1 >= high or grammar.tokens.lows[i + 1] in _END


def _quote_at(grammar: Grammar, i: int, high: int, inside: bool) -> int | None:
    """Where a quotation begins at i, or after a comma or colon there."""
    tokens = grammar.tokens
    j = i
    if tokens.lows[j] in (",", ":") and j + 1 < high:
        j += 1
    if j < high and tokens.lows[j] in OPENING and (inside or tokens.quoted[j] >= 0):
        return j
    if tokens.lows[i] == ":" and j < high:
        return j
    return None


def _clause_starts(grammar: Grammar, start: int, high: int, cue: Cue) -> bool:
    """Whether a clause without "that" begins at `start`: a subject and, further on, a finite verb."""
    tokens, words = grammar.tokens, grammar.words
    low = tokens.lows[start]
    if low in words.subject_pronouns or low in ("this", "these", "those", "there"):
        return True
    if not (grammar.noun_like(start) or low in words.determiners or low in words.possessives or low in OPENING):
        return (
            low in words.subordinators
            and low in ("if", "when", "while", "as", "because", "unless", "although", "once", "after")
            and grammar.has_finite_verb(start, high)
        )
    return grammar.has_finite_verb(start + 1, min(high, start + 26))


def _complement(grammar: Grammar, start: int, frame: str, cue_end: int, high: int, inside: bool) -> Complement | None:
    tokens = grammar.tokens
    if frame == "that":
        while start < high and tokens.lows[start] == ",":
            start += 1
    if start >= high:
        return None
    if frame == "quote" and tokens.quoted[start] >= 0 and not inside:
        number = tokens.quoted[start]
        stop = start
        while stop < high and tokens.quoted[stop] == number:
            stop += 1
        # `said: "One." "Two."` goes on; `said "one" and left` is mixed speech to the end of its clause
        rest = next((i for i in range(stop, high) if tokens.lows[i] not in _END), high)
        if rest >= high or (tokens.lows[stop - 2] in (".", "!", "?", ",") and tokens.lows[rest] not in OPENING):
            end = stop
        else:
            end = content_end(grammar, start, high)
    else:
        told = frame == "np" and _speaks_on(grammar, start, high)
        end = content_end(grammar, start, high, inside, phrase=frame in PHRASAL and not told, whole=told)
    if end <= start:
        return None
    return Complement(((start, end),), frame, (cue_end, start), cue_end)


def _speaks_on(grammar: Grammar, start: int, high: int) -> bool:
    """Whether a content is itself a document that speaks behind a comma: "data from Statista, indicating a decline"."""
    phrase = grammar.phrase_after(start, high)
    return phrase is not None and grammar.documentary(*phrase) and phrase[1] < high and grammar.tokens.lows[phrase[1]] == ","


def _after_object(grammar: Grammar, cue: Cue, r: int, cue_end: int, high: int, inside: bool) -> Complement | None:
    """Frames with an object between cue and content: told someone that C, urged someone to VP, accused someone of C."""
    tokens, words = grammar.tokens, grammar.words
    frames = cue.frames
    if not (
        grammar.noun_like(r)
        or tokens.lows[r] in words.determiners
        or tokens.lows[r] in words.possessives
        or tokens.lows[r] in words.object_pronouns
    ):
        return None
    if tokens.lows[r] in words.object_pronouns and tokens.lows[r] != "her":
        after = r + 1
    else:
        phrase = grammar.phrase_after(r, high, prepositions="hearer" not in frames, stop="to" if "objto" in frames else "")
        if phrase is None:
            return None
        after = phrase[1]
    after = grammar.skip_adverbs(after, high)
    if after >= high:
        return Complement(((r, content_end(grammar, r, high, inside)),), "np", (cue_end, r), cue_end) if "np" in frames else None
    low = tokens.lows[after]
    if "hearer" in frames:
        opened = _quote_at(grammar, after, high, inside)
        if opened is not None:
            return _complement(grammar, opened, "quote", cue_end, high, inside)
        if low == "that":
            return _complement(grammar, after + 1, "hearer", cue_end, high, inside)
        if low in words.wh_words and "wh" in frames | {"wh"} and low != "which" and low != "who":
            return _complement(grammar, after, "wh", cue_end, high, inside)
    if low == "to" and frames & {"objto", "to"}:
        return _complement(grammar, r, "objto", cue_end, high, inside)
    if (low == "of" and "of" in frames) or ("of" in frames and _of_follows(grammar, r, high)):
        return _complement(grammar, r, "of", cue_end, high, inside)
    if "as" in frames and _word_follows(grammar, "as", r, high):
        return _complement(grammar, r, "as", cue_end, high, inside)
    if "hearer" in frames:
        far = _after_adjunct(grammar, cue, after, cue_end, high, inside)
        if far is not None:
            return far
        if (
            tokens.lows[r] in words.object_pronouns
            or low in words.subject_pronouns
            or low in words.determiners
            or low in words.possessives
        ):
            start = after
            if start < high and _clause_starts(grammar, start, high, cue):
                return _complement(grammar, start, "hearer", cue_end, high, inside)
    if (
        "as" in frames
        and len(frames) == 1
        and tokens.quoted[after] < 0
        and cue.lemma in ("call", "label", "dub", "brand", "term", "deem")
    ):
        return _complement(grammar, r, "as", cue_end, high, inside)
    if "as" in frames and cue.lemma in ("call", "label", "dub", "brand", "deem"):
        return _complement(grammar, r, "as", cue_end, high, inside)
    return None


def _of_follows(grammar: Grammar, r: int, high: int) -> bool:
    return _word_follows(grammar, "of", r, high)


def _word_follows(grammar: Grammar, word: str, r: int, high: int) -> bool:
    """Whether `word` follows within the clause."""
    for i in range(r, min(high, r + 18)):
        if grammar.tokens.lows[i] == word and not (
            word == "as" and grammar.tokens.lows[i - 1] in ("such", "well", "as", "far", "long", "soon")
        ):
            return True
        if grammar.tokens.lows[i] in (";", ":") or grammar.auxiliary(i):
            return False
    return False


def _after_adjunct(grammar: Grammar, cue: Cue, r: int, cue_end: int, high: int, inside: bool) -> Complement | None:
    """A content that "that" or a quotation mark opens behind an adjunct: "said in an interview with X on May 26 that C"."""
    tokens, words = grammar.tokens, grammar.words
    if not cue.frames & {"that", "quote", "hearer", "bare"}:
        return None
    low = tokens.lows[r]
    adjunct = low in words.prepositions or low in words.days or _time(grammar, r) or low == ","
    if not adjunct or low == "of":
        return None
    for i in range(r, min(high, r + _SCAN)):
        word = tokens.lows[i]
        if word == "that" and i > r and tokens.lows[i - 1] not in words.determiners:
            return _complement(grammar, i + 1, "that", cue_end, high, inside)
        if i > r and tokens.lows[i - 1] in (",", ":") and word in OPENING and (inside or tokens.quoted[i] >= 0):
            return _complement(grammar, i, "quote", cue_end, high, inside)
        if (word in (";", ".") and tokens.lows[i - 1] not in words.abbreviations) or (i > r and grammar.auxiliary(i)):
            break
        if word == ":" and i + 1 < high:
            return _complement(grammar, i + 1, "quote", cue_end, high, inside)
    start = grammar.skip_adverbs(cue_end, high)
    if (
        "bare" in cue.frames
        and start < high
        and tokens.lows[start] not in words.prepositions
        and start > cue_end
        and _clause_starts(grammar, start, high, cue)
    ):
        return _complement(grammar, start, "bare", cue_end, high, inside)
    return None


def left_complement(grammar: Grammar, source_start: int, low: int) -> Complement | None:
    """The content that ends right before the source (or the inverted cue) that begins at `source_start`: "C, S V"."""
    tokens = grammar.tokens
    k = source_start
    if k <= low:
        return None
    last = tokens.lows[k - 1]
    if last == "," or last in DASHES:
        k -= 1
    elif not (tokens.quoted[k - 1] >= 0 and last in QUOTE_MARKS):
        return None
    if k <= low:
        return None
    start = low
    while start < k and tokens.lows[start] in ("and", "but", "so", "also", ","):
        start += 1
    if start >= k:
        return None
    quoted = tokens.quoted[k - 1] >= 0 and tokens.lows[k - 1] in QUOTE_MARKS
    if (
        not quoted
        and tokens.lows[start] in grammar.words.subordinators | grammar.words.prepositions
        and not _main_clause(grammar, start, k)
    ):
        return None
    return Complement(((start, k),), "quote" if quoted else "trailing", (k, k), k)


def _main_clause(grammar: Grammar, start: int, end: int) -> bool:
    """Whether a main clause follows the subordinate one or the adjunct that begins at `start`: "If X wins, Y will fall"."""
    comma = next((k for k in range(start, end) if grammar.tokens.lows[k] == ","), None)
    return comma is not None and grammar.has_finite_verb(comma + 1, end)
