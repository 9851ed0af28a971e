"""`provenance db`: the schema of the database, and whether it is whole."""

from __future__ import annotations

import typer

from provenance.cli.options import DEFAULT_DB, Db, Out
from provenance.cli.output import opened, say, shown_url, stdout
from provenance.errors import StoreError, UsageError

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


@commands.command()
def datasette(db: Db = DEFAULT_DB, out: Out = None) -> None:
    """Write metadata for Datasette: the questions of provenance sql --examples, all columns described, facets.

    Then run datasette provenance.db -m metadata.yaml. The database need not exist yet; only its file's name counts.
    """
    from provenance.export.datasette import metadata_yaml
    from provenance.store.address import parse_address

    path = parse_address(db).path
    if path is None:
        raise UsageError("Datasette reads SQLite files alone: name one with --db sqlite:///FILE")
    with opened(out) as stream:
        stream.write(metadata_yaml(path.stem))
    if out is not None:
        say(f"metadata for {path.name} written to {out}; run datasette {path.name} -m {out}")
