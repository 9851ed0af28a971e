"""What the tests of the annotating stages share: one annotator, short texts in, records out, and what must hold for all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from provenance.ingest import ReadOptions, read_bytes
from provenance.pipeline import Annotator, Resources, load_resources
from provenance.records import AnnotatedDocument, Attribution, Document, Rejected
from provenance.spans import Span

ENGLISH = ReadOptions(language=False)
"""Short texts do not tell their language; the rules read a text of unknown language as English."""


@cache
def resources() -> Resources:
    """The shipped lexicons and registry."""
    return load_resources()


@cache
def annotator() -> Annotator:
    """One annotator for all tests; it keeps nothing between documents."""
    return Annotator(resources(), tagger="rules")


def document(text: str, path: str = "x.txt", url: str | None = None, options: ReadOptions = ENGLISH) -> Document:
    """The text (or page) as read. Fails the test where the reader refuses it."""
    read = read_bytes(text.encode("utf-8", "surrogatepass"), path=path, url=url, options=options)
    assert isinstance(read, Document), read
    return read


def annotated(text: str, path: str = "x.txt", url: str | None = None, options: ReadOptions = ENGLISH) -> AnnotatedDocument:
    """The text (or page, by its path) annotated."""
    return annotator().annotate(document(text, path, url, options))


def annotated_if_read(text: str, path: str = "x.txt") -> AnnotatedDocument | None:
    """The text annotated, or None where the reader refuses it (empty, binary)."""
    read = read_bytes(text.encode("utf-8", "surrogatepass"), path=path, options=ENGLISH)
    return None if isinstance(read, Rejected) else annotator().annotate(read)


def chain(attribution: Attribution) -> list[str]:
    """The chain as ids, without the publisher."""
    return [hop.source for hop in attribution.chain][1:]


def all_spans(one: AnnotatedDocument) -> Iterator[Span]:
    """Every span that the annotated document holds, wherever it stands."""
    for block in one.document.blocks:
        yield block.span
    yield from (link.span for link in one.document.links)
    yield from (p.span for p in one.passages)
    yield from one.publisher.evidence if one.publisher else ()
    yield from (u.span for u in one.upstreams if u.span is not None)
    yield from (post.span for post in one.document.posts if post.span is not None)
    yield from (credit.span for credit in one.credits if credit.span is not None)
    yield from (span for finding in one.findings for span in finding.spans)
    for attribution in one.attributions:
        yield from attribution.contents
        yield from (s for s in (attribution.cue, attribution.holder.span) if s is not None)
        yield from (s for hop in attribution.chain for s in hop.evidence)
        if attribution.channel is not None:
            yield attribution.channel.span
    for hedge in one.hedges:
        yield from (hedge.span, hedge.scope)
    for claim in one.claims:
        yield from claim.spans
        yield from (s for hop in claim.chain for s in hop.evidence)
        if claim.score is not None:
            yield from (s for row in claim.score.contributions for s in row.spans)


def assert_sound(one: AnnotatedDocument) -> None:
    """What holds for every annotated document, whatever its text."""
    text = one.document.text
    for span in all_spans(one):
        assert 0 <= span.start < span.end <= len(text), span
    assert [p.index for p in one.passages] == list(range(len(one.passages)))
    assert all(a.span.end <= b.span.start for a, b in pairwise(one.passages))
    by_id = {a.id: a for a in one.attributions}
    assert len(by_id) == len(one.attributions), "ids of attributions are unique"
    assert len({c.id for c in one.claims}) == len(one.claims), "ids of claims are unique"
    assert len({h.id for h in one.hedges}) == len(one.hedges), "ids of hedges are unique"
    first = one.publisher.id if one.publisher else "unknown-publisher"
    for attribution in one.attributions:
        assert_chain([h.source for h in attribution.chain], first)
        assert attribution.holder.id in [h.source for h in attribution.chain]
        assert all(a.end <= b.start for a, b in pairwise(attribution.contents)), "pieces in order, apart"
        assert_no_circle(attribution, by_id)
    for hedge in one.hedges:
        assert hedge.scope.contains(hedge.span)
        assert hedge.attribution is None or hedge.attribution in by_id
    for claim in one.claims:
        assert_chain([h.source for h in claim.chain], first)
        assert claim.attribution is None or by_id[claim.attribution].contents == claim.spans
        assert claim.score is not None
        assert 0 < claim.score.strength < 1


def assert_chain(sources: list[str], first: str) -> None:
    """A chain begins with the publisher and names nobody twice; "unspecified" names nobody."""
    assert sources[0] == first
    named = [s for s in sources if s != "unspecified"]
    assert len(set(named)) == len(named), sources
    assert all(sources)


def assert_no_circle(attribution: Attribution, by_id: dict[str, Attribution]) -> None:
    """Parents end at an attribution without one."""
    seen = {attribution.id}
    parent = attribution.parent
    while parent is not None:
        assert parent not in seen
        seen.add(parent)
        parent = by_id[parent].parent
