"""BibTeX and CSL-JSON, as their own readers take them."""

from __future__ import annotations

import json
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import bibtexparser
import jsonschema
import pytest

from provenance.export.bibtex import escaped
from provenance.export.words import day_of, moment
from tests.export.made import HOSTILE, about, hostile, item, written
from tests.report.sample import sample

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "csl-data.schema.json").read_text(encoding="utf-8"))


def bibtex(*items: Any, **more: Any) -> Any:
    library = bibtexparser.parse_string(written("bibtex", *items, **more).decode())
    assert library.failed_blocks == []
    return library


def csl(*items: Any, **more: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(written("csl-json", *items, **more))
    jsonschema.validate(found, SCHEMA)
    return found


def page() -> Any:
    one = sample()
    fields = {"url": "https://h.example/a_b?x=1%20&y={2}", "byline": ("Ann Lee",), "sha256": "1" * 64}
    return item(replace(one, document=replace(one.document, **fields)))


def test_a_page_is_online_and_a_file_is_misc() -> None:
    online, misc = bibtex(page(), item()).entries
    assert (online.entry_type, misc.entry_type) == ("online", "misc")
    fields = {name: field.value for name, field in online.fields_dict.items()}
    assert fields["title"] == "{Bridge may reopen}"
    assert fields["author"] == "{Ann Lee}"
    assert fields["organization"] == "{Harbour Post}"
    assert (fields["date"], fields["urldate"]) == ("2024-05-04", "2026-01-02")
    assert fields["url"] == "https://h.example/a_b?x=1%20&y=%7B2%7D"
    assert sample().document.text_sha256 in fields["note"]
    assert "url" not in misc.fields_dict


def test_the_head_says_what_is_lost() -> None:
    assert f"% loses: {about('bibtex').format.loses}\n".encode() in written("bibtex", item())
    assert csl(item())[0]["custom"]["loses"] == about("csl-json").format.loses


def test_upstreams_on_demand() -> None:
    assert len(bibtex(item()).entries) == 1
    named = bibtex(item(), upstreams=True).entries[1]
    assert named.fields_dict["author"].value == "{Coast Weekly}"
    assert "Reprinted from Coast Weekly" in named.fields_dict["note"].value
    assert [entry["type"] for entry in csl(item(), upstreams=True)] == ["article-newspaper", "document"]


def test_keys_are_unique_and_stay() -> None:
    one = sample()
    many = [item(replace(one, document=replace(one.document, sha256=f"{n:064}"))) for n in range(50)]
    keys = [entry.key for entry in bibtex(*many, upstreams=True).entries]
    assert len(set(keys)) == 100
    assert keys == [entry["id"] for entry in csl(*many, upstreams=True)]
    assert keys[0].startswith("harbour-post-2024-")


@pytest.mark.parametrize("mark", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_stays_within_its_field(mark: str) -> None:
    entries = bibtex(item(hostile(mark)), item(), upstreams=True).entries
    assert [entry.entry_type for entry in entries] == ["online", "misc", "misc", "misc"]
    assert set(entries[0].fields_dict) <= {
        "title",
        "author",
        "organization",
        "date",
        "howpublished",
        "url",
        "urldate",
        "langid",
        "note",
    }
    for entry in entries:
        for field in entry.fields:
            assert "\n" not in field.value
            assert balanced(field.value)
    found = csl(item(hostile(mark)), upstreams=True)
    assert len(found) == 2
    assert found[0]["author"][0]["literal"] == found[0]["title"]


def balanced(value: str) -> bool:
    depth = 0
    for character in value:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0


def test_special_characters_are_commands() -> None:
    assert escaped("100% {a} $5 & #1_2 ~^\\") == (
        r"100\% \textbraceleft{}a\textbraceright{} \$5 \& \#1\_2 \textasciitilde{}\textasciicircum{}\textbackslash{}"
    )


def test_a_citation_processor_sets_it() -> None:
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    entries = [{name: value for name, value in one.items() if name != "custom"} for one in csl(page(), item())]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        source = CiteProcJSON(entries)
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        for one in entries:
            bibliography.register(Citation([CitationItem(one["id"])]))
        printed = [str(line) for line in bibliography.bibliography()]
    assert any("Ann Lee" in line and "2024" in line and "Bridge may reopen" in line for line in printed), printed


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("2024-05-04", (2024, 5, 4)),
        ("2024-05", (2024, 5)),
        ("2024", (2024,)),
        ("2024-05-04T23:00:00+02:00", (2024, 5, 4)),
        ("Sat, 04 May 2024 10:00:00 GMT", (2024, 5, 4)),
        ("2024-13-01", None),
        ("May", None),
        ("", None),
        (None, None),
        ("20245", None),
    ],
)
def test_dates_as_stated(stated: str | None, day: tuple[int, ...] | None) -> None:
    assert day_of(stated) == day
    assert (moment(stated) is None) == (day is None)
