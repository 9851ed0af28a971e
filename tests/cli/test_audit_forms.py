"""`provenance audit` in its forms: article, list, source, JSON, Markdown, HTML; colours."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from provenance.store import open_store
from tests.cli.conftest import Run
from tests.report.sample import hostile, sample

FIRST, SECOND = (claim.id for claim in sample().claims)


def test_a_document_is_shown_as_an_article(run: Run, stored: str) -> None:
    result = run("audit", "--document", "d0c0ffee", "--db", stored)
    assert result.exit_code == 0, result.stderr
    assert "[Harbour Post] ⟦The bridge ~may~ reopen in June⟧¹" in result.stdout
    assert "¹ Ada Lindqvist (told), indirect" in result.stdout
    assert "--claims` lists them" in result.stdout


def test_the_claims_of_a_document_are_listed_on_demand(run: Run, stored: str) -> None:
    result = run("audit", "--document", "d0c0ffee", "--claims", "--db", stored)
    assert "2 claims, in the order of the text" in result.stdout
    assert result.stdout.index(FIRST) < result.stdout.index(SECOND)
    assert "⟦" not in result.stdout


@pytest.mark.parametrize(
    "arguments", [[FIRST, "--claims"], ["--document", "d0c0ffee", "--claims", "--format", "json"], ["--source", "x", "words"]]
)
def test_what_does_not_fit_together_is_wrong_usage(run: Run, stored: str, arguments: list[str]) -> None:
    result = run("audit", *arguments, "--db", stored)
    assert (result.exit_code, result.stdout) == (2, "")


def test_the_article_as_json(run: Run, stored: str) -> None:
    found = json.loads(run("audit", "--document", "d0c0ffee", "--db", stored, "--format", "json").stdout)
    first = found["article"][0]
    assert first["words"]["text"].startswith("[Harbour Post]")
    assert [mark["kind"] for mark in first["marks"]] == ["content", "hedge"]
    assert first["notes"][0]["chain"] == ["Harbour Post", "Coast Weekly", "Northern Wire", "Ada Lindqvist"]


@pytest.mark.parametrize("name", ["ada-lindqvist", "Ada Lindqvist", "lindqvist"])
def test_the_record_of_a_source(run: Run, stored: str, name: str) -> None:
    result = run("audit", "--source", name, "--db", stored)
    assert result.exit_code == 0, result.stderr
    assert "Ada Lindqvist (ada-lindqvist)" in result.stdout
    assert "relayed by      Northern Wire (1)" in result.stdout
    assert "hedged          1 of 1 (100%)" in result.stdout
    found = json.loads(run("audit", "--source", name, "--db", stored, "--format", "json").stdout)
    assert (found["tally"]["claims"], found["strongest"][0]["id"]) == (1, FIRST)


def test_a_source_that_several_may_be(run: Run, stored: str) -> None:
    result = run("audit", "--source", "a", "--db", stored)
    assert (result.exit_code, result.stdout) == (2, "")
    assert '"a" may be any of: ' in result.stderr
    result = run("audit", "--source", "nobody at all", "--db", stored)
    assert result.exit_code == 2
    assert 'neither the registry nor the database has a source "nobody at all"' in result.stderr


def test_a_source_of_the_registry_that_no_text_names(run: Run, stored: str) -> None:
    result = run("audit", "--source", "reuters", "--db", stored)
    assert result.exit_code == 0
    assert "no document of this database names it" in result.stdout


@pytest.mark.parametrize("what", [[FIRST], ["--document", "d0c0ffee"], ["--source", "ada-lindqvist"]])
@pytest.mark.parametrize(("form", "start"), [("html", "<!doctype html>"), ("markdown", "#")])
def test_each_as_a_page(run: Run, stored: str, what: list[str], form: str, start: str) -> None:
    result = run("audit", *what, "--db", stored, "--format", form)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.lower().lstrip().startswith(start)
    assert "Ada Lindqvist" in result.stdout


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_candidates_are_no_page(run: Run, stored: str, form: str) -> None:
    result = run("audit", "bridge", "--db", stored, "--format", form)
    assert (result.exit_code, result.stdout) == (2, "")
    assert FIRST in result.stderr


@pytest.mark.parametrize("form", ["text", "html", "markdown", "json"])
def test_markup_and_escapes_of_a_text_stay_text(run: Run, stored: str, form: str) -> None:
    bad = hostile("\x1b[3")
    bad = replace(bad, document=replace(bad.document, id="bad", title="<script>alert(1)</script>\u202e"))
    with open_store(stored) as store:
        number = store.begin_run(program_version="0", lexicon_digest="l", registry_digest="r")
        store.add(number, bad)
        store.end_run(number, {})
    result = run("audit", "--document", "bad", "--db", stored, "--format", form)
    assert result.exit_code == 0, result.stderr
    assert "\x1b" not in result.stdout
    assert form in ("text", "json") or "<script>alert" not in result.stdout


def test_colours_are_for_terminals_alone(run: Run, stored: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    from provenance.cli.output import canvas

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert canvas(Terminal()).paint.on
    assert not canvas(io.StringIO()).paint.on
    monkeypatch.setenv("NO_COLOR", "1")
    assert not canvas(Terminal()).paint.on
    assert "\x1b" not in run("audit", FIRST, "--db", stored).stdout
