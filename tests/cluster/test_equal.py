"""What the cluster makes of a corpus equals what one machine makes of it, row for row."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from provenance.claims.link import ANCHORS
from provenance.cluster.origins import standing_of
from provenance.cluster.run import MANIFEST, Cutting, Run
from provenance.cluster.tables import NAMES
from provenance.cluster.work import Work
from provenance.links import ClaimLink, CountedTo
from provenance.store.plain import pack, unpack
from tests.cluster.made import WIRE, write
from tests.cluster.reference import Whole, whole
from tests.cluster.stored import annotated, on_cluster
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

WORK = Work(tagger="rules")
SPLIT = Cutting(part_bytes=40_000, split_bytes=1_000, tasks=2)


class Made:
    """A run that is done, its tables, and the same by one machine."""

    def __init__(self, spark: SparkSession, folder: Path, paths: list[str]) -> None:
        self.out = folder / "out"
        # Blocks of a file as small as this make several tasks of one file, as gigabytes do on a cluster.
        spark.conf.set("spark.sql.files.maxPartitionBytes", "20000")
        self.run = Run(spark, WORK, paths, str(self.out), SPLIT)
        self.run.annotate()
        self.rows = self.run.write(str(self.out), link=True)
        self.tables: dict[str, list[dict[str, Any]]] = {
            name: [row.asDict(recursive=True) for row in spark.read.parquet(f"{self.out}/{name}").collect()] for name in NAMES
        }
        self.expected: Whole = whole(paths, WORK)


@pytest.fixture(scope="module")
def made(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("corpus")
    lines = write(folder / "made [1].jsonl", 40, hostile=True)
    few = write(folder / "few.jsonl", 3)
    return Made(spark, folder, ["seeds", str(lines), str(few), str(folder / "missing.txt")])


def test_documents_are_the_same_lines_of_json(made: Made):
    found = {row["fingerprint"]: row["json"] for row in made.tables["documents"]}
    assert len(found) == len(made.tables["documents"]) > 80
    assert found == made.expected.lines


def test_what_is_rejected_is_the_same(made: Made):
    found = Counter((row["locator"], row["reason"], row["detail"]) for row in made.tables["rejected"])
    assert found == Counter((pack(r.locator), r.reason, pack(r.detail)) for r in made.expected.rejected)
    assert len(found) == 4  # no JSON, no text, a list, a file that is not there


def test_links_are_the_same(made: Made):
    found = {
        ClaimLink(
            **{name: row[name] for name in ("first", "second", "kind", "score", "detector")},
            reason=unpack(row["reason"]),
            changes=tuple(change_of(c) for c in row["changes"]),
        )
        for row in made.tables["links"]
    }
    assert found == set(made.expected.links)
    assert len(found) == len(made.tables["links"])
    of_one = Counter(end for link in found for end in (link.first, link.second))
    assert max(of_one.values()) > ANCHORS, "no key is crowded: the anchors are not tested"


def change_of(row: dict[str, str]) -> Any:
    from provenance.links import Change

    return Change(unpack(row["before"]), unpack(row["after"]))


def test_origins_and_standings_are_the_same(made: Made):
    names = ("claim", "group", "origin", "reason", "detail", "through")
    found = {CountedTo(*(row[name] and unpack(row[name]) for name in names)) for row in made.tables["origins"]}
    assert found == set(made.expected.counted)
    assert len({one.group for one in found}) > 10
    drift = Counter((row["claim"], row["upstream"], row["kind"], row["detail"]) for row in made.tables["drift"])
    assert drift == Counter((d.claim, d.upstream, d.kind, pack(d.detail)) for d in made.expected.drift)
    for row in made.tables["origins"]:
        stands = standing_of(row | {"drift": []})
        expected = made.expected.standings[row["claim"]]
        assert (stands.others, stands.copies, stands.opposed) == (expected.others, expected.copies, expected.opposed)


def test_a_database_of_two_jobs_holds_the_same_links_origins_and_scores(made: Made, tmp_path: Path):
    found, expected = on_cluster(made.tables), annotated(made.run.paths, tmp_path / "two.db", WORK.tagger)
    assert set(found.origins) - set(expected.origins) == set(expected.origins) - set(found.origins)
    assert not found.differences(expected)


def test_tables_agree_with_the_documents(made: Made):
    documents = [json.loads(row["json"]) for row in made.tables["documents"]]
    claims = {c["id"]: c for d in documents for c in d["claims"]}
    assert {row["claim_id"] for row in made.tables["claims"]} == set(claims)
    for row in made.tables["claims"]:
        one = claims[row["claim_id"]]
        assert (row["origin"], round(row["strength"], 4), row["credibility"]) == (
            pack(one["origin"]),
            one["strength"],
            one["credibility"],
        )
        assert [c["feature"] for c in row["contributions"]] == [c["feature"] for c in one["contributions"]]
    for name, key in (("attributions", "attributions"), ("upstreams", "upstreams")):
        assert len(made.tables[name]) == sum(len(d[key]) for d in documents)
    assert len(made.tables["hedges"]) == sum(len(d["hedges"]) + len(d["boosters"]) for d in documents)


def test_every_place_is_kept_and_each_content_is_annotated_once(made: Made):
    seen = [row["locator"] for row in made.tables["sightings"]]
    assert len(seen) > len(made.tables["documents"])  # few.jsonl repeats three articles, and a line stands there twice
    assert {one.document.path for one in made.expected.documents} >= {"seeds/004_c66499ac31bd501f.txt"}
    assert any(locator.endswith("few.jsonl:3") for locator in seen)


def test_the_query_of_the_page_runs(made: Made, spark: SparkSession):
    page = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    (query,) = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    rows = spark.sql(query.replace("`out/", f"`{made.out}/")).collect()
    assert (rows[0]["documents"], rows[0]["text"]) == (ANCHORS + 9, WIRE.partition(" that ")[2].rstrip("."))


def test_the_manifest_says_what_was_made(made: Made):
    held = json.loads((made.out / MANIFEST).read_text())
    assert held["rows"] == made.rows == {name: len(rows) for name, rows in made.tables.items()}
    assert len(held["parts"]) == len(made.run.parts) >= 3


def test_a_second_run_does_nothing(made: Made, spark: SparkSession):
    said: list[str] = []
    again = Run(spark, WORK, made.run.paths, str(made.out), SPLIT, said.append)
    again.annotate()
    assert again.fresh == 0
    assert again.write(str(made.out), link=True) == made.rows
    assert said[-1].endswith("holds this already")


def test_other_versions_are_annotated_anew(made: Made, spark: SparkSession):
    other = Run(spark, Work(tagger="rules", least=0.9), made.run.paths, str(made.out), SPLIT)
    assert {p.id for p in other.parts}.isdisjoint({p.id for p in made.run.parts})
