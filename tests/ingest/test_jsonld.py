import json

import pytest

from provenance.ingest.jsonld import read_linked_data


def read(*values, addresses=()):
    return read_linked_data(
        [(v if isinstance(v, str) else json.dumps(v), f"/s[{n}]") for n, v in enumerate(values)], frozenset(addresses)
    )


def named(found):
    return {s.name: s.value for s in found.signals}


ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Talks &amp; tea",
    "datePublished": "2024-05-26T10:00:00Z",
    "author": [{"@type": "Person", "name": "A. Writer"}, "B. Writer", {"name": ["C. Writer"]}],
    "publisher": {"@type": "Organization", "name": "Example Post"},
    "sourceOrganization": {"name": "Example Wire"},
    "provider": "Example Provider",
    "isBasedOn": "https://example.net/origin",
    "creditText": "Example Agency",
}


@pytest.mark.parametrize(
    "wrapped",
    [
        ARTICLE,
        [ARTICLE],
        [[ARTICLE]],
        {"@graph": [{"@type": "WebSite", "name": "x"}, ARTICLE]},
        {"@type": "WebPage", "publisher": {"name": "wrong"}, "mainEntity": ARTICLE},
        ARTICLE | {"@type": ["Thing", "http://schema.org/ReportageNewsArticle"]},
    ],
)
def test_an_article_wherever_it_is_nested(wrapped):
    found = read(wrapped)
    assert found.headline == "Talks & tea" and found.published == "2024-05-26T10:00:00Z"
    assert found.authors == ("A. Writer", "B. Writer", "C. Writer")
    assert named(found) == {
        "json_ld.publisher": "Example Post",
        "json_ld.author": "C. Writer",
        "json_ld.sourceOrganization": "Example Wire",
        "json_ld.provider": "Example Provider",
        "json_ld.isBasedOn": "https://example.net/origin",
        "json_ld.creditText": "Example Agency",
        "published": "2024-05-26T10:00:00Z",
    }


def test_references_to_other_nodes_are_followed():
    graph = {
        "@graph": [
            {"@type": "Article", "publisher": {"@id": "#org"}},
            {"@id": "#org", "@type": "Organization", "name": "Example Post"},
        ]
    }
    (signal,) = read(graph).signals
    assert (signal.name, signal.value, signal.path) == ("json_ld.publisher", "Example Post", "/s[0]#/@graph/0/publisher")


def test_a_reference_to_itself_ends():
    assert read({"@type": "Article", "@id": "#a", "author": {"@id": "#a"}}).authors == ("#a",)


def test_the_article_of_this_page_counts():
    others = [{"@type": "Article", "url": f"https://example.org/{n}", "headline": f"Number {n}"} for n in range(3)]
    assert read(others).headline == "Number 0"
    assert read(others, addresses=["https://example.org/2"]).headline == "Number 2"


def test_articles_of_a_list_are_not_this_one():
    listed = {"@type": "ItemList", "itemListElement": [ARTICLE]}
    assert read(listed).signals == ()


@pytest.mark.parametrize("bad", ["", "{", "[" * 100_000, "null", "3", '"Article"', '{"@type": 5, "author": {}}', '{"@graph": 3}'])
def test_bad_scripts_are_passed_over(bad):
    assert read(bad).signals == ()
    assert read(bad, ARTICLE).headline == "Talks & tea"


def test_odd_values_are_no_names():
    odd = {"@type": "Article", "author": None, "publisher": [[]], "provider": {"name": 3}, "creditText": True, "headline": {}}
    assert read(odd).signals == () and read(odd).headline is None


def test_line_breaks_in_strings_are_tolerated():
    assert read('{"@type": "Article", "headline": "Two\nlines"}').headline == "Two lines"
