"""Which claims have one origin, and why. For laws see test_origin_laws.py, for a corpus and the seeds test_origins_found.py."""

from __future__ import annotations

import pytest

from provenance.claims.circles import circles
from provenance.claims.origins import CIRCLE, LONG, UNKNOWN, collapse, groups_of, independent, is_knowable
from provenance.links import ORIGIN_REASONS, CountedTo
from tests.claims.origins import WORLD, copied, opposed, same, stated

SHORT = "The bridge is closed."
LONG_TEXT = " ".join(f"word{n}" for n in range(LONG))


def counted(*claims: tuple[str, ...], links: str = "", text: str = SHORT) -> dict[str, CountedTo]:
    """What claims "a", "b", … come to, given by chains and linked one after the other ("t": a copy, "c": the same claim)."""
    statements = [stated(chr(97 + n), *chain, text=text) for n, chain in enumerate(claims)]
    kinds = links or "c" * (len(claims) - 1)
    found = [(copied if k == "t" else same)(chr(97 + n), chr(98 + n)) for n, k in enumerate(kinds)]
    return {one.claim: one for one in collapse(statements, found, WORLD)}


def origins(found: dict[str, CountedTo]) -> tuple[str, ...]:
    assert len({one.group for one in found.values()}) == 1
    return independent(found.values())


def test_a_claim_without_links_is_alone_and_its_own_origin() -> None:
    (one,) = collapse([stated("a", "post", "ann")], [], WORLD)
    assert (one.origin, one.reason, one.group, one.through) == ("ann", "alone", "a", None)
    assert one.detail == "No other claim says the same."


def test_two_outlets_that_have_it_from_one_person_are_one_origin() -> None:
    found = counted(("post", "ann"), ("mail", "ann"))
    assert origins(found) == ("ann",)
    assert (found["a"].reason, found["b"].reason, found["b"].through) == ("independent", "same_origin", "a")
    assert found["b"].detail == "Both have it from Name of ann."


def test_two_named_persons_in_two_outlets_are_two_origins() -> None:
    found = counted(("post", "ann"), ("mail", "bob"))
    assert origins(found) == ("ann", "bob")
    assert {one.reason for one in found.values()} == {"independent"}


@pytest.mark.parametrize(
    "chains", [(("post", "wire", "ann"), ("mail", "wire", "bob")), (("wire", "ann"), ("mail", "wire", "bob"))]
)
def test_one_newsroom_on_both_ways_vouches_once(chains: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
    found = counted(*chains)
    assert len(origins(found)) == 1
    assert found["b"].reason == "same_relay"
    assert found["b"].detail == "Name of wire stands in the chains of both."


def test_an_agency_and_the_outlet_that_cites_it_are_one_origin() -> None:
    found = counted(("wire",), ("post", "wire"))
    assert (origins(found), found["b"].reason) == (("wire",), "same_origin")


def test_outlets_of_one_house_are_one_origin_and_it_says_which_house() -> None:
    found = counted(("north-post", "ann"), ("south-post", "bob"))
    assert len(origins(found)) == 1
    assert (found["b"].reason, found["b"].through) == ("same_group", "a")
    assert "Name of south-post belongs to Name of post-house" in found["b"].detail


def test_a_transport_stands_for_nobody() -> None:
    found = counted(("post", "ann", "portal"), ("mail", "ann"))
    assert (origins(found), found["b"].reason) == (("ann",), "transport")
    assert found["b"].detail == "Name of portal only carries it; behind it stands Name of ann, as in the other."


def test_two_who_were_read_on_one_platform_stay_two() -> None:
    assert origins(counted(("post", "portal", "ann"), ("mail", "portal", "bob"))) == ("ann", "bob")


def test_two_documents_of_a_transport_alone_are_one_unknown_origin() -> None:
    assert origins(counted(("portal",), ("portal",))) == (UNKNOWN,)


def test_a_copy_that_names_nobody_is_no_origin() -> None:
    found = counted(("wire", "zoe"), ("mail",), links="t")
    assert (origins(found), found["b"].reason) == (("zoe",), "copied_text")
    assert found["b"].detail == "The text is the same. Linked by the test."


def test_whom_a_copy_was_copied_from_is_the_origin_whatever_their_names_are() -> None:
    """The outlet "aaa" that copied the words comes first by its name, and printed them twice."""
    found = counted(("wire", "zoe"), ("aaa",), ("aaa",), links="tt")
    assert origins(found) == ("zoe",)


def test_the_same_few_words_of_two_named_sources_are_two_origins() -> None:
    assert origins(counted(("post", "ann"), ("mail", "bob"), links="t")) == ("ann", "bob")


def test_the_same_long_text_is_one_origin_whoever_is_named() -> None:
    found = counted(("post", "ann"), ("mail", "bob"), links="t", text=LONG_TEXT)
    assert (len(origins(found)), found["b"].reason) == (1, "copied_text")


@pytest.mark.parametrize("unnamed", ["anon:officials", "group:analysts", "unspecified", "unresolved:smith"])
def test_the_same_few_words_of_an_unnamed_source_are_a_copy(unnamed: str) -> None:
    assert origins(counted(("post", "ann"), ("mail", unnamed), links="t")) == ("ann",)


def test_sources_that_cannot_be_known_count_once_all_together() -> None:
    found = counted(("post", "anon:officials"), ("mail", "group:analysts"), ("echo", "unspecified"), ("unknown-publisher",))
    assert origins(found) == (UNKNOWN,)
    assert {one.reason for one in found.values()} == {"unknown_origin"}
    assert [found[id_].through for id_ in "abcd"] == [None, "a", "a", "a"]


def test_an_unknown_origin_counts_beside_a_named_one() -> None:
    assert origins(counted(("post", "anon:officials"), ("mail", "ann"))) == ("ann", UNKNOWN)


def test_the_key_of_the_unknown_is_nobody_in_particular_to_a_score() -> None:
    from provenance.score.v2.standing import is_named_id

    assert not is_named_id(UNKNOWN)


@pytest.mark.parametrize("chains", [(("post", "mail"), ("mail", "post")), (("post", "mail"), ("mail", "echo"), ("echo", "post"))])
def test_outlets_that_have_it_from_each_other_run_in_a_circle(chains: tuple[tuple[str, ...], ...]) -> None:
    found = counted(*chains)
    assert origins(found) == (CIRCLE,)
    assert {one.reason for one in found.values()} == {"circular"}
    assert found["a"].detail == "Name of post cites Name of mail, which in turn cites Name of post: the circle adds no origin."


def test_a_circle_counts_only_where_nothing_else_supports_it() -> None:
    found = counted(("post", "mail"), ("mail", "post"), ("echo", "ann"))
    assert origins(found) == ("ann",)
    assert [found[id_].origin for id_ in "abc"] == [CIRCLE, CIRCLE, "ann"]


@pytest.mark.parametrize("hanger_on", [("echo", "mail"), ("echo", "post", "mail"), ("echo",)])
def test_who_cites_or_copies_a_circle_stands_on_it_too(hanger_on: tuple[str, ...]) -> None:
    found = counted(("post", "mail"), ("mail", "post"), hanger_on, ("gazette", "ann"), links="ctc")
    assert (found["c"].origin, found["c"].reason) == (CIRCLE, "circular")
    assert origins(found) == ("ann",)


@pytest.mark.parametrize("beyond", ["ann", "anon:officials"])
def test_a_circle_with_a_source_behind_it_is_none(beyond: str) -> None:
    found = counted(("post", "mail"), ("mail", "post"), ("post", beyond))
    assert origins(found) == ("ann" if is_knowable(beyond) else UNKNOWN,)


def test_outlets_that_quote_each_other_on_what_a_person_said_have_that_person() -> None:
    assert origins(counted(("post", "mail", "ann"), ("mail", "post", "ann"))) == ("ann",)


def test_an_outlet_that_quotes_itself_is_no_circle() -> None:
    assert circles([("post", "post"), ("mail", "echo", "mail"), ("a", "b", "a", "b")]) == frozenset()
    assert origins(counted(("post", "post"), ("post", "post"))) == ("post",)


def test_circles_of_any_length_are_found_and_those_who_only_cite_them_are_not_in_them() -> None:
    assert circles([("a", "b"), ("b", "c", "a"), ("d", "a"), ("a", "e")]) == {"a", "b", "c"}
    assert circles([("a", "b"), ("b", "a")]) == {"a", "b"}
    ring = [(str(n), str((n + 1) % 3000)) for n in range(3000)]
    assert len(circles(ring[:2999])) == 0


def test_a_denial_is_no_further_origin() -> None:
    statements = [stated("a", "post", "ann"), stated("b", "mail", "bob")]
    found = collapse(statements, [opposed("a", "b")], WORLD)
    assert [(one.group, one.reason) for one in found] == [("a", "alone"), ("b", "alone")]


def test_groups_hang_together_over_any_number_of_steps_and_ignore_links_to_nowhere() -> None:
    statements = [stated(id_, "post") for id_ in "dcba"]
    links = [same("a", "c"), copied("c", "d"), opposed("a", "b"), same("b", "gone")]
    assert groups_of(statements, links) == [["a", "c", "d"], ["b"]]


def test_every_reason_can_be_met_here() -> None:
    met = {
        one.reason
        for chains, links in (
            ((("post", "ann"),), ""),
            ((("post", "ann"), ("mail", "ann")), ""),
            ((("post", "wire", "ann"), ("mail", "wire", "bob")), ""),
            ((("wire", "ann"), ("mail",)), "t"),
            ((("north-post", "ann"), ("south-post", "bob")), ""),
            ((("post", "mail"), ("mail", "post")), ""),
            ((("post", "anon:a"), ("mail", "anon:b")), ""),
            ((("post", "ann", "portal"), ("mail", "ann")), ""),
        )
        for one in counted(*chains, links=links).values()
    }
    assert met == set(ORIGIN_REASONS)
