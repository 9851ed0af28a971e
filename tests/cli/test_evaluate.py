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


PAGE = """<html><head><title>Storm shuts the harbour</title><meta property="og:site_name" content="Porto Post"></head><body>
<article><h1>Storm shuts the harbour</h1><p>By Jane Doe</p>
<p>PORTO (Reuters) - The harbour in the old town was closed for three days after the storm, and the ferries stayed in port.</p>
<p>The tram line to the airport will be longer by two stops from next spring, and the fare will stay as it is for now.</p>
</article></body></html>"""


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder with one page, what it states beside it, and its text."""
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "storm.html").write_text(PAGE, encoding="utf-8")
    columns = ["page", "publisher", "publisher_domain", "wire", "byline", "dateline", "credits"]
    row = ["storm", "porto-post", "portopost.example", "reuters", "Jane Doe", "PORTO (Reuters)", ""]
    (tmp_path / "pages.tsv").write_text("\t".join(columns) + "\n" + "\t".join(row) + "\n", encoding="utf-8")
    body = " ".join(line[3:-4] for line in PAGE.splitlines() if line.startswith(("<p>PORTO", "<p>The")))
    (tmp_path / "bodies.jsonl").write_text(json.dumps({"id": "storm", "articleBody": body}), encoding="utf-8")
    return tmp_path


def test_pages_are_measured_against_what_they_state(run: Run, pages: Path) -> None:
    result = run("evaluate", "pages.tsv", "html", "--bodies", "bodies.jsonl", "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    figures = json.loads(result.stdout)
    assert figures["wire"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert figures["main text"]["f1"] == 1.0
    assert figures["accuracy"] == {"publisher": 1.0, "byline kept": 1.0, "dateline kept": 1.0}
    printed = run("evaluate", "pages.tsv", "html").stdout
    assert "publisher" in printed and "main text" not in printed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["pages.tsv"], "a table of what pages state does not hold them"),
        (["nosuch.tsv", "html"], "nosuch.tsv: cannot be read as a table"),
        (["pages.tsv", "pages.tsv"], "storm: this page is expected"),
        (["pages.tsv", "html", "--bodies", "nosuch"], "nosuch: cannot be read as article texts"),
        (["gold", "--bodies", "bodies.jsonl"], "--bodies goes with a .tsv table"),
    ],
)
def test_pages_that_cannot_be_measured_are_a_sentence(run: Run, pages: Path, arguments: list[str], said: str) -> None:
    result = run("evaluate", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in " ".join(result.stderr.split())
