"""What an export gets from a database: documents one at a time, with their runs and how their claims stand."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest

from provenance.errors import QueryError, UsageError
from provenance.export import FORMATS, About, Corroboration, chosen, read_items, writer_of
from provenance.records import AnnotatedDocument
from provenance.store import Store
from tests.export.made import HOSTILE, hostile
from tests.store.conftest import begin
from tests.store.making import harbour, large
from tests.store.relating import corpus, id_of, put, relate


def keys(store: Store) -> list[int]:
    return [info.key for info in store.documents()]


def test_documents_come_as_stored_with_their_run(store: Store) -> None:
    put(store, [harbour(), harbour("b.txt", id="other")], program="9.9")
    found = list(read_items(store, keys(store)))
    assert [one.annotated for one in found] == [store.load(key) for key in keys(store)]
    assert {(one.run.program_version, one.run.lexicon_digest, one.run.registry_digest) for one in found} == {("9.9", "l", "r")}
    assert found[0].run.started.endswith("Z")


def test_how_claims_stand_is_what_an_audit_says(store: Store) -> None:
    put(store, corpus())
    relate(store)
    seen = 0
    for one in read_items(store, keys(store)):
        for claim in one.annotated.claims:
            around, standing = store.across.around(claim.id), one.corroboration(claim.id)
            assert standing is not None
            assert standing.origins == around.origins
            assert (standing.group is None) == (around.own is None)
            assert standing.opposing == len(around.against)
            seen += standing.origins > 1 and standing.opposing > 0
    assert seen >= 3
    mail = next(one for one in read_items(store, keys(store)) if one.annotated.document.path == "mail.txt")
    group = min(id_of(store, name) for name in ("wire.txt", "mail.txt", "echo.txt", "post.txt"))
    assert mail.corroboration(id_of(store, "mail.txt")) == Corroboration(group, 2, 2)
    alone = next(one for one in read_items(store, keys(store)) if one.annotated.document.path == "alone.txt")
    assert alone.corroboration(alone.annotated.claims[0].id) == Corroboration()


def test_nobody_looked_is_not_nothing_found(store: Store) -> None:
    put(store, [harbour()])
    [one] = read_items(store, keys(store))
    assert one.standings is None
    assert one.corroboration(one.annotated.claims[0].id) is None


def test_more_documents_than_are_asked_for_at_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.export.items.AT_ONCE", 2)
    put(store, corpus())
    relate(store)
    found = list(read_items(store, keys(store)))
    assert len(found) == 7
    assert all(one.standings is not None for one in found)


def test_a_query_chooses_claims(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.export.items.NAMED_AT_ONCE", 2)
    put(store, corpus())
    ids, documents = chosen(store, "SELECT claim_id, text FROM v_claims WHERE locator <> 'alone.txt' AND origin <> 'bob-ray'")
    assert len(documents) == 5
    found = list(read_items(store, documents, ids))
    assert {claim.id for one in found for claim in one.annotated.claims} == ids
    first, _ = chosen(store, f"SELECT '{id_of(store, 'wire.txt')}' AS claim_id UNION ALL SELECT NULL")
    [only] = read_items(store, chosen(store, f"SELECT '{id_of(store, 'wire.txt')}' AS claim_id")[1], first)
    assert [claim.id for claim in only.annotated.claims] == [id_of(store, "wire.txt")]
    assert chosen(store, "SELECT claim_id FROM v_claims WHERE 1 = 0") == (frozenset(), ())


@pytest.mark.parametrize(
    ("sql", "said"),
    [("SELECT text FROM v_claims", "no column claim_id but text"), ("SELECT '1'' OR ''1' AS claim_id", "is no id of a claim")],
)
def test_a_query_that_chooses_no_claims_is_refused(store: Store, sql: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        chosen(store, sql)
    with pytest.raises(QueryError):
        chosen(store, "DELETE FROM claim")


@pytest.mark.parametrize("form", FORMATS, ids=[form.name for form in FORMATS])
def test_every_format_takes_what_any_database_holds(store: Store, form: object) -> None:
    run = begin(store)
    documents: list[AnnotatedDocument] = [harbour(), large(1, words=200)]
    documents += [hostile(mark, id=f"hostile-{name}") for name, mark in HOSTILE.items()]
    documents.append(
        replace(harbour("empty.txt", id="empty"), claims=(), attributions=(), hedges=(), publisher=None, upstreams=())
    )
    for one in documents:
        store.add(run, one)
    store.end_run(run, {})
    wanted = next(one for one in FORMATS if one is form)
    twice = []
    for _ in range(2):
        binary, text = io.BytesIO(), io.StringIO(newline="")
        count = writer_of(wanted)(_once(read_items(store, keys(store))), binary if wanted.binary else text, About(wanted, "0005"))
        assert count == len(documents)
        twice.append(binary.getvalue() or text.getvalue().encode("utf-8"))
    assert twice[0] == twice[1], "the same database gives the same bytes"


def _once(found: Iterator[object]) -> Iterator[object]:
    """As an export gets them: to be walked through once."""
    yield from found
