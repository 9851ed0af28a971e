"""A real server on a free port, and a real browser, for tests and pictures."""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
import time
from collections.abc import Iterator
from typing import Any

from provenance.registry import load_registry
from provenance.store import open_store
from provenance.web.app import make_app
from provenance.web.run import listening, server
from provenance.web.site import Site

ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-lcd-text", "--no-first-run", "--disable-default-apps", "--disable-extensions"),
)


@contextlib.contextmanager
def served(url: str, **options: Any) -> Iterator[str]:
    """The address of a server for the database at `url`, "http://127.0.0.1:PORT/"."""
    with open_store(url, read_only=True) as store:
        where = listening("127.0.0.1", 0)
        running = server(make_app(Site(store, load_registry(), **options)))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [where]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + 10
        while not running.started and time.monotonic() < deadline:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{where.getsockname()[1]}/"
        finally:
            running.should_exit = True
            thread.join(10)
            where.close()


def chromium_path() -> str | None:
    """Where Chromium is; None where it is not installed."""
    named = os.environ.get("PROVENANCE_TEST_CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser")


@contextlib.contextmanager
def browser() -> Iterator[Any]:
    """Chromium without a window, driven by playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=list(ARGUMENTS))
        try:
            yield chromium
        finally:
            chromium.close()
