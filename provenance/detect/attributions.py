"""Attributions of a document by rules: cues, their sources and contents, nested where they nest.

Each passage is read twice: its sentences from the outside, where a quotation is one opaque stretch, and then each
quotation from the inside. What lies wholly within the content of another attribution gets it as its parent.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from provenance.detect.channels import channel_in, date_in, masked
from provenance.detect.continuation import over_paragraphs
from provenance.detect.finder import find_in_passage
from provenance.detect.found import Found
from provenance.detect.grammar import Range
from provenance.detect.nesting import nested
from provenance.detect.posts import post_attributions
from provenance.detect.views import PassageView, view_of
from provenance.lexicon.channels import ChannelRule
from provenance.lexicon.cues import CueLexicon
from provenance.lexicon.words import Words
from provenance.records import CreditLine, DetectedAttribution, EmbeddedPost, Mode, Passage, Polarity, Quotation, Sentence
from provenance.segment.quotations import quotations_of
from provenance.spans import Span

Placed = TypeVar("Placed", Sentence, Quotation)

DETECTOR = "rules/1"
KINDS_READ = frozenset(["body", "headline", "caption"])
"""The kinds of passage that are read: furniture and credits attribute nothing."""
UNMEASURED = 0.5
"""Confidence of a frame that `frames.tsv` does not list (judgement)."""


_CHANNEL_REACH = 100
"""Tokens to each side of a cue in which its channel and date may stand: the patterns cost more than all else, so that a
"sentence" of a thousand cues must not be searched from end to end for each."""


@dataclass(frozen=True, slots=True)
class AttributionLexicons:
    """What the rules look words up in."""

    words: Words
    cues: CueLexicon
    channels: Sequence[ChannelRule]
    confidences: Mapping[str, float]


def mode_of(text: str, contents: Sequence[Span], quotations: Sequence[Quotation], said: Span | None) -> Mode:
    """Whether the content stands wholly ("direct"), partly ("mixed") or not at all ("indirect") in quotation marks.

    `quotations` are in order and do not overlap. `said` is the cue, or the source where there is none: marks around it quote the
    one who retells ("'He says it is safe,' she said"), so that within them only further marks count.
    """
    around = None if said is None else _around(said, quotations)
    if around is not None:
        within = [Quotation(span, around.passage, closed) for span, closed in quotations_of(text, _unquoted(text, around))]
        beyond = [q for q in dict.fromkeys(_touching(contents, quotations)) if q is not around]
        quotations = sorted([*beyond, *within], key=lambda q: q.span.start)
    touched = False
    inside = total = 0
    for content in contents:
        total += _letters(text, content)
        for quotation in _touching([content], quotations):
            touched = True
            quoted = quotation.span
            inside += _letters(text, Span(max(quoted.start, content.start), min(quoted.end, content.end)))
    if not touched:
        return "indirect"
    if inside == total:
        return "direct"
    return "mixed" if inside else "indirect"


def _around(said: Span, quotations: Sequence[Quotation]) -> Quotation | None:
    """The quotation that a span stands in."""
    at = bisect_right(quotations, said.start, key=lambda q: q.span.end)
    return quotations[at] if at < len(quotations) and quotations[at].span.contains(said) else None


def _touching(contents: Sequence[Span], quotations: Sequence[Quotation]) -> Iterator[Quotation]:
    """The quotations that share characters with the content."""
    for content in contents:
        at = bisect_right(quotations, content.start, key=lambda q: q.span.end)
        while at < len(quotations) and quotations[at].span.start < content.end:
            yield quotations[at]
            at += 1


def _unquoted(text: str, quotation: Quotation) -> Span:
    """What stands between the marks of a quotation; two of one kind are one mark ('')."""
    start, end = quotation.span
    marks = 2 if text[start : start + 2] == "''" else 1
    return Span(min(start + marks, end), max(start + marks, end - marks) if quotation.closed else end)


def _letters(text: str, span: Span) -> int:
    """The number of letters and digits of a stretch."""
    return sum(map(str.isalnum, text[span.start : span.end]))


def _polarity(found: Found) -> Polarity:
    """What the source does with its content: "did not say" withholds, "does not believe" denies."""
    base = found.cue.polarity
    if not found.negated:
        return base
    if base == "denies":
        return "withholds"
    return "denies" if found.cue.stance == "cognitive" else "withholds"


def _records(
    view: PassageView, found: Sequence[Found], text: str, quotations: Sequence[Quotation], lexicons: AttributionLexicons
) -> list[DetectedAttribution]:
    """The findings of one passage as records, with channels and dates, and with parents as indices into the result."""
    records: list[DetectedAttribution] = []
    for one in found:
        contents = tuple(view.tokens.span(*r) for r in one.contents if r[1] > r[0])
        if contents:
            records.append(_record(view, one, contents, text, quotations, lexicons))
    return nested(_with_own_channels(_deduplicated(records)))


def _with_own_channels(records: list[DetectedAttribution]) -> list[DetectedAttribution]:
    """A channel that stands in the words of a source is that source's alone: "R said, citing a post by S on Telegram, that C"."""
    within = {one.channel.span for one in records if one.channel and one.source and one.source.contains(one.channel.span)}
    if not within:
        return records
    return [
        replace(one, channel=None)
        if one.channel is not None and one.channel.span in within and not (one.source and one.source.contains(one.channel.span))
        else one
        for one in records
    ]


def _record(
    view: PassageView,
    found: Found,
    contents: tuple[Span, ...],
    text: str,
    quotations: Sequence[Quotation],
    lexicons: AttributionLexicons,
) -> DetectedAttribution:
    source = view.tokens.span(*found.source) if found.source else None
    near = view.tokens.span(*_surroundings(found))
    words = masked(text, near, contents)
    return DetectedAttribution(
        passage=view.index,
        source=source,
        cue=view.tokens.span(*found.cue_range),
        lemma=found.cue.lemma,
        stance=found.cue.stance,
        polarity=_polarity(found),
        contents=contents,
        mode=mode_of(text, contents, quotations, view.tokens.span(*found.cue_range)),
        confidence=lexicons.confidences.get(found.frame, UNMEASURED),
        rule=f"{DETECTOR}#{found.rule}",
        channel=channel_in(words, near.start, lexicons.channels, source),
        date=date_in(words),
    )


def _surroundings(found: Found) -> Range:
    """The part of the sentence in which the channel and the date of an attribution are looked for."""
    low, high = found.region
    return max(low, found.cue_range[0] - _CHANNEL_REACH), min(high, found.cue_range[1] + _CHANNEL_REACH)


def _deduplicated(records: Sequence[DetectedAttribution]) -> list[DetectedAttribution]:
    """One record for each pair of cue and content, the first."""
    first: dict[tuple[Span | None, tuple[Span, ...]], DetectedAttribution] = {}
    for record in records:
        first.setdefault((record.cue, record.contents), record)
    return list(first.values())


def find_attributions(
    text: str,
    passages: Sequence[Passage],
    sentences: Sequence[Sentence],
    quotations: Sequence[Quotation],
    credits: Sequence[CreditLine],
    lexicons: AttributionLexicons,
    posts: Sequence[EmbeddedPost] | None = None,
) -> tuple[DetectedAttribution, ...]:
    """The attributions of a document, in order. `parent` is an index into the result.

    `posts` are those that the markup of a page embeds; None where the text has no markup.
    """
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
        for record in _records(view, found, text, own, lexicons):
            result.append(record if record.parent is None else replace(record, parent=record.parent + base))
    result = over_paragraphs(result, passages, by_quotation)
    sure = lexicons.confidences.get("post", UNMEASURED)
    result += post_attributions(text, passages, credits, posts, f"{DETECTOR}#post", sure)
    return tuple(result)


def _by_passage(items: Sequence[Placed]) -> dict[int, list[Placed]]:
    """The items of each passage, in order."""
    grouped: dict[int, list[Placed]] = {}
    for item in items:
        grouped.setdefault(item.passage, []).append(item)
    return grouped
