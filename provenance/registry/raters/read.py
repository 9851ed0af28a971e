"""A file of ratings to ratings: each row by itself, then the rows about one source together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from provenance.errors import UsageError
from provenance.registry.model import Rating
from provenance.registry.raters.model import Format, Given, Imported, Remark, RowFaultError, Verdict, shown
from provenance.registry.raters.names import Topics, named, subject_of
from provenance.registry.raters.table import Row, Table, read_table
from provenance.registry.registry import Registry

LONGEST = {"rater": 200, "topic": 200, "licence": 2000}
"""Characters; the first two are part of the key under which a database finds a rating."""

OTHER_HANDS = ("state_controlled", "party_controlled")
"""Who controls the content of state media: the state, or the party that is the state."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A row that was understood. `rank`: see `Subject`."""

    line: int
    rating: Rating
    verdict: Verdict
    rank: int


def read_ratings(path: Path, form: Format, registry: Registry, given: Given, imported_on: str) -> Imported:
    """The ratings of a file. `imported_on` is now, UTC, ISO 8601.

    Raises UsageError where the file cannot be read, lacks a column or a date, or (`Format.refuses_whole`) has a row at fault.
    """
    given = _checked(form, given)
    table = read_table(path, form, given)
    reader = _Reader(form, registry, given, table, imported_on)
    read, faults = reader.rows()
    ratings, notes, conflicts = _settled(read, registry)
    faults = tuple(sorted((*faults, *conflicts), key=lambda remark: remark.line))
    if faults and form.refuses_whole:
        raise UsageError(f"{path}:{faults[0].line}: {faults[0].text}")
    if not form.grades_state_media:
        ratings, withheld = _without_state_media(ratings, registry)
        notes = (*notes, *withheld)
    return Imported(tuple(one.rating for one in ratings), faults, tuple(reader.unknown), notes, reader.unrated)


def _checked(form: Format, given: Given) -> Given:
    """What the user says, with the format's own rater and licence. Raises UsageError where the date is missing or is none."""
    if form.rater is not None:
        if given.rater is not None:
            raise UsageError(f"the rater of the format {form.name} is {form.rater}; leave --rater out")
        if given.rated_on is None:
            raise UsageError(f"a file of the format {form.name} has no date; name the day of your copy: --rated-on 2026-01-31")
        given = replace(given, rater=form.rater, licence=form.licence if given.licence is None else given.licence)
    try:
        if given.rated_on is not None:
            given = replace(given, rated_on=_day(given.rated_on))
        for name in ("rater", "licence"):
            if given.has(name):
                _text(name, getattr(given, name))
    except RowFaultError as error:
        raise UsageError(str(error)) from None
    return given


class _Reader:
    """Understands rows one by one, and keeps what cannot be taken."""

    def __init__(self, form: Format, registry: Registry, given: Given, table: Table, imported_on: str) -> None:
        self._form, self._registry, self._given, self._table = form, registry, given, table
        self._imported_on = imported_on
        self._topics = Topics(row.cells.get("name", "") for row in table.rows if row.cells and form.topics)
        self.unknown: list[Remark] = []
        self.unrated = 0

    def rows(self) -> tuple[list[_Read], tuple[Remark, ...]]:
        """The rows that were understood, and those at fault."""
        read, faults = [], []
        for row in self._table.rows:
            try:
                found = self._row(row)
            except RowFaultError as error:
                faults.append(Remark(row.line, str(error)))
                continue
            if found is not None:
                read.append(found)
        return read, tuple(faults)

    def _row(self, row: Row) -> _Read | None:
        cells = row.cells
        if cells is None:
            raise RowFaultError("the row has more or fewer cells than the first line has names; correct it")
        verdict = self._form.verdict(cells)
        if verdict is None:
            self.unrated += 1
            return None
        stated = {name: cells.get(name, getattr(self._given, name)) or "" for name in ("rated_on", "rater", "licence")}
        rated_on = _day(stated["rated_on"])
        rater, licence = _text("rater", stated["rater"]), _text("licence", stated["licence"])
        subject = subject_of(cells, self._form, self._topics, self._registry)
        if subject is None:
            self.unknown.append(Remark(row.line, named(cells)))
            return None
        rating = Rating(
            source=subject.source,
            grade=verdict.grade,
            rater=rater,
            rated_on=rated_on,
            licence=licence,
            scale=self._form.scale,
            topic=_text("topic", subject.topic) if subject.topic else "",
            value=verdict.value,
            control=verdict.control,
            raw=verdict.raw,
            file_sha256=self._table.sha256,
            imported_on=self._imported_on,
        )
        return _Read(row.line, rating, verdict, subject.rank)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise RowFaultError(f'"{shown(text)}" is no date; write it as 2026-01-31') from None


def _text(name: str, text: str) -> str:
    if not text.strip():
        raise RowFaultError(f"the {name} is missing; a rating counts only with its rater, date and licence")
    if len(text) > LONGEST[name]:
        raise RowFaultError(f"the {name} has {len(text):,} characters; {LONGEST[name]:,} are the most")
    return text


def _settled(read: Iterable[_Read], registry: Registry) -> tuple[list[_Read], tuple[Remark, ...], list[Remark]]:
    """One row for each source, rater, date and topic; what was passed over for it; what nothing decides."""
    groups: dict[tuple[str, ...], list[_Read]] = {}
    for one in read:
        rating = one.rating
        groups.setdefault((rating.source, rating.rater, rating.rated_on, rating.topic), []).append(one)
    kept: list[_Read] = []
    notes: list[Remark] = []
    faults: list[Remark] = []
    for group in groups.values():
        best = min(one.rank for one in group)
        nearest = [one for one in group if one.rank == best]
        if len({one.verdict.meaning for one in nearest}) > 1:
            faults += _conflict(nearest)
            continue
        kept.append(nearest[0])
        notes += _passed_over(group, nearest[0], registry)
    return kept, tuple(sorted(notes, key=lambda note: note.line)), faults


def _conflict(rows: list[_Read]) -> Iterator[Remark]:
    for one in rows:
        other = next(row for row in rows if row.verdict.meaning != one.verdict.meaning)
        said, there = shown(one.verdict.raw), shown(other.verdict.raw)
        text = f'{_of(one.rating)} is "{said}" here and "{there}" in line {other.line}, and nothing decides; neither is taken'
        yield Remark(one.line, text)


def _passed_over(group: list[_Read], kept: _Read, registry: Registry) -> Iterator[Remark]:
    domains = registry.entities[kept.rating.source].domains
    for one in group:
        if one is kept:
            continue
        if one.verdict.meaning == kept.verdict.meaning:
            yield Remark(one.line, f"{_of(one.rating)} has this rating from line {kept.line} already")
        else:
            domain = domains[min(kept.rank, len(domains) - 1)] if domains else kept.rating.source
            said, there = shown(one.verdict.raw), shown(kept.verdict.raw)
            text = f'{_of(one.rating)} is "{said}" here and "{there}" in line {kept.line}, by its domain {domain}, which is taken'
            yield Remark(one.line, text)


def _of(rating: Rating) -> str:
    return f"{rating.source} ({shown(rating.topic)})" if rating.topic else rating.source


def _without_state_media(read: list[_Read], registry: Registry) -> tuple[list[_Read], list[Remark]]:
    """Ratings of media under a state or a party lose their grade: English-centred ratings know them too little."""
    found: list[_Read] = []
    notes: list[Remark] = []
    for one in read:
        control = registry.entities[one.rating.source].editorial_control
        if control not in OTHER_HANDS:
            found.append(one)
            continue
        found.append(replace(one, rating=replace(one.rating, grade=None)))
        words = control.replace("_", "-")
        notes.append(Remark(one.line, f"{one.rating.source} is {words}: its value is kept, and no grade is drawn from it alone"))
    return found, notes
