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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Reuters, citing Anna Berg, reported that the port was shut.", ["reuters < anna-berg", "reuters"]),
        ("Reuters reported that the port was shut, citing Anna Berg.", ["reuters", "reuters < anna-berg"]),
        ("The port was shut, Reuters reported, citing Anna Berg.", ["reuters", "reuters < anna-berg"]),
        ("According to Reuters, citing Anna Berg, the port was shut.", ["reuters", "reuters < anna-berg"]),
        ("The port was shut, according to Reuters, which cited Anna Berg.", ["reuters", "reuters < anna-berg"]),
        ("Citing TASS, Reuters reported that the port was shut.", ["reuters < tass", "reuters"]),
        ("As Reuters reported, citing TASS, the port was shut.", ["reuters", "reuters < tass"]),
        (
            "AFP reported, citing TASS, which quoted Anna Berg, that the port was shut.",
            ["afp", "afp < tass", "afp < tass < anna-berg"],
        ),
        (
            "Reuters reported that Anna Berg said the port was shut, citing AFP.",
            ["reuters", "reuters < afp < anna-berg", "reuters < afp"],
        ),
        (
            "Paul Okoro said that Reuters, citing TASS, had reported that the port was shut.",
            ["paul-okoro", "paul-okoro < reuters < tass", "paul-okoro < reuters"],
        ),
        ("Reuters quoted Anna Berg as saying that the port was shut.", ["reuters", "reuters < anna-berg"]),
        ("“The port is shut,” Reuters quoted Anna Berg as saying.", ["reuters", "reuters < anna-berg"]),
        ("Anna Berg was quoted by Ukrinform as saying that the port was shut.", ["ukrinform < anna-berg"]),
        (
            "Reuters reported that the port was shut, citing a letter seen by Bloomberg.",
            ["reuters", "reuters < bloomberg < letter-seen-by-bloomberg"],
        ),
        ("Anna Berg, as quoted by Ukrinform, said that the port was shut.", ["ukrinform < anna-berg"]),
        ("Anna Berg, as cited by Ukrinform, said they would shut the port.", ["ukrinform < anna-berg"]),
        (
            "Porto Post reported, referring to Ukrinform, which cited a post by Anna Berg on Telegram, that the port was shut.",
            ["porto-post", "porto-post < ukrinform", "porto-post < ukrinform < telegram < anna-berg"],
        ),
        ("Anna Berg was quoted as saying by Ukrinform that the port was shut.", ["ukrinform < anna-berg"]),
        ("“The port is shut,” Anna Berg was quoted as saying by TASS.", ["tass < anna-berg"]),
        ("Anna Berg, cited by TASS, said that the port was shut.", ["tass < anna-berg"]),
        ("Anna Berg was quoted by state media as saying that the port was shut.", ["state-media < anna-berg"]),
        ("In an interview published by Le Monde, Anna Berg said that the port was shut.", ["le-monde < anna-berg"]),
        ("Anna Berg told a reporter for the Guardian that the port was shut.", ["guardian < anna-berg"]),
        ("Speaking on CNN, Anna Berg said that the port was shut.", ["cnn < anna-berg"]),
        ("Anna Berg told CNN's Jake Tapper that the port was shut.", ["cnn < anna-berg"]),
        ("Anna Berg told The Hill that the port was shut.", ["the-hill < anna-berg"]),
        ("In a statement sent to AFP, Anna Berg said that the port was shut.", ["afp < anna-berg"]),
        ("Anna Berg said on Telegram that the port was shut.", ["telegram < anna-berg"]),
        ("Writing in the Guardian, Anna Berg argued that the port was shut.", ["guardian < anna-berg"]),
        ("Anna Berg said that the port was shut, according to TASS.", ["tass < anna-berg", "tass"]),
        ("Anna Berg said, according to TASS, that the port was shut.", ["tass < anna-berg", "tass"]),
        ("Anna Berg said the port was shut, TASS reported.", ["tass < anna-berg", "tass"]),
        ("Anna Berg said that the port, according to TASS, was shut.", ["anna-berg", "anna-berg < tass"]),
        ("Anna Berg said that, according to TASS, the port was shut.", ["anna-berg", "anna-berg < tass"]),
        ("As Anna Berg said, the port was shut, according to TASS.", ["anna-berg", "anna-berg < tass"]),
        ("In parliament, Anna Berg said that the port was shut.", ["anna-berg"]),
        ("Anna Berg told this newspaper that the port was shut.", ["anna-berg"]),
        ("Anna Berg told the committee that the port was shut.", ["anna-berg"]),
        ("Speaking on Capitol Hill, Anna Berg said that the port was shut.", ["anna-berg"]),
        (
            "Anna Berg told Reuters that the port was shut, and Paul Okoro said that it rained.",
            ["reuters < anna-berg", "paul-okoro"],
        ),
    ],
)
def test_relays_of_any_form_and_depth(text: str, expected: list[str]) -> None:
    assert chains(text) == expected


@pytest.mark.parametrize(
    ("text", "expected", "path"),
    [
        (
            "TASS reported, citing Ukrinform, which cited TASS, that the port was shut.",
            ["tass", "tass < ukrinform", "tass"],
            ("tass", "ukrinform", "tass"),
        ),
        (
            "Anna Berg said she told Reuters that the port was shut.",
            ["anna-berg", "anna-berg"],
            ("anna-berg", "reuters", "anna-berg"),
        ),
        (
            "According to Reuters, Paul Okoro said that Anna Berg told Reuters that the port was shut.",
            ["reuters", "reuters < paul-okoro", "reuters < anna-berg"],
            ("reuters", "paul-okoro", "reuters"),
        ),
        (
            "[People News] Anna Berg said that People News reported that the port was shut.",
            ["anna-berg", ""],
            ("people-news", "anna-berg", "people-news"),
        ),
    ],
)
def test_a_loop_is_cut_and_reported(text: str, expected: list[str], path: tuple[str, ...]) -> None:
    one = annotated(text)
    assert [" < ".join(chain(a)) for a in one.attributions] == expected
    (loop,) = [f for f in one.findings if f.kind == "loop_cut"]
    assert loop.sources == path
    assert " < ".join(path) in loop.detail
    assert all(s.of(text).strip() for s in loop.spans)
    assert loop.spans


@pytest.mark.parametrize(
    "text",
    [
        "Anna Berg told Reuters that she believes that the port was shut.",
        "According to Reuters, Anna Berg told Reuters that the port was shut.",
        "[People News] Anna Berg told People News that the port was shut.",
        "It is reported that Reuters said that it is expected that the port will shut.",
    ],
)
def test_what_is_no_loop(text: str) -> None:
    assert [f for f in annotated(text).findings if f.kind == "loop_cut"] == []


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("Berg told the agency that it rained.", "reuters < anna-berg"),
        ("In the interview, Berg said that it rained.", "reuters < anna-berg"),
        ("Berg added that it rained.", "reuters < anna-berg"),
        ("At a rally, Berg said that it rained.", "anna-berg"),
        ("On May 7, Berg said that it rained.", "anna-berg"),
        ("Berg told AFP that it rained.", "afp < anna-berg"),
        ("Paul Okoro said that it rained.", "paul-okoro"),
    ],
)
def test_how_far_a_relay_goes_on(second: str, expected: str) -> None:
    assert chains(f"Anna Berg told Reuters on May 3 that the port was shut. {second}")[1] == expected


def test_a_relay_ends_with_another_occasion() -> None:
    told = "Anna Berg told Reuters that the port was shut. At a rally, Berg said that it rained. Berg added that it snowed."
    assert chains(told) == ["reuters < anna-berg", "anna-berg", "anna-berg"]


def test_a_person_who_speaks_of_another_does_not_go_on_as_a_relay() -> None:
    assert chains("Anna Berg said that Paul Okoro feared a flood. Okoro believes in dams.")[-1] == "paul-okoro"


def test_the_hops_of_a_citation() -> None:
    text = "AFP reported, citing TASS, which quoted Anna Berg, that the port was shut."
    one = annotated(text).attributions[-1]
    assert [(h.source, h.relation, [s.of(text) for s in h.evidence]) for h in one.chain[1:]] == [
        ("afp", "cited_by", ["AFP", "reported", "citing"]),
        ("tass", "cited_by", ["TASS", "citing", "quoted"]),
        ("anna-berg", "stated_by", ["Anna Berg", "quoted"]),
    ]
    assert all(0 < h.confidence <= 1 for h in one.chain)


def test_a_relay_that_goes_on_and_one_named_by_its_kind_are_less_sure() -> None:
    said = annotated(
        "Anna Berg told Reuters that it rained. Berg told state media that it snowed. Berg said that it hailed."
    ).attributions
    relays = [a.chain[1] for a in said]
    assert [h.source for h in relays] == ["reuters", "state-media", "state-media"]
    assert relays[0].confidence > relays[1].confidence > relays[2].confidence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is alleged that Anna Berg said that the port was shut.", "unspecified < anna-berg"),
        ("Claiming that the port was shut, Anna Berg said that it rained.", "anna-berg"),
    ],
)
def test_nobody_stands_in_a_chain_only_where_the_text_hides_somebody(text: str, expected: str) -> None:
    assert chains(text)[-1] == expected


SENTENCES = (
    *("Reuters said that it rained.", "According to Reuters, Anna Berg said that Reuters had left.", "She said it did."),
    *("Anna Berg told Reuters that Paul Okoro said that the ship sank.", "“I know,” he said.", "They denied that it rained."),
    *("Beijing said that China and Russia said that Moscow knew.", "On X, a user named @anna said: “We know.”", "\n", "\n\n"),
    *("[People News] It rained.", "(Reprinted from Reuters)", "People News said that People News knew.", "The report said so."),
    *("Reuters, citing TASS, said that TASS, citing Reuters, reported that it rained.", "AFP said, citing AFP, that it rained."),
    *("TASS quoted Reuters as saying that TASS said that it rained.", "According to AFP, citing Reuters, citing AFP, it rained."),
    *("A report by Reuters said that the report said that it rained.", "It is expected to rain.", "He told AFP that AFP lied."),
)


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8).map(" ".join))
def test_no_chain_names_anybody_twice(text: str) -> None:
    assert_sound(annotated(text + " The end."))


def test_a_source_without_a_letter_is_nobody() -> None:
    one = annotated("@()told Voice of America that the bridge was closed.")
    assert [chain(a) for a in one.attributions] == [["voa", "unspecified"]]
