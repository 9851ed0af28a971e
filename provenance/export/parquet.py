"""Claims as Parquet: one row for each, with typed columns and lists, written in row groups as they come."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, Any

from provenance.export.items import About, Item, hedges_within, source_names
from provenance.export.tabular import CLAIM_COLUMNS, claim_rows
from provenance.export.words import pieces, utf8
from provenance.spans import Span

if TYPE_CHECKING:
    import pyarrow

ROWS_AT_ONCE = 2_000
"""Claims of a row group at least; the last may have fewer. What is kept in memory is one of them."""
NUMBERS = ("line", "passage", "start", "end", "credibility", "origins", "opposing")
LISTS = ("spans", "hops", "hedge_list", "contributions")
"""Columns besides those of CSV."""
COLUMNS = (*CLAIM_COLUMNS, *LISTS)


def schema() -> pyarrow.Schema:
    """The columns with their types; a column of CSV has the same name here."""
    import pyarrow as pa

    span = pa.struct([("start", pa.int32()), ("end", pa.int32())])
    spans = pa.list_(span)
    kinds: dict[str, Any] = {name: pa.string() for name in CLAIM_COLUMNS}
    kinds |= dict.fromkeys(NUMBERS, pa.int32()) | {"strength": pa.float64()}
    kinds["spans"] = spans
    kinds["hops"] = pa.list_(
        pa.struct(
            [
                ("source", pa.string()),
                ("name", pa.string()),
                ("relation", pa.string()),
                ("evidence", pa.string()),
                ("spans", spans),
                ("confidence", pa.float64()),
            ]
        )
    )
    kinds["hedge_list"] = pa.list_(
        pa.struct(
            [
                ("text", pa.string()),
                ("category", pa.string()),
                ("certainty", pa.float64()),
                ("basis", pa.string()),
                ("span", span),
                ("scope", span),
            ]
        )
    )
    kinds["contributions"] = pa.list_(
        pa.struct(
            [
                ("feature", pa.string()),
                ("value", pa.string()),
                ("points", pa.float64()),
                ("reason", pa.string()),
                ("spans", spans),
            ]
        )
    )
    return pa.schema([pa.field(name, kinds[name]) for name in COLUMNS])


def export_parquet(items: Iterable[Item], out: IO[bytes], about: About, rows_at_once: int = ROWS_AT_ONCE) -> int:
    """Writes the file; returns the number of documents. What the file is about stands in its metadata, as JSON."""
    import pyarrow as pa
    from pyarrow import parquet

    described = {"provenance": json.dumps(dict(about.notes()), ensure_ascii=True)}
    columns = schema().with_metadata(described)
    count = 0
    waiting: list[dict[str, Any]] = []
    with parquet.ParquetWriter(out, columns, compression="zstd") as writer:
        for item in items:
            count += 1
            waiting += _rows(item)
            if len(waiting) >= rows_at_once:
                writer.write_table(pa.Table.from_pylist(waiting, columns))
                waiting = []
        if waiting or not count:
            writer.write_table(pa.Table.from_pylist(waiting, columns))
    return count


def _rows(item: Item) -> Iterator[dict[str, Any]]:
    annotated = item.annotated
    text, names, hedges = annotated.document.text, source_names(annotated), hedges_within(annotated)
    rows = claim_rows(annotated, item.corroboration)
    for claim, row in zip(annotated.claims, rows, strict=True):
        found: dict[str, Any] = dict(row)
        found["spans"] = _spans(claim.spans)
        found["hops"] = [
            {
                "source": hop.source,
                "name": names.get(hop.source),
                "relation": hop.relation,
                "evidence": pieces(text, hop.evidence),
                "spans": _spans(hop.evidence),
                "confidence": round(hop.confidence, 3),
            }
            for hop in claim.chain
        ]
        found["hedge_list"] = [
            {
                "text": hedge.span.of(text),
                "category": hedge.category,
                "certainty": round(hedge.certainty, 3),
                "basis": hedge.basis,
                "span": _span(hedge.span),
                "scope": _span(hedge.scope),
            }
            for hedge in hedges.get(claim.id, ())
        ]
        found["contributions"] = [
            {
                "feature": one.feature,
                "value": one.value,
                "points": round(one.points, 4),
                "reason": one.reason,
                "spans": _spans(one.spans),
            }
            for one in (claim.score.contributions if claim.score else ())
        ]
        yield {name: _utf8(value) for name, value in found.items()}


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _spans(spans: Iterable[Span]) -> list[dict[str, int]]:
    return [_span(span) for span in spans]


def _utf8(value: Any) -> Any:
    """A value with all texts in it encodable."""
    if isinstance(value, str):
        return utf8(value)
    if isinstance(value, list):
        return [_utf8(one) for one in value]
    if isinstance(value, dict):
        return {name: _utf8(one) for name, one in value.items()}
    return value
