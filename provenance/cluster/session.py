"""A Spark session, on the cluster that spark-submit or `--master` names, or on the cores of this machine."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import provenance
from provenance.errors import UsageError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

DEFAULTS = {
    "spark.app.name": "provenance",
    # Lines, pages and packed documents: a batch of Spark's own 10,000 could be a gigabyte.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "256",
    "spark.sql.session.timeZone": "UTC",
    # A task has one core; the network's own threads would fight over it.
    "spark.executorEnv.OMP_NUM_THREADS": "1",
}
ON_ONE_MACHINE = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "8",
    "spark.driver.memory": "2g",
}
"""Driver and executors are one process there, reachable by nobody else."""
_LONGEST = 300
"""Characters that are told of an error of Spark's."""
_SUBMITTED = "PYSPARK_GATEWAY_PORT"
"""Set by spark-submit, which has named the master already."""


@contextlib.contextmanager
def spark_session(master: str | None = None, settings: Mapping[str, str] | None = None) -> Iterator[SparkSession]:
    """A session, stopped at the end. `settings` are Spark's own (`spark.…`), which go before ours.

    Without `master` it is spark-submit's, else all cores of this machine. Raises UsageError where pyspark or Java is missing,
    and where a job fails for good.
    """
    _check()
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    submitted = _SUBMITTED in os.environ
    where = master or (None if submitted else "local[*]")
    wanted = dict(DEFAULTS)
    if where is not None and where.startswith("local"):
        wanted |= ON_ONE_MACHINE | _as_here()
    builder = SparkSession.builder
    for name, value in (wanted | dict(settings or {})).items():
        builder = builder.config(name, value)
    if where is not None:
        builder = builder.master(where)
    try:
        spark = builder.getOrCreate()
    except Exception as error:  # of py4j, of the JVM, or of pyspark: a wrong master, a full disk, no memory
        raise UsageError(f"Spark does not start ({_told(error)}); check --master and --conf") from error
    try:
        yield spark
    except (PySparkException, Py4JError) as error:
        where = "what is written stays, and the same command goes on from there"
        raise UsageError(f"Spark gave up ({_told(error)}); {where}") from error
    finally:
        spark.stop()


def _told(error: Exception) -> str:
    """The line of an error that says most: that of the task which failed, without Java's names for it."""
    said = [line.strip() for line in str(error).splitlines() if line.strip()]
    causes = [line.partition("Caused by: ")[2] for line in said if line.startswith("Caused by: ")]
    python = [line for line in said if re.match(r"[\w.]+(?:Error|Exception): ", line) and not line.startswith(("org.", "java."))]
    return (python or causes or said or [type(error).__name__])[-1][:_LONGEST]


def _as_here() -> dict[str, str]:
    """Python and the package as they are in this process, for the workers on the same machine."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    package = Path(provenance.__file__).parent
    paths = (str(package.parent), os.environ.get("PYTHONPATH", ""))
    quiet = (package / "cluster" / "log4j2.properties").as_uri()
    return {
        "spark.executorEnv.PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={quiet}",
    }


def _check() -> None:
    try:
        import pandas  # noqa: F401  (pyspark asks for it at its first Arrow batch, in a worse sentence)
        import pyspark  # noqa: F401
    except ImportError as error:
        raise UsageError(
            f"the cluster needs {error.name}, which is not installed: pip install 'provenance-annotator[spark]'"
        ) from None
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=str(Path(home, "bin")) if home else None) is None:
        raise UsageError("Spark needs Java, which is not there: install a runtime of version 17 or later, or set JAVA_HOME")
