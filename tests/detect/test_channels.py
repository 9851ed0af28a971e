"""Each channel pattern finds its example and leaves its counter-example alone."""

from __future__ import annotations

import pytest

from provenance.lexicon.channels import load_channel_rules
from provenance.records import RELATIONS

RULES = load_channel_rules()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_example_and_the_counter_example_of_each_rule(rule) -> None:
    found = rule.pattern.search(rule.example)
    assert found is not None
    assert found["name"].strip()
    assert rule.pattern.search(rule.counter_example) is None


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
    ],
)
def test_the_first_rule_that_fits(words: str, name: str, relation: str) -> None:
    rule, found = next((r, m) for r in RULES if (m := r.pattern.search(words)))
    assert (found["name"], rule.relation) == (name, relation)


@pytest.mark.parametrize(
    "words", ["he told her", "he told the committee", "on Monday", "on Xmas day", "in the morning", "at noon"]
)
def test_what_is_no_channel(words: str) -> None:
    assert [r.id for r in RULES if r.pattern.search(words)] == []
