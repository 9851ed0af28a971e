"""The workbook: its sheets hold what CSV holds and more, and no text in it is anything but text."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from provenance.export import CLAIM_COLUMNS, Corroboration, claim_rows
from provenance.export.words import xml
from provenance.export.xlsx import CUT, MOST_CHARACTERS, export_xlsx, fitting
from tests.export.made import HOSTILE, about, hostile, item, written


def sheets(data: bytes) -> dict[str, list[dict[str, Any]]]:
    """The rows of each sheet by its header, as another library reads them."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    found = {}
    for sheet in book:
        head, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(head, row, strict=True)) for row in rows]
    return found


def test_the_claims_read_back_equal() -> None:
    one = item(c0=Corroboration("aa", 3, 1))
    read = sheets(written("xlsx", one))["claims"]
    expected = [{name: row.get(name) for name in CLAIM_COLUMNS} for row in claim_rows(one.annotated, one.corroboration)]
    assert read == [{name: None if value == "" else value for name, value in row.items()} for row in expected]
    assert (read[0]["group_id"], read[0]["origins"], read[0]["opposing"]) == ("aa", 3, 1)
    assert (read[1]["group_id"], read[1]["origins"], read[1]["opposing"]) == (None, 1, 0)


def test_all_sheets_and_what_they_hold() -> None:
    read = sheets(written("xlsx", item()))
    assert list(read) == ["claims", "chains", "contributions", "sources", "documents", "about"]
    hop = read["chains"][2]
    assert (hop["source"], hop["name"], hop["relation"]) == ("northern-wire", "Northern Wire", "told_to")
    assert (hop["evidence"], hop["confidence"]) == ("told Northern Wire on May 3", 0.9)
    assert sum(row["points"] for row in read["contributions"][:4]) == pytest.approx(-0.65)
    assert read["documents"][0]["upstreams"] == "Coast Weekly (reprinted_from)"
    said = {row["what"]: row["value"] for row in read["about"]}
    assert said["loses"] == about("xlsx").format.loses
    assert said["run 7"] == "2026-01-02T03:04:05Z, version 0.1.0, lexicon lex, registry reg"
    assert said["cells that were cut"] == "0"


def test_headers_stay_in_sight_and_filter() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx", item())))
    assert {sheet.freeze_panes for sheet in book} == {"A2"}
    assert book["claims"].auto_filter.ref == "A1:AE3"
    assert book["claims"]["A1"].font.b
    assert book["claims"].column_dimensions["L"].width > 50


@pytest.mark.parametrize("mark", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_a_string_and_stays_as_it_is(mark: str) -> None:
    data = written("xlsx", item(hostile(mark)))
    row = openpyxl.load_workbook(io.BytesIO(data))["claims"]
    cell = row.cell(2, CLAIM_COLUMNS.index("claim") + 1)
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    # The library that reads takes \r\n within XML for \n, as XML has it.
    assert unescape(cell.value).replace("\r\n", "\n") == xml(mark).replace("\r\n", "\n")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            assert b"<f>" not in content
            assert b"<r>" not in content
            assert b"<hyperlink" not in content


def test_long_text_is_cut_and_counted() -> None:
    data = written("xlsx", item(hostile("x" * 40_000)))
    read = sheets(data)
    assert len(read["claims"][0]["claim"]) == MOST_CHARACTERS
    assert read["claims"][0]["claim"].endswith(CUT)
    assert int({row["what"]: row["value"] for row in read["about"]}["cells that were cut"]) > 5


@pytest.mark.parametrize(
    ("text", "units"),
    [("x" * 32_767, 32_767), ("x" * 32_768, 32_767), ("\U0001f300" * 16_383, 32_766), ("\U0001f300" * 16_384, 32_767)],
)
def test_a_cell_holds_so_many_utf16_units(text: str, units: int) -> None:
    cell = fitting(text)
    assert MOST_CHARACTERS - 1 <= len(cell.encode("utf-16-le")) // 2 <= units
    assert cell.endswith(CUT) == (cell != text)


def test_a_full_sheet_goes_on() -> None:
    out = io.BytesIO()
    assert export_xlsx([item(), item(hostile("x"))], out, about("xlsx"), most_rows=4) == 2
    read = sheets(out.getvalue())
    assert [name for name in read if name.startswith("chains")] == ["chains", "chains 2", "chains 3"]
    assert [len(read[name]) for name in ("chains", "chains 2", "chains 3")] == [3, 3, 3]
    assert [row["value"] for row in read["about"] if row["what"] == "a sheet that goes on"] != []
    whole = sheets(written("xlsx", item(), item(hostile("x"))))
    assert read["chains"] + read["chains 2"] + read["chains 3"] == whole["chains"]


def test_the_same_items_give_the_same_bytes() -> None:
    assert written("xlsx", item()) == written("xlsx", item())
