"""Questions that a fact-checker asks, worked out in SQL: one file each, for the docs, `provenance sql`, the pages and Datasette.

A file begins with a header of comments, `-- title: …`, `-- question: …`, `-- reading: …` (how to read the answer), each of which
may go on over further lines that begin with `--   `. What follows is one SELECT without a semicolon. It reads views and tables of
`docs/schema.md` alone and means the same on SQLite and PostgreSQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

NAMES = (
    "agency_unnamed",
    "hedges_lost",
    "one_anonymous_source",
    "circular_citations",
    "most_origins",
    "who_relays_whom",
    "denials",
    "state_controlled_alone",
    "weak_openings",
    "old_statements",
    "revisions",
    "unrated_outlets",
    "rejected_inputs",
)
"""The questions in the order in which they are shown; a test holds that each has its file and each file its name here."""

_FIELDS = ("title", "question", "reading")


@dataclass(frozen=True, slots=True)
class WorkedQuestion:
    """One question: `name` is for commands and addresses, `reading` says how to read the answer, `sql` is the SELECT alone."""

    name: str
    title: str
    question: str
    reading: str
    sql: str


@cache
def worked_questions() -> tuple[WorkedQuestion, ...]:
    """All questions, in the order of `NAMES`."""
    folder = files(__package__)
    return tuple(parse(name, folder.joinpath(f"{name}.sql").read_text(encoding="utf-8")) for name in NAMES)


def parse(name: str, text: str) -> WorkedQuestion:
    """The question in the text of a file. Raises ValueError where its header lacks a field or has one that is not known."""
    found: dict[str, str] = {}
    lines = text.splitlines()
    at, last = 0, ""
    while at < len(lines) and lines[at].startswith("--"):
        said = lines[at][2:]
        if said.startswith("   ") and last:
            found[last] += " " + said.strip()
        else:
            last, _, words = said.strip().partition(": ")
            found[last] = words.strip()
        at += 1
    if tuple(found) != _FIELDS or not all(found.values()):
        raise ValueError(f"{name}.sql: the header must have {', '.join(_FIELDS)}, in this order, and nothing else")
    return WorkedQuestion(name, **found, sql="\n".join(lines[at:]).strip())
