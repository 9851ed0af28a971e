"""The program `provenance`: its commands, and what every one of them does with errors, Ctrl-C and a closed pipe."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from provenance import __version__
from provenance.cli import annotate, audit, check, claims, cluster, db, evaluate, export, report, score, serve, sources, sql
from provenance.cli.output import say
from provenance.errors import ProvenanceError

WRONG_USAGE = 2
STOPPED = 130
"""128 + SIGINT, as shells have it."""
PIPE_CLOSED = 141
"""128 + SIGPIPE, as shells have it."""


class Commands(TyperGroup):
    """All commands, with one way to end for each kind of error."""

    def invoke(self, ctx: Any) -> Any:
        """Runs the command. Known errors become one line on standard error and exit status 2."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except ProvenanceError as error:
            say(str(error))
        except KeyboardInterrupt:
            say("stopped by Ctrl-C; nothing that was stored before is lost, and the same command goes on from there")
            raise typer.Exit(STOPPED) from None
        except BrokenPipeError:
            _forget_stdout()
            raise typer.Exit(PIPE_CLOSED) from None
        except OSError as error:
            name = f"{error.filename}: " if error.filename else ""
            say(f"{name}{error.strerror or error}; check the path, its permissions and the space on the disk")
        else:
            return result
        raise typer.Exit(WRONG_USAGE)


app = typer.Typer(
    cls=Commands,
    name="provenance",
    help="Traces each statement of a news text to the source it is stated to come from, and scores how firmly it stands.",
    epilog="Data goes to standard output, everything else to standard error. Exit status: 0 all done; 1 some input was rejected "
    "and the rest is done; 2 wrong usage; 130 stopped by Ctrl-C.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"provenance {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the program's version and exit.")
    ] = False,
) -> None:
    """Options of the program as a whole."""


annotate.register(app)
audit.register(app)
check.register(app)
claims.register(app)
cluster.register(app)
report.register(app)
score.register(app)
sql.register(app)
sources.register(app)
export.register(app)
serve.register(app)
db.register(app)
evaluate.register(app)


def run() -> None:
    """The entry point of the installed program."""
    app(prog_name="provenance")


def _forget_stdout() -> None:
    """Nobody reads standard output any more: what is left in its buffer goes nowhere, instead of failing at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


if __name__ == "__main__":
    run()
