"""Annotating as Spark jobs, one for each part of the input; a part that is written is not annotated again."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provenance.cluster.arrow import Record, mapped
from provenance.cluster.inputs import Part, Source, is_remote
from provenance.cluster.packed import pack_record
from provenance.cluster.reading import Read, of_bytes, of_line, of_path
from provenance.cluster.work import Work, annotator_of
from provenance.errors import StoreError
from provenance.ingest import ReadOptions
from provenance.parallel.work import annotated_or_rejected
from provenance.records import AnnotatedDocument, Rejected
from provenance.store.identity import fingerprint_of, locator_of
from provenance.store.plain import pack
from provenance.store.rows import check_document

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructType

_GLOB = frozenset("{}[]*?\\")


def part_schema() -> StructType:
    """One row for each document or refusal of a part.

    `path` and `seq` say where it was read: the file, and the line or the place within it, from 1. `record` is the whole
    annotated document (`packed.py`), null where `reason` says why there is none.
    """
    from pyspark.sql.types import StructType

    return StructType.fromDDL(
        "path STRING, seq BIGINT, fingerprint STRING, document_id STRING, locator STRING, words BIGINT, claims BIGINT,"
        "sources ARRAY<STRUCT<id: STRING, name: STRING, type: STRING>>, record BINARY, reason STRING, detail STRING"
    )


def annotate_part(spark: SparkSession, part: Part, work: Work, folder: str, tasks: int) -> None:
    """Read and annotate one part, and write it as Parquet."""
    inputs = _inputs(spark, part, tasks)
    inputs = inputs.repartition(tasks) if inputs.rdd.getNumPartitions() < tasks else inputs
    mapped(inputs, partial(annotated_rows, work), part_schema()).write.mode("overwrite").parquet(folder)


def _inputs(spark: SparkSession, part: Part, tasks: int) -> DataFrame:
    """What the tasks are given: `path`, `seq` (of lines and rows, else null) and `content` (null: the task opens the path)."""
    from pyspark.sql import functions as f

    paths = [source.path for source in part.sources]
    if part.kind == "file":
        files = [(path, None, None) for path in paths]
        # More slices than tasks would be tasks without work, as files are few beside documents.
        return spark.createDataFrame(files, "path STRING, seq BIGINT, content BINARY").repartition(min(tasks, len(files)))
    if part.kind == "remote":
        read = spark.read.format("binaryFile").load([literal(path) for path in paths])
        return read.select("path", f.lit(None).cast("bigint").alias("seq"), "content")
    return _lines(spark, part.sources[0], part.kind == "parquet")


def _lines(spark: SparkSession, source: Source, is_parquet: bool) -> DataFrame:
    """The lines of a file as Spark splits it, each with its number; rows of Parquet as lines of JSON."""
    from pyspark.sql import functions as f

    place = literal(source.path)
    if is_parquet:
        rows = spark.read.parquet(place)
        named = [f.col(f"`{c}`").cast("string").alias(c) if t == "binary" else f.col(f"`{c}`") for c, t in rows.dtypes]
        content = f.to_json(f.struct(*named))
    else:
        # Only a line feed ends a line, as for our own reader; the bytes stay as they are, whatever their encoding.
        rows = spark.read.text(place, lineSep="\n")
        content = f.col("value")
    lines = rows.select(
        content.cast("binary").alias("content"),
        f.col("_metadata.file_block_start").alias("block"),
        f.monotonically_increasing_id().alias("place"),
    )
    # Numbers within a block follow each other; a first look counts the lines of each block to know where the next one begins.
    blocks = lines.groupBy("block").agg(f.count("*").alias("lines"), f.min("place").alias("first")).orderBy("block").collect()
    shifts, before = [], 0
    for block in blocks:
        shifts += [f.lit(block["block"]), f.lit(before + 1 - block["first"])]
        before += block["lines"]
    shift = f.create_map(*shifts)[f.col("block")] if shifts else f.lit(1)
    return lines.select(f.lit(source.path).alias("path"), (f.col("place") + shift).cast("bigint").alias("seq"), "content")


def literal(path: str) -> str:
    """A path that Spark is to take as it is written: of this machine by its full name, nothing in it a pattern."""
    whole = path if is_remote(path) else f"file:{Path(path).absolute()}"
    return "".join(f"\\{c}" if c in _GLOB else c for c in whole)


def annotated_rows(work: Work, rows: Iterator[Record]) -> Iterator[Record]:
    """Within a task: the documents of some inputs, as rows of `part_schema`."""
    annotator = annotator_of(work)
    options = ReadOptions(max_bytes=work.max_bytes)
    for row in rows:
        for seq, read in _numbered(row, options):
            found = read if isinstance(read, Rejected) else annotated_or_rejected(read, annotator)
            yield {"path": row["path"], "seq": seq} | _row(found)


def _numbered(row: Record, options: ReadOptions) -> Iterator[tuple[int, Read]]:
    path, seq, content = row["path"], row["seq"], row["content"]
    if seq is not None:
        yield from ((seq, one) for one in of_line(content, path, seq, options))
    else:
        yield from enumerate(of_path(path, options) if content is None else of_bytes(content, path, options), 1)


def _row(found: AnnotatedDocument | Rejected) -> dict[str, Any]:
    if isinstance(found, AnnotatedDocument):
        try:
            check_document(found)
        except StoreError as error:
            found = Rejected(locator_of(found.document), "failed", f"{error} Please report it")
    if isinstance(found, Rejected):
        return {"locator": pack(found.locator), "reason": found.reason, "detail": pack(found.detail)}
    document = found.document
    return {
        "fingerprint": fingerprint_of(document),
        "document_id": pack(document.id),
        "locator": pack(locator_of(document)),
        "words": len(document.text.split()),
        "claims": len(found.claims),
        "sources": [{"id": pack(s.id), "name": pack(s.name), "type": s.type} for s in found.sources],
        "record": pack_record(found),
    }
