"""Finds attributions in one passage: for each cue, its source and its content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from provenance.detect.complements import Complement, content_end, left_complement, right_complement
from provenance.detect.grammar import Grammar, Range
from provenance.detect.tokens import DASHES, OPENING, QUOTE_MARKS
from provenance.lexicon.cues import Cue, CueForm

_EVIDENTIAL = frozenset(
    [
        "suggest",
        "indicate",
        "show",
        "demonstrate",
        "mean",
        "imply",
        "prove",
        "signal",
        "confirm",
        "underscore",
        "reveal",
        "highlight",
        "hint",
        "point",
        "reflect",
        "underline",
        "expose",
        "prove",
    ]
)
_NEVER_NOUNS = frozenset(["say", "tell", "think", "believe", "know", "write", "insist", "argue", "add"])
_AUTHOR_SUBJECTS = frozenset(["it", "this", "these", "that", "those", "such", "which"])
"""With an evidential verb they are the author's own inference: "this suggests that"."""


@dataclass(slots=True)
class Found:
    """One attribution in token ranges of its passage."""

    cue: Cue
    cue_range: Range
    source: Range | None
    contents: list[Range]
    frame: str
    between: Range
    negated: bool
    region: Range
    """The sentence, or the quotation within it, that it was found in."""
    inside: bool = False
    """Whether it was found within a quotation."""
    by: str = ""
    """The rule where it is another than the cue's own."""

    @property
    def rule(self) -> str:
        """The id of the rule, with the frame in which it fired."""
        return f"{self.by or self.cue.id}.{self.frame}"


class Finder:
    """Looks for attributions in one sentence at a time."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.tokens = grammar.tokens
        self.words = grammar.words

    def find(self, low: int, high: int, inside: bool) -> list[Found]:
        """All attributions whose cue stands in tokens [low, high). `inside` says that they are within a quotation."""
        found: list[Found] = []
        i = low
        while i < high:
            if not inside and self.tokens.quoted[i] >= 0:
                i += 1
                continue
            step = 1
            for form in self._forms_at(i, high):
                one = self._attribution(form, i, low, high, inside, found)
                if one is not None:
                    one.inside = inside
                    found.append(one)
                    step = max(1, one.cue_range[1] - i)
                    break
            i += step
        return found

    def _forms_at(self, i: int, high: int) -> Iterator[CueForm]:
        lows = self.tokens.lows
        for form in self.grammar.cues.by_first_word.get(lows[i], ()):
            size = len(form.words)
            if size == 1 or (i + size <= high and tuple(lows[i : i + size]) == form.words):
                yield form

    def _attribution(self, form: CueForm, i: int, low: int, high: int, inside: bool, before: list[Found]) -> Found | None:
        kind = form.cue.kind
        if kind == "verb" or kind == "support":
            return self._verb(form, i, low, high, inside, before)
        if kind == "adp":
            return self._adposition(form, i, low, high, inside)
        if kind == "noun":
            return self._noun(form, i, low, high, inside)
        if kind == "adj":
            return self._adjective(form, i, low, high, inside)
        if kind == "adv":
            return self._adverb(form, i, low, high)
        return self._phrase(form, i, low, high, inside)

    # ------------------------------------------------------------ verbs

    def _verb(self, form: CueForm, i: int, low: int, high: int, inside: bool, before: list[Found]) -> Found | None:
        grammar, tokens = self.grammar, self.tokens
        end = i + len(form.words)
        group, has_aux, has_be, has_to = grammar.verb_group(i, low)
        if has_be and form.shape in ("past", "pp") and not self._perfect(group, i):
            return self._passive(form, i, end, group, low, high, inside)
        if form.shape in ("past", "pp") and not has_aux and grammar.names(i) and grammar.has_finite_verb(end, high):
            return None
        if (
            form.shape in ("past", "pp")
            and not has_aux
            and "passive" in form.cue.frames
            and end < high
            and tokens.lows[end] == "to"
        ):
            return self._passive(form, i, end, group, low, high, inside)
        if not self._verbal(form, i, group, has_aux, has_to, low, high):
            return None
        if form.cue.kind == "support":
            return self._support(form, i, end, group, low, high, inside)
        negated = grammar.negated(group, i)
        source = self._subject(form, i, group, has_aux, has_to, low, before)
        right = right_complement(grammar, form.cue, end, high, inside, documentary=self._documentary(source))
        if "quote" in form.cue.frames:
            # "C," S V — the cue ends its sentence, or a second piece of the quotation follows
            left = self._left(source, group, low, inside)
            if (
                left is not None
                and (right is None or right.frame not in ("that", "hearer", "wh"))
                and self._closes_speech(end, high, right, left)
            ):
                return self._with_right_piece(form, group, end, source, left, high, negated, (low, high))
            split = self._parenthetical(form, group, end, source, low, high, negated, inside)
            if split is not None:
                return split
            inverted = self._inverted(form, i, group, end, low, high, has_aux, right)
            if inverted is not None:
                return inverted
        if right is None or (has_to and source is None):
            return None
        if source is None and form.shape != "ing" and right.frame not in ("quote",):
            return None
        if source is None and right.frame == "np":
            return None
        reduced = (
            form.shape == "ing"
            and not has_aux
            and group > low
            and tokens.lows[group - 1] not in (",", "and")
            and tokens.lows[group - 1][0].isalnum()
        )
        if reduced and right.frame in ("np", "as", "to") and not self._documentary(source):
            return None
        if source is not None and self._authors_own(source, inside):
            return None
        if source is not None and form.cue.lemma in _EVIDENTIAL and tokens.lows[source[0]] in _AUTHOR_SUBJECTS:
            return None
        return Found(
            form.cue, (group, right.cue_end), source, list(right.ranges), right.frame, right.between, negated, (low, high)
        )

    def _perfect(self, group: int, i: int) -> bool:
        """Whether the participle belongs to "have" rather than to "be": "has said", "has been saying" is no passive."""
        lows = self.tokens.lows
        last_aux = next((k for k in range(i - 1, group - 1, -1) if self.grammar.auxiliary(k)), None)
        if last_aux is None:
            return True
        if lows[last_aux] in ("'s", "’s"):
            return True
        return lows[last_aux] not in self.words.be

    def _verbal(self, form: CueForm, i: int, group: int, has_aux: bool, has_to: bool, low: int, high: int) -> bool:
        """Whether the form is used as a verb here: told from nouns ("the claims") and adjectives by what stands before."""
        tokens, words, grammar = self.tokens, self.words, self.grammar
        if has_aux or has_to:
            return True
        previous = group - 1
        while previous > low and grammar.adverb(previous) and not tokens.capital(previous):
            previous -= 1
        if (
            tokens.capital(i)
            and i > low
            and form.shape in ("base", "s")
            and not (previous >= low and tokens.lows[previous] in words.subject_pronouns)
        ):
            return self._headline(low, high)
        if previous < low:
            return form.shape == "ing"
        word = tokens.lows[previous]
        if form.shape == "ing":
            owned = grammar.possessive(previous) or (
                word in ("'s", "’s") and self._has_noun(i) and tokens.lows[previous - 1] not in words.pronouns
            )
            return word not in words.determiners and word not in words.possessives and not owned
        if word == "most":
            return False
        if (
            (word in words.determiners and word not in words.pronouns)
            or word in words.possessives
            or word in words.prepositions
            or grammar.possessive(previous)
        ):
            return False
        if form.shape == "base":
            if word in ("who", "that", "which", "and", ",", ")"):
                return True
            joined = previous > low and tokens.lows[previous - 1] == "and"
            return word in words.pronouns or grammar.plural(previous) or joined or grammar.plural_head(i)
        if form.shape == "s" and form.cue.lemma not in _NEVER_NOUNS:
            if word in words.pronouns or word in ("who", "which", "that", ",", ")", "and"):
                return True
            if len(form.words) > 1:
                return True
            return grammar.present(i, True, form.cue.prepositions) and not (
                previous == low and tokens.capital(previous) and grammar.plural(i) and not self._object_follows(i, high)
            )
        return True

    def _has_noun(self, i: int) -> bool:
        """Whether the word at i is a noun cue too: "finding", "warning"."""
        return any(f.cue.kind == "noun" for f in self.grammar.cues.by_first_word.get(self.tokens.lows[i], ()))

    def _object_follows(self, i: int, high: int) -> bool:
        """Whether what follows can be the object or content of a verb at i."""
        if i + 1 >= high:
            return False
        low = self.tokens.lows[i + 1]
        return (
            low in self.words.determiners
            or low in self.words.subordinators
            or low in self.words.possessives
            or self.tokens.capital(i + 1)
            or low in OPENING
        )

    def _headline(self, low: int, high: int) -> bool:
        """Whether most words of the sentence are capitalised, so that a capital says nothing."""
        letters = [k for k in range(low, high) if self.tokens.words[k][0].isalpha()]
        return bool(letters) and sum(self.tokens.capital(k) for k in letters) >= 0.6 * len(letters)

    def _subject(
        self, form: CueForm, i: int, group: int, has_aux: bool, has_to: bool, low: int, before: list[Found]
    ) -> Range | None:
        """The source of a verb: the noun phrase before it, or the subject of an earlier cue that it continues."""
        tokens, words = self.tokens, self.words
        previous = tokens.lows[group - 1] if group > low else ""
        shared = self._last_source(before, group)
        if (form.shape == "ing" and not has_aux) or has_to:
            if previous == ",":
                near = self.grammar.subject_before(group - 1, low)
                if near is not None and self._documentary(near):
                    return near
            if (
                previous in (",", "and", "")
                or previous in words.prepositions
                or previous in words.subordinators
                or has_to
                or previous in DASHES
            ):
                if shared is not None:
                    return shared
                if previous == "," or previous in words.prepositions or has_to:
                    return self._clause_subject(group, low)
                return None
            return self.grammar.subject_before(group, low)
        if previous in ("and", "but", "or") and shared is not None:
            return shared
        if previous in ("and", "but"):
            return self._clause_subject(group, low)
        if previous in ("who", "that", "which"):
            return self.grammar.subject_before(group - 1 - (group - 2 > low and tokens.lows[group - 2] == ","), low)
        return self.grammar.subject_before(group, low)

    def _last_source(self, before: list[Found], group: int) -> Range | None:
        for one in reversed(before):
            if one.source is not None and one.source[1] <= group and one.frame not in ("noun", "adp"):
                return one.source
        return None

    def _clause_subject(self, end: int, low: int) -> Range | None:
        """The subject of the nearest finite verb before, for participles and infinitives that share it."""
        start = low
        tokens = self.tokens
        while start < end and (
            tokens.lows[start] in self.words.prepositions
            or tokens.lows[start] in self.words.subordinators
            or tokens.lows[start] == "according"
        ):
            comma = next((k for k in range(start, end) if tokens.lows[k] == ","), None)
            if comma is None or comma + 1 >= end:
                break
            start = comma + 1
        for k in range(end - 1, start, -1):
            if tokens.quoted[k] >= 0 or not self.grammar.finite_verb(k) or self.grammar.auxiliary(k):
                continue
            group = self.grammar.verb_group(k, start)[0]
            if tokens.lows[group - 1] not in self.words.relatives and tokens.lows[group - 1] not in self.words.conjunctions:
                subject = self.grammar.subject_before(group, start)
                if subject is not None:
                    return subject
        return None

    def _left(self, source: Range | None, group: int, low: int, inside: bool) -> Complement | None:
        if source is None or inside:
            return None
        if source[1] != group and not all(self.grammar.adverb(k) or self.tokens.lows[k] == "," for k in range(source[1], group)):
            return None
        return left_complement(self.grammar, source[0], low)

    def _parenthetical(
        self, form: CueForm, group: int, end: int, source: Range | None, low: int, high: int, negated: bool, inside: bool
    ) -> Found | None:
        """The grim realities, he argued, rendered them mere tools: the content stands on both sides."""
        tokens = self.tokens
        if source is None or source[1] != group or source[0] - 1 <= low or end + 3 >= high:
            return None
        if tokens.lows[source[0] - 1] != "," or tokens.lows[end] != "," or tokens.quoted[source[0] - 1] >= 0:
            return None
        start = source[0] - 2
        while start > low and tokens.lows[start - 1] != ",":
            start -= 1
        if self.grammar.has_finite_verb(start, source[0] - 1) or (
            not self.grammar.finite_verb(end + 1) and not self.grammar.has_finite_verb(end + 1, min(high, end + 4))
        ):
            return None
        stop = content_end(self.grammar, end + 1, high, inside)
        return Found(
            form.cue,
            (group, end),
            source,
            [(start, source[0] - 1), (end + 1, stop)],
            "trailing",
            (end, end),
            negated,
            (low, high),
        )

    def _closes_speech(self, end: int, high: int, right: Complement | None, left: Complement) -> bool:
        """Whether nothing but adjuncts, or a further quotation, stands between the cue and the end of its sentence."""
        if left.frame == "quote":
            return right is None or right.frame == "quote" or right.frame not in ("that",)
        if right is not None and right.frame in ("quote", "bare", "that", "np", "wh", "prep", "to"):
            return False
        # an unquoted content on the left must be a clause
        first, last = left.ranges[0]
        return last - first >= 3 and self.grammar.has_finite_verb(first, last)

    def _with_right_piece(
        self, form: CueForm, group: int, end: int, source: Range | None, left: Complement, high: int, negated: bool, region: Range
    ) -> Found:
        """A left content, and the quotation that goes on behind the cue: "One," she said, "two." """
        contents = list(left.ranges)
        tokens = self.tokens
        for k in range(end, min(high, end + 30)):
            if tokens.lows[k] in OPENING and tokens.quoted[k] >= 0 and (k == 0 or tokens.quoted[k - 1] != tokens.quoted[k]):
                if tokens.lows[k - 1] in (",", ":") or tokens.lows[k - 1] in DASHES:
                    stop = k
                    while stop < high and tokens.quoted[stop] == tokens.quoted[k]:
                        stop += 1
                    contents.append((k, stop))
                break
        return Found(form.cue, (group, end), source, contents, left.frame, (end, end), negated, region)

    def _inverted(
        self, form: CueForm, i: int, group: int, end: int, low: int, high: int, has_aux: bool, right: Complement | None
    ) -> Found | None:
        """ "C," V S."""
        tokens, words = self.tokens, self.words
        if has_aux or form.shape not in ("past", "s", "base") or end >= high or group == low:
            return None
        if tokens.lows[group - 1] != "," and not (tokens.quoted[group - 1] >= 0 and tokens.lows[group - 1] in QUOTE_MARKS):
            return None
        if right is not None and right.frame in ("that", "quote", "hearer"):
            return None
        left = left_complement(self.grammar, group, low)
        if left is None or (left.frame != "quote" and not self.grammar.has_finite_verb(*left.ranges[0])):
            return None
        if tokens.lows[end] in words.prepositions or tokens.lows[end] in words.subordinators:
            return None
        phrase = self.grammar.phrase_after(end, high)
        if phrase is None:
            return None
        phrase = self.grammar.apposition_after(phrase, high)
        return self._inverted_found(form, group, end, phrase, left, high, (low, high))

    def _inverted_found(
        self, form: CueForm, group: int, end: int, phrase: Range, left: Complement, high: int, region: Range
    ) -> Found:
        found = self._with_right_piece(form, group, phrase[1], phrase, left, high, False, region)
        found.cue_range = (group, end)
        return found

    def _passive(self, form: CueForm, i: int, end: int, group: int, low: int, high: int, inside: bool) -> Found | None:
        """ "is expected to", "was accused of", "is described as", "was criticised by S": the content has its subject in it."""
        grammar, tokens = self.grammar, self.tokens
        frames = form.cue.frames
        r = grammar.skip_adverbs(end, high)
        if r >= high:
            return None
        low_word = tokens.lows[r]
        before = group - 1 if group > low and tokens.lows[group - 1] in (",", "that", "which", "who") else group
        subject = grammar.subject_before(before, low)
        by = (
            next((k for k in range(r, min(high, r + 12)) if tokens.lows[k] == "by" and tokens.quoted[k] < 0), None)
            if not inside
            else None
        )
        source = (
            grammar.phrase_after(by + 1, high)
            if by is not None and by + 1 < high and not tokens.lows[by + 1].endswith("ing")
            else None
        )
        contents: list[Range] = []
        negated = grammar.negated(group, i)
        if low_word == "that" and "that" in frames:
            right = right_complement(grammar, form.cue, end, high, inside)
            if right is None or subject is None or tokens.lows[subject[0]] != "it":
                return None
            contents = list(right.ranges)
        elif (
            (low_word == "to" and frames & {"passive", "objto"})
            or (low_word == "of" and "of" in frames)
            or (low_word == "as" and "as" in frames)
        ):
            right_start = r
            stop = content_end(grammar, right_start, high, inside)
            if subject is None or stop <= right_start + 1:
                return None
            contents = [subject, (right_start + (low_word != "to"), stop)]
        elif source is not None and by == r and frames & {"np"} and subject is not None:
            contents = [subject]
        else:
            return None
        return Found(form.cue, (group, end), source, contents, "passive", (end, end), negated, (low, high))

    def _support(self, form: CueForm, i: int, end: int, group: int, low: int, high: int, inside: bool) -> Found | None:
        """ "expressed frustration over C", "raised concerns about C": a light verb with the noun of an attitude."""
        tokens = self.tokens
        noun = next(
            (
                k
                for k in range(end, min(high, end + 5))
                for f in self.grammar.cues.by_first_word.get(tokens.lows[k], ())
                if f.cue.kind == "noun" and len(f.words) == 1
            ),
            None,
        )
        if noun is None or noun + 1 >= high:
            return None
        source = self.grammar.subject_before(group, low)
        cue = next(f.cue for f in self.grammar.cues.by_first_word[tokens.lows[noun]] if f.cue.kind == "noun")
        negated = self.grammar.negated(group, i)
        right = right_complement(self.grammar, cue, noun + 1, high, inside)
        if right is None and tokens.lows[noun + 1] in (
            "about",
            "over",
            "with",
            "at",
            "for",
            "toward",
            "towards",
            "regarding",
            "of",
            "in",
            "on",
            "to",
            "against",
        ):
            start = noun + 2
            stop = content_end(self.grammar, start, high, inside, phrase=True)
            if stop > start:
                right = Complement(((start, stop),), "prep", (noun + 1, start), noun + 1)
        if source is None:
            source = self._clause_subject(group, low) if form.shape == "ing" else None
        if right is None or source is None:
            return None
        return Found(
            cue,
            (group, noun + 1),
            source,
            list(right.ranges),
            "support",
            right.between,
            negated,
            (low, high),
            by=f"{form.cue.id}+{cue.id}",
        )

    def _authors_own(self, source: Range, inside: bool) -> bool:
        """Whether the source is the author or the reader: "I think" outside a quotation is no attribution."""
        return not inside and source[1] - source[0] == 1 and self.tokens.lows[source[0]] in ("i", "we", "you", "one", "us")

    def _documentary(self, source: Range | None) -> bool:
        """Whether the source is a report, survey, data set or the like: such "find" and "show" a noun phrase."""
        return source is not None and self.grammar.documentary(*source)

    # ------------------------------------------------------------ other cues

    def _adposition(self, form: CueForm, i: int, low: int, high: int, inside: bool) -> Found | None:
        """ "According to S, C"; "C, according to S"; "S, citing S2, V C"."""
        tokens, grammar = self.tokens, self.grammar
        end = i + len(form.words)
        if form.cue.lemma == "per" and not (end < high and (tokens.capital(end) or (i == low and tokens.lows[end] == "the"))):
            return None
        if end >= high:
            return None
        phrase = grammar.phrase_after(end, high)
        if phrase is None:
            return None
        if i == low or (i == low + 1 and tokens.lows[low] in ("and", "but", "yet", "also")):
            phrase = grammar.apposition_after(phrase, high)
            comma = next((k for k in range(phrase[1], high) if tokens.lows[k] == "," and tokens.quoted[k] < 0), None)
            if comma is None or comma - phrase[1] > 12:
                return None
            start = comma + 1
            stop = content_end(grammar, start, high, inside, whole=True)
            return (
                Found(form.cue, (i, end), phrase, [(start, stop)], "adp", (end, end), False, (low, high))
                if stop > start
                else None
            )
        phrase = grammar.apposition_after(phrase, high)
        return self._trailing_adposition(form, i, end, phrase, low, high)

    def _trailing_adposition(self, form: CueForm, i: int, end: int, phrase: Range, low: int, high: int) -> Found | None:
        tokens = self.tokens
        start = low
        while start < i and tokens.lows[start] in ("and", "but", "so", "also", ","):
            start += 1
        stop = i
        while stop > start and tokens.lows[stop - 1] in (",", "—", "–", "--", "("):
            stop -= 1
        if stop - start < 1:
            return None
        rest = phrase[1]
        quote = next((k for k in range(rest, min(high, rest + 5)) if tokens.lows[k] in OPENING and tokens.quoted[k] >= 0), None)
        if quote is not None and tokens.lows[quote - 1] in (",", ":"):
            return Found(
                form.cue,
                (i, end),
                phrase,
                [(quote, content_end(self.grammar, quote, high))],
                "adp",
                (end, end),
                False,
                (low, high),
            )
        if tokens.lows[end - 1] == "by" and rest + 2 < high and tokens.lows[rest] == ",":
            # "a summary, as cited by S, stating …": what is cited is the phrase right before, and what goes on behind
            cited = self.grammar.subject_before(stop, low)
            if cited is not None and self._documentary(cited):
                after = (rest + 1, content_end(self.grammar, rest + 1, high, whole=True))
                return Found(form.cue, (i, end), phrase, [cited, after], "adp", (end, end), False, (low, high))
        contents = [(start, stop)]
        if rest < high and tokens.lows[rest] == "," and not self.grammar.has_finite_verb(start, stop) and high - rest > 3:
            # between subject and verb: "The president, according to the White House, made a trip"
            contents.append((rest + 1, content_end(self.grammar, rest + 1, high)))
        return Found(form.cue, (i, end), phrase, contents, "adp", (end, end), False, (low, high))

    def _noun(self, form: CueForm, i: int, low: int, high: int, inside: bool) -> Found | None:
        """ "S's claim that C", "claims by S that C", "Russian doubts about C"."""
        tokens, grammar, words = self.tokens, self.grammar, self.words
        end = i + len(form.words)
        if end >= high:
            return None
        source: Range | None = None
        k = i - 1
        while k >= low and (
            tokens.lows[k][0].isalpha()
            and not tokens.capital(k)
            and tokens.lows[k] not in words.possessives
            and grammar.noun_like(k)
            and i - k < 4
            and not grammar.finite_verb(k)
        ):
            k -= 1
        if k >= low and grammar.possessive(k):
            source = grammar.subject_before(k, low)
        elif (k >= low and tokens.lows[k] in words.possessives) or (
            k >= low and tokens.capital(k) and tokens.words[k][1:].islower() and (k > low or k + 1 == i)
        ):
            source = (k, k + 1)
        after = end
        if tokens.lows[after] in ("by", "from", "among") or (
            tokens.lows[after] == "of" and "of" not in form.cue.prepositions and source is None
        ):
            phrase = grammar.phrase_after(after + 1, high, prepositions=False)
            if phrase is not None:
                source, after = phrase, phrase[1]
        right = right_complement(grammar, form.cue, after, high, inside)
        if right is None or right.frame not in (("that",) if "light" in form.cue.frames else ("that", "to", "prep")):
            return None
        if source is None:
            return None
        return Found(form.cue, (i, end), source, list(right.ranges), "noun", right.between, False, (low, high))

    def _adjective(self, form: CueForm, i: int, low: int, high: int, inside: bool) -> Found | None:
        """ "S is confident that C", "S remains sceptical of C"."""
        grammar, tokens = self.grammar, self.tokens
        group, _has_aux, has_be, _ = grammar.verb_group(i, low)
        if not has_be:
            first = i - 1
            while first > low and grammar.adverb(first):
                first -= 1
            if first < low or tokens.lows[first] not in self.words.be:
                return None
            group = grammar.verb_group(first, low)[0]
        end = i + len(form.words)
        if end >= high:
            return None
        right = right_complement(grammar, form.cue, end, high, inside)
        if right is None:
            return None
        source = grammar.subject_before(group, low)
        if source is None or tokens.lows[source[0]] in ("it", "there", "this", "that"):
            return None
        return Found(
            form.cue, (group, end), source, list(right.ranges), "adj", right.between, grammar.negated(group, i), (low, high)
        )

    def _adverb(self, form: CueForm, i: int, low: int, high: int) -> Found | None:
        """ "C reportedly …": the whole clause around the adverb, and no source."""
        stop = content_end(self.grammar, i, high)
        ranges = [
            r for r in ((low, i), (i + 1, stop)) if r[1] > r[0] and not (r[1] - r[0] == 1 and self.tokens.lows[r[0]] == ",")
        ]
        if sum(r[1] - r[0] for r in ranges) < 3:
            return None
        return Found(form.cue, (i, i + 1), None, ranges, "clause", (i + 1, i + 1), False, (low, high))

    def _phrase(self, form: CueForm, i: int, low: int, high: int, inside: bool) -> Found | None:
        """ "It is alleged that C": a fixed phrase without a source."""
        end = i + len(form.words)
        right = right_complement(self.grammar, form.cue, end, high, inside)
        if right is None:
            return None
        return Found(form.cue, (i, end), None, list(right.ranges), "phrase", right.between, False, (low, high))
