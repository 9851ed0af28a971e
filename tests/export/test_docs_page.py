"""The page of the exports: its commands and its Python run, in order, as a reader would run them."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import ROOT
from tests.test_docs import run_blocks


def test_the_page_runs(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    ran = [one for _, results in run_blocks(text, tmp_path) for one in results]
    assert len(ran) >= 12
    assert [(command.shown, printed) for command, status, printed in ran if status] == []
