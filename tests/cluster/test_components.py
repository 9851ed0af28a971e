"""Connected components: as many as a plain search finds, in graphs of every shape."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from provenance.cluster.components import components

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def searched(edges: list[tuple[str, str]]) -> dict[str, str]:
    """The smallest node of each node's component, by walking."""
    near: dict[str, set[str]] = {}
    for one, other in edges:
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    found: dict[str, str] = {}
    for root in sorted(near):
        waiting = [root] if root not in found else []
        while waiting:
            node = waiting.pop()
            if node not in found:
                found[node] = root
                waiting += near[node]
    return found


def graph() -> list[tuple[str, str]]:
    """A path of 200 nodes in a random order, a star, a ring, pairs, and a random graph; edges both ways round, some twice."""
    random = Random(7)
    path = [f"p{n:03d}" for n in range(200)]
    random.shuffle(path)
    edges = list(pairwise(path))
    edges += [("s50", f"s{n}") for n in range(10, 90) if n != 50]
    edges += [(f"r{n}", f"r{(n + 1) % 30}") for n in range(30)]
    edges += [(f"x{n}", f"y{n}") for n in range(20)]
    edges += [(f"g{random.randrange(400)}", f"g{random.randrange(400)}") for _ in range(220)]
    edges = [edge if random.random() < 0.5 else (edge[1], edge[0]) for edge in edges if edge[0] != edge[1]]
    return edges + edges[:10]


def test_every_node_hangs_on_the_smallest_of_its_component(spark: SparkSession, tmp_path: Path):
    spark.sparkContext.setCheckpointDir(str(tmp_path))
    edges = graph()
    found = {
        row["id"]: row["component"] for row in components(spark.createDataFrame(edges, "first STRING, second STRING")).collect()
    }
    expected = searched(edges)
    assert found == expected
    assert len(set(expected.values())) > 50


def test_no_edges_have_no_components(spark: SparkSession, tmp_path: Path):
    spark.sparkContext.setCheckpointDir(str(tmp_path))
    assert components(spark.createDataFrame([], "first STRING, second STRING")).collect() == []
