"""`provenance sources merge/alias/split/dump/load`, and the card of a source that only the database has."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

ARTICLES = [
    {
        "id": "one",
        "publisher": "People News",
        "text": "The bridge is safe, Jon Smythe told the Harbour Post on Monday. "
        "According to Jon Smythe, the bridge will open in May.",
    },
    {"id": "two", "publisher": "People News", "text": "John Smith said that the bridge would never open. He is the mayor."},
]
MERGE = '{"kind": "merge", "source": "%s", "meant": "%s", "made": "2025-01-01"}'


@pytest.fixture
def stored(run: Run, tmp_path: Path) -> Run:
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, ARTICLES)), encoding="utf-8")
    assert run("annotate", "a.jsonl", "--quiet").exit_code == 0
    return run


def origins(run: Run) -> set[str]:
    out = run("sql", "--format", "jsonl", "SELECT DISTINCT origin FROM v_claims WHERE origin_type = 'person'").stdout
    return {json.loads(line)["origin"] for line in out.splitlines()}


def test_sources_that_texts_name_are_provisional_until_judged(stored: Run) -> None:
    rows = stored("sources", "list", "--provisional", "--format", "csv").stdout
    assert "jon-smythe,Jon Smythe,person" in rows and "reuters" not in rows
    assert "jon-smythe" not in stored("sources", "list").stdout
    card = stored("sources", "show", "Jon Smythe")
    assert card.exit_code == 0
    for expected in ("Jon Smythe (jon-smythe)", "provisional", "by nobody", "origin of 2 claims", "relayed by"):
        assert expected in card.stdout


def test_merge_and_back(stored: Run) -> None:
    assert origins(stored) == {"jon-smythe", "john-smith"}
    result = stored("sources", "merge", "John Smith", "jon-smythe", "--note", "one mayor, two spellings")
    assert (result.exit_code, result.stderr) == (0, "provenance: 1 judgement made; 1 document changed\n")
    assert origins(stored) == {"john-smith"}
    card = " ".join(stored("sources", "show", "john-smith").stdout.split())
    assert "jon-smythe is john-smith" in card and "one mayor, two spellings" in card and "Jon Smythe" in card
    claim = json.loads(stored("sql", "--format", "jsonl", "SELECT claim_id FROM v_claims WHERE mode = 'indirect' LIMIT 1").stdout)
    assert stored("audit", claim["claim_id"]).exit_code == 0
    assert "known already" in stored("sources", "merge", "john-smith", "jon-smythe", "--note", "one mayor, two spellings").stderr
    assert stored("sources", "split", "jon-smythe").exit_code == 0
    assert origins(stored) == {"jon-smythe", "john-smith"}


def test_an_audit_tells_of_the_judgement(stored: Run) -> None:
    stored("sources", "merge", "john-smith", "jon-smythe")
    shown = stored("audit", "--document", "one").stdout
    assert "judged by hand: jon-smythe means john-smith" in " ".join(shown.split())


def test_alias_of_a_name(stored: Run) -> None:
    result = stored("sources", "alias", "reuters", "Harbour Post")
    assert result.exit_code == 0, result.stderr
    relays = stored("sql", "--format", "csv", "SELECT DISTINCT relays FROM v_claims WHERE relays <> ''").stdout
    assert "reuters" in relays and "harbour-post" not in relays
    assert '"Reuters News" means' in stored("sources", "alias", "reuters", "Reuters News").stderr
    assert "is the name of afp" in stored("sources", "alias", "reuters", "Agence France-Presse").stderr


def test_split_in_a_document(stored: Run) -> None:
    result = stored("sources", "split", "john-smith", "--document", "two", "--as", "John Smith, the mayor")
    assert result.exit_code == 0, result.stderr
    assert origins(stored) == {"jon-smythe", "john-smith-the-mayor"}
    assert "John Smith, the mayor" in stored("sources", "show", "john-smith-the-mayor").stdout


def test_judgements_travel_in_a_file(stored: Run, tmp_path: Path) -> None:
    stored("sources", "merge", "john-smith", "jon-smythe", "--note", "«one»")
    stored("sources", "split", "john-smith", "--document", "two", "--as", "Other Smith")
    assert "2 judgements written" in stored("sources", "dump", "--out", "j.jsonl").stderr
    text = (tmp_path / "j.jsonl").read_text(encoding="utf-8")
    assert text.startswith('{"schema": "provenance.judgements/1"}\n') and "«one»" in text
    other = ("--db", "sqlite:///other.db")
    assert stored("annotate", "a.jsonl", "--quiet", *other).exit_code == 0
    assert "2 judgements made; 2 documents changed" in stored("sources", "load", "j.jsonl", *other).stderr
    assert "0 judgements made, 2 known already" in stored("sources", "load", "j.jsonl", *other).stderr
    assert stored("sources", "dump", *other).stdout == text
    assert "is whole" in stored("db", "check", *other).stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the first line must be"),
        ("{", "no JSON object on a line"),
        ('{"schema": "x"}', "the first line must be"),
        ("[1]", "no JSON object"),
        ('{"kind": "merge"}', "the first line must be"),
        ('HEAD\n{"kind": "merge", "source": "a", "meant": "b"}', ":2: the field made is missing"),
        ('HEAD\n{"kind": "join", "source": "a", "meant": "b", "made": "2025-01-01"}', 'no judgement "join"'),
        ('HEAD\n{"kind": "merge", "source": "a", "meant": "b", "made": "soon"}', "is no time"),
        ('HEAD\n{"kind": "merge", "source": 1, "meant": "b", "made": "2025-01-01"}', "must be a string"),
        ('HEAD\n{"kind": "merge", "source": "a", "target": "b"}', 'no field "target"'),
        (f"HEAD\n{MERGE % ('a', 'b')}\n{MERGE % ('b', 'a')}", "in a circle"),
    ],
)  # fmt: skip
def test_a_broken_file_is_one_sentence(stored: Run, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "j.jsonl").write_text(text.replace("HEAD", '{"schema": "provenance.judgements/1"}'), encoding="utf-8")
    result = stored("sources", "load", "j.jsonl")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1) and said in result.stderr
    assert stored("sources", "dump").stdout.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("merge", "john-smith", "nobody-at-all"), 'has a source "nobody-at-all"'),
        (("merge", "john-smith", "John Smith"), "with itself"),
        (("split", "john-smith"), "was not merged"),
        (("split", "john-smith", "--as", "X"), "with --document"),
        (("split", "john-smith", "--document", "two"), "--as NAME"),
        (("split", "john-smith", "--document", "two", "--as", "John Smith"), "makes the id john-smith again"),
        (("split", "john-smith", "--document", "none", "--as", "X Y"), "has no document 'none'"),
        (("alias", "reuters", "..."), "no letter or digit"),
        (("load", "missing.jsonl"), "cannot be read"),
        (("list", "--provisional", "--kind", "blog"), "leave out --kind"),
    ],
)
def test_wrong_usage_names_the_next_step(stored: Run, arguments: tuple[str, ...], said: str) -> None:
    result = stored("sources", *arguments)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1) and said in result.stderr
