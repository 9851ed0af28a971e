"""Documents that are copies of documents stored before them.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

VIEWS = Path(__file__).resolve().parent.parent / "sql" / "0007_views.sql"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "door_key",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("document", KEY, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.key"], name=op.f("fk_door_key_document_document"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", "document", name=op.f("pk_door_key")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_door_key_document"), "door_key", ["document"], unique=False)
    op.create_table(
        "document_copy",
        sa.Column("document", KEY, autoincrement=False, nullable=False),
        sa.Column("original", KEY, nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("exact", sa.Boolean(), nullable=False),
        sa.Column("detector", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["document.key"], name=op.f("fk_document_copy_document_document"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["original"], ["document.key"], name=op.f("fk_document_copy_original_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_document_copy")),
    )
    op.create_index(op.f("ix_document_copy_original"), "document_copy", ["original"], unique=False)
    op.get_bind().exec_driver_sql(VIEWS.read_text(encoding="utf-8").strip().removesuffix(";"))
    # Copies are looked for with links: what was linked before is linked anew by the next `claims relate` or `annotate`.
    op.execute("UPDATE linked SET detectors = detectors || ' '")


def downgrade() -> None:
    op.execute("DROP VIEW v_copies")
    op.drop_table("document_copy")
    op.drop_table("door_key")
