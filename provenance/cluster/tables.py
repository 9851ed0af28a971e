"""What a run leaves as Parquet: whole documents as lines of JSON, and flat tables for SQL.

Strings that Parquet cannot hold (NUL, halves of surrogate pairs) are written as in the database: U+001A and four digits. In
`json` they are JSON's own escapes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from provenance.cluster.arrow import Record, mapped
from provenance.cluster.origins import standing_of
from provenance.cluster.packed import unpack_record
from provenance.cluster.statements import versions_of
from provenance.cluster.work import Work, annotator_of
from provenance.export import to_line
from provenance.links import Standing
from provenance.records import AnnotatedDocument, Attribution, Claim, Hedge
from provenance.scoring import rescore
from provenance.spans import Span
from provenance.store.identity import fingerprint_of, locator_of
from provenance.store.plain import pack, pack_or_none, pack_text
from provenance.store.rows import BETWEEN

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

NESTED = {
    "claims": "claim_id STRING, number INT, text STRING, attribution STRING, polarity STRING, chain ARRAY<STRING>,"
    "relations ARRAY<STRING>, origin STRING, holder STRING, hedges ARRAY<STRING>, reliability STRING, credibility INT,"
    "strength DOUBLE, model STRING,"
    "contributions ARRAY<STRUCT<feature: STRING, value: STRING, points: DOUBLE, reason: STRING>>",
    "attributions": "attribution_id STRING, number INT, holder_id STRING, holder_name STRING, holder_type STRING,"
    "holder_text STRING, cue STRING, lemma STRING, stance STRING, polarity STRING, mode STRING, content STRING,"
    "chain ARRAY<STRING>, channel STRING, date STRING, parent STRING, confidence DOUBLE, detector STRING",
    "hedges": "hedge_id STRING, number INT, text STRING, category STRING, certainty DOUBLE, basis STRING, attribution STRING,"
    "detector STRING",
    "upstreams": "source STRING, name STRING, relation STRING, signal STRING, confidence DOUBLE, item INT",
}
"""The columns of the tables that documents are taken apart into; each has `document_id` and `fingerprint` before them."""

_DOCUMENT = (
    "document_id STRING, fingerprint STRING, locator STRING, url STRING, canonical_url STRING, title STRING, language STRING,"
    "published STRING, publisher_id STRING, publisher_name STRING, words BIGINT, json STRING"
)
NAMES = ("documents", *NESTED, "links", "origins", "drift", "sources", "sightings", "rejected")
"""All tables."""


def documents_schema() -> StructType:
    """A document with its findings nested; the tables are taken out of it."""
    from pyspark.sql.types import StructType

    nested = (f"{name} ARRAY<STRUCT<{columns}>>" for name, columns in _as_fields().items())
    return StructType.fromDDL(", ".join((_DOCUMENT, *nested)))


def _as_fields() -> dict[str, str]:
    """The columns of the nested tables as the fields of a struct are written: "name: TYPE"."""
    from pyspark.sql.types import StructType

    return {name: StructType.fromDDL(columns).simpleString()[len("struct<") : -1] for name, columns in NESTED.items()}


def scored(documents: DataFrame, origins: DataFrame | None, work: Work) -> DataFrame:
    """Documents (`fingerprint`, `record`) as rows of `documents_schema`, their claims scored by how they stand in others.

    `origins` None: nobody looked.
    """
    from pyspark.sql import functions as f

    rows = documents.select("fingerprint", "record")
    if origins is not None:
        standing = f.struct("claim", "reason", "others", "copies", "opposed", "drift")
        grouped = origins.groupBy(f.col("document").alias("fingerprint")).agg(f.collect_list(standing).alias("standings"))
        rows = rows.join(grouped, "fingerprint", "left")
    return mapped(rows, partial(scored_rows, work, origins is not None), documents_schema())


def scored_rows(work: Work, looked: bool, rows: Iterator[Record]) -> Iterator[Record]:
    """Within a task: documents as rows of `documents_schema`."""
    annotator = annotator_of(work)
    for row in rows:
        annotated: AnnotatedDocument = unpack_record(row["record"])
        if looked:
            found = {one["claim"]: standing_of(one) for one in row["standings"] or ()}
            standings = {claim.id: found.get(claim.id, Standing()) for claim in annotated.claims}
            claims = rescore(annotated, standings, annotator.registry, annotator.model, annotator.resources.holders)
        else:
            claims = annotated.claims
        yield document_row(annotated, claims)


def document_row(annotated: AnnotatedDocument, claims: tuple[Claim, ...]) -> Record:
    """A document as a row of `documents_schema`, with these claims in the place of its own."""
    document, publisher = annotated.document, annotated.publisher
    words = _Words(pack_text(document.text)[0])
    return {
        "document_id": pack(document.id),
        "fingerprint": fingerprint_of(document),
        "locator": pack(locator_of(document)),
        "url": pack_or_none(document.url),
        "canonical_url": pack_or_none(document.canonical_url),
        "title": pack_or_none(document.title),
        "language": pack_or_none(document.language),
        "published": pack_or_none(document.published),
        "publisher_id": publisher and pack(publisher.id),
        "publisher_name": publisher and pack(publisher.name),
        "words": len(document.text.split()),
        "json": to_line(replace(annotated, claims=claims)).rstrip("\n"),
        "claims": _claims(annotated, claims),
        "attributions": [words.attribution(number, one) for number, one in enumerate(annotated.attributions)],
        "hedges": [words.hedge(number, one) for number, one in enumerate(annotated.hedges)],
        "upstreams": [
            {
                "source": pack(u.source),
                "name": pack(u.name),
                "relation": u.relation,
                "signal": pack(u.signal),
                "confidence": u.confidence,
                "item": u.item,
            }
            for u in annotated.upstreams
        ],
    }


def _claims(annotated: AnnotatedDocument, claims: tuple[Claim, ...]) -> list[dict[str, Any]]:
    found = []
    for number, (claim, version) in enumerate(zip(claims, versions_of(annotated), strict=True)):
        score = claim.score
        found.append(
            {
                "claim_id": claim.id,
                "number": number,
                "text": pack(version.statement.text),
                "attribution": claim.attribution,
                "polarity": claim.polarity,
                "origin": pack(claim.origin),
                "chain": [pack(hop.source) for hop in claim.chain],
                "relations": [hop.relation for hop in claim.chain],
                "holder": pack(version.statement.holder),
                "hedges": [pack(hedge) for hedge in version.hedges],
                "reliability": score and score.reliability,
                "credibility": score and score.credibility,
                "strength": score and score.strength,
                "model": score and score.model,
                "contributions": [
                    {"feature": pack(c.feature), "value": pack(c.value), "points": c.points, "reason": pack(c.reason)}
                    for c in (score.contributions if score else ())
                ],
            }
        )
    return found


class _Words:
    """Findings with the words that they are about."""

    def __init__(self, text: str) -> None:
        self._text = text

    def _of(self, *spans: Span | None) -> str | None:
        found = [pack(span.of(self._text)) for span in spans if span is not None]
        return BETWEEN.join(found) if found else None

    def attribution(self, number: int, one: Attribution) -> dict[str, Any]:
        """A row of `attributions`."""
        holder = one.holder
        return {
            "attribution_id": one.id,
            "number": number,
            "holder_id": pack(holder.id),
            "holder_name": pack(holder.name),
            "holder_type": holder.type,
            "holder_text": self._of(holder.span),
            "cue": self._of(one.cue),
            "lemma": pack(one.lemma),
            "stance": one.stance,
            "polarity": one.polarity,
            "mode": one.mode,
            "content": self._of(*one.contents),
            "chain": [pack(hop.source) for hop in one.chain],
            "channel": one.channel and pack(one.channel.id),
            "date": pack_or_none(one.date),
            "parent": one.parent,
            "confidence": one.confidence,
            "detector": one.detector,
        }

    def hedge(self, number: int, one: Hedge) -> dict[str, Any]:
        """A row of `hedges`; boosters are among them, by their category."""
        return {
            "hedge_id": one.id,
            "number": number,
            "text": self._of(one.span),
            "category": one.category,
            "certainty": one.certainty,
            "basis": one.basis,
            "attribution": one.attribution,
            "detector": one.detector,
        }


def taken_apart(documents: DataFrame) -> dict[str, DataFrame]:
    """The tables that documents (`documents_schema`) are taken apart into, by name."""
    from pyspark.sql import functions as f

    found = {"documents": documents.drop(*NESTED)}
    for name in NESTED:
        one = documents.select("document_id", "fingerprint", f.explode(name).alias("one"))
        found[name] = one.select("document_id", "fingerprint", "one.*")
    return found


def drift(origins: DataFrame) -> DataFrame:
    """What changed on the way, a row for each change."""
    from pyspark.sql import functions as f

    return origins.select("claim", f.explode("drift").alias("one")).select("claim", "one.*")
