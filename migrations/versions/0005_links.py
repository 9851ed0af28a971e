"""What is known across documents: keys and links of claims, their origins, drift, and links judged by hand.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

VIEWS = Path(__file__).resolve().parent.parent / "sql" / "0005_views.sql"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
HEX = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    _create_linked()
    _create_claim_key()
    _create_claim_link()
    _create_claim_origin()
    _create_drift()
    _create_link_judgement()
    bind = op.get_bind()
    listed = "string_agg" if bind.dialect.name == "postgresql" else "group_concat"
    for statement in VIEWS.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            bind.exec_driver_sql(statement.strip().replace("LISTED(", f"{listed}("))


def downgrade() -> None:
    raise NotImplementedError("Going back would throw judgements away: dump them, and restore a copy of the database instead.")


def _part(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, KEY, autoincrement=False, nullable=False)


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null)


def _claim(table: str, document: str, claim: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{document}_{claim}_claim")
    return sa.ForeignKeyConstraint([document, claim], ["claim.document", "claim.number"], name=name, ondelete="CASCADE")


def _create_linked() -> None:
    op.create_table(
        "linked",
        _number("document"),
        _text("detectors"),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.key"], name=op.f("fk_linked_document_document"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_linked")),
    )
    op.create_index(op.f("ix_linked_settled"), "linked", ["settled"], unique=False)


def _create_claim_key() -> None:
    op.create_table(
        "claim_key",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        _number("document"),
        _part("claim"),
        _claim("claim_key", "document", "claim"),
        sa.PrimaryKeyConstraint("key", "document", "claim", name=op.f("pk_claim_key")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_claim_key_document_claim"), "claim_key", ["document", "claim"], unique=False)


def _create_claim_link() -> None:
    op.create_table(
        "claim_link",
        _number("first_document"),
        _part("first_claim"),
        _number("second_document"),
        _part("second_claim"),
        _text("kind"),
        sa.Column("score", sa.Double(), nullable=False),
        _text("reason"),
        _text("detector"),
        _text("changes"),
        sa.CheckConstraint("kind IN ('same_text', 'same_claim', 'opposes')", name=op.f("ck_claim_link_kind")),
        _claim("claim_link", "first_document", "first_claim"),
        _claim("claim_link", "second_document", "second_claim"),
        sa.PrimaryKeyConstraint("first_document", "first_claim", "second_document", "second_claim", name=op.f("pk_claim_link")),
        sqlite_with_rowid=False,
    )
    name = op.f("ix_claim_link_second_document_second_claim")
    op.create_index(name, "claim_link", ["second_document", "second_claim"], unique=False)


def _create_claim_origin() -> None:
    op.create_table(
        "claim_origin",
        _number("document"),
        _part("claim"),
        sa.Column("group_id", HEX, nullable=False),
        _text("origin"),
        _text("reason"),
        _text("detail"),
        _text("through", null=True),
        _text("others"),
        sa.Column("copies", sa.Integer(), nullable=False),
        _text("opposed"),
        _claim("claim_origin", "document", "claim"),
        sa.PrimaryKeyConstraint("document", "claim", name=op.f("pk_claim_origin")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_claim_origin_group_id"), "claim_origin", ["group_id"], unique=False)


def _create_drift() -> None:
    op.create_table(
        "drift",
        _number("document"),
        _part("claim"),
        _part("number"),
        sa.Column("upstream_document", KEY, nullable=False),
        sa.Column("upstream_claim", sa.Integer(), nullable=False),
        _text("kind"),
        _text("before"),
        _text("after"),
        _text("detail"),
        _claim("drift", "document", "claim"),
        _claim("drift", "upstream_document", "upstream_claim"),
        sa.PrimaryKeyConstraint("document", "claim", "number", name=op.f("pk_drift")),
        sqlite_with_rowid=False,
    )
    name = op.f("ix_drift_upstream_document_upstream_claim")
    op.create_index(name, "drift", ["upstream_document", "upstream_claim"], unique=False)


def _create_link_judgement() -> None:
    op.create_table(
        "link_judgement",
        sa.Column("first", HEX, nullable=False),
        sa.Column("second", HEX, nullable=False),
        *(_text(name) for name in ("kind", "note", "made", "first_document", "first_text", "second_document", "second_text")),
        sa.CheckConstraint("kind IN ('same_text', 'same_claim', 'opposes', 'none')", name=op.f("ck_link_judgement_kind")),
        sa.PrimaryKeyConstraint("first", "second", name=op.f("pk_link_judgement")),
    )
