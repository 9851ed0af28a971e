"""The public JSON shape: valid against its schema, stable, one line whatever the text holds."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from importlib.resources import files
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from provenance import records
from provenance.export import to_json, to_line, write_jsonl
from provenance.records import AnnotatedDocument, Claim, Document, Hop
from provenance.spans import Span
from tests.report.sample import sample

SCHEMA = json.loads(files("provenance.export").joinpath("document.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def bare(text: str = "") -> AnnotatedDocument:
    document = Document(id="x", text=text, sha256="0" * 64, text_sha256="0" * 64)
    return AnnotatedDocument(document, None, (), (), (), (), ())


def test_the_schema_is_itself_valid() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_a_full_document_is_valid() -> None:
    VALIDATOR.validate(json.loads(to_line(sample())))


def test_a_bare_document_is_valid_and_says_null() -> None:
    shape = json.loads(to_line(bare()))
    VALIDATOR.validate(shape)
    assert shape["document"]["publisher"] is None
    assert shape["claims"] == []


def test_an_unknown_key_is_not_valid() -> None:
    assert list(VALIDATOR.iter_errors(to_json(sample()) | {"extra": 1}))


@pytest.mark.parametrize(
    ("at", "vocabulary"),
    [
        (("passage", "properties", "kind"), records.PassageKind),
        (("relation",), records.Relation),
        (("polarity",), records.Polarity),
        (("attribution", "properties", "source", "properties", "type"), records.SourceType),
        (("attribution", "properties", "cue", "properties", "stance"), records.Stance),
        (("attribution", "properties", "content", "properties", "mode"), records.Mode),
        (("hedge", "properties", "category"), records.HedgeCategory),
    ],
)
def test_the_vocabularies_of_the_schema_are_those_of_the_records(at: tuple[str, ...], vocabulary: object) -> None:
    place = SCHEMA["$defs"]
    for key in at:
        place = place[key]
    assert place["enum"] == list(get_args(vocabulary))


def test_the_shape_is_that_of_the_design() -> None:
    shape = to_json(sample())
    assert shape["schema"] == "provenance.document/1"
    attribution, claim = shape["attributions"][0], shape["claims"][0]
    assert attribution["source"] == {"span": [46, 65], "id": "ada-lindqvist", "name": "Ada Lindqvist", "type": "person"}
    assert attribution["cue"] == {"span": [66, 70], "lemma": "tell", "stance": "neutral"}
    assert attribution["content"] == {"spans": [[15, 44]], "mode": "indirect"}
    assert attribution["chain"] == ["harbour-post", "coast-weekly", "northern-wire", "ada-lindqvist"]
    assert attribution["chain_hops"][1] == {
        "source": "coast-weekly",
        "relation": "reprinted_from",
        "evidence": [[96, 123]],
        "confidence": 0.98,
    }
    assert claim["origin"] == "ada-lindqvist"
    assert claim["strength"] == 0.343
    assert claim["reliability"] is None
    assert sum(row["points"] for row in claim["contributions"]) == pytest.approx(-0.65)
    assert shape["document"]["text"][slice(*claim["spans"][0])] == "The bridge may reopen in June"


def test_a_claim_without_a_score_has_nulls() -> None:
    claim = Claim("c", 0, (Span(0, 1),), (Hop("unknown-publisher", "published_by"),))
    shape = to_json(replace(bare("a"), claims=(claim,)))
    assert shape["claims"][0]["strength"] is None
    assert shape["claims"][0]["contributions"] == []
    VALIDATOR.validate(json.loads(json.dumps(shape)))


@given(st.text(st.characters(), max_size=40))
def test_any_text_makes_one_line_that_reads_back(text: str) -> None:
    line = to_line(bare(text))
    assert line.encode("utf-8")  # halves of surrogate pairs too
    assert len(line.splitlines()) == 1
    assert line.endswith("\n")
    assert json.loads(line)["document"]["text"] == text


def test_write_jsonl_counts_its_documents() -> None:
    out = io.StringIO()
    assert write_jsonl([sample(), bare("a")], out) == 2
    assert len(out.getvalue().splitlines()) == 2
