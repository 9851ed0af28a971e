"""The documents keep what they promise: all commands and pages are named, the examples run, and nothing names this machine.

`python -m tests.test_docs` runs the examples of the README and of the pages in `docs/`, and writes what they print into them;
`python -m tests.test_docs docs/sql.md` those of one page.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer

from provenance.cli.main import app
from tests.conftest import ROOT

README = ROOT / "README.md"
DOCS = ROOT / "docs"
BLOCK = re.compile(r"^```(?P<kind>\w+)[ ]?(?P<name>[\w.-]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
WIDTH = "100"


@dataclass(frozen=True)
class Command:
    """A command as a block shows it, and as the shell gets it."""

    shown: str
    line: str


def commands_of(body: str) -> Iterator[Command]:
    """The commands of a console block: "$ " begins one, "> " goes on with it, all else is what it printed."""
    for found in re.finditer(r"^\$ .*(?:\n> .*)*", body, re.MULTILINE):
        yield Command(found.group(), "\n".join(line[2:] for line in found.group().splitlines()))


def environment() -> dict[str, str]:
    """As after `. .venv/bin/activate`, with no database of the user's, and with modules compiled once, as there are many runs."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PROVENANCE_DB", "PYTHONDONTWRITEBYTECODE")}
    return kept | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}", "COLUMNS": WIDTH}


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        line, shell=True, cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )


def run_blocks(text: str, folder: Path) -> Iterator[tuple[re.Match[str], list[tuple[Command, int, str]]]]:
    """Runs the blocks in order, as a reader would who copies `seeds/` and the files that blocks with a name show.

    Yields each console block with its commands, their exit statuses and what they printed.
    """
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    for block in BLOCK.finditer(text):
        if block["name"]:
            (folder / block["name"]).write_text(block["body"], encoding="utf-8")
        elif block["kind"] == "console":
            ran = [(command, run(command.line, folder)) for command in commands_of(block["body"])]
            yield block, [(command, done.returncode, done.stdout) for command, done in ran]
        elif block["kind"] == "python":
            done = subprocess.run(
                [sys.executable, "-c", block["body"]], cwd=folder, capture_output=True, text=True, env=environment(), check=False
            )
            yield block, [(Command("the Python block", ""), done.returncode, done.stderr)]


def pages_with_examples() -> list[Path]:
    """The pages in `docs/` that show commands or Python to be copied."""
    return [
        page for page in sorted(DOCS.glob("*.md")) if re.search(r"^```(console|python)$", page.read_text("utf-8"), re.MULTILINE)
    ]


def command_names() -> list[str]:
    """Every command of the program: "annotate", "sources list"."""
    names = []
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        below = getattr(command, "commands", None)
        names += [f"{name} {inner}" for inner in below] if below else [name]
    return names


def test_the_readme_names_every_command():
    text = README.read_text(encoding="utf-8")
    assert len(command_names()) >= 10
    assert [name for name in command_names() if f"provenance {name}" not in text] == []


def test_the_readme_links_every_page_and_no_link_of_a_document_is_broken():
    linked = set()
    for page in [README, *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).is_file(), f"{page.name} links to {target}, which is not there"
                linked |= {target} if page == README else set()
    assert {f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")} - linked == set()


def test_the_examples_of_the_readme_run(tmp_path):
    ran = [one for _, results in run_blocks(README.read_text(encoding="utf-8"), tmp_path) for one in results]
    assert len(ran) >= 15
    failed = [f"{command.shown}: exit status {status}\n{printed}" for command, status, printed in ran if status]
    assert failed == []


@pytest.mark.parametrize("page", [page.name for page in pages_with_examples()])
def test_the_examples_of_a_page_run(page, tmp_path):
    ran = [one for _, results in run_blocks((DOCS / page).read_text(encoding="utf-8"), tmp_path) for one in results]
    assert ran
    assert [f"{command.shown}: exit status {status}\n{printed}" for command, status, printed in ran if status] == []


def test_a_failing_example_would_be_seen(tmp_path):
    text = "```console\n$ provenance audit\n```\n```python\nraise SystemExit(3)\n```\n"
    assert [status for _, results in run_blocks(text, tmp_path) for _, status, _ in results] == [2, 3]


# ------------------------------------------------------------ nothing of this machine

HOMES = re.compile(r"(?<![\w.}])/(?:home|Users)/[a-z]|(?<![\w.}])/root/|[A-Z]:\\Users\\")
REGISTRY = re.compile(r"--(?:extra-)?index-url|--find-links|PIP_INDEX_URL\s*=")


def tracked_texts() -> list[Path]:
    """All text files that git has or would take."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("this is no git checkout")
    files = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [file for file in files if file.is_file() and b"\0" not in file.read_bytes()[:8000]]


def traces_of(text: str, places: list[str]) -> list[str]:
    """What in a text belongs to one machine: folders of people, the places named, addresses of package registries."""
    found = [m.group() for pattern in (HOMES, REGISTRY) for m in pattern.finditer(text)]
    return found + [place for place in places if re.search(rf"(?<![\w.}}/]){re.escape(place)}(?![\w-])", text)]


def places_here() -> list[str]:
    """Where this checkout lies, and this machine's name, where they are telling: "/src" and "debian" may stand in any text."""
    telling = [str(ROOT)] if len(ROOT.parts) > 2 else []
    node = os.uname().nodename if hasattr(os, "uname") else ""
    return telling + ([node] if len(node) > 6 and re.search(r"\d", node) else [])


def test_no_file_names_a_place_on_this_machine():
    found = {}
    for file in tracked_texts():
        traces = traces_of(file.read_text(encoding="utf-8", errors="replace"), places_here())
        if traces and file != Path(__file__):
            found[str(file.relative_to(ROOT))] = traces
    assert found == {}


@pytest.mark.parametrize(
    "text",
    ["open /home/ann/x", "cd /root/x", "--index-url https://x.example", "see /work/place", "C:\\Users\\ann", "host box-1234:"],
)
def test_the_check_sees_a_place(text):
    assert traces_of(text, ["/work/place", "box-1234"]) != []


@pytest.mark.parametrize("text", ["${HOME}/x", "/html/body/div", "docs/home/index", "provenance/work/placement", "box-12345"])
def test_the_check_lets_other_words_pass(text):
    assert traces_of(text, ["/work/place", "box-1234"]) == []


def refresh(page: Path) -> None:
    """Writes what the examples of a page print now into it. The page may be edited meanwhile: only these blocks change."""
    made = {}
    with tempfile.TemporaryDirectory() as name:
        for block, results in run_blocks(page.read_text(encoding="utf-8"), Path(name)):
            if block["kind"] == "console":
                body = "".join(f"{command.shown}\n{printed}" for command, _, printed in results)
                made[block.group()] = f"```console\n{body}```"
    text = page.read_text(encoding="utf-8")
    for before, after in made.items():
        text = text.replace(before, after)
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for page in [Path(name) for name in sys.argv[1:]] or [README, *pages_with_examples()]:
        refresh(page)
