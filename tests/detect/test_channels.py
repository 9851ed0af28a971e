"""Each channel pattern finds its example and leaves its counter-example alone."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provenance.lexicon.channels import load_channel_rules
from provenance.records import RELATIONS

RULES = load_channel_rules()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_example_and_the_counter_example_of_each_rule(rule) -> None:
    found = rule.pattern.search(rule.example)
    assert found is not None
    assert found["name"].strip()
    assert rule.pattern.search(rule.counter_example) is None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_a_pattern_matches_holds_what_the_rule_says_it_needs(rule, data) -> None:
    words = data.draw(st.from_regex(rule.pattern.pattern, alphabet=st.characters(max_codepoint=0x2022)))
    found = rule.pattern.search(words)
    assert found is None or rule.may_match(found.group())


def test_ids_are_unique_and_relations_legal() -> None:
    assert len({r.id for r in RULES}) == len(RULES)
    assert {r.relation for r in RULES} <= set(RELATIONS)


@pytest.mark.parametrize(
    ("words", "name", "relation"),
    [
        ("in an interview with the newspaper Harbour Weekly on May 3", "Harbour Weekly", "interview_with"),
        ("in an interview to the BBC,", "BBC", "interview_with"),
        ("he told the daily Le Monde that", "Le Monde", "told_to"),
        ("in comments carried by Interfax,", "Interfax", "cited_by"),
        ("as quoted by the news agency TASS,", "TASS", "cited_by"),
        ("in a post on his Telegram channel", "Telegram", "posted_on"),
        ("an X account said", "X", "posted_on"),
        ("in a report published on May 3 the ministry said", "a report published on May 3", "published_in"),
        ("during a meeting, the minister", "a meeting", "spoken_at"),
        ("in a telephone interview with Reuters", "Reuters", "interview_with"),
        ("in an interview published by the newspaper Le Monde", "Le Monde", "interview_with"),
        ("in an exclusive AP interview", "AP", "interview_with"),
        ("Interviewed by the BBC, she said", "BBC", "interview_with"),
        ("in an interview with state television", "state television", "interview_with"),
        ("told Reuters Tuesday", "Reuters", "told_to"),
        ("told a reporter for the Guardian", "Guardian", "told_to"),
        ("told a Reuters reporter", "Reuters", "told_to"),
        ("told AFP journalists", "AFP", "told_to"),
        ("told the Russian news agency TASS", "TASS", "told_to"),
        ("told Russian state television", "Russian state television", "told_to"),
        ("told the agency", "the agency", "told_to"),
        ("told local media", "local media", "told_to"),
        ("spoke exclusively to Sky News", "Sky News", "told_to"),
        ("speaking to Reuters on condition of anonymity", "Reuters", "told_to"),
        ("in comments emailed to AFP", "AFP", "told_to"),
        ("in a statement sent to AFP", "AFP", "told_to"),
        ("in response to questions from Reuters", "Reuters", "told_to"),
        ("asked by Reuters", "Reuters", "told_to"),
        ("said to Reuters", "Reuters", "told_to"),
        ("speaking on CNN", "CNN", "told_to"),
        ("on NBC's “Meet the Press,”", "NBC", "told_to"),
        ("on CNN's State of the Union", "CNN", "told_to"),
        ("in remarks carried by state television", "state television", "cited_by"),
        ("was quoted as saying by the Interfax news agency", "Interfax", "cited_by"),
        ("was quoted in the Guardian as saying", "Guardian", "cited_by"),
        ("was quoted on Monday by local media", "local media", "cited_by"),
        ("first reported by Politico", "Politico", "cited_by"),
        ("obtained by The Associated Press", "Associated Press", "cited_by"),
        ("a copy of which was seen by Reuters", "Reuters", "cited_by"),
        ("the ministry said, via Reuters,", "Reuters", "cited_by"),
        ("on X, formerly Twitter,", "X", "posted_on"),
        ("in a Facebook post", "Facebook", "posted_on"),
        ("in a video posted on Telegram", "Telegram", "posted_on"),
        ("wrote in an op-ed in the New York Times", "New York Times", "published_in"),
        ("wrote for the Harbour Post", "Harbour Post", "published_in"),
        ("in parliament on Monday", "parliament", "spoken_at"),
    ],
)
def test_the_first_rule_that_fits(words: str, name: str, relation: str) -> None:
    rule, found = next((r, m) for r in RULES if (m := r.pattern.search(words)))
    assert (found["name"], rule.relation) == (name, relation)


@pytest.mark.parametrize(
    "words",
    [
        *("he told her", "he told the committee", "on Monday", "on Xmas day", "in the morning", "at noon", "told this newspaper"),
        *("told social media users", "told reporters", "the convoy drove via Reims", "on Monday's train", "on its evening show"),
        *("was quoted in full", "speaking on condition of anonymity", "in an interview on Monday", "to the court"),
    ],
)
def test_what_is_no_channel(words: str) -> None:
    assert [r.id for r in RULES if r.pattern.search(words)] == []
