"""Passages with their kinds in texts and pages, and the items of a digest."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.ingest import ReadOptions
from provenance.lexicon.passages import load_passage_words
from provenance.records import Block, Link
from provenance.segment import passages_of
from provenance.spans import Span
from tests.detect.annotating import annotated, annotated_if_read

STORM = "The harbour in the old town was closed for three days after the storm, and the ferries stayed in port until Sunday."
TRAM = "The tram line to the airport will be longer by two stops from next spring, and the fare will stay as it is for now."


def kinds(text: str) -> list[str]:
    return [p.kind for p in annotated(text).passages]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Storm Shuts the Harbour", "headline"),
        ("Storm shuts the harbour for three days", "headline"),
        ("Will the harbour open again?", "headline"),
        ("Read More", "furniture"),
        ("Sort:", "furniture"),
        ("Part 3/9:", "furniture"),
        ("Share this article", "furniture"),
        ("12 comments", "furniture"),
        ("Subscribe to our newsletter", "furniture"),
        ("May 3, 2024", "furniture"),
        ("https://example.org/a/b", "furniture"),
        ("* * *", "furniture"),
        ("Ana Silva (left) shakes hands with Jo Brown in Porto on May 3.", "caption"),
        ("Boats in the harbour. Photo: Maria Lopes", "caption"),
        ("FILE PHOTO: Boats lie in the harbour of Porto", "caption"),
        ("In this undated photo, boats lie in the harbour.", "caption"),
        ("Boats lie in the harbour. REUTERS/Jane Doe", "caption"),
        ("(Reuters)", "credit"),
        ("By Jane Doe, Associated Press", "credit"),
        ("Via Reuters", "credit"),
        ("(Reprinted from Voice of America)", "credit"),
        ("Originally published by ProPublica.", "credit"),
        ("This article was originally published by The Conversation.", "credit"),
        ("© 2024 AFP", "credit"),
        ("She shrugged.", "body"),
        ("“We stay here,” the captain said.", "body"),
        (f"PORTO, May 3 (Reuters) - {STORM}", "body"),
    ],
)
def test_the_kind_of_a_line_before_text(line: str, kind: str) -> None:
    assert kinds(f"{line}\n\n{STORM}\n\n{TRAM}") == [kind, "body", "body"]


def test_a_subheading_stands_before_a_longer_paragraph() -> None:
    assert kinds(f"{STORM}\n\nWhat comes next\n\n{TRAM}") == ["body", "headline", "body"]
    assert kinds(f"{STORM}\n\nTram Line Extended\n\n{TRAM}") == ["body", "headline", "body"]


def test_what_follows_the_sign_off_is_furniture() -> None:
    page = f"{STORM}\n(People News) △\nNice theme\nThank you!\nYou are welcome"
    assert kinds(page) == ["body", "credit", "furniture", "furniture", "furniture"]


def test_a_story_after_a_sign_off_stays_text() -> None:
    assert kinds(f"{STORM}\n\n(Reuters)\n\n{TRAM * 2}") == ["body", "credit", "body"]


def test_one_story_is_one_item() -> None:
    story = annotated(f"Storm Shuts the Harbour\n\n{STORM}\n\nTram Line Extended\n\n{TRAM}")
    assert {p.item for p in story.passages} == {0}


def test_a_digest_has_an_item_for_each_headline_with_its_passages() -> None:
    stories = [("Storm Shuts the Harbour", STORM), ("Tram Line Extended", TRAM), ("New School for Porto", STORM)]
    digest = annotated("\n".join(f"{head}\n{body}\nRead More" for head, body in stories))
    assert [p.item for p in digest.passages] == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert [p.kind for p in digest.passages] == ["headline", "body", "furniture"] * 3


PAGE = f"""<html><head><title>Storm shuts the harbour | Porto Post</title></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Storm shuts the harbour</h1><p>By Jane Doe, Associated Press</p><p>{STORM} {STORM}</p>
<h2>Ferries return</h2><p>{TRAM} {TRAM}</p>
<figure><img src="a.jpg"><figcaption>Boats in Porto on Monday</figcaption></figure>
<p>{STORM.replace("harbour", "station")} {TRAM}</p><p>(Reprinted from Voice of America)</p></article>
<footer><p>About us and our terms</p></footer></body></html>"""


def test_the_kinds_of_a_page() -> None:
    page = annotated(PAGE, "page.html", options=ReadOptions(language=False))
    assert [p.kind for p in page.passages] == [
        *("furniture", "headline", "credit", "body", "headline", "body", "caption", "body", "credit", "furniture"),
    ]


def kinds_of_blocks(*blocks: tuple[str, str], links: tuple[str, ...] = ()) -> list[str]:
    """The kinds of blocks, given as tag and words, that an extractor has found to be the article; `links` are linked words."""
    text = "\n".join(words for _, words in blocks)
    found, start = [], 0
    for number, (tag, words) in enumerate(blocks):
        found.append(Block(Span(start, start + len(words)), tag, f"/html/body/{tag}[{number}]", True))
        start += len(words) + 1
    linked = [Link(Span(text.index(words), text.index(words) + len(words)), "/other") for words in links]
    return [p.kind for p in passages_of(text, found, [], load_passage_words(), linked)]


@pytest.mark.parametrize(
    ("tag", "words", "kind"),
    [
        ("p", "Related: Ferry fares will rise in June", "furniture"),
        ("p", "Follow the Porto Post on Instagram and Facebook.", "furniture"),
        ("p", "Filed under: Ports, Weather", "furniture"),
        ("p", "Storm shuts the harbour", "headline"),
        ("h3", "Ferries return on Sunday", "headline"),
        ("h3", "Q: When will the ferries return?", "body"),
        ("h4", f"{STORM} {TRAM}", "body"),
        ("td", "More", "body"),
        ("p", "More", "furniture"),
        ("p", "Q: When will the ferries return?", "body"),
    ],
)
def test_the_kind_of_a_block_within_the_article_of_a_page(tag: str, words: str, kind: str) -> None:
    assert kinds_of_blocks(("h1", "Storm shuts the harbour"), ("p", STORM), (tag, words), ("p", TRAM)) == [
        *("headline", "body", kind, "body"),
    ]


def test_a_paragraph_of_a_page_that_is_nothing_but_a_link_leads_away() -> None:
    blocks = ("p", STORM), ("p", "Ferry fares will rise in June"), ("p", TRAM)
    assert kinds_of_blocks(*blocks, links=("Ferry fares will rise in June", "tram line")) == ["body", "furniture", "body"]
    assert kinds_of_blocks(*blocks, links=("Ferry fares", "tram line")) == ["body", "body", "body"]
    assert kinds_of_blocks(("p", STORM), ("p", "The rules"), ("p", TRAM), links=("The rules",)) == ["body", "body", "body"]


def test_a_name_alone_in_the_navigation_of_a_page_is_no_credit() -> None:
    text = " ".join(f"<p>{STORM} {n}</p>" for n in range(3))
    items = "".join(f"<li>Page {n} of the harbour</li>" for n in range(30))
    page = annotated(
        f"<html><body><nav><p>Reuters</p><p>By Reuters Staff</p><ul>{items}</ul></nav><article><h1>Storm shuts the harbour</h1>"
        f"<p>By Reuters Staff</p>{text}</article><ul>{items}</ul><p>By Reuters Staff</p></body></html>",
        "page.html",
        options=ReadOptions(language=False),
    )
    kinds = [(p.span.of(page.document.text), p.kind) for p in page.passages]
    assert kinds[:2] == [("Reuters", "furniture"), ("By Reuters Staff", "furniture")]
    assert [kind for words, kind in kinds if words == "By Reuters Staff"] == ["furniture", "credit", "furniture"]


LINES = (
    "Read More",
    "Storm Shuts the Harbour",
    STORM,
    "(Reuters)",
    "She shrugged.",
    "",
    "  ",
    "Photo: Maria",
    "Part 1/2:",
    "...",
    "“",
    "—",
)


@given(st.lists(st.sampled_from(LINES) | st.text(st.characters(), max_size=20), max_size=12).map("\n".join))
def test_each_line_is_one_passage_without_white_space_at_its_edges(text: str) -> None:
    one = annotated_if_read(text)
    if one is None:
        return
    assert [p.span for p in one.passages] == [b.span for b in one.document.blocks]
    assert [p.index for p in one.passages] == list(range(len(one.passages)))
    assert all(a.span.end <= b.span.start for a, b in pairwise(one.passages))
    assert all(a.item <= b.item for a, b in pairwise(one.passages))
    for passage in one.passages:
        words = passage.span.of(one.document.text)
        assert words == words.strip() != ""
