"""Indexes for questions of a day and of a file, B-trees for sources, and v_hedges without a join that SQLite made whole.

Hash indexes of columns in which few values are most of the rows grow and slow down with the square of these (docs/decisions.md).

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SOURCES = (
    ("document", "publisher_id"),
    ("document_source", "source"),
    ("chain", "origin"),
    ("hop", "source"),
    ("attribution", "holder_id"),
    ("credit", "source"),
    ("upstream", "source"),
)
"""Columns of source ids. Each id is in a primary key too, so that none is too long for a B-tree."""

SQL = Path(__file__).resolve().parent.parent / "sql"


def upgrade() -> None:
    op.create_index(op.f("ix_document_published"), "document", ["published"], unique=False)
    op.create_index(op.f("ix_sighting_locator"), "sighting", ["locator"], unique=False, postgresql_using="hash")
    _index_sources("btree")
    _replace("0008_views.sql")


def downgrade() -> None:
    _replace("0001_views.sql")
    _index_sources("hash")
    op.drop_index(op.f("ix_sighting_locator"), table_name="sighting", postgresql_using="hash")
    op.drop_index(op.f("ix_document_published"), table_name="document")


def _index_sources(using: str) -> None:
    """Makes the indexes of sources anew (SQLite has one kind alone)."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, column in SOURCES:
        name = op.f(f"ix_{table}_{column}")
        op.drop_index(name, table_name=table)
        op.create_index(name, table, [column], unique=False, postgresql_using=using)


def _replace(file: str) -> None:
    """Puts the v_hedges of a file in the place of the one that is there."""
    statements = (SQL / file).read_text(encoding="utf-8").split(";\n")
    (view,) = (one[one.index("CREATE VIEW") :] for one in statements if "CREATE VIEW v_hedges" in one)
    op.execute("DROP VIEW v_hedges")
    op.get_bind().exec_driver_sql(view.strip())
