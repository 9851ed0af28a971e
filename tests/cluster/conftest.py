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

SMALL = {
    "spark.driver.memory": "1g",
    "spark.sql.shuffle.partitions": "2",
    # Compiling the queries of a few rows takes longer than answering them: twice the processor's time of all these tests.
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}
QUICK_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""As JDK_JAVA_OPTIONS: no second compiler, for the same reason."""
MASTER = "local[2,2]"
"""Two cores; a task that fails is tried once more, as on a cluster."""


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
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JDK_JAVA_OPTIONS", QUICK_JAVA)
        with spark_session(MASTER, SMALL | scratch) as session:
            yield session
