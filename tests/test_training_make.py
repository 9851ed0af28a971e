"""The one command that makes the models: what is done is not done again, what failed is, and the digests are those of the files.

The stages themselves need torch and hours; here each is a stub that writes its result.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from training import make
from training.make import RECIPE, Places


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The modules of the stages that ran; a module named in `broken` fails."""
    modules: list[str] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        module = command[2]
        modules.append(module)
        if (tmp_path / "broken").exists() and (tmp_path / "broken").read_text() == module:
            return subprocess.CompletedProcess(command, 3)
        stage = next(one for one in RECIPE if one.module == module and not (tmp_path / "out" / f"{one.result}.done").exists())
        (tmp_path / "out" / stage.result).write_text(stage.result)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(make.subprocess, "run", run)
    return modules


def places(folder: Path, share: float = 1.0) -> Places:
    return Places(folder / "out", folder / "corpora", folder / "base", folder / "teacher-base", share)


def test_all_stages_run_once_and_the_digests_are_written(ran: list[str], tmp_path: Path) -> None:
    digests = make.make(places(tmp_path))
    assert ran == [stage.module for stage in RECIPE]
    assert set(digests) == {"default.onnx", "fast.onnx"} and len(set(digests.values())) == 2
    assert (tmp_path / "out" / "digests.txt").read_text().split()[1::2] == ["default.onnx", "fast.onnx"]
    assert make.make(places(tmp_path)) == digests
    assert len(ran) == len(RECIPE)  # nothing was done again


def test_a_stage_that_fails_ends_the_program_and_is_the_next_to_run(ran: list[str], tmp_path: Path) -> None:
    (tmp_path / "broken").write_text("training.teach")
    with pytest.raises(SystemExit, match=r"training\.teach ended with status 3; the same command goes on"):
        make.make(places(tmp_path))
    assert ran == ["training.tune", "training.teach"]
    (tmp_path / "broken").unlink()
    make.make(places(tmp_path))
    assert ran[2:] == [stage.module for stage in RECIPE[1:]]


def test_each_stage_reads_what_an_earlier_one_made(tmp_path: Path) -> None:
    whole = places(tmp_path)
    made: list[str] = []
    for stage in RECIPE:
        used = [Path(word).name for word in stage.arguments(whole) if word.startswith(str(whole.out))]
        assert set(used) <= {*made, stage.result}
        assert "--resume" not in stage.arguments(whole)  # a stage goes on by itself from its newest checkpoint
        made.append(stage.result)


def test_a_share_shortens_every_long_stage(tmp_path: Path) -> None:
    whole, short = places(tmp_path), places(tmp_path, 0.02)
    for stage in RECIPE:
        if stage.module in ("training.tune", "training.teach", "training.tune_fast"):
            assert stage.arguments(whole) != stage.arguments(short)
    assert "--texts" not in RECIPE[1].arguments(whole)
