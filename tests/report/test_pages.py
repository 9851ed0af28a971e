"""The measures on web pages: by hand on small records, and what the table of expectations may hold."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import UsageError
from provenance.records import AnnotatedDocument, Credit, MarkupSignal, Passage, Publisher, Upstream
from provenance.registry import load_registry
from provenance.report.evaluate import Evaluation
from provenance.report.pages import COLUMNS, MeanTally, evaluate_pages, read_bodies, read_expectations, shared_shingles
from provenance.spans import Span
from tests.conftest import ROOT, SHARED
from tests.report.sample import TEXT, at, sample

EXPECTATIONS = ROOT / "tests" / "pages" / "expectations.tsv"
HEAD = "\t".join(COLUMNS)


def table(folder: Path, *rows: str) -> Path:
    path = folder / "pages.tsv"
    path.write_text("\n".join((HEAD, *rows)) + "\n", encoding="utf-8")
    return path


def row(**cells: str) -> str:
    return "\t".join(cells.get(column, "bridge" if column == "page" else "") for column in COLUMNS)


def scored(folder: Path, page: AnnotatedDocument | None = None, /, **cells: str) -> Evaluation:
    return evaluate_pages(read_expectations(table(folder, row(**cells))), [page or sample()])


def test_any_reading_of_the_publisher_is_right(tmp_path: Path) -> None:
    publisher = replace(sample(), publisher=Publisher("harbour-post", "Harbour Post", "url"))
    right = scored(tmp_path, publisher, publisher="port-post | harbour-post")
    assert (right.labels["publisher"].right, right.labels["publisher"].all, right.missed) == (1, 1, [])
    wrong = scored(tmp_path, replace(publisher, publisher=None), publisher="port-post | harbour-post")
    assert wrong.labels["publisher"].accuracy == 0.0
    assert wrong.missed == ["bridge: publisher port-post | harbour-post, found none"]
    assert "publisher" not in scored(tmp_path, publisher, publisher="").labels


def wires(*sources: str) -> AnnotatedDocument:
    found = tuple(Upstream(source, source, "wire_credit", "dateline", None, 0.9) for source in sources)
    return replace(sample(), upstreams=found, publisher=Publisher("harbour-post", "Harbour Post", "url"))


@pytest.mark.parametrize(
    ("wire", "found", "counts"),
    [
        ("ap", ("ap",), (1, 1, 1)),
        ("ap", (), (0, 0, 1)),
        ("", ("ap",), (0, 1, 0)),
        ("ap + afp", ("afp", "dpa"), (1, 2, 2)),
        ("ap?", ("ap",), (0, 0, 0)),
        ("ap?", (), (0, 0, 0)),
        ("harbour-post", (), (1, 1, 1)),
    ],
)
def test_the_wire_of_a_page(tmp_path: Path, wire: str, found: tuple[str, ...], counts: tuple[int, int, int]) -> None:
    tally = scored(tmp_path, wires(*found), publisher="harbour-post", wire=wire).found["wire"]
    assert (tally.right, tally.predicted, tally.gold) == counts


def bare() -> AnnotatedDocument:
    """The sample without anything that keeps a credit."""
    one = sample()
    document = replace(one.document, byline=(), signals=())
    return replace(one, document=document, credits=(), passages=(Passage(0, "body", 0, Span(0, len(TEXT))),))


def test_a_name_is_kept_in_the_byline_the_markup_a_credit_or_a_credit_line(tmp_path: Path) -> None:
    one, name = bare(), "Ada  LINDQVIST"
    start, end = at("Mayor Ada Lindqvist")
    credit = Credit("byline", "author", "Ada Lindqvist", None, (), None, "/p", None, 0.9, "credits/1#byline")
    kept = [
        replace(one, document=replace(one.document, byline=("By Ada Lindqvist, Coast Weekly",))),
        replace(one, document=replace(one.document, signals=(MarkupSignal("json_ld.author", "Ada Lindqvist"),))),
        replace(one, credits=(credit,)),
        replace(one, credits=(replace(credit, value="A. L.", span=Span(start, end)),)),
        replace(one, passages=(Passage(0, "credit", 0, Span(start, end)),)),
    ]
    assert [scored(tmp_path, page, byline=name).labels["byline kept"].right for page in kept] == [1] * 5
    lost = scored(tmp_path, one, byline=name)
    assert (lost.labels["byline kept"].right, lost.missed) == (0, [f"bridge: byline {name}"])
    assert scored(tmp_path, kept[0], byline="Da Lind").labels["byline kept"].right == 0


def test_a_dateline_is_kept_where_its_paragraph_is_text(tmp_path: Path) -> None:
    assert scored(tmp_path, bare(), dateline=TEXT.split()[0]).labels["dateline kept"].right == 1
    assert scored(tmp_path, bare(), credits=TEXT.split()[0]).labels["credits kept"].right == 0


def test_runs_of_four_words_are_compared() -> None:
    assert shared_shingles("a b c d e", "a b c d e") == (2, 2, 2)
    assert shared_shingles("a b c d e", "a b c d x e") == (1, 3, 2)
    assert shared_shingles("a b c d a b c d", "a b c d") == (1, 1, 5)
    assert shared_shingles("a b", "a b") == (1, 1, 1)
    assert shared_shingles("a b", "") == (0, 0, 1)


def test_each_page_weighs_alike_in_the_score_of_texts() -> None:
    tally = MeanTally()
    tally.add_text("a b c d", "a b c d")
    tally.add_text(" ".join(map(str, range(103))), " ".join(map(str, range(53))))
    assert (tally.precision, tally.recall) == (1.0, 0.75)
    tally.add_text("a b c d", "")
    assert (tally.precision, tally.recall, tally.gold) == (1.0, 0.5, 3)


@given(st.text("ab ", max_size=30), st.text("ab ", max_size=30))
def test_no_text_shares_more_than_it_has(one: str, other: str) -> None:
    shared, found, wanted = shared_shingles(one, other)
    assert shared <= min(found, wanted)
    assert shared_shingles(other, one) == (shared, wanted, found)


def test_the_main_text_is_measured_where_article_texts_are_given(tmp_path: Path) -> None:
    bodies = tmp_path / "bodies.jsonl.gz"
    bodies.write_bytes(gzip.compress(json.dumps({"id": "bridge", "articleBody": TEXT}).encode()))
    expected = read_expectations(table(tmp_path, row()))
    assert evaluate_pages(expected, [bare()], read_bodies(bodies)).found["main text"].f1 == 1.0
    assert "main text" not in evaluate_pages(expected, [bare()]).found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("page\tpublisher\n", "pages.tsv:1: the columns must be page, publisher, "),
        (f"{HEAD}\nbridge\tharbour-post\n", "pages.tsv:2: a row has 7 columns"),
        ("", "pages.tsv:1: the columns must be"),
        ("\ud800", "cannot be read as a table"),
    ],
)
def test_a_table_that_breaks_the_rules_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "pages.tsv"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(UsageError, match=said):
        read_expectations(path)


@pytest.mark.parametrize("text", ["{", '{"id": "x"}', "[]", '"x"'])
def test_article_texts_that_are_none_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bodies.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be read as article texts"):
        read_bodies(path)


def test_a_page_that_is_not_there_is_said(tmp_path: Path) -> None:
    expected = read_expectations(table(tmp_path, row(page="tower")))
    with pytest.raises(UsageError, match="tower: this page is expected"):
        evaluate_pages(expected, [sample()])


# ---------------------------------------------------------------- the table of the project


def test_the_table_names_publishers_as_the_registry_does() -> None:
    """Where the registry knows the domain, its id is among the readings; agencies are known to it."""
    registry = load_registry()
    for one in read_expectations(EXPECTATIONS):
        known = registry.resolve_domain(f"https://{one.domain}/")
        assert known is None or known in one.publishers, (one.page, known)
        assert urlsplit(f"https://{one.domain}").hostname == one.domain
        assert all(registry.get(source) for source in one.wire | one.optional), one.page


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared pages are not on this machine")
def test_the_table_has_a_row_for_each_page() -> None:
    pages = [file.name.removesuffix(".html.gz") for file in (SHARED / "corpora/pages/html").glob("*.html.gz")]
    assert sorted(one.page for one in read_expectations(EXPECTATIONS)) == sorted(pages)
    assert len(pages) == 60
