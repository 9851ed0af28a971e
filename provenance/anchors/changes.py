"""What became of the claims of a text that has changed: kept word for word, altered, gone, new; and how their strength did."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal

from provenance.anchors.align import Alignment, words_of
from provenance.anchors.reanchor import Anchored
from provenance.links import Change
from provenance.records import AnnotatedDocument, Claim, Hedge, SourceRef
from provenance.spans import Span

ChangeKind = Literal["kept", "altered", "gone", "new"]
LEAST_SHARED = 0.5
"""Two claims are one that was altered where they share so many of the words of the longer one."""
LONGEST = 600
"""Claims of more words are not compared word by word."""


@dataclass(frozen=True, slots=True)
class HedgeChange:
    """The words of hedges that only one of two versions of a claim has."""

    lost: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A claim before and after. The ids, words and strengths of the side where it does not stand are None.

    `changes` are the words that an altered claim has otherwise. `chain_before` and `chain_after` are the names from publisher to
    origin, both empty where they are the same.
    """

    kind: ChangeKind
    before_id: str | None = None
    after_id: str | None = None
    before: str | None = None
    after: str | None = None
    strength_before: float | None = None
    strength_after: float | None = None
    changes: tuple[Change, ...] = ()
    hedges: HedgeChange = field(default_factory=HedgeChange)
    chain_before: tuple[str, ...] = ()
    chain_after: tuple[str, ...] = ()
    polarity_before: str | None = None
    polarity_after: str | None = None

    @property
    def is_notable(self) -> bool:
        """Whether anything but its place and, by less than a hundredth, its strength is otherwise."""
        apart = abs((self.strength_before or 0.0) - (self.strength_after or 0.0)) >= 0.005
        told = self.hedges.lost or self.hedges.added or self.chain_before or self.chain_after
        return self.kind != "kept" or apart or bool(told) or self.polarity_before != self.polarity_after


def claim_changes(
    old: AnnotatedDocument, new: AnnotatedDocument, alignment: Alignment, anchors: Mapping[Span, Anchored]
) -> tuple[ClaimChange, ...]:
    """The claims of the old text in their order with what became of each, then those that only the new text has.

    `anchors` say where the spans of the old claims stand now.
    """
    pairs = _kept(old, new, anchors)
    pairs |= _altered(old, new, alignment, pairs)
    sides = _Side(old), _Side(new)
    found = []
    for number, claim in enumerate(old.claims):
        other = pairs.get(number)
        if other is None:
            words = sides[0].words(claim)
            found.append(ClaimChange("gone", claim.id, None, words, None, _strength(claim), polarity_before=claim.polarity))
        else:
            found.append(_both(claim, new.claims[other], sides))
    taken = set(pairs.values())
    for number, claim in enumerate(new.claims):
        if number not in taken:
            words = sides[1].words(claim)
            found.append(ClaimChange("new", None, claim.id, None, words, None, _strength(claim), polarity_after=claim.polarity))
    return tuple(found)


def _kept(old: AnnotatedDocument, new: AnnotatedDocument, anchors: Mapping[Span, Anchored]) -> dict[int, int]:
    """Numbers of claims with the same words in the same places; one whose place is lost, by words that stand once."""
    at = {claim.spans: number for number, claim in reversed(list(enumerate(new.claims)))}
    pairs: dict[int, int] = {}
    for number, claim in enumerate(old.claims):
        places = tuple(place for span in claim.spans if (place := anchors[span].place) is not None)
        other = at.get(places) if len(places) == len(claim.spans) else None
        if other is not None:
            pairs[number] = other
            del at[places]
    left = _by_words(old, set(range(len(old.claims))) - pairs.keys())
    for words, numbers in _by_words(new, set(range(len(new.claims))) - set(pairs.values())).items():
        if len(numbers) == 1 and len(left.get(words, ())) == 1:
            pairs[left[words][0]] = numbers[0]
    return pairs


def _by_words(annotated: AnnotatedDocument, numbers: Iterable[int]) -> dict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number in sorted(numbers):
        spans = annotated.claims[number].spans
        found[" … ".join(" ".join(span.of(annotated.document.text).split()) for span in spans)].append(number)
    return found


def _altered(old: AnnotatedDocument, new: AnnotatedDocument, alignment: Alignment, pairs: Mapping[int, int]) -> dict[int, int]:
    """Numbers of claims that share most of their words by the alignment; those that share the most first."""
    taken = set(pairs.values())
    sizes: dict[int, int] = {}
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for number, claim in enumerate(new.claims):
        if number not in taken:
            inside = [j for span in claim.spans for j in alignment.after.within(span)]
            sizes[number] = len(inside)
            for j in inside:
                holders[j].append(number)
    scored = []
    for number, claim in enumerate(old.claims):
        if number in pairs:
            continue
        inside = [i for span in claim.spans for i in alignment.before.within(span)]
        shared: defaultdict[int, int] = defaultdict(int)
        for i in inside:
            for other in holders.get(alignment.match[i], ()):
                shared[other] += 1
        for other, count in shared.items():
            share = count / max(len(inside), sizes[other])
            if share >= LEAST_SHARED:
                unlike = (claim.attribution is None) != (new.claims[other].attribution is None)
                scored.append((-share, unlike, number, other))
    found: dict[int, int] = {}
    for _, _, number, other in sorted(scored):
        if number not in found and other not in taken:
            found[number] = other
            taken.add(other)
    return found


class _Side:
    """One version of a document, to look things up in."""

    def __init__(self, annotated: AnnotatedDocument) -> None:
        self.text = annotated.document.text
        self._refs: Mapping[str, SourceRef] = {ref.id: ref for ref in annotated.sources}
        self._hedges = sorted((h for h in annotated.hedges if not h.is_booster), key=lambda h: h.span)
        self._of: defaultdict[str, list[Hedge]] = defaultdict(list)
        for hedge in self._hedges:
            if hedge.attribution is not None:
                self._of[hedge.attribution].append(hedge)

    def words(self, claim: Claim) -> str:
        """The claim's words, pieces joined."""
        return " … ".join(span.of(self.text) for span in claim.spans)

    def hedges(self, claim: Claim) -> list[str]:
        """The hedges in the claim's words or of its attribution, in lower case, in the order of the text."""
        found = {hedge.span: hedge for hedge in self._of.get(claim.attribution or "", ())}
        for span in claim.spans:
            at = bisect_left(self._hedges, span.start, key=lambda h: h.span.start)
            while at < len(self._hedges) and self._hedges[at].span.start < span.end:
                found[self._hedges[at].span] = self._hedges[at]
                at += 1
        return [found[span].span.of(self.text).casefold() for span in sorted(found)]

    def chain(self, claim: Claim) -> tuple[str, ...]:
        """The names of a chain; an id where the document has no name for it."""
        return tuple(self._refs[h.source].name if h.source in self._refs else h.source for h in claim.chain)


def _both(before: Claim, after: Claim, sides: tuple[_Side, _Side]) -> ClaimChange:
    here, there = sides[0].words(before), sides[1].words(after)
    same = here.split() == there.split()
    same_chain = [h.source for h in before.chain] == [h.source for h in after.chain]
    return ClaimChange(
        kind="kept" if same else "altered",
        before_id=before.id,
        after_id=after.id,
        before=here,
        after=there,
        strength_before=_strength(before),
        strength_after=_strength(after),
        changes=() if same else changed_words(here, there),
        hedges=_hedge_change(sides[0].hedges(before), sides[1].hedges(after)),
        chain_before=() if same_chain else sides[0].chain(before),
        chain_after=() if same_chain else sides[1].chain(after),
        polarity_before=before.polarity,
        polarity_after=after.polarity,
    )


def _hedge_change(before: Sequence[str], after: Sequence[str]) -> HedgeChange:
    lost, added = Counter(before) - Counter(after), Counter(after) - Counter(before)
    return HedgeChange(tuple(lost.elements()), tuple(added.elements()))


def changed_words(before: str, after: str) -> tuple[Change, ...]:
    """The words that stand otherwise, in order, as they are written; all of both where they are very long."""
    here, there = words_of(before), words_of(after)
    if max(len(here.tokens), len(there.tokens)) > LONGEST:
        return (Change(before, after),)
    found = []
    for kind, a, b, c, d in SequenceMatcher(None, here.tokens, there.tokens, autojunk=False).get_opcodes():
        if kind != "equal":
            old = before[here.starts[a] : here.ends[b - 1]] if b > a else ""
            new = after[there.starts[c] : there.ends[d - 1]] if d > c else ""
            found.append(Change(old, new))
    return tuple(found)


def _strength(claim: Claim) -> float | None:
    return claim.score.strength if claim.score else None
