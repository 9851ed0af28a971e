"""`provenance db`: the schema of the database, and whether it is whole."""

from __future__ import annotations

import typer

from provenance.cli.options import DEFAULT_DB, Db
from provenance.cli.output import say, shown_url, stdout
from provenance.errors import StoreError

WRONG = 1

commands = typer.Typer(
    help="Upgrade the database's schema, show it, or check the database.", no_args_is_help=True, rich_markup_mode=None
)


def register(app: typer.Typer) -> None:
    """Adds the group."""
    app.add_typer(commands, name="db")


@commands.command()
def upgrade(db: Db = DEFAULT_DB) -> None:
    """Bring the database to the newest schema; an empty one is made where there is none."""
    from provenance.store import open_store

    with open_store(db) as store:
        say(f"{shown_url(db)} has schema {store.current_revision()}, the newest")


@commands.command()
def current(db: Db = DEFAULT_DB) -> None:
    """Print the number of the database's schema."""
    from provenance.store import open_store

    with open_store(db, read_only=True) as store:
        stdout().write(f"{store.current_revision()}\n")


@commands.command()
def check(db: Db = DEFAULT_DB) -> None:
    """Check that the database is whole, that its schema is the program's, and that stored words equal the texts.

    Prints one line for each fault; exit status 1 where there is any.
    """
    from provenance.store import open_store

    with open_store(db, read_only=True) as store:  # a missing or older database is told, not made or changed
        counts = store.counts()
    try:
        with open_store(db) as store:
            faults = store.check()
    except StoreError:  # it may only be read: all but the full-text index can be checked all the same
        with open_store(db, read_only=True) as store:
            faults = store.check()
    for fault in faults:
        stdout().write(f"{fault}\n")
    if faults:
        raise typer.Exit(WRONG)
    from provenance.report.text import counted

    say(f"{shown_url(db)} is whole: {counted(counts['documents'], 'document')}, {counted(counts['claims'], 'claim')}")
