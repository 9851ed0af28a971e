"""How a claim is worded: each count on sentences of one kind, and what a sentence's form must not change."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.claims import specificity
from provenance.claims.specificity import Wording, own_voice, word_lists, wording_of
from provenance.records import Passage
from provenance.spans import Span
from tests.patterns import slow_on


def counts(text: str) -> dict[str, int]:
    found = asdict(wording_of(text, [Span(0, len(text))]))
    return {name: number for name, number in found.items() if number and name != "words"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The harbour was closed.", {}),
        ("The harbour was closed for 3.5 days, or forty hours.", {"figures": 2}),
        ("It was closed on Monday, 4 June 2021, at 10:30.", {"times": 4, "figures": 1}),
        ("Then Jane Roe and the Harbour Board met in Oslo.", {"names": 3}),
        ("Jane left.", {}),
        ("It is absolutely the very end, and everyone knows.", {"emphasis": 2, "absolutes": 1}),
        ("His disgusting speech was a disgrace.", {"judging": 2}),
        ("You guys don’t get it, do you?", {"addressing": 2, "talk": 2, "asked": 1}),
        ("I think that we were right.", {"personal": 2}),
        ("They want to take it ALL AWAY from here!", {"absolutes": 1, "shouted": 1, "names": 1, "exclaimed": 1}),
        ("LONDON (Wire) - the port was shut.", {}),
    ],
)
def test_what_is_counted(text, expected):
    assert counts(text) == expected


def test_a_word_counts_once_however_its_apostrophe_is_written():
    assert counts("He can't go.") == counts("He can’t go.") == {"talk": 1}


@given(st.text(max_size=200), st.text(max_size=200))
def test_stretches_are_counted_each_on_its_own(one, other):
    text = f"{one}\n{other}"
    spans = [Span(0, len(one)), Span(len(one) + 1, len(text))]
    both = asdict(wording_of(text, spans))
    apart = [asdict(wording_of(text, [span])) for span in spans]
    assert both == {name: sum(each[name] for each in apart) for name in both}


def test_the_text_speaks_where_it_quotes_nobody_and_in_its_headline():
    text = "A Very Odd Day\nHe left. “You are absolutely insane,” she said.\nPhoto: you"
    first, second = text.index("\n"), text.rindex("\n")
    passages = [
        Passage(0, "headline", 0, Span(0, first)),
        Passage(1, "body", 0, Span(first + 1, second)),
        Passage(2, "furniture", 0, Span(second + 1, len(text))),
    ]
    voice = own_voice(text, passages)
    assert (voice.words, voice.emphasis, voice.judging, voice.addressing) == (8, 1, 0, 0)


def test_no_word_is_in_two_lists_that_count_for_and_against():
    lists = word_lists()
    against = lists.emphasis | lists.absolute | lists.judging | lists.talk
    assert (lists.times | lists.numbers) & against == set()
    assert lists.emphasis & lists.judging == set()
    assert all(word == word.lower() and word.isascii() for word in against)


def test_the_pattern_of_words_runs_in_linear_time():
    def run(text: str) -> None:
        for _ in specificity._WORD.finditer(text):
            pass

    assert slow_on(run, 20_000, ("a-", "1.", "a’", "a.b-")) == []


def test_nothing_is_counted_in_nothing():
    assert wording_of("", []) == Wording()
