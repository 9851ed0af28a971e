"""Who published a document, and whom it credits as a whole."""

from __future__ import annotations

import json

import pytest

from provenance.ingest import ReadOptions
from provenance.records import AnnotatedDocument
from tests.detect.annotating import annotated

STORM = "The harbour in the old town was closed for three days after the storm."
OWN = "https://portopost.example/a"


def upstreams(one: AnnotatedDocument) -> list[tuple[str, str]]:
    return [(u.source, u.signal) for u in one.upstreams]


def page(head: str, url: str | None = None) -> AnnotatedDocument:
    markup = f"<html><head><title>Storm</title>{head}</head><body><article><h1>Storm</h1><p>{STORM}</p></article></body></html>"
    return annotated(markup, "page.html", url, ReadOptions(language=False, main_text=False))


def json_ld(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


@pytest.mark.parametrize(
    ("text", "id_", "signal"),
    [
        (f"[People News] {STORM}", "people-news", "bracket_tag"),
        (f"(CNN) {STORM}", "cnn", "bracket_tag"),
        (f"People News - {STORM}", "people-news", "bracket_tag"),
        (f"{STORM}\n(People News) △", "people-news", "sign_off"),
    ],
)
def test_an_outlet_that_signs_the_text_is_its_publisher(text: str, id_: str, signal: str) -> None:
    one = annotated(text)
    assert one.publisher is not None
    assert (one.publisher.id, one.publisher.signal) == (id_, signal)
    assert [s.of(text) for s in one.publisher.evidence] == [one.publisher.name]
    assert one.upstreams == ()


@pytest.mark.parametrize(
    ("text", "source", "signal"),
    [
        (f"PORTO, May 3 (Reuters) - {STORM}", "reuters", "dateline"),
        (f"[AFP] {STORM}", "afp", "bracket_tag"),
        (f"{STORM}\n(Reuters)", "reuters", "sign_off"),
        (f"By Jane Doe, Associated Press\n{STORM}", "ap", "byline"),
        (f"{STORM}\nVia Reuters", "reuters", "via"),
        (f"{STORM}\nSource: Xinhua", "xinhua", "source_line"),
        (f"{STORM}\n© 2024 AFP", "afp", "copyright"),
        (f"{STORM}\n(Reprinted from Voice of America)", "voa", "reprint_line"),
        (f"{STORM}\nOriginally published by ProPublica.", "propublica", "reprint_line"),
        (f"{STORM}\n（转载自美国之音）", "voa", "reprint_line"),
        (f"{STORM}\nПерепечатано из: Голос Америки", "voa", "reprint_line"),
        (f"{STORM}\nЗа матеріалами Укрінформ", "ukrinform", "reprint_line"),
        (f"{STORM}\nQuelle: Deutsche Welle", "dw", "source_line"),
        (f"{STORM}\nFuente: EFE", "efe", "source_line"),
        (f"{STORM}\nИсточник: РИА Новости", "ria-novosti", "source_line"),
    ],
)
def test_a_credit_is_an_upstream_and_no_publisher(text: str, source: str, signal: str) -> None:
    one = annotated(text)
    assert one.publisher is None
    assert upstreams(one) == [(source, signal)]
    assert one.upstreams[0].span is not None


def test_a_reprint_from_an_outlet_that_the_registry_does_not_know() -> None:
    one = annotated(f"{STORM}\n(Reprinted from Harbour Weekly)")
    assert upstreams(one) == [("harbour-weekly", "reprint_line")]
    known = annotated(f"{STORM}\n(Reprinted from Voice of America)")
    assert one.upstreams[0].confidence < known.upstreams[0].confidence


@pytest.mark.parametrize(
    "text",
    [
        f"[People News] {STORM}\n(Reprinted from People News)",
        f"{STORM}\nVia Facebook",
        f"{STORM}\n(Reprinted from X)",
        f"{STORM}\nSource: a fisherman in the port",
        f"{STORM}\nThe harbour was named in a report by Reuters in 1920.",
        f"{STORM}\nThis article was reprinted on Reuters.com.",
        STORM,
    ],
)
def test_no_upstream(text: str) -> None:
    """Not the publisher itself, no transport, nobody whom only the story names."""
    assert annotated(text).upstreams == ()


def test_the_publisher_stands_first_and_the_reprint_next_in_every_chain() -> None:
    text = f"[People News] {STORM} The mayor said that the ferries would return.\n(Reprinted from Voice of America)"
    one = annotated(text)
    assert [[h.source for h in a.chain] for a in one.attributions] == [["people-news", "voa", "anon:mayor"]]
    assert {tuple(h.source for h in c.chain[:2]) for c in one.claims} == {("people-news", "voa")}
    assert [h.relation for h in one.claims[0].chain] == ["published_by", "reprinted_from"]


def test_without_a_publisher_chains_begin_with_one_that_is_unknown() -> None:
    assert {c.chain[0].source for c in annotated(STORM).claims} == {"unknown-publisher"}


@pytest.mark.parametrize(
    ("url", "publisher"),
    [("https://www.voanews.com/a/1.html", "voa"), (OWN, "portopost.example"), ("https://www.x.com/a/1", None)],
)
def test_the_address_tells_the_publisher_but_a_platform_is_none(url: str, publisher: str | None) -> None:
    one = annotated(f"PORTO (Reuters) - {STORM}", url=url)
    assert (one.publisher and one.publisher.id) == publisher
    assert upstreams(one) == [("reuters", "dateline")]


@pytest.mark.parametrize(
    ("head", "publisher", "signal"),
    [
        ('<meta property="og:site_name" content="Porto Post">', "porto-post", "og:site_name"),
        ('<meta property="og:site_name" content="Voice of America">', "voa", "og:site_name"),
        (json_ld(publisher={"name": "Voice of America"}), "voa", "json_ld.publisher"),
        (
            json_ld(publisher={"name": "Porto Post"}) + '<meta property="og:site_name" content="Other">',
            "porto-post",
            "json_ld.publisher",
        ),
    ],
)
def test_the_page_tells_its_publisher(head: str, publisher: str, signal: str) -> None:
    one = page(head)
    assert one.publisher is not None
    assert (one.publisher.id, one.publisher.signal) == (publisher, signal)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<link rel="canonical" href="https://www.reuters.com/a/b">', [("reuters", "canonical")]),
        ('<link rel="canonical" href="https://portopost.example/b">', []),
        ('<link rel="canonical" href="https://www.portopost.example/b">', []),
        ('<meta name="syndication-source" content="https://apnews.com/x">', [("ap", "syndication-source")]),
        ('<meta name="author" content="Reuters">', [("reuters", "author")]),
        ('<meta name="author" content="Jane Doe">', []),
        (json_ld(author={"name": "Reuters"}), [("reuters", "json_ld.author")]),
        (json_ld(isBasedOn="https://www.voanews.com/a/1.html"), [("voa", "json_ld.isBasedOn")]),
        (json_ld(sourceOrganization={"name": "Agence France-Presse"}), [("afp", "json_ld.sourceOrganization")]),
        (json_ld(publisher={"name": "AFP"}, sourceOrganization={"name": "Agence France-Presse"}), []),
    ],
)
def test_what_the_markup_credits(head: str, expected: list[tuple[str, str]]) -> None:
    own = OWN if "AFP" not in head else None
    assert upstreams(page(head, own)) == expected


def test_the_surest_signal_of_an_upstream_is_kept() -> None:
    one = annotated(f"PORTO (Reuters) - {STORM}\nVia Reuters")
    assert upstreams(one) == [("reuters", "dateline")]


def test_in_a_digest_a_reprint_counts_for_its_item_alone() -> None:
    story = "The mayor said that the ferries would return, and that the harbour would be open again by the end of the week, "
    story += "although the water was still high and some of the boats had been damaged."
    heads = ("Storm Shuts the Harbour", "Tram Line Extended", "New School for Porto")
    credits = ("", "(Reprinted from Voice of America)\n", "")
    one = annotated("\n".join(f"{head}\n{story}\n{credit}Read More" for head, credit in zip(heads, credits, strict=True)))
    assert [[h.source for h in a.chain] for a in one.attributions] == [
        ["unknown-publisher", "anon:mayor"],
        ["unknown-publisher", "voa", "anon:mayor"],
        ["unknown-publisher", "anon:mayor"],
    ]
