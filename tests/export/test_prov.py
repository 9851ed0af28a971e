"""PROV: reads back equal by the library of the standard, and says what was done apart from what is stated."""

from __future__ import annotations

import itertools
import json
import re
from typing import Any

import pytest
from prov.model import ProvDerivation, ProvDocument, ProvEntity

from provenance.export.prov import local, prov_document
from provenance.export.words import xml
from tests.export.made import HOSTILE, about, hostile, item, written
from tests.report.sample import sample

STATED = "urn:provenance:bundle:d0c0ffee"


def from_json(data: bytes) -> list[ProvDocument]:
    return [ProvDocument.deserialize(content=line, format="json") for line in data.decode().split("\n")[:-1]]


def from_n(data: bytes) -> list[ProvDocument]:
    parts = re.split(r"(?<=\nendDocument)\n+", data.decode())[:-1]
    return [ProvDocument.deserialize(content=part, format="provn", profile="strict") for part in parts]


def named(document: Any, name: str) -> str:
    """The IRI of a name that is written in full."""
    return str(document.valid_qualified_name(name).uri)


@pytest.mark.parametrize("mark", [*HOSTILE.values(), "plain"], ids=[*HOSTILE, "plain"])
def test_json_reads_back_equal(mark: str) -> None:
    items = item(hostile(mark)), item()
    assert from_json(written("prov-json", *items)) == [prov_document(one, about("prov-json")) for one in items]


@pytest.mark.parametrize("mark", [*HOSTILE.values(), "plain"], ids=[*HOSTILE, "plain"])
def test_notation_reads_back_equal(mark: str) -> None:
    items = item(hostile(mark)), item()

    def clean(text: str) -> str:
        return re.sub(r"\r\n|[\r\n]", " ", xml(text))

    assert from_n(written("prov-n", *items)) == [prov_document(one, about("prov-n"), clean) for one in items]


def test_a_difference_would_be_seen() -> None:
    assert from_json(written("prov-json", item())) != [prov_document(item(hostile("x")), about("prov-json"))]


def test_what_was_done_stands_above() -> None:
    [document] = from_json(written("prov-json", item()))
    [claim, _] = [e for e in document.get_records(ProvEntity) if e.identifier.uri.startswith("urn:provenance:claim:")]
    facts = {name.localpart: value for name, value in claim.attributes}
    assert facts["value"] == "The bridge may reopen in June"
    assert (facts["strength"], facts["credibility"], facts["hedges"]) == (0.343, 4, "may")
    assert "reliability" not in facts
    whole = json.loads(written("prov-json", item()))
    [activity] = whole["activity"].values()
    assert activity["prov:startTime"] == "2026-01-02T03:04:05+00:00"
    assert activity["terms:loses"] == about("prov-json").format.loses
    assert whole["wasGeneratedBy"] and whole["used"] and whole["wasAssociatedWith"]
    assert {one["prov:usedEntity"] for one in whole["wasDerivedFrom"].values()} == {"document:d0c0ffee"}


def test_what_the_text_states_is_a_bundle_of_the_run() -> None:
    whole = json.loads(written("prov-json", item()))
    generated = {(one["prov:entity"], one["prov:activity"]) for one in whole["wasGeneratedBy"].values()}
    assert ("bundle:d0c0ffee", "run:7") in generated
    assert ("bundle:d0c0ffee", "software:0%2E1%2E0") in {
        (one["prov:entity"], one["prov:agent"]) for one in whole["wasAttributedTo"].values()
    }
    [stated] = whole["bundle"].values()
    derived = [one for one in stated["wasDerivedFrom"].values() if one["prov:generatedEntity"] != "document:d0c0ffee"]
    first = f"claim:{sample().claims[0].id}"
    steps = {(one["prov:generatedEntity"], one["prov:usedEntity"]): one for one in derived if "terms:relation" in one}
    place = first.replace("claim:", "statement:") + "%3A"
    chain = [first, f"{place}1", f"{place}2", f"{place}3"]
    assert [steps[pair]["terms:relation"] for pair in itertools.pairwise(chain)] == [
        "reprinted_from",
        "told_to",
        "stated_by",
    ]
    assert steps[chain[0], chain[1]]["prov:type"]["$"] == "prov:Quotation"
    assert "prov:type" not in steps[chain[1], chain[2]]
    primary = [one for one in derived if one.get("prov:type", {}).get("$") == "prov:PrimarySource"]
    assert (first, chain[3]) in {(one["prov:generatedEntity"], one["prov:usedEntity"]) for one in primary}
    told = {(one["prov:entity"], one["prov:agent"]) for one in stated["wasAttributedTo"].values()}
    assert {(chain[3], "source:ada-lindqvist"), ("document:d0c0ffee", "source:harbour-post")} <= told


def test_a_chain_of_one_states_nothing() -> None:
    one = sample()
    [document] = from_json(written("prov-json", item(one)))
    [bundle] = document.bundles
    second = f"urn:provenance:claim:{one.claims[1].id}"
    derived = [r for r in bundle.get_records(ProvDerivation) if any(getattr(v, "uri", "") == second for _, v in r.attributes)]
    assert len(derived) == 2  # the reprint, and as the end of the chain the primary source


@pytest.mark.parametrize("id_", ["-x", "a.b", "x:ann", "anon:ű", "a b\n", "x\ud800", "a~b", "50%"])
def test_names_are_ascii_and_differ(id_: str) -> None:
    assert re.fullmatch(r"(?:[A-Za-z0-9_]|%[0-9A-F]{2})(?:[A-Za-z0-9_-]|%[0-9A-F]{2})*", local(id_))
    assert local(id_) != local(id_ + "x")
