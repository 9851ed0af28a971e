"""Relays within a sentence: whom a speaker cites, "Reuters, citing two diplomats, reported that C".

The words that lead to the cited party are found as a cue with its source; what the party is said to hold stands with the
attribution around it, its host. So such a finding is left open, with its source in the place of a content, until all
attributions of the passage are known (`with_relays`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from provenance.detect.cited import voice
from provenance.detect.found import Found
from provenance.detect.grammar import Range
from provenance.detect.tokens import DASHES, Tokens
from provenance.detect.views import PassageView
from provenance.lexicon.channels import load_relay_words
from provenance.lexicon.words import Words

_PHRASE_REACH = 30
"""Tokens behind a cited party within which the comma stands that ends the insert."""
_KEPT_BACK_REACH = 12
"""Tokens of the longest remark such as ", without naming its sources"."""
_KEPT_BACK_OBJECT = 5
"""Tokens behind "without naming" among which what was kept back is named."""
_CLAUSES = frozenset(["that", "bare", "quote", "trailing", "hearer", "adp", "wh"])
"""Frames of a host: what it says must be a statement, which somebody else can have made."""
_OPEN_ENDED = frozenset(["that", "bare", "hearer"])
"""Frames whose content goes on as long as nothing shows that it ends."""
_STATING = frozenset(["neutral", "assertive", "revealing", "distancing"])
"""Stances of a host: a demand or a belief is not had from somebody else."""
_MARKS = frozenset([",", "(", ")", ":", ";"]) | DASHES
_JOINING = frozenset(["and", "or"])
_AS_SAYING = ("as saying", "as denying")
_QUOTING = ("quote", "cite")
_NAMING = ("citing", "which cited")


def is_open(one: Found) -> bool:
    """Whether a finding is a cited party whose content is still to be found."""
    return one.source is not None and one.contents == (one.source,)


def with_relays(view: PassageView, found: Sequence[Found], words: Words) -> list[Found]:
    """The findings of a passage with the contents of cited parties, and each content without what is the teller's own.

    What is cut: ", citing two diplomats", ", without naming its sources", and of "S said C, according to S2" the end.
    """
    sentences: dict[tuple[int, bool], list[Found]] = {}
    for one in found:
        sentences.setdefault((one.region[0], one.inside), []).append(one)
    return [one for own in sentences.values() for one in _Sentence(view.tokens, own, words).settled()]


class _Sentence:
    """The findings of one sentence, in the order of their cues."""

    def __init__(self, tokens: Tokens, found: Sequence[Found], words: Words) -> None:
        self.tokens = tokens
        self.lows = tokens.lows
        self.words = words
        self.found = sorted(found, key=lambda f: f.cue_range)
        self.low = found[0].region[0]
        self.high = min(f.region[1] for f in found)

    def settled(self) -> list[Found]:
        """The findings with everything in its place."""
        self._widen_quoting()
        self._cut_at_next_speaker()
        self._cut_under_outer()
        hosts = {i: self._host(i) for i, one in enumerate(self.found) if is_open(one)}
        roots = {i: root for i in hosts if not is_open(self.found[root := _root(i, hosts)])}
        for i in hosts.keys() - roots.keys():
            self.found[i] = self._plain(i)
        for i, root in roots.items():
            self._close_over(i, root)
            self._cut_insert(i, root)
        for i, root in roots.items():
            self.found[i] = replace(self.found[i], contents=self.found[root].contents)
        return [self._trimmed(one) for one in self.found if not is_open(one) and not self._said_before(one)]

    # ------------------------------------------------------------ who cites

    def _host(self, i: int) -> int | None:
        """The attribution whose speaker cites the party of finding i; None where nothing fits."""
        before = self._last_word_before(self.found[i].cue_range[0])
        if before is not None and self.lows[before] in _JOINING:
            sibling = next((j for j in range(i - 1, -1, -1) if is_open(self.found[j])), None)
            return self._host(sibling) if sibling is not None else None
        host = self._beside(i, before)
        host = self._around(i) if host is None else host
        if host is None or is_open(self.found[host]):
            return host
        one = self.found[host]
        if one.frame not in _CLAUSES or one.negated or one.cue.polarity != "affirms" or one.cue.stance not in _STATING:
            return None
        source = self.found[i].source
        topic = self.found[i].cue.lemma == "referring to"  # of whom one speaks, as a rule
        sure = not topic and source is not None and voice(self.tokens, source, self.words) == 2
        return host if sure or self._reports(one) else None

    def _last_word_before(self, i: int) -> int | None:
        """The last token before i that is no mark."""
        return next((k for k in range(i - 1, max(self.low, i - 4) - 1, -1) if self.lows[k] not in _MARKS), None)

    def _beside(self, i: int, before: int | None) -> int | None:
        """The attribution whose source or cue stands right before the words that cite, the party cited last before others."""
        if before is None:
            return None
        ends = [j for j, f in enumerate(self.found) if j != i and f.source is not None and f.source[1] == before + 1]
        nearest = [j for j in ends if j < i and is_open(self.found[j])] or ends
        nearest = nearest or [j for j, f in enumerate(self.found) if j != i and f.cue_range[1] == before + 1]
        return min(nearest, key=lambda j: abs(j - i), default=None)

    def _around(self, i: int) -> int | None:
        """The outermost attribution of the clause before the words that cite, an outlet's report before others; else the next."""
        stated = [j for j, f in enumerate(self.found) if not is_open(f)]
        earlier = [j for j in stated if j < i]
        if not earlier:
            return next((j for j in stated if j > i), None)
        host = next((j for j in reversed(earlier) if self._reports(self.found[j])), None)
        return self._outermost(earlier[-1]) if host is None else host

    def _outermost(self, i: int) -> int:
        """The attribution that holds finding i, and is held by none itself."""
        for j in range(i - 1, -1, -1):
            if _holds(self.found[j], self.found[i].cue_range):
                i = j
        return i

    def _reports(self, one: Found) -> bool:
        """Whether a finding is an outlet's report, by its verb or by the noun of its source."""
        words = load_relay_words()
        if one.cue.lemma in words.reporting:
            return True
        first, last = one.source or (0, 0)
        return any(low in words.media for low in self.lows[first:last])

    def _plain(self, i: int) -> Found:
        """A party that no statement can be had from is what the speaker names, "citing the mayor", or stays open: no finding."""
        one = self.found[i]
        if one.cue.lemma not in _NAMING:
            return one
        end = one.cue_range[0]
        speaker = next((f.source for f in reversed(self.found[:i]) if f.source and f.source[1] <= end and not is_open(f)), None)
        return replace(one, source=speaker, frame="np") if speaker is not None else one

    # ------------------------------------------------------------ contents

    def _widen_quoting(self) -> None:
        """ "“C,” X quoted S as saying": what X quotes is C too, which stands before X."""
        for inner in self.found:
            if inner.cue.lemma not in _AS_SAYING:
                continue
            for j, outer in enumerate(self.found):
                quotes = outer.cue.lemma in _QUOTING and _holds(outer, inner.cue_range)
                if quotes and inner.contents[-1][1] <= outer.contents[0][0]:
                    self.found[j] = replace(outer, contents=(*inner.contents, *outer.contents))

    def _said_before(self, one: Found) -> bool:
        """Whether a cue has no content of its own: "saying" in "was quoted by X as saying", "Writing in X, S argued C"."""
        first = one.cue_range[0]
        if one.source is None and first == self.low:
            return any(f.source is not None and f.contents == one.contents for f in self.found)
        if first == self.low or self.lows[first - 1] != "as" or one.cue.lemma in _AS_SAYING:
            return False
        return any(f.cue.lemma == "quoted as saying" and f.cue_range[1] < first for f in self.found)

    def _close_over(self, i: int, root: int) -> None:
        """Of "S said that Reuters, citing S2, had reported C" the whole as what S said, and not "Reuters" alone."""
        host = self.found[root]
        if host.source is None or host.cue_range[0] < self.found[i].cue_range[0]:
            return
        for j, outer in enumerate(self.found):
            start, stop = outer.contents[-1]
            if j != root and outer.cue_range[1] <= start <= host.source[0] and stop == host.source[1]:
                self.found[j] = replace(outer, contents=(*outer.contents[:-1], (start, host.contents[-1][1])))

    def _cut_at_next_speaker(self) -> None:
        """Of "S said that C, and S2 said that C2" the second half: a new clause, in which somebody else speaks."""
        for other in self.found:
            if is_open(other) or other.source is None or other.frame not in _CLAUSES or other.contents[0][0] < other.cue_range[0]:
                continue
            first = other.source[0] - 2
            if first <= self.low or self.lows[first] != "," or self.lows[first + 1] not in ("and", "but", "while"):
                continue
            for j, one in enumerate(self.found):
                start, _ = one.contents[-1]
                if one.frame in _OPEN_ENDED and start < first and _holds(one, other.cue_range) and one.cue_range[1] <= start:
                    self.found[j] = replace(one, contents=(*one.contents[:-1], (start, first)))

    def _cut_under_outer(self) -> None:
        """Of "S said C, according to S2" the end: the last of the sentence speaks of all before it."""
        for outer in self.found:
            last = outer.contents[-1][1]
            if is_open(outer) or outer.source is None or outer.source[0] < last or outer.cue_range[0] < last:
                continue
            end = max(outer.source[1], outer.cue_range[1])
            for remark in (f for f in self.found if self._opens_as(f) and _holds(outer, f.cue_range)):
                first = max(outer.contents[0][0], remark.contents[0][0])
                outer = self._replaced(outer, ((first, outer.contents[0][1]), *outer.contents[1:]))
            for j, inner in enumerate(self.found):
                start, stop = inner.contents[-1]
                if inner is not outer and _holds(outer, inner.cue_range) and start < last < stop and self._only_marks(end, stop):
                    self.found[j] = replace(inner, contents=(*inner.contents[:-1], (start, last)))

    def _opens_as(self, one: Found) -> bool:
        """Whether a finding is a remark that opens its sentence, "As S noted, C", and so speaks of all that follows."""
        if one.source is None or one.source[0] <= self.low or self.lows[one.source[0] - 1] != "as":
            return False
        return one.source[0] < one.cue_range[0] < one.contents[0][0]

    def _replaced(self, one: Found, contents: tuple[Range, ...]) -> Found:
        """The finding with other contents, also in the list."""
        changed = replace(one, contents=contents)
        self.found[self.found.index(one)] = changed
        return changed

    def _only_marks(self, first: int, last: int) -> bool:
        return last - first <= 2 and all(self.lows[k] in _MARKS or self.lows[k] == "." for k in range(first, last))

    def _cut_insert(self, i: int, root: int) -> None:
        """Takes the words that cite, with the party, out of every content that is not the citing speaker's own words."""
        one, host = self.found[i], self.found[root]
        first, last = self._insert(one)
        for j, other in enumerate(self.found):
            if is_open(other) or not _holds(other, one.cue_range) or (j != root and _holds(other, host.cue_range)):
                continue
            pieces = tuple(p for piece in other.contents for p in self._without(piece, first, last))
            if pieces:
                self.found[j] = replace(other, contents=pieces)

    def _insert(self, one: Found) -> Range:
        """From the mark before the words that cite to the mark behind the party and what describes it."""
        assert one.source is not None
        first, last = one.cue_range[0], one.source[1]
        while first > self.low and (self.lows[first - 1] in _MARKS or self.lows[first - 1] in self.words.relatives):
            first -= 1
        reach = range(last, min(self.high, last + _PHRASE_REACH))
        comma = next((k for k in reach if self.lows[k] in _MARKS and self.tokens.quoted[k] < 0), None)
        return first, self.high if comma is None else comma

    def _without(self, piece: Range, first: int, last: int) -> list[Range]:
        """A piece of content without the tokens [first, last), nor what only goes on with them."""
        start, stop = piece
        if not (start <= first < stop or start < last < stop):
            return [piece]
        rest = last
        while rest < stop and self.lows[rest] in _MARKS:
            rest += 1
        own = rest < stop and self.lows[rest] not in self.words.relatives and not self.lows[rest].endswith("ing")
        if self.tokens.quoted[start] >= 0 and own:
            own = self.tokens.quoted[rest] >= 0
        return [r for r in ((start, first), (rest, stop) if own else (stop, stop)) if r[0] < r[1]]

    def _trimmed(self, one: Found) -> Found:
        """The finding without "that," at the start of its content, nor ", without naming its sources" at the end."""
        words = load_relay_words()
        start, stop = one.contents[0]
        if one.frame == "bare" and self.lows[start : start + 2] == ["that", ","] and start + 2 < stop:
            one = replace(one, contents=((start + 2, stop), *one.contents[1:]))
        start, _ = one.contents[-1]
        reach = range(stop - 2, max(start, stop - _KEPT_BACK_REACH), -1)
        k = next((k for k in reach if self.lows[k] == "without" and self.tokens.quoted[k] < 0), None)
        if k is None or self.lows[k + 1] not in words.withheld or one.cue_range[0] >= k:
            return one
        kept = self.lows[k + 1 : min(stop, k + 2 + _KEPT_BACK_OBJECT)]
        if kept[0] not in words.silent and not words.kept_back.intersection(kept):
            return one
        end = k
        while end > start and self.lows[end - 1] in _MARKS:
            end -= 1
        return replace(one, contents=(*one.contents[:-1], (start, end))) if end > start else one


def _holds(outer: Found, cue: Range) -> bool:
    """Whether a cue stands within a content of `outer`."""
    return any(first <= cue[0] and cue[1] <= last for first, last in outer.contents)


def _root(i: int, hosts: dict[int, int | None]) -> int:
    """The attribution at the end of a row of citations: "AFP reported, citing TASS, which quoted an official"."""
    seen = {i}
    while (host := hosts.get(i)) is not None and host not in seen:
        seen.add(host)
        i = host
    return i
