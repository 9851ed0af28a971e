"""Parquet: typed columns that read back equal, and what the file says of itself."""

from __future__ import annotations

import io
import json

import pytest
from pyarrow import parquet

from provenance.export import CLAIM_COLUMNS, Corroboration, claim_rows
from provenance.export.parquet import COLUMNS, export_parquet, schema
from provenance.export.words import utf8
from tests.export.made import HOSTILE, about, hostile, item, written


def read(data: bytes) -> parquet.ParquetFile:
    return parquet.ParquetFile(io.BytesIO(data))


def test_the_claims_read_back_equal() -> None:
    one = item(c0=Corroboration("aa", 3, 1))
    rows = read(written("parquet", one)).read().to_pylist()
    expected = [{name: row.get(name) for name in CLAIM_COLUMNS} for row in claim_rows(one.annotated, one.corroboration)]
    assert [{name: row[name] for name in CLAIM_COLUMNS} for row in rows] == expected


def test_lists_hold_chain_hedges_and_contributions() -> None:
    first = read(written("parquet", item())).read().to_pylist()[0]
    assert [hop["relation"] for hop in first["hops"]] == ["published_by", "reprinted_from", "told_to", "stated_by"]
    assert first["hops"][2]["evidence"] == "told Northern Wire on May 3"
    assert first["hops"][2]["name"] == "Northern Wire"
    hedge = first["hedge_list"][0]
    assert (hedge["text"], hedge["certainty"], hedge["basis"]) == ("may", 0.55, "survey")
    assert [row["points"] for row in first["contributions"]] == [-0.4, 0.35, -0.6, 0.0]
    assert first["spans"] == [{"start": first["start"], "end": first["end"]}]


def test_types_do_not_depend_on_the_rows() -> None:
    assert read(written("parquet")).schema_arrow.equals(schema())
    assert read(written("parquet", item())).schema_arrow.equals(schema())
    assert tuple(schema().names) == COLUMNS
    assert str(schema().field("origins").type) == "int32"


def test_the_metadata_says_what_is_lost() -> None:
    kept = json.loads(read(written("parquet", item())).schema_arrow.metadata[b"provenance"])
    assert kept["loses"] == about("parquet").format.loses
    assert kept["schema"] == "0005"


def test_rows_are_written_in_groups() -> None:
    out = io.BytesIO()
    assert export_parquet([item(), item(), item()], out, about("parquet"), rows_at_once=3) == 3
    groups = read(out.getvalue()).metadata
    assert [groups.row_group(number).num_rows for number in range(groups.num_row_groups)] == [4, 2]


@pytest.mark.parametrize("mark", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_stays_as_it_is(mark: str) -> None:
    row = read(written("parquet", item(hostile(mark)))).read().to_pylist()[0]
    assert row["claim"] == row["title"] == row["hops"][0]["evidence"] == row["contributions"][0]["reason"] == utf8(mark)
