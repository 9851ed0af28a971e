"""What is told to have changed on the way from an upstream's text, each with own sentences, and what is not told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.claims.drift import Version, drifts
from provenance.links import DRIFT_KINDS, Drift
from tests.claims.origins import copied, opposed, same, stated

NAMES = {"wire": "The Wire", "mail": "The Mail", "ann": "Ann Lee"}


def version(id_: str, chain: tuple[str, ...], text: str, **more: object) -> Version:
    holder = str(more.pop("holder", ""))
    return Version(stated(id_, *chain, text=text, holder=holder), **more)  # type: ignore[arg-type]


def changed(there: Version, here: Version, link=copied) -> tuple[Drift, ...]:
    """What the claim "b" here has otherwise than "a" there."""
    return drifts({"a": there, "b": here}, [link("a", "b")], NAMES)


def told(there: str, here: str, **more: object) -> list[tuple[str, str, str]]:
    """Kind, before and after between the words of a wire and those of an outlet that has it from the wire."""
    found = changed(version("a", ("wire",), there), version("b", ("mail", "wire"), here, **more))
    assert all((d.claim, d.upstream) == ("b", "a") and d.detail.endswith(".") for d in found)
    return [(d.kind, d.before, d.after) for d in found]


def test_a_hedge_that_was_lost_is_told_with_its_words() -> None:
    there = version("a", ("wire", "ann"), "The bridge may have been closed.", hedges=("may",), reported=True, named=True)
    here = version("b", ("mail", "wire", "ann"), "The bridge was closed.", reported=True, named=True)
    (one,) = changed(there, here)
    assert (one.kind, one.before, one.after) == ("hedge_lost", "may", "")
    assert one.detail == 'The upstream hedges it ("may"); here it is stated as a fact.'


def test_a_hedge_that_came_on_the_way_is_told() -> None:
    (one,) = changed(
        version("a", ("wire",), "The bridge was closed."),
        version("b", ("mail", "wire"), "The bridge was reportedly closed, it seems.", hedges=("reportedly", "it seems")),
    )
    assert (one.kind, one.before, one.after) == ("hedge_added", "", "reportedly, it seems")


def test_other_hedges_are_no_drift_because_no_scale_says_which_is_more() -> None:
    there = version("a", ("wire",), "The bridge may close.", hedges=("may",))
    assert changed(there, version("b", ("mail", "wire"), "The bridge might close.", hedges=("might",))) == ()


def test_an_attribution_that_was_dropped_names_whose_word_it_was() -> None:
    there = version("a", ("wire", "ann"), "The bridge is closed.", reported=True, named=True, holder="Ann Lee, the mayor,")
    here = version("b", ("mail", "wire"), "The bridge is closed.", reported=True, named=True, holder="The Wire")
    (one,) = changed(there, here)
    assert (one.kind, one.before, one.after) == ("attribution_dropped", "Ann Lee, the mayor,", "The Wire")
    assert one.detail == "The Wire has it from Ann Lee, the mayor,; here it is The Wire's own statement."


@pytest.mark.parametrize("holder", ["Ann Lee, the mayor,", "the mayor", ""])
def test_an_attribution_that_stands_within_the_claim_was_not_dropped(holder) -> None:
    there = version("a", ("wire", "ann"), "The bridge is closed.", reported=True, named=True, holder=holder)
    here = version(
        "b", ("mail", "wire"), "Mayor Ann Lee said that the bridge is closed", reported=True, named=True, holder="The Wire"
    )
    assert changed(there, here) == ()


def test_an_unnamed_source_that_got_a_name_and_a_named_one_that_lost_it_are_told() -> None:
    unnamed = {"reported": True, "named": False, "holder": "an official"}
    named = {"reported": True, "named": True, "holder": "Ann Lee"}
    text = "The bridge is closed."
    (one,) = changed(version("a", ("wire", "anon:o"), text, **unnamed), version("b", ("mail", "wire", "ann"), text, **named))
    assert (one.kind, one.before, one.after) == ("source_named", "an official", "Ann Lee")
    (one,) = changed(version("a", ("wire", "ann"), text, **named), version("b", ("mail", "wire", "anon:o"), text, **unnamed))
    assert (one.kind, one.before, one.after) == ("source_unnamed", "Ann Lee", "an official")


@pytest.mark.parametrize(
    ("there", "here", "before", "after"),
    [
        ("The flood killed 12 people.", "The flood killed 20 people.", "12", "20"),
        ("Some 80% of the grain was lost.", "Some 60 percent of the grain was lost.", "80%", "60%"),
        ("It cost 3,000 dollars.", "It cost 4,500 dollars.", "3,000 $", "4,500 $"),
    ],
)
@pytest.mark.parametrize("link", [copied, opposed])
def test_a_number_that_changed_is_told_also_where_the_two_oppose_each_other(there, here, before, after, link) -> None:
    (one,) = changed(version("a", ("wire",), there), version("b", ("mail", "wire"), here), link)
    assert (one.kind, one.before, one.after) == ("number_changed", before, after)


@pytest.mark.parametrize(
    ("there", "here"),
    [
        ("Some 80% of the grain was lost.", "Some eighty per cent of the grain was lost."),
        ("It moved 3,000 tonnes.", "It moved three thousand tonnes."),
        ("The flood killed 12 people.", "The flood killed 12 people in 3 towns."),
        ("It stands 600 m high.", "It stands 1,968 ft high."),
    ],
)
def test_the_same_number_written_otherwise_or_one_more_is_no_drift(there: str, here: str) -> None:
    assert told(there, here) == []


@pytest.mark.parametrize(
    ("there", "here", "before", "after"),
    [
        ("The bridge was closed on May 26.", "The bridge was closed on May 28.", "05-26", "05-28"),
        ("The bridge was closed in June 2021.", "The bridge was closed in June 2022.", "2021", "2022"),
    ],
)
def test_a_date_that_changed_is_told(there: str, here: str, before: str, after: str) -> None:
    assert told(there, here) == [("date_changed", before, after)]


def test_a_date_that_only_one_gives_is_no_drift() -> None:
    assert told("The bridge was closed.", "The bridge was closed on May 28, 2021.") == []


@pytest.mark.parametrize("marks", ["“”", '""', "«»", "„“"])
def test_a_quotation_that_was_altered_is_told_with_both_wordings(marks: str) -> None:
    before, after = "we will never close this old bridge", "we will never close this bridge again"
    there, here = (f"The mayor said {marks[0]}{words}{marks[1]} on Monday." for words in (before, after))
    assert told(there, here) == [("quotation_altered", before, after)]


def test_short_words_in_straight_quotes_do_not_turn_what_stands_between_into_quotations() -> None:
    there = 'He called it "safe" when the engineers came for the yearly look at it and "old" later.'
    here = 'He called it "safe" when engineers came to have the yearly look at it and "old" later.'
    assert told(there, here) == []


def test_a_quotation_within_what_the_upstream_writes_or_of_something_else_is_no_drift() -> None:
    words = "we will never close this old bridge"
    assert told(f"He said “{words}, whatever it costs”.", f"He said “{words}”.") == []
    assert told(f"He said {words}.", f"He said “{words}”.") == []
    assert told(f"He said “{words}”.", "He said “the harbour dues are far too high”.") == []


def test_only_an_upstream_that_is_stated_is_compared() -> None:
    hedged = version("a", ("wire",), "The bridge may close.", hedges=("may",))
    text = "The bridge will close."
    assert changed(hedged, version("b", ("mail",), text)) == ()
    assert changed(hedged, version("b", ("wire", "wire"), text)) == ()
    assert len(changed(hedged, version("b", ("mail", "relay", "wire", "ann"), text))) == 1
    unknown = version("a", ("unknown-publisher",), "The bridge may close.", hedges=("may",))
    assert changed(unknown, version("b", ("mail", "unknown-publisher"), text)) == ()


def test_the_order_of_ids_and_of_links_plays_no_part() -> None:
    later = version("z", ("wire",), "The bridge may close.", hedges=("may",))
    here = version("b", ("mail", "wire"), "The bridge will close.")
    other = version("c", ("echo", "wire"), "The bridge will close.")
    links = [same("b", "z"), same("c", "z")]
    found = drifts({"z": later, "b": here, "c": other}, links)
    assert [(d.claim, d.upstream, d.kind) for d in found] == [("b", "z", "hedge_lost"), ("c", "z", "hedge_lost")]
    assert drifts({"c": other, "b": here, "z": later}, links[::-1]) == found


def test_two_outlets_that_cite_each_other_are_each_others_upstream() -> None:
    one = version("a", ("wire", "mail"), "The bridge may close.", hedges=("may",))
    two = version("b", ("mail", "wire"), "The bridge will close.")
    assert {(d.claim, d.kind) for d in changed(one, two)} == {("b", "hedge_lost"), ("a", "hedge_added")}


WORDS = st.lists(
    st.sampled_from(["“", "”", '"', "12", "80%", "May 26", "2021", "$5", "bridge", "never", "closed", "«", "»", "„", "mayor,"]),
    max_size=25,
).map(" ".join)


@given(WORDS, st.booleans(), st.lists(st.sampled_from(["may", "could"]), max_size=2).map(tuple))
def test_equal_texts_with_equal_credits_have_no_drift(text, named, hedges) -> None:
    more = {"hedges": hedges, "reported": True, "named": named}
    assert changed(version("a", ("wire", "ann"), text, **more), version("b", ("mail", "wire", "ann"), text, **more)) == ()


@given(WORDS, WORDS)
def test_arbitrary_words_give_only_known_kinds_with_words_on_both_sides(there, here) -> None:
    for kind, before, after in told(there, here):
        assert kind in DRIFT_KINDS
        assert before
        assert after
