"""`provenance db`: the schema and the health of the database."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from provenance.store.migrate import newest_revision
from tests.cli.conftest import Run


def test_upgrade_makes_a_database(run: Run, tmp_path: Path) -> None:
    result = run("db", "upgrade")
    assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / "provenance.db").exists()
    assert run("db", "current").stdout == f"{newest_revision()}\n"


def test_current_and_check_make_none(run: Run, tmp_path: Path) -> None:
    for command in ("current", "check"):
        result = run("db", command)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "There is no database" in result.stderr
    assert not (tmp_path / "provenance.db").exists()


def test_a_whole_database_passes(run: Run, stored: str) -> None:
    result = run("db", "check", "--db", stored)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "is whole: 1 document, 2 claims" in result.stderr


def test_a_changed_text_is_found(run: Run, stored: str) -> None:
    with sqlite3.connect(stored.removeprefix("sqlite:///")) as connection:
        connection.execute("UPDATE document SET text = replace(text, 'June', 'July')")
    connection.close()
    result = run("db", "check", "--db", stored)
    assert result.exit_code == 1
    assert "does not equal the text at its spans" in result.stdout


def test_the_database_may_come_from_the_environment(run: Run, stored: str, monkeypatch: object) -> None:
    monkeypatch.setenv("PROVENANCE_DB", stored)  # type: ignore[attr-defined]
    assert "1 document," in run("db", "check").stderr
