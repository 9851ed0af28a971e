"""The weight table of v1, read from `weights.tsv`. A released table is never edited: a change is a new model version."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources

from provenance.records import Contribution
from provenance.spans import Span

WEIGHTS = "weights.tsv"


@dataclass(frozen=True, slots=True)
class Weight:
    """One line of the table: `points` are log-odds, or a parameter of a graded feature as its reason says."""

    points: float
    reason: str


def weights_bytes() -> bytes:
    """The table as it lies in the package; its sha256 stands for the model."""
    return resources.files(__package__).joinpath(WEIGHTS).read_bytes()


@functools.cache
def weights() -> dict[tuple[str, str], Weight]:
    """The table by (feature, value). Raises ValueError on a line that has not four fields or comes twice."""
    table: dict[tuple[str, str], Weight] = {}
    for number, line in enumerate(weights_bytes().decode("utf-8").splitlines()[1:], start=2):
        fields = line.split("\t")
        if len(fields) != 4 or (fields[0], fields[1]) in table:
            raise ValueError(f"{WEIGHTS}, line {number}: four fields, each pair of the first two once, are needed")
        table[fields[0], fields[1]] = Weight(float(fields[2]), fields[3])
    return table


def points(feature: str, value: str) -> float:
    """The points of one line of the table."""
    return weights()[feature, value].points


def row(feature: str, value: str, spans: tuple[Span, ...] = (), **words: str) -> Contribution:
    """A contribution that takes points and reason from the table as they stand; `words` fill the reason."""
    weight = weights()[feature, value]
    return Contribution(feature, value, weight.points, weight.reason.format(**words), spans)


def graded(feature: str, value: str, exact: float, reason: str, spans: tuple[Span, ...] = ()) -> Contribution:
    """A contribution with computed points, rounded to hundredths so that a printed column adds up to its printed total."""
    return Contribution(feature, value, round(exact, 2) + 0.0, reason, spans)
