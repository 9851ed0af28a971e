"""What holds for all commands: help, versions, one way to end for each kind of error, nothing heavy at start-up."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

from provenance import __version__
from provenance.cli import docs
from provenance.cli.main import Commands, app
from provenance.errors import StoreError
from tests.cli.conftest import Run
from tests.conftest import ROOT

COMMANDS = list(docs.commands(app, ()))


def test_the_commands_are_those_of_the_design() -> None:
    assert {" ".join(words) for words, _ in COMMANDS} == {
        *("annotate", "audit", "check", "sql", "export", "report", "serve", "evaluate"),
        *("db upgrade", "db current", "db check", "db datasette", "cluster annotate"),
        *("sources list", "sources show", "sources import", "sources check"),
        *("sources merge", "sources alias", "sources split", "sources dump", "sources load"),
        *(
            "claims relate",
            "claims links",
            "claims stories",
            "claims link",
            "claims unlink",
            "claims dump",
            "claims load",
            "score",
        ),
    }


@pytest.mark.parametrize(("words", "command"), COMMANDS, ids=[" ".join(words) for words, _ in COMMANDS])
def test_every_command_and_option_has_help(run: Run, words: tuple[str, ...], command: docs.Command) -> None:
    assert inspect.getdoc(command)
    assert all(info.help for _, _, info in docs.parameters(command))
    result = run(*words, "--help")
    assert result.exit_code == 0
    assert "Usage: provenance" in result.stdout


def test_the_command_reference_is_current() -> None:
    page = ROOT / "docs" / "commands.md"
    assert page.read_text(encoding="utf-8") == docs.reference(), "run: python -m provenance.cli.docs > docs/commands.md"


def test_the_version(run: Run) -> None:
    result = run("--version")
    assert (result.exit_code, result.stdout) == (0, f"provenance {__version__}\n")


@pytest.mark.parametrize(
    "arguments", [["nosuch"], ["annotate"], ["annotate", "--nosuch", "x"], ["sql", "--limit", "many"], ["export"]]
)
def test_wrong_usage_exits_with_2_and_says_so_on_standard_error(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Usage: provenance" in result.stderr


def test_help_needs_no_heavy_library() -> None:
    heavy = ("sqlalchemy", "alembic", "lxml", "bs4", "trafilatura", "numpy", "yaml", "rich", "py3langid")
    script = f"import sys, provenance.cli.main; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def failing(error: BaseException) -> typer.Typer:
    program = typer.Typer(cls=Commands, pretty_exceptions_enable=False, rich_markup_mode=None)

    @program.callback()
    def root() -> None:
        """A program that fails."""

    @program.command()
    def fail() -> None:
        raise error

    return program


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (StoreError("the database x is full: free some space"), 2, "provenance: the database x is full: free some space\n"),
        (StoreError("two\nlines \x1b[2J"), 2, "provenance: two lines <U+001B>[2J\n"),
        (OSError(28, "No space left on device", "out.csv"), 2, "provenance: out.csv: No space left on device"),
        (KeyboardInterrupt(), 130, "provenance: stopped by Ctrl-C; nothing that was stored before is lost"),
    ],
)
def test_a_known_error_is_one_line(error: BaseException, status: int, said: str) -> None:
    result = CliRunner().invoke(failing(error), ["fail"])
    assert (result.exit_code, result.stdout) == (status, "")
    assert result.stderr.startswith(said)
    assert result.stderr.count("\n") == 1


def test_a_fault_of_the_program_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        CliRunner().invoke(failing(ZeroDivisionError()), ["fail"], catch_exceptions=False)
