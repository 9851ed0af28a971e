"""Claims: each attributed content, and each sentence that the author states himself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.records import Claim
from tests.detect.annotating import annotated, assert_sound


def claims(text: str) -> list[tuple[str, str]]:
    """Words and origin of each claim."""
    return [(" // ".join(s.of(text) for s in c.spans), c.origin) for c in annotated(text).claims]


def test_an_attributed_content_is_a_claim_with_its_chain() -> None:
    text = "[People News] Maria Petrova told Voice of America that the bridge was safe."
    one = annotated(text)
    (claim,) = one.claims
    assert [s.of(text) for s in claim.spans] == ["the bridge was safe"]
    assert claim.attribution == one.attributions[0].id
    assert claim.chain == one.attributions[0].chain
    assert claim.origin == "maria-petrova"
    assert claim.polarity == "affirms"


def test_a_denied_claim_says_so() -> None:
    (claim,) = annotated("The bank denied that it had frozen the accounts.").claims
    assert claim.polarity == "denies"


def test_a_sentence_of_the_author_is_a_claim_whose_origin_is_the_publisher() -> None:
    text = "The two ministers met in Vienna on Friday. It rained all day in the city.\n(People News)"
    assert claims(text) == [
        ("The two ministers met in Vienna on Friday.", "people-news"),
        ("It rained all day in the city.", "people-news"),
    ]
    assert {c.attribution for c in annotated(text).claims} == {None}


@pytest.mark.parametrize(
    "text",
    [
        "Will the bridge be safe again?",
        "What a day it was in Porto!",
        "Rain again.",
        "I have never been to Porto before.",
        "Read More",
        "(Reuters)",
    ],
)
def test_what_asserts_nothing_is_no_claim(text: str) -> None:
    assert claims(text) == []


def test_headlines_are_no_claims_of_their_own() -> None:
    body = "The harbour in the old town was closed for three days after the storm."
    assert claims(f"Storm Shuts the Harbour\n\n{body}") == [(body, "unknown-publisher")]


def test_a_sentence_with_an_attribution_is_not_claimed_twice() -> None:
    text = "The mayor said that the bridge was safe. The old bridge was closed in the spring."
    assert claims(text) == [
        ("the bridge was safe", "anon:mayor"),
        ("The old bridge was closed in the spring.", "unknown-publisher"),
    ]


def test_nested_contents_are_claims_of_their_own() -> None:
    assert claims("According to Reuters, Turkish officials said that the pipeline was shut.") == [
        ("Turkish officials said that the pipeline was shut", "reuters"),
        ("the pipeline was shut", "group:turkish-officials"),
    ]


def test_a_long_passage_loses_no_sentence() -> None:
    """Far more attributions than any look-back: each sentence of the author's own stays a claim, and no other becomes one."""
    text = "The mayor said that the bridge was safe. The old bridge was closed in the spring. " * 60
    own = [c for c in annotated(text).claims if c.attribution is None]
    assert [c.spans[0].of(text) for c in own] == ["The old bridge was closed in the spring."] * 60


def test_claims_are_scored_and_their_rows_add_up() -> None:
    text = (
        "Analysts believe that the bridge may be closed. The mayor denied that the bridge was sold. It rained all day in Porto."
    )
    for claim in annotated(text).claims:
        assert claim.score is not None
        assert claim.score.contributions
        assert 0 < claim.score.strength < 1


SENTENCES = (
    *(
        "It rained in Porto all day.",
        "The mayor said that it rained.",
        "“We know,” she said.",
        "Why did it rain?",
        "\n",
        "Rain.",
        "\n\n",
    ),
    *(
        "According to AFP, officials denied that it rained.",
        "The pact is expected to hold.",
        "Storm Shuts the Harbour",
        "Read More",
    ),
)


def order(claim: Claim) -> int:
    return min(s.start for s in claim.spans)


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=10).map(" ".join))
def test_what_holds_for_any_claims(text: str) -> None:
    one = annotated(text + " The end of it.")
    assert_sound(one)
    assert sorted(c.attribution for c in one.claims if c.attribution) == sorted(a.id for a in one.attributions)
    assert [order(c) for c in one.claims] == sorted(order(c) for c in one.claims)
    attributed = [s for a in one.attributions for s in (*a.contents, *filter(None, (a.cue, a.holder.span)))]
    for claim in one.claims:
        if claim.attribution is None:
            assert not any(span.overlaps(s) for span in claim.spans for s in attributed)
