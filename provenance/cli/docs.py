"""Writes the command reference from the commands themselves: `python -m provenance.cli.docs > docs/commands.md`."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any, get_args, get_type_hints

from typer import Typer
from typer.models import ArgumentInfo, OptionInfo

Command = Callable[..., Any]

HEAD = """# Commands

Made from the program's own help by `python -m provenance.cli.docs`; a test holds that it is current.

Data goes to standard output, everything else to standard error.

| exit status | meaning |
| --- | --- |
| 0 | all was done |
| 1 | some input was rejected, and the rest is done |
| 2 | wrong usage, or a database or file that cannot be used |
| 130 | stopped by Ctrl-C; what was stored before is kept |
| 141 | the reader of standard output went away |
"""


def reference() -> str:
    """The whole reference as Markdown."""
    from provenance.cli.main import app

    return "\n".join([HEAD, *(_page(words, command) for words, command in commands(app, ("provenance",)))])


def commands(app: Typer, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Command]]:
    """The commands of the program, groups opened, each with the words that call it, in the order of the help."""
    for command in app.registered_commands:
        if command.callback is not None:
            yield (*words, command.name or command.callback.__name__), command.callback
    for group in app.registered_groups:
        if group.typer_instance is not None:
            yield from commands(group.typer_instance, (*words, str(group.name)))


def parameters(command: Command) -> list[tuple[inspect.Parameter, Any, ArgumentInfo | OptionInfo]]:
    """The parameters of a command with their types and what typer is told of them."""
    hints = get_type_hints(command, include_extras=True)
    found = []
    for parameter in inspect.signature(command).parameters.values():
        kind, info = get_args(hints[parameter.name])[:2]
        found.append((parameter, kind, info))
    return found


def _page(words: tuple[str, ...], command: Command) -> str:
    known = parameters(command)
    arguments = [info for _, _, info in known if isinstance(info, ArgumentInfo)]
    usage = " ".join([*words, "[OPTIONS]", *(str(info.metavar) for info in arguments)])
    lines = [f"## {' '.join(words)}", "", "```", usage, "```", "", _paragraphs(command), ""]
    lines += [f"- `{info.metavar}`: {info.help}" for info in arguments] + [""] * bool(arguments)
    lines += ["| option | meaning |", "| --- | --- |"]
    lines += [_row(parameter, kind, info) for parameter, kind, info in known if isinstance(info, OptionInfo)]
    return "\n".join([*lines, "| `--help` | Show the help and exit. |", ""])


def _paragraphs(command: Command) -> str:
    """The help with one line for each paragraph."""
    blocks = (inspect.getdoc(command) or "").split("\n\n")
    return "\n\n".join(" ".join(block.split()) for block in blocks)


def _row(parameter: inspect.Parameter, kind: Any, info: OptionInfo) -> str:
    # Within Annotated, typer takes the first name of an option for what elsewhere is its default.
    flags = ", ".join(f"`{flag}`" for flag in (info.default, *(info.param_decls or ())))
    choices = [one for one in (kind, *get_args(kind)) if isinstance(one, type) and issubclass(one, Enum)]
    value = " ".join("\\|".join(member.value for member in one) for one in choices) or info.metavar or ""
    default = getattr(parameter.default, "value", parameter.default)
    extras = [f"environment: `{info.envvar}`"] if info.envvar else []
    if default is inspect.Parameter.empty:
        extras.append("needed")
    elif default is not None and not isinstance(default, bool) and info.show_default:
        extras.append(f"default: `{default}`")
    meaning = (info.help or "") + (f" ({'; '.join(extras)})" if extras else "")
    return f"| {flags}{' ' + value if value else ''} | {meaning} |"


if __name__ == "__main__":
    sys.stdout.write(reference())
