"""Every cue of the lexicon fires on its example, under its own rule, and not on its counter-example."""

from __future__ import annotations

import pytest

from provenance.detect import AttributionLexicons, find_attributions
from provenance.errors import LexiconError
from provenance.lexicon.channels import load_channel_rules
from provenance.lexicon.cues import COLUMNS, load_cues, parse_cues
from provenance.lexicon.frames import load_confidences
from provenance.lexicon.words import load_words
from provenance.records import DetectedAttribution, Passage, Quotation, Sentence
from provenance.segment import quotations_of, sentences_of
from provenance.spans import Span

LEXICONS = AttributionLexicons(load_words(), load_cues(), load_channel_rules(), load_confidences())
ROW = dict(
    zip(
        COLUMNS,
        ("c-x", "verb", "mumble", "mumble|mumbles", "that", "neutral", "affirms", "0", "He mumbles that it rains.", "No."),
        strict=True,
    )
)


def detected(text: str) -> tuple[DetectedAttribution, ...]:
    whole = Span(0, len(text))
    sentences = [Sentence(s, 0) for s in sentences_of(text, whole, LEXICONS.words)]
    quotations = [Quotation(s, 0, closed) for s, closed in quotations_of(text, whole)]
    return find_attributions(text, [Passage(0, "body", 0, whole)], sentences, quotations, [], LEXICONS)


def fired(text: str) -> set[str]:
    return {rule for d in detected(text) for rule in d.rule.split("#")[1].split(".")[0].split("+")}


def test_every_example_fires_its_own_rule() -> None:
    silent = [f"{c.id}: {c.example}" for c in LEXICONS.cues.cues if c.id not in fired(c.example)]
    assert silent == []


def test_no_counter_example_fires_its_rule() -> None:
    loud = [f"{c.id}: {c.counter_example}" for c in LEXICONS.cues.cues if c.id in fired(c.counter_example)]
    assert loud == []


def written(**changed: str) -> str:
    return "\t".join(COLUMNS) + "\n" + "\t".join({**ROW, **changed}.values()) + "\n"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"kind": "verbs"}, "cues.tsv:2: kind is 'verbs'; legal are verb, noun"),
        ({"stance": "cool"}, "cues.tsv:2: stance is 'cool'; legal are neutral"),
        ({"polarity": "no"}, "cues.tsv:2: polarity is 'no'; legal are affirms"),
        ({"frames": "thatt"}, "cues.tsv:2: frame 'thatt' is unknown; legal are that"),
        ({"certainty": "high"}, "cues.tsv:2: certainty is 'high'"),
        ({"example": ""}, "cues.tsv:2: forms, example and counter_example must not be empty"),
    ],
)
def test_a_bad_row_names_file_line_and_legal_values(changed: dict[str, str], message: str) -> None:
    with pytest.raises(LexiconError, match="^" + message.replace("(", r"\(")):
        parse_cues(written(**changed))


def test_a_row_with_a_missing_cell_is_refused() -> None:
    with pytest.raises(LexiconError, match=r"cues.tsv:2: the row does not have 10 columns"):
        parse_cues("\t".join(COLUMNS) + "\nc-x\tverb\n")


def test_an_id_may_not_be_used_twice() -> None:
    with pytest.raises(LexiconError, match=r"cues.tsv:3: the id 'c-x' is used twice"):
        parse_cues(written() + written().splitlines()[1] + "\n")
