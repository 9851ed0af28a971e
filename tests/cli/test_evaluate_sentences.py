"""`provenance evaluate` on sentences that readers marked or graded."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.report.test_sentences import GRADED, MARKED, file_of


def test_the_command_reads_both(run: Run, tmp_path: Path) -> None:
    file_of(tmp_path, MARKED)
    printed = run("evaluate", "sentences.jsonl", "--errors", "1")
    assert (printed.exit_code, printed.stderr) == (0, "")
    assert printed.stdout.splitlines()[1].split()[:2] == ["uncertain", "sentence"]
    assert "The tower has 312 steps." in printed.stdout
    with gzip.open(tmp_path / "graded.jsonl.gz", "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(r) + "\n" for r in GRADED)
    figures = json.loads(run("evaluate", "graded.jsonl.gz", "--format", "json").stdout)
    assert figures["spearman"]["certainty"] == pytest.approx(1.0)
