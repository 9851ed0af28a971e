"""The five sample articles: each source that a reader names, with its full chain, and what holds for every article."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from provenance.export import to_json
from provenance.ingest import read_bytes
from provenance.records import AnnotatedDocument, Attribution, Document
from tests.detect.annotating import annotator, assert_sound
from tests.export.test_jsonl import VALIDATOR

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))


@cache
def seed(number: str) -> AnnotatedDocument:
    """The article whose file name begins with `number`."""
    (path,) = (p for p in SEEDS if p.name.startswith(number))
    document = read_bytes(path.read_bytes(), path=f"seeds/{path.name}")
    assert isinstance(document, Document)
    return annotator().annotate(document)


def said(number: str, source: str, content: str) -> Attribution:
    """The one attribution whose source and content begin with these words (source "" for one without)."""
    one = seed(number)
    text = one.document.text
    found = [
        a
        for a in one.attributions
        if (a.holder.span.of(text) if a.holder.span else "").startswith(source)
        and any(s.of(text).startswith(content) for s in a.contents)
    ]
    assert len(found) == 1, [(a.holder.name, [s.of(text)[:40] for s in a.contents]) for a in found or one.attributions]
    return found[0]


@pytest.mark.parametrize(
    ("number", "source", "content", "chain"),
    [
        # 004: agencies hand on what others disclosed
        ("004", "Reuters", "Russian sources have disclosed", "people-news < reuters"),
        ("004", "Russian sources", "Beijing has been providing", "people-news < reuters < anon:russian-sources"),
        ("004", "Russian sources", '"If the Communist Party', "people-news < reuters < anon:russian-sources"),
        ("004", "AFP", "Zelensky disclosed", "people-news < afp"),
        ("004", "Zelensky", "Chinese nationals were employed", "people-news < afp < volodymyr-zelensky"),
        ("004", "Zelensky", "Russia may have 'stolen'", "people-news < afp < volodymyr-zelensky"),
        ("004", "Oleh Ivashchenko, the Director", "Ukrainian intelligence has", "people-news < ukrinform < oleh-ivashchenko"),
        ("004", "Ivashchenko", "'By early 2025, 80%", "people-news < ukrinform < oleh-ivashchenko"),
        # 003: a reprint, so that Voice of America stands second everywhere
        ("003", "A report from the U.S.-based", "Russian public sentiment", "people-news < voa < filter-labs"),
        ("003", "The report", '"Driven by affordability', "people-news < voa < filter-labs"),
        ("003", "Filter Labs founder Jonathan Teubner", "Western sanctions", "people-news < voa < jonathan-teubner"),
        ("003", "Teubner", '"This clearly shows', "people-news < voa < jonathan-teubner"),
        ("003", "Toibuna from the Filtering Laboratory", "'Their partnership", "people-news < voa < jonathan-teubner"),
        ("003", "a user named @Jingchun5", "'Interests may align", "people-news < voa < x:jingchun5"),
        ("003", "Another user on X", "'Russia still occupies", "people-news < voa < x:youhai-geng"),
        ("003", "The public account on Sina Weibo", "'Only those brainless", "people-news < voa < weibo:witness-of-the-good-era"),
        (
            "003",
            "China's Economic Information Daily",
            "Chinese automakers only",
            "people-news < voa < economic-information-daily",
        ),
        ("003", "data from Statista", "a downward trend", "people-news < voa < filter-labs < statista"),
        ("003", "the 'Russian Business Daily'", "'China (the Communist Party", "people-news < voa < filter-labs < rbc"),
        # 000: nobody signs it
        ("000", "he", "Chinese and other foreign soldiers", "unknown-publisher < x:commander-pi"),
        ("000", "the People's Daily", "the mutual benefits", "unknown-publisher < peoples-daily"),
        ("000", "the People's Daily", "cooperation despite", "unknown-publisher < peoples-daily"),
        ("000", "analysts", "it might indicate", "unknown-publisher < group:analysts"),
    ],
)
def test_by_name_with_the_full_chain(number: str, source: str, content: str, chain: str) -> None:
    assert " < ".join(h.source for h in said(number, source, content).chain) == chain


@pytest.mark.parametrize(("number", "publisher"), [("000", None), ("003", "people-news"), ("004", "people-news")])
def test_the_publishers(number: str, publisher: str | None) -> None:
    found = seed(number).publisher
    assert (found and found.id) == publisher


def test_the_reprint_of_003_stands_in_every_chain_and_nowhere_else_is_one() -> None:
    one = seed("003")
    assert [(u.source, u.relation, u.signal) for u in one.upstreams] == [("voa", "reprinted_from", "reprint_line")]
    assert {tuple(h.source for h in a.chain[:2]) for a in (*one.attributions, *one.claims)} == {("people-news", "voa")}
    assert seed("000").upstreams == seed("004").upstreams == ()


@pytest.mark.parametrize(
    ("source", "content", "relation", "channel"),
    [
        ("Filter Labs founder", "Western sanctions", "told_to", "voa"),
        ("Toibuna", "'Their partnership", "told_to", "voa"),
        ("a user named @Jingchun5", "'Interests", "posted_on", "x"),
        ("Another user on X", "'Russia still", "posted_on", "x"),
        ("The public account", "'Only those", "posted_on", "weibo"),
    ],
)
def test_the_channels_of_003(source: str, content: str, relation: str, channel: str) -> None:
    found = said("003", source, content).channel
    assert found is not None
    assert (found.relation, found.id) == (relation, channel)


def test_the_interview_of_004_and_its_date() -> None:
    found = said("004", "Oleh Ivashchenko", "Ukrainian intelligence")
    assert found.channel is not None
    assert (found.channel.relation, found.channel.id, found.date) == ("interview_with", "ukrinform", "05-26")


def test_analysts_speculated_it_might_has_both_hedges() -> None:
    one = seed("000")
    attribution = said("000", "analysts", "it might indicate")
    of_it = [h for h in one.hedges if h.attribution == attribution.id]
    words = {h.span.of(one.document.text): h.category for h in of_it}
    assert (words["speculated"], words["might"]) == ("verb", "modal")


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.name[:3])
def test_what_holds_for_every_article(path: Path) -> None:
    one = seed(path.name[:3])
    assert one.document.text == path.read_bytes().decode("utf-8")
    assert one.document.language == "en"
    assert one.attributions
    assert one.claims
    assert_sound(one)
    VALIDATOR.validate(json.loads(json.dumps(to_json(one))))
