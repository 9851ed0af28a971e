"""A run on the cluster: parts are annotated, claims linked, tables written. What a run before has written is not done again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from provenance.cluster import annotate, linking, origins, tables
from provenance.cluster.components import components
from provenance.cluster.files import Files
from provenance.cluster.inputs import PART_BYTES, SPLIT_BYTES, Part, Source, list_inputs, parts_of
from provenance.cluster.packed import unpack_record
from provenance.cluster.work import FORMAT, Versions, Work, versions_of
from provenance.ids import content_id
from provenance.records import AnnotatedDocument, Rejected
from provenance.store.plain import pack, unpack

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructType

MANIFEST = "_run.json"
AT_ONCE = 32
"""Parts that are asked for at once, so that small ones keep a large cluster busy; Spark decides which task runs when."""


@dataclass(frozen=True, slots=True)
class Cutting:
    """How inputs are cut: bytes of a part, bytes from which JSON lines are split, tasks of a part (None: four for each core)."""

    part_bytes: int = PART_BYTES
    split_bytes: int = SPLIT_BYTES
    tasks: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to: rows by table, parts of which `fresh` were annotated now, words annotated, and rejected inputs."""

    rows: dict[str, int]
    parts: int
    fresh: int
    words: int
    documents: int
    claims: int
    rejected: int


def _quiet(_: str) -> None:
    """Says nothing."""


@dataclass(slots=True)
class Run:
    """One run over some inputs. `folder` holds its parts; `say` is told how it goes on."""

    spark: SparkSession
    work: Work
    paths: Sequence[str]
    folder: str
    cutting: Cutting = field(default_factory=Cutting)
    say: Callable[[str], None] = _quiet
    files: Files = field(init=False)
    versions: Versions = field(init=False)
    sources: list[Source] = field(init=False)
    missing: list[Rejected] = field(init=False)
    parts: list[Part] = field(init=False)
    fresh: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.files = Files(self.spark)
        self.versions = versions_of(self.work)
        self.sources, self.missing = list_inputs(self.files, self.paths, self.cutting.split_bytes)
        self.parts = parts_of(self.sources, self.versions.digest, self.cutting.part_bytes)
        self.spark.sparkContext.setCheckpointDir(f"{self.folder}/_checkpoints")

    # ------------------------------------------------------------ annotating

    def annotate(self) -> None:
        """Annotate the parts that no run before has written. A part that fails leaves the others that are done."""
        todo = [part for part in self.parts if not self.files.is_written(self._part(part))]
        done = len(self.parts) - len(todo)
        if done:
            self.say(f"{done} of {len(self.parts)} parts are annotated already")
        cores = self.spark.sparkContext.defaultParallelism
        tasks = self.cutting.tasks or 4 * cores

        def one(part: Part) -> None:
            annotate.annotate_part(self.spark, part, self.work, self._part(part), tasks)

        with ThreadPoolExecutor(max(1, min(len(todo), AT_ONCE, max(2, cores // 4)))) as pool:
            try:
                for number, _ in enumerate(pool.map(one, todo), done + 1):
                    self.say(f"part {number} of {len(self.parts)} annotated")
            except BaseException:  # Ctrl-C, or a part that fails for good: nothing else is begun, and nothing waited for
                pool.shutdown(wait=False, cancel_futures=True)
                self.spark.sparkContext.cancelAllJobs()
                raise
        self.fresh = len(todo)

    def _part(self, part: Part) -> str:
        return f"{self.folder}/_parts/{part.id}"

    def read(self) -> DataFrame:
        """All rows of all parts (`annotate.part_schema`) with `source`, the place of their file among the inputs."""
        schema = annotate.part_schema()
        folders = [self._part(part) for part in self.parts]
        if not folders:
            return self.spark.createDataFrame([], schema.add("source", "integer"))
        numbers = self.spark.createDataFrame([(s.path, s.number) for s in self._by_path()], "path STRING, source INT")
        from pyspark.sql import functions as f

        return self.spark.read.schema(schema).parquet(*folders).join(f.broadcast(numbers), "path")

    def _by_path(self) -> list[Source]:
        """Each path once: one that is named twice is read once here, as its documents would be the same."""
        return list({source.path: source for source in reversed(self.sources)}.values())

    def documents(self) -> DataFrame:
        """The documents, each content once: where the first of the inputs has it."""
        from pyspark.sql import Window
        from pyspark.sql import functions as f

        found = self.read().where("record IS NOT NULL")
        order = Window.partitionBy("fingerprint").orderBy("source", "seq")
        # The numbers alone are sorted; the documents, which are heavy, stay where they are.
        again = found.select("path", "seq", f.row_number().over(order).alias("time")).where("time > 1")
        return found.join(again.select("path", "seq"), ["path", "seq"], "left_anti")

    # ------------------------------------------------------------ linking

    def state(self) -> str:
        """What stands for the inputs and versions of all that is made of them: 20 hexadecimal digits."""
        order = [source.path for source in self.sources]
        return content_id("state", self.versions.digest, self.versions.linking, sorted(p.id for p in self.parts), order)

    def _stage(self, name: str, schema: StructType, make: Callable[[], DataFrame]) -> DataFrame:
        """What a job makes, read from where it or a run before has written it."""
        folder = f"{self.folder}/_stages/{self.state()}/{name}"
        if not self.files.is_written(folder):
            make().write.mode("overwrite").parquet(folder)
            self.say(f"{name} written")
        return self.spark.read.schema(schema).parquet(folder)

    def link(self) -> tuple[DataFrame, DataFrame]:
        """The links among all claims, and the origins of those that have one."""
        from pyspark.sql import Window
        from pyspark.sql import functions as f
        from pyspark.sql.types import StructType

        found = self._stage("claims", linking.claims_schema(), lambda: linking.filed(self.documents(), self.work))
        # One id may stand in two documents that share id and text and differ in their bytes: the first one counts.
        ranked = Window.partitionBy("id").orderBy("source", "seq", "number")
        again = found.select("id", "document", f.row_number().over(ranked).alias("time")).where("time > 1")
        claims = found.join(again.select("id", "document"), ["id", "document"], "left_anti")
        pair_schema = StructType.fromDDL("first STRING, second STRING")
        paired = self._stage("pairs", pair_schema, lambda: linking.pairs(claims))
        cells = max(self.spark.sparkContext.defaultParallelism, paired.count() // linking.PAIRS_OF_A_CELL)
        links = self._stage("links", linking.links_schema(), lambda: linking.compared(claims, paired, cells))
        group_schema = StructType.fromDDL("id STRING, component STRING")
        groups = self._stage("groups", group_schema, lambda: components(links))
        self.files.remove(f"{self.folder}/_checkpoints")
        counted = self._stage(
            "origins",
            origins.origins_schema(),
            lambda: origins.origins(claims, links, groups, self.names(), self.work),
        )
        return links, counted

    def names(self) -> DataFrame:
        """The sources that documents name (`id`, `name`, `type`); of several names the first by code points, as in a database."""
        from pyspark.sql import functions as f

        named = self.read().where("record IS NOT NULL").select(f.explode("sources").alias("one"))
        return named.groupBy("one.id").agg(f.min(f.struct("one.name", "one.type")).alias("as")).select("id", "as.*")

    # ------------------------------------------------------------ what comes out

    def write(self, out: str, *, link: bool) -> dict[str, int]:
        """Write all tables to the folder `out`, and `_run.json` when they are whole; returns their rows.

        Nothing is done where a run before has written the same.
        """
        done = self._written(out, link=link)
        if done is not None:
            self.say(f"{out} holds this already")
            return done
        rows = {name: self._write(table, f"{out}/{name}") for name, table in self._tables(link=link).items()}
        manifest = {"format": FORMAT, "state": self.state(), "link": link, "versions": asdict(self.versions), "rows": rows}
        parts = [{"id": p.id, "kind": p.kind, "files": [s.path for s in p.sources]} for p in self.parts]
        text = json.dumps(manifest | {"spark": self.spark.version, "parts": parts}, indent=1)
        self.files.write(f"{out}/{MANIFEST}", text + "\n")
        return rows

    def _write(self, table: DataFrame, folder: str) -> int:
        """Write a table; returns its rows, counted on the way."""
        from pyspark.sql import Observation
        from pyspark.sql import functions as f

        seen = Observation()
        table.observe(seen, f.count(f.lit(1)).alias("rows")).write.mode("overwrite").parquet(folder)
        return int(seen.get["rows"])

    def _written(self, out: str, *, link: bool) -> dict[str, int] | None:
        """The rows of the tables where all of this is in `out` already."""
        text = self.files.read(f"{out}/{MANIFEST}")
        if text is None:
            return None
        held = json.loads(text)
        same = (held.get("format"), held.get("state"), held.get("link")) == (FORMAT, self.state(), link)
        return {name: int(count) for name, count in held["rows"].items()} if same else None

    def _tables(self, *, link: bool) -> dict[str, DataFrame]:
        linked = self.link() if link else None
        whole = self._stage(
            "scored" if link else "documents",
            tables.documents_schema(),
            lambda: tables.scored(self.documents(), linked[1] if linked else None, self.work),
        )
        found = tables.taken_apart(whole)
        if linked is not None:
            found |= {"links": linked[0], "origins": linked[1].drop("drift"), "drift": tables.drift(linked[1])}
        read = self.read()
        seen = read.where("record IS NOT NULL").select("fingerprint", "document_id", "locator", "path", "seq")
        missing = [(pack(one.locator), one.reason, pack(one.detail)) for one in self.missing]
        refused = self.spark.createDataFrame(missing, "locator STRING, reason STRING, detail STRING")
        refused = refused.union(read.where("record IS NULL").select("locator", "reason", "detail"))
        return found | {"sources": self.names(), "sightings": seen, "rejected": refused}

    def in_order(self) -> Iterator[AnnotatedDocument | Rejected]:
        """What was read, in the order of the inputs, as one machine would yield it: what is no input comes first."""
        yield from self.missing
        rows = self.read().select("source", "seq", "record", "locator", "reason", "detail").orderBy("source", "seq")
        for row in rows.toLocalIterator(prefetchPartitions=True):
            if row["record"] is None:
                yield Rejected(unpack(row["locator"]), row["reason"], unpack(row["detail"]))
            else:
                annotated: AnnotatedDocument = unpack_record(bytes(row["record"]))
                yield annotated

    def outcome(self, rows: dict[str, int]) -> Outcome:
        """The figures of the run."""
        from pyspark.sql import functions as f

        counted = self.read().agg(
            f.coalesce(f.sum("words"), f.lit(0)).alias("words"),
            f.count("record").alias("documents"),
            f.coalesce(f.sum("claims"), f.lit(0)).alias("claims"),
            f.count("reason").alias("rejected"),
        )
        row = counted.collect()[0]
        figures = {name: int(row[name]) for name in ("words", "documents", "claims")}
        rejected = int(row["rejected"]) + len(self.missing)
        return Outcome(rows=rows, parts=len(self.parts), fresh=self.fresh, rejected=rejected, **figures)
