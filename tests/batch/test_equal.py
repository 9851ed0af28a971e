"""One worker and many make the same of a batch as a process that does all itself, whatever the order of the inputs."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from provenance.store import open_store
from tests.batch.dumping import differences, dump
from tests.batch.making import folder
from tests.cli.conftest import run  # noqa: F401 - a fixture
from tests.ingest.making import answer, zipped

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder(tmp_path_factory.mktemp("made") / "in", 24)


@pytest.mark.parametrize("tagger", ["rules", "fast"])
def test_lines_and_databases_are_the_same_with_no_worker_with_one_and_with_three(
    run: Run,  # noqa: F811
    inputs: Path,
    tagger: str,
) -> None:
    none, *others = (
        run("annotate", inputs, "--tagger", tagger, "--jobs", jobs, "--db", f"sqlite:///{jobs}.db", "--format", "jsonl")
        for jobs in "013"
    )
    assert none.exit_code == 1, none.stderr
    assert none.stdout.count("\n") == 27
    for other, name in zip(others, "13", strict=True):
        assert other.exit_code == 1, other.stderr
        assert other.stdout == none.stdout
        assert other.stderr.partition(" documents read")[0] == none.stderr.partition(" documents read")[0]
        assert differences(dump("sqlite:///0.db"), dump(f"sqlite:///{name}.db")) == []
    assert dump("sqlite:///0.db")["claim_link"], "the documents share claims, or the comparison says little"


def test_archives_and_standard_input_are_cut_for_workers(run: Run, tmp_path: Path) -> None:  # noqa: F811
    made = folder(tmp_path / "in", 8)
    page, text = (made / "e.html").read_bytes(), (made / "a0000.txt").read_bytes()
    members = {"one.html": page, "two.txt": text, "empty.txt": b"", "three.jsonl": (made / "f.jsonl").read_bytes()}
    (tmp_path / "all.zip").write_bytes(zipped(members))
    (tmp_path / "all.warc").write_bytes(
        b"".join([answer(1, page), answer(2, "<html></html>"), answer(3, page + b"<p>More.</p>")])
    )
    printed = [
        run(
            "annotate",
            "all.zip",
            "all.warc",
            "-",
            "--no-store",
            "--format",
            "jsonl",
            "--tagger",
            "rules",
            "--jobs",
            jobs,
            input=page,
        )
        for jobs in ("0", "1", "3")
    ]
    assert printed[0].stdout == printed[1].stdout == printed[2].stdout
    assert printed[0].stdout.count("\n") == 12
    assert len({one.stderr.partition(" documents read")[0] for one in printed}) == 1


def test_the_order_of_inputs_does_not_change_the_set_of_results(run: Run, inputs: Path) -> None:  # noqa: F811
    files = sorted(inputs.iterdir())
    files.remove(inputs / "b-copy.txt")  # of equal texts the first keeps the name
    shuffled = random.Random(7).sample(files, len(files))
    results = [
        run("annotate", *listed, "--tagger", "rules", "--jobs", "2", "--db", f"sqlite:///{name}.db", "--no-link")
        for name, listed in (("a", files), ("b", shuffled))
    ]
    assert [r.exit_code for r in results] == [1, 1]
    first, second = dump("sqlite:///a.db"), dump("sqlite:///b.db")
    assert sorted(first.pop("rejected"), key=repr) == sorted(second.pop("rejected"), key=repr)
    assert differences(first, second) == []


def test_resuming_reads_nothing_again(run: Run, inputs: Path) -> None:  # noqa: F811
    first = run("annotate", inputs, "--tagger", "rules", "--jobs", "2")
    before = dump("sqlite:///provenance.db")
    again = run("annotate", inputs, "--tagger", "rules", "--jobs", "2", "--resume")
    assert "27 documents read" in first.stdout
    assert again.stdout.startswith("0 documents read")
    assert "27 documents stored before by this version" in " ".join(again.stdout.split())
    assert differences(before, dump("sqlite:///provenance.db")) == []


@pytest.mark.parametrize("jobs", ["0", "2"])
def test_resuming_reads_what_changed(run: Run, tmp_path: Path, jobs: str) -> None:  # noqa: F811
    made = folder(tmp_path / "in", 8)
    run("annotate", made, "--tagger", "rules", "--jobs", jobs)
    (made / "a0001.txt").write_text("The mayor of Brack said that the bridge is open.\n", encoding="utf-8")
    again = run("annotate", made, "--tagger", "rules", "--jobs", jobs, "--resume")
    assert again.stdout.startswith("1 document read")
    assert "1 changed since the last time" in " ".join(again.stdout.split())
    other = run("annotate", made, "--tagger", "rules", "--speech-only", "--jobs", jobs, "--resume")
    assert "annotated anew" in " ".join(other.stdout.split()), "other options find other things"
    with open_store("sqlite:///provenance.db") as store:
        assert store.check() == ()


def test_what_is_resumed_cannot_be_printed(run: Run, inputs: Path) -> None:  # noqa: F811
    result = run("annotate", inputs, "--resume", "--format", "jsonl")
    assert result.exit_code == 2
    assert "--resume" in result.stderr
