"""Pages of 1 MB, of the kinds that a reader may meet: made here of news, or of real pages whose bodies are said again and again.

    python -m benchmarks.big_pages [SHARED]        the rows of the table alone

Words are those of the shared news where they are there, else those of the seeds, so that they read like an article's.
"""

from __future__ import annotations

import html
import json
import re
import sys
from collections.abc import Callable, Iterator
from itertools import count, cycle, islice
from pathlib import Path
from time import process_time

from benchmarks import texts
from benchmarks.table import Row, lines, ratio
from provenance.ingest import read_bytes

SIZE = 1_000_000
"""Bytes of each page, within one unit of what it is made of."""
BEYOND = 0.1
"""Seconds that a page of this size may take beyond trafilatura's own time."""
QUICK_PAGES = 8
"""Real pages that are measured where only one round is."""
_BODY = re.compile(rb"<body\b[^>]*>(.*)</body>", re.DOTALL | re.IGNORECASE)
_HEAD = "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>The harbour is open</title>{}</head><body>"
_END = "</body></html>"


def _paragraphs(shared: Path) -> Iterator[str]:
    """Paragraphs of news without end, as markup; no two articles of a page are the same where there are enough."""
    found = [*texts.news(shared)] or [*texts.seeds(1)]
    for text in cycle(found):
        yield from (f"<p>{html.escape(line)}</p>" for line in text.data.decode().split("\n") if len(line) > 40)


def _filled(front: str, units: Iterator[str], back: str = _END) -> bytes:
    """A page of `SIZE` bytes: so many units between front and back."""
    pieces = [front]
    left = SIZE - len((front + back).encode())
    while left > 0:
        pieces.append(next(units))
        left -= len(pieces[-1].encode())
    return "".join([*pieces, back]).encode()


def long_article(shared: Path) -> bytes:
    """One article of a megabyte in paragraphs."""
    return _filled(_HEAD.format("") + "<article><h1>The harbour is open</h1>", _paragraphs(shared), "</article>" + _END)


def much_markup(shared: Path) -> bytes:
    """Menus with 5,000 links, scripts and styles among them, and one short article."""
    article = "".join(islice(_paragraphs(shared), 30))
    item = (
        '<li class="menu-item level-{}" data-id="{}"><a class="link" href="/news/item-{}.html"><span>Item</span> number <b>{}</b>'
        "</a></li>{}"
    )
    menu = "".join(item.format(n % 3, n, n, n, "</ul><ul class=menu>" if n % 25 == 24 else "") for n in range(5_000))
    front = _HEAD.format("") + f"<nav><ul class=menu>{menu}</ul></nav><main><article>{article}</article></main>"
    script = "<script>window.queue=window.queue||[];queue.push({slot:'a<b>',sizes:[[300,250],[728,90]]});</script>"
    box = f"<div class=box><div class=inner><style>.box{{margin:0}}</style>{script}<img src=/a.png alt=''></div></div>"
    return _filled(front, cycle([box]))


def comments(shared: Path) -> bytes:
    """A short article under which readers have written most of the page."""
    words = _paragraphs(shared)
    front = _HEAD.format("") + f"<article>{''.join(islice(words, 20))}</article><section id=comments class=comments><ol>"
    one = (
        "<li class=comment id=c{}><div class=meta><cite><a href=/u/{}>Reader {}</a></cite> <time>May 26, 10:00</time></div>"
        "<div class=text>{}</div><a class=reply href=#c{}>Reply</a></li>"
    )
    return _filled(front, (one.format(n, n, n, next(words), n) for n in count()), "</ol></section>" + _END)


def linked_data(shared: Path) -> bytes:
    """A short article with most of a megabyte of JSON-LD in its head: its own, and those of a thousand others in a list."""
    article = {
        "@type": "NewsArticle",
        "headline": "The harbour is open",
        "author": [{"@type": "Person", "name": f"Writer {n}"} for n in range(40)],
        "publisher": {"@id": "https://example.org/#us"},
    }
    listed = [
        {
            "@type": "ListItem",
            "position": n,
            "item": article | {"@id": f"https://example.org/{n}", "image": {"@type": "ImageObject", "creditText": f"Photo {n}"}},
        }
        for n in range(400)
    ]
    graph = [
        article,
        {"@id": "https://example.org/#us", "name": "Example Post"},
        {"@type": "ItemList", "itemListElement": listed},
    ]
    script = f'<script type="application/ld+json">{json.dumps({"@graph": graph})}</script>'
    return _filled(_HEAD.format(script) + "<article>", _paragraphs(shared), "</article>" + _END)


def real_pages(shared: Path) -> list[bytes]:
    """Real pages, the body of each as often as a megabyte holds it; those that are larger by themselves are left out."""
    made = []
    for page in texts.pages(shared):
        body = _BODY.search(page)
        if body is not None and len(page) <= SIZE:
            more = (SIZE - len(page)) // max(1, len(body[1]))
            made.append(page[: body.end(1)] + body[1] * more + page[body.end(1) :])
    return made


KINDS: dict[str, Callable[[Path], bytes]] = {
    "a long article": long_article,
    "5,000 links, menus, scripts": much_markup,
    "readers' comments": comments,
    "JSON-LD": linked_data,
}


def extract(page: bytes) -> None:
    """trafilatura alone, as reading calls it."""
    import trafilatura

    trafilatura.extract(page, fast=True, include_comments=False, with_metadata=False, deduplicate=False)


def _both(page: bytes, rounds: int) -> tuple[float, float]:
    """Seconds of computing that reading a page takes, and trafilatura alone; in turns, of each the least of some rounds."""
    ours: list[float] = []
    peers: list[float] = []
    for _ in range(rounds):
        for times, run in ((ours, _read), (peers, extract)):
            begun = process_time()
            run(page)
            times.append(process_time() - begun)
    return min(ours), min(peers)


def _read(page: bytes) -> None:
    read_bytes(page, path="page.html")


def _row(what: str, ours: float, peers: float) -> Row:
    beyond = ours - peers
    figure = f"{ours * 1000:.0f} ms, {beyond * 1000:.0f} ms beyond"
    target = f"< {BEYOND * 1000:.0f} ms beyond"
    return Row(what, figure, "trafilatura alone", f"{peers * 1000:.0f} ms", ratio(ours, peers), target, beyond < BEYOND)


def reading(shared: Path, rounds: int) -> list[Row]:
    """What reading a page of 1 MB takes beyond trafilatura; of the real ones that which takes most, and the middle one."""
    _read(b"<p>Ein Wort, das keiner kennt, und noch eines.</p>")  # loads the model of languages, once a process
    rows = []
    for name, make in KINDS.items():
        rows.append(_row(f"1 MB: {name}", *_both(make(shared), 2 * rounds)))
    pages = real_pages(shared)[: QUICK_PAGES if rounds == 1 else None]
    times = sorted((_both(page, rounds) for page in pages), key=lambda t: t[0] - t[1])
    if times:
        rows.append(_row(f"1 MB: a real page, the middle one of {len(times)}", *times[len(times) // 2]))
        rows.append(_row("1 MB: a real page, the dearest", *times[-1]))
    return rows


if __name__ == "__main__":
    print("\n".join(lines("Pages of 1 MB", reading(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared"), 3))))
