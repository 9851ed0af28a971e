"""What an audit says of other documents: counts in words, the same by origin, denials, drift; on any width."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from provenance.report.audit import Audit, build_audit
from provenance.report.standing import NOT_LOOKED, contradiction, corroboration, name_of, origins_of
from provenance.report.terminal import Canvas, Paint, audit_lines
from provenance.report.terminal.standing import SHOWN, standing_lines
from provenance.report.text import width
from provenance.store.around import Around, DriftView, NearClaim
from tests.report.sample import sample

CLAIM = sample().claims[0].id


def near(n: int, origin: str = "ada-lindqvist", reason: str = "same_origin", **more: object) -> NearClaim:
    one = NearClaim(
        claim_id=f"{n:020x}",
        text="The bridge will reopen in June, and the ferry stops",
        document_id=f"doc-{n}",
        locator=f"news/of-the-north/{n}.html",
        publisher="Fjord Daily",
        chain=f"fjord-daily > northern-wire > {origin}",
        origin=origin,
        origin_name=origin.replace("-", " ").title(),
        reason=reason,
        detail="Both have it from Ada Lindqvist.",
    )
    return replace(one, **more)  # type: ignore[arg-type]


OWN = near(0, reason="independent", claim_id=CLAIM, detail="The first claim counted to Ada Lindqvist.")
DRIFT = DriftView(
    "hedge_added", "", "may", 'The upstream states it as a fact; here it is hedged ("may").', "f" * 20, "wire/1.html"
)
FULL = Around(
    CLAIM,
    looked=True,
    origins=3,
    documents=5,
    own=OWN,
    same=(
        near(1, kind="same_text", score=0.91, link="91% of the words are the same."),
        near(2, "coast-guard", "independent", detail="The first claim counted to Coast Guard."),
        near(3, "unknown", "unknown_origin", detail="Who stands behind it cannot be known."),
        near(4, "circle", "circular", detail="A cites B."),
    ),
    against=(near(5, "rolf-dahl", "", detail="One denies what the other states."),),
    drift=(DRIFT, replace(DRIFT, kind="number_changed", detail="The upstream has 12; here it is 20.")),
)


def audit(around: Around | None) -> Audit:
    one = sample()
    return build_audit(one, CLAIM, {}, (), around)


def flat(around: Around | None, columns: int = 80) -> str:
    return " ".join(" ".join(audit_lines(audit(around), Canvas(columns))).split())


@pytest.mark.parametrize(
    ("around", "said"),
    [
        (Around(CLAIM, looked=False), f"1 origin, X; other documents: {NOT_LOOKED}"),
        (Around(CLAIM, looked=True), "1 origin, X; no other document states it"),
        (
            replace(FULL, origins=1, same=FULL.same[:1], documents=2),
            "1 origin behind 2 claims in 2 documents: the others add none",
        ),
        (FULL, "3 independent origins behind 5 claims in 5 documents"),
        (replace(FULL, more=7), "3 independent origins behind 12 claims in 5 documents"),
        (replace(FULL, own=replace(OWN, reason="circular", detail="A cites B.")), "circular: A cites B."),
    ],
)
def test_corroboration_in_one_sentence(around: Around, said: str) -> None:
    assert corroboration(around, "X") == said


def test_corroboration_of_what_nobody_is_named_for() -> None:
    assert corroboration(Around(CLAIM, looked=True), "") == "no origin that the text names; no other document states it"


def test_contradiction_names_three_and_counts_the_rest() -> None:
    assert contradiction((), looked=False) == NOT_LOOKED
    assert contradiction((), looked=True) == "none found in other documents"
    many = [near(n, origin) for n, origin in enumerate(("a-b", "c-d", "a-b", "e-f", "g-h", "i-j"))]
    assert contradiction(many[:3], looked=True) == "by A B, C D"
    assert contradiction(many, looked=True) == "by A B, C D, E F and 2 more"


def test_origins_come_own_first_and_the_nameless_last() -> None:
    assert [(view.name, len(view.claims)) for view in origins_of(FULL)] == [
        ("Ada Lindqvist", 1),
        ("Coast Guard", 1),
        ("a circle of outlets", 1),
        ("nobody that can be known", 1),
    ]
    assert name_of("unknown", "unknown") == "nobody that can be known"


def test_the_audit_shows_corroboration_denials_and_drift_with_where_they_stand() -> None:
    text = flat(FULL)
    for expected in (
        "3 independent origins behind 5 claims in 5 documents",
        "by Rolf Dahl",
        "counted as independent: The first claim counted to Ada Lindqvist.",
        "origin Ada Lindqvist (1 further claim)",
        "[same_text 0.91: 91% of the words are the same.]",
        "same_origin: Both have it from Ada Lindqvist.",
        "against",
        "One denies what the other states.",
        'drift hedge_added: The upstream states it as a fact; here it is hedged ("may"). (wire/1.html, ffffffff)',
        "number_changed: The upstream has 12; here it is 20.",
    ):
        assert expected in text


def test_the_audit_says_that_nobody_looked_and_that_nothing_was_found() -> None:
    assert NOT_LOOKED in flat(Around(CLAIM, looked=False))
    assert NOT_LOOKED in flat(None)
    assert "no other document states it" in flat(Around(CLAIM, looked=True))
    assert "none found in other documents" in flat(Around(CLAIM, looked=True))
    (line,) = standing_lines(Around(CLAIM, looked=True))
    assert "no other claim says the same or the opposite" in line


def test_an_audit_with_others_has_all_that_one_without_has() -> None:
    with_others, without = audit(FULL), audit(None)
    assert (with_others.chain, with_others.rows, with_others.hedges) == (without.chain, without.rows, without.hedges)


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_lines_fit_the_terminal(columns: int) -> None:
    long = replace(
        near(6, "o" * 70), text="word " * 200, locator="folder/" * 30, chain="source-with-a-name > " * 20, detail="d " * 99
    )
    crowded = replace(FULL, same=(*FULL.same, long), against=(long,))
    for around in (FULL, crowded, Around(CLAIM, looked=True), Around(CLAIM, looked=False)):
        lines = [*audit_lines(audit(around), Canvas(columns)), *standing_lines(around, Canvas(columns))]
        assert max(map(width, lines)) <= columns


def test_many_claims_of_an_origin_are_cut_with_word_of_where_all_are() -> None:
    many = replace(FULL, same=tuple(near(n) for n in range(1, SHOWN + 4)))
    assert "… 3 more; v_origins has all" in "\n".join(standing_lines(many))


def test_many_denials_are_cut_with_word_of_it() -> None:
    many = replace(FULL, against=tuple(near(n, f"o-{n}") for n in range(1, SHOWN + 4)))
    assert "… 3 more; v_links has all" in "\n".join(standing_lines(many))


def test_of_a_group_too_large_to_read_it_is_told_how_many_are_not_shown() -> None:
    assert "7 more claims of the group not read; v_origins has all" in "\n".join(standing_lines(replace(FULL, more=7)))


@pytest.mark.parametrize("mark", ["\x1b[2J", "\x1b]0;x\x07", "\x9b31m", "\u202e", "\r", "\x08"])
def test_a_hostile_text_cannot_command_the_terminal(mark: str) -> None:
    words = dict.fromkeys(("text", "locator", "chain", "origin_name", "detail", "link"), f"a{mark}b")
    hostile = near(1, kind="same_text", score=0.9, **words)
    drift = replace(DRIFT, detail=f"a{mark}b", upstream_locator=f"a{mark}b")
    around = replace(FULL, own=replace(OWN, detail=f"a{mark}b"), same=(hostile,), against=(hostile,), drift=(drift,))
    lines = [*standing_lines(around), *audit_lines(audit(around))]
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "".join(lines))


def test_colours_change_no_character() -> None:
    painted = "\n".join(standing_lines(FULL, Canvas(80, Paint(True))))
    assert re.sub(r"\x1b\[[0-9]+m", "", painted) == "\n".join(standing_lines(FULL, Canvas(80)))
