from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provenance import records as r
from provenance.spans import Span
from provenance.store import Store, open_store
from tests.store.conftest import begin
from tests.store.making import TEXT, document, harbour


def with_claims(*texts: str, path: str = "claims.txt") -> r.AnnotatedDocument:
    """A document whose claims are `texts`."""
    body, claims = "", []
    for number, words in enumerate(texts):
        at = Span(len(body), len(body) + len(words))
        body += words + "\n"
        claims.append(r.Claim(f"{number:020x}", number, (at,), (r.Hop("people-gazette", "published_by"),)))
    return r.AnnotatedDocument(document(body, path), None, (), (), (), (), tuple(claims))


@pytest.fixture
def filled(store: Store) -> Store:
    run = begin(store)
    store.add(run, harbour())
    store.add(
        run,
        with_claims(
            "The ministry denied that drones were sourced from abroad",
            "Grain prices fell by 12%",
            'He said "AND OR NOT NEAR" and left',
            "据路透社报道，粮食出口下降了三成",
            "Экспорт зерна упал",
            "under_score 100% of it",
        ),
    )
    return store


def texts(store: Store, words: str, limit: int = 20) -> list[str]:
    return [hit.text for hit in store.find_claims(words, limit)]


def test_all_words_in_any_order_and_form(filled: Store) -> None:
    assert texts(filled, "weeks lasting strikes") == ["the strike could last two weeks"]
    [hit] = filled.find_claims("last two weeks")
    assert (hit.claim_id, hit.locator) == (harbour().claims[1].id, "a.txt")
    assert filled.load(hit.document_key).document.id == hit.document_id


def test_some_words_where_none_holds_all(filled: Store) -> None:
    assert texts(filled, "drones over volcano") == ["The ministry denied that drones were sourced from abroad"]
    assert set(texts(filled, "grain drones")) == {
        "The ministry denied that drones were sourced from abroad",
        "The port moved 80% of the grain last year",
        "Grain prices fell by 12%",
    }


def test_better_hits_come_first(filled: Store) -> None:
    assert texts(filled, "grain prices zeppelin")[0] == "Grain prices fell by 12%"
    assert len(texts(filled, "grain strike drones", 2)) == 2
    assert texts(filled, "grain", 0) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("粮食出口", "据路透社报道，粮食出口下降了三成"),
        ("зерна", "Экспорт зерна упал"),
        ("80%", "The port moved 80% of the grain last year"),
        ('"AND OR NOT NEAR"', 'He said "AND OR NOT NEAR" and left'),
        ("under_score 100%", "under_score 100% of it"),
    ],
)
def test_other_scripts_and_signs(filled: Store, words: str, found: str) -> None:
    assert texts(filled, words) == [found]


@pytest.mark.parametrize(
    "words",
    ["", "  ", "\0", '"', "'", "*", "a*", "(", "NEAR(", "-", "text:", "^x", "%", "_", "\\", "!", "| & !", "\ud800", "?", "“”"],
)
def test_no_sign_breaks_the_search(filled: Store, words: str) -> None:
    assert isinstance(filled.find_claims(words), tuple)


def test_signs_of_patterns_mean_themselves(filled: Store) -> None:
    assert set(texts(filled, "%")) == {
        "The port moved 80% of the grain last year",
        "Grain prices fell by 12%",
        "under_score 100% of it",
    }
    assert texts(filled, "_") == ["under_score 100% of it"]
    assert texts(filled, "!") == []


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(exclude_categories=[]), max_size=30))
def test_any_text_can_be_searched(filled: Store, words: str) -> None:
    assert isinstance(filled.find_claims(words), tuple)


def test_very_many_words(filled: Store) -> None:
    assert isinstance(filled.find_claims("grain " * 5000), tuple)


def test_only_current_revisions_are_found(filled: Store) -> None:
    assert len(texts(filled, "dockers")) == 1
    changed = harbour(text=TEXT + "More.\n")
    filled.add(begin(filled), replace(changed, claims=changed.claims[1:]))
    assert texts(filled, "dockers") == []
    assert texts(filled, "two weeks") == ["the strike could last two weeks"]


def test_a_claim_longer_than_any_index_takes(store: Store) -> None:
    words = " ".join(f"word{n}" for n in range(200_000))
    store.add(begin(store), with_claims(words))
    assert [hit.claim_id for hit in store.find_claims("word7")] == [f"{0:020x}"]
    assert store.check() == ()


def test_a_claim_by_its_id(filled: Store) -> None:
    wanted = harbour().claims[0]
    record = filled.claim(wanted.id)
    assert (record.claim, record.text, record.is_current, record.annotated) == (
        wanted,
        "Dockers may strike in May",
        True,
        harbour(),
    )
    assert filled.claim(wanted.id[:8]).claim == wanted


@pytest.mark.parametrize(
    ("claim_id", "said"), [("00000", "too short"), ("0" * 19, r"short for 6 claims"), ("zzzzzz", "No claim")]
)
def test_ids_that_name_no_claim_or_several(filled: Store, claim_id: str, said: str) -> None:
    from provenance.errors import UsageError

    with pytest.raises(UsageError, match=said):
        filled.claim(claim_id)


def test_a_claim_of_an_old_revision_can_still_be_read(url: str) -> None:
    with open_store(url) as store:
        run = begin(store)
        store.add(run, harbour())
        store.add(run, harbour(text=TEXT + "More.\n"))
        assert store.claim(harbour().claims[0].id).is_current is False


def test_names_that_stand_for_no_document_or_several(store: Store) -> None:
    from provenance.errors import UsageError

    run = begin(store)
    store.add(run, harbour("a.jsonl", id="same", line=1))
    store.add(run, harbour("b.jsonl", TEXT + "More.\n", id="same", line=1))
    with pytest.raises(UsageError, match=r"'same' names 2 documents: say which, by its path \(a.jsonl:1, b.jsonl:1\)"):
        store.document_key("same")
    with pytest.raises(UsageError, match="no document 'other'"):
        store.document_key("other")
