"""What other documents have to do with a claim, as it is read for an audit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provenance.report.standing import corroboration, origins_of
from provenance.store import Store, around
from tests.store.relating import APART, CLOSED, NOT_CLOSED, Said, article, corpus, id_of, put, relate


def test_nobody_looked(store: Store) -> None:
    put(store, corpus())
    found = store.across.around(id_of(store, "wire.txt"))
    assert (found.looked, found.same, found.against, found.drift, found.own) == (False, (), (), (), None)


def test_the_same_by_origin_those_against_and_what_drifted(store: Store) -> None:
    put(store, corpus())
    relate(store)
    found = store.across.around(id_of(store, "mail.txt"))
    assert (found.looked, found.origins, found.documents, found.more) == (True, 2, 4, 0)
    assert found.own is not None
    assert (found.own.origin, found.own.reason, found.own.kind) == ("ann-lee", "same_origin", None)
    assert [(v.origin, len(v.claims)) for v in origins_of(found)] == [("ann-lee", 2), ("bob-ray", 1)]
    wire = next(one for one in found.same if one.locator == "wire.txt")
    assert (wire.kind, wire.chain, wire.origin_name, wire.publisher) == (
        "same_text",
        "harbour-wire > ann-lee",
        "Name of ann-lee",
        "Harbour-Wire",
    )
    assert wire.link.startswith("89% of the words are the same")
    assert {one.locator for one in found.against} == {"gazette.txt", "herald.txt"}
    (drift,) = found.drift
    assert (drift.kind, drift.before, drift.upstream_locator) == ("hedge_lost", "may", "wire.txt")


def test_a_claim_without_links_was_looked_at_and_stands_alone(store: Store) -> None:
    put(store, corpus())
    relate(store)
    found = store.across.around(id_of(store, "alone.txt"))
    assert (found.looked, found.same, found.own, found.origins, found.documents) == (True, (), None, 1, 1)
    assert store.across.around("0" * 20).looked is False


def test_a_claim_that_is_only_opposed_has_no_same(store: Store) -> None:
    put(store, corpus())
    relate(store)
    found = store.across.around(id_of(store, "gazette.txt"))
    assert (found.same, found.origins) == ((), 1)
    assert {one.locator for one in found.against} == {"wire.txt", "mail.txt", "echo.txt", "post.txt"}


@pytest.mark.parametrize("number", range(9))
def test_of_a_large_group_the_claim_itself_is_always_read_and_the_rest_is_counted(
    store: Store, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(around, "MOST", 4)
    put(store, [article(f"{n}.txt", f"paper-{n}", Said(CLOSED, (f"person-{n % 3}",))) for n in range(9)])
    relate(store)
    found = store.across.around(id_of(store, f"{number}.txt"))
    assert found.own is not None
    assert found.own.origin == f"person-{number % 3}"
    assert (len(found.same), found.more, found.origins) == (3, 5, 3)
    assert corroboration(found, "X") == "3 independent origins behind 9 claims in 9 documents"


def test_a_retired_neighbour_is_not_shown_before_it_is_related_anew(store: Store) -> None:
    put(store, corpus())
    relate(store)
    smallest = min((one for one in corpus() if one.document.path in ("wire.txt", "mail.txt", "echo.txt", "post.txt")),
                   key=lambda one: one.claims[0].id)  # fmt: skip
    path, publisher = str(smallest.document.path), smallest.claims[0].chain[0].source
    put(store, [article(path, publisher, APART)])
    other = next(p for p in ("mail.txt", "echo.txt", "post.txt") if p != path)
    found = store.across.around(id_of(store, other))
    assert path not in {one.locator for one in (*found.same, *found.against)}


def test_a_denial_that_stands_in_two_current_documents_of_one_id_is_one(store: Store) -> None:
    """Records of one id and text in two files whose bytes differ elsewhere."""
    denial = article("b.txt", "beta", Said(NOT_CLOSED, ("dora-may",)))
    again = replace(denial, document=replace(denial.document, path="c.txt", sha256="0" * 64))
    put(store, [article("a.txt", "alpha", Said(CLOSED, ("ann-lee",))), denial, again])
    relate(store)
    assert [one.claim_id for one in store.across.around(id_of(store, "a.txt")).against] == [denial.claims[0].id]
