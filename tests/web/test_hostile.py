"""A database whose every text is markup, script or worse: on each page it stays text, in addresses it stays one segment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from provenance.records import Rejected
from provenance.report.text import clean
from provenance.store import open_store
from provenance.web.addresses import path_of, with_query
from tests.report.poisoned import annotated
from tests.report.test_html import MARKS, addresses, shape, tree
from tests.store.relating import relate
from tests.web.conftest import Client
from tests.web.serving import served

ODD = (
    "\u202egpj.exe\u202c",
    "a\x00b\x1b[31m",
    "ends in half \ud83d",
    "x" * 3000,
    "../../etc/passwd?#%2e",
    "line\nbreak\r\n\tand\u2028more",
)
"""Texts that are no markup: turned writing, controls, halves of pairs, length, a path, breaks."""


def fill(url: str, mark: str) -> None:
    """Two documents that say the same, rejected inputs and a run, with the mark in all of their texts."""
    one = annotated(mark)
    with open_store(url) as store:
        kept = mark.encode("utf-8", "replace").decode().replace("\0", "")
        run = store.begin_run(program_version=kept, lexicon_digest=kept, registry_digest=kept, arguments=[kept])
        for number in range(2):
            id_ = f"d{number} {mark}"
            document = replace(one.document, id=id_, path=f"{number}/{mark}")
            claims = tuple(replace(claim, id=f"{number}{claim.id:0<19}"[:20]) for claim in one.claims)
            publisher = replace(one.publisher, id=f"post{number} {mark}") if one.publisher else None
            store.add(run, replace(one, document=document, claims=claims, publisher=publisher))
        store.reject(run, Rejected(f"in/{mark}", "binary", f"no text: {mark}"))
        store.reject(run, Rejected("javascript:alert(1)", "binary", mark))
        store.end_run(run, {kept: 3})
        relate(store)


def paths_of(url: str, mark: str) -> dict[str, str]:
    """A page of each kind, of each thing in the database, with the mark in every place of an address."""
    with open_store(url, read_only=True) as store:
        documents, claims = [d.id for d in store.documents()], store.query("SELECT claim_id FROM v_claims ORDER BY 1").rows
        sources = [r[0] for r in store.query("SELECT source FROM v_sources WHERE NOT known ORDER BY 1").rows]
    found = {
        path: path
        for path in ("/", "/search", "/documents", "/sources", "/origins", "/origins?show=copied", "/rejected", "/about")
    }
    mark = mark[:900]
    found["search for it"] = with_query("/search", [("q", mark)])
    for facet in ("outlet", "upstream", "origin", "kind", "hedge", "strength"):
        found[f"facet {facet}"] = with_query("/search", [(facet, mark)])
    found["documents of it"] = with_query("/documents", [("publisher", mark)])
    found["sources named so"] = with_query("/sources", [("q", mark)])
    found["rejected for it"] = with_query("/rejected", [("reason", mark)])
    found["sql"] = with_query(
        "/sql", [("q", "SELECT title, locator, text, document_id, origin, claim_id FROM v_claims ORDER BY claim_id")]
    )
    found["sql text"] = with_query("/sql", [("q", f"SELECT 1 -- {mark}")]) if "\n" not in mark and "\0" not in mark else "/sql"
    found |= {f"document {n}": path_of("document", id_) for n, id_ in enumerate(documents)}
    found |= {f"claim {n}": path_of("claim", row[0]) for n, row in enumerate(claims)}
    return found | {f"source {n}": path_of("source", id_) for n, id_ in enumerate(sources)}


def taken(url: str, mark: str) -> dict[str, str]:
    pages = {}
    # Over a real server: Starlette's client for tests takes percent signs off an address twice.
    with served(url) as address, httpx.Client(base_url=address, trust_env=False) as client:
        for name, path in paths_of(url, mark).items():
            answer = client.get(path)
            assert answer.status_code == 200, (name, path, answer.text[-400:])
            twin = client.get(path + ("&" if "?" in path else "?") + "format=json")
            assert (twin.status_code, twin.headers["content-type"]) == (200, "application/json"), name
            named = tree(answer.text).xpath("//link[@rel='alternate']/@href")
            assert [client.get(href).json() for href in named] == [twin.json()], name
            pages[name] = answer.text
    return pages


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    url = f"sqlite:///{tmp_path_factory.mktemp('harmless')}/x.db"
    fill(url, "harmless")
    return taken(url, "harmless")


@pytest.mark.parametrize("mark", MARKS)
def test_no_element_no_attribute_and_no_address_comes_from_data_which_is_there_to_be_read(
    sqlite_url: str, mark: str, harmless: dict[str, str]
) -> None:
    fill(sqlite_url, mark)
    pages = taken(sqlite_url, mark)
    assert pages.keys() == harmless.keys()
    kinds = {kind for page in harmless.values() for kind in shape(page)}
    for name, page in pages.items():
        assert {*shape(page)} <= kinds, name
        if name.startswith(
            ("document ", "source ", "sql", "/about", "/rejected", "/documents")
        ):  # elsewhere words decide what fits
            assert shape(page) == shape(harmless[name]), name
        for element in tree(page).iter("script", "base", "iframe", "object", "embed", "img", "meta"):
            assert element.tag in ("script", "meta") and element.get("src", "/static/").startswith("/static/"), name
        allowed = ("#", "/", "https://paper.example/")
        assert [href for href in addresses(page) if not href.startswith(allowed) or href.startswith("//")] == [], name
        assert not [one for e in tree(page).iter() for one in e.attrib if str(one).startswith("on") or one == "style"], name
        text = " ".join(tree(page).text_content().split())
        values = " ".join(str(e.get("value")) for e in tree(page).iter("input"))
        said = (clean(mark), clean(mark)[:25], clean(mark).replace("'", "''"))
        assert any(words in text for words in said) or mark in values or name in ("/about", "sql text"), name


@pytest.mark.parametrize("mark", ODD)
def test_odd_characters_break_no_page(sqlite_url: str, mark: str) -> None:
    fill(sqlite_url, mark)
    for name, page in taken(sqlite_url, mark).items():
        hidden = [char for char in "\u202e\u202c\x00\x1b\ud83d" if char in page]
        assert hidden == [], name


@pytest.mark.parametrize("mark", [*MARKS, *ODD])
def test_mistakes_tell_what_was_asked_as_text(client: Client, mark: str) -> None:
    for path in (path_of("claim", mark), path_of("document", mark), path_of("source", mark), path_of("nothing", mark)):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert len(tree(answer.text).xpath("//script")) == 1 and not tree(answer.text).xpath("//img | //svg | //base")
    for path, name in (("/search", "since"), ("/search", "sort"), ("/origins", "show"), ("/sql", "rows"), ("/search", "page")):
        answer = client.get(with_query(path, [(name, mark)]))
        assert answer.status_code == 422 and len(tree(answer.text).xpath("//script")) == 1
    query = client.get(with_query("/sql", [("q", f"SELECT {mark}")]))
    assert query.status_code == 422 and len(tree(query.text).xpath("//script")) == 1


def test_headings_of_a_result_are_text(client: Client) -> None:
    for mark in MARKS:
        name = mark.replace('"', '""')
        answer = client.get(with_query("/sql", [("q", f'SELECT 1 AS "{name}"')]))
        assert [th.text_content() for th in tree(answer.text).xpath("//table[@class='result']//th")] == [clean(mark)]


def test_names_that_are_terminal_escapes_reach_no_header(client_for: Callable[..., Any], sqlite_url: str) -> None:
    fill(sqlite_url, "x\r\nSet-Cookie: a=b")
    client = client_for(sqlite_url)
    for path in paths_of(sqlite_url, "x\r\nSet-Cookie: a=b").values():
        assert "set-cookie" not in client.get(path).headers
