"""The table of formats: the command line, its help and the page of the docs say the same."""

from __future__ import annotations

import re

import pytest

from provenance.cli.export import export
from provenance.cli.options import ExportFormat
from provenance.errors import UsageError
from provenance.export import BY_NAME, FORMATS, losses_help, writer_of
from provenance.export.losses import INSTALL, losses_markdown
from tests.conftest import ROOT


def test_the_command_knows_the_formats_of_the_table() -> None:
    assert [one.value for one in ExportFormat] == [one.name for one in FORMATS]


def test_help_and_docs_say_what_each_loses() -> None:
    help_ = export.__doc__ or ""
    page = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    assert losses_help() in help_
    assert losses_markdown() in page, "write provenance.export.losses.losses_markdown() into docs/exports.md"
    for one in FORMATS:
        assert f"Loses: {one.loses}." in help_
        assert f"## {one.name}" in page or re.search(rf"^## .*\b{re.escape(one.name)}\b", page, re.MULTILINE)


@pytest.mark.parametrize("form", FORMATS, ids=[form.name for form in FORMATS])
def test_every_format_has_a_writer_and_sentences(form: object) -> None:
    one = next(form_ for form_ in FORMATS if form_ is form)
    assert callable(writer_of(one))
    for words in (one.what, one.keeps, one.loses):
        assert words
        assert not words.endswith(".")


def test_a_missing_library_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.export.losses.find_spec", lambda name: None)
    for name in ("parquet", "prov-json", "prov-n"):
        with pytest.raises(UsageError, match=re.escape(f"install it with {INSTALL}")):
            writer_of(BY_NAME[name])
    assert callable(writer_of(BY_NAME["stix"]))


def test_the_extra_has_the_libraries() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    extra = next(line for line in text.splitlines() if line.startswith("exports ="))
    assert {one.library for one in FORMATS if one.library} == set(re.findall(r'"([a-z0-9]+)>=', extra))
