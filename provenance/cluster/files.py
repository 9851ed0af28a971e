"""Small files beside the data, on whatever file system Spark writes to: by Hadoop's own interface, as Spark does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provenance.errors import UsageError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file with its bytes and the time of its last change, in milliseconds since 1970."""

    path: str
    size: int
    changed: int


class Files:
    """Marks and manifests of a run. Paths are as Spark takes them: "out", "hdfs://…", "s3a://…"."""

    def __init__(self, spark: SparkSession) -> None:
        self._jvm: Any = spark.sparkContext._jvm
        self._settings: Any = spark.sparkContext._jsc.hadoopConfiguration()

    def _at(self, path: str) -> tuple[Any, Any]:
        place = self._jvm.org.apache.hadoop.fs.Path(path)
        return place.getFileSystem(self._settings), place

    def exists(self, path: str) -> bool:
        """Whether there is such a file or folder. Raises UsageError where the file system cannot be asked."""
        from py4j.protocol import Py4JJavaError

        try:
            system, place = self._at(path)
            return bool(system.exists(place))
        except Py4JJavaError as error:
            raise UsageError(f"{path}: Spark cannot reach it ({error.java_exception.getMessage()}); check the address") from None

    def below(self, path: str) -> Iterator[FoundFile]:
        """The files that an address stands for, a pattern or a folder with all below it; hidden ones, as Spark has it, left out.

        Raises UsageError where there is none.
        """
        from py4j.protocol import Py4JJavaError

        try:
            system, place = self._at(path)
            for top in system.globStatus(place) or ():
                listed = system.listFiles(top.getPath(), True)
                start = len(top.getPath().toString()) if top.isDirectory() else None
                while listed.hasNext():
                    one = listed.next()
                    name = one.getPath().toString()
                    inner = name[start:].split("/") if start is not None else []
                    if not any(part.startswith((".", "_")) for part in inner):
                        yield FoundFile(name, int(one.getLen()), int(one.getModificationTime()))
        except Py4JJavaError as error:
            raise UsageError(f"{path}: Spark cannot list it ({error.java_exception.getMessage()}); check the address") from None

    def is_written(self, folder: str) -> bool:
        """Whether a job that writes this folder came to its end: Hadoop's committer leaves a mark."""
        return self.exists(f"{folder}/_SUCCESS")

    def read(self, path: str) -> str | None:
        """A small file's text; None where there is none."""
        if not self.exists(path):
            return None
        system, place = self._at(path)
        stream = system.open(place)
        try:
            return str(self._jvm.org.apache.commons.io.IOUtils.toString(stream, "UTF-8"))
        finally:
            stream.close()

    def write(self, path: str, text: str) -> None:
        """Put a small file in the place of another, whole or not at all where the file system can rename."""
        system, partial = self._at(f"{path}.part")
        stream = system.create(partial, True)
        try:
            stream.write(bytearray(text.encode("utf-8")))
        finally:
            stream.close()
        place = self._at(path)[1]
        if system.exists(place):
            system.delete(place, False)
        system.rename(partial, place)

    def remove(self, folder: str) -> None:
        """Remove a folder with all in it; nothing where there is none."""
        system, place = self._at(folder)
        system.delete(place, True)
