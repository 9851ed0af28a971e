"""One Spark session on two cores for all tests of the cluster; they are skipped, and say so, without pyspark or Java."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from provenance.cluster.session import spark_session

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SMALL = {"spark.driver.memory": "1g", "spark.sql.shuffle.partitions": "2", "spark.sql.adaptive.enabled": "true"}


def missing() -> str | None:
    """What Spark lacks here; None where it can run."""
    for module in ("pyspark", "pandas"):
        if importlib.util.find_spec(module) is None:
            return f"{module} is not installed: the cluster is not tested"
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=str(Path(home, "bin")) if home else None) is None:
        return "there is no Java: the cluster is not tested"
    return None


NEEDS_SPARK = pytest.mark.skipif(missing() is not None, reason=str(missing()))


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    why = missing()
    if why is not None:
        pytest.skip(why)
    scratch = {"spark.local.dir": str(tmp_path_factory.mktemp("spark"))}
    with spark_session("local[2]", SMALL | scratch) as session:
        yield session
