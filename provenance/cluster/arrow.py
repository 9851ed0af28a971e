"""Python functions over the rows of a DataFrame, in Arrow batches. Spark brings the library; this module only fills batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

Record = dict[str, Any]
"""A row by the names of its columns."""
OverRows = Callable[[Iterator[Record]], Iterable[Record]]
"""What is done with all rows of one partition."""

ROWS_AT_ONCE = 64
"""Rows of a batch that is handed back: documents of some megabytes may be among them."""


def mapped(frame: DataFrame, function: OverRows, schema: StructType, rows_at_once: int = ROWS_AT_ONCE) -> DataFrame:
    """What `function` makes of the rows of each partition; it is pickled by name, with the arguments that it is bound to."""

    def over(batches: Iterator[Any]) -> Iterator[Any]:
        from pyspark.sql.pandas.types import to_arrow_schema

        shape = to_arrow_schema(schema)
        for first in batches:
            made = iter(function(_rows(first, batches)))
            while rows := list(islice(made, rows_at_once)):
                yield type(first).from_pylist(rows, schema=shape)

    return frame.mapInArrow(over, schema)


def _rows(first: Any, others: Iterator[Any]) -> Iterator[Record]:
    yield from first.to_pylist()
    for batch in others:
        yield from batch.to_pylist()
