"""Documents that are copies of stored ones: which are recorded, of what, and what becomes of it when documents change."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from provenance.cli.main import app
from provenance.store import copies, open_store

WIRE = (
    "Transport Minister Anna Koval said on Monday that two of the bridges over the river had been closed for the summer. "
    "According to the port authority, the ferry will run until September. The harbour was built in 1921 and was last mended "
    "eleven years ago, when the town paid for new cranes and for a second quay beside the old market."
)
EDITED = WIRE.replace("on Monday", "on Tuesday").replace("eleven", "twelve")
OTHER = (
    "The council of the northern district has put off its vote on the new tramway until the end of the year, its chairman told "
    "reporters, since nobody could say who would pay for the tunnel under the park and for the houses that would have to go."
)

Annotate = Callable[..., None]


@pytest.fixture
def annotate(tmp_path: Path, url: str) -> Annotate:
    """Annotates texts into the database, by name."""

    def call(**texts: str) -> None:
        path = tmp_path / "texts.jsonl"
        path.write_text("".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in texts.items()))
        result = CliRunner().invoke(app, ["annotate", str(path), "--db", url, "--tagger", "rules", "--quiet"])
        assert result.exit_code == 0, result.output

    return call


def recorded(url: str) -> list[tuple[object, ...]]:
    with open_store(url, read_only=True) as store:
        return list(store.query("SELECT document_id, original_document_id, exact FROM v_copies ORDER BY document_id").rows)


def test_copies_are_recorded_with_the_text_stored_before_them(annotate: Annotate, url: str) -> None:
    annotate(a=WIRE, b=OTHER)
    assert recorded(url) == []
    annotate(c=EDITED, d=WIRE.upper())
    assert [(one, of, bool(exact)) for one, of, exact in recorded(url)] == [("c", "a", False), ("d", "a", True)]
    with open_store(url, read_only=True) as store:
        ((share,),) = store.query("SELECT share FROM v_copies WHERE document_id = 'c'").rows
    assert 0.9 <= share < 1


def test_one_batch_gives_the_same(annotate: Annotate, url: str) -> None:
    annotate(a=WIRE, b=OTHER, c=EDITED, d=WIRE.upper())
    assert [(one, of) for one, of, _ in recorded(url)] == [("c", "a"), ("d", "a")]


def test_where_the_first_text_changes_its_copies_are_copies_of_each_other(annotate: Annotate, url: str) -> None:
    annotate(a=WIRE, c=EDITED, d=WIRE.upper())
    annotate(a=OTHER)
    assert [(one, of) for one, of, _ in recorded(url)] == [("d", "c")]


def test_looking_at_all_anew_changes_nothing(annotate: Annotate, url: str) -> None:
    annotate(a=WIRE, b=OTHER, c=EDITED)
    before = recorded(url)
    result = CliRunner().invoke(app, ["claims", "relate", "--all", "--db", url, "--quiet"])
    assert result.exit_code == 0, result.output
    assert recorded(url) == before != []


def test_of_many_copies_only_the_first_are_compared(annotate: Annotate, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "CANDIDATES", 2)
    annotate(**{f"t{number}": WIRE for number in range(6)})
    assert [of for _, of, _ in recorded(url)] == ["t0"] * 5
