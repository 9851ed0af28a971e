"""`provenance report`: what may be asked for, what comes of it, and what is said of what cannot be asked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

from provenance.store import open_store
from tests.cli.conftest import Run
from tests.report.sample import hostile, sample
from tests.store.conftest import NEEDS_SERVER, database_url

CLAIM = sample().claims[0].id
OTHER = sample().claims[1].id


def audited(path: Path) -> list[str]:
    page = html.document_fromstring(path.read_bytes())
    return [str(id_).removeprefix("claim-") for id_ in page.xpath("//article[contains(@class, 'asked')]/@id")]


@pytest.mark.parametrize(
    ("asked", "claims"),
    [
        (["d0c0ffee"], [CLAIM, OTHER]),
        (["news/bridge.txt"], [CLAIM, OTHER]),
        (["bridge.txt", "d0c0ffee"], [CLAIM, OTHER]),
        ([CLAIM], [CLAIM]),
        ([CLAIM[:8]], [CLAIM]),
        (["reopen", "in", "June"], [CLAIM]),
        (["bridge"], [CLAIM, OTHER]),
        (["--sql", "SELECT claim_id FROM v_claims WHERE hedges > 0"], [CLAIM]),
        (["--sql", f"SELECT 1 AS n, claim_id FROM v_chains WHERE claim_id = '{OTHER}'"], [OTHER]),
    ],
)
def test_what_may_be_asked_for(run: Run, stored: str, tmp_path: Path, asked: list[str], claims: list[str]) -> None:
    result = run("report", *asked, "--db", stored, "--out", "x.html")
    assert (result.exit_code, result.stdout) == (0, ""), result.output
    assert audited(tmp_path / "x.html") == claims
    number = "1 claim" if len(claims) == 1 else f"{len(claims)} claims"
    assert result.stderr == f"provenance: {number} of 1 document reported in x.html\n"


def test_the_same_day_gives_the_same_bytes_and_standard_output_the_page_alone(run: Run, stored: str) -> None:
    pages = [run("report", "d0c0ffee", "--db", stored, "--date", "2026-01-02", "--for", "Ann & Co").stdout for _ in range(2)]
    assert pages[0] == pages[1] and pages[0].startswith("<!doctype html>") and pages[0].endswith("</html>\n")
    assert "<dd>2026-01-02</dd>" in pages[0] and "Ann &amp; Co" in pages[0]


def test_the_run_that_annotated_is_named(run: Run, stored: str) -> None:
    page = run("report", "d0c0ffee", "--db", stored).stdout
    assert (
        "annotated by provenance 0 on 20" in page and '<span class="id">l</span>' in page and '<span class="id">r</span>' in page
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ([], "name documents, a claim's id or words, or a query with --sql"),
        (["x", "--sql", "SELECT 1"], "name documents, a claim's id or words, or a query with --sql"),
        (["nothing.txt"], "has no document 'nothing.txt'"),
        (["d0c0ffee", "nothing.txt"], "has no document 'nothing.txt'"),
        (["purple", "elephants"], 'no document is named and no claim holds the words "purple elephants"'),
        (["--sql", "SELECT text FROM v_claims"], "gives no column claim_id but text"),
        (["--sql", "SELECT 'x'' OR 1=1' AS claim_id"], "as claim_id, which is none"),
        (["--sql", "SELECT claim_id FROM v_claims WHERE 0"], "gives no claim of a current document"),
        (["--sql", "DELETE FROM claim"], "only reading is allowed"),
        (["d0c0ffee", "--date", "yesterday"], '--date "yesterday" is no day'),
        (["d0c0ffee", "--out", "no/such/x.html"], "x.html: cannot be written"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_sentence(run: Run, stored: str, asked: list[str], said: str) -> None:
    result = run("report", *asked, "--db", stored)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr and result.stderr.count("\n") == 1


def test_an_older_revision_says_so(run: Run, stored: str) -> None:
    with open_store(stored) as store:
        number = store.begin_run(program_version="0", lexicon_digest="l", registry_digest="r")
        store.add(number, sample(sample().document.text + " ", id="d0c0ffef"))
        store.end_run(number, {})
    page = run("report", CLAIM, "--db", stored).stdout
    assert "this is an older revision of the document; a newer one is stored" in page


def test_hostile_texts_of_a_database_stay_text(run: Run, tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/h.db") as store:
        number = store.begin_run(program_version="0", lexicon_digest="l", registry_digest="r")
        store.add(number, hostile("<b>\x1b"))
        store.end_run(number, {})
    page = run("report", "d0c0ffee", "--db", f"sqlite:///{tmp_path}/h.db", "--title", "<i>").stdout
    found = html.document_fromstring(page)
    assert not found.xpath("//b | //main//i") and "Bridge <b><U+001B>" in found.text_content()


def test_a_limit_is_told_on_both_sides(run: Run, tmp_path: Path) -> None:
    db = f"sqlite:///{tmp_path}/many.db"
    with open_store(db) as store:
        number = store.begin_run(program_version="0", lexicon_digest="l", registry_digest="r")
        for n in range(15):
            store.add(number, sample(id=f"{n:08x}", path=f"news/{n}.txt"))
        store.end_run(number, {})
    result = run("report", "--sql", "SELECT claim_id FROM v_claims", "--db", db, "--max-bytes", "100000", "--out", "x.html")
    assert result.exit_code == 0
    assert (tmp_path / "x.html").stat().st_size <= 100_000
    assert "limited to 100,000 bytes" in result.stderr and "limited to 100,000 bytes" in (tmp_path / "x.html").read_text("utf-8")


@NEEDS_SERVER
def test_it_is_the_same_from_postgresql(run: Run, stored: str, tmp_path: Path) -> None:
    """But for when its run began."""
    with database_url() as url:
        with open_store(url) as store:
            number = store.begin_run(program_version="0", lexicon_digest="l", registry_digest="r")
            store.add(number, sample())
            store.end_run(number, {})
        for name, db in (("lite", stored), ("pg", url)):
            query = "SELECT claim_id FROM v_claims ORDER BY claim_id"
            assert run("report", "--sql", query, "--db", db, "--date", "2026-01-02", "--out", name).exit_code == 0
    lite, pg = (re.sub(r"20\d\d-\d\d-\d\d(T[\d:]+Z)?", "DAY", (tmp_path / name).read_text("utf-8")) for name in ("lite", "pg"))
    assert lite == pg
