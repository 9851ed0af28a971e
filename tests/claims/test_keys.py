from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from provenance.claims.keys import shingles_of, somebody
from provenance.claims.link import Linker
from tests.claims.linking import linker, registry, said

CLAIM = said("Rosa Talbrin sold 300 zeppelins to Norway", "a", "rosa-talbrin", holder="Talbrin")


def test_keys_are_the_same_on_every_machine() -> None:
    """They are stored: a new release of the sketching library that sketches otherwise must not pass unseen."""
    keys = linker().keys(CLAIM)
    assert len(keys) == len(set(keys)) == 24
    assert keys[:2] == (872693314785947009, 1201218568491553012)
    assert Linker(registry()).keys(CLAIM) == keys


def test_copies_and_paraphrases_share_keys() -> None:
    other = said("Norway has bought 300 zeppelins from Rosa Talbrin", "b", "someone-else")
    assert set(linker().keys(CLAIM)) & set(linker().keys(other))


def test_what_one_person_said_shares_a_key_with_what_he_said_elsewhere() -> None:
    one = said("the zeppelins will be late", "a", "rosa-talbrin", holder="Talbrin")
    two = said("nobody has paid for a single one of those zeppelins", "b", "rosa-talbrin", holder="Talbrin")
    assert set(linker().keys(one)) & set(linker().keys(two))


def test_nobody_is_no_common_holder() -> None:
    assert somebody("rosa-talbrin")
    assert not any(map(somebody, ("unspecified", "unknown-publisher", "anon:officials", "group:analysts", "unresolved:the-post")))


def test_shingles_leave_out_pairs_of_stop_words() -> None:
    assert shingles_of(("one", "of", "the", "bridges")) == ["the bridges"]


@given(st.text())
def test_any_claim_has_a_bounded_number_of_keys(text: str) -> None:
    keys = linker().keys(said(text, "a"))
    assert len(keys) <= 40
    assert all(0 <= key < 2**63 for key in keys)
    assert tuple(sorted(set(keys))) == keys
