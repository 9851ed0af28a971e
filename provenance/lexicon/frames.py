"""How sure a finding is, by the frame in which its rule fired: `frames.tsv`, made by `python -m benchmarks.frame_precision`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from provenance.errors import LexiconError
from provenance.lexicon.files import read_text

COLUMNS = ("frame", "confidence", "polnear_right", "polnear_found", "gold_right", "gold_found")


@cache
def load_confidences() -> Mapping[str, float]:
    """Frame -> the share of such findings that were right on annotated texts. Raises LexiconError with file and line."""
    lines = read_text("frames.tsv").splitlines()
    if not lines or tuple(lines[0].split("\t")) != COLUMNS:
        raise LexiconError(f"frames.tsv:1: the columns must be {', '.join(COLUMNS)}.")
    table: dict[str, float] = {}
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        try:
            table[cells[0]] = float(cells[1])
        except (IndexError, ValueError) as error:
            raise LexiconError(f"frames.tsv:{number}: confidence must be a number from 0 to 1.") from error
        if not 0 < table[cells[0]] < 1:
            raise LexiconError(f"frames.tsv:{number}: confidence is {cells[1]}; it must be a number between 0 and 1.")
    return MappingProxyType(table)
