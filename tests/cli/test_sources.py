"""`provenance sources`: list, show, check, and ratings that the user brings."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from provenance.store import RatingRow, open_store
from tests.cli.conftest import Run

HEAD = "source,grade,rater,rated_on,licence\n"


def test_list_can_be_narrowed(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("sources", "list", "--kind", "news_agency", "--country", "gb").stdout)))
    assert "reuters" in [row["id"] for row in rows]
    assert {(row["kind"], row["country"]) for row in rows} == {("news_agency", "GB")}
    assert "reuters" in run("sources", "list", "--match", "reuters.COM", "--format", "jsonl").stdout


def test_list_of_nothing_says_so(run: Run) -> None:
    result = run("sources", "list", "--match", "no outlet has this name")
    assert result.exit_code == 0
    assert "no source fits" in result.stderr
    assert 'there is no kind "paper"; choose one of: news_agency' in run("sources", "list", "--kind", "paper").stderr


@pytest.mark.parametrize("name", ["reuters", "Reuters", "Thomson Reuters", "reuters.com", "www.reuters.com"])
def test_show_finds_a_source_by_any_name(run: Run, name: str) -> None:
    result = run("sources", "show", name)
    assert result.exit_code == 0
    assert result.stdout.startswith("Reuters (reuters)\n")
    assert "There is no database" in result.stdout


def test_show_of_an_unknown_source_names_the_next_step(run: Run) -> None:
    result = run("sources", "show", "The Nowhere Gazette of Nothing")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "search with provenance sources list --match" in result.stderr


def test_imported_ratings_are_stored_and_shown(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "ratings.csv"
    file.write_text(
        "\ufeff" + HEAD.replace("source", "domain") + "reuters.com,b,Example Raters,2024-05-01,CC0\n", encoding="utf-8"
    )
    result = run("sources", "import", file)
    assert result.exit_code == 0, result.stderr
    assert "1 ratings read, 1 of them new or changed" in result.stderr
    with open_store("sqlite:///provenance.db", read_only=True) as store:
        (found,) = store.ratings()
        assert found.imported_on and found.imported_on.endswith("+00:00")
        sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
        expected = RatingRow("reuters", "B", "Example Raters", "2024-05-01", "CC0", raw="b", file_sha256=sha256)
        assert replace(found, imported_on=None) == expected
    assert "B by Example Raters, 2024-05-01, licence: CC0" in run("sources", "show", "reuters").stdout
    assert json.loads(run("sources", "show", "reuters", "--format", "json").stdout)["ratings"][0]["grade"] == "B"
    assert "0 of them new or changed" in run("sources", "import", file).stderr


def test_a_public_rating_is_imported_and_shown_with_what_is_known_of_it(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "copy.csv"
    rows = ["reuters.com,0.61", "xinhuanet.com,0.6", "nowhere.example,0.5", *["afp.com,much"] * 7]
    file.write_text("domain,pc1\n" + "\n".join(rows) + "\n", encoding="utf-8")
    assert "name the day of your copy: --rated-on" in run("sources", "import", "--format", "lin2023", file).stderr
    call = ("sources", "import", "--format", "lin2023", "--rated-on", "2026-01-31", "--licence", "by contract", file)
    result = run(*call)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "2 ratings read, 2 of them new or changed" in result.stderr
    assert f'{file}:5: the value "much" is no number' in result.stderr and f"{file}:10:" not in result.stderr
    assert "2 further rows are at fault" in result.stderr
    assert f'{file}:4: the registry has no source "nowhere.example"' in result.stderr
    assert f"{file}:3: xinhua is state-controlled: its value is kept, and no grade" in result.stderr
    assert "2 ratings read, 0 of them new or changed" in run(*call).stderr
    shown = " ".join(run("sources", "show", "reuters").stdout.split())
    assert "reliability C (value 0.61) by Lin et al. 2023, 2026-01-31, licence: by contract" in shown
    assert "reliability no grade (value 0.6) by" in " ".join(run("sources", "show", "xinhua").stdout.split())


def test_ratings_of_topics_and_control_are_shown_as_such(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name,status\nReuters (sport),no consensus\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("main assets,typology\nReuters,ISF\n", encoding="utf-8")
    assert run("sources", "import", "a.csv", "--format", "rsp", "--rated-on", "2026-01-31").exit_code == 0
    result = run("sources", "import", "b.csv", "--format", "smm", "--rated-on", "2026-01-30")
    assert (result.exit_code, "no score uses them" in result.stderr) == (0, True)
    shown = " ".join(run("sources", "show", "reuters").stdout.split())
    assert "reliability of sport C (in the file: no consensus) by Wikipedia perennial sources, 2026-01-31" in shown
    assert "editorial control state_funded_independent (in the file: ISF) by State Media Monitor, 2026-01-30" in shown
    ratings = json.loads(run("sources", "show", "reuters", "--format", "json").stdout)["ratings"]
    assert [(r["scale"], r["topic"], r["raw"], r["control"]) for r in ratings] == [
        ("reliability", "sport", "no consensus", None),
        ("editorial_control", "", "ISF", "state_funded_independent"),
    ]
    assert len({r["file_sha256"] for r in ratings}) == 2


def test_a_list_of_the_bad_says_what_its_silence_means(run: Run, tmp_path: Path) -> None:
    (tmp_path / "iffy.csv").write_text("Domain,MBFC Factual\nreuters.com,VL\n", encoding="utf-8")
    result = run("sources", "import", "iffy.csv", "--format", "iffy", "--rated-on", "2026-01-31")
    assert result.exit_code == 0 and "that it lacks a source says nothing for it" in result.stderr


def test_unknown_sources_are_passed_over_and_named(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "ratings.csv"
    file.write_text(HEAD + "reuters,A,R,2024-05-01,CC0\nnowhere-gazette,A,R,2024-05-01,CC0\n", encoding="utf-8")
    result = run("sources", "import", file)
    assert result.exit_code == 1
    assert f'{file}:3: the registry has no source "nowhere-gazette"' in result.stderr
    with open_store("sqlite:///provenance.db", read_only=True) as store:
        assert [rating.source for rating in store.ratings()] == ["reuters"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "reuters,G,R,2024-05-01,CC0\n", ':2: the grade "G" is not known'),
        (HEAD + "reuters,A,R,2024-05-01,CC0\nap,A,R,May 2024,CC0\n", ':3: "May 2024" is no date'),
        (HEAD + "reuters,A,,2024-05-01,CC0\n", ":2: the rater is missing"),
        (HEAD + "reuters,A,R,2024-05-01,\n", ":2: the licence is missing"),
        (HEAD + "reuters,A,R\n", ":2: the row has more or fewer cells"),
        (HEAD + "reuters,A,R,2024-05-01,CC0,more\n", ":2: the row has more or fewer cells"),
        ("source,grade\nreuters,A\n", ":1: the column rater is missing"),
        ("grade,rater,rated_on,licence\n", ":1: the column source or domain is missing"),
        ("", ":1: the column grade is missing"),
    ],
)
def test_a_faulty_file_of_ratings_is_refused_with_its_line(run: Run, tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "ratings.csv"
    file.write_text(text, encoding="utf-8")
    result = run("sources", "import", file)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"provenance: {file}{said}" in result.stderr
    assert not (tmp_path / "provenance.db").exists()


def test_a_file_of_ratings_that_cannot_be_read(run: Run, tmp_path: Path) -> None:
    assert "nosuch.csv: the ratings cannot be read" in run("sources", "import", "nosuch.csv").stderr
    (tmp_path / "latin.csv").write_bytes(HEAD.encode() + b"reuters,A,Caf\xe9,2024-05-01,CC0\n")
    assert "latin.csv: the file is not UTF-8" in run("sources", "import", "latin.csv").stderr


def test_check(run: Run, tmp_path: Path) -> None:
    assert "our registry is sound: 1," in run("sources", "check").stderr
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(
        "schema: provenance.sources/1\nsources:\n- {id: my-paper, name: My Paper, kind: newspaper}\n", encoding="utf-8"
    )
    bad.write_text("schema: provenance.sources/1\nsources:\n- {id: my-paper, name: My Paper, knd: newspaper}\n", encoding="utf-8")
    assert run("sources", "check", good).exit_code == 0
    result = run("sources", "check", bad)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "bad.yaml, line 3" in result.stderr
