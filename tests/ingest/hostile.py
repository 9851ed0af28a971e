"""Pages made to break a reader: each by its name, and the words that must be left where any are. All hold `WORDS`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

WORDS = "words at the bottom"
ARTICLE = "<p>The mayor said that the bridge was safe, according to Example Wire. “It is,” she told Reuters.</p>"
END = f"<p>{WORDS}"
LONG = 100_000
HUGE = 1_000_000

PAGES: dict[str, Callable[[], str | bytes]] = {}
"""Makers, not pages: they are megabytes."""


def _page(name: str, make: Callable[[], str | bytes]) -> None:
    PAGES[name] = make


def _script(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def _body(markup: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>The bridge</title>{head}</head><body>{ARTICLE}{markup}{END}</body></html>"


def _linked(text: str) -> str:
    return _body("", _script(text))


def _deep(opening: str, closing: str, depth: int) -> str:
    return opening * depth + "x" + closing * depth


def _based(address: str) -> str:
    return _body(f"<a href='{address}'>one</a> <a href=e>two</a> <a href='?{address}'>3</a>", f"<base href='{address}'>")


def _posted(address: str) -> str:
    return _body(
        f'<blockquote class="twitter-tweet"><p>It is open.</p>&mdash; Ann (@ann) <a href="{address}">May 26</a></blockquote>'
        f'<iframe src="{address}"></iframe><div data-oembed-url="{address}"></div><p>{address[:LONG]}</p>'
    )


def _nested(tag: str) -> str:
    return f"{ARTICLE}<p>{WORDS}</p>" + f"<{tag}>x" * 50_000


def _closed(tag: str, name: str) -> str:
    return _body(_deep(f"<{tag}>x", f"</{name}>", 2_000))


def _stated(encoding: str) -> bytes:
    return _body("<p>caf\u00e9 +ADw-script+AD4-</p>", f"<meta charset='{encoding}'>").encode()


# ---------------------------------------------------------------- scripts and linked data

for name, text in {
    "a script element in a string": '{"@type":"Article","headline":"<script>alert(1)</scr" ,"author":"A <script>b"}',
    "the end of the script in a string": '{"@type":"Article","author":"A </script><p>not the end","publisher":"B"}',
    "a comment's beginning in a string": '{"@type":"Article","headline":"<!-- <script>","author":"A"}',
    "no end": '{"@type":"Article","author":[{"name":"A',
    "a byline of 100 kB": '{"@type":"Article","author":"' + "A. Writer " * (LONG // 10) + '"}',
    "10,000 authors": '{"@type":"Article","author":[' + ",".join(f'"Writer {n}"' for n in range(10_000)) + "]}",
    "lone surrogates": '{"@type":"Article","author":"A \\ud800 B","headline":"\\udfff","publisher":"\\u0000"}',
    "markup and entities": '{"@type":"Article","headline":"<b>Bold &lt;i&gt; &amp;amp; &#0; &#xD800;</b>","author":"&quot;"}',
    "odd numbers": '{"@type":"Article","author":1e999999,"publisher":NaN,"datePublished":-0,"position":' + "9" * 5_000 + "}",
}.items():
    _page(f"JSON-LD: {name}", partial(_linked, text))
_page("JSON-LD: 1 MB", lambda: _linked('{"@type":"Article","author":"A","articleBody":"' + "word " * (HUGE // 5) + '"}'))
_page("JSON-LD: lists 10,000 deep", lambda: _linked(_deep("[", "]", 10_000)))
_page("JSON-LD: objects 10,000 deep", lambda: _linked(_deep('{"author":', "}", 10_000).replace("x", "1")))
_page("JSON-LD: a graph 900 deep", lambda: _linked('{"@graph":[' * 400 + '{"@type":"Article","author":"A"}' + "]}" * 400))
_page("JSON-LD: brackets that never close", lambda: _linked("[" * HUGE))
_page("JSON-LD: a string that never ends", lambda: _linked('{"a":"' + "\\\\" * (HUGE // 2)))
_page("JSON-LD: comments everywhere", lambda: _linked("/*" * 200_000 + "//" * 200_000))
_page("JSON-LD: commas and spaces", lambda: _linked('{"a":[1' + "," + " " * 200_000 + "x" + ", " * 200_000 + "]}"))
_page("JSON-LD: comment marks around it", lambda: _linked(" //<!-- " * 50_000 + "{}" + " //--> " * 50_000))
_page("JSON-LD: spaces", lambda: _linked(" " * HUGE + "x"))
_page("JSON-LD: 20,000 keys, all the same", lambda: _linked("{" + ",".join('"author":"A"' for _ in range(20_000)) + "}"))
_page("JSON-LD: 20,000 scripts", lambda: _body("", _script('{"@type":"Article","author":"A"}') * 20_000))
_page(
    "JSON-LD: references in circles",
    lambda: _body(
        "",
        _script(
            '{"@graph":['
            + ",".join(
                f'{{"@type":"Article","@id":"a{n}","author":[{{"@id":"a{(n + 1) % 99}"}},{{"@id":"a{(n + 7) % 99}"}}]}}'
                for n in range(99)
            )
            + "]}"
        ),
    ),
)
_page("a script that never ends", lambda: _body("") + "<script>" + "var a = '<p>';" * 50_000)


# ---------------------------------------------------------------- microdata

_page(
    "microdata: itemref in circles",
    lambda: _body(
        "<div id=a itemscope itemtype=http://schema.org/Article itemref='b a'><b itemprop=author>A</b></div>"
        "<div id=b itemscope itemref='a b' itemprop=author><i itemprop=name>B</i></div>"
    ),
)
_page("microdata: 20,000 properties", lambda: _body("<b itemprop=author>A. Writer</b> " * 20_000))
_page(
    "microdata: 20,000 items",
    lambda: _body("<div itemscope itemtype=http://schema.org/Article><b itemprop=author>A</b></div>" * 20_000),
)
_page("microdata: items 2,000 deep", lambda: _body(_deep("<div itemscope itemprop=author itemtype=/Article>", "</div>", 2_000)))
_page("microdata: a name of 1 MB", lambda: _body(f"<b itemprop=author>{'A. Writer ' * (HUGE // 10)}</b>"))
_page("RDFa: 20,000 properties", lambda: _body("<p typeof=schema:NewsArticle>" + "<b property=schema:author>A</b>" * 20_000))


# ---------------------------------------------------------------- titles, heads, credits

_page("title: 100 kB", lambda: f"<title>{'The bridge is open ' * (LONG // 19)}</title>{ARTICLE}{END}")
_page("title: 1 MB in one word", lambda: f"<title>{'x' * HUGE}</title>{ARTICLE}{END}")
_page("title: markup", lambda: f"<title><b>Bold</b> &lt;i&gt; <script>alert(1)</script><!-- x --></title>{ARTICLE}{END}")
_page("title: never closed", lambda: f"<p>{WORDS}<title>The bridge <p>is open" + " and open" * 10_000)
_page("headline: 100 kB", lambda: _body(f"<h1>{'The Bridge Is Open ' * (LONG // 19)}</h1>"))
_page("og:title: 1 MB", lambda: _body("", f"<meta property=og:title content='{'word ' * (HUGE // 5)}'>"))
_page("byline: 100 kB", lambda: _body(f"<div class=byline>By {'Ann Writer and ' * (LONG // 15)}</div>"))
_page("byline: initials, 100 kB", lambda: _body(f"<div class=byline>By {'A. ' * (LONG // 3)}</div>"))
_page("10,000 credit lines", lambda: _body("<p>Photo: Example Agency / Reuters</p><p>By Ann Writer, Example Wire</p>" * 5_000))
_page("10,000 datelines", lambda: _body("<p>LONDON, May 26 (Reuters) - The bridge is open, the mayor said.</p>" * 10_000))
_page("20,000 bylines", lambda: _body("<div class=byline><span class=author>Ann Writer</span></div>" * 20_000))
_page("20,000 articles", lambda: _body("<article class=live-post><h2>Heading</h2><p>The mayor said so.</p></article>" * 20_000))
_page(
    "articles 2,000 deep",
    lambda: _body(_deep("<article class=live-blog-post><h2>x</h2>", "</article>", 2_000) + "<b>x</b>" * 50_000),
)
_page("a meta refresh", lambda: _body("", "<meta http-equiv=refresh content='0;url=javascript:a()'><meta http-equiv=refresh>"))
_page("20,000 metas", lambda: _body("", "<meta name=author content='A. Writer'><link rel=canonical href=/x>" * 10_000))
for name, address in {
    "javascript": "javascript:alert(1)//",
    "data": "data:text/html;base64,PHA+",
    "a bad port": "http://example.org:99999999999/",
    "a bracket": "http://[::1/",
    "no scheme": "//",
    "100 kB": "https://example.org/" + "a/" * (LONG // 2),
    "a mail": "mailto:a@example.org",
    "control characters": "ht\ttp://exa\nmple.org/\x01",
    "a surrogate": "https://example.org/&#xD800;",
}.items():
    _page(f"base href: {name}", partial(_based, address))


# ---------------------------------------------------------------- links and posts

_page("5,000 links", lambda: _body("".join(f"<li><a href=https://example.org/{n}>Item {n}</a></li>" for n in range(5_000))))
_page("5,000 links in one line", lambda: _body("<p>" + "".join(f"<a href=https://example.org/{n}>i</a> " for n in range(5_000))))
_page("a link to 1 MB", lambda: _body(f"<a href='https://example.org/{'a/../' * (HUGE // 5)}'>far</a>"))
_page("a link with 1 MB of words", lambda: _body(f"<a href=/x>{'The mayor said so. ' * (HUGE // 19)}</a>"))
for name, address in {
    "javascript": "javascript:alert('https://x.com/a/status/1')",
    "data": "data:text/html,https://x.com/a/status/1",
    "100 kB": "https://x.com/a/status/" + "1" * LONG,
    "100 kB of slashes": "https://x.com" + "/" * LONG,
    "100 kB of a name": "https://x.com/" + "a" * LONG + "/status/1",
    "at signs": "https://" + "@" * LONG + "x.com/a/status/1",
    "a query": "https://www.youtube.com/watch?" + "v=1&" * (LONG // 4),
    "percent": "https://x.com/" + "%00%ff" * (LONG // 6) + "/status/1",
    "a bracket": "https://[x.com/a/status/1",
}.items():
    _page(f"post: {name}", partial(_posted, address))
_page(
    "post: 5,000 of them",
    lambda: _body(
        "".join(
            f'<blockquote class="twitter-tweet"><p>Ann (@ann) <a href="https://x.com/ann/status/{n}">May 26</a></blockquote>'
            for n in range(5_000)
        )
    ),
)
_page(
    "post: 2,000 deep",
    lambda: _body(_deep("<blockquote class=twitter-tweet><a href=https://x.com/ann/status/1>y</a>", "</blockquote>", 2_000)),
)
_page(
    "post: handles, 100 kB",
    lambda: _body(
        f"<blockquote class=twitter-tweet>{'(@ann ' * (LONG // 6)}<a href=https://x.com/ann/status/1>May 26</a></blockquote>"
    ),
)


# ---------------------------------------------------------------- nesting, tags, comments

for tag in ("a href=/x", "span class=byline", *"b table font li form select svg blockquote h1 q iframe".split()):
    bare = tag.split()[0]
    _page(f"50,000 nested: {bare}", partial(_nested, tag))
    _page(f"2,000 nested and closed: {bare}", partial(_closed, tag, bare))
_page("nested the wrong way", lambda: _body("<b><i></b></i><p><table><p><tr><td></p></table></td>" * 5_000))
_page("only ends", lambda: _body("</p></div></b></table></html>" * 20_000))
_page("plaintext", lambda: _body(f"<p>{WORDS}</p><plaintext><p>x</p>" + "</plaintext><b>" * 10_000))
_page("a comment in a tag", lambda: _body("<p <!-- x --> class=a>one <b<!-- y -->>two</b></p>" * 2_000))
_page("a comment in an attribute", lambda: _body("<p title='<!-- x'>one</p><p title=\"-->\">two</p>" * 2_000))
_page("odd comments", lambda: _body("<!--> one <!---> two <!-- -- --> three <!-- x --!> four <!- x -> <! x > <? x > <!>" * 1_000))
_page("a comment without end", lambda: f"{ARTICLE}<p>{WORDS}</p><!-- " + "<p>x</p>- " * 50_000)
_page("100,000 comments", lambda: _body("a<!-- x -->b" * 100_000))
_page("CDATA", lambda: _body("<![CDATA[ <p>one</p> ]]> two <svg><![CDATA[ <p>three ]]></svg>" * 5_000))
_page("a quotation mark that never closes", lambda: f'{ARTICLE}<p>{WORDS}</p><p title="' + "<p>x</p> class='y' " * 50_000)
_page("an apostrophe that never closes", lambda: f"{ARTICLE}<p>{WORDS}</p><a href='" + 'a="b" >' * 100_000)
_page("50,000 attributes", lambda: _body("<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">x</p>"))
_page("50,000 attributes of one name", lambda: _body("<p " + "class=byline " * 50_000 + ">x</p>"))
_page("a class of 1 MB", lambda: _body(f"<span>x</span><span class='{'byline ' * (HUGE // 7)}'>By Ann</span>"))
_page("a tag name of 1 MB", lambda: _body(f"<{'x' * HUGE}>x"))
_page("frames", lambda: _body("<frameset><frame src=x><noframes>y</noframes></frameset>" * 1_000))
_page("html within html", lambda: _body("<html><head><title>x</title></head><body>y</body></html>" * 5_000))
_page(
    "an entity bomb",
    lambda: (
        "<!DOCTYPE x [<!ENTITY a 'haha'>"
        + "".join(f"<!ENTITY a{n} '&a{n - 1};&a{n - 1};'>" for n in range(1, 60))
        + f"]><p>&a59;</p>{ARTICLE}{END}"
    ),
)
_page("entities", lambda: _body("&lt;&#60;&#x3c;&notit;&amp;amp;&#0;&#xD800;&#x110000;&#99999999999;&nosuch;&" * 10_000))
_page("ampersands", lambda: _body("&" * 200_000 + "&#" * 50_000 + "&#x" * 50_000))
_page("angle brackets", lambda: _body("<" * 200_000 + ">" * 200_000))
_page("spaces", lambda: _body("<p>By" + " " * HUGE + "x</p>" + "&nbsp;" * 100_000 + "\n" * 200_000))
_page("zero widths", lambda: _body("<p>\u200b\ufeff\u00ad\u202e" * 50_000))


# ---------------------------------------------------------------- bytes

_page("NULs", lambda: _body("<p>one\x00two</p><b\x00old>x</b>" * 10))
_page("many NULs", lambda: _body("<p>one\x00\x00\x00\x00two</p>" * 10_000))
_page("lone surrogates", lambda: _body("<p>one\ud800two\udfff</p>" * 1_000))
_page("surrogate bytes", lambda: _body("").encode() + b"<p>\xed\xa0\x80 \xf4\x90\x80\x80 \xc0\xaf</p>" * 1_000)
_page("a mark of byte order within", lambda: _body("<p>\ufeffone \ufffetwo</p>" * 1_000))
_page("two marks of byte order", lambda: b"\xef\xbb\xbf\xef\xbb\xbf" + _body("").encode())
_page("a mark of another order", lambda: b"\xff\xfe" + _body("").encode())
_page("UTF-16 with a mark of UTF-8", lambda: b"\xef\xbb\xbf" + _body("").encode("utf-16-le"))
_page("UTF-16 without a mark", lambda: _body("").encode("utf-16-be"))
ENCODINGS = "utf-7 utf-16 utf-32le x-user-defined hex rot13 idna none-such iso-2022-jp base64"
for name in (*ENCODINGS.split(), "x" * 10_000):
    _page(f"stated: {name[:20]}", partial(_stated, name))
_page("stated: two of them", lambda: _body("", "<meta charset=utf-16><meta charset=koi8-r>").encode() + "é".encode("cp1252"))
_page("stated: XML", lambda: b"<?xml version='1.0' encoding='utf-16'?>" + _body("caf\u00e9").encode())


def as_bytes(page: str | bytes) -> bytes:
    """The bytes of a page; lone surrogates as bytes that are no UTF-8."""
    return page if isinstance(page, bytes) else page.encode("utf-8", "surrogatepass")
