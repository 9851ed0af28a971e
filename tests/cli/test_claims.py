"""`provenance claims …` on a real database: linking, showing, judging, dumping and loading, and what is wrong usage."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

CLOSED = "The Oldtown bridge was closed on May 26 after engineers found 80 cracked bolts in its northern pier."
ARTICLES = [
    {"id": "one", "publisher": "Morning Mail", "text": f"{CLOSED} The choir of Saint Mary sang in the hall on Sunday."},
    {"id": "two", "publisher": "Evening Echo", "text": f"{CLOSED} Exports of wheat through Newhaven rose by a third."},
    {
        "id": "three",
        "publisher": "Daily Post",
        "text": "Engineers found 80 cracked bolts in the northern pier of the Oldtown bridge, so it was closed on May 26.",
    },
]


@pytest.fixture
def read(run: Run, tmp_path: Path) -> Run:
    """Three articles in the database of an empty folder, not linked yet."""
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, ARTICLES)), encoding="utf-8")
    assert run("annotate", "a.jsonl", "--quiet", "--no-link", "--tagger", "rules").exit_code == 0
    return run


@pytest.fixture
def linked(read: Run) -> Run:
    assert read("claims", "relate").exit_code == 0
    return read


def rows(run: Run, sql: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in run("sql", "--format", "jsonl", sql).stdout.splitlines()]


def claim(run: Run, document: str) -> str:
    """The id of a document's claim about the bridge."""
    (row,) = rows(run, f"SELECT claim_id FROM v_claims WHERE document_id = '{document}' AND text LIKE '%bolts%'")
    return str(row["claim_id"])


def corroboration(run: Run) -> list[object]:
    return [row["origins"] for row in rows(run, "SELECT origins FROM v_corroboration ORDER BY origins")]


def row_of(run: Run, document: str, feature: str) -> str:
    """The value of a feature of the bridge claim's score."""
    (row,) = rows(run, f"SELECT value FROM v_contributions WHERE claim_id = '{claim(run, document)}' AND feature = '{feature}'")
    return str(row["value"])


def test_annotate_links_unless_told_not_to_and_sums_up(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, ARTICLES)), encoding="utf-8")
    result = run("annotate", "a.jsonl", "--tagger", "rules")
    assert result.exit_code == 0
    assert corroboration(run) == [2]
    assert row_of(run, "one", "corroboration") == "1 further origin"
    assert run("annotate", "a.jsonl", "--tagger", "rules", "--no-link", "--db", "sqlite:///other.db").exit_code == 0
    assert rows(lambda *a: run(*a, "--db", "sqlite:///other.db"), "SELECT * FROM v_links") == []


def test_relate_says_what_it_came_to_and_a_second_time_finds_nothing(read: Run) -> None:
    assert row_of(read, "one", "corroboration") == "not looked for"
    result = read("claims", "relate")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "3 documents linked, 3 links found; claims of 3 documents scored anew in sqlite:///provenance.db" in result.stderr
    assert row_of(read, "one", "corroboration") == "1 further origin"
    assert row_of(read, "three", "corroboration") == "1 further origin"
    again = read("claims", "relate")
    assert "0 documents linked, 0 links found; claims of 0 documents scored anew" in again.stderr
    assert "3 documents linked, 3 links found" in read("claims", "relate", "--all").stderr


def test_links_shows_what_a_claim_is_linked_with_by_the_first_digits_of_its_id(linked: Run) -> None:
    one, three = claim(linked, "one"), claim(linked, "three")
    result = linked("claims", "links", one[:8])
    assert result.exit_code == 0
    shown = " ".join(result.stdout.split())
    assert "copied_text" in shown
    assert "same_claim" in shown
    assert three[:8] in shown
    assert one in linked("sql", "SELECT claim_id FROM v_origins").stdout


def test_links_before_anything_was_linked_says_what_to_do(read: Run) -> None:
    result = read("claims", "links", claim(read, "one"))
    assert result.exit_code == 0
    assert "provenance claims relate" in result.stdout


def test_unlink_and_link_count_at_once_and_in_the_score(linked: Run) -> None:
    one, two, three = (claim(linked, name) for name in ("one", "two", "three"))
    result = linked("claims", "unlink", one, three, "--note", "another pier")
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"{one} and {three}: not linked; claims of 3 documents counted anew" in result.stderr
    assert corroboration(linked) == [2], "the copy in the Echo still joins them"
    linked("claims", "unlink", two, three)
    assert corroboration(linked) == [1]
    assert row_of(linked, "three", "corroboration") == "none found"
    result = linked("claims", "link", three, one, "--kind", "opposes")
    assert f"{three} and {one}: opposes; claims of 3 documents counted anew" in result.stderr
    assert row_of(linked, "three", "contradiction") == "1 party"
    linked("claims", "link", three[:10], one[:10])
    assert row_of(linked, "three", "corroboration") == "1 further origin"
    again = linked("claims", "link", three, one)
    assert again.exit_code == 0
    assert "is whole" in linked("db", "check").stderr


def test_judgements_go_to_a_file_and_into_another_database(linked: Run, tmp_path: Path) -> None:
    linked("claims", "unlink", claim(linked, "one"), claim(linked, "three"), "--note", "«another» pier")
    assert "1 judgements written to links.jsonl" in linked("claims", "dump", "--out", "links.jsonl").stderr
    text = (tmp_path / "links.jsonl").read_text(encoding="utf-8")
    assert text.startswith('{"schema": "provenance.link_judgements/1"}\n')
    assert "«another» pier" in text
    other = ("--db", "sqlite:///other.db")
    early = linked("claims", "load", "links.jsonl", *other)
    assert early.exit_code == 0
    assert "1 of 1 judgements new or changed; claims of 0 documents counted anew" in early.stderr
    assert "1 judgements wait for claims that no current document has" in early.stderr
    assert linked("annotate", "a.jsonl", "--quiet", "--tagger", "rules", *other).exit_code == 0
    assert rows(lambda *a: linked(*a, *other), "SELECT kind FROM v_links WHERE kind = 'same_claim'") == [{"kind": "same_claim"}]
    again = linked("claims", "load", "links.jsonl", *other)
    assert "0 of 1 judgements new or changed; claims of 0 documents counted anew" in again.stderr
    assert "wait" not in again.stderr
    assert linked("claims", "dump", *other).stdout == text


def test_stories_groups_documents(linked: Run) -> None:
    result = linked("claims", "stories", "--format", "csv")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "story,document_id,locator,title"
    assert len(linked("claims", "stories", "--all", "--format", "csv").stdout.splitlines()) == 4


def test_merging_sources_counts_origins_and_scores_anew(run: Run, tmp_path: Path) -> None:
    said = [
        {"id": "one", "publisher": "Morning Mail", "text": f"{CLOSED[:-1]}, Jon Smythe told reporters on Monday."},
        {"id": "two", "publisher": "Evening Echo", "text": f"John Smith said that {CLOSED[0].lower()}{CLOSED[1:]}"},
    ]
    (tmp_path / "s.jsonl").write_text("\n".join(map(json.dumps, said)), encoding="utf-8")
    assert run("annotate", "s.jsonl", "--quiet", "--tagger", "rules").exit_code == 0
    assert corroboration(run) == [2]
    assert row_of(run, "two", "corroboration") == "1 further origin"
    assert run("sources", "merge", "john-smith", "jon-smythe").exit_code == 0
    assert corroboration(run) == [1]
    assert row_of(run, "two", "corroboration") == "none found"
    assert run("sources", "split", "jon-smythe").exit_code == 0
    assert corroboration(run) == [2]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("links", "abc"), "too short"),
        (("links", "0" * 20), "No claim has the id"),
        (("link", "ONE", "0" * 20), "No claim has the id"),
        (("link", "ONE", "ONE"), "name two that differ"),
        (("unlink", "ONE", "ONE"), "name two that differ"),
        (("load", "missing.jsonl"), "cannot be read"),
        (("links", "ONE", "--db", "sqlite:///none.db"), "There is no database"),
        (("dump", "--db", "sqlite:///none.db"), "There is no database"),
        (("stories", "--db", "sqlite:///none.db"), "There is no database"),
        (("relate", "--sources", "none.yaml"), "none.yaml"),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_status_2(linked: Run, arguments: tuple[str, ...], said: str) -> None:
    one = claim(linked, "one")
    result = linked("claims", *(one if argument == "ONE" else argument for argument in arguments))
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert said in result.stderr


def test_an_unknown_kind_is_wrong_usage(linked: Run) -> None:
    result = linked("claims", "link", claim(linked, "one"), claim(linked, "two"), "--kind", "none")
    assert result.exit_code == 2
    assert "same_text" in result.stderr


HEAD = '{"schema": "provenance.link_judgements/1"}\n'
CLAIM = '{"id": "a", "document": "d", "text": "t"}'
OTHER = CLAIM.replace('"a"', '"b"')


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the first line must be"),
        ('{"schema": "provenance.judgements/1"}\n', "the first line must be"),
        (HEAD + "{", ":2: "),
        (HEAD + "{}", 'no verdict "None"'),
        (HEAD + '{"verdict": "none"}', "the field first must be an object"),
        (HEAD + f'{{"verdict": "none", "first": {CLAIM}, "second": {{"id": 1, "document": "d", "text": "t"}}}}', "field second"),
        (HEAD + f'{{"verdict": "none", "first": {CLAIM}, "second": {OTHER}}}', "the field made is missing"),
        (HEAD + f'{{"verdict": "none", "first": {CLAIM}, "second": {CLAIM}, "made": "2025-01-01"}}', "two claims that differ"),
        (HEAD + f'{{"verdict": "none", "first": {CLAIM}, "second": {OTHER}, "made": "soon"}}', "is no time"),
        (HEAD + '{"verdict": "none", "why": "x"}', 'no field "why"'),
        (HEAD + f'{{"verdict": "none", "first": {CLAIM}, "second": {OTHER}, "note": 1, "made": "2025-01-01"}}', "field note"),
    ],
)
def test_a_broken_file_is_one_sentence_and_nothing_of_it_is_kept(read: Run, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "j.jsonl").write_text(text, encoding="utf-8")
    result = read("claims", "load", "j.jsonl")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert said in result.stderr
    assert read("claims", "dump").stdout == HEAD
