"""Relating what is stored: at once or bit by bit, anew where documents change, on with what a stopped run left."""

from __future__ import annotations

import itertools
import json
import multiprocessing
from dataclasses import replace

import pytest

from provenance.claims.link import ANCHORS
from provenance.errors import StoreError
from provenance.store import Judgement, Store, across, open_store
from tests.store.relating import (
    APART,
    CLOSED,
    NOT_CLOSED,
    REWORDED,
    Said,
    article,
    corpus,
    id_of,
    known,
    linker,
    origin_of,
    put,
    relate,
    sources,
)


def related(store: Store) -> Store:
    put(store, corpus())
    relate(store)
    return store


def test_all_at_once_finds_what_is_there(store: Store) -> None:
    put(store, corpus())
    found = relate(store)
    assert (found.linked, found.links, len(found.documents)) == (7, 14, 7)
    wire = id_of(store, "wire.txt")
    assert origin_of(store, "mail.txt")[1:] == ("ann-lee", "same_origin")  # type: ignore[index]
    assert len({origin_of(store, f"{name}.txt")[0] for name in ("wire", "mail", "echo", "post")}) == 1  # type: ignore[index]
    assert origin_of(store, "echo.txt")[1:] == ("ann-lee", "copied_text")  # type: ignore[index]
    assert origin_of(store, "post.txt")[1:] == ("bob-ray", "independent")  # type: ignore[index]
    assert origin_of(store, "gazette.txt")[1:] == ("dora-may", "alone")  # type: ignore[index]
    assert origin_of(store, "alone.txt") is None
    kinds = sorted((r[1], r[2], r[3]) for r in known(store)["drift"])
    assert kinds == [("hedge_lost", "may", ""), ("hedge_lost", "may", ""), ("number_changed", "80", "60")]
    assert {r[5] for r in known(store)["drift"]} == {wire}
    assert store.check() == ()


@pytest.mark.parametrize("order", [range(7), range(6, -1, -1), (3, 0, 6, 5, 2, 4, 1)])
def test_one_by_one_gives_what_all_at_once_gives(new_url: str, tmp_path, order) -> None:  # type: ignore[no-untyped-def]
    with open_store(new_url) as store, open_store(f"sqlite:///{tmp_path}/at-once.db") as other:
        for n in order:
            put(store, [corpus()[n]])
            relate(store)
        assert known(store) == known(related(other))
        assert store.check() == ()


def test_relating_again_finds_nothing_to_do_and_all_anew_the_same(store: Store) -> None:
    before = known(related(store))
    again = relate(store)
    assert (again.linked, again.links, again.documents) == (0, 0, ())
    anew = relate(store, anew=True)
    assert (anew.linked, anew.links) == (7, 14)
    assert known(store) == before


def test_what_was_counted_and_not_scored_is_told_again(store: Store) -> None:
    """Ctrl-C between the two must not leave scores that know nothing of other documents."""
    put(store, corpus())
    first = store.across.relate(linker(), "test/1", ANCHORS, sources)
    before = known(store)
    again = store.across.relate(linker(), "test/1", ANCHORS, sources)
    assert (again.linked, again.documents) == (0, first.documents)
    store.across.settled(again.documents[:3])
    assert known(store) == before
    store.across.settled(again.documents)
    assert relate(store).documents == ()


def test_another_version_of_the_methods_links_all_anew(store: Store) -> None:
    before = known(related(store))
    assert relate(store, "test/2").linked == 7
    assert known(store) == before
    assert relate(store, "test/2").linked == 0


def test_a_document_annotated_anew_loses_its_links_and_regains_them(store: Store) -> None:
    before = known(related(store))
    assert put(store, corpus()[:1], program="2") == ["reannotated"]
    assert not [r for r in known(store)["links"] if id_of(store, "wire.txt") in r]
    assert origin_of(store, "wire.txt") is None
    found = relate(store)
    assert found.linked == 1
    assert len(found.documents) == 6
    assert known(store) == before
    assert store.check() == ()


def test_the_origins_of_neighbours_are_counted_anew_where_a_document_lost_its_claim(store: Store) -> None:
    """Without the wire the copy in the Echo is a copy of the Mail's, and nothing has drifted from the wire."""
    related(store)
    wire = article("wire.txt", "harbour-wire", Said(APART))
    put(store, [wire])
    relate(store)
    group = min(id_of(store, f"{name}.txt") for name in ("mail", "echo", "post"))
    assert origin_of(store, "mail.txt") is not None
    assert {origin_of(store, f"{name}.txt")[0] for name in ("mail", "echo", "post")} == {group}  # type: ignore[index]
    assert known(store)["drift"] == []
    standing = {r[0]: r for r in known(store)["standing"]}
    assert standing[id_of(store, "mail.txt")][2] == 1
    assert store.check() == ()


def test_a_retired_revision_no_longer_counts_and_comes_back_with_its_bytes(store: Store) -> None:
    before = known(related(store))
    old, new = corpus()[3], article("post.txt", "daily-post", APART)
    assert put(store, [new]) == ["revised"]
    assert not [r for r in known(store)["links"] if old.claims[0].id in r]
    relate(store)
    wire = {r[0]: r for r in known(store)["standing"]}[id_of(store, "wire.txt")]
    assert json.loads(str(wire[1])) == []
    assert put(store, [old]) == ["revised"]
    relate(store)
    assert known(store) == before
    assert store.check() == ()


def test_a_retired_revision_does_not_count_where_something_else_is_counted_anew(store: Store) -> None:
    """Sources are judged after a text was replaced and before it was linked."""
    related(store)
    put(store, [article("post.txt", "daily-post", APART)])
    store.judge([Judgement("merge", "dora-may", "dora-roe", made="2025-01-01T00:00:00Z")])
    store.across.settle(sources)
    wire = {r[0]: r for r in known(store)["standing"]}[id_of(store, "wire.txt")]
    assert json.loads(str(wire[1])) == []
    assert [r[3] for r in known(store)["corroboration"] if r[1] == 3] == [1]


def test_a_run_that_is_stopped_between_two_parts_goes_on(store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(across, "LINKED_AT_ONCE", 2)
    *others, alone = corpus()
    put(store, [alone, *others])

    def stop(done: int, of: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        relate(store, progress=stop)
    assert store.query("SELECT count(*) FROM linked").rows == ((4,),)
    assert store.check() == ()
    seen: list[tuple[int, int]] = []
    found = relate(store, progress=lambda done, of: seen.append((done, of)))
    assert (found.linked, seen) == (3, [(2, 3), (3, 3)])
    assert found.documents == (1, 2, 3, 4, 5, 6, 7), "those of the stopped run were not scored yet"
    with open_store(f"sqlite:///{tmp_path}/at-once.db") as other:
        assert known(store) == known(related(other))


def test_a_failing_linker_leaves_no_half_of_a_part(store: Store) -> None:
    put(store, corpus())

    class Broken:
        def keys(self, statement: object) -> tuple[int, ...]:
            return (1,)

        def compare(self, new: object, candidates: object) -> tuple[()]:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.across.relate(Broken(), "test/1", ANCHORS, sources)
    assert store.query("SELECT count(*) FROM claim_key").rows == ((0,),)
    assert relate(store).links == 14


def test_merging_two_sources_counts_their_origins_anew(store: Store) -> None:
    related(store)
    assert json.loads(str({r[0]: r for r in known(store)["standing"]}[id_of(store, "post.txt")][1])) == ["ann-lee"]
    store.judge([Judgement("merge", "bob-ray", "ann-lee", made="2025-01-01T00:00:00Z")])
    assert relate(store).linked == 0
    assert origin_of(store, "post.txt")[1:] in (("ann-lee", "same_origin"), ("ann-lee", "independent"))  # type: ignore[index]
    assert {r[3] for r in known(store)["corroboration"]} == {1}
    store.judge([Judgement("split", "bob-ray", "bob-ray", made="2025-01-02T00:00:00Z")])
    assert set(store.across.settle(sources)) == {1, 2, 3, 4, 5, 6}
    assert origin_of(store, "post.txt")[1:] == ("bob-ray", "independent")  # type: ignore[index]
    assert store.check() == ()


def test_two_opponents_in_many_documents_and_a_circle_are_in_the_views(store: Store) -> None:
    put(
        store,
        [
            article("a.txt", "alpha-post", Said(CLOSED, ("beta-mail",))),
            article("b.txt", "beta-mail", Said(REWORDED, ("alpha-post",))),
            article("c.txt", "gamma", Said(NOT_CLOSED, ("anon:officials",))),
            article("d.txt", "delta", Said(NOT_CLOSED, ("anon:engineers",))),
        ],
    )
    relate(store)
    (one, other) = sorted(known(store)["corroboration"], key=lambda r: str(r[4]))
    assert one[1:] == (2, 2, 1, "circle", 2, 2)
    assert other[1:] == (2, 2, 1, "unknown", 0, 2)
    rows = store.query("SELECT claim_id, publisher, chain FROM v_circular ORDER BY chain").rows
    assert [r[1:] for r in rows] == [("alpha-post", "alpha-post > beta-mail"), ("beta-mail", "beta-mail > alpha-post")]
    circle = {r[0]: r for r in known(store)["standing"]}[id_of(store, "a.txt")]
    assert [o[:2] for o in json.loads(str(circle[3]))] == [["anon:engineers", False]] or [
        o[:2] for o in json.loads(str(circle[3]))
    ] == [["anon:officials", False]]
    put(store, [article("e.txt", "epsilon", Said(REWORDED, ("carl-roe",)))])
    relate(store)
    one = min(known(store)["corroboration"], key=lambda r: str(r[4]))
    assert one[1:] == (3, 3, 1, "carl-roe, circle", 2, 2)


def test_a_claim_in_two_places_of_one_document_is_one_document(store: Store) -> None:
    put(store, [article("a.txt", "alpha", Said(CLOSED, ("ann",)), CLOSED), article("b.txt", "beta", Said(CLOSED, ("ann",)))])
    relate(store)
    (row,) = known(store)["corroboration"]
    assert row[1:4] == (3, 2, 1)
    standing = {r[0]: r[2] for r in known(store)["standing"]}
    assert [standing[id_of(store, "a.txt", n)] for n in (0, 1)] == [1, 1]
    assert standing[id_of(store, "b.txt")] == 1


def test_of_a_key_that_many_share_the_first_are_compared(store: Store) -> None:
    """All copies of a wire hang together, though not each is compared with each."""
    copies = [article(f"{n:02}.txt", f"paper-{n}", Said(CLOSED, ("wire",)), id=f"copy-{n:02}") for n in range(12)]
    put(store, copies)
    for _ in range(2):
        store.across.relate(linker(), "test/1", 3, sources)
    assert {r[1] for r in known(store)["origins"]} == {min(one.claims[0].id for one in copies)}
    assert {r[2] for r in known(store)["origins"]} == {"wire"}


def test_odd_characters_come_through(store: Store) -> None:
    odd = CLOSED.replace("northern", "northern\x00\ud800")
    said = Said(odd, ("an\ud800n",))
    put(store, [article("a\x00.txt", "al\x00pha", said), article("b.txt", "beta", said)])
    assert relate(store).links == 1
    assert {r[2] for r in known(store)["origins"]} == {"an\x1ad800n"}
    standings = [one.standings for one in store.across.documents()]
    assert [next(iter(s.values())).copies for s in standings if s] == [1, 1]
    assert store.check() == ()


def test_reading_alone_relates_nothing(url: str) -> None:
    with open_store(url) as store:
        related(store)
    with open_store(url, read_only=True) as store:
        with pytest.raises(StoreError, match="for reading alone"):
            relate(store)
        with pytest.raises(StoreError, match="for reading alone"):
            store.across.judge([], sources)
        assert len(list(itertools.islice(store.across.documents(), 3))) == 3


def _relate_again(url: str) -> None:
    with open_store(url) as store:
        relate(store)


def test_two_programs_that_relate_at_once_wait_for_each_other(url: str) -> None:
    """Each document is linked once, by the one or the other."""
    with open_store(url) as store:
        put(store, corpus())
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_relate_again, args=(url,)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    with open_store(url) as store:
        relate(store)
        assert store.check() == ()
        assert store.query("SELECT count(*) FROM linked").rows[0][0] == 7


def test_scores_of_a_document_that_was_annotated_anew_meanwhile_are_not_kept(store: Store) -> None:
    put(store, corpus())
    read = list(store.across.documents())
    put(store, [replace(one, claims=one.claims[:0]) for one in corpus()], program="2")
    assert store.across.put_scores("own", ((one, one.annotated.claims) for one in read)) == 0
    assert store.check() == ()
