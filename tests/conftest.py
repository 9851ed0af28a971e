"""What all tests share: reproducible hypothesis runs, no database of the user's, the shared data where there are any."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

# A deadline would fail tests for being on a busy machine. In CI every run draws the same examples: a red run can be repeated.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Packed bytes hold the time of their packing: in a name they would make each process collect other tests."""
    return f"{argname}-packed" if isinstance(val, bytes) and val.startswith(b"\x1f\x8b") else None


@pytest.fixture(autouse=True)
def _no_database_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that names no database must not write into the one that the developer's shell names."""
    monkeypatch.delenv("PROVENANCE_DB", raising=False)


@pytest.fixture
def seeds() -> Path:
    """The folder of the five sample articles."""
    return ROOT / "seeds"


@pytest.fixture
def shared() -> Path:
    """The folder of gold and corpora, which a user's machine does not have."""
    if not SHARED.is_dir():
        pytest.skip("the shared gold and corpora are not on this machine")
    return SHARED
