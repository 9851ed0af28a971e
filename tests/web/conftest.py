"""A database of the sample articles, made once, and a client that asks the application in this process."""

from __future__ import annotations

import shutil
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from provenance.registry import load_registry
from provenance.store import open_store
from provenance.web.app import make_app
from provenance.web.site import Site
from tests.conftest import ROOT
from tests.store.conftest import empty_database, migrated_database, postgres_copy, sqlite_url  # noqa: F401 - fixtures

Client = Any
"""Starlette's TestClient, which is a client of httpx."""


def client_of(url: str, host: str = "127.0.0.1", **options: Any) -> Iterator[Client]:
    """A client for the database at `url`; the application's own mistakes are answers, not exceptions."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it asks for a successor of httpx
        from starlette.testclient import TestClient

    with open_store(url, read_only=True) as store:
        app = make_app(Site(store, load_registry(), **options), host)
        yield TestClient(app, base_url="http://127.0.0.1:8642", raise_server_exceptions=False, follow_redirects=False)


@pytest.fixture(scope="session")
def seeds_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample articles with two inputs that cannot be read, by the rules alone, which is fast."""
    import subprocess

    folder = tmp_path_factory.mktemp("web")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    (folder / "seeds" / "empty.txt").write_bytes(b"")
    (folder / "seeds" / "picture.txt").write_bytes(b"\0\1\2" * 50)
    command = [sys.executable, "-m", "provenance.cli.main", "annotate", "seeds", "--tagger", "rules", "--quiet"]
    command += ["--db", f"sqlite:///{folder}/seeds.db"]
    done = subprocess.run(command, cwd=folder, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}, check=False)
    assert done.returncode == 1, "two inputs are rejected"
    return folder / "seeds.db"


@pytest.fixture(scope="session")
def seeds_url(seeds_database: Path) -> str:
    return f"sqlite:///{seeds_database}"


@pytest.fixture(scope="module")
def client(seeds_url: str) -> Iterator[Client]:
    yield from client_of(seeds_url)


@pytest.fixture
def client_for() -> Iterator[Callable[..., Client]]:
    """Makes a client for any database."""
    open_: list[Iterator[Client]] = []

    def make(url: str, **options: Any) -> Client:
        open_.append(client_of(url, **options))
        return next(open_[-1])

    yield make
    for one in open_:
        next(one, None)
