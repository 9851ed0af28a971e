"""Makes the pictures of docs/screenshots from the sample articles:

    python -m tests.web.screenshots [FOLDER]

It annotates seeds/ into a database of its own, serves it on a free port, and has Chromium take the main pages. Where Pillow is
installed, which is no dependency, the pictures are made smaller.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tests.web.serving import browser, served

WIDE = 1120
RELAYS = """SELECT relay_name, relation, source_name, claims, documents
FROM v_relays
ORDER BY claims DESC, relay_name, source_name
LIMIT 12"""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its name, the page, how many pixels of it are taken, and the scheme of colours."""

    name: str
    path: str
    tall: int = 800
    scheme: str = "light"


SHOTS = (
    Shot("overview", "/"),
    Shot("search", "/search?q=China&hedge=modal"),
    Shot("document", "{document}", 760),
    Shot("claim", "{claim}", 1500),
    Shot("source", "/source/people-news", 1150),
    Shot("sql", "{sql}", 800, "dark"),
)
CLAIM = "80% of the critical electronic components for Russian drones"
HIGHLIGHT = 22
"""The card that the picture of the document has opened, by its number."""


def annotate_seeds(folder: Path) -> str:
    """The URL of a database with the sample articles."""
    url = f"sqlite:///{folder}/seeds.db"
    command = [sys.executable, "-m", "provenance.cli.main", "annotate", "seeds", "--db", url, "--quiet"]
    subprocess.run(command, cwd=ROOT, check=True)
    return url


def take(url: str, folder: Path, shots: tuple[Shot, ...] = SHOTS) -> None:
    """Takes all pictures."""
    from provenance.store import open_store
    from provenance.web.addresses import Addresses, path_of

    with open_store(url, read_only=True) as store:
        hit = store.find_claims(CLAIM, 1)[0]
    places = {
        "{document}": path_of("document", hit.document_id),
        "{claim}": path_of("claim", hit.claim_id),
        "{sql}": Addresses().sql(RELAYS),
    }
    folder.mkdir(parents=True, exist_ok=True)
    with served(url) as address, browser() as chromium:
        for shot in shots:
            page: Any = chromium.new_page(viewport={"width": WIDE, "height": shot.tall}, color_scheme=shot.scheme)
            page.goto(address + places.get(shot.path, shot.path).lstrip("/"))
            if shot.name == "document":
                page.get_by_role("link", name=f"claim {HIGHLIGHT},").first.click()
                page.locator(".card:target details summary").click()
            page.screenshot(path=folder / f"{shot.name}.png")
            page.close()
    for picture in folder.glob("*.png"):
        shrink(picture)


def shrink(picture: Path) -> None:
    """Fewer colours make a third of the bytes; a page of text has few."""
    try:
        from PIL import Image
    except ImportError:
        return
    with Image.open(picture) as image:
        image.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(picture, optimize=True)


def main() -> None:
    """Makes them."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots"
    with tempfile.TemporaryDirectory() as name:
        take(annotate_seeds(Path(name)), target)


if __name__ == "__main__":
    main()
