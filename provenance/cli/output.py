"""Where output goes: data and reports to standard output, everything else to standard error."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from provenance.cli.options import RowFormat
from provenance.errors import UsageError

if TYPE_CHECKING:
    from provenance.report.terminal import Canvas

WIDEST = 100
"""Reports are set no wider than so many columns, however wide the terminal; tables take what there is."""


def stdout() -> TextIO:
    """Standard output for data: UTF-8 whatever the locale, line ends as they are written."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
    return sys.stdout


def say(message: str) -> None:
    """One line on standard error, made harmless for a terminal."""
    from provenance.report.text import clean

    print(f"provenance: {clean(message)}", file=sys.stderr, flush=True)


def print_lines(lines: Iterable[str], stream: TextIO | None = None) -> None:
    """The lines of a report. Characters that the terminal's encoding lacks are escaped, so that no report fails on them."""
    out = stream or sys.stdout
    if isinstance(out, io.TextIOWrapper):
        out.reconfigure(errors="backslashreplace")
    for line in lines:
        out.write(line + "\n")
    out.flush()


@contextlib.contextmanager
def opened(path: Path | None) -> Iterator[TextIO]:
    """The file to write data to, or standard output. A file appears whole or not at all.

    Raises UsageError where it cannot be written.
    """
    if path is None:
        yield stdout()
        return
    partial = path.with_name(path.name + ".part")
    try:
        with partial.open("w", encoding="utf-8", newline="") as out:
            yield out
        partial.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror or error}); choose another file with --out") from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)


def print_rows(columns: Sequence[str], rows: Sequence[Sequence[object]], form: RowFormat | None) -> None:
    """Rows in the form asked for; where none was, a table on a terminal, and CSV, which cuts nothing, anywhere else."""
    form = form or (RowFormat.table if sys.stdout.isatty() else RowFormat.csv)
    if form is RowFormat.table:
        from provenance.report.terminal import table_lines

        print_lines(table_lines(columns, rows, canvas(sys.stdout, widest=None)))
        return
    out = stdout()
    if form is RowFormat.csv:
        from provenance.export import safe_cell

        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(columns)
        writer.writerows([safe_cell(plain(value)) for value in row] for row in rows)
    else:
        _write_json([dict(zip(columns, map(plain, row), strict=True)) for row in rows], form is RowFormat.jsonl, out)
    out.flush()


def plain(value: object) -> str | int | float | None:
    """A value of a database as one that CSV and JSON know; bytes in hexadecimal, dates as ISO 8601."""
    if value is None or isinstance(value, str | int | float):
        return value
    return value.hex() if isinstance(value, bytes | memoryview) else str(value)


def _write_json(records: list[dict[str, str | int | float | None]], lines: bool, out: TextIO) -> None:
    if lines:
        for record in records:
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    else:
        out.write(json.dumps(records, ensure_ascii=False, indent=1) + "\n")


def canvas(stream: TextIO, widest: int | None = WIDEST) -> Canvas:
    """The size of the terminal behind a stream and whether it wants colours; 80 columns without any where there is none."""
    from provenance.report.terminal import Canvas, Paint

    terminal = stream.isatty()
    columns = shutil.get_terminal_size().columns if terminal else 80
    if not terminal and os.environ.get("COLUMNS", "").isdecimal():
        columns = max(40, int(os.environ["COLUMNS"]))
    colours = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Canvas(max(40, min(columns, widest or columns)), Paint(colours))


def shown_url(url: str) -> str:
    """A database URL without its password, for messages."""
    return re.sub(r"(//[^/@:]*):[^/@]*@", r"\1@", url)
