"""Rows to records: a stored document as it was given to the store."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from provenance.records import (
    AnnotatedDocument,
    Attribution,
    Block,
    Channel,
    Claim,
    Contribution,
    Credit,
    Document,
    EmbeddedPost,
    Finding,
    Hedge,
    Holder,
    Hop,
    Link,
    MarkupSignal,
    Passage,
    Publisher,
    Score,
    SourceRef,
    Upstream,
)
from provenance.spans import Span
from provenance.store.base import Base
from provenance.store.plain import pack, unpack, unpack_or_none, unpack_text
from provenance.store.tables import DocumentRow, DocumentSourceRow, ModelRow, SourceTable
from provenance.store.together import Together

_Spans = dict[tuple[int, ...], tuple[Span, ...]]


def load_document(connection: Connection, key: int, *, as_found: bool = False, scores: bool = True) -> AnnotatedDocument | None:
    """The document with number `key`, with the newest score of each claim (without `scores` with none); None where there is none.

    Sources are those that judgements made by hand say are meant, and notes tell of them; `as_found`: those that were found, so
    that the document equals what was stored.
    """
    return load_documents(connection, [key], as_found=as_found, scores=scores).get(key)


def load_documents(
    connection: Connection, keys: Sequence[int], *, as_found: bool = False, scores: bool = True
) -> dict[int, AnnotatedDocument]:
    """The documents with these numbers, those that there are, as `load_document` gives them, by one statement a table."""
    together = Together(connection, keys)
    name = table(DocumentRow).name
    return {
        key: _loaded(together, key, row, as_found=as_found, scores=scores) for key in keys for row in together.rows(key, name)
    }


def _loaded(together: Together, key: int, row: Row[Any], *, as_found: bool, scores: bool) -> AnnotatedDocument:
    """A document by its row."""
    parts = _Parts(together, key, as_found=as_found)
    notes = tuple(unpack(note) for note in json.loads(row.notes))
    return AnnotatedDocument(
        document=_document(row),
        publisher=parts.publisher(row),
        upstreams=parts.upstreams(),
        passages=tuple(Passage(r.passage, r.kind, r.item, Span(r.start_char, r.end_char)) for r in parts.rows("passage")),
        attributions=parts.attributions(),
        hedges=parts.hedges(),
        claims=parts.claims(scores=scores),
        credits=parts.credits(),
        findings=tuple(
            Finding(r.kind, unpack(r.detail), _ids(r.sources), tuple(Span(*span) for span in json.loads(r.spans)))
            for r in parts.rows("finding")
        ),
        sources=parts.sources(),
        notes=notes if as_found else (*notes, *parts.judged()),
    )


def documents_alone(connection: Connection, keys: Sequence[int]) -> dict[int, Document]:
    """The documents with these numbers, without what was found in them, by number."""
    document = table(DocumentRow)
    rows = connection.execute(select(document).where(document.c.key.in_(keys)).order_by(document.c.key))
    return {row.key: _document(row) for row in rows}


def table(row: type[Base]) -> Table:
    """The table of a row class."""
    found = row.__table__
    assert isinstance(found, Table)
    return found


def _ids(packed: str) -> tuple[str, ...]:
    """The ids of a JSON array."""
    return tuple(unpack(id_) for id_ in json.loads(packed))


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)


def _document(row: Row[Any]) -> Document:
    values = row._mapping
    return Document(
        id=unpack(row.id),
        text=unpack_text(row.text, row.oddities),
        sha256=row.sha256,
        text_sha256=row.text_sha256,
        path=unpack_or_none(row.path),
        line=row.line,
        url=unpack_or_none(row.url),
        canonical_url=unpack_or_none(row.canonical_url),
        title=unpack_or_none(row.title),
        language=unpack_or_none(row.language),
        published=unpack_or_none(row.published),
        byline=tuple(unpack(name) for name in json.loads(row.byline)),
        media_type=unpack(row.media_type),
        encoding=unpack(row.encoding),
        blocks=tuple(Block(Span(b[0], b[1]), unpack(b[2]), unpack(b[3]), b[4]) for b in json.loads(row.blocks)),
        links=tuple(Link(Span(link[0], link[1]), unpack(link[2])) for link in json.loads(row.links)),
        signals=tuple(MarkupSignal(unpack(s[0]), unpack(s[1]), unpack(s[2])) for s in json.loads(row.signals)),
        posts=tuple(map(_post, json.loads(row.posts))),
        metadata=unpack(values["metadata"]),
    )


def _post(p: list[Any]) -> EmbeddedPost:
    who = unpack(p[0]), unpack(p[1]), unpack(p[2]), unpack(p[3])
    return EmbeddedPost(*who, unpack_or_none(p[4]), _span(p[5], p[6]), unpack(p[7]))


def _without_repeats(chain: list[Hop]) -> Iterator[Hop]:
    """The hops of a chain, those of one source in a row as one with the evidence of all: judgements can make them so."""
    for _, hops in groupby(chain, key=lambda hop: hop.source):
        first, *others = hops
        yield replace(first, evidence=first.evidence + tuple(span for hop in others for span in hop.evidence))


class _Parts:
    """Reads the findings of one document."""

    def __init__(self, together: Together, key: int, *, as_found: bool) -> None:
        self._together, self._connection, self._key, self._as_found = together, together.connection, key, as_found
        self._meant: dict[str, str] = {}
        """What was found, and what is meant instead by judgements made by hand."""
        self._chains = self._read_chains()
        ids = self.rows("attribution", "id")
        self._attribution_ids: dict[int | None, str | None] = {None: None} | {n: r.id for n, r in enumerate(ids)}

    def rows(self, name: str, *columns: str) -> Sequence[Row[Any]]:
        """The rows of this document in a table, in the order of the key."""
        return self._together.rows(self._key, name, *columns)

    def _pieces(self, name: str) -> _Spans:
        """The span lists of a table of pieces, by the key of their owner."""
        found: defaultdict[tuple[int, ...], list[Span]] = defaultdict(list)
        key = [column.name for column in Base.metadata.tables[name].primary_key.columns][1:-1]
        for row in self.rows(name, *key, "start_char", "end_char"):
            *owner, start, end, _ = list[int](row)
            found[tuple(owner)].append(Span(start, end))
        return {key_of: tuple(spans) for key_of, spans in found.items()}

    def _read_chains(self) -> list[tuple[Hop, ...]]:
        evidence = self._pieces("hop_evidence")
        chains: list[list[Hop]] = [[] for _ in self.rows("chain", "number")]
        for r in self.rows("hop", "chain", "position", "source", "source_found", "relation", "confidence"):
            source = self._source(r.source, r.source_found)
            chains[r.chain].append(Hop(source, r.relation, evidence.get((r.chain, r.position), ()), r.confidence))
        whole = not self._meant or self._as_found
        return [tuple(chain if whole else _without_repeats(chain)) for chain in chains]

    def _source(self, meant: str, found: str | None) -> str:
        """The id of a source that a row names, as wanted here."""
        if found is None:
            return unpack(meant)
        self._meant[unpack(found)] = unpack(meant)
        return unpack(found if self._as_found else meant)

    def judged(self) -> Iterator[str]:
        """What judgements say of the sources of this document, one sentence each."""
        for found, meant in sorted(self._meant.items()):
            yield f"judged by hand: {found} means {meant} (provenance sources show {meant})"

    def publisher(self, row: Row[Any]) -> Publisher | None:
        """The publisher that the document's own row names."""
        if row.publisher_id is None:
            return None
        evidence = tuple(Span(start, end) for start, end in json.loads(row.publisher_evidence))
        id_, name = self._source(row.publisher_id, row.publisher_found), unpack(row.publisher_name)
        return Publisher(id_, name, unpack(row.publisher_signal), evidence, row.publisher_confidence)

    def upstreams(self) -> tuple[Upstream, ...]:
        return tuple(
            Upstream(
                source=self._source(r.source, r.source_found),
                name=unpack(r.name),
                relation=r.relation,
                signal=unpack(r.signal),
                span=_span(r.start_char, r.end_char),
                confidence=r.confidence,
                value=unpack(r.value),
                path=unpack(r.path),
                item=r.item,
            )
            for r in self.rows("upstream")
        )

    def credits(self) -> tuple[Credit, ...]:
        return tuple(
            Credit(
                signal=unpack(r.signal),
                role=r.role,
                value=unpack(r.value),
                source=None if r.source is None else self._source(r.source, r.source_found),
                candidates=_ids(r.candidates),
                span=_span(r.start_char, r.end_char),
                path=unpack(r.path),
                item=r.item,
                confidence=r.confidence,
                detector=unpack(r.detector),
            )
            for r in self.rows("credit")
        )

    def sources(self) -> tuple[SourceRef, ...]:
        rows = sorted(self.rows(table(DocumentSourceRow).name), key=lambda r: int(r.number))
        refs = tuple(SourceRef(unpack(r.source), unpack(r.name), r.type, bool(r.known)) for r in rows)
        if not self._meant or self._as_found:
            return refs
        sources, named = table(SourceTable), {ref.id for ref in refs}
        added = (pack(meant) for meant in sorted(set(self._meant.values()) - named))
        more = self._connection.execute(select(sources).where(sources.c.id.in_(list(added))).order_by(sources.c.id))
        return (*refs, *(SourceRef(unpack(r.id), unpack(r.name), r.type, bool(r.known)) for r in more))

    def hedges(self) -> tuple[Hedge, ...]:
        return tuple(
            Hedge(
                id=r.id,
                span=Span(r.start_char, r.end_char),
                passage=r.passage,
                category=r.category,
                certainty=r.certainty,
                basis=r.basis,
                scope=Span(r.scope_start, r.scope_end),
                detector=r.detector,
                attribution=self._attribution_ids[r.attribution],
            )
            for r in self.rows("hedge")
        )

    def attributions(self) -> tuple[Attribution, ...]:
        contents = self._pieces("attribution_content")
        return tuple(
            Attribution(
                id=r.id,
                passage=r.passage,
                holder=self._holder(r),
                cue=_span(r.cue_start, r.cue_end),
                lemma=unpack(r.lemma),
                stance=r.stance,
                polarity=r.polarity,
                contents=contents.get((r.number,), ()),
                mode=r.mode,
                chain=self._chains[r.chain],
                confidence=r.confidence,
                detector=r.detector,
                parent=self._attribution_ids[r.parent],
                channel=self._channel(r),
                date=unpack_or_none(r.date),
            )
            for r in self.rows("attribution")
        )

    def _holder(self, row: Row[Any]) -> Holder:
        id_ = self._source(row.holder_id, row.holder_found)
        return Holder(id_, unpack(row.holder_name), row.holder_type, _span(row.holder_start, row.holder_end))

    def _channel(self, row: Row[Any]) -> Channel | None:
        if row.channel_id is None:
            return None
        id_ = self._source(row.channel_id, row.channel_found)
        return Channel(id_, unpack(row.channel_name), row.channel_relation, Span(row.channel_start, row.channel_end))

    def claims(self, *, scores: bool) -> tuple[Claim, ...]:
        spans, found = self._pieces("claim_span"), self._scores() if scores else {}
        return tuple(
            Claim(
                id=r.id,
                passage=r.passage,
                spans=spans.get((r.number,), ()),
                chain=self._chains[r.chain],
                attribution=self._attribution_ids[r.attribution],
                polarity=r.polarity,
                score=found.get(r.number),
            )
            for r in self.rows("claim")
        )

    def _scores(self) -> dict[int, Score]:
        spans = self._pieces("factor_span")
        factors = {
            r.number: Contribution(unpack(r.feature), unpack(r.value), r.points, unpack(r.reason), spans.get((r.number,), ()))
            for r in self.rows("factor")
        }
        parts: defaultdict[tuple[int, int], list[Contribution]] = defaultdict(list)
        for r in self.rows("contribution"):
            parts[r.claim, r.model].append(factors[r.factor])
        models = table(ModelRow)
        names = {r.key: r.name for r in self._connection.execute(select(models))}
        newest: dict[int, Score] = {}
        for r in self.rows("score"):  # in the order of the models: the last one stays
            contributions = tuple(parts.get((r.claim, r.model), ()))
            newest[r.claim] = Score(names[r.model], r.strength, r.reliability, r.credibility, contributions)
        return newest
