"""The words and numbers of the raters on our scales. Each line has its reason; that of the table is above it.

Our grades are those of the NATO Admiralty code: A completely reliable, B usually reliable, C fairly reliable, D not usually
reliable, E unreliable, F cannot be judged. No rater here uses them, so each table is a judgement, and the rater's own word is
kept beside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from provenance.records import Grade
from provenance.registry.model import EditorialControl
from provenance.registry.raters.model import RowFaultError, Verdict, shown

ADMIRALTY: tuple[tuple[Grade, float], ...] = (("A", 1.0), ("B", 0.75), ("C", 0.5), ("D", 0.25), ("E", 0.0))
"""Grades as numbers: the numerical values of MISP's taxonomy `admiralty-scale`, by the hundred."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a rater's scale: his words for it (the usual one first), what it is on ours, and why."""

    words: tuple[str, ...]
    grade: Grade | None
    why: str
    control: EditorialControl | None = None


# Wikipedia rates fitness for citing, by the consensus of its editors. Nothing there is "completely" reliable: no A.
WIKIPEDIA = (
    Step(("generally reliable", "gr", "generally reliable in its areas of expertise"), "B", "reliable in most cases: usually"),
    Step(
        ("no consensus", "nc", "m", "marginally reliable", "no consensus, unclear, or additional considerations apply"),
        "C",
        "editors differ, or it depends on the case: fairly",
    ),
    Step(("generally unreliable", "gu"), "D", "to be avoided, though usable in some cases: not usually"),
    Step(("deprecated", "d"), "E", "found so poor that its use is generally prohibited"),
)
BLACKLISTED = Step(
    ("blacklisted", "b"), "E", "links to it cannot be saved; beside a verdict that speaks alone, as spam may be why"
)

# MBFC has six words and we have five grades; matched by meaning, since between "mostly factual" and "mixed" lies the difference
# between what it calls credible and what it does not.
FACTUAL = (
    Step(("very high", "vh"), "A", "always factual, sourced, no failed fact check"),
    Step(("high", "h", "high - credible - reliable"), "B", "almost always factual"),
    Step(("mostly factual", "mf", "mostly factual - mostly credible and reliable"), "C", "usually factual, some failed checks"),
    Step(("mixed", "m", "mixed - not always credible or reliable"), "D", "not always credible or reliable"),
    Step(("low", "l", "low - not credible or reliable"), "E", "often unreliable"),
    Step(("very low", "vl", "very low - not credible or reliable"), "E", "rarely uses credible sources"),
)

# State Media Monitor asks three things: who funds, who governs, who controls the content. Only the third is editorial control.
TYPOLOGY = (
    Step(("SC",), None, "state-controlled: funding, governance and content", "state_controlled"),
    Step(("CaPu",), None, "captured public: governance and content are the state's", "state_controlled"),
    Step(("CaPr",), None, "captured private: owned privately, content is the state's", "state_controlled"),
    Step(("ISFM",), None, "state-funded and state-managed, content is its own", "state_funded_independent"),
    Step(("ISF",), None, "state-funded, content is its own", "state_funded_independent"),
    Step(("ISM",), None, "state-managed, not mainly state-funded, content is its own", "independent"),
    Step(("IP",), None, "independent public: none of the three", "independent"),
)

NOTHING = ("", "na", "none", "null", "nan", "notrated", "unrated", "tbd")
"""Cells that rate nobody, as compared."""

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_NOISE = re.compile(r"[\s_\-/]+")
_BRACKETED = re.compile(r"\s*\([^()]*\)\s*$")


def compared(text: str) -> str:
    """Words as they are compared: without letter case, spaces, underscores, hyphens and slashes."""
    return _NOISE.sub("", text).casefold()


def step_of(cell: str, table: tuple[Step, ...], what: str) -> Step:
    """The step that a cell names. Raises RowFaultError with the words that the table has."""
    word = compared(cell)
    for step in table:
        if word in map(compared, step.words):
            return step
    legal = ", ".join(step.words[0] for step in table)
    raise RowFaultError(f'the {what} "{shown(cell)}" is not known; it is one of: {legal}')


def by_words(cells: Mapping[str, str], table: tuple[Step, ...], what: str) -> Verdict | None:
    """The verdict of a rater who has a word for each step. A number in brackets behind it is left out of account."""
    raw = cells["rating"]
    if compared(raw) in NOTHING:
        return None
    step = step_of(_BRACKETED.sub("", raw[:200]), table, what)
    return Verdict(raw, step.grade, control=step.control)


def by_number(cells: Mapping[str, str]) -> Verdict | None:
    """The verdict of a rater who gives a number from 0 to 1: the nearest grade, of two equally near the worse."""
    raw = cells["rating"]
    if compared(raw) in NOTHING:
        return None
    value = number(raw)
    return Verdict(raw, min(reversed(ADMIRALTY), key=lambda step: abs(step[1] - value))[0], value)


def number(cell: str) -> float:
    """A number from 0 to 1. Raises RowFaultError."""
    value = float(cell) if len(cell) < 40 and _NUMBER.fullmatch(cell) else -1.0
    if not 0 <= value <= 1:
        raise RowFaultError(f'the value "{shown(cell)}" is no number from 0 (worst) to 1 (best)')
    return value


def by_status(cells: Mapping[str, str]) -> Verdict | None:
    """The verdict of Wikipedia's list: one status, or a JSON array of several. Of several verdicts "deprecated" speaks."""
    raw = cells["rating"]
    words = [word for word in _statuses(raw) if compared(word) not in NOTHING]
    if not words:
        return None
    steps = {step_of(word, (*WIKIPEDIA, BLACKLISTED), "status") for word in words}
    verdicts = steps - {BLACKLISTED} or steps
    if WIKIPEDIA[-1] in verdicts:
        verdicts = {WIKIPEDIA[-1]}
    if len(verdicts) > 1:
        raise RowFaultError(f'the status "{shown(raw)}" is of several kinds, which are never averaged')
    return Verdict(raw, verdicts.pop().grade)


def _statuses(cell: str) -> list[str]:
    if not cell.startswith("["):
        known = {compared(word) for step in (*WIKIPEDIA, BLACKLISTED) for word in step.words}
        return [cell] if compared(cell) in known else re.split(r"[;,|]", cell[:1000])
    return list(json_strings(cell))


def by_grade(cells: Mapping[str, str]) -> Verdict | None:
    """The verdict of a file in our own form: a grade, or a value, or both."""
    raw, stated = cells["grade"], cells.get("value", "")
    value = number(stated) if stated else None
    for grade in ("A", "B", "C", "D", "E", "F"):
        if raw.upper() == grade:
            return Verdict(raw, grade, value)
    if raw or value is None:
        raise RowFaultError(f'the grade "{shown(raw)}" is not known; write one of A, B, C, D, E, F')
    return Verdict(stated, None, value)


def json_strings(cell: str) -> tuple[str, ...]:
    """The strings of a JSON array. Raises RowFaultError where it is none."""
    try:
        found = json.loads(cell)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise RowFaultError(f'"{shown(cell)}" begins like a JSON array of strings and is none')
    return tuple(found)
