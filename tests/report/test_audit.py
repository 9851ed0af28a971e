"""The audit of a claim: what it says, that its words stand in the text, that a terminal is safe from it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from provenance.errors import UsageError
from provenance.records import AnnotatedDocument, Document
from provenance.registry.model import Entity, Rating
from provenance.report.audit import Audit, build_audit
from provenance.report.document import build_document
from provenance.report.terminal import PLAIN, Canvas, Paint, audit_lines, document_lines
from provenance.report.text import width
from tests.report.sample import TEXT, at, hostile, sample

WIRE = Entity("northern-wire", "Northern Wire", "news_agency", country="NO", editorial_control="state_controlled")
RATED = Rating("northern-wire", "B", "Example Raters", "2024-01-01", "CC0")


def audit(annotated: AnnotatedDocument | None = None, claim: int = 0) -> Audit:
    one = annotated or sample()
    return build_audit(one, one.claims[claim].id, {WIRE.id: WIRE}, [RATED])


def test_every_word_shown_stands_in_the_text() -> None:
    found = audit()
    shown = [*found.claim, found.context, *(w for step in found.chain for w in step.evidence), *(h.words for h in found.hedges)]
    shown += [words for step in found.chain for words in step.clauses]
    assert len(shown) == 11
    assert all(words.span.of(TEXT) == words.text for words in shown)


def test_the_chain_says_who_and_how_we_know() -> None:
    found = audit()
    assert [step.source.name for step in found.chain] == ["Harbour Post", "Coast Weekly", "Northern Wire", "Ada Lindqvist"]
    wire = found.chain[2]
    assert wire.source.description == "news agency, Norway, state-controlled, rated B by Example Raters (2024-01-01)"
    assert (wire.relation, wire.evidence[0].text) == ("told_to", "told Northern Wire on May 3")
    assert found.chain[3].source.description == "named person, unrated"


def test_words_of_proof_side_by_side_are_shown_as_one() -> None:
    one = sample()
    claim = one.claims[0]
    pieces = (at("told"), at("Mayor Ada Lindqvist"), at("may"))
    last = replace(claim.chain[-1], evidence=pieces)
    found = audit(replace(one, claims=(replace(claim, chain=(*claim.chain[:-1], last)),)))
    assert [(words.text, words.span) for words in found.chain[-1].evidence] == [
        ("may", (26, 29)),
        ("Mayor Ada Lindqvist told", (46, 70)),
    ]


def test_a_name_that_proves_a_hop_is_shown_with_the_words_beside_it() -> None:
    one = sample()
    claim = one.claims[0]
    wire = replace(claim.chain[2], evidence=(at("Northern Wire"),))
    found = audit(replace(one, claims=(replace(claim, chain=(*claim.chain[:2], wire, claim.chain[3])),)))
    assert [words.text for words in found.chain[2].evidence] == ["Northern Wire"]
    assert [words.text for words in found.chain[2].clauses] == ["Mayor Ada Lindqvist told Northern Wire on May 3"]


def test_the_context_is_the_whole_sentence() -> None:
    assert (
        audit().context.text == "[Harbour Post] The bridge may reopen in June, Mayor Ada Lindqvist told Northern Wire on May 3."
    )


def test_the_rows_run_up_to_the_strength() -> None:
    found = audit()
    assert found.log_odds == pytest.approx(-0.65)
    assert found.strength is not None
    assert found.rows[-1].so_far == pytest.approx(found.strength, abs=0.001)


def test_the_audit_reads_as_designed() -> None:
    text = "\n".join(audit_lines(audit()))
    assert text.startswith('"The bridge may reopen in June"\n  news/bridge.txt, passage 0, indirect report')
    assert "└ Northern Wire     news agency, Norway, state-controlled" in text
    assert (
        '│ told_to         "Mayor Ada Lindqvist told Northern Wire on May 3"\n      │                 (46-93) in bridge.txt, 90%'
        in text
    )
    assert '"may" (26-29) modal; certainty left 0.55, measured in surveys' in text
    assert "1 origin, Ada Lindqvist; other documents: not looked for yet; provenance claims relate does it" in " ".join(
        text.split()
    )
    assert "not looked for yet" in text[text.index("contradiction") :]
    assert "[link: not linked]" in text, "a row that moves nothing is shown too"


def test_a_statement_of_the_authors_own_has_no_source() -> None:
    text = "\n".join(audit_lines(audit(claim=1)))
    assert "the text's own words" in text
    assert "none that bears on the claim" in text
    assert "found by" not in text


def test_an_unscored_claim_says_so() -> None:
    one = sample()
    bare = replace(one, claims=(replace(one.claims[0], score=None),))
    assert "no model has scored this claim" in "\n".join(audit_lines(audit(bare)))


def test_a_claim_of_another_document_is_refused() -> None:
    with pytest.raises(UsageError, match="has no claim ffff"):
        build_audit(sample(), "ffff")


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_lines_fit_the_terminal(columns: int) -> None:
    canvas = Canvas(columns)
    lines = [*audit_lines(audit(), canvas), *document_lines(build_document(sample()), canvas)]
    assert max(map(width, lines)) <= columns


@pytest.mark.parametrize("mark", ["\x1b[2J", "\x1b]0;x\x07", "\x9b31m", "\u202e", "\r", "\x08"])
def test_a_hostile_text_cannot_command_the_terminal(mark: str) -> None:
    one = hostile(mark)
    lines = [*audit_lines(audit(one)), *document_lines(build_document(one))]
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "".join(lines))


def test_colours_change_no_character() -> None:
    painted = "\n".join(audit_lines(audit(), Canvas(80, Paint(True))))
    assert "\x1b[" in painted
    assert re.sub(r"\x1b\[[0-9]+m", "", painted) == "\n".join(audit_lines(audit(), PLAIN))


def test_the_document_marks_its_strongest_and_weakest_claim() -> None:
    found = build_document(sample())
    one = sample()
    assert (found.weakest, found.strongest) == (one.claims[0].id, one.claims[1].id)
    text = "\n".join(document_lines(found))
    assert "Harbour Post ← Coast Weekly ← Northern Wire ← Ada Lindqvist" in text
    assert f"{one.claims[0].id}  ▼ weakest" in text
    assert "Coast Weekly, news outlet, unrated; reprinted_from by" in text


def test_a_document_without_claims_says_so() -> None:
    empty = AnnotatedDocument(Document("x", "", "0" * 64, "0" * 64), None, (), (), (), (), ())
    text = "\n".join(document_lines(build_document(empty)))
    assert "No claims were found" in text
    assert "unknown publisher" in text


def test_the_house_of_a_publisher_is_told() -> None:
    house = Entity("coast-group", "Coast Media Group", "newspaper")
    post = Entity("harbour-post", "Harbour Post", "newspaper", country="NO", parent="coast-group")
    one = sample()
    publisher = one.claims[0].chain[0].source
    found = build_audit(one, one.claims[0].id, {publisher: replace(post, id=publisher), "coast-group": house})
    assert "part of Coast Media Group" in found.chain[0].source.description
    assert found.chain[0].source.group == "Coast Media Group"
