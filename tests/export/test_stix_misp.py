"""STIX by its own library, MISP by a schema after its standard, and grades that are there only where somebody judged."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import stix2

from provenance import records as r
from provenance.export import Corroboration
from provenance.export.grades import LIKELIHOOD, STIX_CONFIDENCE, likelihood, tags
from provenance.export.words import utf8
from provenance.spans import Span
from tests.export.made import HOSTILE, about, hostile, item, written
from tests.report.sample import sample

SCHEMAS = Path(__file__).parent / "schemas"
MISP = json.loads((SCHEMAS / "misp.schema.json").read_text(encoding="utf-8"))
TAXONOMIES = json.loads((SCHEMAS / "taxonomies.json").read_text(encoding="utf-8"))


def bundle(*items: Any) -> Any:
    return stix2.parse(written("stix", *items).decode(), allow_custom=False)


def of_type(objects: Any, kind: str) -> list[Any]:
    return [one for one in objects.objects if one["type"] == kind]


def events(*items: Any) -> list[dict[str, Any]]:
    found = json.loads(written("misp", *items))
    jsonschema.validate(found, MISP)
    return [one["Event"] for one in found["response"]]


def graded(credibility: int, reliability: Any = None) -> r.AnnotatedDocument:
    one = sample()
    first = one.claims[0]
    assert first.score
    score = replace(first.score, credibility=credibility, reliability=reliability)
    return replace(one, claims=(replace(first, score=score),))


# ---------------------------------------------------------------- STIX


def test_reports_notes_identities_and_relationships() -> None:
    found = bundle(item(c0=Corroboration("aa", 2, 1)))
    [report] = of_type(found, "report")
    notes = of_type(found, "note")
    assert report.name == "Bridge may reopen"
    assert report.published.isoformat() == "2024-05-04T00:00:00+00:00"
    assert set(report.object_refs) >= {note.id for note in notes}
    assert notes[0].content == "The bridge may reopen in June"
    assert notes[0].abstract == "From publisher to origin: Harbour Post < Coast Weekly < Northern Wire < Ada Lindqvist"
    assert 'provenance:origins="2" opposing="1"' in notes[0].labels
    classes = {one.name: one.identity_class for one in of_type(found, "identity")}
    assert (classes["Ada Lindqvist"], classes["Northern Wire"], classes["provenance 0.1.0"]) == (
        "individual",
        "organization",
        "system",
    )
    hops = {one.relationship_type for one in of_type(found, "relationship")}
    assert hops == {"reprinted-from", "told-to", "stated-by"}
    assert about("stix").format.loses in of_type(found, "identity")[0].description


def test_all_references_lead_to_an_object_and_no_id_comes_twice() -> None:
    found = bundle(item(), item(hostile("x")), item(hostile("y")))
    ids = [one["id"] for one in found.objects]
    assert len(ids) == len(set(ids))
    for one in found.objects:
        refs = [
            *one.get("object_refs", []),
            *(one[name] for name in ("source_ref", "target_ref", "created_by_ref") if name in one),
        ]
        assert set(refs) <= set(ids)


def test_an_id_always_says_the_same() -> None:
    """A claim that is scored anew, or compared with others, is a note of its own."""
    before, after = bundle(item(), item(hostile("x"))), bundle(item(graded(1)), item(c0=Corroboration("aa", 2, 1)))
    known = {one["id"]: one for one in before.objects}
    assert {one["type"] for one in after.objects if one["id"] in known} == {"identity", "relationship"}
    assert all(known[one["id"]] == one for one in after.objects if one["id"] in known)


def test_the_ids_do_not_change() -> None:
    assert written("stix", item()) == written("stix", item())
    again = item(), item(hostile("x"))
    assert {one["id"] for one in bundle(item()).objects if one["type"] != "bundle"} <= {
        one["id"] for one in bundle(*again).objects
    }


@pytest.mark.parametrize(("credibility", "confidence"), [(1, 90), (2, 70), (3, 50), (4, 30), (5, 10), (6, None)])
def test_confidence_is_that_of_the_standards_table(credibility: int, confidence: int | None) -> None:
    [note] = of_type(bundle(item(graded(credibility))), "note")
    assert note.get("confidence") == confidence
    assert STIX_CONFIDENCE.get(credibility) == confidence


def test_a_document_without_claims_and_without_a_date() -> None:
    one = sample()
    [report] = of_type(bundle(item(replace(one, claims=(), document=replace(one.document, published="in May")))), "report")
    assert report.published.isoformat() == "2026-01-02T03:04:05+00:00"
    assert "published, as stated: in May" in report.description


@pytest.mark.parametrize("mark", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_stays_text(mark: str) -> None:
    found = bundle(item(hostile(mark)), item())
    assert of_type(found, "note")[0].content == utf8(mark)
    [event, _] = events(item(hostile(mark)), item())
    assert event["Attribute"][-1]["value"] == event["info"] == utf8(mark)


# ---------------------------------------------------------------- MISP


def test_an_event_for_each_document_with_its_claims() -> None:
    [event] = events(item(c0=Corroboration("aa", 2, 1)))
    assert (event["info"], event["date"]) == ("Bridge may reopen", "2024-05-04")
    said = {one["value"]: one for one in event["Attribute"]}
    claim = said["The bridge may reopen in June"]
    assert claim["comment"].endswith("< Ada Lindqvist; strength 0.34 by v1; 2 independent origins, 1 opposing claims")
    assert claim["Tag"] == [{"name": 'admiralty-scale:information-credibility="4"'}]
    assert f"Written by {about('misp').program}. Loses {about('misp').format.loses}." in said
    assert events() == []


def test_words_that_come_again_are_told_apart() -> None:
    one = sample()
    again = replace(one.claims[0], id="f" * 20)
    [event] = events(item(replace(one, claims=(*one.claims, again))))
    values = [attribute["value"] for attribute in event["Attribute"]]
    assert len(values) == len(set(values))
    assert f"The bridge may reopen in June [{'f' * 20}]" in values


def test_every_tag_is_of_its_taxonomy() -> None:
    names = set()
    for credibility in range(1, 7):
        for reliability in (None, *"ABCDEF"):
            for _, certainty, _ in LIKELIHOOD:
                one = graded(credibility, reliability)
                hedge = replace(one.hedges[0], category="probability", basis="survey", certainty=certainty)
                names |= set(tags(one.claims[0], [hedge], one.document.text))
    assert len(names) == 6 + 6 + 6
    for name in names:
        predicate, _, value = name.partition("=")
        assert value.strip('"') in TAXONOMIES[predicate]


def test_what_nobody_judged_has_no_tag() -> None:
    one = sample()
    unscored = replace(one.claims[0], score=None)
    assert tags(unscored, (), one.document.text) == []
    assert "Tag" not in events(item(replace(one, claims=(unscored,))))[0]["Attribute"][-1]
    assert [tag.partition("=")[0] for tag in tags(graded(6).claims[0], (), "")] == ["admiralty-scale:information-credibility"]


# ---------------------------------------------------------------- likelihood


def hedge(words: str, certainty: float, category: Any, basis: str = "survey") -> tuple[r.Hedge, str]:
    return r.Hedge("h", Span(0, len(words)), 0, category, certainty, basis, Span(0, len(words)), "rule:x"), words


@pytest.mark.parametrize(
    ("certainty", "value"),
    [
        *[
            (0.01, "almost-no-chance"),
            (0.05, "very-unlikely"),
            (0.2, "unlikely"),
            (0.265, "unlikely"),
            (0.45, "roughly-even-chance"),
        ],
        *[
            (0.5, "roughly-even-chance"),
            (0.55, "likely"),
            (0.8, "very-likely"),
            (0.95, "almost-certain"),
            (0.99, "almost-certain"),
        ],
        *[(0.0, None), (0.005, None), (0.995, None), (1.0, None)],
    ],
)
def test_bands_of_likelihood(certainty: float, value: str | None) -> None:
    found, text = hedge("a good chance", certainty, "probability")
    assert likelihood(sample().claims[0], [found], text) == value


@pytest.mark.parametrize(
    ("words", "category", "basis", "value"),
    [
        ("likely", "adverb", "survey", "likely"),
        ("improbable", "adjective", "survey", "likely"),
        ("reportedly", "reportative", "survey", None),
        ("perhaps", "adverb", "survey", None),
        ("may", "modal", "survey", None),
        ("realistic chance", "probability", "judgement", None),
    ],
)
def test_only_measured_hedges_of_probability_count(words: str, category: str, basis: str, value: str | None) -> None:
    found, text = hedge(words, 0.75, category, basis)
    assert likelihood(sample().claims[0], [found], text) == value


def test_abstaining() -> None:
    claim = sample().claims[0]
    low, text = hedge("unlikely", 0.2, "probability")
    high = replace(low, certainty=0.9)
    assert likelihood(claim, [], text) is None
    assert likelihood(claim, [low, high], text) is None
    assert likelihood(claim, [low, low], text) == "unlikely"
    assert likelihood(replace(claim, polarity="denies"), [low], text) is None


# ---------------------------------------------------------------- nobody is named


def unnamed() -> r.AnnotatedDocument:
    """The document with an unknown publisher, and an origin that the text hides."""
    one = sample()
    chain = (r.Hop(r.UNKNOWN_PUBLISHER, "published_by"), one.claims[0].chain[1], r.Hop(r.UNSPECIFIED, "stated_by"))
    holder = replace(one.attributions[0].holder, id=r.UNSPECIFIED)
    claims = replace(one.claims[0], chain=chain), replace(one.claims[1], chain=chain[:1])
    return replace(one, publisher=None, claims=claims, attributions=(replace(one.attributions[0], holder=holder),))


def test_who_is_not_named_becomes_no_source() -> None:
    """Two texts without a publisher would else have one in common."""
    found = bundle(item(unnamed()))
    assert {one.name for one in of_type(found, "identity")} == {"provenance 0.1.0", "Coast Weekly"}
    assert of_type(found, "relationship") == []
    program, coast = of_type(found, "identity")
    assert [note.object_refs for note in of_type(found, "note")] == [[coast.id], [program.id]]
    for name in ("prov-json", "prov-n", "web-annotation"):
        text = written(name, item(unnamed())).decode()
        assert "coast-weekly" in text
        assert "source:unknown" not in text
        assert "source:unspecified" not in text
