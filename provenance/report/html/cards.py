"""What stands beside a text, and how its highlights lead there: one card for each claim, numbered in the order of the text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from provenance.records import AnnotatedDocument, Hedge, Hop
from provenance.report.audit import Audit, HedgeView, Words
from provenance.report.document import ClaimEntry, DocumentAudit
from provenance.report.marked import Mark, MarkedBlock, Run, cut_up, marked
from provenance.report.wording import plain
from provenance.spans import Span

_LED = ("source", "cue", "content", "own")
"""Layers whose runs lead to a card."""

PROOFS = 3
"""Words that prove a hop, in a card; the audit shows all. A text may name its publisher in every other line."""


@dataclass(frozen=True, slots=True)
class CardHop:
    """One hop of a card's chain. `words` are the first that prove it, `more` how many others do."""

    source: str
    name: str
    relation: str
    words: tuple[Words, ...]
    more: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Card:
    """A claim, or an attribution that no claim carries (`entry` None). `number` counts from 1 in the order of the text.

    `own` is whether the text makes it on its own authority. `ends` is where its number stands in the text.
    """

    id: str
    number: int
    own: bool
    who: str
    cue: str
    entry: ClaimEntry | None
    hops: tuple[CardHop, ...]
    hedges: tuple[HedgeView, ...]
    ends: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A run as a page draws it: `card` is where it leads (None: nowhere), `leads` whether it is the first run of that card.

    `begins` are the cards whose first word this is, `ends` those whose number comes after it. `title` says what is marked.
    """

    text: str
    layers: tuple[str, ...]
    card: Card | None
    leads: bool
    begins: tuple[Card, ...]
    ends: tuple[Card, ...]
    credit: int | None
    title: str


@dataclass(frozen=True, slots=True)
class Block:
    """One passage with its pieces; `kind` is None for what lies between two."""

    index: int | None
    kind: str | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document as a page shows it: its text in blocks, and its cards in the order of their numbers."""

    audit: DocumentAudit
    blocks: tuple[Block, ...]
    cards: tuple[Card, ...]
    sha256: str
    text_sha256: str
    url: str | None
    canonical_url: str | None
    byline: tuple[str, ...]


def sheet(annotated: AnnotatedDocument, audit: DocumentAudit) -> Sheet:
    """The document with its cards. `audit` must be of the same document."""
    cards = tuple(_cards(annotated, audit))
    document = annotated.document
    return Sheet(
        audit,
        tuple(_blocks(annotated, cards)),
        cards,
        document.sha256,
        document.text_sha256,
        document.url,
        document.canonical_url,
        document.byline,
    )


# ---------------------------------------------------------------- cards


def _cards(annotated: AnnotatedDocument, audit: DocumentAudit) -> Iterator[Card]:
    text = annotated.document.text
    entries = {entry.id: entry for entry in audit.claims}
    names = {ref.id: ref.name for ref in annotated.sources}
    hedges = _hedges_within(annotated)
    attributions = {one.id: one for one in annotated.attributions}
    carried = {claim.attribution for claim in annotated.claims}
    found: list[tuple[tuple[Span, ...], str, tuple[Hop, ...], ClaimEntry | None, str | None]] = [
        (claim.spans, claim.id, claim.chain, entries.get(claim.id), claim.attribution) for claim in annotated.claims
    ]
    found += [(a.contents, a.id, a.chain, None, a.id) for a in annotated.attributions if a.id not in carried and a.contents]
    for number, (spans, id_, chain, entry, by) in enumerate(sorted(found, key=_place), 1):
        attribution = attributions.get(by or "")
        shown = entry.chain if entry else tuple(names.get(hop.source, hop.source) for hop in chain)
        yield Card(
            id=id_,
            number=number,
            own=attribution is None,
            who=attribution.holder.name if attribution else (shown[-1] if shown else ""),
            cue=attribution.cue.of(text) if attribution and attribution.cue else "",
            entry=entry,
            hops=tuple(_hop(text, hop, name) for hop, name in zip(chain, shown, strict=True)),
            hedges=tuple(_hedge(text, hedge) for span in spans for hedge in hedges(span)),
            ends=max(span.end for span in spans),
        )


def _place(found: tuple[tuple[Span, ...], str, tuple[Hop, ...], ClaimEntry | None, str | None]) -> tuple[Span, str]:
    return min(found[0]), found[1]


def _hop(text: str, hop: Hop, name: str) -> CardHop:
    shown = tuple(Words(span.of(text), span) for span in hop.evidence[:PROOFS])
    return CardHop(hop.source, name, hop.relation, shown, len(hop.evidence) - len(shown), hop.confidence)


def _hedge(text: str, hedge: Hedge) -> HedgeView:
    return HedgeView(Words(hedge.span.of(text), hedge.span), hedge.category, hedge.certainty, hedge.basis, inside=True)


def _hedges_within(annotated: AnnotatedDocument) -> Callable[[Span], list[Hedge]]:
    """The hedges that begin within a span, by bisection: a long text has thousands."""
    found = sorted((h for h in annotated.hedges if not h.is_booster), key=lambda h: h.span)
    starts = [hedge.span.start for hedge in found]
    return lambda span: found[bisect_left(starts, span.start) : bisect_left(starts, span.end)]


# ---------------------------------------------------------------- the text


def _blocks(annotated: AnnotatedDocument, cards: Iterable[Card]) -> Iterator[Block]:
    """The blocks whose runs know their cards. White space between passages is left out: passages are paragraphs."""
    by_claim = {card.id: card for card in cards}
    led: dict[str, Card] = dict(by_claim)
    for claim in annotated.claims:
        if claim.attribution is not None and claim.id in by_claim:
            led.setdefault(claim.attribution, by_claim[claim.id])
    ends: dict[int, list[Card]] = {}
    for card in by_claim.values():
        ends.setdefault(card.ends, []).append(card)
    titles = _titles(annotated)
    met: set[str] = set()
    for block in marked(annotated).blocks:
        if block.passage is None and not "".join(run.text for run in block.runs).strip():
            continue
        pieces = tuple(_piece(run, led, ends, titles, met) for run in block.runs)
        yield _as_block(block, pieces)


def _as_block(block: MarkedBlock, pieces: tuple[Piece, ...]) -> Block:
    passage = block.passage
    return Block(passage.index if passage else None, passage.kind if passage else None, pieces)


def _piece(run: Run, led: Mapping[str, Card], ends: Mapping[int, list[Card]], titles: Mapping[str, str], met: set[str]) -> Piece:
    leading = [mark for mark in run.marks if mark.layer in _LED and mark.id in led]
    inner = min(leading, key=lambda m: m.span.end - m.span.start) if leading else None
    card = led[inner.id] if inner else None
    begins = []
    for mark in leading:
        one = led[mark.id]
        if one.id not in met:
            met.add(one.id)
            begins.append(one)
    credit = next((int(m.id.removeprefix("credit-")) for m in run.marks if m.layer == "credit"), None)
    title = "; ".join(dict.fromkeys(titles[m.id] for m in run.marks if m.id in titles))
    after = tuple(sorted(ends.get(run.span.end, ()), key=lambda c: c.number))
    return Piece(run.text, run.layers, card, card in begins, tuple(begins), after, credit, title)


def _titles(annotated: AnnotatedDocument) -> dict[str, str]:
    """What a hedge, booster or credit is, in a few words."""
    found = {h.id: hedge_words(h.category, h.certainty, h.basis) for h in annotated.hedges}
    for number, credit in enumerate(annotated.credits):
        found[f"credit-{number}"] = f"credit: {credit.role}, by {credit.signal}"
    return found


def hedge_words(category: str, certainty: float, basis: str) -> str:
    """A hedge's kind, what it leaves of full certainty, and where that number comes from."""
    if category == "booster":
        return plain(category)
    measured = "measured in surveys" if basis == "survey" else "by judgement"
    return f"hedge, {plain(category)}; certainty left {certainty:.2f}, {measured}"


def title_of(audit: Audit | DocumentAudit) -> str:
    """The document's title, else the name of its file, else where it was read."""
    return audit.title or PurePath(audit.locator).name or audit.locator


# ---------------------------------------------------------------- a claim in its sentence


def sentence(audit: Audit) -> tuple[Run, ...]:
    """The sentence in which a claim is made, cut where the claim, its hedges and its cue begin and end."""
    start = audit.context.span.start

    def at(span: Span) -> Span:
        return Span(span.start - start, span.end - start)

    marks = [Mark("content", audit.claim_id, at(words.span)) for words in audit.claim]
    marks += [Mark("hedge", str(number), at(hedge.words.span)) for number, hedge in enumerate(audit.hedges)]
    if audit.cue is not None:
        marks.append(Mark("cue", audit.claim_id, at(audit.cue.span)))
    return tuple(cut_up(audit.context.text, marks).runs)
