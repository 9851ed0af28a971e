"""Live blogs and pages of several articles: each story is an item, and a credit counts for its own."""

from __future__ import annotations

import time

import pytest

from provenance.ingest import ReadOptions, read_bytes
from provenance.records import Document
from tests.detect.annotating import annotated

WORDS = "The bridge was closed on Monday because it was old, and the rain fell for nine hours in the evening of that day."


def items(body: str) -> list[str]:
    found = read_bytes(f"<html><body>{body}</body></html>".encode(), path="a.html", options=ReadOptions(main_text=False))
    assert isinstance(found, Document)
    return [signal.value for signal in found.signals if signal.name == "item"]


def updates(attributes: str, tag: str = "div") -> str:
    return "".join(f"<{tag} {attributes}><h3>Update {n}</h3><p>{WORDS}</p></{tag}>" for n in (1, 2, 3))


@pytest.mark.parametrize(
    "attributes",
    [
        'itemprop="liveBlogUpdate" itemscope',
        'class="liveblog-entry"',
        'class="x live-blog-post y"',
        'class="LiveBlog__item liveblog__post"',
        'class="live-update"',
        'id="live-post-1"',
    ],
)
def test_updates_of_a_live_blog(attributes: str) -> None:
    assert items(f"<h1>Live: the bridge</h1>{updates(attributes)}") == ["Update 1", "Update 2", "Update 3"]


def test_articles_side_by_side() -> None:
    assert items(f"<main>{updates('', 'article')}</main>") == ["Update 1", "Update 2", "Update 3"]


@pytest.mark.parametrize(
    "body",
    [
        f"<article><h1>One</h1>{updates('')}</article>",  # sections of one story
        f"<article><h1>One</h1><p>{WORDS}</p></article><article><h2>Two</h2><p>{WORDS}</p></article>",
        "<h1>One</h1>" + '<div class="live-post"><a href="/x">Live</a></div>' * 5,  # teasers without text
        updates('class="olive-posts"'),
        updates('class="delivery-item"'),
        '<article class="live-blog"><h1>One</h1><p>' + WORDS + "</p></article>",
    ],
)
def test_one_story_has_no_items(body: str) -> None:
    assert items(body) == []


def test_a_credit_counts_for_its_own_update() -> None:
    entries = [("(Reuters)", "mayor"), ("AFP", "minister"), ("", "teacher")]
    body = "".join(
        f'<div class="liveblog-entry"><h3>{who}</h3><p>{WORDS}</p>'
        f"<p>The {who} said that the bridge was safe.</p><p>{line}</p></div>"
        for line, who in entries
    )
    one = annotated(f"<html><body><h1>Live</h1>{body}</body></html>", "a.html", None, ReadOptions(main_text=False))
    chains = [[hop.source for hop in a.chain] for a in one.attributions]
    assert [chain[1:-1] for chain in chains] == [["reuters"], ["afp"], []]
    assert {(u.source, u.item) for u in one.upstreams} == {("reuters", 1), ("afp", 2)}


def test_thousands_of_items_take_time_in_proportion() -> None:
    begun = time.process_time()
    assert len(items(updates('class="live-post"') * 2_000)) == 500
    assert items("<div class=live-post>" * 20_000 + "x" * 100) == []
    assert time.process_time() - begun < 15
