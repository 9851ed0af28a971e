"""Every rule of the six languages fires on its example and not on its counter-example; a broken file names its line."""

from __future__ import annotations

import pytest

from provenance.detect.abroad import find_abroad, find_hedges_abroad, foreign_sentences
from provenance.errors import LexiconError
from provenance.lexicon.abroad import (
    CUE_COLUMNS,
    HEDGE_COLUMNS,
    TONGUES,
    load_tongue,
    parse_foreign_cues,
    parse_foreign_hedges,
    parse_foreign_words,
)
from provenance.lexicon.files import read_text
from provenance.records import Passage, Sentence
from provenance.registry import load_registry
from provenance.spans import Span

REGISTRY = load_registry()
CUE = dict(zip(CUE_COLUMNS, ("de-x", "de", "verb", "x", "xte", "that", "neutral", "affirms", "Er xte.", "Nein."), strict=True))
HEDGE = dict(zip(HEDGE_COLUMNS, ("de-h", "de", "wohl", "adverb", "0.5", "", "", "Er ist wohl da.", "Nein."), strict=True))


def fired(text: str, language: str) -> set[str]:
    """The ids of all rules that fire in a text."""
    tongue, whole = load_tongue(language), Span(0, len(text))
    sentences = [Sentence(s, 0) for s in foreign_sentences(text, whole, tongue)]
    passages = [Passage(0, "body", 0, whole)]
    cues = {d.rule.split("#")[1].split(".")[0] for d in find_abroad(text, passages, sentences, tongue, REGISTRY)}
    return cues | {h.rule for h in find_hedges_abroad(text, sentences, passages, tongue)}


@pytest.mark.parametrize("language", TONGUES)
def test_examples_and_counter_examples(language: str) -> None:
    tongue = load_tongue(language)
    rules = (*tongue.cues, *tongue.hedges)
    assert len(rules) >= 15
    assert [r.id for r in rules if r.id not in fired(r.example, language)] == []
    assert [r.id for r in rules if r.id in fired(r.counter_example, language)] == []


def table(columns: tuple[str, ...], row: dict[str, str], **changed: str) -> str:
    return "# a comment\n" + "\t".join(columns) + "\n" + "\t".join({**row, **changed}.values()) + "\n"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"language": "it", "id": "it-x"}, "abroad_cues.tsv:3: language is 'it'; legal are uk, ru, zh, de, fr, es."),
        ({"id": "c-x"}, "abroad_cues.tsv:3: the id 'c-x' must begin with its language, \"de-\"."),
        ({"kind": "noun"}, "abroad_cues.tsv:3: kind is 'noun'; legal are verb, adp, phrase."),
        ({"frames": "adp"}, "abroad_cues.tsv:3: frame is 'adp'; legal are quote, dash, that"),
        ({"stance": "cool"}, "abroad_cues.tsv:3: stance is 'cool'; legal are neutral"),
        ({"polarity": "no"}, "abroad_cues.tsv:3: polarity is 'no'; legal are affirms"),
        ({"forms": "xte||"}, "abroad_cues.tsv:3: a form is empty"),
        ({"example": ""}, "abroad_cues.tsv:3: column example is empty; fill it."),
        ({"example": "a\tb"}, "abroad_cues.tsv:3: the row has 11 columns; it must have 10."),
    ],
)
def test_a_bad_cue_names_its_line(changed: dict[str, str], message: str) -> None:
    with pytest.raises(LexiconError) as raised:
        parse_foreign_cues(table(CUE_COLUMNS, CUE, **changed))
    assert str(raised.value).startswith(message)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"category": "wish"}, "abroad_hedges.tsv:3: category is 'wish'; legal are reportative"),
        ({"certainty": "2"}, "abroad_hedges.tsv:3: certainty is '2'; it must be a number from 0 to 1."),
        ({"before": "word"}, "abroad_hedges.tsv:3: before is 'word'; legal are nothing, number."),
        ({"forms": "a||b"}, "abroad_hedges.tsv:3: a form is empty"),
    ],
)
def test_a_bad_hedge_names_its_line(changed: dict[str, str], message: str) -> None:
    with pytest.raises(LexiconError) as raised:
        parse_foreign_hedges(table(HEDGE_COLUMNS, HEDGE, **changed))
    assert str(raised.value).startswith(message)


def test_a_good_table_is_read_and_an_id_may_not_come_twice() -> None:
    assert [cue.id for cue in parse_foreign_cues(table(CUE_COLUMNS, CUE))] == ["de-x"]
    assert [hedge.forms for hedge in parse_foreign_hedges(table(HEDGE_COLUMNS, HEDGE))] == [(("wohl",),)]
    with pytest.raises(LexiconError, match=r"abroad_cues.tsv:4: the id 'de-x' is used twice"):
        parse_foreign_cues(table(CUE_COLUMNS, CUE) + "\t".join(CUE.values()))
    with pytest.raises(LexiconError, match=r"abroad_cues.tsv:1: the columns are a, b; they must be id, "):
        parse_foreign_cues("a\tb")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[es]", "[it]", "abroad_words.toml: the tables are uk, ru, zh, de, fr, it; they must be "),
        ("negations =", "negation =", "abroad_words.toml: uk: the keys ['negation', 'negations'] are missing or unknown."),
        ('that = "що"', "that = 3", "abroad_words.toml: uk: that must be words in one string"),
        ("[uk]", "[uk", "abroad_words.toml: this is no TOML"),
    ],
)
def test_bad_words_name_their_place(old: str, new: str, message: str) -> None:
    with pytest.raises(LexiconError) as raised:
        parse_foreign_words(read_text("abroad_words.toml").replace(old, new, 1))
    assert str(raised.value).startswith(message)
