"""The small nasty inputs that were thought of or found, each put to its target; no atheris is needed for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS

CORPUS = Path(__file__).parent / "corpus"
FILES = sorted(path for path in CORPUS.rglob("*") if path.is_file())


def test_each_target_has_inputs() -> None:
    assert {path.parent.name for path in FILES} == set(TARGETS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_replayed(path: Path) -> None:
    assert path.stat().st_size <= 10_000, "the corpus is of small inputs"
    TARGETS[path.parent.name](path.read_bytes())
