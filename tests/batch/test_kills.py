"""A batch that is killed at any moment and run again leaves what an undisturbed one does (benchmarks.kills: many more)."""

from __future__ import annotations

import random
import uuid
from pathlib import Path

import pytest

from tests.batch.killing import Killing
from tests.batch.making import folder
from tests.store.conftest import NEEDS_SERVER, schema_url

KILLS = {"sqlite": 4, "postgresql": 2}


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=NEEDS_SERVER)])
def test_killed_and_run_again(tmp_path: Path, kind: str) -> None:
    killing = Killing(folder(tmp_path / "in", 30))

    def on_new(number: int | None) -> tuple[str, list[str]] | None:
        def do(url: str) -> tuple[str, list[str]] | None:
            if number is None:
                killing.undisturbed(url)
                return None
            return killing.disturbed(url, random.Random(number))

        if kind == "sqlite":
            return do(f"sqlite:///{tmp_path}/{uuid.uuid4().hex}.db")
        with schema_url() as url:
            return do(url)

    on_new(None)
    assert killing.whole["claim_link"]
    done = [on_new(number) for number in range(KILLS[kind])]
    assert any(done), "no batch was still running when it was to be killed"
    assert [one for one in done if one and one[1]] == []
