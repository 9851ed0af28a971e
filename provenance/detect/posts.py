"""Posts of platforms within a text: what a page embeds, or the lines above a signature: "— Name (@handle) May 26, 2024"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provenance.detect.channels import date_in
from provenance.records import CreditLine, DetectedAttribution, EmbeddedPost, Passage
from provenance.spans import Span

_NEAR = 3
"""Code points between a post's words and its signature, at most."""


def post_attributions(
    text: str,
    passages: Sequence[Passage],
    credits: Sequence[CreditLine],
    embedded: Sequence[EmbeddedPost] | None,
    rule: str,
    confidence: float,
) -> list[DetectedAttribution]:
    """The posts of a document as attributions without a cue.

    `embedded` are the posts that a page's markup marks, whose words are known; None for a text without markup, in which a post
    is the body lines above its signature, up to a blank line.
    """
    signatures = list({credit.passage: credit for credit in credits if credit.signal == "post"}.values())
    found = _above(text, passages, signatures) if embedded is None else _marked(passages, signatures, embedded)
    return [
        DetectedAttribution(
            passage=first,
            source=_signed(text, signature) if signature is not None else None,
            cue=None,
            lemma="",
            stance="neutral",
            polarity="affirms",
            contents=(content,),
            mode="direct",
            confidence=confidence,
            rule=rule,
            date=date_in(signature.span.of(text)) if signature is not None else None,
        )
        for first, content, signature in found
    ]


def _signed(text: str, signature: CreditLine) -> Span:
    """The name and handle of a signature, without the dash before them."""
    words = signature.span.of(text)
    start = signature.span.start + len(words) - len(words.lstrip("—–- "))
    closing = text.find(")", signature.name.end)
    return Span(start, closing + 1 if 0 <= closing < signature.span.end else signature.name.end)


def _marked(
    passages: Sequence[Passage], signatures: Sequence[CreditLine], embedded: Sequence[EmbeddedPost]
) -> Iterator[tuple[int, Span, CreditLine | None]]:
    """The posts whose words the page shows, each with the signature right behind it."""
    for post in embedded:
        if post.span is None or post.span.start == post.span.end or not (post.account or post.name):
            continue
        words = post.span
        first = next((p.index for p in passages if p.span.overlaps(words)), None)
        if first is None or passages[first].kind not in ("body", "caption"):
            continue
        behind = (s for s in signatures if 0 <= s.span.start - words.end <= _NEAR)
        yield first, words, next(behind, None)


def _above(
    text: str, passages: Sequence[Passage], signatures: Sequence[CreditLine]
) -> Iterator[tuple[int, Span, CreditLine | None]]:
    """The lines right above each signature."""
    for signature in signatures:
        first = _first_line(text, passages, signature.passage - 1) if signature.passage else None
        if first is not None:
            yield first, Span(passages[first].span.start, passages[signature.passage - 1].span.end), signature


def _first_line(text: str, passages: Sequence[Passage], last: int) -> int | None:
    """The first of the body passages that end with `last` and have no blank line between them; None where it is no body."""
    first = last
    while first > 0 and passages[first - 1].kind == "body" and not _blank_between(text, passages[first - 1], passages[first]):
        first -= 1
    return first if passages[first].kind == "body" else None


def _blank_between(text: str, upper: Passage, lower: Passage) -> bool:
    return text.count("\n", upper.span.end, lower.span.start) > 1
