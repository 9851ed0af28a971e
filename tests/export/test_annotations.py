"""Web Annotation: valid JSON-LD by the standard's terms, and selectors that find the words again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from provenance.export import Corroboration
from provenance.export.words import utf8
from provenance.ids import text_sha256
from tests.export.made import HOSTILE, about, hostile, item, written
from tests.report.sample import sample

CONTEXT = json.loads((Path(__file__).parent / "schemas" / "anno.jsonld").read_text(encoding="utf-8"))["@context"]
OA = Namespace("http://www.w3.org/ns/oa#")
PV = Namespace("urn:provenance:terms:")
MOTIVATIONS = {"assessing", "identifying", "linking", "tagging"}


def collection(*items: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(written("web-annotation", *items))
    return found


def annotations(*items: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = collection(*items)["first"]["items"]
    return found


def targets(annotation: dict[str, Any]) -> list[dict[str, Any]]:
    target = annotation["target"]
    return target if isinstance(target, list) else [target]


def found_by_position(text: str, selector: dict[str, Any]) -> str:
    return text[selector["start"] : selector["end"]]


def found_by_quote(text: str, selector: dict[str, Any]) -> list[int]:
    """Where the words stand between their prefix and suffix."""
    whole = selector["prefix"] + selector["exact"] + selector["suffix"]
    return [n + len(selector["prefix"]) for n in range(len(text)) if text.startswith(whole, n)]


def test_the_collection_says_what_it_is_and_loses() -> None:
    whole = collection(item(), item(hostile("x")))
    assert (whole["type"], whole["first"]["type"]) == ("AnnotationCollection", "AnnotationPage")
    assert whole["total"] == len(whole["first"]["items"]) == 9
    assert whole["loses"] == about("web-annotation").format.loses
    assert collection()["total"] == 0


def test_every_annotation_has_what_the_standard_asks_for() -> None:
    for one in annotations(item()):
        assert one["type"] == "Annotation"
        assert one["motivation"] in MOTIVATIONS
        assert one["creator"] == {"id": "urn:provenance:software:0.1.0", "type": "Software", "name": "provenance 0.1.0"}
        assert one["created"] == "2026-01-02T03:04:05Z"
        for target in targets(one):
            assert target["source"]["text_sha256"] == text_sha256(sample().document.text)
            assert target["source"]["unit"] == "code points"
            assert [s["type"] for s in target["selector"]] == ["TextPositionSelector", "TextQuoteSelector"]
    assert len({one["id"] for one in annotations(item())}) == 5


@pytest.mark.parametrize("mark", [*HOSTILE.values(), "plain"], ids=[*HOSTILE, "plain"])
def test_both_selectors_find_the_words_again(mark: str) -> None:
    one = hostile(mark)
    text = utf8(one.document.text)
    for annotation in annotations(item(one)):
        for target in targets(annotation):
            position, quote = target["selector"]
            assert found_by_position(text, position) == quote["exact"]
            assert position["start"] in found_by_quote(text, quote)
    claim = annotations(item(one))[-1]
    assert targets(claim)[0]["selector"][1]["exact"] == utf8(mark)


def test_the_body_of_a_claim_tells_what_is_known_and_nothing_that_nobody_judged() -> None:
    first, second = (one["body"][0] for one in annotations(item(c0=Corroboration("ab" * 10, 2, 1)))[-2:])
    assert (first["strength"], first["credibility"], first["origins"], first["opposing"]) == (0.343, 4, 2, 1)
    assert [hop["relation"] for hop in first["hops"]] == ["published_by", "reprinted_from", "told_to", "stated_by"]
    assert "Hedged by: may." in first["value"]
    assert "reliability" not in first
    assert "group" not in second
    assert "origins" not in annotations(item())[-1]["body"][0]


def test_the_terms_are_those_of_the_standard() -> None:
    """A JSON-LD processor reads it with the standard's context (bundled, as tests reach no address) into the triples meant."""
    whole = collection(item())
    whole["@context"] = [CONTEXT, *whole["@context"][1:]]
    graph = Graph().parse(data=json.dumps(whole), format="json-ld")
    made = set(graph.subjects(RDF.type, OA.Annotation))
    assert len(made) == 5
    for one in made:
        assert graph.value(one, OA.motivatedBy) in {OA[name] for name in MOTIVATIONS}
        target = graph.value(one, OA.hasTarget)
        assert len(list(graph.objects(target, OA.hasSelector))) == 2
        assert graph.value(graph.value(target, OA.hasSource), PV.unit) == Literal("code points")
    claim = URIRef(f"urn:provenance:claim:{sample().claims[0].id}")
    body = graph.value(claim, OA.hasBody)
    assert graph.value(body, PV.origin) == URIRef("urn:provenance:source:ada-lindqvist")
    quotes = {str(graph.value(s, OA.exact)) for s in graph.subjects(RDF.type, OA.TextQuoteSelector)}
    assert quotes >= {"The bridge may reopen in June", "may", "Mayor Ada Lindqvist"}
    # What is no term of a context would be dropped without a word: all keys must have become predicates.
    assert unknown_keys(whole["first"]["items"], set(CONTEXT) | set(whole["@context"][1])) == set()


def unknown_keys(value: Any, known: set[str]) -> set[str]:
    if isinstance(value, list):
        return set().union(*(unknown_keys(one, known) for one in value))
    if isinstance(value, dict):
        return (value.keys() - known) | set().union(*(unknown_keys(one, known) for one in value.values()))
    return set()
