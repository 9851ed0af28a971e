"""docs/scale.md says what is there: its options exist, its tables are those that a run leaves, its query runs."""

from __future__ import annotations

import re
import shlex

import click
import pytest
import typer

from provenance.cli.main import app
from provenance.cluster.tables import NAMES
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
COMMANDS = re.findall(
    r"provenance cluster annotate (?:[^\n`…]|\\\n)+", "\n".join(re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL))
)


def command() -> click.Command:
    group = typer.main.get_command(app).commands["cluster"]  # type: ignore[attr-defined]
    return group.commands["annotate"]  # type: ignore[no-any-return]


@pytest.mark.parametrize("line", COMMANDS)
def test_commands_of_the_page_are_understood(line: str):
    words = shlex.split(line)[3:]
    context = command().make_context("annotate", words)
    assert context.params["out"]


def test_options_of_the_page_exist():
    there = {name for parameter in command().params for name in (*parameter.opts, *parameter.secondary_opts)}
    section = PAGE[PAGE.index("### Options") : PAGE.index("### What it leaves")]
    named = set(re.findall(r"`(--[a-z-]+)", section))
    assert len(named) > 8
    assert named <= there
    assert {name for name in there if name.startswith("--")} - named <= {"--link", "--help", "--quiet"}


def test_every_table_is_on_the_page():
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)[: len(NAMES)] == list(NAMES)


def test_the_first_command_is_there():
    assert COMMANDS
