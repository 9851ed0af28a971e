"""Scoring apart from annotation: the same facts, by any model, with or without other documents."""

from __future__ import annotations

import functools
from dataclasses import replace

import pytest

from provenance.errors import UsageError
from provenance.ingest import ReadOptions, read_bytes
from provenance.links import Standing
from provenance.pipeline import Annotator, load_resources
from provenance.records import AnnotatedDocument, Document
from provenance.score import SHIPPED
from provenance.score.models import model
from provenance.scoring import claim_facts, rescore, setting_of
from tests.conftest import ROOT

SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
TEXT = (
    'The mayor of Oldtown, Jane Roe, said on Monday that "the bridge is safe". '
    "Jane Roe told the Daily Post that 40 cars crossed it. "
    "The harbour board denied that ships were turned away. The storm was absolutely terrible and everyone knows it."
)


@functools.cache
def annotator(which: str) -> Annotator:
    return Annotator(load_resources(), tagger="rules", model=which)


def annotated(text: bytes, which: str = "v2", options: ReadOptions | None = None) -> AnnotatedDocument:
    document = read_bytes(text, path="x.txt", options=options or ReadOptions())
    assert isinstance(document, Document)
    return annotator(which).annotate(document)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_scoring_again_gives_what_annotating_by_that_model_gives(path):
    by = {which: annotated(path.read_bytes(), which) for which in SHIPPED}
    for other in SHIPPED:
        for which in SHIPPED:
            assert rescore(by[other], None, annotator(which).registry, model(which)) == by[which].claims


def test_annotating_by_a_model_that_is_not_there_says_which_are():
    with pytest.raises(UsageError, match="choose one of: v1, v2"):
        annotator("v9")


def test_only_the_scores_change():
    one = annotated(TEXT.encode())
    again = rescore(one, None, annotator("v2").registry, model("v1"))
    assert len(again) >= 4 and [replace(c, score=None) for c in again] == [replace(c, score=None) for c in one.claims]
    assert {c.score.model for c in again if c.score} == {"v1"}


def test_a_claim_without_a_standing_was_not_looked_for_and_one_with_an_empty_one_was():
    one = annotated(TEXT.encode())
    first, second = one.claims[:2]
    standings = {first.id: Standing(others=("afp",)), second.id: Standing()}
    found = {c.id: c.score for c in rescore(one, standings, annotator("v2").registry, model("v2"))}
    values = [next(r.value for r in score.contributions if r.feature == "corroboration") for score in found.values() if score]
    assert values == ["1 further origin", "none found", *["not looked for"] * (len(found) - 2)]
    before = {c.id: c.score for c in one.claims}
    assert found[first.id].strength > before[first.id].strength and found[second.id].strength == before[second.id].strength


def test_facts_come_from_the_words_of_the_claim_and_of_the_text():
    one = annotated(TEXT.encode())
    found = claim_facts(one, annotator("v2").registry, load_resources().holders)
    own = next(found[c.id] for c in one.claims if c.attribution is None)
    assert own.wording is not None and (own.wording.emphasis, own.wording.judging, own.wording.absolutes) == (1, 1, 1)
    quoted = next(facts for facts in found.values() if facts.mode == "direct")
    assert quoted.office and quoted.setting is own.setting
    setting = setting_of(one)
    assert setting is not None and (setting.claims, setting.named >= 2) == (len(one.claims), True)
    assert setting.others == setting.named - max(2, setting.named - setting.others)


def test_the_order_in_which_hedges_were_stored_plays_no_part():
    one = annotated(b"The mayor may leave, and the board could possibly follow, officials reportedly said in the old harbour.")
    turned = replace(one, hedges=tuple(reversed(one.hedges)))
    assert len(one.hedges) > 1
    assert rescore(turned, None, annotator("v2").registry, model("v2")) == one.claims


def test_words_of_other_languages_are_not_counted():
    text = (
        "Der Bürgermeister sagte, die Brücke sei sicher. Laut Reuters wurde sie gestern geöffnet, und viele Menschen kamen, "
        "um sie zu sehen. Die Arbeiten hatten drei Jahre gedauert und waren teurer als geplant."
    )
    one = annotated(text.encode())
    assert one.document.language == "de" and setting_of(one) is None
    rows = {r.feature: r.value for c in one.claims if c.score for r in c.score.contributions}
    assert (rows["judging"], rows["voice_times"], rows["sourcing"]) == ("not looked for",) * 3
