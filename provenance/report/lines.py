"""Lines of JSON files that a user names for a measurement, packed with gzip or not; a line that never ends is refused."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

from provenance.errors import UsageError

LONGEST_LINE = 50_000_000
"""Characters; the longest record of PolNeAR's gold has 58,836. A packed file of a megabyte may hold a gigabyte."""


def text_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, each with its number from 1.

    Raises UsageError where one is too long, and as it reads OSError, EOFError, zlib.error or UnicodeDecodeError.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        number = 0
        while line := lines.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                raise UsageError(
                    f"{path}:{number}: the line has more than {LONGEST_LINE:,} characters; name a file of JSON lines"
                )
            if line.strip():
                yield number, str(line)
