"""Linking claims as Spark jobs, with the links that a database has once the same inputs are stored in the same order.

Each claim is read once and filed under its keys. Of a key the first claims, in the order of the inputs, are paired with all
others of it; each pair counts once. Pairs are dealt out to cells by their first claim; a cell is given its pairs and, once each,
the claims as read that they are of, and compares them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from provenance.claims.assertions import Side, could_match
from provenance.claims.judge import judged
from provenance.claims.keys import keys_of
from provenance.claims.link import ANCHORS
from provenance.claims.reading import Reader
from provenance.cluster.arrow import Record, mapped
from provenance.cluster.packed import pack_record, unpack_record
from provenance.cluster.statements import versions_of
from provenance.cluster.work import Work, annotator_of
from provenance.links import ClaimLink
from provenance.store.plain import pack

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame
    from pyspark.sql.types import StructType

ROWS_AT_ONCE = 1000
PAIRS_OF_A_CELL = 2_000_000
"""Some 4 s of comparing. The claims of a cell are in memory, some 6 kB each, and at most two for each pair."""


def claims_schema() -> StructType:
    """A claim as it is compared: `side` is its reading, `version` its statement (`packed.py`), `chain` the ids of its sources.

    `source`, `seq` and `number` are its place: that of the input, of the document in it, and of the claim in that.
    """
    from pyspark.sql.types import StructType

    return StructType.fromDDL(
        "id STRING, document STRING, source INT, seq BIGINT, number INT, chain ARRAY<STRING>, keys ARRAY<BIGINT>,"
        "side BINARY, version BINARY"
    )


def links_schema() -> StructType:
    """A link: `first` < `second`, both claim ids."""
    from pyspark.sql.types import StructType

    return StructType.fromDDL(
        "first STRING, second STRING, kind STRING, score DOUBLE, reason STRING, detector STRING,"
        "changes ARRAY<STRUCT<before: STRING, after: STRING>>"
    )


def filed(documents: DataFrame, work: Work) -> DataFrame:
    """The claims of documents (`source`, `seq`, `record`), read and filed."""
    wanted = documents.select("source", "seq", "record")
    return mapped(wanted, partial(filed_rows, work), claims_schema(), ROWS_AT_ONCE)


@lru_cache(maxsize=1)
def _reader(work: Work) -> Reader:
    return Reader(annotator_of(work).registry)


def filed_rows(work: Work, rows: Iterator[Record]) -> Iterator[Record]:
    """Within a task: the claims of documents as rows of `claims_schema`."""
    reader = _reader(work)
    for row in rows:
        for number, version in enumerate(versions_of(unpack_record(row["record"]))):
            one = version.statement
            side = Side(one, reader.read(one), reader.title(one))
            yield {
                "id": one.id,
                "document": one.document,
                "source": row["source"],
                "seq": row["seq"],
                "number": number,
                "chain": [pack(hop.source) for hop in one.chain],
                "keys": list(keys_of(one, side.reading)),
                "side": pack_record(side),
                "version": pack_record(version),
            }


def pairs(claims: DataFrame) -> DataFrame:
    """The pairs of claims (`first` < `second`) that share a key, each once; of a key's claims the first are paired with all."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    keyed = claims.select("id", "source", "seq", "number", f.explode("keys").alias("key"))
    of_key = Window.partitionBy("key").orderBy("source", "seq", "number")
    ranked = keyed.select("key", "id", f.row_number().over(of_key).alias("rank"))
    anchors = ranked.where(f.col("rank") <= ANCHORS).select("key", f.col("id").alias("anchor"), f.col("rank").alias("before"))
    members = ranked.where("rank > 1").select("key", "id", "rank")
    both = anchors.join(members, "key").where("before < rank")
    return both.select(f.least("anchor", "id").alias("first"), f.greatest("anchor", "id").alias("second")).distinct()


def compared(claims: DataFrame, paired: DataFrame, cells: int) -> DataFrame:
    """The links among pairs of claims."""
    from pyspark.sql import functions as f

    cell = f.pmod(f.xxhash64("first"), f.lit(cells)).cast("int")
    dealt = paired.select(cell.alias("cell"), "first", "second")
    needed = dealt.select("cell", f.col("first").alias("id")).union(dealt.select("cell", f.col("second").alias("id")))
    sides = needed.distinct().join(claims.select("id", "side"), "id")
    nothing: Column = f.lit(None)
    both = sides.select("cell", f.col("id").alias("first"), nothing.cast("string").alias("second"), "side").union(
        dealt.select("cell", "first", "second", nothing.cast("binary").alias("side"))
    )
    # Claims before pairs, as their `second` is null.
    ordered = both.repartition(cells, "cell").sortWithinPartitions("cell", f.col("second").asc_nulls_first())
    return mapped(ordered, compared_rows, links_schema(), ROWS_AT_ONCE)


def compared_rows(rows: Iterator[Record]) -> Iterator[Record]:
    """Within a task: the links of each cell, as rows of `links_schema`."""
    for _, cell in groupby(rows, lambda row: row["cell"]):
        sides: dict[str, Side] = {}
        for row in cell:
            if row["second"] is None:
                sides[row["first"]] = unpack_record(row["side"])
                continue
            one, two = sides[row["first"]], sides[row["second"]]
            if could_match(one.reading, two.reading):
                link = judged(one, two)
                if link is not None:
                    yield link_row(link)


def link_row(link: ClaimLink) -> dict[str, Any]:
    """A link as a row of `links_schema`."""
    return {
        "first": link.first,
        "second": link.second,
        "kind": link.kind,
        "score": link.score,
        "reason": pack(link.reason),
        "detector": link.detector,
        "changes": _changes(link),
    }


def _changes(link: ClaimLink) -> Iterable[dict[str, str]]:
    return [{"before": pack(c.before), "after": pack(c.after)} for c in link.changes]
