from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from provenance.errors import StoreError
from provenance.ids import sha256
from provenance.records import AnnotatedDocument, Passage
from provenance.spans import Span
from provenance.store import Store, open_store
from provenance.store.plain import pack, pack_text, unpack, unpack_text
from tests.store.conftest import begin
from tests.store.making import annotated_documents, document, harbour, large


@pytest.fixture
def one_by_one(url: str) -> Iterator[tuple[Store, int, Iterator[int]]]:
    with open_store(url, batch=1) as store:
        yield store, begin(store), itertools.count()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(annotated=annotated_documents())
def test_what_is_stored_comes_back_equal(one_by_one: tuple[Store, int, Iterator[int]], annotated: AnnotatedDocument) -> None:
    store, run, numbers = one_by_one
    digest = sha256(str(next(numbers)).encode())  # the store takes documents of one id and digest for the same
    annotated = replace(annotated, document=replace(annotated.document, sha256=digest))
    assert store.add(run, annotated).kind in ("new", "revised")
    [(key,)] = store.query(f"SELECT key FROM document WHERE sha256 = '{digest}'").rows
    assert store.load(key) == annotated


@pytest.mark.parametrize("annotated", [harbour(), large(3), AnnotatedDocument(document("x"), None, (), (), (), (), ())])
def test_hand_made_documents_come_back_equal(store: Store, annotated: AnnotatedDocument) -> None:
    store.add(begin(store), annotated)
    store.flush()
    loaded = store.load(store.document_key(str(annotated.document.path)))
    assert loaded == annotated
    assert all(isinstance(claim.spans[0], Span) for claim in loaded.claims)


def test_nul_surrogates_and_the_escape_itself_are_kept(store: Store) -> None:
    odd = "a\x00b\ud83d\ude00c\x1a0000\x1a"
    annotated = AnnotatedDocument(
        document(odd, title=odd), None, (), (Passage(0, "body", 0, Span(0, 3)),), (), (), (), notes=(odd,)
    )
    store.add(begin(store), annotated)
    store.flush()
    assert store.load(store.document_key("a.txt")) == annotated


def test_packing_keeps_plain_strings_and_offsets() -> None:
    assert pack("plain, Привет, 中文") == "plain, Привет, 中文"
    assert unpack(pack("\x00\x1a\ud800")) == "\x00\x1a\ud800"
    text, odd = pack_text("a\x00b")
    assert (text, len(text)) == ("a\ufffdb", 3)
    assert unpack_text(text, odd) == "a\x00b"


def test_equal_chains_and_contributions_are_stored_once(store: Store) -> None:
    annotated = large(1)
    store.add(begin(store), annotated)
    chains = {claim.chain for claim in annotated.claims} | {a.chain for a in annotated.attributions}
    assert store.query("SELECT count(*) FROM chain").rows == ((len(chains),),)
    contributions = {c for claim in annotated.claims if claim.score for c in claim.score.contributions}
    assert store.query("SELECT count(*) FROM factor").rows == ((len(contributions),),)


def test_a_document_that_contradicts_itself_is_refused_and_the_others_stay(store: Store) -> None:
    run = begin(store)
    store.add(run, harbour("good.txt"))
    broken = harbour("broken.txt", id="other")
    hedges = (replace(broken.hedges[0], attribution="0" * 20),)
    with pytest.raises(StoreError, match=r"broken\.txt cannot be stored: hedge .* names attribution 0+, which it lacks"):
        store.add(run, replace(broken, hedges=hedges))
    with pytest.raises(StoreError, match=r"lists the source people-gazette twice"):
        store.add(run, replace(broken, sources=broken.sources[:1] * 2))
    store.flush()
    assert [info.locator for info in store.documents()] == ["good.txt"]
