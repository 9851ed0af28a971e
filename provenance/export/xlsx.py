"""A workbook: claims, chains, contributions, sources, documents, and what the file is about.

Rows are written as they come and never kept (`constant_memory`). Words are written as strings whatever they look like: no cell
becomes a formula, a link or a number because of what a text holds.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import IO, TYPE_CHECKING

from provenance.export.items import METHOD, About, Item, Run, source_names
from provenance.export.tabular import CLAIM_COLUMNS, Cell, claim_rows
from provenance.export.words import moment, pieces, xml

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_CHARACTERS = 32_767
"""UTF-16 code units that a cell can hold (Excel's specification)."""
MOST_ROWS = 1_048_576
"""Rows that a sheet can have, its header included (Excel's specification); what is more goes on to a further sheet."""
CUT = " … [cut]"
"""The end of a cell that was cut."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "claims": CLAIM_COLUMNS,
    "chains": ("claim_id", "position", "source", "name", "relation", "evidence", "confidence"),
    "contributions": ("claim_id", "model", "position", "feature", "value", "points", "reason", "evidence"),
    "sources": ("document_id", "source", "name", "type", "known"),
    "documents": (
        *("document_id", "path", "line", "url", "canonical_url", "title", "byline", "published", "publisher_id", "publisher"),
        *("language", "upstreams", "claims", "sha256", "text_sha256", "run"),
    ),
    "about": ("what", "value"),
}
WIDE = {"claim": 60, "title": 40, "chain": 40, "evidence": 50, "reason": 60, "value": 30, "path": 30, "url": 30, "name": 30}
"""Widths of columns in characters, where they are not as wide as usual."""
USUAL_WIDTH = 14


def export_xlsx(items: Iterable[Item], out: IO[bytes], about: About, most_rows: int = MOST_ROWS) -> int:
    """Writes the workbook; returns the number of documents. `most_rows` is how many rows a sheet gets, its header included."""
    import xlsxwriter

    with tempfile.TemporaryDirectory(prefix="provenance-") as folder:
        options = {
            "constant_memory": True,
            "tmpdir": folder,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        workbook = xlsxwriter.Workbook(out, options)
        try:
            workbook.use_zip64()
            book = _Book(workbook, most_rows)
            return _write(book, items, about)
        finally:
            workbook.close()


def _write(book: _Book, items: Iterable[Item], about: About) -> int:
    count = 0
    runs: dict[int, Run] = {}
    models: set[str] = set()
    for item in items:
        count += 1
        runs[item.run.number] = item.run
        models.update(claim.score.model for claim in item.annotated.claims if claim.score)
        for name, rows in _ROWS.items():
            book.add(name, rows(item))
    book.add("about", _about(about, runs, sorted(models), book))
    started = [when for run in runs.values() if (when := moment(run.started))]
    # The time of the newest run, not of now: the same database gives the same bytes.
    properties = {"title": "provenance: claims and their sources", "comments": METHOD}
    book.workbook.set_properties(properties | ({"created": max(started).replace(tzinfo=None)} if started else {}))
    book.finish()
    return count


class _Book:
    """The sheets of a workbook, each with its header, and a further one where a sheet is full."""

    def __init__(self, workbook: Workbook, most_rows: int) -> None:
        self.workbook, self._most = workbook, most_rows
        self._bold = workbook.add_format({"bold": True})
        self._sheets: dict[str, list[Worksheet]] = {}
        self._next: dict[str, int] = {}
        self._class = _plain_class()
        self.cut = 0
        """Cells that were cut."""
        for name in COLUMNS:
            self._begin(name)

    def further(self) -> list[str]:
        """The names of sheets that had to go on."""
        return [name for name, sheets in self._sheets.items() if len(sheets) > 1]

    def add(self, name: str, rows: Iterable[Sequence[Cell]]) -> None:
        """Adds rows to the sheet of that name."""
        for row in rows:
            if self._next[name] >= self._most and name != "about":
                self._begin(name)
            sheet, number = self._sheets[name][-1], self._next[name]
            for column, value in enumerate(row):
                self._put(sheet, number, column, value)
            self._next[name] = number + 1

    def finish(self) -> None:
        """Sets what needs the number of rows: filters."""
        for name, sheets in self._sheets.items():
            for number, sheet in enumerate(sheets, 1):
                last = self._next[name] if number == len(sheets) else self._most
                sheet.autofilter(0, 0, max(1, last - 1), len(COLUMNS[name]) - 1)

    def _begin(self, name: str) -> None:
        sheets = self._sheets.setdefault(name, [])
        sheet = self.workbook.add_worksheet(f"{name} {len(sheets) + 1}" if sheets else name, worksheet_class=self._class)
        sheets.append(sheet)
        sheet.freeze_panes(1, 0)
        for column, head in enumerate(COLUMNS[name]):
            sheet.set_column(column, column, 100 if name == "about" and column else WIDE.get(head, USUAL_WIDTH))
            sheet.write_string(0, column, head, self._bold)
        self._next[name] = 1

    def _put(self, sheet: Worksheet, row: int, column: int, value: Cell) -> None:
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value)
        elif value:
            whole = xml(value)
            text = fitting(whole)
            self.cut += text is not whole
            sheet.write_string(row, column, text)


def fitting(text: str) -> str:
    """The text as long as a cell can hold it; where it was cut its end says so. Excel counts UTF-16 code units."""
    if len(text) * 2 <= MOST_CHARACTERS or _units(text) <= MOST_CHARACTERS:
        return text
    left = MOST_CHARACTERS - len(CUT)
    return text.encode("utf-16-le")[: left * 2].decode("utf-16-le", "ignore") + CUT


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _plain_class() -> type[Worksheet]:
    from xlsxwriter.worksheet import Worksheet as Base
    from xlsxwriter.worksheet import _preserve_whitespace

    class Plain(Base):  # type: ignore[misc]
        """A sheet that takes no text for markup: the library writes one from "<r>" to "</r>" into its XML as it stands."""

        def _xml_rich_inline_string(self, string: str, attributes: Sequence[tuple[str, object]] = ()) -> None:
            self._xml_inline_string(string, _preserve_whitespace(string), attributes)

    return Plain


# ---------------------------------------------------------------- rows


def _claims(item: Item) -> Iterator[Sequence[Cell]]:
    for row in claim_rows(item.annotated, item.corroboration):
        yield [row.get(column) for column in CLAIM_COLUMNS]


def _chains(item: Item) -> Iterator[Sequence[Cell]]:
    text, names = item.annotated.document.text, source_names(item.annotated)
    for claim in item.annotated.claims:
        for position, hop in enumerate(claim.chain):
            evidence = pieces(text, hop.evidence)
            name = names.get(hop.source)
            yield claim.id, position, hop.source, name, hop.relation, evidence, round(hop.confidence, 3)


def _contributions(item: Item) -> Iterator[Sequence[Cell]]:
    text = item.annotated.document.text
    for claim in item.annotated.claims:
        if claim.score is None:
            continue
        for position, row in enumerate(claim.score.contributions):
            points, evidence = round(row.points, 4), pieces(text, row.spans)
            yield claim.id, claim.score.model, position, row.feature, row.value, points, row.reason, evidence


def _sources(item: Item) -> Iterator[Sequence[Cell]]:
    for source in item.annotated.sources:
        yield item.annotated.document.id, source.id, source.name, source.type, source.known


def _documents(item: Item) -> Iterator[Sequence[Cell]]:
    annotated = item.annotated
    document, publisher = annotated.document, annotated.publisher
    yield (
        *(document.id, document.path, document.line, document.url, document.canonical_url, document.title),
        "; ".join(document.byline),
        *(document.published, publisher.id if publisher else None, publisher.name if publisher else None, document.language),
        "; ".join(f"{upstream.name} ({upstream.relation})" for upstream in annotated.upstreams),
        *(len(annotated.claims), document.sha256, document.text_sha256, item.run.number),
    )


_ROWS: Mapping[str, Callable[[Item], Iterator[Sequence[Cell]]]] = {
    "claims": _claims,
    "chains": _chains,
    "contributions": _contributions,
    "sources": _sources,
    "documents": _documents,
}


def _about(about: About, runs: Mapping[int, Run], models: Sequence[str], book: _Book) -> Iterator[tuple[str, str]]:
    yield from about.notes()
    yield "score models", ", ".join(models)
    for number, run in sorted(runs.items()):
        yield (
            f"run {number}",
            f"{run.started}, version {run.program_version}, lexicon {run.lexicon_digest}, registry {run.registry_digest}",
        )
    yield "cells that were cut", str(book.cut)
    for name in book.further():
        yield "a sheet that goes on", f"{name} has more than {MOST_ROWS - 1:,} rows and goes on in {name} 2"
