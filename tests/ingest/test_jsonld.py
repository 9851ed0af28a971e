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
    assert read({"@type": "Article", "@id": "#a", "author": {"@id": "#a"}}).authors == ()


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


FULL = {
    "@type": "NewsArticle",
    "author": [
        {"@type": "Person", "name": "A. Writer", "affiliation": {"@type": "Organization", "name": "Example Wire"}},
        {"@type": "Person", "name": "B. Writer", "worksFor": "Example Agency"},
    ],
    "creator": "C. Writer",
    "contributor": {"name": "D. Writer"},
    "copyrightHolder": {"name": "Example Agency"},
    "copyrightNotice": "(c) Example Agency 2024",
    "dateline": "EXAMPLETOWN, May 26",
    "citation": [{"@type": "ScholarlyArticle", "name": "On Bridges"}, "A report of May"],
    "isBasedOn": {
        "@type": "NewsArticle",
        "url": "https://wire.example.net/1",
        "headline": "A headline",
        "publisher": {"name": "Example Wire"},
    },
    "translationOfWork": {"@id": "https://origin.example.net/2"},
    "image": [
        {"@type": "ImageObject", "creditText": "Example Pictures", "creator": {"name": "P. Hotographer"}},
        "https://example.org/x.jpg",
    ],
}


def test_every_credit_has_its_name_and_place():
    assert [(s.name, s.value, s.path.removeprefix("/s[0]#")) for s in read(FULL).signals] == [
        ("json_ld.author", "A. Writer", "/author/0"),
        ("json_ld.author", "B. Writer", "/author/1"),
        ("json_ld.author.affiliation", "Example Wire", "/author/0/affiliation"),
        ("json_ld.author.affiliation", "Example Agency", "/author/1/worksFor"),
        ("json_ld.author", "C. Writer", "/creator"),
        ("json_ld.copyrightHolder", "Example Agency", "/copyrightHolder"),
        ("json_ld.contributor", "D. Writer", "/contributor"),
        ("json_ld.isBasedOn", "https://wire.example.net/1", "/isBasedOn"),
        ("json_ld.isBasedOn", "Example Wire", "/isBasedOn/publisher"),
        ("json_ld.isBasedOn", "https://origin.example.net/2", "/translationOfWork"),
        ("json_ld.citation", "On Bridges", "/citation/0"),
        ("json_ld.citation", "A report of May", "/citation/1"),
        ("json_ld.copyrightNotice", "(c) Example Agency 2024", "/copyrightNotice"),
        ("json_ld.dateline", "EXAMPLETOWN, May 26", "/dateline"),
        ("json_ld.image.creditText", "Example Pictures", "/image/0/creditText"),
        ("json_ld.image.creditText", "P. Hotographer", "/image/0/creator"),
    ]


def test_credits_of_pictures_are_not_those_of_the_text():
    found = read(
        {"@type": "Article", "creditText": "Example Wire", "image": {"@id": "#i"}}, {"@id": "#i", "creditText": "Pictures"}
    )
    assert named(found) == {"json_ld.creditText": "Example Wire", "json_ld.image.creditText": "Pictures"}


def test_an_object_that_another_script_describes_deep_within():
    site = {"@type": "WebSite", "publisher": {"@id": "https://example.org/#us", "name": "Example Post"}}
    article = {"@type": "Article", "publisher": {"@id": "https://example.org/#us"}}
    assert named(read(article, site)) == {"json_ld.publisher": "Example Post"}
    assert named(read(article)) == {"json_ld.publisher": "https://example.org/#us"}


def test_the_publisher_of_the_page_where_the_article_has_none():
    graph = {"@graph": [{"@type": "Article", "author": "A"}, {"@type": "WebPage", "publisher": {"name": "Example Post"}}]}
    assert named(read(graph)) == {"json_ld.author": "A", "json_ld.publisher": "Example Post"}
    graph["@graph"][0]["publisher"] = "Example Herald"
    assert named(read(graph))["json_ld.publisher"] == "Example Herald"


def test_two_descriptions_of_one_article_are_both_heard():
    first = {"@type": "Article", "headline": "Talks", "url": "https://example.org/a", "publisher": "Example Post"}
    second = {"@type": "NewsArticle", "mainEntityOfPage": "http://www.example.org/a/", "publisher": "Example Wire"}
    other = {"@type": "NewsArticle", "url": "https://example.org/b", "publisher": "Example Herald"}
    assert [s.value for s in read(first, other, second).signals] == ["Example Post", "Example Wire"]


def test_the_article_with_the_headline_of_the_page():
    listed = [{"@type": "Article", "headline": f"Number {n}"} for n in range(3)]
    assert read_linked_data([(json.dumps(listed), "/s")], (), "Number 1").headline == "Number 1"


def test_a_fact_check_is_signed_by_its_author():
    check = {
        "@type": "ClaimReview",
        "author": {"@type": "Organization", "name": "Example Check"},
        "itemReviewed": {"author": "B"},
    }
    assert named(read(check)) == {"json_ld.author": "Example Check"}


def test_no_value_is_longer_than_a_name_can_be_and_no_property_endless():
    found = read({"@type": "Article", "publisher": "x" * 1001, "author": [f"A {n}" for n in range(1000)]})
    assert len(found.signals) == 50 and {s.name for s in found.signals} == {"json_ld.author"}


def test_references_in_circles_and_trees_of_them_end():
    nodes = [{"@id": f"a{n}", "url": [{"@id": f"a{n + 1}"}] * 50} for n in range(20)]
    assert (
        read({"@graph": [{"@type": "Article", "author": {"@id": "a0"}}, *nodes, {"@id": "a20", "url": {"@id": "a0"}}]}).authors
        == ()
    )


def test_line_breaks_in_strings_are_tolerated():
    assert read('{"@type": "Article", "headline": "Two\nlines"}').headline == "Two lines"
