"""How a claim stands among others: further origins, copies, denials, circles, drift."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provenance.claims.origins import collapse
from provenance.claims.standing import standings
from provenance.links import ClaimLink, Drift, Opposition, Standing, Statement
from tests.claims.origins import WORLD, copied, opposed, same, stated
from tests.timing import computing

DRIFT = Drift("b", "a", "hedge_lost", "may", "", "Lost.")


def standing(statements: list[Statement], links: list[ClaimLink], drifts: tuple[Drift, ...] = ()) -> dict[str, Standing]:
    return standings(statements, links, collapse(statements, links, WORLD), drifts)


def test_a_claim_that_nobody_else_states_has_an_empty_standing() -> None:
    assert standing([stated("a", "post", "ann")], []) == {"a": Standing()}


def test_others_are_the_further_origins_and_copies_the_documents_that_add_none() -> None:
    claims = [stated("a", "wire", "ann"), stated("b", "mail"), stated("c", "echo", "wire", "ann"), stated("d", "post", "bob")]
    found = standing(claims, [copied("a", "b"), copied("a", "c"), same("c", "d")])
    assert found["a"] == Standing(others=("bob",), copies=2)
    assert found["b"] == Standing(others=("bob",), copies=2)
    assert found["d"] == Standing(others=("ann",), copies=0)


def test_two_copies_in_one_document_are_one_and_one_in_the_claims_own_document_is_none() -> None:
    claims = [stated("a", "wire", "ann"), stated("b", "mail", "ann"), stated("c", "mail", "ann"), stated("d", "wire", "ann")]
    claims[2], claims[3] = replace(claims[2], document=claims[1].document), replace(claims[3], document=claims[0].document)
    found = standing(claims, [copied("a", "b"), copied("a", "c"), copied("a", "d")])
    assert [found[id_].copies for id_ in "abcd"] == [1, 1, 1, 1]


def test_each_of_two_opposed_claims_is_the_others_contradiction() -> None:
    found = standing([stated("a", "post", "ann"), stated("b", "mail", "bob")], [opposed("a", "b")])
    assert found["a"] == Standing(opposed=(Opposition("bob", True, "b"),))
    assert found["b"] == Standing(opposed=(Opposition("ann", True, "a"),))


def test_a_denial_reaches_all_who_state_the_same() -> None:
    claims = [stated("a", "post", "ann"), stated("b", "mail", "ann"), stated("c", "echo", "bob"), stated("d", "wire", "dora")]
    found = standing(claims, [same("a", "b"), same("b", "c"), opposed("c", "d")])
    assert {found[id_].opposed for id_ in "abc"} == {(Opposition("dora", True, "d"),)}
    assert {o.source for o in found["d"].opposed} == {"bob"}


@pytest.mark.parametrize(("source", "named"), [("dora", True), ("anon:officials", False), ("group:analysts", False)])
def test_whoever_denies_it_counts_once_named_or_not(source: str, named: bool) -> None:
    claims = [stated("a", "post", "ann"), stated("b", "mail", source), stated("c", "echo", source)]
    found = standing(claims, [opposed("a", "b"), opposed("a", "c"), same("b", "c")])
    assert found["a"].opposed == (Opposition(source, named, "b"),)


def test_a_copy_of_a_denial_is_the_denial_of_the_one_who_made_it() -> None:
    claims = [stated("a", "post", "ann"), stated("b", "copier"), stated("c", "wire", "dora")]
    found = standing(claims, [opposed("a", "b"), opposed("a", "c"), copied("b", "c")])
    assert found["a"].opposed == (Opposition("dora", True, "b"),)


def test_a_copy_of_an_unnamed_denial_names_nobody() -> None:
    claims = [stated("a", "post", "ann"), stated("b", "copier"), stated("c", "wire", "anon:officials")]
    found = standing(claims, [opposed("a", "b"), copied("b", "c")])
    assert [(o.named, o.claim) for o in found["a"].opposed] == [(False, "b")]


def test_denials_swap_sides_those_who_state_it_are_the_further_origins() -> None:
    claims = [
        stated("a", "post", "ann", polarity="denies"),
        stated("b", "mail", "bob"),
        stated("c", "echo", "carl", polarity="denies"),
    ]
    found = standing(claims, [opposed("a", "b"), same("a", "c"), opposed("b", "c")])
    assert found["a"] == Standing(others=("bob",), opposed=(Opposition("carl", True, "c"),))
    assert found["c"] == Standing(others=("bob",), opposed=(Opposition("ann", True, "a"),))
    assert found["b"].others == ()
    assert {o.source for o in found["b"].opposed} == {"ann", "carl"}


def test_who_denies_a_thing_in_two_papers_is_not_against_himself() -> None:
    claims = [stated("a", "post", "ann", polarity="denies"), stated("b", "mail", "ann", polarity="denies")]
    assert standing(claims, [same("a", "b")])["a"].opposed == ()


def test_a_circle_is_told_and_no_further_origin_to_anybody() -> None:
    claims = [stated("a", "post", "mail"), stated("b", "mail", "post"), stated("c", "echo", "ann")]
    found = standing(claims, [same("a", "b"), same("b", "c")])
    assert [found[id_].circular for id_ in "abc"] == [True, True, False]
    assert (found["a"].others, found["c"].others) == (("ann",), ())


def test_drift_stands_with_the_claim_that_it_is_about() -> None:
    claims = [stated("a", "wire"), stated("b", "mail", "wire")]
    found = standing(claims, [same("a", "b")], (DRIFT, replace(DRIFT, kind="date_changed")))
    assert found["a"].drift == ()
    assert [one.kind for one in found["b"].drift] == ["date_changed", "hedge_lost"]


def test_links_to_claims_that_were_not_counted_are_left_out() -> None:
    claims = [stated("a", "post", "ann"), stated("b", "mail", "bob")]
    counted = collapse(claims[:1], [], WORLD)
    assert standings(claims, [opposed("a", "b")], counted) == {"a": Standing()}


def test_time_grows_with_the_copies_of_a_wire_and_not_with_their_square() -> None:
    def seconds(copies: int) -> float:
        claims = [stated(f"{n:05}", f"paper-{n}", "wire", "ann") for n in range(copies)]
        counted = collapse(claims, [copied("00000", one.id) for one in claims[1:]], WORLD)
        return computing(lambda: standings(claims, [], counted))

    seconds(1_000)
    assert seconds(16_000) < 10 * seconds(4_000)  # four times as many: 16 times as long, were it a square
