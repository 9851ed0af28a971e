"""Marks in a text on a terminal, the waterfall, the article, the record of a source: on any width, from any text."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.records import AnnotatedDocument
from provenance.registry.model import Entity, Rating
from provenance.report.audit import build_audit
from provenance.report.document import build_document
from provenance.report.source_record import SourceRecord, build_source_record
from provenance.report.terminal import Canvas, Paint, article_lines, audit_lines, document_lines, record_lines
from provenance.report.terminal.marking import Marked, Signs, marked_lines, raised
from provenance.report.terminal.waterfall import Waterfall
from provenance.report.text import clean, width
from provenance.spans import Span
from provenance.store.around import Around, UpstreamText
from provenance.store.cards import Neighbour, SourceCard
from provenance.store.source_record import ClaimsTally, PublishedDocument, SourceClaim, SourceDrift, StoredRecord
from tests.report.sample import TEXT, at, hostile, sample

SIGNS = Signs(("[", "]"), ("~", "~"))
ANSI = re.compile(r"\x1b\[[0-9]+m")
WIDTHS = (40, 60, 80, 120)


def drawn(text: str, *marks: Marked, columns: int = 80, paint: bool = False) -> str:
    return "\n".join(marked_lines(text, 0, marks, Canvas(columns, Paint(paint)), SIGNS))


def test_claims_and_hedges_are_marked_in_their_text() -> None:
    text = "He said it may reopen."
    assert drawn(text, Marked("claim", Span(8, 21)), Marked("hedge", Span(11, 14))) == "He said [it ~may~ reopen]."
    assert drawn(text, Marked("claim", Span(8, 21), 12)) == "He said [it may reopen]¹²."


def test_marks_that_nest_and_overlap_are_signs_in_pairs() -> None:
    text = "one two three four"
    inner, outer = Marked("claim", Span(4, 7), 2), Marked("claim", Span(0, 13), 1)
    assert drawn(text, inner, outer) == "[one [two]² three]¹ four"
    assert drawn(text, Marked("claim", Span(0, 7), 1), Marked("claim", Span(4, 13), 2)) == "[one [two]¹ three]² four"
    beyond = (Marked("claim", Span(-5, 3)), Marked("claim", Span(14, 99)), Marked("claim", Span(5, 5)))
    assert drawn(text, *beyond) == "[one] two three [four]"


def test_colours_go_over_the_ends_of_lines_and_change_no_character() -> None:
    text = "word " * 60
    marks = (Marked("claim", Span(10, 200)), Marked("hedge", Span(50, 100)))
    plain, painted = drawn(text, *marks, columns=40), drawn(text, *marks, columns=40, paint=True)
    assert ANSI.sub("", painted) == plain
    assert painted.count("\x1b[1m") > 2
    assert painted.count("\x1b[33m") == 2
    assert all(line.count("\x1b[0m") == len(re.findall(r"\x1b\[(?:1|33)m", line)) for line in painted.split("\n"))


def test_a_text_with_the_usual_signs_gets_others() -> None:
    assert Signs.for_text("a [b] c").claim == ("⟦", "⟧")
    assert Signs.for_text("a ~ c") == Signs(("[", "]"), ("≈", "≈"))
    assert raised(120) == "¹²⁰"


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5), st.sampled_from(WIDTHS))
def test_marks_leave_the_words_as_they_are(text: str, places: list[tuple[int, int]], columns: int) -> None:
    marks = [Marked("claim", Span(min(p), max(p))) for p in places]
    signs = Signs.for_text(text)
    lines = list(marked_lines(text, 0, marks, Canvas(columns), signs))
    assert all(width(line) <= columns for line in lines)
    if "⟦" not in text and "⟧" not in text:
        without = "".join(lines)
        for sign in signs.claim:
            without = without.replace(sign, "")
        assert without.replace(" ", "") == clean(text).replace(" ", "")


def test_private_characters_of_a_text_are_no_marks() -> None:
    assert drawn("a \ue000b\ue001 c", Marked("claim", Span(0, 1))) == "[a] <U+E000>b<U+E001> c"


def test_the_waterfall_begins_where_the_row_before_ended() -> None:
    fall = Waterfall.of([-0.8, 0.4, 1.2], 0.8, 80)
    bars = [fall.bar(0.0, -0.8), fall.bar(-0.8, -0.4), fall.bar(-0.4, 0.8)]
    assert [bar.rstrip() for bar in bars] == ["▒▒▒▒▒▒", "███", "   █████████"]
    assert {len(bar) for bar in bars} == {fall.size}
    assert fall.bar(0.0, 0.0).strip() == "█"
    assert Waterfall.of([1.0], 1.0, 40).bar(0.0, 1.0) == ""


@given(st.lists(st.floats(-5, 5), max_size=9), st.sampled_from(WIDTHS))
def test_bars_fit_their_column(points: list[float], columns: int) -> None:
    fall = Waterfall.of(points, sum(points), columns)
    at_ = 0.0
    for one in points:
        bar = fall.bar(at_, at_ + one)
        assert len(bar) == fall.size
        assert not fall.size or bar.strip()
        at_ += one


def wide() -> AnnotatedDocument:
    """The sample with wide characters in the place of a word, a name and the title."""
    one = sample(TEXT.replace("bridge", "大橋大橋大橋", 1), path="news/" + "橋" * 60 + ".txt")
    sources = tuple(replace(ref, name="港" * 30) for ref in one.sources)
    return replace(one, document=replace(one.document, title="橋" * 90), sources=sources)


def deep() -> AnnotatedDocument:
    """The sample with a chain of thirty hops."""
    one = sample()
    claim = one.claims[0]
    chain = (claim.chain[0], *[claim.chain[2]] * 28, claim.chain[3])
    return replace(one, claims=(replace(claim, chain=chain),))


OWN = UpstreamText("northern-wire", "e" * 20, "wire-1", f"wire/{'x' * 60}.html", "same_text", 0.91, (Span(4, 33), Span(50, 61)))


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("make", [sample, wide, deep])
def test_all_lines_fit_the_terminal(columns: int, make: object) -> None:
    one: AnnotatedDocument = make()  # type: ignore[operator]
    canvas, document = Canvas(columns), build_document(one)
    around = Around(one.claims[0].id, looked=True, upstreams=(OWN,))
    audits = [line for claim in one.claims for line in audit_lines(build_audit(one, claim.id, {}, (), around), canvas)]
    lines = [*audits, *document_lines(document, canvas), *article_lines(document, canvas), *record_lines(record(), canvas)]
    assert [line for line in lines if width(line) > columns] == []


def test_the_audit_shows_the_claim_in_its_sentence() -> None:
    one = sample()
    text = "\n".join(audit_lines(build_audit(one, one.claims[0].id)))
    assert "[Harbour Post] ⟦The bridge ~may~ reopen in June⟧, Mayor Ada" in text
    assert "(0-94) ⟦claim⟧ ~hedge~" in text


def test_a_hop_names_the_document_and_the_place_of_its_words() -> None:
    one = sample()
    around = Around(one.claims[0].id, looked=True, upstreams=(OWN,))
    text = "\n".join(audit_lines(build_audit(one, one.claims[0].id, {}, (), around), Canvas(160)))
    assert '"Mayor Ada Lindqvist told Northern Wire on May 3" (46-93) in bridge.txt, 90%' in text
    assert "its own text    same_text 0.91: wire/" in text
    assert "(4-33, 50-61), claim eeeeeeee" in " ".join(text.replace("│", "").split())


def test_the_score_is_a_waterfall() -> None:
    one = sample()
    lines = list(audit_lines(build_audit(one, one.claims[0].id)))
    first = next(line for line in lines if "-0.40" in line)
    second = next(line for line in lines if "+0.35" in line)
    assert "▒" in first and "█" in second
    assert first.index("▒") <= second.index("█")


def test_the_article_has_its_notes_below_each_passage() -> None:
    lines = list(article_lines(build_document(sample())))
    text = "\n".join(lines)
    assert "   0  0.34      [Harbour Post] ⟦The bridge ~may~ reopen in June⟧¹, Mayor Ada" in text
    assert "                ¹ Ada Lindqvist (told), indirect, 0.34; Harbour Post ← Coast\n                  Weekly" in text
    assert "   1            (Reprinted from Coast Weekly)\n      credit" in text
    assert "strongest claims" in text and "weakest claims" in text
    assert "▼ weakest" in text and "▲ strongest" in text


def test_contents_over_several_passages_are_cut_to_each() -> None:
    one = sample()
    long = replace(one.attributions[0], contents=(Span(at("reopen").start, at("closed in").end),))
    document = build_document(replace(one, attributions=(long,)))
    assert [[mark.span.of(TEXT)[:6] for mark in p.marks if mark.kind == "content"] for p in document.article] == [
        ["reopen"],
        ["(Repri"],
        ["The br"],
    ]


def test_a_document_without_claims_is_an_article_too() -> None:
    one = replace(sample(), claims=(), attributions=(), hedges=())
    assert "No claims were found in it." in "\n".join(article_lines(build_document(one)))


@pytest.mark.parametrize("mark", ["\x1b[2J", "\x1b]0;x\x07", "\x9b31m", "\u202e", "\r", "\x08", "\u2028", "\ue000"])
def test_a_hostile_text_cannot_command_the_terminal(mark: str) -> None:
    one = hostile(mark)
    document = build_document(one)
    lines = [*article_lines(document), *audit_lines(build_audit(one, one.claims[0].id)), *record_lines(record(mark))]
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\ue000-\uf8ff]", "".join(lines))


def record(odd: str = "") -> SourceRecord:
    """The record of a source with everything in it; `odd` stands in all texts of strangers."""
    where = "d0c", f"news/{odd}bridge.txt", 3
    claim = SourceClaim("c" * 20, f"The bridge {odd} may reopen", *where, "affirms", 0.34, True, True, False)
    card = SourceCard(
        id=f"northern-wire{odd}",
        name=f"Northern Wire{odd}",
        type="news_agency",
        known=True,
        published=12,
        upstream_of=2,
        relayed=7,
        originated=4,
        names=(f"Northern Wire{odd}", "NW"),
        relays=(Neighbour("ada", f"Ada {odd}", 5),),
        relayed_by=(Neighbour("post", f"Harbour Post {odd}", 3),),
        judgements=(),
    )
    stored = StoredRecord(
        card,
        (PublishedDocument("d", f"a{odd}.txt", f"Title {odd}", "2024-05-04", 9),),
        ClaimsTally(4, 1, 1, 1, 3, 1, 1, 1, (0.2, 0.3, 0.6)),
        (claim,),
        (replace(claim, id="f" * 20),),
        (("hedge_lost", 7), ("number_changed", 2)),
        (SourceDrift("hedge_lost", f"may{odd}", "", f"The upstream hedges it {odd}.", "a" * 20, "x.txt", None),),
    )
    rated = Rating("northern-wire", "B", "Example Raters", "2024-01-01", "CC0")
    entity = Entity("northern-wire", f"Northern Wire{odd}", "news_agency", country="NO") if not odd else None
    return build_source_record(entity, stored, [rated])


def test_the_record_of_a_source() -> None:
    text = "\n".join(record_lines(record()))
    for words in (
        "Northern Wire (northern-wire)",
        "rated           B by Example Raters (2024-01-01)",
        "published       12 documents",
        "… and 11 more",
        "relays          Ada (5)",
        "relayed by      Harbour Post (3)",
        "hedged          1 of 4 (25%)",
        "corroborated    1 of 3 (33%), by a further origin",
        "1 not compared with other documents yet",
        "0.20 to 0.60, mean 0.37, median 0.30",
        "drift           other documents have its words otherwise 9 times: hedge_lost 7, number_changed 2",
        "passage 3, hedged, contradicted",
    ):
        assert " ".join(words.split()) in " ".join(text.split()), words


def test_a_source_that_no_document_names() -> None:
    found = build_source_record(Entity("x", "X", "news_agency"), None)
    assert "no document of this database names it" in "\n".join(record_lines(found))
    with pytest.raises(ValueError, match="a record needs"):
        build_source_record(None, None)
