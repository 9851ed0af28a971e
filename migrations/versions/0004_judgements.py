"""Judgements on sources, made by hand, and beside each id the one that was found where they say that another is meant.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

VIEWS = Path(__file__).resolve().parent.parent / "sql" / "0004_views.sql"

FOUND = (
    ("hop", "source_found"),
    ("attribution", "holder_found"),
    ("attribution", "channel_found"),
    ("upstream", "source_found"),
    ("credit", "source_found"),
    ("document", "publisher_found"),
)


def upgrade() -> None:
    op.create_table(
        "judgement",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("meant", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('merge', 'alias', 'split')", name=op.f("ck_judgement_kind")),
        sa.PrimaryKeyConstraint("source", "document", name=op.f("pk_judgement")),
    )
    for table, column in FOUND:
        op.add_column(table, sa.Column(column, sa.Text(), nullable=True))
    op.create_index(op.f("ix_document_source_source"), "document_source", ["source"], unique=False, postgresql_using="hash")
    for statement in VIEWS.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError("Going back would throw judgements away: dump them, and restore a copy of the database instead.")
