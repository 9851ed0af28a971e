"""Whatever is in a text, the readers of each format take the file, and find the words in it."""

from __future__ import annotations

import json
import re
from typing import Any

import bibtexparser
import stix2
from hypothesis import given, settings
from hypothesis import strategies as st
from prov.model import ProvDocument

from provenance.export.prov import prov_document
from provenance.export.words import utf8, xml
from tests.export.made import about, hostile, item, written
from tests.export.test_bibliography import balanced

ANY = st.text(st.characters(exclude_categories=()) | st.sampled_from("\\{}%@\"'\n\r\x00<>&=,;[]"), min_size=1, max_size=40)
"""Lone surrogates and control characters included; more of what formats give a meaning."""


def in_one_line(text: str) -> str:
    return re.sub(r"\r\n|[\r\n]", " ", xml(text))


@given(ANY)
@settings(max_examples=60)
def test_any_text_in_any_text_format(mark: str) -> None:
    one = item(hostile(mark))
    entries = bibtexparser.parse_string(written("bibtex", one, upstreams=True).decode())
    assert (entries.failed_blocks, len(entries.entries)) == ([], 2)
    assert all(balanced(field.value) for entry in entries.entries for field in entry.fields)
    note: Any = next(o for o in stix2.parse(written("stix", one).decode()).objects if o["type"] == "note")
    assert note.content == utf8(mark)
    annotations = json.loads(written("web-annotation", one))["first"]["items"]
    assert annotations[-1]["target"]["selector"][1]["exact"] == utf8(mark)
    assert json.loads(written("misp", one))["response"][0]["Event"]["Attribute"][-1]["value"] == utf8(mark)
    assert len(json.loads(written("csl-json", one))) == 1


@given(ANY)
@settings(max_examples=30)
def test_any_text_in_prov(mark: str) -> None:
    one = item(hostile(mark))
    by_json = ProvDocument.deserialize(content=written("prov-json", one).decode(), format="json")
    assert by_json == prov_document(one, about("prov-json"))
    text = written("prov-n", one).decode()
    assert re.findall(r"^endDocument$", text, re.MULTILINE) == ["endDocument"]
    assert ProvDocument.deserialize(content=text, format="provn") == prov_document(one, about("prov-n"), in_one_line)
