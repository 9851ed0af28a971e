"""The report: one file with everything, the same bytes for the same database, and a limit that says what it left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise

import pytest

from provenance.records import AnnotatedDocument
from provenance.report.audit import Audit, build_audit
from provenance.report.citation import citation
from provenance.report.document import build_document
from provenance.report.dossier import CitedSources, Head, Part, RunInfo, with_note
from provenance.report.html.report import report
from provenance.report.sources import source_views
from tests.report.poisoned import annotated, around, poison
from tests.report.sample import sample
from tests.report.test_html import MARKS, addresses, shape, tree

RUN = RunInfo(7, "0.1.0", "1" * 64, "2" * 64, "2026-11-26T06:00:00Z")


def part(one: AnnotatedDocument, asked: tuple[str, ...] | None = None) -> Part:
    document = build_document(one)
    views = source_views(one, {}, ())
    sources = dict.fromkeys(hop.source for claim in one.claims for hop in claim.chain)
    ids = tuple(entry.id for entry in document.claims) if asked is None else asked
    return Part(one, document, ids, partial(audits, one, ids), RUN, tuple(map(views.of, sources)))


def audits(one: AnnotatedDocument, ids: tuple[str, ...]) -> Iterator[Audit]:
    return (with_note(build_audit(one, id_, around=around()), "an older revision") for id_ in ids)


def head(parts: list[Part], **more: str) -> Head:
    texts = {"title": "Bridges", "made_on": "2026-11-26", "made_for": "the desk", "question": "bridges", "sql": "SELECT 1"} | more
    documents = tuple((one.document.id, one.document.locator) for one in parts)
    return Head(**texts, documents=documents, claims=tuple(id_ for one in parts for id_ in one.asked))


def made(*parts: Part, limit: int = 10**7, **more: str) -> str:
    return report(head(list(parts), **more), lambda: parts, {"v1": "3" * 64}.get, limit).text


def many(number: int) -> list[Part]:
    return [part(sample(id=f"{n:08x}", path=f"news/{n}.txt")) for n in range(number)]


def test_it_holds_all_that_an_editor_asks_for() -> None:
    one = sample()
    text = " ".join(" ".join(tree(made(part(one))).itertext()).split())
    for wanted in (
        *("made on 2026-11-26", "made for the desk", "asked bridges", "SELECT 1", "2 claims of 1 document", "provenance 0.1.0"),
        *(one.document.sha256, one.document.text_sha256, RUN.lexicon_digest, RUN.registry_digest, "3" * 64, RUN.started),
        *("Ada Lindqvist", "an older revision", "It measures the manner of reporting"),
        citation(one, RUN.program_version, RUN.started),
    ):
        assert wanted in text, wanted


def test_the_citation_names_document_program_day_and_digest() -> None:
    one = sample()
    assert citation(one, "0.1.0", RUN.started) == (
        "“Bridge may reopen” (Harbour Post, 2024-05-04), news/bridge.txt, annotated by provenance 0.1.0 on 2026-11-26, "
        f"document d0c0ffee, text sha256 {one.document.text_sha256}."
    )
    bare = replace(one, publisher=None, document=replace(one.document, title="a\nb\x1b", published=None))
    assert citation(bare, "0.1.0", None).startswith("“a b<U+001B>”, news/bridge.txt, annotated by provenance 0.1.0, document ")


def test_it_stands_alone_and_its_links_lead_somewhere() -> None:
    page = tree(made(*many(3)))
    assert not page.xpath("//script | //img | //link | //iframe | //form")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.xpath("//@href") if href.startswith("#")} <= set(ids)
    assert all(href.startswith(("#", "http")) for href in page.xpath("//@href"))
    levels = [int(one.tag[1]) for one in page.iter("h1", "h2", "h3", "h4", "h5")]
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("mark", MARKS)
def test_no_element_comes_from_data(mark: str) -> None:
    def page(word: str) -> str:
        one = part(annotated(word))
        run, sources = poison(RUN, word), poison(one.sources, word)
        texts = dict.fromkeys(("title", "made_for", "question", "sql"), f"q {word}")
        return made(replace(one, run=run, sources=sources), **texts)

    found = page(mark)
    assert shape(found) == shape(page("harmless"))
    assert all(href.startswith(("#", "https://paper.example/", "http://paper.example/")) for href in addresses(found))


def test_the_same_documents_give_the_same_bytes() -> None:
    assert made(*many(2)) == made(*many(2))
    assert made(*many(2)) != made(*many(2), made_on="2026-11-27")


def test_only_the_claims_asked_for_are_audited_and_only_their_sources_listed() -> None:
    one = sample()
    page = tree(made(part(one, (one.claims[1].id,))))
    assert page.xpath("//article[contains(@class, 'asked')]/@id") == [f"claim-{one.claims[1].id}"]
    assert "1 claim of it is in this report, of 2 that were found." in page.text_content()
    assert len(page.xpath("//article[@class='card']")) == 2
    assert page.xpath("//section[@id='sources']//tbody/tr/td[3]/text()")[0] == "1"


def counted(*parts: Part) -> dict[str, tuple[int, int, int]]:
    found = CitedSources()
    for one in parts:
        found.add(one)
    return {cited.view.id: (cited.published, cited.relayed, cited.originated) for cited in found}


def test_sources_are_counted_by_their_part_in_the_chains() -> None:
    assert counted(*many(2)) == {
        "coast-weekly": (0, 2, 2),
        "ada-lindqvist": (0, 0, 2),
        "northern-wire": (0, 2, 0),
        "harbour-post": (2, 0, 0),
    }


@pytest.fixture
def limited() -> Callable[[int], tuple[str, tuple[str, ...]]]:
    parts = many(12)

    def call(limit: int) -> tuple[str, tuple[str, ...]]:
        result = report(head(parts), lambda: parts, lambda _: None, limit)
        return result.text, result.left_out

    return call


@pytest.mark.parametrize("limit", [60_000, 80_000, 100_000, 200_000])
def test_what_does_not_fit_is_left_out_and_named(limited: Callable[[int], tuple[str, tuple[str, ...]]], limit: int) -> None:
    text, left_out = limited(limit)
    page = tree(text)
    assert len(text.encode()) <= limit
    texts = len(page.xpath("//div[@class='text']"))
    audited = len(page.xpath("//article[contains(@class, 'asked')]"))
    missing = f"the audits of {24 - audited} of 24 claims and the texts of {12 - texts} of 12 documents"
    assert left_out[0].startswith(f"This report is limited to {limit:,} bytes: {missing} are left out;")
    assert all(sentence in " ".join(page.text_content().split()) for sentence in left_out)
    ids = set(page.xpath("//@id"))
    assert {href[1:] for href in page.xpath("//@href") if href.startswith("#")} <= ids
    assert f"news/{texts}.txt" in left_out[1] and f"news/{texts - 1}.txt" not in left_out[1]


def test_no_document_is_read_after_the_first_that_does_not_fit() -> None:
    parts, read = many(12), []

    def reading() -> Iterator[Part]:
        for one in parts:
            read.append(one.document.locator)
            yield one

    result = report(head(parts), reading, lambda _: None, 100_000)
    assert result.left_out and len(set(read)) <= result.documents + 1 < 12


def test_a_higher_limit_shows_more_and_a_high_one_all(limited: Callable[[int], tuple[str, tuple[str, ...]]]) -> None:
    shown = [limited(limit)[0].count('class="asked"') for limit in (60_000, 100_000, 200_000, 10**7)]
    assert shown == sorted(shown) and shown[0] < shown[-2] < shown[-1] == 24
    assert limited(10**7)[1] == ()
