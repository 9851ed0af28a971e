"""The worked questions: their files, their answers on both databases from the corpus of docs/sql.md, and that page itself.

`python -m tests.test_sql_docs` writes the views, the questions and what they print into the page.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from provenance.cli.main import app
from provenance.store import Store, open_store
from provenance.store.schema_info import describe
from provenance.store.worked import NAMES, WorkedQuestion, parse, worked_questions
from tests.conftest import ROOT
from tests.store.conftest import NEEDS_SERVER, schema_url
from tests.test_docs import BLOCK, run_blocks

PAGE = ROOT / "docs" / "sql.md"
FOLDER = ROOT / "provenance" / "store" / "worked"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")

COST = "the repair of the northern pier would cost 12 million euros"
BRIDGE = "The Oldtown bridge {} stay closed until the autumn after engineers found 80 cracked bolts in its northern pier"
CAPTAIN = "The captain of the old ferry was arrested at the harbour on Sunday night with two crates of cracked bolts"
FERRY = "river-signal > ines-holt"
BROTHER = "he contract for the bolts had gone to the minister's brother"

ANSWERS: dict[str, list[dict[str, Any]]] = {
    "agency_unnamed": [
        {"outlet": "Evening Echo", "agency": "Harbour Wire", "claims": 2, "documents": 1},
        {"outlet": "Northland State Radio", "agency": "Harbour Wire", "claims": 1, "documents": 1},
    ],
    "hedges_lost": [
        {
            "outlet": "Morning Mail",
            "upstream": "Harbour Wire",
            "hedge": "may",
            "upstream_text": BRIDGE.format("may"),
            "text": BRIDGE.format("will"),
        }
    ],
    "one_anonymous_source": [
        {"outlet": "Morning Mail", "source_words": "an official familiar with the matter", "text": f"T{BROTHER}"}
    ],
    "circular_citations": [
        {"outlet": "Evening Echo", "text": CAPTAIN},
        {"outlet": "Morning Mail", "text": CAPTAIN},
    ],
    "most_origins": [{"origins": 2, "claims": 4, "documents": 4, "opposing": 0, "origin_ids": "anna-koval, bob-ray"}],
    "who_relays_whom": [
        {"relay": "Evening Echo", "source": "Morning Mail", "claims": 1},
        {"relay": "Morning Mail", "source": "Evening Echo", "claims": 1},
        {"relay": "Morning Mail", "source": "Harbour Wire", "claims": 1},
    ],
    "denials": [
        {
            "denied_by": "Transport Ministry",
            "outlet": "The River Signal",
            "text": f"t{BROTHER}",
            "stated_by": "official familiar with the matter",
            "stated_in": "Morning Mail",
        }
    ],
    "state_controlled_alone": [
        {
            "outlet": "Northland State Radio",
            "relation": "published_by",
            "origin": "Carl Dorn",
            "text": "Foreign saboteurs loosened the bolts of the Oldtown bridge at night",
        }
    ],
    "weak_openings": [
        {"place": "body", "outlet": "Evening Echo", "origin": "Anna Koval", "text": BRIDGE.format("may")},
        {"place": "body", "outlet": "Evening Echo", "origin": "Morning Mail", "text": CAPTAIN},
        {"place": "body", "outlet": "Harbour Wire", "origin": "Anna Koval", "text": BRIDGE.format("may")},
        {"place": "body", "outlet": "Morning Mail", "origin": "Anna Koval", "text": BRIDGE.format("will")},
        {"place": "body", "outlet": "Morning Mail", "origin": "Evening Echo", "text": CAPTAIN},
        {"place": "body", "outlet": "Morning Mail", "origin": "official familiar with the matter", "text": f"T{BROTHER}"},
        {
            "place": "body",
            "outlet": "Northland State Radio",
            "origin": "Carl Dorn",
            "text": "Foreign saboteurs loosened the bolts of the Oldtown bridge at night",
        },
        {"place": "body", "outlet": "The River Signal", "origin": "Bob Ray", "text": f"T{COST[1:]}"},
        {
            "place": "body",
            "outlet": "The River Signal",
            "origin": "Ines Holt",
            "text": "The old ferry carried 30 passengers on its first evening",
        },
    ],
    "old_statements": [
        {
            "outlet": "Morning Mail",
            "origin": "Eva Lund",
            "stated_on": "04-03",
            "published": "2025-05-30",
            "text": "The old ferry may be brought back in June",
        }
    ],
    "revisions": [
        {
            "change": "gone",
            "text": "The old ferry carried 300 passengers on its first evening",
            "chain": "river-signal > ines-holt",
        },
        {"change": "new", "text": "Correction: an earlier version gave another number.", "chain": "river-signal"},
        {
            "change": "new",
            "text": "The old ferry carried 30 passengers on its first evening",
            "chain": "river-signal > ines-holt",
        },
    ],
    "unrated_outlets": [
        {"source": "evening-echo", "state": "nobody rated it", "documents": 2, "claims_relayed": 0, "claims_originated": 1},
        {"source": "harbour-wire", "state": "nobody rated it", "documents": 1, "claims_relayed": 1, "claims_originated": 0},
        {"source": "morning-mail", "state": "nobody rated it", "documents": 3, "claims_relayed": 0, "claims_originated": 1},
        {"source": "northland-radio", "state": "nobody rated it", "documents": 1, "claims_relayed": 0, "claims_originated": 0},
        {"source": "river-signal", "state": "nobody rated it", "documents": 2, "claims_relayed": 0, "claims_originated": 1},
    ],
    "rejected_inputs": [{"reason": "bad_record", "inputs": 1, "runs": 1, "example": "news.jsonl:10"}],
}
"""What each question must give, by hand: all its rows, in some of their columns."""


def blocks(name: str) -> list[str]:
    """The files of this name that the page writes."""
    return [block["body"] for block in BLOCK.finditer(PAGE.read_text(encoding="utf-8")) if block["name"] == name]


def fill(url: str, folder: Path) -> None:
    """Annotates the corpus of the page, then its correction, as the page does."""
    (folder / "invented.yaml").write_text(blocks("invented.yaml")[0], encoding="utf-8")
    for number, body in enumerate(blocks("news.jsonl")):
        (folder / "news.jsonl").write_text(body, encoding="utf-8")
        done = CliRunner().invoke(app, ["annotate", "news.jsonl", "--sources", "invented.yaml", "--quiet", "--db", url])
        assert done.exit_code == (1 if number == 0 else 0), done.output


@contextmanager
def _url(kind: str, folder: Path) -> Iterator[str]:
    if kind == "postgresql":
        with schema_url() as url:
            yield url
    else:
        yield f"sqlite:///{folder}/news.db"


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=NEEDS_SERVER)])
def news(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The corpus of the page on either database, open for reading."""
    folder = tmp_path_factory.mktemp("news")
    with pytest.MonkeyPatch.context() as patch, _url(request.param, folder) as url:
        patch.chdir(folder)
        fill(url, folder)
        with open_store(url, read_only=True) as store:
            yield store


def answer(store: Store, name: str) -> list[dict[str, Any]]:
    """All rows of a question."""
    one = next(one for one in worked_questions() if one.name == name)
    result = store.query(one.sql)
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]


# ------------------------------------------------------------ the files


def test_each_question_has_a_file_and_each_file_a_question():
    assert sorted(NAMES) == sorted(file.stem for file in FOLDER.glob("*.sql"))
    assert [one.name for one in worked_questions()] == list(NAMES)
    assert len(NAMES) >= 10 and ANSWERS.keys() == set(NAMES)


@pytest.mark.parametrize("one", worked_questions(), ids=lambda one: one.name)
def test_a_question_is_written_as_the_others_are(one: WorkedQuestion):
    assert one.question.endswith("?")
    assert one.reading.endswith(".")
    assert one.sql.startswith(("SELECT", "WITH"))
    assert ";" not in one.sql and "--" not in one.sql and ":" not in one.sql, "Datasette takes :name for a parameter"
    known = {relation.name for relation in describe()} | set(NAMES)
    mentioned = set(re.findall(r"\bv_\w+", one.reading)) | set(re.findall(r"in `(\w+)`", one.reading))
    assert mentioned <= known


@pytest.mark.parametrize(
    "text",
    ["SELECT 1", "-- title: x\n-- question: y?\nSELECT 1", "-- title: x\n-- question:\n-- reading: z\nSELECT 1", "-- name: x\n"],
)
def test_a_header_that_lacks_something_is_refused(text):
    with pytest.raises(ValueError, match=r"x\.sql: the header must have title, question, reading"):
        parse("x", text)


# ------------------------------------------------------------ the answers


@pytest.mark.parametrize("name", NAMES)
def test_a_question_gives_what_a_person_expects(news: Store, name: str):
    expected = ANSWERS[name]
    found = [{key: row[key] for key in expected[0]} for row in answer(news, name)]
    assert sorted(found, key=repr) == sorted(expected, key=repr)


@pytest.mark.parametrize("name", NAMES)
def test_answers_are_made_of_plain_values(news: Store, name: str):
    for row in answer(news, name):
        assert all(value is None or isinstance(value, str | int | float) for value in row.values()), row


def test_weakest_come_first(news: Store):
    for name in ("weak_openings", "one_anonymous_source"):
        strengths = [row["strength"] for row in answer(news, name)]
        assert strengths == sorted(strengths)


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_database_answers_with_no_rows(tmp_path_factory: pytest.TempPathFactory, name: str):
    path = tmp_path_factory.getbasetemp() / "empty-worked.db"
    if not path.exists():
        open_store(f"sqlite:///{path}").close()
    with open_store(f"sqlite:///{path}", read_only=True) as store:
        assert answer(store, name) == []


# ------------------------------------------------------------ the command


def invoke(*arguments: str) -> Any:
    return CliRunner().invoke(app, ["sql", *arguments], prog_name="provenance")


def test_the_command_lists_and_shows_the_questions():
    listed = invoke("--examples").output
    assert [line.split()[0] for line in listed.splitlines() if not line.startswith(" ")] == list(NAMES)
    shown = invoke("--examples", "denials")
    one = next(one for one in worked_questions() if one.name == "denials")
    assert shown.exit_code == 0 and one.title in shown.output and one.sql in shown.output


def test_the_command_asks_a_question_by_name(tmp_path: Path):
    open_store(f"sqlite:///{tmp_path}/x.db").close()
    done = invoke("--example", "hedges-lost", "--db", f"sqlite:///{tmp_path}/x.db", "--format", "csv")
    assert (done.exit_code, done.stdout.strip()) == (0, "outlet,upstream,hedge,upstream_text,text,claim_id")


@pytest.mark.parametrize("arguments", [("--example", "nosuch"), ("--examples", "nosuch"), ("SELECT 1", "--example", "denials")])
def test_a_question_that_is_not_there_is_one_sentence(arguments: tuple[str, ...]):
    done = invoke(*arguments)
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1 and done.stdout == ""


# ------------------------------------------------------------ the page


def asked(name: str) -> str:
    """How the page asks a question: wide enough to read the claims."""
    return f"COLUMNS=150 provenance sql --example {name} --format table"


def section(one: WorkedQuestion) -> str:
    """What the page has of a question, without what the command prints."""
    return (
        f"### {one.title}\n\n*{one.question}*\n\n```sql\n{one.sql}\n```\n\n"
        f"```console\n$ {asked(one.name)}\n```\n\n{one.reading}\n"
    )


def views() -> str:
    """The views in short, as a table."""
    rows = [f"| [`{r.name}`](schema.md#{r.name}) | {r.comment} |" for r in describe() if r.kind == "view"]
    return "\n".join(["| view | what it has |", "| --- | --- |", *rows])


def without_output(text: str) -> str:
    """The page with its console blocks reduced to the commands."""

    def commands(block: re.Match[str]) -> str:
        kept = [line for line in block["body"].splitlines() if line.startswith(("$ ", "> "))]
        return "```console\n" + "\n".join(kept) + "\n```"

    return re.sub(r"^```console\n(?P<body>.*?)^```$", commands, text, flags=re.MULTILINE | re.DOTALL)


def made(text: str) -> str:
    """The page with its generated parts made anew, without what commands print."""
    head, _, _ = text.partition("## Questions\n")
    head = re.sub(r"(?<=\n\n)(?:VIEWS|\| view \|.*?)\n\n", lambda _: views() + "\n\n", head, count=1, flags=re.DOTALL)
    return without_output(f"{head}## Questions\n\n" + "\n".join(section(one) for one in worked_questions()))


def test_the_page_is_up_to_date():
    text = PAGE.read_text(encoding="utf-8")
    assert without_output(text) == made(text), "run python -m tests.test_sql_docs"


def test_the_page_shows_rows_for_each_question():
    shown = {block["body"].split("\n", 1)[0]: block["body"] for block in BLOCK.finditer(PAGE.read_text(encoding="utf-8"))}
    for name in NAMES:
        assert len(shown[f"$ {asked(name)}"].splitlines()) >= 4, "the command, a heading, a rule, rows"


def refresh() -> None:
    """Makes the page anew. Where only the time of a run differs the old output stays."""
    old = PAGE.read_text(encoding="utf-8")
    text = made(old)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for block, results in run_blocks(text, folder):
            if block["kind"] == "console":
                body = "".join(f"{command.shown}\n{printed}" for command, _, printed in results)
                text = text.replace(block.group(), f"```console\n{body}```")
        shutil.rmtree(folder / "seeds")
    PAGE.write_text(old if TIME.sub("", old) == TIME.sub("", text) else text, encoding="utf-8")


if __name__ == "__main__":
    refresh()
