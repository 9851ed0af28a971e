"""What the stance of a cue leaves of full commitment. The file (`stances.tsv`) gives a reason for each number."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from provenance.errors import LexiconError
from provenance.lexicon.files import read_text
from provenance.records import STANCES

COLUMNS = ("stance", "certainty", "basis", "reason")
FILE = "stances.tsv"


@dataclass(frozen=True, slots=True)
class StanceCertainty:
    """One line of the table. `certainty` in (0, 1]; `basis` is "survey" or "judgement"."""

    certainty: float
    basis: str
    reason: str


@functools.cache
def load_stances() -> Mapping[str, StanceCertainty]:
    """The table that comes with the program, by stance. Raises LexiconError where it breaks its rules."""
    return parse_stances(read_text(FILE), FILE)


def parse_stances(text: str, name: str) -> Mapping[str, StanceCertainty]:
    """The table written in `text`; `name` is what errors call it. Raises LexiconError with file and line."""
    lines = [(n, line.split("\t")) for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    if not lines or tuple(lines[0][1]) != COLUMNS:
        raise LexiconError(f"{name}: the header must be {', '.join(COLUMNS)} (tabs between).")
    table: dict[str, StanceCertainty] = {}
    for number, cells in lines[1:]:
        place = f"{name}:{number}"
        if len(cells) != len(COLUMNS) or not all(cells):
            raise LexiconError(f"{place}: a stance needs {len(COLUMNS)} filled columns ({', '.join(COLUMNS)}).")
        stance, value, basis, reason = cells
        if stance not in STANCES or stance in table:
            raise LexiconError(f"{place}: stance {stance!r} is unknown or there twice; legal values are {', '.join(STANCES)}.")
        if basis not in ("survey", "judgement"):
            raise LexiconError(f"{place}: basis {basis!r} is unknown; legal values are survey, judgement.")
        table[stance] = StanceCertainty(_certainty(value, place), basis, reason)
    if missing := [stance for stance in STANCES if stance not in table]:
        raise LexiconError(f"{name}: no line for {', '.join(missing)}; add one for each.")
    return table


def _certainty(value: str, place: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = 0.0
    if not 0.0 < number <= 1.0:
        raise LexiconError(f"{place}: certainty {value!r} is no number above 0 and not above 1; write one such as 0.5.")
    return number
