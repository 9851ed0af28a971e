"""A booster is stored with the hedges, and belongs to no claim: counts and words of a claim's hedges leave it out."""

from __future__ import annotations

from dataclasses import replace

from provenance.store import Store
from provenance.store.rows import hedges_by_claim
from tests.store.conftest import begin
from tests.store.making import harbour


def test_a_booster_is_stored_and_counts_for_no_claim(store: Store) -> None:
    whole = harbour()
    boosted = replace(whole, hedges=(replace(whole.hedges[0], category="booster"), *whole.hedges[1:]))
    run = begin(store)
    store.add(run, boosted)
    store.flush()
    assert store.load(store.document_key(boosted.document.id)).hedges == boosted.hedges
    counted = [sum(map(len, hedges_by_claim(one.claims, one.hedges))) for one in (whole, boosted)]
    assert counted[0] - counted[1] >= 1
    (row,) = store.query("SELECT category, claim_id FROM v_hedges WHERE category = 'booster'").rows
    assert tuple(row) == ("booster", None)
