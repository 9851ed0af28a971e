"""Writes the command reference from the commands themselves: `python -m provenance.cli.docs > docs/commands.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

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
    from typer.main import get_command

    from provenance.cli.main import app

    root: Any = get_command(app)
    parts = [HEAD]
    for path, command in _commands(root, ("provenance",)):
        parts.append(_page(path, command))
    return "\n".join(parts)


def _commands(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The commands below a group, each with its words, in the order of the help."""
    for name, below in command.commands.items():
        if hasattr(below, "commands"):
            yield from _commands(below, (*path, name))
        else:
            yield (*path, name), below


def _page(path: tuple[str, ...], command: Any) -> str:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    usage = [*path, "[OPTIONS]" * bool(options), *(_name(a) for a in arguments)]
    lines = [f"## {' '.join(path)}", "", f"```\n{' '.join(filter(None, usage))}\n```", "", _paragraphs(command.help), ""]
    lines += [f"- `{_name(argument)}`: {argument.help}" for argument in arguments]
    lines += [""] * bool(arguments)
    lines += ["| option | meaning |", "| --- | --- |"]
    lines += [f"| {_flags(option)} | {_meaning(option)} |" for option in options]
    return "\n".join([*lines, "| `--help` | Show the help and exit. |", ""])


def _name(argument: Any) -> str:
    return str(argument.metavar or argument.name.upper())


def _paragraphs(text: str | None) -> str:
    """The help as Markdown: paragraphs on one line each, without the marks that only a terminal needs."""
    import inspect

    blocks = inspect.cleandoc((text or "").replace("\b\n", "")).split("\n\n")
    return "\n\n".join(block if block.startswith("  ") else " ".join(block.split()) for block in blocks)


def _flags(option: Any) -> str:
    names = ", ".join(f"`{flag}`" for flag in (*option.opts, *option.secondary_opts))
    if option.is_flag:
        return names
    choices = getattr(option.type, "choices", None)
    value = "\\|".join(getattr(c, "value", str(c)) for c in choices) if choices else option.metavar or option.type.name.upper()
    return f"{names} {value}"


def _meaning(option: Any) -> str:
    extras = []
    if option.envvar:
        extras.append(f"environment: `{option.envvar}`")
    default = getattr(option.default, "value", option.default)
    if not option.is_flag and default is not None and not isinstance(default, list | tuple):
        extras.append(f"default: `{default}`")
    return (option.help or "").replace("|", "\\|") + (f" ({'; '.join(extras)})" if extras else "")


if __name__ == "__main__":
    sys.stdout.write(reference())
