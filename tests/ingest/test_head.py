"""What metas, links, microdata and RDFa say of the page, each with its place."""

import pytest
from lxml import html as lxml_html

from provenance.ingest import ReadOptions, read_bytes
from provenance.records import Document, MarkupSignal

QUICK = ReadOptions(language=False, main_text=False)
PICTURE = "itemprop='image' itemscope itemtype='http://schema.org/ImageObject'"
PUBLISHER = "property='schema:publisher' typeof='schema:Organization'"
ARTICLE = '<article itemscope itemtype="https://schema.org/NewsArticle">{}</article>'


def signals(markup: str, url: str | None = None) -> tuple[MarkupSignal, ...]:
    found = read_bytes(f"{markup}<p>Words.</p>".encode(), path="a.html", url=url, options=QUICK)
    assert isinstance(found, Document)
    return found.signals


def says(markup: str, url: str | None = None) -> list[tuple[str, str]]:
    return [(s.name, s.value) for s in signals(markup, url)]


@pytest.mark.parametrize(
    ("markup", "name"),
    [
        ("<meta property='og:site_name' content='{}'>", "og:site_name"),
        ("<meta name='application-name' content='{}'>", "application-name"),
        ("<meta name='twitter:site' content='{}'>", "twitter:site"),
        ("<meta property='TWITTER:CREATOR' content='{}'>", "twitter:creator"),
        ("<meta property='article:publisher' content='{}'>", "article:publisher"),
        ("<meta property='og:article:publisher' content='{}'>", "dc.publisher"),
        ("<meta property='article:author' content='{}'>", "author"),
        ("<meta name='DC.creator' content='{}'>", "author"),
        ("<meta name='DC.publisher' content='{}'>", "dc.publisher"),
        ("<meta name='dcterms.publisher' content='{}'>", "dc.publisher"),
        ("<meta name='publisher' content='{}'>", "dc.publisher"),
        ("<meta name='dc.source' content='{}'>", "dc.source"),
        ("<meta name='dcterms.source' content='{}'>", "dc.source"),
        ("<meta name='dc.contributor' content='{}'>", "dc.contributor"),
        ("<meta name='dcterms.provenance' content='{}'>", "dcterms.provenance"),
        ("<meta name='copyright' content='{}'>", "copyright"),
        ("<meta name='dc.rights' content='{}'>", "copyright"),
        ("<meta name='original-source' content='{}'>", "original-source"),
        ("<link rel='syndication-source' href='{}'>", "syndication-source"),
        ("<link rel='amphtml' href='{}'>", "amphtml"),
        ("<link rel='author' href='{}'>", "rel.author"),
        ("<span itemprop='author'>{}</span>", "microdata.author"),
        ("<meta itemprop='publisher' content='{}'>", "microdata.publisher"),
        (ARTICLE.format("<b itemprop='sourceOrganization'>{}</b>"), "microdata.sourceOrganization"),
        (ARTICLE.format("<b itemprop='provider' itemscope><i>by</i><i itemprop='name'>{}</i></b>"), "microdata.provider"),
        (ARTICLE.format("<link itemprop='isBasedOn' href='{}'>"), "microdata.isBasedOn"),
        (ARTICLE.format("<a itemprop='author' href='/w'>{}</a>"), "microdata.author"),
        (ARTICLE.format("<time itemprop='datePublished' datetime='{}'>May</time>"), "published"),
        (ARTICLE.format(f"<figure {PICTURE}><b itemprop='creditText'>{{}}</b></figure>"), "microdata.image.creditText"),
        (ARTICLE.format("<figcaption>A bridge <b itemprop='copyrightHolder'>{}</b></figcaption>"), "microdata.image.creditText"),
        ("<div vocab='https://schema.org/' typeof='NewsArticle'><b property='author'>{}</b></div>", "microdata.author"),
        (f"<div typeof='schema:NewsArticle'><b {PUBLISHER}><i property='schema:name'>{{}}</i></b></div>", "microdata.publisher"),
    ],
)  # fmt: skip
def test_signals(markup, name):
    (signal,) = signals(markup.format("Example Wire"))
    assert (signal.name, signal.value) == (name, "Example Wire")
    assert lxml_html.document_fromstring(markup + "<p>Words.</p>").xpath(signal.path)


@pytest.mark.parametrize(
    "markup",
    [
        "<meta name='news_keywords' content='Example Wire'>",
        "<meta property='al:ios:app_name' content='Example Wire'>",
        "<meta name='author' content='  '>",
        "<meta name='author'>",
        f"<meta name='author' content='{'x' * 1001}'>",
        "<link rel='stylesheet' href='Example Wire'>",
        "<div itemscope itemtype='http://schema.org/Comment'><b itemprop='author'>Example Wire</b></div>",
        "<div itemscope itemtype='http://schema.org/Product'><b itemprop='publisher'>Example Wire</b></div>",
        "<div itemscope itemtype='http://schema.org/ImageObject'><b itemprop='publisher'>Example Wire</b></div>",
        "<b property='author'>Example Wire</b>",
        "<b itemprop='name'>Example Wire</b>",
    ],
)
def test_what_credits_nobody(markup):
    assert signals(markup) == ()


def test_the_article_with_the_text_counts_and_not_its_neighbours():
    markup = (
        ARTICLE.format("<b itemprop=author>Teaser</b>")
        + ARTICLE.format("<b itemprop=author>A. Writer</b><div itemprop=articleBody>Words</div>")
        + ARTICLE.format("<b itemprop=author>Another</b>")
    )
    assert says(markup) == [("microdata.author", "A. Writer")]


def test_each_is_kept_also_where_they_disagree():
    markup = (
        '<meta property="og:site_name" content="Example Post"><meta name="dc.publisher" content="Example Herald">'
        '<script type="application/ld+json">{"@type": "Article", "publisher": "Example Wire"}</script>'
        + ARTICLE.format('<meta itemprop="publisher" content="Example Agency">')
    )
    assert [value for _, value in says(markup)] == ["Example Post", "Example Herald", "Example Wire", "Example Agency"]


def test_addresses_are_made_absolute():
    markup = '<base href="/b/"><link rel="canonical amphtml" href="/a"><meta property="og:url" content="/c">'
    expected = [(name, f"https://example.org/{path}") for name, path in (("canonical", "a"), ("amphtml", "a"), ("og:url", "c"))]
    assert says(markup, "https://example.org/x") == expected


def test_bylines_and_dates_from_wherever_they_stand():
    dated = ARTICLE.format("<b itemprop=author>A. Writer</b><time itemprop=datePublished datetime=2024-05-26>x")
    for path in ("a", "a.html"):  # a name that tells nothing, and one that does
        found = read_bytes(dated.encode(), path=path)
        assert isinstance(found, Document) and (found.byline, found.published) == (("A. Writer",), "2024-05-26")
    found = read_bytes(dated.encode(), path="a.txt")
    assert isinstance(found, Document) and (found.byline, found.published) == ((), None)


def test_signals_beyond_the_first_five_hundred_elements():
    markup = "<link rel=preload href=x>" * 5_000 + "<meta name=syndication-source content=https://wire.example.net/1>"
    assert says(markup) == [("syndication-source", "https://wire.example.net/1")]


def test_two_heads():
    markup = "<html><head><title>One</title></head><head><title>Two</title><meta name=author content=A></head><body>"
    assert says(markup) == [("author", "A")]
