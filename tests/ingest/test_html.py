"""Pages: text, blocks, links, credits; and pages made to break the reader."""

import gzip
import json
import re
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html

from provenance.ingest import ReadOptions, main_text, read_bytes
from provenance.ingest.flat import flat_lines
from provenance.ingest.main_text import main_blocks
from provenance.records import Document, Link, Rejected
from provenance.spans import Span
from tests.timing import computing

QUICK = ReadOptions(language=False, main_text=False)

PAGE = """<!DOCTYPE html><html lang="en-GB"><head>
<title>Talks go on | Example Post</title>
<meta property="og:site_name" content="Example Post"><meta property="og:url" content="https://example.org/talks">
<meta name="author" content="Staff"><meta name="syndication-source" content="https://wire.example.net/1">
<meta name="original-source" content="https://wire.example.net/0"><link rel="canonical" href="/talks">
<style>p { color: red }</style>
<script type="application/ld+json">
{"@type": "NewsArticle", "author": {"name": "A. Writer"}, "publisher": {"name": "Example Post"}}</script>
</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="#">World</a></li></ul></nav>
<article><h1>Talks  go
on</h1><div class="by"><span>By</span><span>A. Writer</span></div>
<p>The minister told <a href="https://wire.example.net/1"><b>Example</b> Wire</a> on Monday that the talks would go on
for another week, and that nobody had asked him to leave the capital before then.</p>
<p>He said the talks had been long.<br>They were not over, according to two officials who had taken part in them since May.</p>
<figure><img src="x.jpg" alt="no text"><figcaption>The capital. Photo: Example Agency</figcaption></figure>
<blockquote><p>We are not leaving, and we have told everybody who asked us about it that we are staying here.</p></blockquote>
</article>
<script>var hidden = "<p>not text</p>";</script><noscript>not text</noscript><template><p>not text</p></template><!-- not text -->
<footer>Copyright Example Post. With material from Example Wire.</footer></body></html>"""


def read(markup: str | bytes, **more) -> Document:
    found = read_bytes(markup if isinstance(markup, bytes) else markup.encode(), path="a.html", **more)
    assert isinstance(found, Document), found
    return found


def lines(markup: str) -> list[str]:
    return read(markup, options=QUICK).text.split("\n")


def test_a_page_line_by_line():
    found = read(PAGE)
    assert found.text.split("\n") == [
        "Home",
        "World",
        "Talks go on",
        "By A. Writer",
        "The minister told Example Wire on Monday that the talks would go on for another week, and that nobody had asked him to "
        "leave the capital before then.",
        "He said the talks had been long.",
        "They were not over, according to two officials who had taken part in them since May.",
        "The capital. Photo: Example Agency",
        "We are not leaving, and we have told everybody who asked us about it that we are staying here.",
        "Copyright Example Post. With material from Example Wire.",
    ]
    assert [b.tag for b in found.blocks] == ["li", "li", "h1", "div", "p", "p", "p", "figcaption", "p", "footer"]
    assert found.blocks[-2].path == "/html/body/article/blockquote/p"
    main = [b.main for b in found.blocks]
    assert main[4:7] == [True] * 3 and main[8] is True and main[0] is main[1] is main[9] is False
    assert found.language == "en"


def test_what_the_markup_says():
    found = read(PAGE)
    says = {(s.name, s.value) for s in found.signals}
    assert says == {
        ("html.lang", "en-GB"),
        ("og:site_name", "Example Post"),
        ("og:url", "https://example.org/talks"),
        ("author", "Staff"),
        ("syndication-source", "https://wire.example.net/1"),
        ("original-source", "https://wire.example.net/0"),
        ("canonical", "/talks"),
        ("json_ld.author", "A. Writer"),
        ("json_ld.publisher", "Example Post"),
    }
    assert (found.title, found.byline, found.url, found.published) == ("Talks go on", ("A. Writer",), None, None)
    assert read(PAGE, url="https://example.org/x").canonical_url == "https://example.org/talks"
    root = lxml_html.document_fromstring(PAGE)
    for signal in found.signals:
        assert root.xpath(signal.path.split("#")[0]), signal


def test_links_have_the_visible_words():
    found = read(PAGE, url="https://example.org/a/b")
    assert [(link.span.of(found.text), link.href) for link in found.links] == [
        ("Home", "https://example.org/"),
        ("Example Wire", "https://wire.example.net/1"),
    ]


def test_a_link_over_two_blocks_is_two_links():
    found = read("<a href=/x><h2>Head</h2> <p>and <i>body</i></p></a> after", options=QUICK)
    assert found.links == (Link(Span(0, 4), "/x"), Link(Span(5, 13), "/x"))


@pytest.mark.parametrize(
    ("markup", "href"),
    [
        ("<base href='https://example.net/d/'><a href='e'>w</a>", "https://example.net/d/e"),
        ("<a href='e'>w</a>", "https://example.org/a/e"),
        ("<a href='http://[bad'>w</a>", "http://[bad"),
    ],
)
def test_where_links_start_from(markup, href):
    assert read(markup, url="https://example.org/a/b", options=QUICK).links[0].href == href
    assert read(markup, options=ReadOptions(base_url="https://example.org/a/b")).links[0].href == href


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("a<b>b</b>c <i> d </i> e", ["abc d e"]),
        ("<span>By</span><span>Writer</span>", ["By Writer"]),
        ("<span>re</span><span>port</span>", ["report"]),
        ("<a href=1>one</a><a href=2>two</a>", ["one two"]),
        ("<p>a&nbsp;b&shy;c&#8203;d</p>", ["a bcd"]),
        ("<pre>one\n  two</pre>", ["one", "two"]),
        ("<table><tr><td>a<td>b</table>", ["a", "b"]),
        ("<div>a<p>b</p>c</div>", ["a", "b", "c"]),
        ("<select><option>a<option>b</select><button>c</button>d", ["a", "b", "c", "d"]),
        ("<p>5 &lt; 6 &amp;amp; 7</p>", ["5 < 6 &amp; 7"]),
        ("<p>a\x85b\u2028c</p>", ["a b c"]),
        ("no markup at all", ["no markup at all"]),
        ("<title>t</title>no body", ["no body"]),
        ("<p>unclosed <b>bold<p>next", ["unclosed bold", "next"]),
        ("<p title='<script>x</script>'>words</p>", ["words"]),
        ("<html><body><p>one</p></body></html><p>two", ["one", "two"]),
        ("<p>one</html><div>two</div></html>three<html><body>four", ["one", "two", "three", "four"]),
        ("<p>a&#xD800;b</p>", ["a\ufffdb"]),
    ],
)
def test_lines(markup, expected):
    assert lines(markup) == expected


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>A - Site</title><meta property=og:site_name content=Site>", "A"),
        ("<title>A - Site</title>", "A - Site"),
        ("<title>A</title><meta property=og:title content=B>", "B"),
        ('<meta property=og:title content=B><script type=application/ld+json>{"@type":"Article","headline":"C"}</script>', "C"),
        ("", "Head"),
        ("<title> \n </title>", "Head"),
        ("<title><script>alert(1)</script></title>", "<script>alert(1)</script>"),
    ],
)
def test_titles(head, title):
    assert read(f"<head>{head}</head><h1>Head</h1><p>x", options=QUICK).title == title


def test_paths_are_those_of_lxml():
    found = read(PAGE)
    tree = lxml_html.document_fromstring(PAGE).getroottree()
    assert [tree.getpath(tree.xpath(b.path)[0]) for b in found.blocks] == [b.path for b in found.blocks]


def test_a_page_without_text_is_refused():
    for markup in (
        "<html><head><title>T</title></head></html>",
        "<frameset><frame src=x></frameset>",
        "<p>&nbsp;</p><br>",
        "<!--",
    ):
        found = read_bytes(markup.encode(), path="a.html")
        assert isinstance(found, Rejected) and found.reason == "no_text"


def test_entities_of_the_page_are_not_expanded():
    bomb = (
        "<!DOCTYPE x [<!ENTITY a 'hahaha'>"
        + "".join(f"<!ENTITY a{n} '&a{n - 1};&a{n - 1};'>" for n in range(1, 60))
        + "]><p>&a59;</p>"
    )
    assert len(read(bomb, options=QUICK).text) < 10_000


@pytest.mark.parametrize(
    "markup",
    [
        "<div>x" * 10_000 + "words at the bottom" + "</div>" * 10_000 + "<p>after it",
        "<div>x" * 1_000 + "words at the bottom" + "</div>" * 1_000 + "<p>after it",
        "<b><i>" * 50_000 + "words at the bottom<p>after it",
        "<table>" * 50_000 + "words at the bottom<p>after it",
        "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">words at the bottom<p>after it",
        "<" * 200_000 + " words at the bottom<p>after it",
        "<a href=x>" * 50_000 + "words at the bottom<p>after it",
        "<p>x</p>" * 30_000 + "words at the bottom<p>after it",
        "&" * 200_000 + "words at the bottom<p>after it",
        "<meta name=author content=x>" * 20_000 + "words at the bottom<p>after it",
    ],
    ids=lambda markup: markup[:12],
)
def test_hostile_pages_keep_all_text_in_little_time(markup):
    start = time.monotonic()
    found = read(markup)
    assert time.monotonic() - start < 20
    assert "words at the bottom" in found.text and found.text.endswith("after it")
    assert max(len(b.path) for b in found.blocks) < 2_000


def test_time_grows_with_length_not_its_square():
    def seconds(count: int) -> float:
        markup = ("<div><p>He <a href=/x>said</a> so.</p>x</div>" * count).encode()
        return computing(lambda: read(markup, options=QUICK))

    seconds(100)
    assert seconds(20_000) < 30 * seconds(2_000)


def test_an_extractor_that_fails_costs_no_text(monkeypatch):
    import trafilatura

    def fail(*args, **more):
        raise RuntimeError

    monkeypatch.setattr(trafilatura, "extract", fail)
    assert {b.main for b in read(PAGE).blocks} == {None}


def test_main_text_is_matched_by_words():
    blocks = [
        ("Teaser: the talks in the capital went on", "/a/p"),
        ("News", "/a/li"),
        ("The talks in the capital went on, and on!", "/b/p[1]"),
        ("Background", "/b/h2"),
        ("Nobody knew — when they would end; not even he.", "/b/p[2]"),
        ("the talks in the capital", "/c/p"),
        ("News", "/c/li"),
    ]
    found = main_blocks(
        "The talks in the capital went on, and on!\nBackground\n- Nobody knew when they would end, not even he", blocks
    )
    assert found == [False, False, True, True, True, False, False]
    assert main_blocks(None, blocks) == [None] * 7
    assert main_blocks("nothing of that", blocks) == [None] * 7


def test_flat_text():
    markup = (
        "<head><title>T</title><style>x</style></head><body><p>a &lt; b<script>'<p>'</script><b>c</b>d<br>e < f <!-- g --> h</p>"
    )
    assert flat_lines(markup) == ["T", "a < b", "cd", "e < f h"]
    assert flat_lines("<p>x<!-- never closed") == ["x"] and flat_lines("x <p") == ["x"]


MARKUP = (
    "<p> </p> <div> </div> <a href='/x'> </a> <br> <b> </b> <span> </span> <table> <td> <pre> </pre> <script> </script> <!-- --> "
    "&amp; &#xD800; &#0; <li> <h1> <svg> </svg> <title> < > ' = word Two <select> <option> <!DOCTYPE"
)
PIECES = st.sampled_from([*MARKUP.split(" "), *"\u200b\u00a0“\n\r\u2028\x1c"])


@settings(deadline=None)
@given(st.lists(PIECES | st.text(max_size=5), max_size=40))
def test_blocks_are_the_lines_of_the_text(pieces):
    found = read_bytes(" ".join(pieces).encode("utf-8", "replace"), path="a.html", options=QUICK)
    if isinstance(found, Rejected):
        return
    texts = [b.span.of(found.text) for b in found.blocks]
    assert "\n".join(texts) == found.text
    assert all(text and text == text.strip() and len(text.splitlines()) == 1 for text in texts)
    assert all(a.span.end < b.span.start for a, b in pairwise(found.blocks))
    assert all(link.span.start < link.span.end and "\n" not in link.span.of(found.text) for link in found.links)
    found.text.encode()


@settings(deadline=None)
@given(st.lists(st.sampled_from(["p", "div", "b", "li", "section"]), min_size=1, max_size=60), st.data())
def test_no_word_of_a_page_is_lost(tags, data):
    words = [f"w{n}" for n in range(len(tags))]
    markup = "".join(
        f"<{tag}> {word} " + ("" if data.draw(st.booleans()) else f"</{tag}>") for tag, word in zip(tags, words, strict=True)
    )
    assert lines(markup) and " ".join(lines(markup)).split() == words


def test_reading_changes_nothing_in_the_tree_for_the_next_page():
    assert read(PAGE) == read(PAGE)


def test_extraction_leaves_the_tree_alone():
    root = lxml_html.document_fromstring(PAGE)
    before = etree.tostring(root)
    assert main_text.extract(root, 10, 100)
    assert etree.tostring(root) == before


PAGES = Path(__file__).parents[3] / "shared" / "corpora" / "pages"


@pytest.mark.skipif(not PAGES.exists(), reason="the benchmark pages are not on this machine")
def test_main_text_of_the_benchmark_pages():
    scores = []
    for line in gzip.decompress((PAGES / "ground-truth.jsonl.gz").read_bytes()).splitlines():
        truth = json.loads(line)
        found = read(gzip.decompress((PAGES / truth["html"]).read_bytes()))
        main = "\n".join(b.span.of(found.text) for b in found.blocks if b.main)
        got, wanted = (Counter(re.findall(r"\w+", text.lower())) for text in (main, truth["articleBody"]))
        scores.append(2 * (got & wanted).total() / (got.total() + wanted.total()))
    assert sum(scores) / len(scores) >= 0.97
