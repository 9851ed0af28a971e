"""Full disks, lost connections, two batches at once: nothing twice, nothing lost, never half a document."""

from __future__ import annotations

import json
import resource
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from provenance.store import open_store
from tests.batch.dumping import differences, dump
from tests.batch.making import folder
from tests.batch.running import finished, start
from tests.store.conftest import NEEDS_SERVER, SERVER, postgres_url, schema_url  # noqa: F401 - a fixture

TERMINATE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s AND state <> 'idle'"
OPTIONS = ("--tagger", "rules", "--jobs", "2", "--quiet")


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder(tmp_path_factory.mktemp("made") / "in", 60)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=NEEDS_SERVER)])
def urls(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Addresses of two new databases."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/a.db", f"sqlite:///{tmp_path}/b.db"
        return
    with schema_url() as one, schema_url() as other:
        yield one, other


def test_a_full_disk_stops_the_batch_and_the_next_one_goes_on(inputs: Path, tmp_path: Path) -> None:
    """The limit on a file's size is what a process can be given without a disk of its own: the system refuses to write more."""
    whole, url = (f"sqlite:///{tmp_path}/{name}.db" for name in "wx")
    assert finished(["annotate", inputs, "--db", whole, *OPTIONS]).returncode == 1
    finished(["annotate", inputs / "a0000.txt", "--db", url, *OPTIONS])
    most = (tmp_path / "w.db").stat().st_size // 2

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    done = finished(["annotate", inputs, "--db", url, *OPTIONS], before=small)
    assert done.returncode == 2
    assert done.stderr.decode().splitlines()[-1].startswith(f"provenance: The database {url} could not be written to")
    with open_store(url) as store:
        assert store.check() == ()
    assert finished(["annotate", inputs, "--db", url, *OPTIONS, "--resume"]).returncode == 1
    assert differences(dump(whole), dump(url)) == []


@NEEDS_SERVER
def test_a_lost_connection_costs_nothing(inputs: Path, postgres_url: str) -> None:  # noqa: F811
    import psycopg

    name = f"lost_{uuid.uuid4().hex[:8]}"
    with schema_url() as undisturbed:
        assert finished(["annotate", inputs, "--db", undisturbed, *OPTIONS]).returncode == 1
        process = start(["annotate", inputs, "--db", f"{postgres_url}&application_name={name}", *OPTIONS])
        ended = 0
        with psycopg.connect(SERVER, autocommit=True) as server:
            while process.poll() is None and ended < 5:
                killed = server.execute(TERMINATE, (name,)).fetchall()
                ended += len(killed)
                time.sleep(0.02 if not killed else 1.5)
        _, error = process.communicate()
        assert process.returncode == 1, error.decode()
        assert ended >= 2, "no connection was ended while it worked"
        assert differences(dump(undisturbed), dump(postgres_url)) == []
    with open_store(postgres_url) as store:
        assert store.check() == ()


def test_two_batches_at_once(inputs: Path, urls: tuple[str, str]) -> None:
    """Both annotate the same inputs: each document is there once. Who comes first is a matter of chance, and so are numbers."""
    alone, shared = urls
    assert finished(["annotate", inputs, "--db", alone, *OPTIONS, "--no-link"]).returncode == 1
    both = [start(["annotate", inputs, "--db", shared, *OPTIONS, "--no-link"]) for _ in range(2)]
    for process in both:
        _, error = process.communicate(timeout=300)
        assert process.returncode == 1, error.decode()
    one, other = dump(alone), dump(shared)
    assert differences(one, other) == []
    with open_store(shared) as store:
        assert store.check() == ()
        assert [counts for (counts,) in store.query("SELECT counts FROM run WHERE finished IS NULL").rows] == []
        outcomes = [json.loads(counts) for (counts,) in store.query("SELECT counts FROM run").rows]
    assert [c["documents"] for c in outcomes] == [63, 63]
    assert sum(c.get("new", 0) for c in outcomes) == len(one["document"])
