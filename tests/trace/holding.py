"""A short text with its sources in braces, traced: what the tests of holders share. No detection takes part."""

from __future__ import annotations

import re
from collections.abc import Sequence

from provenance.records import Attribution, DetectedAttribution, Sentence
from provenance.segment import passages_of, sentences_of
from provenance.spans import Span
from provenance.trace import trace
from tests.detect.annotating import document, resources

_SOURCE = re.compile(r"\{([^{}]*)\}")


def marked(text: str) -> tuple[str, list[Span]]:
    """The text without its braces, and the spans of what stood in them, without a comma at the end."""
    plain, spans, last = "", [], 0
    for match in _SOURCE.finditer(text):
        plain += text[last : match.start()]
        spans.append(Span(len(plain), len(plain) + len(match[1].rstrip(","))))
        plain += match[1]
        last = match.end()
    return plain + text[last:], spans


def traced(text: str, sources: Sequence[Span]) -> tuple[Attribution, ...]:
    """An attribution for each of `sources`, traced in the order given; their contents are of no interest."""
    used = resources()
    read = document(text)
    passages = passages_of(read.text, read.blocks, (), used.passages)
    kinds = ("body", "headline", "caption")
    sentences = [
        Sentence(s, p.index)
        for p in passages
        if p.kind in kinds
        for s in sentences_of(read.text, p.span, used.attributions.words)
    ]
    detected = [_detected(span, next(p.index for p in passages if p.span.contains(span)), len(read.text)) for span in sources]
    return trace(read, passages, sentences, (), detected, used.registry, used.holders).attributions


def _detected(source: Span, passage: int, end: int) -> DetectedAttribution:
    return DetectedAttribution(
        passage=passage,
        source=source,
        cue=None,
        lemma="say",
        stance="neutral",
        polarity="affirms",
        contents=(Span(source.end, end),),
        mode="indirect",
        confidence=1.0,
        rule="test",
    )


def holders_of(text: str) -> list[str]:
    """ "id type" of each source in braces."""
    plain, spans = marked(text)
    return [f"{a.holder.id} {a.holder.type}" for a in traced(plain, spans)]
