"""What must be linked among the five sample articles, whoever finds the attributions."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from provenance.ingest import read_bytes
from provenance.links import ClaimLink, Statement
from provenance.pipeline import Annotator, load_resources
from provenance.records import AnnotatedDocument, Document, Hop
from tests.claims.linking import link, linker

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
TAGGERS = ("rules", "default")


@cache
def annotated(tagger: str) -> dict[str, AnnotatedDocument]:
    """The articles by the first three digits of their file's name."""
    annotator = Annotator(load_resources(), tagger=tagger)
    found = {}
    for path in sorted(SEEDS.glob("*.txt")):
        document = read_bytes(path.read_bytes(), path=f"seeds/{path.name}")
        assert isinstance(document, Document)
        found[path.name[:3]] = annotator.annotate(document)
    return found


def statements_of(one: AnnotatedDocument) -> list[Statement]:
    """The claims of a document as they are compared."""
    text, document = one.document.text, one.document
    attributions = {a.id: a for a in one.attributions}
    found = []
    for claim in one.claims:
        by = attributions.get(claim.attribution or "")
        holder = by.holder.span.of(text) if by and by.holder.span else by.holder.name if by else ""
        words = " … ".join(span.of(text) for span in claim.spans)
        where = (document.language, document.title, document.published)
        found.append(Statement(claim.id, document.text_sha256, words, claim.chain, claim.polarity, *where, holder))
    return found


@cache
def linked(tagger: str) -> tuple[dict[str, tuple[str, Statement]], tuple[ClaimLink, ...]]:
    by_id = {s.id: (number, s) for number, one in annotated(tagger).items() for s in statements_of(one)}
    return by_id, linker().links(s for _, s in by_id.values())


def links(tagger: str, kind: str, one: tuple[str, str, str], two: tuple[str, str, str]) -> list[ClaimLink]:
    """The links of a kind between claims given by article, origin, and a word of the claim."""
    by_id, found = linked(tagger)

    def fits(id_: str, wanted: tuple[str, str, str]) -> bool:
        number, statement = by_id[id_]
        return (number, statement.origin) == wanted[:2] and wanted[2] in statement.text

    pairs = ((one, two), (two, one))
    return [k for k in found if k.kind == kind and any(fits(k.first, a) and fits(k.second, b) for a, b in pairs)]


@pytest.mark.parametrize("tagger", TAGGERS)
def test_zelensky_on_the_drone_factory_is_one_claim_of_one_origin(tagger: str) -> None:
    one = ("001", "volodymyr-zelensky", "drone production site")
    two = ("004", "volodymyr-zelensky", "Chinese nationals")
    found = links(tagger, "same_claim", one, two)
    assert found
    assert all("the same holder" in one.reason for one in found)


@pytest.mark.parametrize("tagger", TAGGERS)
def test_chinas_denial_opposes_the_claim_of_the_other_article(tagger: str) -> None:
    denial = ("001", "china", "supplying weapons to Russia")
    assert links(tagger, "opposes", denial, ("004", "anon:russian-sources", "military assistance"))
    assert links(tagger, "opposes", denial, ("001", "volodymyr-zelensky", "supplying weapons"))


def test_chinas_two_denials_are_one_claim() -> None:
    denial = ("001", "china", "supplying weapons to Russia")
    assert links("rules", "same_claim", denial, ("004", "china", "military aid"))


@pytest.mark.parametrize("tagger", TAGGERS)
def test_chinas_denial_opposes_what_zelensky_states(tagger: str) -> None:
    """The networks find the denial of 004 and not that of 001."""
    assert links(tagger, "opposes", ("004", "china", "military aid"), ("001", "volodymyr-zelensky", "supplying weapons"))


def test_the_caption_of_two_articles_is_the_same_text() -> None:
    captions = []
    for number, one in annotated("rules").items():
        for passage in one.passages:
            words = passage.span.of(one.document.text)
            if passage.kind == "caption" and "attended a concert in Beijing" in words:
                chain = (Hop("people-news", "published_by"),)
                captions.append(Statement(f"caption-{number}", number, words, chain, language="en"))
    assert [one.document for one in captions] == ["003", "004"]
    found = link(*captions)
    assert found is not None
    assert (found.kind, found.score) == ("same_text", 1.0)


@pytest.mark.parametrize("tagger", TAGGERS)
def test_filter_labs_has_two_relays_and_one_origin(tagger: str) -> None:
    """No other article states what Filter Labs found, so nothing is linked to it that would give it a second origin."""
    by_id, found = linked(tagger)
    own = {id_: s for id_, (number, s) in by_id.items() if number == "003" and s.origin == "filter-labs"}
    assert len(own) >= 5
    assert all([hop.source for hop in s.chain] == ["people-news", "voa", "filter-labs"] for s in own.values())
    assert not [k for k in found if k.kind != "opposes" and (k.first in own or k.second in own)]


@pytest.mark.parametrize("tagger", TAGGERS)
def test_few_links_among_articles_that_share_their_subject(tagger: str) -> None:
    """All five speak of China, Russia and the war: of 28,000 pairs of claims hardly any say the same."""
    assert len(linked(tagger)[1]) <= 20
