"""Claims of one document: each attributed content, and each factual sentence of the author's own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from provenance.ids import content_id
from provenance.lexicon.abroad import TONGUES, Tongue, load_tongue
from provenance.records import Attribution, Claim, Document, Hop, Passage, Sentence
from provenance.spans import Span, hull, overlapping, trimmed

_WORD = re.compile(r"[^\W_]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_HAN_PER_WORD = 2
"""Chinese signs that count as a word."""
_FIRST_PERSON = re.compile(r"\b(?:I|my|me)\b")
LEAST_WORDS = 4
"""Words of the shortest sentence that counts as an assertion."""


def claims_of(
    document: Document,
    passages: Sequence[Passage],
    sentences: Sequence[Sentence],
    attributions: Sequence[Attribution],
    base: Mapping[int, tuple[Hop, ...]],
) -> tuple[Claim, ...]:
    """All claims, unscored, in the order of their first characters. `base` are the first hops of a chain, by item."""
    claims = [_attributed(document, one) for one in attributions]
    claims += _own_sentences(document, passages, sentences, attributions, base)
    return tuple(sorted(claims, key=lambda c: (hull(c.spans), c.attribution or "")))


def _attributed(document: Document, one: Attribution) -> Claim:
    return Claim(
        id=content_id("claim", document.id, document.text_sha256, one.contents, one.id),
        passage=one.passage,
        spans=one.contents,
        chain=one.chain,
        attribution=one.id,
        polarity=one.polarity,
    )


def _own_sentences(
    document: Document,
    passages: Sequence[Passage],
    sentences: Sequence[Sentence],
    attributions: Sequence[Attribution],
    base: Mapping[int, tuple[Hop, ...]],
) -> list[Claim]:
    """Sentences of body and captions in which nothing is attributed, and that assert something: no questions, no fragments."""
    occupied = [(span, True) for span in _occupied(attributions)]
    taken = {i for i, found in overlapping([s.span for s in sentences], occupied) if found}
    items = {p.index: p.item for p in passages if p.kind in ("body", "caption")}
    claims = []
    for i, sentence in enumerate(sentences):
        if sentence.passage not in items or i in taken or not _asserts(sentence.span.of(document.text), document.language):
            continue
        span = trimmed(document.text, sentence.span)
        claims.append(
            Claim(
                id=content_id("claim", document.id, document.text_sha256, [span], None),
                passage=sentence.passage,
                spans=(span,),
                chain=base[items[sentence.passage]],
            )
        )
    return claims


def _occupied(attributions: Sequence[Attribution]) -> set[Span]:
    """All that attributions cover: contents, cues and sources."""
    spans: set[Span] = set()
    for one in attributions:
        spans.update(one.contents)
        spans.update(s for s in (one.cue, one.holder.span) if s is not None)
    return spans


def _asserts(words: str, language: str | None) -> bool:
    """Whether a sentence states something of the world: no question, no exclamation, no word of the author about himself."""
    if language in TONGUES:
        return _asserts_abroad(words, load_tongue(language))
    if words.rstrip("\"”'’) ").endswith(("?", "!")) or _FIRST_PERSON.search(words):
        return False
    return len(_WORD.findall(words)) >= LEAST_WORDS


def _asserts_abroad(words: str, tongue: Tongue) -> bool:
    """The same in another language."""
    if words.rstrip("\"”’'»“」』)） ").endswith(("?", "!", "？", "！")):
        return False
    found = [word.lower() for word in _WORD.findall(words)]
    if tongue.code == "zh":
        return "我" not in words and len(_HAN.findall(words)) >= LEAST_WORDS * _HAN_PER_WORD
    return len(found) >= LEAST_WORDS and tongue.words.own.isdisjoint(found)
