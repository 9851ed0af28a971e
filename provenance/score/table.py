"""A table of weights: one line per feature and value, with points in log-odds and a reason in plain words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from provenance.errors import UsageError
from provenance.records import Contribution
from provenance.spans import Span

COLUMNS = ("feature", "value", "points", "reason")


@dataclass(frozen=True, slots=True)
class Weight:
    """One line of the table: `points` are log-odds, or a parameter of a graded feature as its reason says."""

    points: float
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """The weights of one model. `name` is what scores call it; `digest` is the sha256 of the table's bytes."""

    name: str
    digest: str
    weights: Mapping[tuple[str, str], Weight]

    def points(self, feature: str, value: str) -> float:
        """The points of one line of the table."""
        return self.weights[feature, value].points

    def row(self, feature: str, value: str, spans: tuple[Span, ...] = (), **words: str) -> Contribution:
        """A contribution that takes points and reason from the table as they stand; `words` fill the reason."""
        weight = self.weights[feature, value]
        return Contribution(feature, value, weight.points, filled(weight.reason, **words), spans)

    def reason(self, feature: str, value: str, **words: str) -> str:
        """The reason of one line, with its gaps filled."""
        return filled(self.weights[feature, value].reason, **words)


def filled(reason: str, **words: str) -> str:
    """A reason with its gaps filled; a brace that is no gap stays as it is, since a user may write what he likes."""
    for name, word in words.items():
        reason = reason.replace(f"{{{name}}}", word)
    return reason


def graded(feature: str, value: str, exact: float, reason: str, spans: tuple[Span, ...] = ()) -> Contribution:
    """A contribution with computed points, rounded to hundredths so that a printed column adds up to its printed total."""
    return Contribution(feature, value, round(exact, 2) + 0.0, reason, spans)


def log_odds(rows: Iterable[Contribution]) -> float:
    """The sum of the points, taken in whole hundredths: the last bit of a float must not rank one claim above its equal."""
    return sum(round(r.points * 100) for r in rows) / 100


def read_table(data: bytes, name: str, where: str) -> Table:
    """The table of a TSV file: lines that begin with "#" are comments, the first other line names the columns.

    Raises UsageError, which names `where` and the line, where a line has not four fields, comes twice or holds no number.
    """
    weights: dict[tuple[str, str], Weight] = {}
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{where}: the file is not in UTF-8 (byte {error.start}); save it as UTF-8") from error
    lines = [(n, one) for n, one in enumerate(text.splitlines(), 1) if one.strip() and not one.startswith("#")]
    if not lines or tuple(lines[0][1].split("\t")) != COLUMNS:
        raise UsageError(f"{where}: a table of weights begins with the columns {', '.join(COLUMNS)}, parted by tabulators")
    for number, line in lines[1:]:
        fields = line.split("\t")
        if len(fields) != len(COLUMNS):
            raise UsageError(
                f"{where}, line {number}: {len(fields)} fields; {', '.join(COLUMNS)} are needed, parted by tabulators"
            )
        feature, value, points, reason = fields
        if (feature, value) in weights:
            raise UsageError(f"{where}, line {number}: {feature}, {value} stands in the table twice; leave one line out")
        weights[feature, value] = Weight(_number(points, f"{where}, line {number}"), reason)
    return Table(name, hashlib.sha256(data).hexdigest(), weights)


def _number(points: str, where: str) -> float:
    try:
        number = float(points)
    except ValueError:
        number = float("nan")
    if not -100.0 <= number <= 100.0:
        raise UsageError(f"{where}: {points!r} is no number of points; write log-odds such as 0.25 or -0.4")
    return number
