from __future__ import annotations

import multiprocessing
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from provenance.errors import StoreError
from provenance.store import RatingRow, migrate, open_store
from provenance.store.address import parse_address
from provenance.store.engine import make_engine, writing
from tests.store.conftest import begin
from tests.store.making import harbour

ROOT = Path(__file__).resolve().parents[2]


def test_models_and_migrations_agree(new_url: str) -> None:
    with open_store(new_url) as store, store._engine.connect() as connection:
        assert migrate.differences(connection) == []


def test_a_difference_would_be_seen(url: str) -> None:
    with open_store(url) as store:
        with store._engine.begin() as connection:
            connection.execute(text("ALTER TABLE hedge ADD COLUMN surplus integer"))
            connection.execute(text("DROP INDEX ix_claim_id"))
        found = "\n".join(store.check())
    assert "surplus" in found and "ix_claim_id" in found


def test_the_program_names_the_revisions_that_the_folder_has() -> None:
    from alembic.script import ScriptDirectory

    script = ScriptDirectory.from_config(migrate.alembic_config())
    assert tuple(reversed([revision.revision for revision in script.walk_revisions()])) == migrate.REVISIONS
    assert script.get_current_head() == migrate.newest_revision()


def test_constraints_have_names(url: str) -> None:
    from sqlalchemy import inspect

    with open_store(url) as store:
        found = inspect(store._engine)
        names = [key["name"] for table in found.get_table_names() for key in found.get_foreign_keys(table)]
    assert names and all(str(name).startswith("fk_") and len(str(name)) <= 63 for name in names)


def test_opening_creates_and_opening_again_changes_nothing(new_url: str) -> None:
    with open_store(new_url) as store:
        assert store.current_revision() == store.newest_revision() == migrate.REVISIONS[-1]
        store.upgrade()
        assert store.check() == ()
    with open_store(new_url) as store:
        assert store.current_revision() == store.newest_revision()


def test_opening_an_up_to_date_database_needs_no_alembic(url: str) -> None:
    open_store(url).close()
    code = (
        "import sys; from provenance.store import open_store; open_store(sys.argv[1]).close(); "
        "sys.exit(any(name.startswith('alembic') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code, url], cwd=ROOT, check=False).returncode == 0


def test_a_newer_schema_is_refused_and_left_alone(url: str) -> None:
    with open_store(url) as store, store._engine.begin() as connection:
        connection.execute(text("UPDATE provenance_version SET version_num = '9999'"))
    for read_only in (False, True):
        with pytest.raises(
            StoreError, match=r"has schema 9999, newer than this program knows \(\d{4}\): upgrade provenance-annotator"
        ):
            open_store(url, read_only=read_only)


def test_reading_creates_no_schema(new_url: str) -> None:
    if new_url.startswith("sqlite"):
        sqlite3.connect(new_url.removeprefix("sqlite:///")).close()
        Path(new_url.removeprefix("sqlite:///")).touch()
    with pytest.raises(StoreError, match="is empty: run provenance annotate first"):
        open_store(new_url, read_only=True)


def test_a_database_of_another_program_is_refused(new_url: str) -> None:
    engine = make_engine(parse_address(new_url), read_only=False)
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE document (x integer)"))
    engine.dispose()
    with pytest.raises(StoreError, match="belongs to another program"):
        open_store(new_url)


def test_a_broken_migration_leaves_nothing(new_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic.operations import Operations

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(Operations, "create_index", broken, raising=True)
        with pytest.raises(RuntimeError, match="power cut"):
            open_store(new_url)
    with open_store(new_url) as store:
        assert store.check() == ()


def test_ratings_of_schema_0002_are_kept(new_url: str) -> None:
    from alembic import command

    engine = make_engine(parse_address(new_url), read_only=False)
    with writing(engine) as connection:
        command.upgrade(migrate.alembic_config(connection), "0002")
        connection.execute(text("INSERT INTO source (id, name, type, known) VALUES ('s', 'S', 'news_outlet', true)"))
        connection.execute(text("INSERT INTO rating VALUES ('s', 'raters', '2024-01-01', 'B', 'CC0')"))
    engine.dispose()
    with open_store(new_url) as store:
        assert store.ratings() == (RatingRow("s", "B", "raters", "2024-01-01", "CC0", raw="B"),)
        assert store.query("SELECT rating, rater FROM v_outlets").rows == (("B", "raters"),)
        assert store.check() == ()


def _open_and_add(url: str, name: str) -> None:
    with open_store(url) as store:
        store.add(begin(store), harbour(name, id=name))


def test_several_first_users_at_once(new_url: str) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_open_and_add, args=(new_url, f"{n}.txt")) for n in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0] * 3
    with open_store(new_url) as store:
        assert store.counts()["documents"] == 3
        assert store.check() == ()


def test_the_bundled_copy_comes_first(new_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in an installed wheel: the package holds bundled/migrations, and there is no repository around it."""
    package = tmp_path / "provenance"
    shutil.copytree(ROOT / "migrations", package / "bundled" / "migrations")
    monkeypatch.setattr(migrate, "__file__", str(package / "store" / "migrate.py"))
    assert migrate.migrations_folder() == package / "bundled" / "migrations"
    with open_store(new_url) as store:
        assert store.check() == ()
    shutil.rmtree(package)
    with pytest.raises(StoreError, match="install provenance-annotator again"):
        migrate.migrations_folder()


def test_alembic_for_developers(new_url: str) -> None:
    """alembic.ini works from the repository root, and alembic itself finds no difference."""
    if not (ROOT / "alembic.ini").exists():
        pytest.skip("outside the repository")
    import os

    env = os.environ | {"PROVENANCE_DB": new_url}
    for command in (["upgrade", "head"], ["check"]):
        done = subprocess.run(
            [sys.executable, "-m", "alembic", *command], cwd=ROOT, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
