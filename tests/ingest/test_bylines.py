"""Authors in elements that a page calls bylines: beside its article, and not those of other articles or of readers."""

from __future__ import annotations

import pytest

from provenance.ingest import read_bytes
from provenance.ingest.bylines import names_in
from provenance.records import Document

TEXT = "".join(
    f"<p>{sentence} The keeper of the light told all who came to the pier, and went home at dusk, as he does every day.</p>"
    for sentence in ("The harbour is closed and nobody knows why.", "Boats lie at the wall.", "It was closed in May as well.")
)


def page(above: str = "", below: str = "", head: str = "", far: str = "") -> Document:
    body = f"<main><article><h1>Storm closes the harbour</h1>{above}{TEXT}{below}</article></main>{far}"
    found = read_bytes(f"<html><head>{head}</head><body>{body}</body></html>".encode(), path="a.html")
    assert isinstance(found, Document)
    return found


def named(document: Document) -> list[str]:
    return [signal.value for signal in document.signals if signal.name == "html.byline"]


@pytest.mark.parametrize(
    ("above", "names"),
    [
        ('<div class="byline">Jane Doe</div>', ["Jane Doe"]),
        ('<div class="Article-byLine">By Jane Doe and John Roe</div>', ["Jane Doe", "John Roe"]),
        ('<div class="byline-section"><span class="author">Jane Doe</span> <span>Porto Post</span></div>', ["Jane Doe"]),
        ('<div class="author-box"><h3 class="author__name">Jane Doe</h3><p>News reporter @jdoe</p></div>', ["Jane Doe"]),
        ('<p>Posted on May 5 by <a rel="author" href="/jd">Jane Doe</a> in Ports</p>', ["Jane Doe"]),
        ('<div class="byline"><span>By</span><div class="name">Jane Doe</div></div>', ["Jane Doe"]),
        ('<p class="writer">Jane Doe, Science Editor | May 5, 2024</p>', ["Jane Doe"]),
        ('<span class="reporter">张三</span>', ["张三"]),
        ('<div id="x" class="author">Автор: Иван Иванов</div>', ["Иван Иванов"]),
        ('<div class="author">Ana de la Cruz</div>', ["Ana de la Cruz"]),
        # no names
        ('<div class="byline">Updated May 5, 2024</div>', []),
        ('<div class="author">Staff Writer</div>', []),
        ('<div class="author-tools"><a href="/f">Follow Us</a></div>', []),
        ('<div class="authority">Port Authority</div>', []),
        ('<div class="byline">the port is open again</div>', []),
    ],
)
def test_a_byline_above_the_text(above: str, names: list[str]) -> None:
    found = page(above)
    assert named(found) == names
    assert found.byline == tuple(names)


@pytest.mark.parametrize(
    "markup",
    [
        '<div class="related"><h4>Fares rise</h4><span class="author">John Roe</span></div>',
        '<aside><a rel="author" href="/r">John Roe</a></aside>',
        '<div class="comments"><div class="comment"><b class="comment-author">John Roe</b><p>Well said.</p></div></div>',
        '<ul class="latest-news"><li><span class="byline">John Roe</span></li></ul>',
        '<figure><figcaption><span class="author">John Roe</span></figcaption></figure>',
        '<blockquote class="pullquote"><span class="author">John Roe</span></blockquote>',
        '<nav><a rel="author" href="/r">John Roe</a></nav>',
        '<footer><p class="writer">John Roe</p></footer>',
    ],
)
def test_bylines_of_others(markup: str) -> None:
    assert named(page(markup)) == []
    assert named(page(below=markup)) == []


def test_far_below_a_box_about_the_author_counts_and_a_teaser_does_not() -> None:
    between = "".join(f"<p>Tag {n}</p>" for n in range(8))
    assert named(page(below=f'{between}<div class="author-bio"><h4>Jane Doe</h4><p>She writes.</p></div>')) == ["Jane Doe"]
    assert named(page(far=f'{between}<div class="entry"><span class="byline">John Roe</span></div>')) == []


def test_a_person_whom_the_head_names_is_enough() -> None:
    above = '<div class="byline">Jane Doe</div>'
    assert named(page(above, head='<meta name="author" content="Jane Doe">')) == []
    assert named(page(above, head='<meta name="author" content="admin">')) == ["Jane Doe"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe, John Roe & Ann Poe", ["Jane Doe", "John Roe", "Ann Poe"]),
        ("Written by: Jane Doe", ["Jane Doe"]),
        ("Von Jane Doe und John Roe", ["Jane Doe", "John Roe"]),
        ("Jane Doe (Porto)", ["Jane Doe"]),
        ("Jane Doe 5 May 2024", ["Jane Doe"]),
        ("About Jane Doe", ["Jane Doe"]),
        ("Jane", []),
        ("12 comments", []),
        ("", []),
    ],
)
def test_names_in_a_line(line: str, names: list[str]) -> None:
    assert names_in(line) == names
