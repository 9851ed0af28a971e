"""The spreadsheet of claims: all columns, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from provenance.export import CLAIM_COLUMNS, Corroboration, claim_rows, safe_cell, write_claims_csv
from provenance.export.words import utf8
from tests.export.made import HOSTILE, hostile, item
from tests.export.made import written as written_by
from tests.report.sample import sample


def written(*, bom: bool = False, title: str = "Bridge may reopen") -> str:
    one = sample()
    out = io.StringIO(newline="")
    write_claims_csv([replace(one, document=replace(one.document, title=title))], out, bom=bom)
    return out.getvalue()


def test_one_row_for_each_claim_with_its_chain() -> None:
    rows = list(csv.DictReader(io.StringIO(written(), newline="")))
    assert [tuple(row) for row in rows] == [CLAIM_COLUMNS, CLAIM_COLUMNS]
    first, second = rows
    assert first["claim"] == "The bridge may reopen in June"
    assert first["chain"] == "harbour-post > coast-weekly > northern-wire > ada-lindqvist"
    assert (first["source_name"], first["cue"], first["hedges"], first["strength"]) == ("Ada Lindqvist", "told", "may", "0.343")
    assert (second["source_id"], second["mode"], second["origin"]) == ("", "", "coast-weekly")


def test_every_cell_of_a_row_has_a_column() -> None:
    assert all(set(row) <= set(CLAIM_COLUMNS) for row in claim_rows(sample()))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_what_could_be_a_formula_becomes_text(start: str) -> None:
    assert safe_cell(f"{start}cmd|' /C calc'!A1") == f"'{start}cmd|' /C calc'!A1"
    rows = list(csv.DictReader(io.StringIO(written(title=f"{start}1+1"), newline="")))
    assert rows[0]["title"].startswith("'")


@pytest.mark.parametrize("value", ["plain", "a=b", "", 3, -0.5, None])
def test_harmless_cells_stay_as_they_are(value: str | int | float | None) -> None:
    assert safe_cell(value) == value


def test_a_cell_can_always_be_written() -> None:
    cell = safe_cell("a\x00b\ud800")
    assert isinstance(cell, str)
    assert "\x00" not in cell
    assert cell.encode("utf-8")


def test_the_byte_order_mark_comes_on_demand() -> None:
    assert written(bom=True) == "\ufeff" + written()


def test_the_claims_read_back_equal_with_how_they_stand() -> None:
    one = item(c0=Corroboration("aa", 3, 1))
    rows = list(csv.DictReader(io.StringIO(written_by("csv", one).decode(), newline="")))
    expected = [
        {column: "" if row.get(column) is None else str(row[column]) for column in CLAIM_COLUMNS}
        for row in claim_rows(one.annotated, one.corroboration)
    ]
    assert rows == expected
    assert [(row["group_id"], row["origins"], row["opposing"]) for row in rows] == [("aa", "3", "1"), ("", "1", "0")]


def test_nobody_looked_leaves_the_cells_empty() -> None:
    rows = list(csv.DictReader(io.StringIO(written_by("csv", item()).decode(), newline="")))
    assert {(row["group_id"], row["origins"], row["opposing"]) for row in rows} == {("", "", "")}


@pytest.mark.parametrize("mark", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_one_cell_that_no_spreadsheet_runs(mark: str) -> None:
    [row] = csv.DictReader(io.StringIO(written_by("csv", item(hostile(mark))).decode(), newline=""))
    expected = utf8(mark).replace("\x00", "\ufffd")
    assert row["claim"].removeprefix("'") == expected
    assert row["title"] == row["claim"]
    assert not row["claim"].startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
