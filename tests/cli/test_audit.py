"""`provenance audit`: by id, by words, by document."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

import pytest

from provenance.cli.search import clearly_best, looks_like_id
from provenance.store import open_store
from tests.cli.conftest import Run
from tests.report.sample import TEXT, hostile, sample

FIRST, SECOND = (claim.id for claim in sample().claims)


def add(url: str, *documents: object) -> None:
    with open_store(url) as store:
        run = store.begin_run(program_version="0", lexicon_digest="l", registry_digest="r")
        for document in documents:
            store.add(run, document)  # type: ignore[arg-type]
        store.end_run(run, {})


@pytest.mark.parametrize(
    "query", [[FIRST], [FIRST[:8]], ["bridge may reopen"], ["bridge", "reopen", "June"], ["THE BRIDGE MAY REOPEN IN JUNE"]]
)
def test_one_claim_is_found_by_its_id_or_its_words(run: Run, stored: str, query: list[str]) -> None:
    result = run("audit", *query, "--db", stored)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith('"The bridge may reopen in June"')
    assert 'told_to         "Mayor Ada Lindqvist told Northern Wire on May 3"' in result.stdout
    assert result.stderr == ""


def test_several_claims_are_shown_as_candidates(run: Run, stored: str) -> None:
    result = run("audit", "bridge", "--db", stored)
    assert result.exit_code == 0
    assert result.stdout.startswith("2 claims fit these words")
    assert FIRST in result.stdout
    assert SECOND in result.stdout


def test_the_others_are_named_below_the_best(run: Run, stored: str) -> None:
    add(stored, sample(TEXT.replace("in June, ", "in July, "), "news/second.txt", "beef"))
    result = run("audit", "the bridge may reopen in July", "--db", stored)
    assert result.stdout.startswith('"The bridge may reopen in July"')
    result = run("audit", "was closed in 2021", "--db", stored)
    assert result.stdout.startswith("2 claims fit these words"), "the same words in two documents"


def test_nothing_found_names_the_next_step(run: Run, stored: str) -> None:
    result = run("audit", "submarine", "--db", stored)
    assert (result.exit_code, result.stdout) == (2, "")
    assert (
        result.stderr == 'provenance: no claim holds the words "submarine"; try fewer words, or `provenance sql` with v_claims\n'
    )


def test_an_unknown_id_is_told_as_such(run: Run, stored: str) -> None:
    result = run("audit", "0123456789abcdef0123", "--db", stored)
    assert result.exit_code == 2
    assert "No claim has the id '0123456789abcdef0123'" in result.stderr


@pytest.mark.parametrize("name", ["d0c0ffee", "d0c0", "news/bridge.txt", "bridge.txt"])
def test_a_document_lists_its_claims(run: Run, stored: str, name: str) -> None:
    result = run("audit", "--document", name, "--db", stored)
    assert result.exit_code == 0
    assert "Harbour Post ← Coast Weekly ← Northern Wire ← Ada Lindqvist" in result.stdout
    assert f"{FIRST}  ▼ weakest" in result.stdout


def test_a_name_of_two_documents_is_told(run: Run, stored: str) -> None:
    add(stored, sample(path="more/bridge.txt", id="beef"))
    result = run("audit", "--document", "bridge.txt", "--db", stored)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "bridge.txt" in result.stderr


@pytest.mark.parametrize("arguments", [[], ["words", "--document", "d0c0ffee"], ["   "]])
def test_one_of_claim_and_document_is_needed(run: Run, stored: str, arguments: list[str]) -> None:
    result = run("audit", *arguments, "--db", stored)
    assert result.exit_code == 2
    assert "name one claim by its id or by words, or a document" in result.stderr


def test_an_audit_as_json(run: Run, stored: str) -> None:
    found = json.loads(run("audit", FIRST, "--db", stored, "--format", "json").stdout)
    assert found["chain"][2]["evidence"] == [{"text": "told Northern Wire on May 3", "span": [66, 93]}]
    assert found["rows"][0]["feature"] == "prior"
    listed = json.loads(run("audit", "--document", "d0c0ffee", "--db", stored, "--format", "json").stdout)
    assert [claim["id"] for claim in listed["claims"]] == [FIRST, SECOND]
    several = json.loads(run("audit", "bridge", "--db", stored, "--format", "json").stdout)
    assert {hit["claim_id"] for hit in several["candidates"]} == {FIRST, SECOND}


def test_an_older_revision_says_that_it_is_one(run: Run, stored: str) -> None:
    changed = sample(TEXT.replace("in June, ", "in July, "), id="other")
    add(stored, changed)
    result = run("audit", FIRST, "--db", stored)
    assert result.exit_code == 0
    assert "this is an older revision of the document" in result.stdout


def test_a_hostile_document_cannot_command_the_terminal(run: Run, stored: str) -> None:
    bad = hostile("\x1b[31m")
    add(stored, replace(bad, document=replace(bad.document, id="bad")))
    for arguments in (["bridge"], ["--document", "bad"], ["reopen June"]):
        result = run("audit", *arguments, "--db", stored)
        assert result.exit_code == 0, result.stderr
        assert "\x1b" not in result.stdout


def test_a_missing_database_is_not_made(run: Run, tmp_path: object) -> None:
    result = run("audit", "words")
    assert result.exit_code == 2
    assert result.stderr.startswith("provenance: There is no database provenance.db")


@dataclass(frozen=True)
class Hit:
    text: str


@pytest.mark.parametrize(
    ("query", "texts", "best"),
    [
        ("any words", ["only one"], 0),
        ("the ship sank", ["The ship sank.", "The ship sank in 1912"], 0),
        ("ship sank in", ["The ship sank.", "The ship sank in 1912"], 1),
        ("ship sank", ["The ship sank fast", "The ship sank in 1912"], None),
        ("ship of fools sank", ["The ship sank with fools and all", "A plane"], 0),
        ("ship of fools sank", ["The ship sank", "The fools sank"], None),
        ("ship", [], None),
        ("...", ["a", "b"], None),
    ],
)
def test_which_hit_is_clearly_meant(query: str, texts: list[str], best: int | None) -> None:
    hits = [Hit(text) for text in texts]
    assert clearly_best(query, hits) == (None if best is None else hits[best])


def test_what_can_be_an_id() -> None:
    assert looks_like_id("facade")
    assert looks_like_id(FIRST)
    assert not looks_like_id("abc")
    assert not looks_like_id("bridge may")
