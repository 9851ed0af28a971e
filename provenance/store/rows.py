"""Records to rows: an annotated document as tuples in the order of the tables' columns. Pure: no database is asked.

Strings pass `pack` where they come from outside; the program's own vocabularies and rule names are plain already.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from provenance.errors import StoreError
from provenance.records import (
    AnnotatedDocument,
    Attribution,
    Claim,
    Contribution,
    Credit,
    Document,
    EmbeddedPost,
    Hedge,
    Hop,
    Publisher,
)
from provenance.spans import Span
from provenance.store.plain import pack, pack_or_none, pack_text, to_json

Row = tuple[Any, ...]

BETWEEN = " … "
"""What joins the pieces of a text that stands in several places."""

ARROW = " > "
"""What joins the ids of a chain."""


def path_of(ids: Sequence[str]) -> tuple[str | None, str, str]:
    """Of the ids of a chain its origin, its relays and all of it, joined by arrows; who stands twice in a row stands once."""
    path = [id_ for place, id_ in enumerate(ids) if place == 0 or id_ != ids[place - 1]]
    return (path[-1] if path else None), ARROW.join(path[1:-1]), ARROW.join(path)


class Rows:
    """Rows for many documents, by table; `sources` are the (id, name, type) that they name."""

    def __init__(self) -> None:
        self.tables: defaultdict[str, list[Row]] = defaultdict(list)
        self.sources: dict[str, tuple[str, str]] = {}

    def add(self, key: int, annotated: AnnotatedDocument, models: Mapping[str, int]) -> None:
        """Add all rows of findings of the document with number `key`; `models` numbers the score models.

        The document has passed `check_document`.
        """
        _DocumentRows(self, key, annotated, models).fill()


def check_document(annotated: AnnotatedDocument) -> None:
    """Raise StoreError where a document contradicts itself, before it joins a batch whose others are well."""
    where = annotated.document.path or annotated.document.id
    numbers = {a.id for a in annotated.attributions}
    refers = [(f"hedge {hedge.id}", hedge.attribution) for hedge in annotated.hedges]
    refers += [(f"claim {claim.id}", claim.attribution) for claim in annotated.claims]
    refers += [(f"attribution {a.id}", a.parent) for a in annotated.attributions]
    for owner, attribution in refers:
        if attribution is not None and attribution not in numbers:
            raise StoreError(f"The document {where} cannot be stored: {owner} names attribution {attribution}, which it lacks.")
    for kind, ids in (("source", [s.id for s in annotated.sources]), ("attribution", [a.id for a in annotated.attributions])):
        if len(set(ids)) < len(ids):
            twice = next(id_ for id_ in ids if ids.count(id_) > 1)
            raise StoreError(f"The document {where} cannot be stored: it lists the {kind} {twice} twice.")


def document_values(annotated: AnnotatedDocument) -> dict[str, Any]:
    """The columns of `document` that the record itself tells: all but key, fingerprint, locator, revision, run and is_current."""
    document = annotated.document
    text, oddities = pack_text(document.text)
    return {
        "id": pack(document.id),
        "sha256": document.sha256,
        "text_sha256": document.text_sha256,
        "path": pack_or_none(document.path),
        "line": document.line,
        "url": pack_or_none(document.url),
        "canonical_url": pack_or_none(document.canonical_url),
        "title": pack_or_none(document.title),
        "language": pack_or_none(document.language),
        "published": pack_or_none(document.published),
        "media_type": pack(document.media_type),
        "encoding": pack(document.encoding),
        **_publisher_values(annotated.publisher),
        "byline": to_json([pack(name) for name in document.byline]),
        "notes": to_json([pack(note) for note in annotated.notes]),
        "metadata": pack(document.metadata),
        **_markup_values(document),
        "oddities": oddities,
        "text": text,
    }


def _publisher_values(publisher: Publisher | None) -> dict[str, Any]:
    if publisher is None:
        names = ("id", "name", "signal", "confidence", "evidence", "found")
        return dict.fromkeys(f"publisher_{name}" for name in names)
    return {
        "publisher_id": pack(publisher.id),
        "publisher_name": pack(publisher.name),
        "publisher_signal": pack(publisher.signal),
        "publisher_confidence": publisher.confidence,
        "publisher_evidence": to_json(publisher.evidence),
        "publisher_found": None,
    }


def _markup_values(document: Document) -> dict[str, Any]:
    return {
        "signals": to_json([[pack(s.name), pack(s.value), pack(s.path)] for s in document.signals]),
        "links": to_json([[*link.span, pack(link.href)] for link in document.links]),
        "posts": to_json([_post(post) for post in document.posts]),
        "blocks": to_json([[*block.span, pack(block.tag), pack(block.path), block.main] for block in document.blocks]),
    }


def _post(post: EmbeddedPost) -> list[str | int | None]:
    who = [pack(post.platform), pack(post.account), pack(post.name), pack(post.url), pack_or_none(post.date)]
    return [*who, *(post.span or (None, None)), pack(post.path)]


class _DocumentRows:
    """Fills in the rows of one document. Equal chains and equal contributions get one number each."""

    def __init__(self, rows: Rows, key: int, annotated: AnnotatedDocument, models: Mapping[str, int]) -> None:
        self._rows, self._key, self._annotated, self._models = rows, key, annotated, models
        self._text = pack_text(annotated.document.text)[0]
        self._chains: dict[tuple[Hop, ...], int] = {}
        self._factors: dict[Contribution, int] = {}
        self._numbers = {a.id: number for number, a in enumerate(annotated.attributions)}

    def fill(self) -> None:
        annotated = self._annotated
        self._fill_lists()
        for number, attribution in enumerate(annotated.attributions):
            self._attribution(number, attribution)
        for number, claim in enumerate(annotated.claims):
            self._claim(number, claim)
        hedges_of = hedges_by_claim(annotated.claims, annotated.hedges)
        self._into("claim_hedge")((self._key, claim, hedge) for claim, hedges in enumerate(hedges_of) for hedge in hedges)

    def _into(self, table: str) -> Callable[[Iterable[Row]], None]:
        return self._rows.tables[table].extend

    def _quoted(self, spans: Iterable[Span]) -> str:
        text = self._text
        return BETWEEN.join([text[start:end] for start, end in spans])

    def _number_of(self, attribution: str | None) -> int | None:
        return None if attribution is None else self._numbers[attribution]

    def _fill_lists(self) -> None:
        key, annotated = self._key, self._annotated
        self._into("passage")((key, n, p.index, p.kind, p.item, *p.span) for n, p in enumerate(annotated.passages))
        self._into("hedge")(self._hedge(n, h) for n, h in enumerate(annotated.hedges))
        self._into("credit")(self._credit(n, credit) for n, credit in enumerate(annotated.credits))
        for n, one in enumerate(annotated.findings):
            sources = to_json([pack(source) for source in one.sources])
            self._rows.tables["finding"].append((key, n, one.kind, pack(one.detail), sources, to_json(one.spans)))
        for n, up in enumerate(annotated.upstreams):
            source, name = pack(up.source), pack(up.name)
            words = None if up.span is None else self._quoted((up.span,))
            row = (key, n, source, name, up.relation, pack(up.signal), *(up.span or (None, None)), words)
            self._rows.tables["upstream"].append((*row, up.confidence, pack(up.value), pack(up.path), up.item))
        for n, ref in enumerate(annotated.sources):
            source, name = pack(ref.id), pack(ref.name)
            self._rows.tables["document_source"].append((key, source, n, name, ref.type, ref.known))
            self._rows.sources.setdefault(source, (name, ref.type))

    def _credit(self, number: int, credit: Credit) -> Row:
        candidates = to_json([pack(candidate) for candidate in credit.candidates])
        row = (self._key, number, pack(credit.signal), credit.role, pack(credit.value), pack_or_none(credit.source), candidates)
        return (*row, *(credit.span or (None, None)), pack(credit.path), credit.item, credit.confidence, pack(credit.detector))

    def _hedge(self, number: int, hedge: Hedge) -> Row:
        start, end = hedge.span
        words = self._text[start:end]
        belongs = self._number_of(hedge.attribution)
        row = (self._key, number, hedge.id, hedge.passage, start, end, words, hedge.category, hedge.certainty, hedge.basis)
        return (*row, *hedge.scope, hedge.detector, belongs)

    def _attribution(self, number: int, attribution: Attribution) -> None:
        holder, channel, cue = attribution.holder, attribution.channel, attribution.cue
        self._rows.tables["attribution"].append(
            (
                *(self._key, number, attribution.id, attribution.passage, pack(holder.id), pack(holder.name), holder.type),
                *(holder.span or (None, None)),
                None if holder.span is None else self._quoted((holder.span,)),
                *(cue or (None, None)),
                None if cue is None else self._quoted((cue,)),
                *(pack(attribution.lemma), attribution.stance, attribution.polarity, attribution.mode),
                *(self._chain(attribution.chain), attribution.confidence, attribution.detector),
                self._number_of(attribution.parent),
                *((None,) * 5 if channel is None else (pack(channel.id), pack(channel.name), channel.relation, *channel.span)),
                pack_or_none(attribution.date),
            )
        )
        self._pieces("attribution_content", (number,), attribution.contents)

    def _pieces(self, table: str, owner: tuple[int, ...], spans: Sequence[Span]) -> None:
        into = self._rows.tables[table]
        for number, (start, end) in enumerate(spans):
            into.append((self._key, *owner, number, start, end))

    def _chain(self, chain: tuple[Hop, ...]) -> int:
        known = self._chains.get(chain)
        if known is not None:
            return known
        number = self._chains[chain] = len(self._chains)
        ids = [pack(hop.source) for hop in chain]
        self._rows.tables["chain"].append((self._key, number, len(ids), *path_of(ids)))
        for position, hop in enumerate(chain):
            row = (self._key, number, position, ids[position], hop.relation, hop.confidence, self._quoted(hop.evidence))
            self._rows.tables["hop"].append(row)
            self._pieces("hop_evidence", (number, position), hop.evidence)
        return number

    def _claim(self, number: int, claim: Claim) -> None:
        attribution = self._number_of(claim.attribution)
        words, chain = self._quoted(claim.spans), self._chain(claim.chain)
        row = (self._key, number, claim.id, claim.passage, words, chain, attribution, claim.polarity)
        self._rows.tables["claim"].append(row)
        self._pieces("claim_span", (number,), claim.spans)
        score = claim.score
        if score is None:
            return
        model = self._models[score.model]
        self._rows.tables["score"].append((self._key, number, model, score.strength, score.reliability, score.credibility))
        into, key = self._rows.tables["contribution"], self._key
        for place, contribution in enumerate(score.contributions):
            into.append((key, number, model, place, self._factor(contribution)))

    def _factor(self, contribution: Contribution) -> int:
        known = self._factors.get(contribution)
        if known is not None:
            return known
        number = self._factors[contribution] = len(self._factors)
        feature, value, reason = pack(contribution.feature), pack(contribution.value), pack(contribution.reason)
        row = (self._key, number, feature, value, contribution.points, reason, self._quoted(contribution.spans))
        self._rows.tables["factor"].append(row)
        self._pieces("factor_span", (number,), contribution.spans)
        return number


def hedges_by_claim(claims: Sequence[Claim], hedges: Sequence[Hedge]) -> list[list[int]]:
    """For each claim the places of its hedges: those within one of its pieces, and those of its attribution; no boosters."""
    of_attribution: defaultdict[str, list[int]] = defaultdict(list)
    lowering = [number for number, hedge in enumerate(hedges) if not hedge.is_booster]
    for number in lowering:
        if (attribution := hedges[number].attribution) is not None:
            of_attribution[attribution].append(number)
    order = sorted(lowering, key=lambda number: hedges[number].span)
    starts = [hedges[number].span.start for number in order]
    found: list[list[int]] = []
    for claim in claims:
        mine = set(of_attribution.get(claim.attribution, ())) if claim.attribution is not None else set()
        for start, end in claim.spans:
            for place in range(bisect_left(starts, start), bisect_left(starts, end)):
                if hedges[order[place]].span.end <= end:
                    mine.add(order[place])
        found.append(sorted(mine))
    return found
