"""Feeds: RSS, Atom and RDF, whole and broken; and feeds made to break the reader."""

import io
import time

import pytest

from provenance.ingest import ReadOptions, count_inputs, read_bytes, read_paths
from provenance.records import Document, Rejected

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand -->
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">
<channel><title>Example Post &amp; Herald</title><link>https://example.org/</link><language>en</language>
<copyright>Example Media</copyright><image><title>Not this one</title></image>
<item><title>Bridge &lt;i&gt;open&lt;/i&gt; again&nbsp;</title><link>https://proxy.example.net/1</link>
<feedburner:origLink>https://example.org/bridge</feedburner:origLink><guid isPermaLink="false">1</guid>
<pubDate>Sun, 26 May 2024 10:00:00 GMT</pubDate><dc:creator><![CDATA[A. Writer, Example Wire]]></dc:creator>
<source url="https://wire.example.net/feed">Example Wire</source><description>Short.</description>
<content:encoded><![CDATA[<p>The bridge is open, <a href="/m">the mayor</a> said.</p>
<blockquote class="twitter-tweet"><p>Open!</p>&mdash;
Mayor (@mayor) <a href="https://x.com/mayor/status/1790000000000000001">May 26</a></blockquote>]]></content:encoded>
<media:group><media:content url="x.jpg">
<media:credit role="photographer">Example Agency</media:credit></media:content></media:group></item>
<item><title>Plain B&B, &quot;so&quot;</title><link>/plain</link><description>One line
goes on.

And another.</description><author>desk@example.org (The Desk)</author></item>
<item><guid>https://example.org/3</guid></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Example Post</title>
<link rel="self" href="https://example.org/feed"/><link href="https://example.org/"/><author><name>The Desk</name></author>
<entry><title type="html">One &amp;amp; two</title><link rel="alternate" href="https://example.org/1"/>
<link rel="via" href="https://wire.example.net/1"/><published>2024-05-26T10:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It is <b>so</b>.</p><p>He said.</p></div></content>
<source><title>Example Wire</title><link href="https://wire.example.net/"/></source></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Example Post</title></channel>
<item rdf:about="y"><title>One</title><link>https://example.org/1</link><description>He said so.</description>
<dc:date>2024-05-26</dc:date><dc:source>Example Wire</dc:source></item></rdf:RDF>"""


def read(feed: str | bytes, **more) -> list[Document | Rejected]:
    data = feed if isinstance(feed, bytes) else feed.encode()
    return list(read_paths(["-"], ReadOptions(language=False, **more), io.BytesIO(data)))


def items(feed: str | bytes) -> list[Document]:
    found = read(feed)
    assert all(isinstance(one, Document) for one in found), found
    return found  # type: ignore[return-value]


def says(document: Document) -> list[tuple[str, str]]:
    return [(s.name, s.value) for s in document.signals]


def test_rss():
    first, second, third = read(RSS)
    assert isinstance(first, Document) and isinstance(second, Document)
    assert first.text == "Bridge open again\nThe bridge is open, the mayor said.\nOpen!\n— Mayor (@mayor) May 26"
    assert (first.title, first.url, first.published) == (
        "Bridge open again",
        "https://example.org/bridge",
        "Sun, 26 May 2024 10:00:00 GMT",
    )
    assert (first.byline, first.media_type) == (("A. Writer, Example Wire",), "application/rss+xml")
    assert says(first) == [
        ("author", "A. Writer, Example Wire"),
        ("rss.source", "Example Wire"),
        ("rss.source", "https://wire.example.net/feed"),
        ("rss.media_credit", "Example Agency"),
        ("rss.channel", "Example Post & Herald"),
        ("rss.channel", "https://example.org/"),
        ("html.lang", "en"),
        ("copyright", "Example Media"),
        ("published", "Sun, 26 May 2024 10:00:00 GMT"),
    ]
    assert first.signals[1].path == "/rss/channel/item[1]/source"
    assert [b.path for b in first.blocks[:2]] == [
        "/rss/channel/item[1]/title",
        "/rss/channel/item[1]/content:encoded#/html/body/p",
    ]
    (post,) = first.posts
    assert (post.account, post.span and post.span.of(first.text)) == ("mayor", "Open!")
    assert next((link.span.of(first.text), link.href) for link in first.links) == ("the mayor", "https://example.org/m")
    assert (second.text, second.url, second.byline) == (
        'Plain B&B, "so"\nOne line goes on.\nAnd another.',
        "https://example.org/plain",
        ("The Desk",),
    )
    assert isinstance(third, Rejected) and (third.locator, third.reason) == ("-:3", "no_text")


def test_atom():
    (entry,) = items(ATOM)
    assert (entry.text, entry.url, entry.byline) == ("One & two\nIt is so.\nHe said.", "https://example.org/1", ("The Desk",))
    assert entry.media_type == "application/atom+xml" and entry.published == "2024-05-26T10:00:00Z"
    assert [value for name, value in says(entry) if name == "rss.source"] == [
        "Example Wire",
        "https://wire.example.net/",
        "https://wire.example.net/1",
    ]
    assert ("rss.channel", "Example Post") in says(entry) and ("html.lang", "en") in says(entry)


def test_rdf():
    (item,) = items(RDF)
    assert (item.text, item.published, item.media_type) == ("One\nHe said so.", "2024-05-26", "application/rdf+xml")
    assert ("dc.source", "Example Wire") in says(item) and ("rss.channel", "Example Post") in says(item)


@pytest.mark.parametrize("feed", [RSS, ATOM, RDF], ids=["rss", "atom", "rdf"])
def test_blocks_links_and_posts_point_at_their_words(feed):
    for document in read(feed):
        if isinstance(document, Document):
            assert "\n".join(block.span.of(document.text) for block in document.blocks) == document.text
            assert all(link.span.of(document.text).strip() for link in document.links)
            assert document.text_sha256 and len({document.id, document.sha256}) == 2


def test_the_same_item_has_the_same_id_and_another_channel_makes_another():
    first, again = items(ATOM)[0], items(ATOM)[0]
    other = items(ATOM.replace("Example Post", "Example Herald"))[0]
    assert first == again and first.id != other.id
    assert items(ATOM.replace("</feed>", "<entry><title>New</title></entry></feed>"))[0].id == first.id


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.rss", Document),
        ("a.atom", Document),
        ("a.rdf", Document),
        ("a.xml", Document),
        ("feed", Document),
        ("a.txt", Document),
    ],
)
def test_feeds_are_known_by_name_or_content(tmp_path, name, kind):
    (tmp_path / name).write_text(RDF)
    (found,) = read_paths([str(tmp_path / name)])
    assert isinstance(found, kind) and (found.title == "One") is (name != "a.txt")


def test_a_feed_is_many_inputs(tmp_path):
    (tmp_path / "a.xml").write_text(RSS)
    assert count_inputs([str(tmp_path)]) is None
    assert len(list(read_paths([str(tmp_path)]))) == 3


def test_one_document_in_memory_is_no_feed():
    found = read_bytes(RSS.encode(), path="a.xml")
    assert isinstance(found, Document) and found.media_type == "text/plain"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1251", "iso-8859-1"])
def test_encodings(encoding):
    words = "Мост открыт снова, сказал мэр города" if encoding != "iso-8859-1" else "Le pont est ouvert à l'été, a dit le maire"
    declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    feed = f"{declared}<rss><channel><item><title>{words}</title></item></channel></rss>"
    assert items(feed.encode(encoding))[0].title == words


def test_a_page_under_the_name_of_a_feed(tmp_path):
    path = tmp_path / "a.xml"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml">'
        "<body><p>Words &nbsp;here.</p></body></html>"
    )
    (found,) = read_paths([str(path)])
    assert isinstance(found, Document) and (found.text, found.media_type) == ("Words here.", "text/html")


@pytest.mark.parametrize(
    ("content", "reason", "words"),
    [
        ("<urlset><url>x</url></urlset>", "no_documents", "<urlset>"),
        ("no markup at all", "bad_record", "no XML"),
        ("<rss><channel><title>Empty</title></channel></rss>", "no_documents", "no item"),
        (" \n", "empty", ""),
        ("\x89PNG\r\n\x1a\n", "binary", "PNG"),
    ],
)
def test_what_is_no_feed(tmp_path, content, reason, words):
    path = tmp_path / "a.xml"
    path.write_bytes(content.encode("latin-1"))
    (found,) = read_paths([str(path)])
    assert isinstance(found, Rejected) and found.reason == reason and words in found.detail
    assert ". " not in found.detail and not found.detail.endswith(".")


@pytest.mark.parametrize(
    "broken",
    [
        "<rss><channel><item><title>One</title><description>Words.</description></item><item><title>Two",
        "<rss><channel><item><title>One</title><description>Words.</description></item></chanel>",
        "<rss><channel><item><title>One</title><description>Words.</description></item><item><title>T</title><b></i></item></channel></rss>",
    ],
)
def test_a_broken_feed_is_read_as_far_as_it_goes_and_says_so(broken):
    found = read(broken)
    assert isinstance(found[0], Document) and found[0].text == "One\nWords."
    assert isinstance(found[-1], Rejected) and "broken (line 1" in found[-1].detail


def test_markup_errors_that_cost_nothing_are_no_refusal():
    (item,) = items(
        "<rss><channel><item><title>A & B &unknown; &eacute;&#233;</title><link>https://x.example/?a=1&b=2</link></item></channel></rss>"
    )
    assert (item.title, item.url) == ("A & B &unknown; éé", "https://x.example/?a=1&b=2")


def test_prefixes_without_a_namespace_are_understood():
    (item,) = items("<rss><channel><item><title>One</title><dc:creator>A. Writer</dc:creator></item></channel></rss>")
    assert item.byline == ("A. Writer",)


def test_content_of_elements_that_are_not_escaped():
    (item,) = items("<rss><channel><item><description>He <b>said</b> so.<p>Yes &lt; no</p></description></item></channel></rss>")
    assert item.text == "He said so.\nYes < no"


def test_entities_are_never_expanded_and_no_file_is_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("Hidden words")
    declared = "".join(f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">' for n in range(1, 60))
    bomb = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "ha">{declared}<!ENTITY x SYSTEM "{secret.as_uri()}">'
        '<!ENTITY % p SYSTEM "http://example.invalid/x.dtd"> %p;]>'
        '<rss><channel><item a="&a59;"><title>One &a59;</title><description>&x;</description></item></channel></rss>'
    )
    begun = time.process_time()
    (item,) = items(bomb)
    assert time.process_time() - begun < 2
    assert item.text == "One &a59;\n&x;" and "Hidden" not in item.text


@pytest.mark.parametrize(
    "feed",
    [
        "<rss><channel>" + "<item><title>T</title></item>" * 3_000 + "</channel></rss>",
        "<rss><channel>" + "<item>" * 30_000 + "<title>x</title>",
        "<rss><channel><item><title>" + "word " * 100_000 + "</title></item></channel></rss>",
        "<rss><channel><item><title>" + "&" * 500_000 + "</title></item></channel></rss>",
        "<rss>" + "<!DOCTYPE " * 50_000,
        "<rss><!DOCTYPE x [" + "]" * 500_000,
        "<rss><channel><item><title>T</title>" + "<media:credit>x</media:credit>" * 30_000 + "</item></channel></rss>",
        "<rss " + " ".join(f'a{n}="1"' for n in range(20_000)) + "><channel><item><title>T</title></item></channel></rss>",
        "<?xml version='1.0'?>" + "<!-- -->" * 50_000 + "<rss><channel><item><title>T</title></item></channel></rss>",
    ],
    ids=lambda feed: feed[:40],
)
def test_hostile_feeds_end_in_little_time(feed):
    begun = time.process_time()
    found = read(feed)
    assert found and time.process_time() - begun < 15


TWO = "<item><title>One</title><description>Words.</description></item><item><title>Two</title></item>"
WARNING = "<br />\n<b>Warning</b>: x in <b>y.php</b><br />\n<?xml version='1.0'?>"
MORE = "<guid isPermaLink=false>x</guid><enclosure url=a/b/ />"
CAPITALS = TWO.replace("item", "ITEM").replace("title", "TITLE").replace("description", "Description")


@pytest.mark.parametrize(
    "feed",
    [
        f"{WARNING}<rss version='2.0'><channel>{TWO}</channel></rss>",
        f"  junk <rss><channel>{TWO}</channel></rss>",
        f"<rss version=2.0><channel>{TWO.replace('<item>', '<item rank=1>')}</channel></rss>",
        f"<rss><channel>{TWO.replace('<item>', f'<item>{MORE}')}</channel></rss>",
        f"<RSS><CHANNEL>{CAPITALS}</CHANNEL></RSS>",
    ],
    ids=["warning", "junk", "unquoted", "unquoted, closed", "capitals"],
)
def test_feeds_that_are_no_xml_are_mended(tmp_path, feed):
    (tmp_path / "a.xml").write_text(feed)
    found = list(read_paths([str(tmp_path / "a.xml")], ReadOptions(language=False)))
    assert [one.text for one in found if isinstance(one, Document)] == ["One\nWords.", "Two"] and len(found) == 2


def test_a_sign_for_less_stays_a_character():
    titles = "<item><title>3 < 5 & 7</title></item><item><title><![CDATA[a < b]]></title></item>"
    first, second = items(f"<rss><channel>{titles}</channel></rss>")
    assert (first.title, second.title) == ("3 < 5 & 7", "a < b")


@pytest.mark.parametrize("piece", ["<![CDATA[", "<!--", "<a b=", "<a ", "<?x", "<", "<a b=c ", "<a>"])
def test_mending_takes_time_that_grows_with_the_feed(piece):
    begun = time.process_time()
    assert read(f"<rss><channel><item><title>One</title>{piece * (300_000 // len(piece))}</item></channel></rss>")
    assert time.process_time() - begun < 5
