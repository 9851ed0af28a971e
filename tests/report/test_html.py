"""Pages in HTML: no text of a stranger becomes markup, every word of an audit is there, and a file stands alone."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError
from lxml import html

from provenance.report.audit import build_audit
from provenance.report.document import build_document
from provenance.report.html import audit_page, document_page, source_page
from provenance.report.html.cards import sheet
from provenance.report.html.environment import environment, style
from provenance.report.html.filters import in_quotes, points, visible, web_address
from provenance.report.html.urls import Nowhere, Within, anchor
from provenance.report.text import clean
from provenance.report.wording import plain
from provenance.spans import Span
from tests.report.poisoned import VOCABULARY, annotated, audit, record
from tests.report.sample import TEXT, sample

MARKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)' x='",
    "</title></style></svg><svg onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 7*7 }}{% raw %}",
    "&lt;b&gt; &#106;",
    "<!-- ]]> --><base href=//x>",
)
ATTRIBUTES = set(
    "aria-hidden aria-label aria-labelledby charset checked class content cx cy d dir for height href id lang max min name "
    "open r rel role rx scope stroke-width tabindex text-anchor title type value viewbox width x x1 "
    "x2 xmlns y y1 y2 colspan".split()
)
"""All that our templates and plots give an element."""
URL = re.compile(r"url\(|@import|expression\(", re.IGNORECASE)


def pages(mark: str) -> dict[str, str]:
    one = annotated(mark)
    return {
        "audit": audit_page(audit(mark)),
        "document": document_page(one, build_document(one)),
        "source": source_page(record(mark)),
    }


def tree(page: str) -> Any:
    return html.document_fromstring(page.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))


def shape(page: str) -> Counter[tuple[str, ...]]:
    """Every element with the names of its attributes."""
    return Counter((str(one.tag), *sorted(map(str, one.attrib))) for one in tree(page).iter())


def addresses(page: str) -> Iterator[str]:
    for one in tree(page).iter():
        for name in ("href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcset", "background"):
            if one.get(name) is not None:
                yield one.get(name)


@pytest.mark.parametrize("mark", MARKS)
def test_no_element_and_no_attribute_comes_from_data(mark: str) -> None:
    """The page has the elements of one with a harmless word in the same places, and its addresses are ours or of the web."""
    for (name, found), harmless in zip(pages(mark).items(), pages("harmless").values(), strict=True):
        assert shape(found) == shape(harmless), name
        assert {attribute for _, *names in shape(found) for attribute in names} <= ATTRIBUTES
        assert all(href.startswith(("#", "https://paper.example/", "http://paper.example/")) for href in addresses(found)), name


@pytest.mark.parametrize("mark", MARKS)
def test_the_hostile_text_is_there_to_be_read(mark: str) -> None:
    for name, found in pages(mark).items():
        text = " ".join(tree(found).text_content().split())
        assert text.count(clean(mark)) >= 10, name


def test_what_is_hidden_in_a_text_is_shown_and_every_page_can_be_encoded() -> None:
    for mark in ("\x1b]0;x\x07", "\u202egnp.exe", "\x00\ud800", "\u2066a\u2069", "a\u200fb", "\U000e0041"):
        for found in pages(mark).values():
            found.encode("utf-8")
            assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\u200e\u200f\U000e0000-\U000e0fff]", found)
        assert f"&lt;U+{ord(mark[0] if ord(mark[0]) > 127 or ord(mark[0]) < 32 else mark[1]):04X}&gt;" in found


@settings(max_examples=40)
@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("<>\"'&`={}/\\\n\u2028"), min_size=1, max_size=30))
def test_no_text_changes_the_shape_of_an_audit(mark: str) -> None:
    assert shape(audit_page(audit(mark))) == shape(audit_page(audit("harmless")))


@pytest.mark.parametrize("name", ["audit", "document", "source"])
def test_a_page_stands_alone(name: str) -> None:
    """No script, no image, no style or font from elsewhere; what it links to is within it."""
    found = pages("harmless")[name]
    page = tree(found)
    assert not page.xpath("//script | //img | //iframe | //link | //object | //embed | //form | //base")
    assert not page.xpath("//*[@style]") and not URL.search(style())
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.xpath("//@href") if href.startswith("#")} <= set(ids)
    outside = page.xpath("//a[@href][not(starts-with(@href, '#'))]")
    assert all(one.get("rel") == "noopener noreferrer" for one in outside)


def test_the_frame_is_for_everybody() -> None:
    page = tree(audit_page(audit("x")))
    assert page.get("lang") == "en"
    assert (
        page.xpath("//meta[@name='viewport']")
        and page.xpath("//a[@class='skip'][@href='#main']")
        and page.xpath("//main[@id='main']")
    )
    levels = [int(one.tag[1]) for one in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert all(one.get("scope") for one in page.iter("th"))
    assert all(text in style() for text in ("prefers-color-scheme: dark", "@media print", ":focus-visible", "max-width: 40rem"))


def leaves(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, key)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from leaves(inner, name)
    elif isinstance(value, str) and value and name not in VOCABULARY:
        yield plain(value) if name in ("relation", "reason", "kind") else value


def test_every_word_of_an_audit_is_in_its_page() -> None:
    """All texts of the record, to any depth, but for what stands nowhere in the terminal either: ids of sources and of near
    documents, the record of how the claim itself was counted, and evidence that stands in a longer clause.
    """
    found = audit("zz")
    text = " ".join(tree(audit_page(found)).text_content().split())
    value = dataclasses.asdict(found)
    steps = value.pop("chain")
    for step in steps:
        source = step.pop("source")
        assert clean(found.chain[steps.index(step)].source.description) in text and clean(source["owner"] or "") in text
        if step["clauses"]:
            step.pop("evidence")
    near = value["around"].pop("same") + value["around"].pop("against")
    value["around"].pop("own")
    value["around"].pop("claim_id")
    for one in near:
        assert one.pop("document_id") and one.pop("origin")
        one["origin_name"] = "" if one["origin_name"].startswith("Name of harbour") else one["origin_name"]
    missing = [leaf for leaf in (*leaves(value), *leaves(steps), *leaves(near)) if clean(leaf) not in text]
    assert missing == []


def test_the_hedge_is_marked_within_the_claim_and_told_below() -> None:
    one = sample()
    page = tree(audit_page(build_audit(one, one.claims[0].id)))
    (mark,) = page.xpath("//blockquote//mark")
    assert (mark.text, mark.get("title")) == ("may", "hedge, modal verb; certainty left 0.55, measured in surveys")
    assert page.xpath("string(//blockquote)").strip() == TEXT.partition("\n")[0]
    assert page.xpath("string(//ul[@class='hedges']/li)").split("certainty")[0].strip() == "may 26–29 modal verb;"


def test_the_chain_is_nested_from_publisher_to_origin() -> None:
    page = tree(audit_page(build_audit(sample(), sample().claims[0].id)))
    names = [page.xpath(f"string((//ol{'//ol' * depth}//span[@class='who'])[1])") for depth in range(4)]
    assert names == ["Harbour Post", "Coast Weekly", "Northern Wire", "Ada Lindqvist"]


def test_the_score_is_a_plot_and_a_table_that_say_the_same() -> None:
    one = sample()
    page = tree(audit_page(build_audit(one, one.claims[0].id)))
    rows = [row.text_content() for row in page.xpath("//tbody/tr/td[1]")]
    assert rows == ["−0.40", "+0.35", "−0.60", "+0.00"]
    plot = page.xpath("//svg[@role='img']")[0]
    assert [text.text for text in plot.xpath(".//text[@class='value']")] == rows[:3]
    assert page.xpath("string(//tfoot/tr/td[1])") == points(-0.65)


def test_of_many_words_that_prove_a_hop_the_first_are_shown_and_the_others_counted() -> None:
    one = sample()
    hop = dataclasses.replace(one.claims[1].chain[0], evidence=tuple(Span(n, n + 1) for n in range(0, 40, 2)))
    many = dataclasses.replace(one, claims=(dataclasses.replace(one.claims[1], chain=(hop,)),), attributions=())
    found = build_audit(many, one.claims[1].id)
    audited = tree(audit_page(found)).xpath("//li[@class='hop']")[0]
    more = f"and {len(found.chain[0].evidence) - 8} more"
    assert (len(audited.xpath(".//q")), more in audited.text_content()) == (8, True)
    card = tree(document_page(many, build_document(many))).xpath("//article[@class='card']/details")[0]
    assert (len(card.xpath(".//q")), "and 17 more" in card.text_content()) == (3, True)


# ---------------------------------------------------------------- a document


def document() -> Any:
    one = sample()
    return tree(document_page(one, build_document(one)))


def test_the_text_of_a_page_is_that_of_the_document() -> None:
    page = document()
    for number in page.xpath("//*[contains(@class, 'number')]"):
        number.text = ""
    assert [p.text_content() for p in page.xpath("//p[contains(@class, 'passage')]")] == TEXT.split("\n")


def test_each_highlight_leads_to_its_card_and_each_card_back() -> None:
    page = document()
    cards = page.xpath("//article[@class='card']")
    assert [card.xpath("string(.//h3)").split()[:2] for card in cards] == [["[1]", "Ada"], ["[2]", "Coast"]]
    for word, number in (("The bridge ", 0), ("may", 0), ("told", 0), ("The bridge was closed in 2021", 1)):
        link = page.xpath(f"//a[contains(@class, 'run')][normalize-space()='{word.strip()}']")[0]
        assert link.get("href") == f"#{cards[number].get('id')}"
    back = [card.xpath(".//h3/a/@href")[0][1:] for card in cards]
    assert all(page.xpath(f"//*[@id='{one}']") for one in back)


def test_only_the_first_run_of_a_card_and_its_number_are_stops_of_the_tab_key() -> None:
    page = document()
    card = page.xpath("//article[@class='card']/@id")[0]
    stops = [a for a in page.xpath(f"//a[@href='#{card}']") if a.get("tabindex") != "-1"]
    assert [a.text_content() for a in stops] == ["The bridge ", "[1]"]


def test_five_layers_can_be_switched_without_script() -> None:
    page = document()
    boxes = page.xpath("//input[@type='checkbox'][@checked]")
    assert len(boxes) == 5
    for box in boxes:
        assert page.xpath(f"//label[@for='{box.get('id')}']")
        layer = box.get("class").split()[1]
        assert f".layer.{layer}:not(:checked) ~ .beside" in style()
        assert box.xpath("following-sibling::div[@class='beside']")


def test_an_attribution_without_a_claim_has_a_card_too() -> None:
    one = sample()
    bare = dataclasses.replace(one, claims=one.claims[1:])
    found = sheet(bare, build_document(bare))
    assert [(card.number, card.who, card.entry is None) for card in found.cards] == [
        (1, "Ada Lindqvist", True),
        (2, "Coast Weekly", False),
    ]
    assert "an attribution without a claim of its own" in document_page(bare, build_document(bare))


# ---------------------------------------------------------------- the pieces


def test_links_lead_where_the_addresses_say() -> None:
    class There(Nowhere):
        def source(self, id: str) -> str | None:
            return f"/source/{anchor('x', id)}"

    page = tree(audit_page(audit("x"), There()))
    assert len(page.xpath("//span[@class='who']/a[starts-with(@href, '/source/')]")) == 4
    inside = Within(["c1"], [], ["s:1"])
    assert (inside.claim("c1"), inside.claim("c2"), inside.model("v2")) == ("#claim-c1", None, None)
    assert inside.source("s:1") == f"#{anchor('source', 's:1')}"


@given(st.text(max_size=80))
def test_an_anchor_is_a_plain_word(id: str) -> None:
    assert re.fullmatch(r"kind-[A-Za-z0-9_-]+", anchor("kind", id))


def test_ids_that_look_alike_have_anchors_of_their_own() -> None:
    ids = ["a:b", "a b", "a-b", "a/b", "é", "è", "", "a" * 61, "a" * 62]
    assert len({anchor("source", id) for id in ids}) == len(ids)


@pytest.mark.parametrize("address", ["http://a.example/x?y=<z>", "https://a.example", " HTTPS://A.example/ "])
def test_addresses_of_the_web_are_links(address: str) -> None:
    assert web_address(address) == address.strip()


@pytest.mark.parametrize(
    "address",
    [
        *(None, "", "javascript:alert(1)", " javascript:x", "JaVaScRiPt://a.example/%0a", "data:text/html,x", "vbscript:x"),
        *("//a.example", "/x", "x.html", "http://", "http:x", "https://[::1", "file:///etc/passwd", "http\n://a.example"),
        "https://a.example/\u202ex",
    ],
)
def test_other_addresses_are_text(address: str | None) -> None:
    assert web_address(address) is None


def test_lines_are_kept_where_a_text_is_shown_whole() -> None:
    assert visible("a\n\tb\r\u2028c\u00ad") == "a\n\tb  c"
    assert (in_quotes("a\nb"), in_quotes("'a'"), in_quotes("a" * 9, 4)) == ("“a b”", "'a'", "“aaa…”")


def test_what_a_template_is_not_given_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        environment().from_string("{{ nothing }}").render()
    assert environment().from_string("{{ x }}|{{ y }}").render(x="<\u202e", y=None) == "&lt;&lt;U+202E&gt;|"


def test_pages_of_a_server_have_their_style_by_a_link() -> None:
    page = environment().from_string('{% extends "layout.html" %}').render(assets="/static/")
    assert '<link rel="stylesheet" href="/static/style.css">' in page and "<style" not in page
