"""`provenance score`: what is stored is scored by another model, kept, and its spread shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from provenance.cli import score
from provenance.cli.main import Commands
from provenance.links import Standing
from provenance.records import AnnotatedDocument, Claim
from provenance.score import Model
from provenance.score.models import template
from tests.test_scoring import TEXT, annotated


class FakeStore:
    """A store with one document."""

    def __init__(self, standings: Mapping[str, Standing] | None = None) -> None:
        self.document = annotated(TEXT.encode())
        self.standings = standings
        self.kept: dict[str, list[Claim]] = {}

    def __enter__(self) -> FakeStore:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def ratings(self) -> tuple[()]:
        return ()

    def scored_documents(self) -> Iterator[tuple[AnnotatedDocument, Mapping[str, Standing] | None]]:
        yield self.document, self.standings

    def put_scores(self, model: Model, claims: Sequence[Claim]) -> None:
        self.kept.setdefault(model.name, []).extend(claims)


@pytest.fixture
def store() -> FakeStore:
    return FakeStore()


@pytest.fixture
def run(store: FakeStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("provenance.store.open_store", lambda *_, **__: store)
    app = typer.Typer(cls=Commands, pretty_exceptions_enable=False)
    app.callback()(lambda: None)
    score.register(app)

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["score", *arguments])

    return call


def test_stored_claims_are_scored_and_kept_and_the_spread_is_shown(run, store):
    result = run("--model", "v1")
    assert result.exit_code == 0
    assert "claims scored by v1" in result.stdout and "ties" in result.stdout and "scores by v1 stored" in result.stderr
    assert [c.id for c in store.kept["v1"]] == [c.id for c in store.document.claims]
    assert all(c.score and c.score.model == "v1" for c in store.kept["v1"])


def test_a_users_model_is_kept_under_its_name_and_digest(run, store, tmp_path):
    (tmp_path / "own.tsv").write_text(template(), encoding="utf-8")
    assert run("--model", "own.tsv").exit_code == 0
    (name,) = store.kept
    assert name.startswith("my-model@")


def test_with_no_store_nothing_is_kept(run, store):
    assert run("--no-store").exit_code == 0 and store.kept == {}


def test_standings_reach_the_model_and_a_claim_without_one_was_looked_for(run, store):
    store.standings = {store.document.claims[0].id: Standing(others=("afp",))}
    assert run().exit_code == 0
    values = [r.value for c in store.kept["v2"] for r in c.score.contributions if r.feature == "corroboration"]
    assert values == ["1 further origin", *["none found"] * (len(values) - 1)]


def test_the_table_is_printed_as_a_model_of_ones_own_begins(run):
    result = run("--table")
    assert result.exit_code == 0 and result.stdout == template()


@pytest.mark.parametrize(("name", "told"), [("v9", "choose one of: v1, v2"), ("none.tsv", "cannot be read")])
def test_an_unknown_model_is_wrong_usage(run, store, name, told):
    result = run("--model", name)
    assert result.exit_code == 2 and told in result.stderr and store.kept == {}
