"""The content to the right of a cue: where it begins, and in which frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from provenance.detect.contents import END_MARKS, content_end, opens_quotation
from provenance.detect.grammar import Grammar, Range
from provenance.detect.phrases_after import documentary, phrase_after
from provenance.detect.tokens import DASHES, OPENING
from provenance.lexicon.cues import Cue

_PHRASAL = frozenset(["np", "prep", "to", "objto", "as", "of"])
"""Frames whose content is a phrase."""
_ADJUNCT_REACH = 34
"""How many tokens an adjunct ("in an interview with … on May 26") may put between cue and content."""
_OBJECT_REACH = 18
"""How many tokens an object may put between the cue and its "of" or "as"."""
_VERB_REACH = 26
"""Tokens among which a clause without "that" must have its finite verb."""
_QUOTABLE = frozenset(["quote", "that", "bare", "np"])
"""Frames of cues that may stand before a quotation."""
_FAR = frozenset(["that", "quote", "hearer", "bare"])
"""Frames of cues that may have an adjunct before their content."""

Opening = tuple[int, str]
"""Where a content begins, and the frame of the cue that it fills."""


@dataclass(frozen=True, slots=True)
class Complement:
    """The content of a cue: its tokens, and the frame that was seen."""

    tokens: Range
    frame: str


def right_complement(
    grammar: Grammar, cue: Cue, cue_end: int, high: int, inside: bool, of_document: bool = False
) -> Complement | None:
    """The content to the right of a cue that ends at token `cue_end`, or None where no frame of the cue fits.

    `inside` says that the cue stands within a quotation; `of_document`, that its source is a report or the like, whose
    "finds" and "shows" take a noun phrase.
    """
    return _RightSide(grammar, cue, cue_end, high, inside).complement(of_document)


@dataclass(frozen=True, slots=True)
class _RightSide:
    """What stands to the right of a cue, up to the end of the sentence at `high`."""

    grammar: Grammar
    cue: Cue
    cue_end: int
    high: int
    inside: bool

    def complement(self, of_document: bool) -> Complement | None:
        """The content by the first frame that fits; what plainly opens a content is tried before objects and adjuncts."""
        r = self._behind_adverbs()
        if r >= self.high:
            return None
        opening = self._opened(r)
        if opening is None and not self._stands_alone(r):
            for far in chain(self._behind_object(r), self._behind_adjunct(r)):
                found = self._content(*far)
                if found is not None:
                    return found
            opening = self._unmarked(r, of_document)
        return self._content(*opening) if opening else None

    # ------------------------------------------------------------ openings

    def _behind_adverbs(self) -> int:
        r = self.cue_end
        while r < self.high and self.grammar.adverb(r) and self._low(r) != "not":
            r += 1
        return r

    def _low(self, i: int) -> str:
        return self.grammar.tokens.lows[i]

    def _opened(self, r: int) -> Opening | None:
        """A content at r that a quotation mark or a word such as "that" opens."""
        low, cue, words = self._low(r), self.cue, self.grammar.words
        quote = self._quotation_at(r)
        if quote is not None and cue.frames & _QUOTABLE:
            return quote, "quote"
        if low == "that" and "that" in cue.frames and not self._pronoun_that(r):
            return r + 1, "that"
        if low in words.topic_prepositions and cue.lemma in words.topic_lemmas and cue.frames & {"that", "quote"}:
            return r + 1, "prep"
        if low in cue.prepositions and "prep" in cue.frames:
            return r + 1, "prep"
        if low in words.wh_words and "wh" in cue.frames:
            return r, "wh"
        if low == "to" and "to" in cue.frames and self._infinitive(r):
            return r + 1, "to"
        return None

    def _quotation_at(self, i: int) -> int | None:
        """Where a quotation begins at i, or after a comma or colon there; behind a colon the marks may be missing."""
        j = i + 1 if self._low(i) in (",", ":") and i + 1 < self.high else i
        if opens_quotation(self.grammar, j, self.inside) or self._low(i) == ":":
            return j
        return None

    def _pronoun_that(self, i: int) -> bool:
        """Whether "that" is a pronoun by itself: "said that." """
        return i + 1 >= self.high or self._low(i + 1) in END_MARKS

    def _infinitive(self, i: int) -> bool:
        """Whether "to" at i opens an infinitive rather than a phrase: "promised to leave", not "promised to the mayor"."""
        if i + 1 >= self.high or self.grammar.tokens.capital(i + 1):
            return False
        return self._low(i + 1) not in self.grammar.words.determiners

    def _stands_alone(self, r: int) -> bool:
        """Whether "so" or "not" ends the sentence: "They said so." """
        return self._low(r) in ("so", "not") and r + 1 >= self.high - 1

    def _unmarked(self, r: int, of_document: bool) -> Opening | None:
        """A content at r that no word opens: a clause without "that", or a noun phrase."""
        grammar, words, low = self.grammar, self.grammar.words, self._low(r)
        if low in END_MARKS or low in DASHES or low in words.prepositions or low in ("and", "or", "but", ")"):
            return None
        if low in words.subordinators and low != "that":
            return None
        start = self._bare_clause()
        if start is not None:
            return start, "bare"
        takes_phrase = "np" in self.cue.frames or (of_document and "doc" in self.cue.frames)
        noun = low != "that" and (grammar.noun_like(r) or grammar.determiner_like(r))
        if takes_phrase and noun and not grammar.bare_adjunct(r, self.high):
            return r, "np"
        return None

    def _bare_clause(self) -> int | None:
        """Where a clause without "that" begins behind the cue and its adverbs."""
        if "bare" not in self.cue.frames:
            return None
        start = self.grammar.skip_adverbs(self.cue_end, self.high)
        return start if start < self.high and self._clause_starts(start) else None

    def _clause_starts(self, start: int) -> bool:
        """Whether a clause without "that" begins at `start`: a subject and, further on, a finite verb."""
        grammar, words, low = self.grammar, self.grammar.words, self._low(start)
        if low in words.subject_pronouns or low in ("this", "these", "those", "there"):
            return True
        if grammar.noun_like(start) or grammar.determiner_like(start) or low in OPENING:
            return grammar.has_finite_verb(start + 1, min(self.high, start + _VERB_REACH))
        return low in words.content_subordinators and grammar.has_finite_verb(start, self.high)

    # ------------------------------------------------------------ behind an object

    def _behind_object(self, r: int) -> Iterator[Opening]:
        """Frames with an object between cue and content: told someone that C, urged someone to VP, accused someone of C."""
        frames, words = self.cue.frames, self.grammar.words
        if not frames & {"hearer", "objto", "of", "as"}:
            return
        after = self._object_end(r)
        if after is None:
            return
        if after >= self.high:
            if "np" in frames:
                yield r, "np"
            return
        low = self._low(after)
        if "hearer" in frames:
            told = self._told(after)
            if told is not None:
                yield told
                return
        if low == "to" and frames & {"objto", "to"}:
            yield r, "objto"
        elif "of" in frames and (low == "of" or self._follows("of", r)):
            yield r, "of"
        elif "as" in frames and self._follows("as", r):
            yield r, "as"
        else:
            if "hearer" in frames:
                yield from self._told_without_that(r, after)
            if "as" in frames and self.cue.lemma in words.calling_lemmas:
                yield r, "as"

    def _object_end(self, r: int) -> int | None:
        """The token after the object that begins at r and after adverbs behind it; None where no object begins there."""
        grammar, words, frames = self.grammar, self.grammar.words, self.cue.frames
        if self._low(r) in words.object_pronouns and self._low(r) != "her":
            return grammar.skip_adverbs(r + 1, self.high)
        if not (grammar.noun_like(r) or grammar.determiner_like(r) or self._low(r) in words.object_pronouns):
            return None
        stop = "to" if "objto" in frames else ""
        phrase = phrase_after(grammar, r, self.high, prepositions="hearer" not in frames, stop=stop)
        return grammar.skip_adverbs(phrase[1], self.high) if phrase else None

    def _told(self, after: int) -> Opening | None:
        """A content behind a hearer that something opens: told someone "C", told someone that C, told someone how C."""
        low = self._low(after)
        quote = self._quotation_at(after)
        if quote is not None:
            return quote, "quote"
        if low == "that":
            return after + 1, "hearer"
        if low in self.grammar.words.wh_words and low not in ("which", "who"):
            return after, "wh"
        return None

    def _told_without_that(self, r: int, after: int) -> Iterator[Opening]:
        """A content behind a hearer and an adjunct, or right behind a hearer: "told them in May that C", "told her C"."""
        words = self.grammar.words
        yield from self._behind_adjunct(after)
        begins = self._low(after) in words.subject_pronouns or self.grammar.determiner_like(after)
        if (begins or self._low(r) in words.object_pronouns) and self._clause_starts(after):
            yield after, "hearer"

    def _follows(self, word: str, r: int) -> bool:
        """Whether `word` ("of" or "as") follows within the clause."""
        for i in range(r, min(self.high, r + _OBJECT_REACH)):
            low = self._low(i)
            if low == word and not (word == "as" and self._low(i - 1) in self.grammar.words.as_companions):
                return True
            if low in (";", ":") or self.grammar.auxiliary(i):
                return False
        return False

    # ------------------------------------------------------------ behind an adjunct

    def _behind_adjunct(self, r: int) -> Iterator[Opening]:
        """A content that "that" or a quotation mark opens behind an adjunct: "said in an interview with X on May 26 that C"."""
        if not self.cue.frames & _FAR or not self._adjunct(r):
            return
        far = self._far_opening(r)
        if far is not None:
            yield far
            return
        start = self._bare_clause()
        if start is not None and start > self.cue_end and self._low(start) not in self.grammar.words.prepositions:
            yield start, "bare"

    def _adjunct(self, r: int) -> bool:
        """Whether an adjunct of time, place or occasion, or an insert behind a comma, begins at r."""
        low = self._low(r)
        placed = low == "," or (low in self.grammar.words.prepositions and low != "of")
        return placed or self.grammar.bare_adjunct(r, self.high)

    def _far_opening(self, r: int) -> Opening | None:
        """The first "that", quotation or colon behind the adjunct at r and before the next clause."""
        grammar = self.grammar
        for i in range(r, min(self.high, r + _ADJUNCT_REACH)):
            word, before = self._low(i), self._low(i - 1)
            if i > r and word == "that" and before not in grammar.words.determiners:
                return i + 1, "that"
            if i > r and before in (",", ":") and opens_quotation(grammar, i, self.inside):
                return i, "quote"
            if (word in (";", ".") and before not in grammar.words.abbreviations) or (i > r and grammar.auxiliary(i)):
                return None
            if word == ":" and i + 1 < self.high:
                return i + 1, "quote"
        return None

    # ------------------------------------------------------------ the content

    def _content(self, start: int, frame: str) -> Complement | None:
        """The content that begins at `start`, or None where nothing but punctuation is left for it."""
        if frame == "that":
            while start < self.high and self._low(start) == ",":
                start += 1
        if start >= self.high:
            return None
        if frame == "quote" and self.grammar.tokens.quoted[start] >= 0 and not self.inside:
            end = self._quotation_end(start)
        else:
            told = frame == "np" and self._speaks_on(start)
            end = content_end(self.grammar, start, self.high, self.inside, phrase=frame in _PHRASAL and not told, whole=told)
        return Complement((start, end), frame) if end > start else None

    def _quotation_end(self, start: int) -> int:
        """The end of a quotation, or of the clause that it is a part of.

        `said: "One." "Two."` goes on with a quotation of its own; `said "one" and left` is mixed speech to the end of its
        clause.
        """
        stop = self.grammar.tokens.quotation_end(start, self.high)
        rest = next((i for i in range(stop, self.high) if self._low(i) not in END_MARKS), self.high)
        if rest >= self.high:
            return stop
        complete = self._low(stop - 2) in (".", "!", "?", ",")
        return stop if complete and self._low(rest) not in OPENING else content_end(self.grammar, start, self.high)

    def _speaks_on(self, start: int) -> bool:
        """Whether a content is itself a document that speaks behind a comma: "data from Statista, indicating a decline"."""
        phrase = phrase_after(self.grammar, start, self.high)
        if phrase is None or phrase[1] >= self.high:
            return False
        return self._low(phrase[1]) == "," and documentary(self.grammar, phrase)
