"""Checks of documents against their sources, and where annotations stand in what changed.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

VIEWS = Path(__file__).resolve().parent.parent / "sql" / "0006_views.sql"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATUSES = "'unchanged', 'changed', 'gone', 'unreadable', 'not_looked_at'"
COUNTS = ("exact", "moved", "orphans", "claims_kept", "claims_altered", "claims_gone", "claims_new")


def upgrade() -> None:
    _create_source_check()
    _create_anchor()
    bind = op.get_bind()
    for statement in VIEWS.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            bind.exec_driver_sql(statement.strip())


def downgrade() -> None:
    op.execute("DROP VIEW v_orphans")
    op.execute("DROP VIEW v_checks")
    op.drop_table("anchor")
    op.drop_table("source_check")


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null)


def _number(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=null)


def _create_source_check() -> None:
    op.create_table(
        "source_check",
        sa.Column("key", KEY, nullable=False),
        sa.Column("document", KEY, nullable=False),
        *(_text(name) for name in ("checked", "program_version", "locator", "status")),
        _text("reason", null=True),
        _text("detail"),
        _text("sha256", null=True),
        _text("text_sha256", null=True),
        *(_number(name) for name in COUNTS),
        _text("changes"),
        sa.CheckConstraint(f"status IN ({STATUSES})", name=op.f("ck_source_check_status")),
        sa.ForeignKeyConstraint(
            ["document"], ["document.key"], name=op.f("fk_source_check_document_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_source_check")),
    )
    op.create_index(op.f("ix_source_check_document"), "source_check", ["document"], unique=False)


def _create_anchor() -> None:
    op.create_table(
        "anchor",
        sa.Column("source_check", KEY, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        _text("part"),
        _text("owner"),
        _number("piece"),
        _number("start_char"),
        _number("end_char"),
        _text("status"),
        _text("reason"),
        _number("new_start", null=True),
        _number("new_end", null=True),
        sa.CheckConstraint("status IN ('exact', 'moved', 'orphan')", name=op.f("ck_anchor_status")),
        sa.ForeignKeyConstraint(
            ["source_check"], ["source_check.key"], name=op.f("fk_anchor_source_check_source_check"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("source_check", "number", name=op.f("pk_anchor")),
        sqlite_with_rowid=False,
    )
