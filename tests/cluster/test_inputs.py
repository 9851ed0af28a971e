"""Everything that the cluster reads: Parquet, addresses that Spark fetches, packed lines, and lines that Spark splits."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from provenance.cluster.files import Files
from provenance.cluster.inputs import list_inputs
from provenance.cluster.packed import unpack_record
from provenance.cluster.run import Cutting, Run
from provenance.cluster.work import Work
from provenance.records import Document

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

WORK = Work(tagger="rules")
Read = Callable[..., tuple[list[Document], list[dict[str, Any]]]]


@pytest.fixture
def read(spark: SparkSession, tmp_path: Path) -> Read:
    """Reads inputs through a run; gives the documents in order, and the rows of what was refused."""

    def call(*paths: str, split_bytes: int = 1000) -> tuple[list[Document], list[dict[str, Any]]]:
        run = Run(spark, WORK, paths, str(tmp_path / "work"), Cutting(split_bytes=split_bytes, tasks=2))
        run.annotate()
        rows = [row.asDict() for row in run.read().orderBy("source", "seq").collect()]
        documents = [unpack_record(bytes(row["record"])).document for row in rows if row["record"] is not None]
        missing = [{"reason": one.reason, "locator": one.locator} for one in run.missing]
        return documents, [*missing, *(row for row in rows if row["record"] is None)]

    return call


def text(number: int) -> str:
    return f"The mayor of Velmora said that bridge number {number} had been closed for {number + 2} days."


def test_rows_of_parquet_are_records(spark: SparkSession, read: Read, tmp_path: Path):
    rows = [(f"id-{n}", text(n), f"https://velmora.example/{n}", 7 * n) for n in range(40)]
    spark.createDataFrame(rows, "id STRING, text STRING, url STRING, visits INT").coalesce(1).write.parquet(str(tmp_path / "t"))
    pages = [(bytearray(f"<html><body><p>{text(99)}</p></body></html>".encode()),), (None,)]
    spark.createDataFrame(pages, "html BINARY").coalesce(1).write.parquet(str(tmp_path / "t" / "pages"))
    documents, refused = read(str(tmp_path / "t"))
    assert len(documents) == 41
    plain = sorted((d for d in documents if d.url), key=lambda d: d.id)
    assert [(d.id, d.text) for d in plain] == sorted((f"id-{n}", text(n)) for n in range(40))
    assert json.loads(next(d for d in plain if d.id == "id-3").metadata) == {"visits": 21}
    assert sorted(d.line for d in plain) == list(range(1, 41))
    assert [d.text for d in documents if not d.url] == [text(99)]
    assert [row["reason"] for row in refused] == ["bad_record"]  # a row with neither


def test_addresses_are_read_by_spark(read: Read, tmp_path: Path):
    folder = tmp_path / "news room"
    folder.mkdir()
    (folder / "a.txt").write_text(text(1))
    (folder / "b.html").write_text(f"<html><body><p>{text(2)}</p></body></html>")
    with gzip.open(folder / "c.jsonl.gz", "wt") as packed:
        packed.writelines(json.dumps({"id": f"c{n}", "text": text(n)}) + "\n" for n in range(3, 6))
    (folder / "d.txt").write_bytes(b"")
    documents, refused = read(folder.as_uri().replace("%20", " "))
    assert [d.text for d in documents] == [text(n) for n in range(1, 6)]
    assert [d.line for d in documents] == [None, None, 1, 2, 3]
    assert all(str(d.path).startswith("file:/") for d in documents)
    assert [(row["reason"], row["locator"].rpartition("/")[2]) for row in refused] == [("empty", "d.txt")]


def test_an_address_without_a_file_is_refused(spark: SparkSession, tmp_path: Path):
    sources, rejected = list_inputs(Files(spark), [f"file://{tmp_path}/nothing", "nosuch://host/x"])
    assert sources == []
    assert [one.reason for one in rejected] == ["no_documents", "missing"]


def test_nothing_to_read_makes_empty_tables(spark: SparkSession, tmp_path: Path):
    run = Run(spark, WORK, [str(tmp_path / "missing.txt")], str(tmp_path / "out"))
    run.annotate()
    rows = run.write(str(tmp_path / "out"), link=True)
    assert {name: count for name, count in rows.items() if count} == {"rejected": 1}
    assert (run.outcome(rows).documents, run.outcome(rows).rejected) == (0, 1)


def test_hidden_files_and_those_of_other_patterns_are_passed_over(spark: SparkSession, tmp_path: Path):
    for name in ("a/1.txt", "a/_SUCCESS", "a/.b.crc", "a/_x/2.txt", "b/3.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("It rained.")
    sources, rejected = list_inputs(Files(spark), [f"file://{tmp_path}/a*", f"file://{tmp_path}/b/3.txt"])
    assert [source.path.rpartition("/")[2] for source in sources] == ["1.txt", "3.txt"]
    assert rejected == []


def test_split_lines_have_the_numbers_of_the_file(spark: SparkSession, read: Read, tmp_path: Path):
    file = tmp_path / "lines.jsonl"
    lines = [json.dumps({"text": text(n) + " It rained." * (n % 7)}) if n % 5 else "" for n in range(400)]
    file.write_text("\ufeff" + "\r\n".join(lines), encoding="utf-8", newline="")
    spark.conf.set("spark.sql.files.maxPartitionBytes", "5000")
    documents, refused = read(str(file))
    assert refused == []
    assert [(d.line, d.text.split(".")[0] + ".") for d in documents] == [(n + 1, text(n)) for n in range(400) if n % 5]
    whole, _ = read(str(file), split_bytes=10**9)
    assert whole == documents


def test_utf_16_is_refused_as_a_whole(read: Read, tmp_path: Path):
    (tmp_path / "wide.jsonl").write_bytes((json.dumps({"text": text(1)}) + "\n").encode("utf-16") * 50)
    documents, refused = read(str(tmp_path / "wide.jsonl"))
    assert documents == []
    assert [row["reason"] for row in refused] == ["unreadable"]
