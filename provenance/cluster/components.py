"""Connected components of a graph too large for one machine.

Large-star and small-star in turn (Kiveris et al., "Connected Components in MapReduce and Beyond", 2014): every node is tied to
the smallest of its neighbours until nothing changes; then each hangs on the smallest node of its component. The number of rounds
grows with the logarithm of the size; a round is some shuffles of the edges, and is checkpointed, so that the plan stays short.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

MOST_ROUNDS = 60
"""Far above log2 of any graph that can be stored."""


def components(edges: DataFrame) -> DataFrame:
    """For each node `id` of `edges` (`first`, `second`; strings, in any direction) its `component`, the smallest id in it.

    The session's checkpoint directory must be set. Raises RuntimeError where the rounds do not end, which no graph causes.
    """
    from pyspark.sql import functions as f

    larger, smaller = f.greatest("first", "second"), f.least("first", "second")
    current = edges.select(larger.alias("u"), smaller.alias("v")).where("u <> v").distinct().checkpoint()
    mark = _mark(current)
    for _ in range(MOST_ROUNDS):
        current = _small_star(_large_star(current)).checkpoint()
        before, mark = mark, _mark(current)
        if mark == before:
            return _stars(current)
    raise RuntimeError(f"components: {MOST_ROUNDS} rounds changed something each; please report it")


def _large_star(edges: DataFrame) -> DataFrame:
    """Ties all larger neighbours of a node to the smallest node among its neighbours and itself."""
    from pyspark.sql import functions as f

    both = edges.union(edges.select(f.col("v").alias("u"), f.col("u").alias("v")))
    least = both.groupBy("u").agg(f.min("v").alias("least")).select("u", f.least("u", "least").alias("least"))
    tied = both.join(least, "u").where("v > u")
    return tied.select(f.col("v").alias("u"), f.col("least").alias("v")).where("u <> v").distinct()


def _small_star(edges: DataFrame) -> DataFrame:
    """Ties a node and its smaller neighbours to the smallest of them."""
    from pyspark.sql import functions as f

    least = edges.groupBy("u").agg(f.min("v").alias("least"))
    neighbours = edges.join(least, "u").select(f.col("v").alias("u"), f.col("least").alias("v"))
    return neighbours.union(least.select("u", f.col("least").alias("v"))).where("u <> v").distinct()


def _mark(edges: DataFrame) -> tuple[int, int]:
    """What stands for a set of edges: their number, and the sum of their hashes."""
    from pyspark.sql import functions as f

    hashed = f.sum(f.xxhash64("u", "v").cast("decimal(38,0)")).alias("hashes")
    row = edges.agg(f.count("*").alias("edges"), hashed).collect()[0]
    return int(row["edges"]), int(row["hashes"] or 0)


def _stars(edges: DataFrame) -> DataFrame:
    """The edges of the last round, each from a node to the smallest of its component, with the smallest nodes themselves."""
    from pyspark.sql import functions as f

    roots = edges.select(f.col("v").alias("id"), f.col("v").alias("component")).distinct()
    return edges.select(f.col("u").alias("id"), f.col("v").alias("component")).union(roots)
