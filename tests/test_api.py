"""The Python API: what is a text and what a path, what results show, and that hostile data stays text in a notebook."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup

import provenance
from provenance import records
from provenance.errors import QueryError, StoreError, UsageError
from provenance.ingest import read_paths
from provenance.pipeline import Annotator, load_resources
from provenance.store import open_store
from provenance.store.worked import NAMES
from tests.conftest import ROOT
from tests.test_sql_docs import fill

TEXT = "The bridge may be closed in June, Mayor Eva Lund told Reuters on Monday."
EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'</iframe></td>\u202e{{7*7}}"


def said(text: str | Path | bytes, **more: Any) -> provenance.AnnotatedDocument:
    """Annotated by rules, which need no model."""
    return provenance.annotate(text, tagger="rules", **more)


# ------------------------------------------------------------ what is annotated


def test_a_text_is_a_text():
    found = said(TEXT)
    assert found.text == TEXT
    assert [found.words(claim) for claim in found.claims] == ["The bridge may be closed in June"]
    assert isinstance(found, records.AnnotatedDocument)


def test_the_same_comes_of_a_string_bytes_and_a_file_as_of_the_command_line(tmp_path: Path):
    file = tmp_path / "a.txt"
    file.write_text(TEXT, encoding="utf-8")
    document = next(iter(read_paths([str(file)])))
    assert isinstance(document, records.Document)
    expected = Annotator(load_resources(), tagger="rules").annotate(document)
    for found in (said(TEXT), said(TEXT.encode()), said(file), said(str(file))):
        assert (found.document.id, found.claims, found.attributions) == (
            expected.document.id,
            expected.claims,
            expected.attributions,
        )


def test_a_string_is_a_path_only_where_a_file_has_that_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "note.txt").write_text(TEXT, encoding="utf-8")
    assert said("note.txt").text == TEXT
    assert said("nonote.txt said so").text == "nonote.txt said so"
    (tmp_path / "-").write_text(TEXT, encoding="utf-8")
    assert said(Path("-")).text == TEXT, "no file name stands for standard input"
    assert said("note.txt\n").text == "note.txt\n", "a line break makes it a text"
    assert len(said("x" * 5000 + " said.").text) == 5006, "longer than a name may be"


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (Path("nosuch.txt"), "nosuch.txt: "),
        ("", "the text: it is empty"),
        (" \n", "the text: it holds no visible text"),
        (b"\x00\x01\x02", "the text: it looks like"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(source: str | Path | bytes, sentence: str):
    with pytest.raises(UsageError, match=sentence) as raised:
        said(source)
    assert "\n" not in str(raised.value)


def test_folders_and_files_of_many_documents_point_to_annotate_all(tmp_path: Path):
    many = tmp_path / "many.jsonl"
    many.write_text('{"text": "A said so."}\n{"text": "B said so."}\n{"nothing": 1}\n', encoding="utf-8")
    for path in (tmp_path, str(tmp_path), many):
        with pytest.raises(UsageError, match="annotate_all"):
            said(path)
    found = list(provenance.annotate_all(tmp_path, tagger="rules"))
    assert [type(one) for one in found] == [provenance.AnnotatedDocument, provenance.AnnotatedDocument, provenance.Rejected]


def test_a_page_as_a_string_is_read_as_a_page_whatever_encoding_it_states():
    page = '<html><head><meta charset="windows-1252"></head><body><p>“Möwe”, Mayor Eva Lund said.</p></body></html>'
    assert said(page).text.strip() == "“Möwe”, Mayor Eva Lund said."


def test_what_the_caller_states_goes_before_what_the_text_says():
    found = said(TEXT, publisher="The Guardian", url="https://example.org/x", title="A title", published="2025-05-27")
    document = found.document
    assert (document.url, document.title, document.published) == ("https://example.org/x", "A title", "2025-05-27")
    assert found.publisher is not None and found.publisher.name == "The Guardian"
    assert [hop.source for hop in found.claims[0].chain] == [found.publisher.id, "reuters", "eva-lund"]


def test_a_registry_of_ones_own_is_read_again_when_it_changed(tmp_path: Path):
    own = tmp_path / "own.yaml"
    head = "schema: provenance.sources/1\nsources:\n"
    line = "- {{id: {}, name: Quay Radio, kind: broadcaster, aliases: [Quay Radio], domains: [quay.example]}}\n"
    for number, id_ in enumerate(("quay-one", "quay-two")):
        own.write_text(head + line.format(id_), encoding="utf-8")
        os.utime(own, (number + 1, number + 1))
        found = said(TEXT, publisher="Quay Radio", sources=own)
        assert found.publisher is not None and found.publisher.id == id_
    assert "broadcaster" in srcdoc(found._repr_html_()), "the page knows what kind of source it is"


def test_wrong_settings_are_told():
    with pytest.raises(UsageError, match="nosuch"):
        provenance.annotate(TEXT, tagger="nosuch")
    with pytest.raises(UsageError, match="nosuch"):
        provenance.annotate(TEXT, tagger="rules", model="nosuch")


# ------------------------------------------------------------ what results show


def srcdoc(html: str) -> str:
    """The page in the one frame that a result shows."""
    soup = BeautifulSoup(html, "html.parser")
    (frame,) = soup.find_all(True)
    assert frame.name == "iframe" and not frame["sandbox"], "a sandbox that allows nothing"
    return str(frame["srcdoc"])


def test_a_document_shows_its_text_and_its_claims_in_a_frame():
    page = BeautifulSoup(srcdoc(said(TEXT, publisher="The Guardian")._repr_html_()), "html.parser")
    words = page.get_text(" ", strip=True)
    assert "Eva Lund" in words and "The Guardian" in words
    assert page.find("base")["href"] == "about:srcdoc"
    assert len(page.find_all("article")) == 1


def test_a_large_document_shows_the_table_of_its_claims(monkeypatch: pytest.MonkeyPatch):
    found = said(TEXT)
    monkeypatch.setattr("provenance.api.results.LARGEST_PAGE", 5_000)
    assert found._repr_html_() == found.claims_table()._repr_html_()
    assert found._repr_html_().startswith("<table>")


def test_the_table_of_claims_has_names_and_words():
    (row,) = said(TEXT, publisher="The Guardian").claims_table()
    assert (row.text, row.source, row.chain) == (
        "The bridge may be closed in June",
        "Eva Lund",
        "The Guardian > Reuters > Eva Lund",
    )
    assert (row.hedges, row.mode, row.polarity) == ("may", "indirect", "affirms")
    assert 0 < row.strength < 1


def test_an_audit_shows_itself_as_text_and_as_a_page():
    found = said(TEXT)
    audit = found.audit(found.claims[0].id[:8])
    assert audit.claim_id == found.claims[0].id and "Eva Lund" in repr(audit)
    assert "told_to" in str(audit) and "\x1b" not in str(audit)
    assert "Eva Lund" in srcdoc(audit._repr_html_())
    for wrong in ("0" * 20, found.claims[0].id[:3]):
        with pytest.raises(UsageError, match="has no claim"):
            found.audit(wrong)


def test_a_document_is_short_in_a_shell_and_whole_as_json_and_pickled():
    found = said(TEXT, title="Bridge")
    assert repr(found) == "<AnnotatedDocument 'Bridge': 1 claim, 1 attribution>"
    assert json.loads(json.dumps(found.to_json()))["document"]["text"] == TEXT
    again = pickle.loads(pickle.dumps(found))
    assert again == found and again._repr_html_() == found._repr_html_()
    assert [f.name for f in fields(found)] == [f.name for f in fields(records.AnnotatedDocument)]


def test_hostile_data_stays_text_in_a_notebook():
    found = said(f"{EVIL} may fall, {EVIL} Eva Lund said.\n", title=EVIL, publisher=EVIL, url=f"javascript:{EVIL}")
    assert found.claims
    pages = [found._repr_html_(), *(found.audit(claim.id)._repr_html_() for claim in found.claims)]
    for html in pages:
        page = BeautifulSoup(srcdoc(html), "html.parser")
        assert page.find_all(["script", "img", "iframe", "object", "embed"]) == []
        assert [link for link in page.find_all(href=True) if link["href"].startswith("javascript")] == []
        assert not any(name.startswith("on") for tag in page.find_all(True) for name in tag.attrs)
        assert "\u202e" not in str(page)
    table = BeautifulSoup(found.claims_table()._repr_html_(), "html.parser")
    assert {tag.name for tag in table.find_all(True)} == {"table", "thead", "tbody", "tr", "th", "td", "p"}
    assert "alert(1)" in table.get_text() and "\u202e" not in str(table)


CHROMIUM = shutil.which("chromium")


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: the frame of a notebook is not tried in a browser")
def test_links_stay_within_the_frame_of_a_notebook(tmp_path: Path):
    playwright = pytest.importorskip("playwright.sync_api")
    notebook = tmp_path / "notebook.html"
    notebook.write_text(f"<!doctype html><title>n</title>{said(TEXT)._repr_html_()}", encoding="utf-8")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(notebook.as_uri())
        page.frames[1].click("a.number")
        page.wait_for_timeout(200)
        frame = page.frames[1]
        assert frame.url.startswith("about:srcdoc#") and page.url == notebook.as_uri()
        assert frame.locator("article.card:target").count() == 1, "the link led to its card"
        browser.close()


# ------------------------------------------------------------ rows


def test_rows_are_named_tuples_also_where_a_name_is_none():
    rows = provenance.Rows(("n", "count(*)", "class"), [(1, 2, 3), (4, 5, 6)])
    assert (rows[0].n, rows[0][1], rows[1]._1, len(rows), rows[-1][0]) == (1, 2, 5, 2, 4)
    assert rows.dicts()[1] == {"n": 4, "count(*)": 5, "class": 6}
    assert rows[:1] == provenance.Rows(("n", "count(*)", "class"), [(1, 2, 3)])
    assert [n for n, *_ in rows] == [1, 4] and repr(rows) == "<2 rows: n, count(*), class>"


def test_rows_show_a_hundred_and_say_so():
    html = provenance.Rows(("<b>",), [(f"<i>{n}",) for n in range(250)], truncated=True)._repr_html_()
    assert html.count("<tr>") == 101 and "<i>" not in html and "<b>" not in html
    assert html.endswith("<p>250 rows, the first 100 shown; a limit cut off more</p>")


def test_rows_become_a_data_frame_where_pandas_is(monkeypatch: pytest.MonkeyPatch):
    rows = provenance.Rows(("a", "b"), [(1, None)])
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match="pip install pandas"):
        rows.to_pandas()
    monkeypatch.setitem(sys.modules, "pandas", SimpleNamespace(DataFrame=lambda data, columns: (data, columns)))
    assert rows.to_pandas() == ([(1, None)], ["a", "b"])


# ------------------------------------------------------------ the database


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus of docs/sql.md in a SQLite file."""
    folder = tmp_path_factory.mktemp("api")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        fill("sqlite:///news.db", folder)
    return folder / "news.db"


@pytest.fixture
def db(news: Path) -> Iterator[provenance.Database]:
    with provenance.open(news) as opened:
        yield opened


def test_a_database_is_named_by_path_or_url_or_as_the_command_line_names_it(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for name in (news, str(news), f"sqlite:///{news}"):
        with provenance.open(name) as opened:
            assert opened.counts()["documents"] == 9
    monkeypatch.setenv("PROVENANCE_DB", f"sqlite:///{news}")
    with provenance.open() as opened:
        assert opened.counts()["documents"] == 9
    monkeypatch.delenv("PROVENANCE_DB")
    monkeypatch.chdir(tmp_path)
    shutil.copy(news, tmp_path / "provenance.db")
    with provenance.open() as opened:
        assert len(opened.documents()) == 9


@pytest.mark.parametrize("name", ["nosuch.db", Path("nosuch.db"), "mysql://x/y", "postgresql://nobody@127.0.0.1:1/x"])
def test_a_database_that_is_not_there_is_one_sentence_and_none_is_made(name: str | Path, tmp_path: Path, monkeypatch: Any):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError) as raised:
        provenance.open(name)
    assert "\n" not in str(raised.value) and list(tmp_path.iterdir()) == []


def test_documents_claims_and_audits_of_a_database(db: provenance.Database):
    assert {row.id for row in db.documents()} >= {"wire-1", "mail-1"}
    document = db.document("mail-1")
    assert document.publisher is not None and document.publisher.name == "Morning Mail"
    assert {hit.document_id for hit in db.claims("cracked crates")} == {"echo-2", "mail-3"}
    assert len(db.claims("cracked", limit=1)) == 1
    audit = db.audit(db.ask("hedges_lost")[0].claim_id[:10])
    assert [one.kind for one in audit.around.drift] == ["hedge_lost"] and audit.around.documents == 3
    with pytest.raises(UsageError):
        db.document("nosuch")


def test_every_worked_question_can_be_asked(db: provenance.Database):
    assert [one.name for one in db.questions()] == list(NAMES)
    assert all(len(db.ask(name)) >= 1 for name in NAMES)
    with pytest.raises(UsageError, match=r"questions\(\) lists them all"):
        db.ask("nosuch")


def test_sql_gives_rows_and_cannot_write(db: provenance.Database, news: Path):
    rows = db.sql("SELECT publisher_name, count(*) AS n FROM v_claims GROUP BY publisher_name ORDER BY publisher_name", limit=1)
    assert (rows[0].publisher_name, rows[0].n, rows.truncated) == ("Evening Echo", 3, True)
    for sql in ("DELETE FROM claim", "DROP TABLE claim", "ATTACH 'x' AS x"):
        with pytest.raises(QueryError, match="refused"):
            db.sql(sql)
    with open_store(f"sqlite:///{news}", read_only=True) as store:
        assert store.counts()["claims"] == len(db.sql("SELECT * FROM v_claims"))


def test_hostile_data_stays_text_in_rows_of_a_database(db: provenance.Database):
    html = db.sql(f"""SELECT '{EVIL.replace("'", "''")}' AS "<script>x</script>" """)._repr_html_()
    assert BeautifulSoup(html, "html.parser").find_all(["script", "img"]) == []


def test_the_page_names_every_public_name():
    text = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    assert [name for name in provenance.__all__ if name not in text and not name.startswith("__")] == []
