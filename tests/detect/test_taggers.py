"""The taggers behind one interface: what both find is one, each says who it was, and nothing depends on batch or order."""

from __future__ import annotations

import pytest

from provenance.detect import TAGGERS, make_tagger
from provenance.detect.agreement import THRESHOLDS, Finding, Near, load_agreement
from provenance.detect.cue_words import meaning_of
from provenance.detect.filters import is_speech, kept
from provenance.detect.taggers import Rules
from provenance.errors import UsageError
from provenance.export import to_json
from provenance.pipeline import Annotator, Keep
from provenance.records import AnnotatedDocument, DetectedAttribution
from provenance.spans import Span
from tests.detect.annotating import annotator, document, resources

TEXT = (
    "Mayor Anna Berg said on Monday that the old bridge would be closed for the summer.\n"
    '"We had no choice," she told Reuters. Dockers believe that the strike will last.\n'
    "According to the ministry, experts think that the steel is weak. The council denied that money was missing."
)


def tagged(text: str, tagger: str, keep: Keep | None = None) -> AnnotatedDocument:
    return Annotator(resources(), tagger=tagger, keep=keep).annotate(document(text))


@pytest.mark.parametrize("tagger", TAGGERS)
def test_each_finds_what_is_plain_and_says_who_it_was(tagger: str) -> None:
    one = tagged(TEXT, tagger)
    holders = {a.holder.id for a in one.attributions}
    assert {"anna-berg", "ministry"} <= holders or {"anna-berg"} <= holders
    assert len(one.attributions) >= 5
    for found in one.attributions:
        assert found.detector.startswith(("rules/1#", f"{tagger}/"))
        assert 0 < found.confidence <= 1
        assert all(span.of(one.document.text).strip() for span in found.contents)
        assert found.parent is None or found.parent in {a.id for a in one.attributions}
    assert [a.polarity for a in one.attributions if a.lemma == "deny"] == ["denies"]


@pytest.mark.parametrize("tagger", ["default", "fast"])
def test_the_same_text_reads_the_same_alone_and_among_others(tagger: str) -> None:
    annotator = Annotator(resources(), tagger=tagger)
    alone = to_json(annotator.annotate(document(TEXT)))
    for other in ("Nothing here.", TEXT * 3, "", "“"):
        if other:
            annotator.annotate(document(other))
        assert to_json(annotator.annotate(document(TEXT))) == alone
    assert to_json(Annotator(resources(), tagger=tagger).annotate(document(TEXT))) == alone


def test_the_version_names_the_weights_and_texts_are_read_anew_by_another_tagger() -> None:
    versions = {make_tagger(name, resources().attributions).version for name in TAGGERS}
    digests = {Annotator(resources(), tagger=name).digest for name in TAGGERS}
    assert len(versions) == len(digests) == 3
    assert Annotator(resources(), tagger="rules").digest == resources().lexicon_digest
    assert Annotator(resources(), tagger="rules", keep=Keep(0.5)).digest != resources().lexicon_digest


def test_an_unknown_tagger_names_those_that_there_are() -> None:
    with pytest.raises(UsageError, match="choose one of: default, fast, rules"):
        Annotator(resources(), tagger="best")


def test_hostile_texts() -> None:
    annotator = Annotator(resources(), tagger="fast")
    for text in (
        "a" * 20_000,
        "\u200b“" * 3_000,
        "said " * 2_000,
        "x\ud800y said that it rained.",
        "1 " * 9_000,
        "\n" * 50 + "He said so.",
    ):
        one = annotator.annotate(document(text))
        assert all(span.of(text) for a in one.attributions for span in a.contents)


def test_filters() -> None:
    rules = tagged(TEXT, "rules")
    sure = tagged(TEXT, "rules", Keep(0.8))
    assert 0 < len(sure.attributions) < len(rules.attributions)
    assert all(a.confidence >= 0.8 for a in sure.attributions)
    spoken = tagged(TEXT, "rules", Keep(speech_only=True))
    lost = {a.lemma for a in rules.attributions} - {a.lemma for a in spoken.attributions}
    assert "believe" in lost and "say" not in lost


def test_a_filter_keeps_the_nearest_parent() -> None:
    def made(confidence: float, parent: int | None) -> DetectedAttribution:
        span = Span(0, 3)
        return DetectedAttribution(0, span, span, "say", "neutral", "affirms", (span,), "indirect", confidence, "r", parent)

    found = kept([made(0.9, None), made(0.2, 0), made(0.9, 1)], 0.5)
    assert [one.parent for one in found] == [None, 0]
    assert is_speech(made(0.9, None))


@pytest.mark.parametrize(
    ("cue", "lemma", "polarity"),
    [
        ("said", "say", "affirms"),
        ("did not say", "say", "withholds"),
        ("didn't believe", "believe", "denies"),
        ("has denied", "deny", "denies"),
        ("According to", "according to", "affirms"),
        ("frobnicated", "frobnicated", "affirms"),
        ("", "", "affirms"),
    ],
)
def test_what_the_words_of_a_cue_mean(cue: str, lemma: str, polarity: str) -> None:
    used = resources().attributions
    meaning = meaning_of(cue, used.cues, used.words)
    assert (meaning.lemma, meaning.polarity) == (lemma, polarity)


def test_measured_confidences_rise_with_the_number_and_cover_all_kinds() -> None:
    for tagger in THRESHOLDS:
        confidences = load_agreement()[tagger]
        assert {"both", "network", "rules, nested", "rules, post"} <= set(confidences.steps)
        for found_by in ("both", "network"):
            shares = [share for _, share in confidences.steps[found_by]]
            assert shares == sorted(shares) and confidences.of(found_by, 0.0) == shares[0]
            assert confidences.of(found_by, 1.0) == shares[-1]


def test_a_long_passage_is_not_tried_in_pairs() -> None:
    text = "The mayor said that the bridge was closed. " * 500
    found = [Finding.of(text, one) for one in Rules(resources().attributions).find(annotator().cut(document(text)))]
    assert len(found) == 500
    near = Near(found)
    assert all(i in near.to(one) for i, one in enumerate(found))
    assert max(len(near.to(one)) for one in found) < 30


@pytest.mark.parametrize("tagger", TAGGERS)
def test_a_statement_within_a_statement_within_a_report_has_three_layers(tagger: str) -> None:
    text = (
        "According to Reuters, Ukraine's defence ministry said that captured soldiers had told investigators that their "
        "commander ordered the attack on the harbour."
    )
    found = Annotator(resources(), tagger=tagger).annotate(document(text)).attributions
    outer, middle, inner = sorted(found, key=lambda a: a.contents[0].start)
    assert (outer.parent, middle.parent, inner.parent) == (None, outer.id, middle.id)
    assert inner.contents[0].of(text) == "their commander ordered the attack on the harbour"
