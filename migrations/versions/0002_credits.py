"""Credits of every kind, resolved; what contradicts in them; embedded posts; credits of single stories.

Rows of credits found by earlier versions are kept, with the source of the upstream that was drawn from them.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
VIEWS = Path(__file__).resolve().parent.parent / "sql" / "0002_views.sql"

KEEP_CREDITS = """
INSERT INTO credit (document, number, signal, role, value, source, candidates, start_char, end_char, path, confidence, detector)
SELECT o.document, o.number, o.signal,
       CASE o.signal WHEN 'photo_credit' THEN 'picture' WHEN 'contribution' THEN 'contributor' WHEN 'post' THEN 'post'
                     ELSE CASE WHEN u.source IS NULL THEN 'author' ELSE 'upstream' END END,
       substr(d.text, o.name_start + 1, o.name_end - o.name_start),
       u.source, '[]', o.start_char, o.end_char, '', COALESCE(u.confidence, 0.5), o.rule
FROM credit_0001 AS o
JOIN document AS d ON d.key = o.document
LEFT JOIN upstream AS u ON u.document = o.document AND u.start_char = o.start_char AND u.end_char = o.end_char
                       AND u.signal = o.signal
"""


def upgrade() -> None:
    op.execute(sa.text("DROP VIEW v_upstreams"))
    op.execute(sa.text("CREATE TABLE credit_0001 AS SELECT * FROM credit"))  # SQLite renames no table that views surround
    op.drop_table("credit")
    _create_credit()
    op.execute(sa.text(KEEP_CREDITS))
    op.drop_table("credit_0001")
    _create_finding()
    op.add_column("upstream", sa.Column("item", sa.Integer(), nullable=True))
    op.add_column("document", sa.Column("posts", sa.Text(), server_default="[]", nullable=False))
    for statement in VIEWS.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError("Going back would throw credits away: restore a copy of the database instead.")


def _create_credit() -> None:
    op.create_table(
        "credit",
        sa.Column("document", KEY, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("signal", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("candidates", sa.Text(), nullable=False),
        sa.Column("start_char", sa.Integer(), nullable=True),
        sa.Column("end_char", sa.Integer(), nullable=True),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("detector", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.key"], name=op.f("fk_credit_document_document"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", "number", name=op.f("pk_credit")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_credit_source"), "credit", ["source"], unique=False, postgresql_using="hash")


def _create_finding() -> None:
    op.create_table(
        "finding",
        sa.Column("document", KEY, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("spans", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.key"], name=op.f("fk_finding_document_document"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", "number", name=op.f("pk_finding")),
        sqlite_with_rowid=False,
    )
