"""The record of a source, read from both databases: documents, standing of claims, drift; and stored texts of upstreams."""

from __future__ import annotations

from provenance.store import Store
from provenance.store.source_record import MOST_CLAIMS, MOST_DOCUMENTS
from tests.store.conftest import begin
from tests.store.making import harbour
from tests.store.relating import APART, CLOSED, FEWER, HEDGED, NOT_CLOSED, Said, article, put, relate


def test_nobody_has_no_record(store: Store) -> None:
    assert store.source_record("nobody") is None


def test_a_source_that_publishes(store: Store) -> None:
    run = begin(store)
    store.add(run, harbour(published="2024-05-01", title="First"))
    store.add(run, harbour("b.txt", id="other", title="Second\x00"))
    record = store.source_record("people-gazette")
    assert record is not None
    assert (record.card.published, [d.title for d in record.documents]) == (2, ["First", "Second\x00"])
    assert [d.claims for d in record.documents] == [3, 3]
    assert (record.tally.claims, record.tally.hedged, record.tally.strengths) == (2, 0, ())


def test_how_claims_of_an_origin_stand(store: Store) -> None:
    store.add(begin(store), harbour())
    record = store.source_record("port-director")
    assert record is not None
    tally = record.tally
    assert (tally.claims, tally.hedged, tally.denied, tally.looked, tally.alone) == (1, 1, 0, 0, 0)
    assert [round(strength, 3) for strength in tally.strengths] == [0.425]
    (claim,) = record.strongest
    assert (claim.text, claim.hedged, claim.locator, record.weakest) == ("Dockers may strike in May", True, "a.txt", ())


def test_standing_among_other_documents(store: Store) -> None:
    put(
        store,
        [
            article("a.txt", "alpha", Said(CLOSED, ("ada",)), Said(APART, ("ada",))),
            article("b.txt", "beta", Said(CLOSED, ("bo",))),
            article("c.txt", "gamma", Said(NOT_CLOSED, ("cy",))),
        ],
    )
    before = store.source_record("ada")
    assert before is not None and before.tally.looked == 0
    relate(store)
    record = store.source_record("ada")
    assert record is not None
    tally = record.tally
    assert (tally.claims, tally.looked, tally.corroborated, tally.opposed, tally.alone) == (2, 2, 1, 1, 1)


def test_words_that_others_have_otherwise(store: Store) -> None:
    wire = article("wire.txt", "wire", HEDGED)
    put(store, [wire, article("post.txt", "post", Said(CLOSED, ("wire",))), article("sun.txt", "sun", Said(FEWER, ("wire",)))])
    relate(store)
    record = store.source_record("wire")
    assert record is not None
    kinds = dict(record.drifts)
    assert kinds["hedge_lost"] == 2 and kinds["number_changed"] == 1
    assert {one.locator for one in record.drift} == {"post.txt", "sun.txt"}
    other = store.source_record("post")
    assert other is not None and other.drifts == ()


def test_the_stored_text_of_an_upstream_is_named(store: Store) -> None:
    wire = article("wire.txt", "wire", CLOSED)
    post = article("post.txt", "post", Said(CLOSED, ("wire",)))
    put(store, [wire, post, article("sun.txt", "sun", CLOSED)])
    relate(store)
    (found,) = store.across.around(post.claims[0].id).upstreams
    assert (found.source, found.claim_id, found.locator, found.kind) == ("wire", wire.claims[0].id, "wire.txt", "same_text")
    assert [span.of(wire.document.text) for span in found.spans] == [CLOSED]
    assert store.across.around(wire.claims[0].id).upstreams == ()


def test_old_revisions_count_nothing(store: Store) -> None:
    run = begin(store)
    for n in range(3):
        store.add(run, harbour(text=harbour().document.text + f"Revision {n}.\n"))
    record = store.source_record("people-gazette")
    assert record is not None
    assert (record.card.published, len(record.documents), record.tally.claims) == (1, 1, 1)


def test_a_record_stays_short(store: Store) -> None:
    run = begin(store)
    for n in range(MOST_DOCUMENTS + 5):
        store.add(run, harbour(f"{n}.txt", id=f"d{n}"))
    record = store.source_record("port-director")
    assert record is not None
    assert (len(record.strongest), len(record.weakest), record.tally.claims) == (MOST_CLAIMS, MOST_CLAIMS, MOST_DOCUMENTS + 5)
    gazette = store.source_record("people-gazette")
    assert gazette is not None and len(gazette.documents) == MOST_DOCUMENTS
