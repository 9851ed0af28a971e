"""Brings a database to the newest schema, and tells how far it is.

Alembic is imported only where something is to be migrated: opening a database that is up to date costs one query.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, inspect, text

from provenance.errors import StoreError
from provenance.store.address import Address
from provenance.store.engine import writing

if TYPE_CHECKING:
    from alembic.config import Config

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")
"""All migrations, oldest first; a test holds that the folder has the same."""

VERSION_TABLE = "provenance_version"
"""Where alembic keeps the revision. A name of our own: other programs may share a PostgreSQL schema with us."""

_LOCK = 7_203_118_442
"""Number of the advisory lock that lets one process at a time migrate a PostgreSQL database."""


def migrations_folder() -> Path:
    """The folder of migrations: the copy in the installed package, else the repository's. Raises StoreError."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "bundled" / "migrations", package.parent / "migrations"):
        if (folder / "env.py").is_file():
            return folder
    raise StoreError("The migrations are missing from this installation: install provenance-annotator again.")


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, made in code; env.py takes the connection from its attributes."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def newest_revision() -> str:
    """The newest schema that this program knows."""
    return REVISIONS[-1]


def current_revision(connection: Connection) -> str | None:
    """The schema of the database; None where it has none of our tables."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    return None if found is None else str(found)


def ensure_schema(engine: Engine, address: Address, *, read_only: bool) -> None:
    """Create or upgrade the schema, or (`read_only`) see that it can be read.

    Raises StoreError where the schema is newer than the program, where the file is another program's database, and with
    `read_only` where it would have to be upgraded.
    """
    with engine.connect() as connection:
        found = current_revision(connection)
        _check(connection, found, address)
    if found == newest_revision():
        return
    if read_only:
        state = "is empty: run provenance annotate first" if found is None else "has an older schema: run provenance db upgrade"
        raise StoreError(f"The database {address.shown} {state}.")
    upgrade(engine)


def _check(connection: Connection, found: str | None, address: Address) -> None:
    if found is not None and found not in REVISIONS:
        raise StoreError(
            f"The database {address.shown} has schema {found}, newer than this program knows ({newest_revision()}): "
            "upgrade provenance-annotator."
        )
    if found is None:
        ours = {"document", "claim", "run", "source"}
        tables = set(inspect(connection).get_table_names())
        if tables and (address.path is not None or tables & ours):
            raise StoreError(f"The database {address.shown} belongs to another program: name another with --db.")


def upgrade(engine: Engine) -> None:
    """Run the missing migrations in one transaction; of two processes at once the second finds nothing left to do."""
    from alembic import command

    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if current_revision(connection) != newest_revision():
            command.upgrade(alembic_config(connection), "head")


def ours(name: str | None, kind: str, parents: dict[str, Any]) -> bool:
    """Whether alembic should compare an object with the models: the full-text index belongs to the database alone.

    This is alembic's `include_name` hook; `kind` is "table", "column", "index", …
    """
    if kind == "table":
        return name != VERSION_TABLE and not (name or "").startswith("claim_search")
    if parents.get("table_name") == "claim":
        return name not in ("search", "ix_claim_search")
    return True


def differences(connection: Connection) -> list[str]:
    """How the database differs from the models, one sentence each; empty where they agree."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from provenance.store.anchors import CHECK_TABLES  # noqa: F401 - the models register themselves
    from provenance.store.base import Base
    from provenance.store.findings import FINDINGS  # noqa: F401
    from provenance.store.links import LINK_TABLES  # noqa: F401
    from provenance.store.tables import RunRow  # noqa: F401

    known = set(Base.metadata.tables)
    context = MigrationContext.configure(
        connection,
        opts={"version_table": VERSION_TABLE, "include_name": ours, "compare_type": True, "compare_server_default": True},
    )
    found: list[str] = []
    for change in compare_metadata(context, Base.metadata):
        foreign_table = isinstance(change, tuple) and change[0] == "remove_table" and change[1].name not in known
        if foreign_table and connection.dialect.name == "postgresql":
            continue  # a table of another program in the same schema
        found.append(f"schema: {change!r}")
    return found
