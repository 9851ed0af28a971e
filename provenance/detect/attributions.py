"""Attributions of a document by rules: cues, their sources and contents, nested where they nest.

Each passage is read twice: its sentences from the outside, where a quotation is one opaque stretch, and then each
quotation from the inside. What lies wholly within the content of another attribution gets it as its parent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from provenance.detect.finder import Finder, Found
from provenance.detect.grammar import Grammar, Range
from provenance.detect.tokens import QUOTE_MARKS, Tokens, tokenize
from provenance.lexicon.cues import CueLexicon
from provenance.lexicon.words import Words
from provenance.records import DetectedAttribution, Mode, Passage, Polarity, Quotation, Sentence
from provenance.spans import Span, hull

DETECTOR = "rules/1"
KINDS_READ = frozenset(["body", "headline", "caption"])


@dataclass(frozen=True, slots=True)
class PassageView:
    """One passage as tokens, with its outer sentences: those that do not end within a quotation."""

    passage: Passage
    tokens: Tokens
    sentences: tuple[Range, ...]
    """Token ranges of the sentences as split."""
    outer: tuple[Range, ...]
    """Token ranges of the sentences, joined where a quotation runs over their ends."""


def view_of(text: str, passage: Passage, sentences: Sequence[Sentence], quotations: Sequence[Quotation]) -> PassageView:
    """The passage as tokens. `sentences` and `quotations` are those of this passage, in order."""
    tokens = tokenize(text, passage.span, [q.span for q in quotations])
    ranges = [(tokens.at(s.span.start), tokens.at(s.span.end)) for s in sentences]
    ranges = [r for r in ranges if r[1] > r[0]]
    outer: list[Range] = []
    for first, last in ranges:
        if outer and first > 0 and tokens.quoted[first] >= 0 and tokens.quoted[first] == tokens.quoted[first - 1]:
            outer[-1] = (outer[-1][0], last)
        else:
            outer.append((first, last))
    return PassageView(passage, tokens, tuple(ranges), tuple(outer))


def find_in_passage(view: PassageView, words: Words, cues: CueLexicon) -> list[Found]:
    """All attributions of one passage, in the order of their cues."""
    grammar = Grammar(view.tokens, words, cues)
    finder = Finder(grammar)
    found: list[Found] = []
    for low, high in view.outer:
        found += finder.find(low, high, inside=False)
    for low, high in _inner_sentences(view):
        found += finder.find(low, high, inside=True)
    _continue_quotations(view, found)
    found.sort(key=lambda f: (f.cue_range, f.contents))
    return found


def _inner_sentences(view: PassageView) -> list[Range]:
    """The sentences within each quotation of more than a few words."""
    quoted = view.tokens.quoted
    inner: list[Range] = []
    for low, high in view.sentences:
        i = low
        while i < high:
            if quoted[i] < 0:
                i += 1
                continue
            stop = i
            while stop < high and quoted[stop] == quoted[i]:
                stop += 1
            first = i + 1 if view.tokens.lows[i] in QUOTE_MARKS else i
            last = stop - 1 if view.tokens.lows[stop - 1] in QUOTE_MARKS else stop
            if last - first >= 4:
                inner.append((first, last))
            i = stop
    return inner


def _continue_quotations(view: PassageView, found: list[Found]) -> None:
    """Joins a quotation that opens the next sentence, and that nothing else claims, to the attribution before it."""
    tokens = view.tokens
    claimed = {tokens.quoted[k] for f in found if not f.inside for first, last in f.contents for k in range(first, last)} - {-1}
    starters = sorted((f for f in found if f.source is not None and not f.inside), key=lambda f: f.region[0])
    for low, high in view.outer:
        number = tokens.quoted[low]
        if number < 0 or number in claimed:
            continue
        stop = low
        while stop < high and tokens.quoted[stop] == number:
            stop += 1
        if stop - low < 5:
            continue
        previous = [f for f in starters if f.region[1] <= low]
        if previous and previous[-1].region[1] == low:
            last = previous[-1]
            last.contents.append((low, stop))
            last.region = (last.region[0], high)
            claimed.add(number)


def mode_of(text: str, contents: Sequence[Span], quotations: Sequence[Quotation]) -> Mode:
    """Whether the content stands wholly ("direct"), partly ("mixed") or not at all ("indirect") in quotation marks."""
    touching = [q.span for q in quotations if any(q.span.overlaps(c) for c in contents)]
    if not touching:
        return "indirect"
    inside = 0
    total = 0
    for content in contents:
        for i in range(content.start, content.end):
            if text[i].isalnum():
                total += 1
                inside += any(q.start <= i < q.end for q in touching)
    if inside == total:
        return "direct"
    return "mixed" if inside else "indirect"


def _polarity(found: Found) -> Polarity:
    base = found.cue.polarity
    if not found.negated:
        return base
    if base == "denies":
        return "withholds"
    return "denies" if found.cue.stance == "cognitive" else "withholds"


def _confidence(found: Found) -> float:
    """The share of such findings that were right on the training texts of `docs/decisions.md`."""
    return CONFIDENCE.get(found.frame, 0.5)


CONFIDENCE: dict[str, float] = {}


def detected(view: PassageView, found: Sequence[Found], text: str, quotations: Sequence[Quotation]) -> list[DetectedAttribution]:
    """The findings as records, with parents."""
    tokens = view.tokens
    records: list[DetectedAttribution] = []
    for one in found:
        contents = tuple(tokens.span(*r) for r in one.contents if r[1] > r[0])
        if not contents:
            continue
        records.append(
            DetectedAttribution(
                passage=view.passage.index,
                source=tokens.span(*one.source) if one.source else None,
                cue=tokens.span(*one.cue_range),
                lemma=one.cue.lemma,
                stance=one.cue.stance,
                polarity=_polarity(one),
                contents=contents,
                mode=mode_of(text, contents, quotations),
                confidence=_confidence(one),
                rule=f"{DETECTOR}#{one.cue.id}.{one.frame}",
            )
        )
    return _nested(_deduplicated(records))


def _deduplicated(records: list[DetectedAttribution]) -> list[DetectedAttribution]:
    """One record for each pair of cue and content."""
    seen: set[tuple[Span | None, tuple[Span, ...]]] = set()
    kept = []
    for record in records:
        key = (record.cue, record.contents)
        if key not in seen:
            seen.add(key)
            kept.append(record)
    return kept


def _nested(records: list[DetectedAttribution]) -> list[DetectedAttribution]:
    """Sets `parent` to the smallest content that holds all of an attribution's own words."""
    sizes = [sum(c.end - c.start for c in r.contents) for r in records]
    out = []
    for i, record in enumerate(records):
        own = [s for s in (record.source, record.cue) if s is not None] or list(record.contents)
        around = hull(record.contents)
        best: int | None = None
        for j, other in enumerate(records):
            if i == j or not all(any(c.contains(s) for c in other.contents) for s in own):
                continue
            if not hull(other.contents).overlaps(around):
                continue
            if best is None or sizes[j] < sizes[best]:
                best = j
        out.append(replace(record, parent=best))
    return out
