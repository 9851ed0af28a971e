"""What needs no Spark: records as bytes, the cutting into parts, reading within tasks, and words for what is missing."""

from __future__ import annotations

import io
import pickle
import subprocess
import sys
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from provenance.cluster import session
from provenance.cluster.annotate import annotated_rows, literal
from provenance.cluster.inputs import Source, parts_of
from provenance.cluster.packed import pack_record, unpack_record
from provenance.cluster.reading import of_bytes, of_line, of_path
from provenance.cluster.work import Work, annotator_of, versions_of
from provenance.errors import UsageError
from provenance.ingest import ReadOptions
from provenance.parallel.work import annotated_or_rejected
from provenance.records import Document, Rejected
from tests.ingest.making import answer, members
from tests.report.sample import sample

OPTIONS = ReadOptions()
WORK = Work(tagger="rules")


def test_a_record_comes_back_as_it_was():
    one = sample()
    assert unpack_record(pack_record(one)) == one
    assert unpack_record(pack_record((one, "x", None))) == (one, "x", None)


class Harmful:
    def __reduce__(self):
        return print, ("called",)


@pytest.mark.parametrize(
    "data",
    [
        pickle.dumps(Harmful()),
        b"cos\nsystem\n(S'true'\ntR.",
        b"cprovenance.records\nget_args\n.",  # a function that a module of records has from elsewhere
        b"cprovenance.records\nSCHEMA\n.",
    ],
)
def test_bytes_that_would_call_something_are_refused(data, capsys):
    with pytest.raises(pickle.UnpicklingError, match="is no record"):
        unpack_record(zlib.compress(data))
    assert capsys.readouterr().out == ""


def source(number: int, size: int = 10, kind: str = "file", changed: int = 1) -> Source:
    return Source(number, f"f{number}", kind, size, changed)  # type: ignore[arg-type]


def test_parts_keep_to_their_size_and_kind_and_lines_stand_alone():
    kinds = ["file"] * 5 + ["lines"] * 2 + ["remote"] * 2
    parts = parts_of([source(n, kind=kind) for n, kind in enumerate(kinds)], "v", part_bytes=25)
    assert [[s.number for s in part.sources] for part in parts] == [[0, 1], [2, 3], [4], [5], [6], [7, 8]]
    assert len({part.id for part in parts}) == len(parts)
    assert [len(p.sources) for p in parts_of([source(n) for n in range(7)], "v", part_files=3)] == [3, 3, 1]
    assert [len(p.sources) for p in parts_of([source(0, size=99)], "v", part_bytes=5)] == [1]


def test_a_part_is_another_where_a_file_or_a_version_changed():
    (before,) = parts_of([source(0)], "v")
    assert parts_of([source(0)], "v")[0].id == before.id
    for changed in (source(0, size=11), source(0, changed=2), replace(source(0), path="g")):
        assert parts_of([changed], "v")[0].id != before.id
    assert parts_of([source(0)], "w")[0].id != before.id
    # A file that came before it changes nothing for a part of its own.
    assert before.id in {p.id for p in parts_of([source(7, kind="lines"), source(0)], "v")}


def test_versions_tell_options_apart():
    digests = {versions_of(w).digest for w in (WORK, Work(tagger="rules", least=0.5), Work(tagger="rules", max_bytes=5))}
    assert len(digests) == 3


def test_a_line_keeps_its_place():
    (one,) = of_line(b'{"id": "a", "text": "It rained for two days."}', "x.jsonl", 17, OPTIONS)
    assert isinstance(one, Document)
    assert (one.path, one.line, one.id) == ("x.jsonl", 17, "a")
    (two,) = of_line(b"{", "x.jsonl", 18, OPTIONS)
    assert isinstance(two, Rejected)
    assert two.locator == "x.jsonl:18"
    assert list(of_line(b"  \r", "x.jsonl", 19, OPTIONS)) == []


def test_bytes_are_read_as_the_file_that_they_were(seeds: Path):
    file = sorted(seeds.iterdir())[0]
    (here,) = of_path(str(file), OPTIONS)
    (there,) = of_bytes(file.read_bytes(), f"hdfs://host/news/{file.name}", OPTIONS)
    assert isinstance(here, Document)
    assert there == replace(here, path=f"hdfs://host/news/{file.name}")
    (refused,) = of_bytes(b"", "hdfs://host/a%20b.txt", OPTIONS)
    assert isinstance(refused, Rejected)
    assert (refused.locator, refused.reason) == ("hdfs://host/a%20b.txt", "empty")


def test_archives_that_spark_has_fetched_are_read_as_those_of_a_path(tmp_path: Path):
    warc = members(*(answer(number) for number in (1, 2, 3)), b"cut off")
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("a.txt", "The mayor of Velmora said that it had rained for two days.")
        archive.writestr("b/c.txt", "")
    for name, data in (("a.warc.gz", warc), ("b.zip", zipped.getvalue())):
        (tmp_path / name).write_bytes(data)
        here = list(of_path(str(tmp_path / name), OPTIONS))
        there = list(of_bytes(data, f"s3a://news/{name}", OPTIONS))
        assert len(here) == len(there) >= 2
        for one, other in zip(here, there, strict=True):
            place = "path" if isinstance(one, Document) else "locator"
            known = str(getattr(one, place)).replace(str(tmp_path), "s3a://news")
            assert replace(one, **{place: known}) == other


def test_a_document_that_fails_costs_itself_alone(monkeypatch):
    annotator = annotator_of(WORK)

    def fails(one: Document) -> None:
        raise ValueError("no such thing")

    monkeypatch.setattr(annotator, "annotate", fails)
    found = annotated_or_rejected(sample().document, annotator)
    assert isinstance(found, Rejected)
    assert found.reason == "failed"
    rows = list(annotated_rows(WORK, iter([{"path": "a.jsonl", "seq": 3, "content": b'{"text": "It rained for two days."}'}])))
    assert [(r["seq"], r["locator"], r["reason"], r.get("record")) for r in rows] == [(3, "a.jsonl:3", "failed", None)]


def test_a_path_is_no_pattern():
    assert literal("/news/[a]*{b}?.jsonl") == "file:/news/\\[a\\]\\*\\{b\\}\\?.jsonl"
    assert literal("file:/a b[1]") == "file:/a b\\[1\\]"
    assert literal("s3a://news/a.jsonl") == "s3a://news/a.jsonl"


def test_what_is_missing_is_said_in_one_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match=r"needs pandas.*pip install 'provenance-annotator\[spark\]'"):
        session._check()


def test_java_that_is_missing_is_said_in_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pandas", sys)
    monkeypatch.setitem(sys.modules, "pyspark", sys)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(UsageError, match="needs Java"):
        session._check()


def test_of_an_error_of_spark_the_telling_line_is_told():
    python = (
        "Job aborted\n  File x.py\nValueError: no such thing\n\n\tat org.apache.spark.X\norg.apache.spark.SparkException: again"
    )
    assert session._told(ValueError(python)) == "ValueError: no such thing"
    assert session._told(ValueError("a\nCaused by: java.io.IOException: No space left on device\n\tat x")).endswith(
        "left on device"
    )
    assert session._told(ValueError()) == "ValueError"
    assert len(session._told(ValueError("x" * 9999))) == 300


def test_the_command_line_loads_no_spark():
    code = "import sys, provenance.cli.cluster; print('pyspark' in sys.modules or 'pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
