"""Attributions of a document by rules: cues, their sources and contents, nested where they nest.

Each passage is read twice: its sentences from the outside, where a quotation is one opaque stretch, and then each
quotation from the inside. What lies wholly within the content of another attribution gets it as its parent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from provenance.detect.channels import channel_in, date_in, masked
from provenance.detect.finder import Finder, Found
from provenance.detect.grammar import Grammar, Range
from provenance.detect.tokens import QUOTE_MARKS, Tokens, tokenize
from provenance.lexicon.channels import ChannelRule
from provenance.lexicon.cues import CueLexicon
from provenance.lexicon.words import Words
from provenance.records import CreditLine, DetectedAttribution, Mode, Passage, Polarity, Quotation, Sentence
from provenance.spans import Span, hull

DETECTOR = "rules/1"
KINDS_READ = frozenset(["body", "headline", "caption"])


@dataclass(frozen=True, slots=True)
class AttributionLexicons:
    """What the rules look words up in."""

    words: Words
    cues: CueLexicon
    channels: Sequence[ChannelRule]
    confidences: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class PassageView:
    """One passage as tokens, with its outer sentences: those that do not end within a quotation."""

    passage: Passage
    tokens: Tokens
    sentences: tuple[Range, ...]
    """Token ranges of the sentences as split."""
    outer: tuple[Range, ...]
    """Token ranges of the sentences, joined where a quotation runs over their ends."""


def view_of(
    text: str, passage: Passage, sentences: Sequence[Sentence], quotations: Sequence[Quotation], begin: int | None = None
) -> PassageView:
    """The passage as tokens. `sentences` and `quotations` are those of this passage, in order.

    `begin` is where the text proper begins, behind a dateline or an outlet's tag.
    """
    span = passage.span if begin is None else Span(begin, passage.span.end)
    tokens = tokenize(text, span, [q.span for q in quotations])
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
    _continue_reports(view, found)
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


_CONTINUES = (
    ("this", "includes"),
    ("this", "included"),
    ("these", "include"),
    ("these", "included"),
    ("among", "them"),
    ("they", "include"),
)
_GOES_ON = frozenset(["furthermore", "moreover", "additionally"])


def _continue_reports(view: PassageView, found: list[Found]) -> None:
    """Adds sentences that plainly go on with a report: "This includes …", "Furthermore, there are …"."""
    tokens = view.tokens
    for low, high in view.outer:
        opening = tuple(tokens.lows[low : low + 2])
        there = opening[:1] and opening[0] in _GOES_ON and tokens.lows[low + 2 : low + 3] == ["there"]
        if opening not in _CONTINUES and not there:
            continue
        ended = [
            f for f in found if f.region[1] == low and not f.inside and f.frame in ("that", "bare", "adp", "hearer", "doc", "np")
        ]
        if any(f.region == (low, high) for f in found) or not ended:
            continue
        widest = max(ended, key=lambda f: sum(b - a for a, b in f.contents))
        start = low + 2 if there else low
        widest.contents.append((start, high - 1 if tokens.lows[high - 1] in (".", "!", "?") else high))
        widest.region = (widest.region[0], high)


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


UNMEASURED = 0.5
"""Confidence of a frame that `frames.tsv` does not list (judgement)."""


def detected(
    view: PassageView, found: Sequence[Found], text: str, quotations: Sequence[Quotation], lexicons: AttributionLexicons
) -> list[DetectedAttribution]:
    """The findings as records, with parents, channels and dates."""
    tokens = view.tokens
    records: list[DetectedAttribution] = []
    for one in found:
        contents = tuple(tokens.span(*r) for r in one.contents if r[1] > r[0])
        if not contents:
            continue
        region = tokens.span(*one.region)
        source = tokens.span(*one.source) if one.source else None
        words = masked(text, region, contents)
        records.append(
            DetectedAttribution(
                passage=view.passage.index,
                source=source,
                cue=tokens.span(*one.cue_range),
                lemma=one.cue.lemma,
                stance=one.cue.stance,
                polarity=_polarity(one),
                contents=contents,
                mode=mode_of(text, contents, quotations),
                confidence=lexicons.confidences.get(one.frame, UNMEASURED),
                rule=f"{DETECTOR}#{one.rule}",
                channel=channel_in(words, region.start, lexicons.channels, source),
                date=date_in(words),
            )
        )
    return _nested(_deduplicated(records))


def find_attributions(
    text: str,
    passages: Sequence[Passage],
    sentences: Sequence[Sentence],
    quotations: Sequence[Quotation],
    credits: Sequence[CreditLine],
    lexicons: AttributionLexicons,
) -> tuple[DetectedAttribution, ...]:
    """The attributions of a document, in order. `parent` is an index into the result."""
    by_sentence = _by_passage(sentences)
    by_quotation = _by_passage(quotations)
    begins = {c.passage: c.span.end for c in credits if c.signal in ("dateline", "bracket_tag")}
    result: list[DetectedAttribution] = []
    for passage in passages:
        if passage.kind not in KINDS_READ:
            continue
        own = by_quotation.get(passage.index, [])
        view = view_of(text, passage, by_sentence.get(passage.index, []), own, begins.get(passage.index))
        found = find_in_passage(view, lexicons.words, lexicons.cues)
        base = len(result)
        for record in detected(view, found, text, own, lexicons):
            result.append(record if record.parent is None else replace(record, parent=record.parent + base))
    result += _posts(text, passages, credits, lexicons.confidences)
    return tuple(result)


Placed = TypeVar("Placed", Sentence, Quotation)


def _by_passage(items: Sequence[Placed]) -> dict[int, list[Placed]]:
    grouped: dict[int, list[Placed]] = {}
    for item in items:
        grouped.setdefault(item.passage, []).append(item)
    return grouped


def _posts(
    text: str, passages: Sequence[Passage], credits: Sequence[CreditLine], confidences: Mapping[str, float]
) -> list[DetectedAttribution]:
    """Embedded posts: the lines right above a signature such as "— Name (@handle) November 18, 2019"."""
    posts = []
    for credit in credits:
        if credit.signal != "post" or credit.passage == 0:
            continue
        first = credit.passage - 1
        while (
            first > 0
            and passages[first - 1].kind == "body"
            and not _blank_line_between(text, passages[first - 1], passages[first])
        ):
            first -= 1
        if passages[first].kind != "body":
            continue
        signature = credit.span.of(text)
        start = credit.span.start + len(signature) - len(signature.lstrip("—–- "))
        posts.append(
            DetectedAttribution(
                passage=first,
                source=Span(start, text.index(")", credit.name.end) + 1),
                cue=None,
                lemma="",
                stance="neutral",
                polarity="affirms",
                contents=(Span(passages[first].span.start, passages[credit.passage - 1].span.end),),
                mode="direct",
                confidence=confidences.get("post", UNMEASURED),
                rule=f"{DETECTOR}#post",
                date=date_in(signature),
            )
        )
    return posts


def _blank_line_between(text: str, upper: Passage, lower: Passage) -> bool:
    return text.count("\n", upper.span.end, lower.span.start) > 1


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
            if sizes[j] <= sizes[i] or not hull(other.contents).overlaps(around):
                continue  # only a larger content can be around; so no two are each other's parents
            if best is None or sizes[j] < sizes[best]:
                best = j
        out.append(replace(record, parent=best))
    return out
