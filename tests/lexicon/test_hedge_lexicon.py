"""The hedge lexicon as data: its file is sound, and a broken one is refused with file, line and legal values."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from provenance.detect.hedges import find_hedges
from provenance.errors import LexiconError
from provenance.lexicon.hedges import COLUMNS, load_hedges, parse_hedges
from provenance.records import HEDGE_CATEGORIES, Passage, Sentence
from provenance.spans import Span

HEADER = "\t".join(COLUMNS)
GOOD = {
    "id": "h-maybe",
    "marker": "maybe",
    "forms": "maybe",
    "flags": "",
    "category": "adverb",
    "certainty": "0.45",
    "basis": "judgement",
    "only": "",
    "not": "",
    "example": "Maybe it rains.",
    "counter_example": "It may be raining.",
}


def file_with(*rows: dict[str, str], classes: str = "") -> str:
    return classes + "\n".join([HEADER, *("\t".join(row[c] for c in COLUMNS) for row in rows)]) + "\n"


def rules_in(sentence: str) -> list[str]:
    whole = Span(0, len(sentence))
    return [h.rule for h in find_hedges(sentence, [Sentence(whole, 0)], [Passage(0, "body", 0, whole)], load_hedges())]


def test_every_example_fires_its_rule() -> None:
    silent = [f"{r.id} (line {r.line}): {r.example}" for r in load_hedges().rules if r.id not in rules_in(r.example)]
    assert silent == []


def test_no_counter_example_fires_its_rule() -> None:
    fired = [f"{r.id} (line {r.line}): {r.counter_example}" for r in load_hedges().rules if r.id in rules_in(r.counter_example)]
    assert fired == []


def test_a_counter_example_is_a_near_miss() -> None:
    """It has a word like one of the marker's, or one of the example's: a sentence about something else proves nothing."""
    far = []
    for rule in load_hedges().rules:
        example, counter = (set(re.findall(r"\w+", s.lower())) for s in (rule.example, rule.counter_example))
        marker = {part for form in rule.forms for word in form for part in re.findall(r"\w{2,}", word)}
        alike = any(a[:3] == b[:3] or (len(a) > 3 and (a in b or b[:4] in a)) for a in counter for b in marker)
        if not alike and not any(len(w) > 3 for w in example & counter):
            far.append(f"{rule.id} (line {rule.line}): {rule.counter_example}")
    assert far == []


def test_all_categories_are_covered() -> None:
    assert {r.category for r in load_hedges().rules} == set(HEDGE_CATEGORIES)


def test_survey_values_are_the_surveys_medians() -> None:
    """Medians of CAPphrase and, for phrases that it lacks, of zonination/perceptions, as fractions."""
    certainty = {r.id: (r.certainty, r.basis) for r in load_hedges().rules}
    assert certainty["h-likely"] == (0.75, "survey")
    assert certainty["h-unlikely"] == (0.2, "survey")
    assert certainty["h-almost-certainly"] == (0.95, "survey")
    assert certainty["h-probably-not"] == (0.265, "survey")
    assert certainty["h-might"] == (0.4, "survey")
    assert certainty["h-perhaps"][1] == "judgement"


def test_the_digest_changes_with_the_content() -> None:
    one, two = file_with(GOOD), file_with({**GOOD, "certainty": "0.5"})
    assert parse_hedges(one, "a").digest == parse_hedges(one, "b").digest
    assert parse_hedges(one, "a").digest != parse_hedges(two, "a").digest


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"category": "adverbial"}, "category 'adverbial' is unknown; legal values are reportative, modal"),
        ({"basis": "guess"}, "basis 'guess' is unknown; legal values are survey, judgement"),
        ({"flags": "upper"}, "flag 'upper' is unknown; legal values are lower, grow"),
        ({"certainty": "1.2"}, "certainty '1.2' is no number from 0 to 1"),
        ({"certainty": "nan"}, "certainty 'nan' is no number from 0 to 1"),
        ({"certainty": "high"}, "certainty 'high' is no number from 0 to 1"),
        ({"example": " "}, "column example is empty"),
        ({"counter_example": ""}, "column counter_example is empty"),
        ({"only": "<(?:the"}, "is no regular expression"),
        ({"not": "the"}, 'must start with "<"'),
        ({"not": "<{nouns}"}, "class {nouns} is unknown"),
        ({"forms": "maybe?"}, "may be empty"),
        ({"forms": " ".join(["a|b|c|d|e"] * 8)}, "stands for more than"),
    ],
)
def test_a_broken_rule_is_refused(change: dict[str, str], says: str) -> None:
    with pytest.raises(LexiconError) as caught:
        parse_hedges(file_with(GOOD, {**GOOD, "id": "h-other", **change}), "my.tsv")
    assert str(caught.value).startswith("my.tsv:3")
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (file_with(GOOD, GOOD), "my.tsv:3: id 'h-maybe' is already used in line 2"),
        (file_with(GOOD) + "h-short\tshort\n", "my.tsv:3: a rule needs 11 columns"),
        ("id\tmarker\n", "my.tsv:1: the header must be id, marker, forms"),
        ("@say\n" + file_with(GOOD), "my.tsv:1: a class needs a name"),
        ("# nothing\n", "my.tsv: no rule in the file"),
    ],
)
def test_a_broken_file_is_refused(text: str, says: str) -> None:
    with pytest.raises(LexiconError) as caught:
        parse_hedges(text, "my.tsv")
    assert says in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"gone\.tsv: the hedge lexicon cannot be read"):
        load_hedges(tmp_path / "gone.tsv")


def test_a_file_that_is_no_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "latin.tsv"
    path.write_bytes(b"id\xe9")
    with pytest.raises(LexiconError, match=r"latin\.tsv: the hedge lexicon cannot be read"):
        load_hedges(path)


def test_forms_alternatives_options_and_clitics() -> None:
    row = {**GOOD, "forms": "it is|'s really? so / could n't be", "example": "x", "counter_example": "y"}
    forms = parse_hedges(file_with(row), "a").rules[0].forms
    assert set(forms) == {
        ("it", "is", "really", "so"),
        ("it", "is", "so"),
        ("it's", "really", "so"),
        ("it's", "so"),
        ("couldn't", "be"),
    }


def test_contexts_of_both_sides_can_be_joined() -> None:
    row = {**GOOD, "only": "<the & >case ; >not"}
    rule = parse_hedges(file_with(row), "a").rules[0]
    assert rule.fits("in the", "case of")
    assert rule.fits("", "not")
    assert not rule.fits("in the", "house")
    assert not rule.fits("in", "case of")
    assert not rule.fits("breathe", "case of"), "a context starts at a word's edge"
    assert not rule.fits("", "nothing"), "a context ends at a word's edge"
