"""A real browser on a real server: what a reader does, by mouse and by keyboard alone, with axe-core looking on."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.web.serving import browser, chromium_path, served

pytestmark = pytest.mark.skipif(
    chromium_path() is None or find_spec("playwright") is None,
    reason="the browser tests need Chromium (Debian: apt install chromium) and playwright",
)

CLAIM = "80% of the critical electronic components for Russian drones"
WAIT = 5_000
"""Milliseconds that anything may take."""


@pytest.fixture(scope="module")
def place(seeds_url: str) -> Iterator[str]:
    with served(seeds_url) as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as found:
        yield found


@pytest.fixture
def page(chromium: Any, place: str) -> Iterator[Any]:
    """A page that fails the test where it writes an error to its console or asks anybody but the server for anything."""
    context = chromium.new_context(base_url=place, accept_downloads=True, viewport={"width": 1200, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(WAIT)
    wrong: list[str] = []
    opened.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("request", lambda request: wrong.append(request.url) if not request.url.startswith(place) else None)
    opened.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}") if not broken_off(request) else None)
    yield opened
    context.close()
    assert wrong == []


def broken_off(request: Any) -> bool:
    """Whether the browser itself gave a request up: the page was left meanwhile, or a download ended the navigation."""
    return str(request.failure) == "net::ERR_ABORTED"


def test_from_the_overview_to_the_origin_of_a_claim(page: Any) -> None:
    page.goto("/")
    assert page.title() == "What came in – provenance"
    page.get_by_label("Words of a claim").fill("components Russian drones")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/search?q=components+Russian+drones")
    before = page.locator("ol.items > li").count()
    facet = page.get_by_label("Narrow it down").get_by_role("link", name="Ukrinform").first
    facet.click()
    page.wait_for_url("**upstream=ukrinform**")
    assert 0 < page.locator("ol.items > li").count() <= before
    assert page.locator(".chosen").get_by_text("Through: Ukrinform").is_visible()
    page.locator("ol.items").get_by_role("link", name=CLAIM).first.click()
    page.wait_for_url("**/claim/*")
    assert page.get_by_role("heading", name="Audit of a claim").is_visible()
    origin = page.locator("ol.chain .who a").last
    assert origin.inner_text() == "Oleh Ivashchenko"
    origin.click()
    page.wait_for_url("**/source/*")
    assert page.get_by_role("heading", name="Oleh Ivashchenko", level=1).is_visible()
    graph = page.locator("svg.plot").first
    assert "Ukrinform" in graph.text_content()
    graph.get_by_role("link", name="Ukrinform").click()
    page.wait_for_url("**/source/ukrinform")
    page.go_back()
    assert page.get_by_role("heading", level=1).inner_text() == "Oleh Ivashchenko"


def open_document(page: Any) -> None:
    page.goto("/documents")
    page.get_by_role("link", name="004_c66499ac31bd501f").or_(page.locator("table a").first).first.click()
    page.wait_for_url("**/document/*")


def test_a_highlight_leads_to_its_chain_and_back(page: Any) -> None:
    open_document(page)
    highlight = page.locator(".text a.run.content").first
    words = highlight.inner_text()
    highlight.click()
    card = page.locator(".card:target")
    assert card.is_visible() and words[:20] in card.inner_text()
    card.get_by_text("How we know").click()
    assert card.locator("details li").count() >= 1 and card.locator("details li").first.is_visible()
    card.locator("h3 a, h4 a").first.click()
    assert page.evaluate("document.querySelector(':target') !== null && location.hash.startsWith('#at-')")
    card_link = page.locator(".card").first.get_by_role("link", name="audit")
    card_link.click()
    page.wait_for_url("**/claim/*")


def test_layers_are_switched_and_stay_in_the_address(page: Any, place: str) -> None:
    open_document(page)
    run = page.locator(".text a.run.content").first
    shown = run.evaluate("e => getComputedStyle(e).borderBottomWidth")
    page.get_by_label("what is ascribed").uncheck()
    assert "hide=said" in page.url
    hidden = run.evaluate("e => getComputedStyle(e).borderBottomWidth")
    assert shown != "0px" and hidden == "0px"
    page.reload()
    assert not page.get_by_label("what is ascribed").is_checked() and page.get_by_label("hedges").is_checked()
    page.get_by_label("what is ascribed").check()
    assert "hide" not in page.url


def test_sql_is_run_and_its_result_downloaded(page: Any, tmp_path: Path) -> None:
    page.goto("/sql")
    page.get_by_label("Query").fill("SELECT claim_id, text FROM v_claims ORDER BY claim_id LIMIT 3")
    page.get_by_label("Query").press("Control+Enter")
    page.wait_for_url("**/sql?q=SELECT**")
    assert page.locator("table.result tbody tr").count() == 3
    for name in ("CSV", "JSON"):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=name, exact=True).click()
        waiting.value.save_as(tmp_path / waiting.value.suggested_filename)
    rows = list(csv.DictReader((tmp_path / "result.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["claim_id"] for row in rows] == [one["claim_id"] for one in json.loads((tmp_path / "result.json").read_text())]
    worked = page.locator(".worked details").filter(has_text="Denials")
    worked.locator("summary").click()
    worked.get_by_role("link").click()
    page.wait_for_url("**/sql?q=WITH**")
    assert page.get_by_role("status").inner_text().endswith("at most.")


def test_the_sql_of_a_page_is_run(page: Any) -> None:
    page.goto("/search?q=China")
    claims = page.locator("ol.items > li").count()
    page.get_by_text("The SQL that made it").click()
    page.locator(".made").get_by_role("link", name="Run it").first.click()
    page.wait_for_url("**/sql?q=**")
    assert page.locator("table.result tbody tr").count() == claims


def focused(page: Any) -> str:
    return str(page.evaluate("(document.activeElement.innerText || document.activeElement.name || '').trim()"))


def tab_to(page: Any, words: str, most: int = 60) -> None:
    """Goes on by the tabulator until the element with these words has the focus, and sees that it shows."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if words in focused(page):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"the focus on {words} does not show"
            return
    raise AssertionError(f"{words} is not reached by the keyboard")


def test_the_keyboard_alone_reaches_a_source(page: Any) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("/")
    assert focused(page) == "q"
    page.keyboard.type("components Russian drones")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=**")
    page.keyboard.press("/")
    tab_to(page, CLAIM[:30])
    page.keyboard.press("Enter")
    page.wait_for_url("**/claim/*")
    tab_to(page, "Ukrinform")
    page.keyboard.press("Enter")
    page.wait_for_url("**/source/ukrinform")
    assert page.get_by_role("heading", level=1).inner_text() == "Ukrinform"


def test_a_document_is_read_by_the_keyboard_alone(page: Any) -> None:
    open_document(page)
    page.get_by_label("hedges").focus()
    page.keyboard.press("Space")
    page.wait_for_url("**hide=hedges**")
    first = page.locator(".text a.run").first.inner_text()
    tab_to(page, first, 20)
    page.keyboard.press("Enter")
    assert page.locator(".card:target").count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.card:target') !== null"), "the focus goes on in the card"


def test_the_pages_are_whole_without_script(chromium: Any, place: str) -> None:
    context = chromium.new_context(base_url=place, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(WAIT)
    open_document(page)
    page.locator(".text a.run.content").first.click()
    assert page.locator(".card:target").is_visible()
    box = page.get_by_label("hedges")
    box.uncheck()
    marked = page.locator(".text .run.hedge").first
    assert "none" in marked.evaluate("e => getComputedStyle(e).textDecorationLine")
    page.goto("/search?q=China")
    page.locator(".facets a").first.click()
    assert page.locator(".chosen li").count() >= 1
    context.close()


PAGES = {
    "overview": "/",
    "search": "/search?q=China&hedge=modal",
    "documents": "/documents",
    "document": "",
    "claim": "",
    "sources": "/sources",
    "source": "/source/ukrinform",
    "origins": "/origins",
    "rejected": "/rejected",
    "sql": "/sql?q=SELECT+claim_id,+text,+strength+FROM+v_claims+LIMIT+3",
    "about": "/about",
    "error": "/claim/000000",
}


CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""What another scheme of colours can change; all else is the same page."""


@pytest.mark.parametrize(("scheme", "width", "rules"), [("light", 1200, {}), ("dark", 1200, CONTRAST), ("dark", 360, {})])
def test_axe_finds_no_serious_violation(
    chromium: Any, place: str, seeds_url: str, scheme: str, width: int, rules: dict[str, Any]
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = chromium.new_context(base_url=place, color_scheme=scheme, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.set_default_timeout(WAIT)
    found, wide = {}, {}
    for name, path in addresses(seeds_url).items():
        page.goto(path)
        for details in page.locator(".made details, .worked details").all()[:2]:
            details.evaluate("e => { e.open = true; }")
        results = Axe().run(page, options={"resultTypes": ["violations"]} | rules)
        grave = [v for v in results.response["violations"] if v["impact"] in ("serious", "critical")]
        if grave:
            found[name] = [(v["id"], [node["html"][:160] for node in v["nodes"]][:3]) for v in grave]
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            wide[name] = over
    context.close()
    assert found == {}
    assert wide == {}, "pages that are wider than their window, in pixels"


def addresses(url: str) -> dict[str, str]:
    """All pages, a document and a claim among them."""
    from provenance.store import open_store
    from provenance.web.addresses import path_of

    with open_store(url, read_only=True) as store:
        hit = store.find_claims(CLAIM, 1)[0]
    return PAGES | {"document": path_of("document", hit.document_id), "claim": path_of("claim", hit.claim_id)}


def test_axe_would_see_a_violation(chromium: Any, place: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = chromium.new_context(base_url=place)
    page = context.new_page()
    page.goto("/about")
    page.evaluate("document.querySelector('main').append(Object.assign(document.createElement('input'), {id: 'bare'}))")
    violations = Axe().run(page).response["violations"]
    context.close()
    assert any(v["impact"] in ("serious", "critical") for v in violations)


def test_print_hides_what_is_for_the_screen(page: Any) -> None:
    page.goto("/search?q=China")
    page.emulate_media(media="print")
    assert not page.locator("header.top").is_visible() and not page.locator(".facets").is_visible()
    assert page.locator("ol.items").is_visible()
