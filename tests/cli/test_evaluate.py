"""`provenance evaluate`: gold against predictions in a file, on standard input, or made on the spot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provenance.export import to_line
from tests.cli.conftest import Run
from tests.report.sample import sample
from tests.report.test_evaluate import gold


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    """A folder with the gold of the sample document."""
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "bridge.json").write_text(json.dumps(gold()), encoding="utf-8")
    return folder


def test_predictions_of_a_file_and_of_standard_input(run: Run, truth: Path, tmp_path: Path) -> None:
    (tmp_path / "predicted.jsonl").write_text(to_line(sample()), encoding="utf-8")
    result = run("evaluate", truth, "predicted.jsonl")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[1].split() == ["attribution", "1.000", "1.000", "1.000", "1", "1"]
    assert run("evaluate", truth, "-", input=to_line(sample())).stdout == result.stdout
    figures = json.loads(run("evaluate", truth, "predicted.jsonl", "--format", "json").stdout)
    assert figures["attribution"]["f1"] == figures["accuracy"]["chain"] == 1.0


def test_texts_are_annotated_on_the_spot(run: Run, truth: Path, tmp_path: Path) -> None:
    text = sample().document.text
    (tmp_path / "bridge.txt").write_text(text, encoding="utf-8", newline="")
    from_path = run("evaluate", truth, "bridge.txt")
    assert from_path.exit_code == 0, from_path.stderr
    assert from_path.stdout.splitlines()[1].startswith("attribution")
    with_text = tmp_path / "with-text.jsonl"
    with_text.write_text(json.dumps(gold(text=text)) + "\n", encoding="utf-8")
    assert run("evaluate", with_text).stdout == from_path.stdout


def test_errors_are_shown_on_demand(run: Run, truth: Path) -> None:
    record = json.loads(to_line(sample()))
    record["attributions"] = []
    result = run("evaluate", truth, "-", "--errors", "3", input=json.dumps(record) + "\n")
    assert "missed       bridge.txt: Mayor Ada Lindqvist | told | The bridge may reopen" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["gold"], "the gold of bridge.txt does not hold its text"),
        (["nosuch"], "nosuch: cannot be read as gold"),
        (["gold", "-"], "standard input:1: no annotated document"),
        (["gold", "nosuch.txt"], "bridge.txt: the gold has this document and the predictions have not"),
    ],
)
def test_what_cannot_be_evaluated_is_a_sentence(run: Run, truth: Path, arguments: list[str], said: str) -> None:
    result = run("evaluate", *arguments, input="{}\n")
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
