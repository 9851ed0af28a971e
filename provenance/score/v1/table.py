"""The weight table of v1, read from `weights.tsv`. A released table is never edited: a change is a new model version."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources

from provenance.score.table import Table, Weight, read_table

WEIGHTS = "weights.tsv"
MODEL = "v1"


def weights_bytes() -> bytes:
    """The table as it lies in the package; its sha256 stands for the model."""
    return resources.files(__package__).joinpath(WEIGHTS).read_bytes()


@functools.cache
def table() -> Table:
    """The table. Raises UsageError on a line that has not four fields or comes twice."""
    return read_table(weights_bytes(), MODEL, WEIGHTS)


def weights() -> Mapping[tuple[str, str], Weight]:
    """The table by (feature, value)."""
    return table().weights
