"""Chains from the publisher to the origin: who holds a statement, and through whom it came."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.detect.annotating import annotated, assert_sound, chain


def chains(text: str) -> list[str]:
    """The chain of each attribution behind the publisher, as "a < b"."""
    return [" < ".join(chain(a)) for a in annotated(text).attributions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "According to Reuters, Turkish officials said that the pipeline was shut.",
            ["reuters", "reuters < group:turkish-officials"],
        ),
        (
            "According to AFP, Russian officials said that a witness had claimed that the bridge is closed.",
            ["afp", "afp < group:russian-officials", "afp < group:russian-officials < anon:witness"],
        ),
        ("Maria Petrova told Voice of America that the bridge was safe.", ["voa < maria-petrova"]),
        ("Oleh Ivanenko said in an interview with Ukrinform that the plant was closed.", ["ukrinform < oleh-ivanenko"]),
        ("Two diplomats told Reuters that the bridge is closed.", ["reuters < anon:diplomats"]),
        ("Maria Petrova told reporters that the bridge was safe.", ["maria-petrova"]),
        ("At a news conference in Porto, Maria Petrova said that the bridge was safe.", ["maria-petrova"]),
    ],
)
def test_nested_statements_and_relays(text: str, expected: list[str]) -> None:
    assert chains(text) == expected


def test_a_relay_goes_on_in_its_passage_for_its_holder() -> None:
    told = "Maria Petrova told Voice of America that the bridge was safe."
    assert chains(f"{told} Petrova said the river would rise.") == ["voa < maria-petrova"] * 2
    assert chains(f"{told} She added that the river would rise.") == ["voa < maria-petrova"] * 2
    assert chains(f"{told} The mayor said that nobody listened.") == ["voa < maria-petrova", "anon:mayor"]


def test_a_relay_goes_no_further_than_its_passage() -> None:
    told = "Maria Petrova told Voice of America that the bridge was safe."
    assert chains(f"{told}\nPetrova said the river would rise.") == ["voa < maria-petrova", "maria-petrova"]


def test_who_only_denies_an_inner_statement_does_not_relay_it() -> None:
    found = annotated("President Zelensky rejected Russia's proposal to close the port.").attributions
    assert [(chain(a), a.polarity) for a in found] == [(["volodymyr-zelensky"], "denies"), (["russia"], "affirms")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Beijing and Moscow said that the pact was signed.", "china+russia"),
        ("Moscow and Beijing said that the pact was signed.", "china+russia"),
        ("Anna Berg and Paul Okoro said that the pact was signed.", "anna-berg+paul-okoro"),
        ("Beijing said that the pact was signed.", "china"),
        ("Kyiv confirmed that the pact was signed.", "ukraine"),
        ("The Chinese side said that the pact was signed.", "china"),
        ("The Ukrainian government said that the pact was signed.", "ukraine"),
        ("The EU said that the pact was signed.", "european-union"),
        ("The United Nations said that the pact was signed.", "un"),
        ("The Russian Defence Ministry said that the pact was signed.", "mod-ru"),
        ("Dr. Paul Okoro of the University of Ghana said that the pact was signed.", "paul-okoro"),
        ("Chinese Foreign Minister Wang Yi said that the pact was signed.", "wang-yi"),
        ("Data from Statista indicates that bridges are few.", "statista"),
        ("A report by Amnesty International found that bridges are few.", "amnesty"),
        ("A senior official said that the pact was signed.", "anon:senior-official"),
        ("Several sources said that the pact was signed.", "anon:sources"),
        ("Local residents said that the pact was signed.", "group:local-residents"),
        ("Analysts said that the pact was signed.", "group:analysts"),
        ("Recent reports said that the pact was signed.", "unspecified"),
        ("The pact is expected to hold.", "unspecified"),
    ],
)
def test_the_id_of_a_holder(text: str, expected: str) -> None:
    assert chains(text) == [expected]


@pytest.mark.parametrize(
    "name", ["Zelensky", "Zelenskyy", "Zelenskiy", "Volodymyr Zelensky", "President Zelenskyy", "Vladimir Zelensky"]
)
def test_one_person_however_spelt(name: str) -> None:
    assert chains(f"{name} said that winter would be hard.") == ["volodymyr-zelensky"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anna Berg said that it sank. She said that it was dark.", ["anna-berg", "anna-berg"]),
        ("Paul Okoro said that it sank. He said that it was dark.", ["paul-okoro", "paul-okoro"]),
        ("Analysts said that the price fell. They said it would fall again.", ["group:analysts"] * 2),
        ("Greenpeace said that the lake was dead. It warned that the river was next.", ["greenpeace"] * 2),
        ("Anna Berg met Paul Okoro. Okoro said that it sank.", ["paul-okoro"]),
        ("Anna Berg met Paul Okoro. Berg said that it sank.", ["anna-berg"]),
        ("Anna Berg met Paul Berg. Berg said that it sank.", ["berg"]),
        ("“I believe that it was old,” said Anna Berg.", ["anna-berg", "anna-berg"]),
        (
            "Chinese Foreign Minister Wang Yi said, “We believe that the pact is good.”",
            ["wang-yi", "wang-yi < china"],
        ),
        (
            "A survey from Filter Labs found that trust had fallen. The survey noted that prices had risen.",
            ["filter-labs", "filter-labs"],
        ),
        ("He said that it sank.", ["unspecified"]),
    ],
)
def test_what_pronouns_last_names_and_reports_point_back_to(text: str, expected: list[str]) -> None:
    assert chains(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On the X platform, a user named @river_watch said: “The bridge is closed.”", "x:river_watch"),
        ("A user on X, identified as ‘Anna of Porto’, stated: “The bridge is closed.”", "x:anna-of-porto"),
        ("The public account on Weibo called 'Good Day' remarked: 'The bridge is closed.'", "weibo:good-day"),
    ],
)
def test_accounts_on_platforms(text: str, expected: str) -> None:
    assert chains(text) == [expected]
    assert annotated(text).attributions[0].holder.type == "platform_account"


def test_evidence_and_relations_of_the_hops() -> None:
    text = "[People News] Maria Petrova told Voice of America that the bridge was safe."
    (one,) = annotated(text).attributions
    hops = [(h.source, h.relation, [s.of(text) for s in h.evidence]) for h in one.chain]
    assert hops == [
        ("people-news", "published_by", ["People News"]),
        ("voa", "told_to", ["Voice of America"]),
        ("maria-petrova", "stated_by", ["Maria Petrova", "told"]),
    ]
    assert one.channel is not None
    assert (one.channel.id, one.channel.name, one.channel.relation) == ("voa", "Voice of America", "told_to")


def test_sources_are_listed_once_with_what_the_registry_knows() -> None:
    one = annotated("According to Reuters, Anna Berg said that it sank. Anna Berg said that it was old.")
    assert [(s.id, s.known) for s in one.sources] == [("anna-berg", False), ("reuters", True)]


def test_the_publisher_is_no_relay_of_itself() -> None:
    assert chains("[People News] Maria Petrova told People News that the bridge is closed.") == ["maria-petrova"]


SENTENCES = (
    *("Reuters said that it rained.", "According to Reuters, Anna Berg said that Reuters had left.", "She said it did."),
    *("Anna Berg told Reuters that Paul Okoro said that the ship sank.", "“I know,” he said.", "They denied that it rained."),
    *("Beijing said that China and Russia said that Moscow knew.", "On X, a user named @anna said: “We know.”", "\n", "\n\n"),
    *("[People News] It rained.", "(Reprinted from Reuters)", "People News said that People News knew.", "The report said so."),
    *("A report by Reuters said that the report said that it rained.", "It is expected to rain.", "He told AFP that AFP lied."),
)


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8).map(" ".join))
def test_no_chain_names_anybody_twice(text: str) -> None:
    assert_sound(annotated(text + " The end."))
