"""What nasty inputs are made of: pieces of texts, pages and files that mean something to a reader, to be put together anyhow."""

from __future__ import annotations

import json

from hypothesis import strategies as st

from tests.fuzz.statements import PIECES as QUERIES

_TEXT = (
    *("The mayor said ", "according to Reuters", ", Ann Lee told the BBC"),
    *("“We go", "” ", "'", "’", "‘", '"', "''", "``", "«", "»"),
    *("„", "「", "」", ". ", "! ", "… ", "? “", "\n", "\n\n", "\r\n"),
    *("\r", "\x85", "\u2028", " may ", "reportedly ", "LONDON (AP) — "),
    *("By Ann Lee\n", "Photo: Reuters/Ann", "© 2024 AFP"),
    *("(Reporting by Ann; editing by Bo)", "Source: Xinhua", "Mr. ", "U.S. "),
    *("\x00", "\x1b[31m", "\u202e", "\u200f", "\u200b", "\u00ad"),
    *("\ufeff", "\ufffe", "\ud800", "\udfff", "İ", "ß", "ŉ", "ﬃ", "Ⅷ"),
    *("e\u0301", "\u0301\u0301", "👩‍🚒", "李明", "表示，", "据新华社报道"),
    *("сказал", "по словам", "، قال", "한", "A" * 300, " " * 200),
    *("\n" * 30, "said " * 40, "of the " * 40, "a-" * 60, "(" * 50),
    *("=cmd|' /C calc'!A0", "<script>alert(1)</script>", "%s%n{0}"),
)  # fmt: skip
_PAGES = (
    *("<p>", "</p>", "<div class=byline>", "</div>", "<h1>", "</h1>"),
    *("<title>", "</title>", "<a href='", "https://a.org/b", "'>"),
    *("</a>", "<article>", "</article>", "<table><tr><td>", "<!--"),
    *("-->", "<![CDATA[", "]]>", "<svg>", "<script>", "</script>"),
    *('<script type="application/ld+json">', '{"@type":"NewsArticle","author":'),
    *('{"name":"Ann"}', "}", "[", "]", ",", "<meta "),
    *("property=og:title content='", "name=author content='"),
    *("<link rel=canonical href='", "<base href='//[::1'>", "&lt;", "&#0;"),
    *("&#xD800;", "&#x110000;", "<blockquote class=twitter-tweet>"),
    *("https://x.com/a/status/1", "<plaintext>", "<frameset>", "\x00"),
    *("<meta charset=utf-16>", "<meta charset=utf-7>"),
    *("<b itemprop=author itemscope itemref='a'>", "<html", "<!DOCTYPE html>"),
)  # fmt: skip
_FEEDS = (
    *('<?xml version="1.0"?>', "<rss><channel>", "</channel></rss>"),
    *("<item>", "</item>", "<title>", "</title>", "<description>"),
    *("</description>", "<feed xmlns='http://www.w3.org/2005/Atom'>"),
    *("</feed>", "<entry>", "</entry>", "<content type='html'>"),
    *("</content>", "<link href='/x'/>", "<pubDate>", "</pubDate>"),
    *("<!DOCTYPE x [<!ENTITY a 'b'>]>", "&a;", "<dc:creator>"),
    *("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"),
    *("<![CDATA[<p>x</p>]]>", "<xi:include href='/etc/passwd'/>"),
)  # fmt: skip
_JSON = (
    *('{"text": "The mayor said so."', '{"html": "<p>x</p>"', ', "id": '),
    *(', "url": ', ', "title": ', ', "publisher": ', "}", "}\n"),
    *("[", "]", "null", "true", "NaN", "1e999", "-0", "9" * 400),
    *('"\\ud800"', '"\\u0000"', '"x"', "{}", "[[[[", '""', ":", ",", "\n"),
)  # fmt: skip
_YAML = (
    *("schema: provenance.sources/1\n", "sources:\n", "- id: a\n"),
    *("  name: A\n", "  kind: newspaper\n", "  aliases: [A, B]\n"),
    *("  domains: [a.org]\n", "  handles: {x: [a]}\n", "  country: GB\n"),
    *("  founded: 1999\n", "  parent: a\n", "ambiguous:\n"),
    *("- alias: A\n", "  candidates:\n", "  - {id: a, when: [{credit: true}]}\n"),
    *("  - {id: reuters, when: []}\n", "&a ", "*a\n"),
    *("<<: *a\n", "!!python/object:os.system x\n", "!!binary x\n"),
    *("---\n", "...\n", "? x\n", ": y\n", "[[[[", "{{{{", "}", "]", "|\n"),
    *("'", '"', "\t", "#", "%YAML 9.9\n", "- \n", "null\n", "~\n"),
    *("\u2028", "x: [" * 30, "  languages: [en]\n", "  owner: \n", "\x01"),
)  # fmt: skip
_NAMES = (
    *("Reuters", "the BBC", "AFP", "Xinhua's", "Time magazine"),
    *("Guardian", "https://", "www.", "bbc.co.uk", "x.com/", "@bbc", ":", "/"),
    *("//", "?u=", "%2F", "%", "#", "[", "]", "::1", "1.2.3.4", "xn--"),
    *("xn--80ak6aa92e", ".", "..", "。", "．", "translate.goog", "-"),
    *("--", "news.google.com/rss/articles/", "CBMi", "web.archive.org/web/2024/"),
    *("t.co/", "\\", "@", " ", "\u200b", "İ", "ẞ", "ﬃ"),
)  # fmt: skip
_ROWS = (
    *("# model: mine\n", "feature\tvalue\tpoints\treason\n"),
    *("prior\tevery claim\t", "0.5", "nan", "inf", "1e999", "-101", "\t", "\n"),
    *("source,domain,grade,value,topic,rater,rated_on,licence\n"),
    *("domain,pc1\n", "reuters.com", ",", ";", '"', "A", "0.5", "F"),
    *("name,status,urls\n", "Reuters", '["gr", "d"]', "[[[["),
    *("generally reliable", "(12)", "(((((", "Source URL,Factual Reporting\n"),
    *("HIGH", "2026-01-31", "0000-00-00", "٣", "\r", "\x00"),
    *("page\tpublisher\t", "E", "url,typology\n", "SC", " " * 300, "_" * 300),
)  # fmt: skip
_LINES = (
    *('{"kind": "', "same", "distinct", '", "source": "', "reuters"),
    *('", "meant": "', '", "made": "2026-01-31T12:00:00Z"}', "\n", "{}"),
    *('{"first": {"id": "a", "document": "d", "text": "t"}', "null"),
    *(', "second": {"id": "b", "document": "d", "text": "t"}', "null", "[", "{"),
    *(', "verdict": "same_claim"', ', "verdict": []', "]"),
    *(', "made": "2026-01-31"}', ', "made": 5}', '"\\ud800"', "9" * 5000, "[" * 3000),
)  # fmt: skip

PIECES: dict[str, list[str]] = {
    "text": _TEXT,
    "readers": [*_TEXT, *_PAGES, *_FEEDS, *_JSON],
    "pipeline": [*_TEXT, *_PAGES, *_FEEDS, *_JSON],
    "registry": _YAML,
    "names": [*_NAMES, *_TEXT],
    "queries": [*QUERIES, *_TEXT],
    "tables": _ROWS,
    "judgements": [*_LINES, *_JSON],
    "gold": [
        *_JSON,
        '{"document": "d"',
        ', "attributions": [',
        '{"content_spans": [[0, 3]]}',
        ', "uncertain": true',
        ', "tier": 1',
    ],
}
"""Pieces by target; "text" for the others."""

VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**70), 2**70),
        st.floats(),
        st.sampled_from(["", "d", "x", "\ud800", "\0", "a\nb", "2026-01-31", "reuters", "x" * 400]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["span", "id", "x"]), inner, max_size=2)
    ),
    max_leaves=5,
)
"""Any JSON value."""
_SPANS = st.one_of(st.lists(st.lists(st.integers(-3, 30), max_size=3), max_size=2), VALUES)
_LABELS = st.fixed_dictionaries(
    {},
    optional={
        "source_span": _SPANS.map(lambda s: s[0] if isinstance(s, list) and s else s),
        "cue_span": VALUES,
        "content_spans": _SPANS,
        "mode": VALUES,
        "tier": st.sampled_from(["core", "extra", None]),
        "alternatives": st.one_of(VALUES, st.fixed_dictionaries({"content_spans": _SPANS})),
        "chain": st.one_of(VALUES, st.lists(st.sampled_from(["a", "anon:x", "a+b"]), max_size=3)),
        "parent": VALUES,
        "source_id": VALUES,
        "id": VALUES,
    },
)
_GOLD = st.fixed_dictionaries(
    {"document": st.just("d")},
    optional={
        "text": st.one_of(st.just("The mayor said so."), VALUES),
        "attributions": st.one_of(st.lists(_LABELS, max_size=3), VALUES),
        "hedges": st.one_of(st.lists(st.fixed_dictionaries({"span": VALUES}), max_size=2), VALUES),
        "passages": VALUES,
        "uncertain": VALUES,
        "upstreams": VALUES,
        "publisher": VALUES,
        "id": VALUES,
        "articleBody": VALUES,
    },
)
_JUDGED = st.fixed_dictionaries({}, optional=dict.fromkeys(("kind", "source", "meant", "made", "document", "note", "x"), VALUES))
_CLAIM = st.one_of(VALUES, st.fixed_dictionaries({n: st.sampled_from(["a", "b", "\ud800"]) for n in ("id", "document", "text")}))
_LINKED = st.fixed_dictionaries(
    {"first": _CLAIM, "second": _CLAIM},
    optional={"verdict": st.one_of(VALUES, st.sampled_from(["same_claim", "unlinked"])), "made": VALUES, "note": VALUES},
)
_RECORD = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("text", "html", "id", "url", "title", "published", "publisher", "author", "links"), VALUES)
)
SHAPES = {"gold": _GOLD, "judgements": st.one_of(_JUDGED, _LINKED), "readers": _RECORD, "pipeline": _RECORD}
"""Records of the right shape with values that may be wrong, for the targets that read JSON lines."""


def lines_of(target: str) -> st.SearchStrategy[bytes]:
    """Lines of JSON for a target, each with a line end; any JSON value where it has no records."""
    return SHAPES.get(target, VALUES).map(lambda value: json.dumps(value).encode() + b"\n")
