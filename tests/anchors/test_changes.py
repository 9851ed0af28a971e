"""What became of claims: kept, altered, gone, new; words, hedges, chains and strengths."""

from __future__ import annotations

from dataclasses import replace

from provenance.anchors import ClaimChange, claim_changes, marks_of, reanchored
from provenance.anchors.align import align
from provenance.anchors.changes import changed_words
from provenance.links import Change
from provenance.records import AnnotatedDocument, Hop, Score
from provenance.spans import Span
from tests.report.sample import TEXT, at, sample


def compared(old: AnnotatedDocument, new: AnnotatedDocument) -> tuple[ClaimChange, ...]:
    alignment = align(old.document.text, new.document.text)
    anchors = reanchored(alignment, [span for claim in old.claims for span in claim.spans])
    return claim_changes(old, new, alignment, anchors)


def rewritten(before: str, after: str) -> AnnotatedDocument:
    """The sample with a text in which the claims, hedge and names stand where they stand now; spans of the first claim follow."""
    one = sample()
    text = TEXT.replace(before, after)
    assert text != TEXT
    shift = len(after) - len(before)
    start = TEXT.index(before)

    def moved(span: Span) -> Span:
        return Span(span.start + shift * (span.start > start), span.end + shift * (span.end > start))

    return replace(
        one,
        document=replace(one.document, text=text),
        claims=tuple(replace(claim, spans=tuple(map(moved, claim.spans))) for claim in one.claims),
        hedges=tuple(replace(hedge, span=moved(hedge.span)) for hedge in one.hedges),
    )


def test_nothing_changed() -> None:
    found = compared(sample(), sample())
    assert [change.kind for change in found] == ["kept", "kept"]
    assert not any(change.is_notable for change in found)


def test_a_claim_that_moved_is_kept() -> None:
    new = rewritten("[Harbour Post] ", "[Harbour Post] Good news from the harbour, from the mayor herself. ")
    found = compared(sample(), new)
    assert (found[0].kind, found[0].before, found[0].after) == ("kept", *["The bridge may reopen in June"] * 2)
    assert not any(change.is_notable for change in found)


def test_a_word_of_a_claim_changed() -> None:
    found = compared(sample(), rewritten("reopen in June", "reopen in late July"))
    assert found[0].kind == "altered"
    assert found[0].changes == (Change("June", "late July"),)
    assert found[0].is_notable and not found[1].is_notable


def test_a_hedge_that_is_lost_is_told() -> None:
    new = rewritten("may reopen", "will reopen")
    found = compared(sample(), replace(new, hedges=()))
    assert (found[0].hedges.lost, found[0].hedges.added) == (("may",), ())
    back = compared(replace(new, hedges=()), sample())
    assert (back[0].hedges.lost, back[0].hedges.added) == ((), ("may",))


def test_a_source_and_a_strength_that_changed_are_told() -> None:
    one = sample()
    claim = one.claims[1]
    other = replace(claim, chain=(claim.chain[0], Hop("rolf-dahl", "stated_by")), score=Score("v1", 0.9, None, 3, ()))
    found = compared(one, replace(one, claims=(one.claims[0], other)))
    assert (found[1].kind, found[1].chain_before, found[1].chain_after) == (
        "kept",
        ("Harbour Post", "Coast Weekly"),
        ("Harbour Post", "rolf-dahl"),
    )
    assert (found[1].strength_before, found[1].strength_after) == (0.4013, 0.9)


def test_claims_that_went_and_came() -> None:
    one = sample()
    found = compared(one, replace(one, claims=one.claims[:1]))
    assert [(c.kind, c.after_id) for c in found] == [("kept", one.claims[0].id), ("gone", None)]
    found = compared(replace(one, claims=one.claims[1:]), one)
    assert [(c.kind, c.before_id, c.after_id) for c in found] == [
        ("kept", one.claims[1].id, one.claims[1].id),
        ("new", None, one.claims[0].id),
    ]


def test_words_that_changed_are_written_as_they_stand() -> None:
    assert changed_words("a b, c", "a x  y, c d") == (Change("b", "x  y"), Change("", "d"))
    assert changed_words("x " * 700, "y") == (Change("x " * 700, "y"),)


def test_every_part_of_an_annotation_is_a_mark() -> None:
    marks = marks_of(sample())
    assert {mark.part for mark in marks} == {
        *("publisher", "upstream", "source", "cue", "content", "channel", "hedge", "scope", "claim", "hop"),
    }
    assert len({(mark.part, mark.owner, mark.number) for mark in marks}) == len(marks)
    assert sum(mark.span == at("may") for mark in marks) == 1
