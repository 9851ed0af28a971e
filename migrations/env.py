"""Alembic's entry: migrates the database of the connection given in code, or of PROVENANCE_DB for developers."""

from __future__ import annotations

import os

from alembic import context
from sqlalchemy import Connection

from provenance.store.address import DEFAULT_URL, parse_address
from provenance.store.base import Base
from provenance.store.engine import make_engine, writing
from provenance.store.findings import FINDINGS
from provenance.store.links import LINK_TABLES
from provenance.store.migrate import VERSION_TABLE, ours
from provenance.store.tables import RunRow

MODELS = (RunRow, *FINDINGS, *LINK_TABLES)  # imported so that Base.metadata holds all tables


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        version_table=VERSION_TABLE,
        include_name=ours,
        compare_type=True,
        compare_server_default=True,
        # SQLite can roll back CREATE TABLE; without this a broken migration would leave half a schema.
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = make_engine(parse_address(os.environ.get("PROVENANCE_DB", DEFAULT_URL)), read_only=False)
    with writing(engine) as own:
        run(own)
    engine.dispose()
