"""Imports the user's copies of ratings, says what was not taken and why, and shows the ratings of a source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.cli.output import say

if TYPE_CHECKING:
    from provenance.registry import Rating, Registry
    from provenance.registry.raters import Given, Imported, Remark

NAMED = 5
"""So many lines of each kind are named, the rest is counted."""


class RatingFormat(StrEnum):
    """What a file of ratings looks like: see `provenance.registry.raters`."""

    generic = "generic"
    lin2023 = "lin2023"
    rsp = "rsp"
    iffy = "iffy"
    mbfc = "mbfc"
    smm = "smm"


def import_file(file: Path, form: RatingFormat, registry: Registry, given: Given, db: str) -> bool:
    """Stores the ratings of a file and reports; whether all rows were taken."""
    import dataclasses
    from datetime import UTC, datetime

    from provenance.cli.sources import source_rows
    from provenance.registry.raters import FORMATS, read_ratings
    from provenance.store import RatingRow, open_store

    now = datetime.now(UTC).isoformat(timespec="seconds")
    found = read_ratings(file, FORMATS[form], registry, given, now)
    with open_store(db) as store:
        store.sync_sources(source_rows(registry))
        changed = store.add_ratings(RatingRow(**dataclasses.asdict(rating)) for rating in found.ratings)
    control = FORMATS[form].scale == "editorial_control"
    next_step = "no score uses them: they say who controls a source" if control else "annotate the texts again to score with them"
    say(f"{len(found.ratings):,} ratings read, {changed:,} of them new or changed; {next_step}")
    _report(file, found)
    if FORMATS[form].remark:
        say(FORMATS[form].remark)
    return not (found.faults or found.unknown)


def _report(file: Path, found: Imported) -> None:
    _name(file, found.faults, "further rows are at fault")
    lacks = 'the registry has no source "{}"; add it to a file for --sources, or leave the row out'
    unknown = [(remark.line, lacks.format(remark.text)) for remark in found.unknown]
    _name_all(file, unknown, "further rows are of sources that the registry does not have")
    _name(file, found.notes, "further rows are passed over, or lose their grade, for the like")
    if found.unrated:
        say(f"{found.unrated:,} of its rows have no rating")


def _name(file: Path, remarks: Sequence[Remark], rest: str) -> None:
    _name_all(file, [(remark.line, remark.text) for remark in remarks], rest)


def _name_all(file: Path, lines: Sequence[tuple[int, str]], rest: str) -> None:
    for line, text in lines[:NAMED]:
        say(f"{file}:{line}: {text}")
    if len(lines) > NAMED:
        say(f"{len(lines) - NAMED:,} {rest}")


def rating_lines(ratings: Iterable[Rating]) -> list[str]:
    """The ratings of a source in words: scale, topic, what was said, by whom, when, under which terms."""
    return [_words(rating) for rating in ratings]


def _words(rating: Rating) -> str:
    from provenance.report.text import clean, cut

    scale = rating.scale.replace("_", " ")
    topic = f" of {rating.topic}" if rating.topic else ""
    said = rating.control or rating.grade or "no grade"
    value = f"{rating.value:g}" if rating.value is not None else ""
    raw = f"in the file: {cut(rating.raw, 60)}" if rating.raw.upper() not in (said.upper(), value.upper(), "") else ""
    beside = ", ".join(filter(None, (f"value {value}" if value else "", raw)))
    licence = rating.licence or "not stated"
    words = f"{scale}{topic} {said}{f' ({beside})' if beside else ''} by {rating.rater}, {rating.rated_on}, licence: {licence}"
    return clean(words)
