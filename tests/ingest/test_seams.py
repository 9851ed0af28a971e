"""Rows of small elements: bylines, sources and dates that style alone sets apart."""

import pytest

from provenance.ingest import ReadOptions, read_bytes
from provenance.records import Document


def lines(markup: str) -> list[str]:
    found = read_bytes(
        f"<p>First.</p><div>{markup}</div><p>Last.</p>".encode(), path="a.html", options=ReadOptions(main_text=False)
    )
    assert isinstance(found, Document)
    return found.text.split("\n")[1:-1]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<span class="author">A. Writer</span><span class="source">Example Wire</span>', ["A. Writer", "Example Wire"]),
        ('<span class="byline">By A. Writer</span> <time>May 26, 2024</time>', ["By A. Writer", "May 26, 2024"]),
        ('<time>2 days ago</time><a rel="author" href="/w">A. Writer</a>', ["2 days ago", "A. Writer"]),
        ('<b class="articleAuthor">A. Writer</b><b class="x">Updated</b>', ["A. Writer", "Updated"]),
        ('<span itemprop="author">A. Writer</span><span>26 May</span>', ["A. Writer", "26 May"]),
        ('<span class="source">来源：新华社</span><span class="author">作者：张三</span>', ["来源：新华社", "作者：张三"]),
        ('<i class="author">A. Writer</i><i class="author">B. Writer</i>', ["A. Writer", "B. Writer"]),
        ('<span class="meta"><i class="author">A. Writer</i><i>26 May</i></span>', ["A. Writer", "26 May"]),
    ],
)
def test_parts_of_a_row_are_lines(markup, expected):
    assert lines(markup) == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<span>By</span> <span class="author">A. Writer</span>', "By A. Writer"),
        ('<span>Source:</span><span class="source">Example Wire</span>', "Source: Example Wire"),
        ('<i class="author">A. Writer</i> and <i class="author">B. Writer</i>', "A. Writer and B. Writer"),
        ('<i class="author">A. Writer</i> <i>and</i> <i class="author">B. Writer</i>', "A. Writer and B. Writer"),
        ('<i class="author">A. Writer</i>, <i class="source">Example Wire</i>', "A. Writer, Example Wire"),
        ('<i class="author">A. Writer</i> <i>|</i> <i class="source">Example Wire</i>', "A. Writer | Example Wire"),
        ('<i class="dateline">EXAMPLETOWN</i> <i class="source">(Example Wire)</i> - So.', "EXAMPLETOWN (Example Wire) - So."),
        ('<i class="source">Example Wire</i> <i>reports that he went.</i>', "Example Wire reports that he went."),
        ('<b>One</b> <b>Two</b>', "One Two"),
        ('He told <b class="source">Example Wire</b> <b>Monday</b> night.', "He told Example Wire Monday night."),
        ('<figcaption><i>A bridge.</i> <i class="credit">Example Agency</i></figcaption>', "A bridge. Example Agency"),
        ('<div class="photo-caption"><i>A bridge.</i> <i class="credit">Example Agency</i></div>', "A bridge. Example Agency"),
        ('<b class="resources">One</b> <b>Two</b>', "One Two"),
    ],
)  # fmt: skip
def test_what_reads_on_stays_one_line(markup, expected):
    assert lines(markup) == [expected]
