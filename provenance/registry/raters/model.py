"""What a file of ratings looks like, what one of its rows says, and what came of reading it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from provenance.records import Grade
from provenance.registry.model import EditorialControl, Rating, Scale

LONGEST_SHOWN = 60
"""Characters of a cell that a message repeats."""


class RowFaultError(ValueError):
    """A row that cannot be taken; the message says why, without file and line."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a row says, as it stands in the file (`raw`) and on our scales; see `Rating`."""

    raw: str
    grade: Grade | None = None
    value: float | None = None
    control: EditorialControl | None = None

    @property
    def meaning(self) -> tuple[object, ...]:
        """What two rows must share to say the same."""
        return self.grade, self.value, self.control


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read: the field that it fills, and how files head it, the usual heading first.

    Headings are compared without letter case, spaces, underscores, hyphens and slashes.
    """

    field: str
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file.

    `rater` and `licence` are None where each row names its own. `needed` are groups of fields of which one column at
    least must be there. `verdict` reads the cells of a row; None: the row rates nobody. `refuses_whole` says that one fault
    refuses the file. `topics` says that names carry topics ("Fox News (talk shows)"). `grades_state_media` is False where the
    rater's number says too little of media under a state or a party. `own_hosts` are the rater's own pages, which name no
    rated source. `remark` is said after each import.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    needed: tuple[tuple[str, ...], ...]
    verdict: Callable[[Mapping[str, str]], Verdict | None]
    rater: str | None = None
    licence: str | None = None
    scale: Scale = "reliability"
    refuses_whole: bool = False
    topics: bool = False
    grades_state_media: bool = True
    own_hosts: tuple[str, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What the user says in place of what the file does not: rater, date (ISO 8601) and licence. None: nothing."""

    rater: str | None = None
    rated_on: str | None = None
    licence: str | None = None

    def has(self, field: str) -> bool:
        """Whether the user says this."""
        return field in ("rater", "rated_on", "licence") and getattr(self, field) is not None


@dataclass(frozen=True, slots=True)
class Remark:
    """A line of the file, and what is to be said of it."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file gave: ratings; rows that are at fault, or of sources that the registry lacks; what else is worth knowing.

    `unrated` counts the rows that rate nobody ("N/A"), which is no fault.
    """

    ratings: tuple[Rating, ...]
    faults: tuple[Remark, ...] = ()
    unknown: tuple[Remark, ...] = ()
    notes: tuple[Remark, ...] = ()
    unrated: int = 0


def shown(text: str) -> str:
    """A cell as a message may repeat it: one line, nothing that moves a terminal's cursor, not too long."""
    line = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in " ".join(text[: 8 * LONGEST_SHOWN].split()))
    return line if len(line) <= LONGEST_SHOWN else line[: LONGEST_SHOWN - 1] + "…"
