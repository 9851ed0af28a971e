"""Ratings of several scales and topics, with the value as it stood in the file, and the file itself.

Ratings that are there are kept: they were grades of reliability, of whole sources; of their files nothing is known.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

VIEWS = Path(__file__).resolve().parent.parent / "sql" / "0003_views.sql"

KEEP_RATINGS = """
INSERT INTO rating (source, rater, rated_on, scale, topic, grade, raw, licence)
SELECT source, rater, rated_on, 'reliability', '', grade, grade, licence FROM rating_0002
"""


def upgrade() -> None:
    op.execute(sa.text("DROP VIEW v_outlets"))
    op.execute(sa.text("CREATE TABLE rating_0002 AS SELECT * FROM rating"))  # SQLite changes no primary key in place
    op.drop_table("rating")
    _create_rating()
    op.execute(sa.text(KEEP_RATINGS))
    op.drop_table("rating_0002")
    for statement in VIEWS.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError("Going back would throw ratings away: restore a copy of the database instead.")


def _create_rating() -> None:
    op.create_table(
        "rating",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("rater", sa.Text(), nullable=False),
        sa.Column("rated_on", sa.Text(), nullable=False),
        sa.Column("scale", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("control", sa.Text(), nullable=True),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=True),
        sa.Column("file_sha256", sa.Text(), nullable=True),
        sa.Column("imported_on", sa.Text(), nullable=True),
        sa.CheckConstraint("scale IN ('reliability', 'editorial_control')", name=op.f("ck_rating_scale")),
        sa.CheckConstraint("grade IN ('A', 'B', 'C', 'D', 'E', 'F')", name=op.f("ck_rating_grade")),
        sa.CheckConstraint("value BETWEEN 0 AND 1", name=op.f("ck_rating_value")),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_rating_source_source")),
        sa.PrimaryKeyConstraint("source", "rater", "rated_on", "scale", "topic", name=op.f("pk_rating")),
    )
