"""`provenance score`: what is stored is scored by another model, kept beside the others, and its spread shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provenance.score.models import template
from tests.cli.conftest import Run
from tests.test_scoring import TEXT


@pytest.fixture
def filled(run: Run, tmp_path: Path) -> Run:
    """Two articles that share a sentence, scored by v2 and not linked."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"Jane Roe told the Daily Post that 40 cars crossed the bridge.\n{TEXT}", encoding="utf-8")
    assert run("annotate", "a.txt", "b.txt", "--quiet", "--no-link", "--tagger", "rules").exit_code == 0
    return run


def scores(run: Run) -> dict[str, int]:
    sql = "SELECT m.name AS name, count(*) AS n FROM score s JOIN model m ON m.key = s.model GROUP BY m.name"
    lines = run("sql", "--format", "jsonl", sql).stdout.splitlines()
    return {row["name"]: row["n"] for row in map(json.loads, lines)}


def claims(run: Run) -> int:
    return int(json.loads(run("sql", "--format", "jsonl", "SELECT count(*) AS n FROM claim").stdout)["n"])


def values(run: Run, feature: str) -> set[str]:
    sql = f"SELECT DISTINCT value FROM v_contributions WHERE feature = '{feature}'"
    return {json.loads(line)["value"] for line in run("sql", "--format", "jsonl", sql).stdout.splitlines()}


def test_stored_claims_are_scored_and_kept_and_the_spread_is_shown(filled: Run) -> None:
    number = claims(filled)
    assert scores(filled) == {"v2": number}
    result = filled("score", "--model", "v1")
    assert result.exit_code == 0
    assert "claims scored by v1" in result.stdout
    assert "ties" in result.stdout
    assert f"{number} scores by v1 stored in sqlite:///provenance.db" in result.stderr
    assert scores(filled) == {"v1": number, "v2": number}
    assert filled("score").exit_code == 0
    assert scores(filled) == {"v1": number, "v2": number}
    assert "is whole" in filled("db", "check").stderr


def test_a_users_model_is_kept_under_its_name_and_digest_beside_the_others(filled: Run, tmp_path: Path) -> None:
    (tmp_path / "own.tsv").write_text(template(), encoding="utf-8")
    assert filled("score", "--model", "own.tsv").exit_code == 0
    (name,) = scores(filled).keys() - {"v2"}
    assert name.startswith("my-model@")
    shown = filled("export", "--format", "jsonl")
    assert shown.exit_code == 0


def test_with_no_store_nothing_is_kept_and_a_database_that_may_only_be_read_does(filled: Run, tmp_path: Path) -> None:
    before = scores(filled)
    assert "claims scored by v1" in filled("score", "--model", "v1", "--no-store").stdout
    assert scores(filled) == before
    result = filled("score", "--no-store", "--db", "sqlite:///none.db")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert not (tmp_path / "none.db").exists()


def test_standings_reach_the_model_and_a_claim_without_one_was_looked_for(filled: Run) -> None:
    assert values(filled, "corroboration") == {"not looked for"}
    filled("claims", "relate")
    assert values(filled, "corroboration") == {"none found"}, "all is by the same people"
    filled("score", "--model", "v2")
    assert values(filled, "corroboration") == {"none found"}


def test_quiet_shows_no_spread(filled: Run) -> None:
    assert filled("score", "--quiet").stdout == ""


def test_the_table_is_printed_as_a_model_of_ones_own_begins(run: Run, tmp_path: Path) -> None:
    result = run("score", "--table")
    assert (result.exit_code, result.stdout) == (0, template())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "told"), [("v9", "choose one of: v1, v2"), ("none.tsv", "cannot be read")])
def test_an_unknown_model_is_wrong_usage(filled: Run, name: str, told: str) -> None:
    before = scores(filled)
    result = filled("score", "--model", name)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert told in result.stderr
    assert scores(filled) == before


def test_an_empty_database_has_nothing_to_score(run: Run) -> None:
    result = run("score", "--db", "sqlite:///new.db")
    assert result.exit_code == 0
    assert "0 scores by v2 stored" in result.stderr
