from __future__ import annotations

from dataclasses import replace

import pytest

from provenance.store import Store, open_store
from tests.store.conftest import begin
from tests.store.making import TEXT, harbour


def dump(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables but `run`."""
    names = [relation.name for relation in store.schema() if relation.kind == "table" and relation.name != "run"]
    return {name: sorted(store.query(f"SELECT * FROM {name}").rows, key=repr) for name in names}


def test_the_same_again_changes_nothing(store: Store) -> None:
    assert store.add(begin(store), harbour()).kind == "new"
    before = dump(store)
    assert store.add(begin(store), harbour()).kind == "unchanged"
    assert dump(store) == before


def test_the_same_again_within_one_batch(store: Store) -> None:
    run = begin(store)
    assert [store.add(run, harbour()).kind for _ in range(2)] == ["new", "unchanged"]
    assert store.counts()["documents"] == 1


def test_changed_bytes_make_a_revision_and_the_old_one_is_kept(store: Store) -> None:
    run = begin(store)
    old, new = harbour(), harbour(text=TEXT + "More.\n")
    store.add(run, old)
    outcome = store.add(run, new)
    assert (outcome.kind, outcome.revision) == ("revised", 2)
    store.flush()
    infos = store.documents(all_revisions=True)
    assert [(i.revision, i.is_current) for i in infos] == [(1, False), (2, True)]
    assert [store.load(i.key) for i in infos] == [old, new]
    assert store.document_key("a.txt") == infos[1].key
    assert store.document_key(old.document.id) == infos[0].key
    assert store.query("SELECT DISTINCT document_id FROM v_claims").rows == ((new.document.id,),)
    assert store.check() == ()


def test_a_file_that_goes_back_to_its_old_bytes(store: Store) -> None:
    run = begin(store)
    old, new = harbour(), harbour(text=TEXT + "More.\n")
    kinds = [store.add(run, annotated).kind for annotated in (old, new, old, old)]
    assert kinds == ["new", "revised", "revised", "unchanged"]
    store.flush()
    assert [(i.id, i.is_current) for i in store.documents(all_revisions=True)] == [
        (old.document.id, True),
        (new.document.id, False),
    ]
    assert store.query("SELECT revision, is_current FROM sighting ORDER BY revision").rows == ((1, False), (2, False), (3, True))


def test_the_same_bytes_under_another_path_are_one_document(store: Store) -> None:
    run = begin(store)
    store.add(run, harbour("a.txt"))
    outcome = store.add(run, harbour("copy/b.txt"))
    assert (outcome.kind, outcome.first, outcome.locator) == ("duplicate", "a.txt", "copy/b.txt")
    assert store.add(run, harbour("copy/b.txt")).kind == "unchanged"
    assert store.counts()["documents"] == 1
    assert store.query("SELECT locator, run FROM sighting ORDER BY locator").rows == (("a.txt", run), ("copy/b.txt", run))
    assert store.document_key("copy/b.txt") == store.document_key("a.txt")


def test_a_copy_stays_current_when_the_first_file_changes(store: Store) -> None:
    run = begin(store)
    store.add(run, harbour("a.txt"))
    store.add(run, harbour("b.txt"))
    assert store.add(run, harbour("a.txt", TEXT + "More.\n")).kind == "revised"
    store.flush()
    assert [i.is_current for i in store.documents(all_revisions=True)] == [True, True]
    assert store.add(run, harbour("b.txt", TEXT + "Other.\n")).kind == "revised"
    store.flush()
    assert [i.is_current for i in store.documents(all_revisions=True)] == [False, True, True]
    assert store.check() == ()


@pytest.mark.parametrize("versions", [("2", "l", "r"), ("1", "m", "r"), ("1", "l", "s")])
def test_another_version_replaces_the_annotations(store: Store, versions: tuple[str, str, str]) -> None:
    old = harbour()
    store.add(begin(store), old)
    newer = replace(old, hedges=old.hedges[:1], claims=old.claims[:2], notes=("annotated anew",))
    assert store.add(begin(store, *versions), newer).kind == "reannotated"
    store.flush()
    [info] = store.documents(all_revisions=True)
    assert store.load(info.key) == newer
    assert store.check() == ()
    assert store.find_claims("grain") == ()


def test_annotating_anew_from_a_copy_keeps_the_first_path(store: Store) -> None:
    store.add(begin(store), harbour("a.txt"))
    outcome = store.add(begin(store, "2"), harbour("b.txt"))
    assert (outcome.kind, outcome.first) == ("reannotated", "a.txt")
    store.flush()
    assert store.load(store.document_key("b.txt")).document.path == "a.txt"


def test_a_record_keeps_its_history_when_its_line_moves(store: Store) -> None:
    first = harbour("d.jsonl", id="rec-1", line=1)
    moved = harbour("d.jsonl", id="rec-1", line=2)
    changed = harbour("d.jsonl", TEXT + "More.\n", id="rec-1", line=3)
    assert store.add(begin(store), first).kind == "new"
    assert store.add(begin(store), moved).kind == "unchanged"
    assert store.add(begin(store), harbour("d.jsonl", id="rec-2", line=1)).kind == "new"
    assert store.add(begin(store), changed).kind == "revised"
    assert store.counts() | {"documents": 2, "revisions": 3} == store.counts()
    assert store.load(store.document_key("d.jsonl:3")) == changed


def test_two_records_of_one_id_in_one_file_do_not_hide_each_other(store: Store) -> None:
    one = harbour("d.jsonl", id="same", line=1)
    two = harbour("d.jsonl", TEXT + "More.\n", id="same", line=2)
    run = begin(store)
    assert [store.add(run, annotated).kind for annotated in (one, two)] == ["new", "new"]
    again = begin(store)
    assert [store.add(again, annotated).kind for annotated in (one, two)] == ["unchanged", "unchanged"]
    assert store.counts()["documents"] == 2


def test_standard_input_is_no_series_but_an_address_is(store: Store) -> None:
    run = begin(store)
    assert store.add(run, harbour("-")).kind == "new"
    assert store.add(run, harbour("-", TEXT + "More.\n")).kind == "new"
    page = "https://gazette.example/1"
    assert store.add(run, harbour("-", TEXT + "2\n", url=page)).kind == "new"
    assert store.add(run, harbour("-", TEXT + "3\n", url=page)).kind == "revised"
    store.flush()
    assert store.load(store.document_key(page)).document.text.endswith("3\n")


def test_a_path_is_the_same_however_it_is_spelt(store: Store) -> None:
    run = begin(store)
    store.add(run, harbour("./in//a.txt"))
    assert store.add(run, harbour("in/a.txt")).kind == "unchanged"


def test_a_database_that_is_opened_again_holds_all(url: str) -> None:
    with open_store(url) as store:
        store.add(begin(store), harbour())
    with open_store(url) as store:
        assert store.add(begin(store), harbour()).kind == "unchanged"
        assert store.load(store.document_key("a.txt")) == harbour()


def test_the_items_of_a_feed_are_documents_of_their_own_and_move_with_their_address(store: Store) -> None:
    feed = {"path": "feed.xml", "media_type": "application/rss+xml"}
    first = harbour(url="https://a.example/1", line=1, **feed)
    second = harbour(text=TEXT + "Two.\n", url="https://a.example/2", line=2, **feed)
    run = begin(store)
    assert [store.add(run, one).kind for one in (first, second)] == ["new", "new"]
    later = harbour(text=TEXT + "Corrected.\n", url="https://a.example/1", line=3, **feed)
    moved = store.add(begin(store), later)
    assert (moved.kind, moved.revision) == ("revised", 2)
    assert {(d.locator, d.is_current) for d in store.documents()} == {("feed.xml:2", True), ("feed.xml:3", True)}
