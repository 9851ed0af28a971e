"""Pseudo-cues, scopes, stances and weasel words as data: each line is tried on its own example, and a broken file is refused."""

from __future__ import annotations

import re

import pytest

from provenance.detect.vagueness import classes_of, is_uncertain, vagueness
from provenance.errors import LexiconError
from provenance.lexicon.hedge_scopes import COLUMNS as SCOPE_COLUMNS
from provenance.lexicon.hedge_scopes import load_scopes, parse_scopes
from provenance.lexicon.hedges import PSEUDO_COLUMNS, load_hedges, parse_hedges
from provenance.lexicon.stances import parse_stances
from provenance.lexicon.weasels import COLUMNS as WEASEL_COLUMNS
from provenance.lexicon.weasels import load_weasels, parse_weasels
from tests.detect.test_hedges import find
from tests.lexicon.test_hedge_lexicon import GOOD, file_with, rules_in
from tests.patterns import seconds, slow_on

PSEUDO = load_hedges().pseudo
SCOPES = load_scopes().rules
WEASELS = load_weasels()


@pytest.mark.parametrize("cue", PSEUDO, ids=lambda cue: cue.id)
def test_a_pseudo_cue_hides_its_markers_and_no_more(cue) -> None:  # type: ignore[no-untyped-def]
    assert set(rules_in(cue.example)).isdisjoint(cue.hides)
    assert not set(rules_in(cue.counter_example)).isdisjoint(cue.hides)


@pytest.mark.parametrize("rule", SCOPES, ids=lambda rule: f"line-{rule.line}")
def test_a_scope_is_as_its_example_says(rule) -> None:  # type: ignore[no-untyped-def]
    found = {h.span.of(rule.example): h.scope.of(rule.example) for h in find(rule.example)}
    assert found[rule.marker] == rule.scope


def test_scopes_name_rules_that_exist() -> None:
    named = {one for rule in SCOPES for one in rule.of if one.startswith("h-")}
    assert named - {rule.id for rule in load_hedges().rules} == set()


@pytest.mark.parametrize(
    ("sentence", "marker", "scope"),
    [
        ("The trip takes about ten long days and nights.", "about", "about ten long days"),
        ("The guests, some forty people or so, left.", "or so", "forty people or so"),
        ("He said “a strike is possible” and left.", "possible", "a strike is possible"),
        ("It is unclear; the crew may know.", "unclear", "It is unclear"),
        (
            "Whether the dam holds remains to be seen, but it rains.",
            "remains to be seen",
            "Whether the dam holds remains to be seen",
        ),
    ],
)
def test_scopes_that_go_back(sentence: str, marker: str, scope: str) -> None:
    assert next(h.scope.of(sentence) for h in find(sentence) if h.span.of(sentence) == marker) == scope


def test_a_scope_takes_in_no_more_words_than_its_reach() -> None:
    long = "The crew says that it may " + "row on and on " * 60
    (hedge,) = find(long)
    assert len(hedge.scope.of(long).split()) <= 61


@pytest.mark.parametrize("weasel", WEASELS.classes, ids=lambda one: one.id)
def test_weasel_words_are_found_in_their_example(weasel) -> None:  # type: ignore[no-untyped-def]
    assert weasel.id in classes_of(weasel.example, (), WEASELS)
    assert weasel.id not in classes_of(weasel.counter_example, (), WEASELS)


def test_vague_and_plain_sentences() -> None:
    vague = "Some critics consider it one of the greatest bells."
    plain = "The bell was cast in Utrecht in 1641 by Jan Moor."
    assert is_uncertain(vague, find(vague))
    assert not is_uncertain(plain, find(plain))
    assert 0 < vagueness(plain, find(plain)) < vagueness(vague, find(vague)) < 1


def pseudo_file(**change: str) -> str:
    row = {
        "id": "p-maybe",
        "forms": "maybe baby",
        "flags": "",
        "hides": "h-maybe",
        "only": "",
        "not": "",
        "example": "Maybe baby.",
        "counter_example": "Maybe a baby.",
    }
    return "\t".join(PSEUDO_COLUMNS) + "\n" + "\t".join((row | change)[column] for column in PSEUDO_COLUMNS) + "\n"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"hides": "h-gone"}, "hides 'h-gone', which is no rule of my.tsv"),
        ({"hides": ""}, "column hides is empty"),
        ({"flags": "upper"}, "flag 'upper' is unknown"),
        ({"only": "baby"}, 'must start with "<"'),
    ],
)
def test_a_broken_pseudo_cue_is_refused(change: dict[str, str], says: str) -> None:
    with pytest.raises(LexiconError, match=re.escape(says)) as caught:
        parse_hedges(file_with(GOOD), "my.tsv", pseudo_file(**change), "hiding.tsv")
    assert str(caught.value).startswith("hiding.tsv:2")


def test_the_digest_changes_with_the_pseudo_cues() -> None:
    one, two = (parse_hedges(file_with(GOOD), "a", text, "b").digest for text in (pseudo_file(), pseudo_file(forms="maybe not")))
    assert one != two


LAST = "*\tany\tforward\t0\t9\tnone\tx\tx\tx"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("modal\tabove\tforward\t0\t9\tnone\tx\tx\tx", "place 'above' is unknown; legal values are any"),
        ("modal\tany\tup\t0\t9\tnone\tx\tx\tx", "direction 'up' is unknown; legal values are forward"),
        ("modal\tany\tforward\t0\tfar\tnone\tx\tx\tx", "reach 'far' is no number of words"),
        ("modal\tany\tforward\t0\t9\tcomma\tx\tx\tx", "terminators 'comma' are unknown"),
        ("nodal\tany\tforward\t0\t9\tnone\tx\tx\tx", "nodal is no id of a rule, no category and not *"),
        ("modal\tany\tforward", "a rule needs 9 columns"),
        ("@end\ta\tb", "terminators need a name, one tab and an expression"),
    ],
)
def test_a_broken_scope_is_refused(row: str, says: str) -> None:
    with pytest.raises(LexiconError, match=re.escape(says)):
        parse_scopes("\n".join(["\t".join(SCOPE_COLUMNS), row, LAST]), "my.tsv")


@pytest.mark.parametrize("text", ["", "of\tplace", "\t".join(SCOPE_COLUMNS) + "\nmodal\tany\tforward\t0\t9\tnone\tx\tx\tx"])
def test_a_table_of_scopes_must_be_whole(text: str) -> None:
    with pytest.raises(LexiconError):
        parse_scopes(text, "my.tsv")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("stance\n", "the header must be stance, certainty"),
        ("stance\tcertainty\tbasis\treason\nneutral\t1\tsurvey\tx\n", "no line for assertive"),
        ("stance\tcertainty\tbasis\treason\nneutral\t0\tsurvey\tx\n", "certainty '0' is no number above 0"),
        ("stance\tcertainty\tbasis\treason\nneutral\t1\tguess\tx\n", "basis 'guess' is unknown"),
        ("stance\tcertainty\tbasis\treason\nrude\t1\tsurvey\tx\n", "stance 'rude' is unknown"),
        ("stance\tcertainty\tbasis\treason\nneutral\t1\n", "a stance needs 4 filled columns"),
    ],
)
def test_a_broken_table_of_stances_is_refused(text: str, says: str) -> None:
    with pytest.raises(LexiconError, match=re.escape(says)):
        parse_stances(text, "my.tsv")


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("w-a\ta\tmuch\tx\ty", "weight 'much' is no number"),
        ("w-a\ta\t1\tx\ty\nw-a\tb\t1\tx\ty", "id 'w-a' is already used"),
        ("w-a\ta\t1", "a class needs 5 filled columns"),
        ("w-a\ta\t1\tx\ty", "no line for start, limit, reportative"),
    ],
)
def test_a_broken_table_of_weasels_is_refused(rows: str, says: str) -> None:
    with pytest.raises(LexiconError, match=re.escape(says)):
        parse_weasels("\t".join(WEASEL_COLUMNS) + "\n" + rows, "my.tsv")


def test_terminators_and_negation_are_linear() -> None:
    ends = {end for rule in SCOPES for end in rule.ends}
    for pattern in (*ends, load_hedges().negation):
        assert slow_on(lambda text, pattern=pattern: [*pattern.finditer(text)], 4_000) == []  # type: ignore[misc]


def test_the_scope_of_a_marker_in_an_endless_sentence_is_found_in_no_time() -> None:
    for unit in ("may ", "“may ", "may, ", "or so ", "is possible ", "' may "):
        assert seconds(lambda text: find(text), unit * 1_500) < 3
