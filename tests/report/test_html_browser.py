"""A report in a real browser, from the disk and without script: layers, links, phone width, dark mode, paper, accessibility."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.report.poisoned import annotated
from tests.report.sample import sample
from tests.report.test_html_report import made, part

CHROMIUM = os.environ.get("PROVENANCE_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
PLAYWRIGHT = importlib.util.find_spec("playwright") and importlib.util.find_spec("axe_playwright_python")
pytestmark = pytest.mark.skipif(not (CHROMIUM and PLAYWRIGHT), reason="Chromium or playwright is not installed")

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
HOSTILE = '"><img src=x onerror=alert(1)>'


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(made(part(annotated(HOSTILE)), part(sample(id="0c0ffee0"))), encoding="utf-8")
    return path


@pytest.fixture
def opened(chromium: Any, file: Path) -> Iterator[Any]:
    """Opens the report in a window of a width and colour scheme; at the end nothing was asked for and nothing went wrong."""
    said: list[str] = []
    contexts = []

    def call(width: int = 1200, scheme: str = "light", script: bool = False) -> Any:
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=script, reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.on("request", lambda request: said.append(request.url) if request.url != file.as_uri() else None)
        page.goto(file.as_uri())
        return page

    yield call
    for context in contexts:
        context.close()
    assert said == []


def style_of(page: Any, selector: str, name: str) -> str:
    return str(page.locator(selector).first.evaluate(f"one => getComputedStyle(one)['{name}']"))


@pytest.mark.parametrize(
    ("layer", "mark", "name", "off"),
    [
        ("said", ".text .run.content:not(.hedge)", "borderBottomStyle", "none"),
        ("said", ".text .run.source:not(.content)", "fontWeight", "400"),
        ("said", ".text .number.said", "display", "none"),
        ("own", ".text .run.own:not(.credit)", "borderBottomStyle", "none"),
        ("hedges", ".text .run.hedge", "textDecorationLine", "none"),
        ("boosters", ".text .run.booster", "textDecorationLine", "none"),
        ("credits", ".text .run.credit", "outlineStyle", "none"),
    ],
)
def test_a_box_switches_its_layer_of_its_document_alone(opened: Any, layer: str, mark: str, name: str, off: str) -> None:
    page = opened(script=True)
    first, second = (page.locator(".annotated").nth(number) for number in (0, 1))
    assert style_of(first, mark, name) != off
    first.locator(f".of-{layer}").uncheck()
    assert style_of(first, mark, name) == off
    if layer in ("said", "own", "hedges"):
        assert style_of(second, mark, name) != off


def test_a_highlight_leads_to_its_card_and_the_card_to_the_audit_and_back(opened: Any) -> None:
    page = opened()
    page.locator(".text a.run.content").first.click()
    card = page.locator(".card:target")
    assert "Ada" in card.locator("h5").inner_text() and "← Ada" in card.locator(".names").inner_text().replace("\n", " ")
    card.get_by_role("link", name="audit").click()
    assert "The bridge may reopen in June" in page.locator("article.asked:target blockquote").inner_text()
    page.locator("article.asked:target .who a").last.click()
    assert "ada-lindqvist" in page.locator("tr:target").inner_text()


def test_the_keyboard_is_enough(opened: Any) -> None:
    page = opened(script=True)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className").startswith("run"):
            break
    assert style_of(page, ":focus", "outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.locator(".card:target").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200])
def test_everybody_can_read_it(opened: Any, scheme: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened(width, scheme, script=True)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_prints_without_what_paper_cannot_do(opened: Any) -> None:
    page = opened(script=True)
    page.emulate_media(media="print")
    assert style_of(page, ".of-hedges", "display") == "none"
    assert style_of(page, "body", "backgroundColor") == "rgb(255, 255, 255)"
    assert style_of(page, ".text .run.hedge", "textDecorationStyle") == "dotted"
    assert page.locator(".audit details table").first.is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")
