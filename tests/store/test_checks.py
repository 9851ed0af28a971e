"""Checks of sources in the database: what is kept, what the views show, where a document is looked for."""

from __future__ import annotations

from dataclasses import replace

from provenance.anchors import ClaimChange, claim_changes, marks_of, reanchored
from provenance.anchors.align import align
from provenance.anchors.outcome import Checked
from provenance.ids import sha256
from provenance.store import Store
from provenance.store.views import VIEWS
from tests.store.conftest import begin
from tests.store.making import TEXT, harbour


def changed(store: Store, text: str) -> Checked:
    """The outcome for the only document, whose source holds `text` now."""
    (place,) = store.checks.places()
    stored = store.load(place.key)
    alignment = align(stored.document.text, text)
    marks = marks_of(stored)
    anchors = reanchored(alignment, [mark.span for mark in marks])
    changes = claim_changes(stored, replace(stored, claims=()), alignment, anchors)
    found = tuple((mark, anchors[mark.span]) for mark in marks)
    return Checked(place.key, place.id, place.locator, "changed", "the text\x00 differs", None, "a", "b", found, changes)


def test_checks_are_kept_and_the_views_show_the_newest(store: Store) -> None:
    store.add(begin(store), harbour())
    first = changed(store, TEXT.replace("may strike", "strike"))
    store.checks.put([first])
    view = store.query("SELECT * FROM v_orphans ORDER BY part, owner, piece")
    assert view.columns == tuple(VIEWS["v_orphans"][1])
    assert len(view.rows) == first.anchored("orphan") > 0
    assert {row[3] for row in view.rows} >= {"may", "Dockers may strike in May"}
    (row,) = store.query("SELECT * FROM v_checks").rows
    found = dict(zip(VIEWS["v_checks"][1], row, strict=True))
    assert (found["status"], bool(found["newest"]), found["claims_gone"]) == ("changed", True, 3)
    assert (found["exact"], found["moved"]) == (first.anchored("exact"), first.anchored("moved"))
    store.checks.put([replace(first, status="unchanged", anchors=(), changes=())])
    assert store.query("SELECT * FROM v_orphans").rows == ()
    rows = store.query("SELECT status, newest FROM v_checks ORDER BY checked, newest").rows
    assert [(status, bool(newest)) for status, newest in rows] == [("changed", False), ("unchanged", True)]


def test_the_stored_document_is_not_touched(store: Store) -> None:
    store.add(begin(store), harbour())
    (info,) = store.documents()
    before = store.load(info.key)
    store.checks.put([changed(store, "Nothing is left of it.")])
    assert (store.load(info.key), store.check()) == (before, ())


def test_checks_of_hostile_words_can_be_stored(store: Store) -> None:
    store.add(begin(store), harbour())
    one = changed(store, TEXT)
    odd = ClaimChange("altered", "a", "b", "x\x00\ud800", "'); DROP TABLE claim; --")
    store.checks.put([replace(one, changes=(odd,), locator="\ud800.txt")])
    (row,) = store.query("SELECT changes FROM v_checks").rows
    assert "DROP TABLE claim" in row[0]


def test_a_document_is_looked_for_where_it_still_is(store: Store) -> None:
    run = begin(store)
    store.add(run, harbour("a.txt"))
    store.add(run, harbour("b.txt"))
    (place,) = store.checks.places()
    assert (place.path, place.locator, place.sha256) == ("a.txt", "a.txt", sha256(TEXT.encode()))
    store.add(run, harbour("a.txt", TEXT + "More.\n"))
    assert [(place.path, place.sha256 == sha256(TEXT.encode())) for place in store.checks.places()] == [
        ("b.txt", True),
        ("a.txt", False),
    ]


def test_a_record_of_json_lines_is_looked_for_on_its_line(store: Store) -> None:
    run = begin(store)
    store.add(run, harbour("a.jsonl", line=2, id="one"))
    store.add(run, harbour("b.jsonl", line=7, id="one"))
    store.add(run, harbour("a.jsonl", TEXT + "More.\n", line=2, id="one"))
    assert [(place.path, place.line) for place in store.checks.places()] == [("b.jsonl", 7), ("a.jsonl", 2)]
