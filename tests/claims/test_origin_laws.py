"""Laws of counting origins, over arbitrary chains, links and orders.

Of a text whose publisher nobody knows a copy with a publisher is no mere copy: it tells who printed it. The laws leave those out.
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from provenance.claims.origins import CIRCLE, UNKNOWN, collapse, independent, is_knowable
from provenance.links import ClaimLink, CountedTo, Statement
from tests.claims.origins import WORLD, copied, opposed, same, stated

SOURCES = ("post", "mail", "north-post", "south-post", "wire", "portal", "ann", "bob", "anon:a", "group:b", "unspecified")
WORDS = ("The bridge is closed.", " ".join(f"word{n}" for n in range(30)))
chains = st.lists(st.sampled_from(SOURCES), min_size=1, max_size=4).map(tuple)


@st.composite
def groups(draw: st.DrawFn) -> tuple[list[Statement], list[ClaimLink]]:
    """Claims that are all linked, in one group, by copies and by other words."""
    found = [
        stated(f"{n:02}", *chain, text=draw(st.sampled_from(WORDS)))
        for n, chain in enumerate(draw(st.lists(chains, min_size=1, max_size=7)))
    ]
    links = []
    for n in range(1, len(found)):
        before = draw(st.integers(0, n - 1))
        links.append(draw(st.sampled_from([same, copied]))(found[before].id, found[n].id))
    return found, links


def keys(statements: list[Statement], links: list[ClaimLink]) -> tuple[str, ...]:
    return independent(collapse(statements, links, WORLD))


def origin_of(counted: tuple[CountedTo, ...]) -> dict[str, str]:
    return {one.claim: one.origin for one in counted}


@given(groups(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_plays_no_part_because_documents_come_as_they_come(group, random) -> None:
    statements, links = group
    before = collapse(statements, links, WORLD)
    random.shuffle(statements)
    random.shuffle(links)
    assert collapse(statements, links, WORLD) == before


@given(groups(), st.data())
def test_a_copy_that_names_nobody_changes_nothing_because_its_words_are_counted_already(group, data) -> None:
    statements, links = group
    of = data.draw(st.sampled_from(statements))
    copy = stated("99", "copier", text=of.text)
    assume(WORLD.names_somebody(of))
    before = collapse(statements, links, WORLD)
    after = collapse([*statements, copy], [*links, copied(of.id, "99")], WORLD)
    relays = {hop.source for s in statements for hop in s.chain[:-1]}
    if WORLD.is_cited(of) and of.chain[-1].source == origin_of(before)[of.id] not in relays:
        assert origin_of(after) == {**origin_of(before), "99": origin_of(before)[of.id]}
    assert len(independent(after)) == len(independent(before))


@given(groups(), st.sampled_from(SOURCES), st.data())
def test_a_copy_by_anybody_with_the_credits_it_had_never_adds_an_origin(group, copier, data) -> None:
    statements, links = group
    of = data.draw(st.sampled_from(statements))
    # Where "of" is an outlet's own words, to credit that outlet tells something new: that it is the source of the copy.
    copy = replace(stated("99", copier, *(hop.source for hop in of.chain)), text=of.text)
    assume(WORLD.is_cited(of))
    link = data.draw(st.sampled_from([same, copied]))
    assert len(keys([*statements, copy], [*links, link(of.id, "99")])) <= len(keys(statements, links))


@given(groups(), st.sampled_from(SOURCES), st.data())
def test_a_copy_by_anybody_that_names_nobody_never_adds_an_origin(group, copier, data) -> None:
    statements, links = group
    of = data.draw(st.sampled_from(statements))
    assume(WORLD.names_somebody(of))
    copy = stated("99", copier, text=of.text)
    assert len(keys([*statements, copy], [*links, copied(of.id, "99")])) <= len(keys(statements, links))


@given(groups(), st.data())
def test_a_further_named_origin_by_a_way_of_its_own_is_always_one_more_unless_all_was_a_circle(group, data) -> None:
    statements, links = group
    of = data.draw(st.sampled_from(statements))
    before = keys(statements, links)
    after = keys([*statements, stated("99", "other-paper", "carl")], [*links, same(of.id, "99")])
    assert set(after) == {"carl", *before} - {CIRCLE}


@given(groups())
def test_a_relay_more_never_makes_an_origin_more(group) -> None:
    statements, links = group
    longer = [replace(s, chain=(*s.chain[:1], stated("x", "relay").chain[0], *s.chain[1:])) for s in statements]
    assert len(keys(longer, links)) <= len(keys(statements, links))


@given(groups())
def test_every_claim_is_counted_once_though_there_be_several_reasons(group) -> None:
    statements, links = group
    assert sorted(one.claim for one in collapse(statements, links, WORLD)) == [s.id for s in statements]


@given(groups())
def test_what_was_counted_can_be_followed_to_the_first_claim_of_its_origin(group) -> None:
    statements, links = group
    counted = {one.claim: one for one in collapse(statements, links, WORLD)}
    assert set(counted) == {s.id for s in statements}
    for one in counted.values():
        steps = 0
        while one.through is not None:
            assert counted[one.through].origin == one.origin
            one, steps = counted[one.through], steps + 1
            assert steps <= len(counted)


@given(groups())
def test_no_key_stands_for_two_groups_of_sources_and_none_for_somebody_unnamed(group) -> None:
    statements, links = group
    for one in collapse(statements, links, WORLD):
        assert one.origin in (UNKNOWN, CIRCLE) or (is_knowable(one.origin) and not WORLD.is_transport(one.origin))


@given(groups(), st.data())
def test_denials_change_no_count_because_they_support_nothing(group, data) -> None:
    statements, links = group
    of = data.draw(st.sampled_from(statements))
    denied = [*links, opposed(of.id, "99")]
    with_denial = collapse([*statements, stated("99", "mail", "dora")], denied, WORLD)
    assert tuple(one for one in with_denial if one.claim != "99") == collapse(statements, links, WORLD)
