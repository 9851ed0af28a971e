"""A database filled by the cluster is the one that `provenance annotate` fills."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from provenance.cli.cluster import _store
from provenance.cli.main import app
from provenance.cluster.run import Cutting, Run
from provenance.cluster.work import Work
from provenance.store import open_store
from tests.cluster.made import write
from tests.store.conftest import NEEDS_SERVER, schema_url

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

WORK = Work(tagger="rules")
PRIVATE = ("run", "alembic_version", "sqlite_sequence")
"""Tables of which rows tell the time, or nothing."""


def content(database: Path) -> dict[str, Counter[tuple[Any, ...]]]:
    """All rows of all tables, but those that tell when a run was."""
    with sqlite3.connect(database) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: Counter(connection.execute(f'SELECT * FROM "{name}"')) for name in names if name not in PRIVATE}


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("store")
    return ["seeds", str(write(folder / "made.jsonl", 20, hostile=True)), str(folder / "missing.txt")]


@pytest.fixture(scope="module")
def run(spark: SparkSession, inputs: list[str], tmp_path_factory: pytest.TempPathFactory) -> Run:
    made = Run(spark, WORK, inputs, str(tmp_path_factory.mktemp("work")), Cutting(split_bytes=1000, tasks=2))
    made.annotate()
    return made


def test_every_row_is_that_of_one_machine(run: Run, inputs: list[str], tmp_path: Path):
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    done = CliRunner().invoke(app, ["annotate", *inputs, "--db", f"sqlite:///{one}", "--tagger", "rules", "--quiet"])
    assert done.exit_code == 1, done.output
    counts = _store(run, WORK, f"sqlite:///{other}", link=True)
    expected, found = content(one), content(other)
    assert found.keys() == expected.keys()
    # The refusal of an input that is not there comes first here, in its place there.
    assert [name for name in expected if found[name] != expected[name]] in ([], ["rejected"])
    assert Counter(row[1:] for row in found["rejected"]) == Counter(row[1:] for row in expected["rejected"])
    assert counts["links"] == found["claim_link"].total() > 20
    assert counts["rejected"] == 4

    again = _store(run, WORK, f"sqlite:///{other}", link=True)
    assert again["unchanged"] == counts["documents"]
    rejected = ("rejected",)  # of each run
    assert {n: rows for n, rows in content(other).items() if n not in rejected} == {
        n: rows for n, rows in found.items() if n not in rejected
    }


@NEEDS_SERVER
def test_postgresql_holds_the_same(run: Run, tmp_path: Path):
    asked = "SELECT claim_id, text, origin, strength, credibility FROM v_claims ORDER BY claim_id"
    found = []
    with schema_url() as server:
        for url in (f"sqlite:///{tmp_path}/x.db", server):
            _store(run, WORK, url, link=True)
            with open_store(url, read_only=True) as store:
                found.append(store.query(asked).rows)
    assert found[0] == found[1]
    assert len(found[0]) > 300
