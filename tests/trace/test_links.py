"""Hyperlinks on the words that ascribe name whom the text leaves out."""

from __future__ import annotations

import pytest

from provenance.ingest import ReadOptions
from provenance.records import AnnotatedDocument
from tests.detect.annotating import annotated


def page(sentence: str) -> AnnotatedDocument:
    head = '<meta property="og:site_name" content="Porto Post"><link rel="canonical" href="https://portopost.example/a">'
    markup = (
        f"<html><head><title>Storm</title>{head}</head><body><article><h1>Storm</h1><p>{sentence}</p></article></body></html>"
    )
    return annotated(markup, "page.html", None, ReadOptions(language=False, main_text=False))


def link(words: str, href: str) -> str:
    return f'<a href="{href}">{words}</a>'


@pytest.mark.parametrize(
    ("sentence", "chain"),
    [
        (f"A {link('report', 'https://www.reuters.com/world/1')} said that the port was closed.", ["porto-post", "reuters"]),
        (f"Local media {link('reported', 'https://www.bbc.com/news/1')} that the port was closed.", ["porto-post", "bbc"]),
        (
            f"Mayor Anna Berg {link('said', 'https://www.bbc.co.uk/news/1')} that the port was closed.",
            ["porto-post", "bbc", "anna-berg"],
        ),
        (
            f"Officials {link('wrote', 'https://x.com/portoport/status/17')} that the port was closed.",
            ["porto-post", "x:portoport"],
        ),
        (
            f"Mayor Anna Berg {link('wrote', 'https://t.me/annaberg/12')} that the port was closed.",
            ["porto-post", "telegram", "anna-berg"],
        ),
        # no evidence: the publisher's own page, an address that nobody is known by, a named outlet, a share button, a transport
        (f"Mayor Anna Berg {link('said', '/tags/berg')} that the port was closed.", ["porto-post", "anna-berg"]),
        (f"Mayor Anna Berg {link('said', 'https://unknown.example/1')} that the port was closed.", ["porto-post", "anna-berg"]),
        (f"Reuters {link('said', 'https://www.bbc.com/news/1')} that the port was closed.", ["porto-post", "bbc", "reuters"]),
        (f"Mayor Anna Berg {link('said', 'https://x.com/share')} that the port was closed.", ["porto-post", "anna-berg"]),
        (f"{link('Mayor Anna Berg', 'https://www.bbc.com/people')} said that the port was closed.", ["porto-post", "anna-berg"]),
    ],
)
def test_links(sentence: str, chain: list[str]) -> None:
    one = page(sentence)
    assert [[hop.source for hop in a.chain] for a in one.attributions] == [chain]


def test_the_linked_words_prove_the_hop() -> None:
    one = page(f"Mayor Anna Berg {link('said', 'https://www.bbc.com/news/1')} that the port was closed.")
    hop = one.attributions[0].chain[1]
    assert (hop.source, hop.relation) == ("bbc", "published_in")
    assert [span.of(one.document.text) for span in hop.evidence] == ["said"]


def test_five_thousand_links_take_no_longer_than_their_number() -> None:
    many = " ".join(f"{link('said', f'https://x.com/user{n}/status/1')} Anna Berg." for n in range(5000))
    assert page(many).document.links
