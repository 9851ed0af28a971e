"""First schema: all tables, the full-text index of claims, and the views for analysts.

Made with alembic's autogenerate and checked by hand against the models; what autogenerate does not see (full text, views) is
written out. The SQL of the views is in migrations/sql/0001_views.sql.

Revision ID: 0001
Revises: nothing
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
HEX = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

VIEWS = Path(__file__).resolve().parent.parent / "sql" / "0001_views.sql"

SEARCH_SQLITE = (
    "CREATE VIRTUAL TABLE claim_search USING fts5(text, content='claim', content_rowid='key', tokenize='porter unicode61')",
    "CREATE TRIGGER claim_search_insert AFTER INSERT ON claim BEGIN "
    "INSERT INTO claim_search(rowid, text) VALUES (new.key, new.text); END",
    "CREATE TRIGGER claim_search_delete AFTER DELETE ON claim BEGIN "
    "INSERT INTO claim_search(claim_search, rowid, text) VALUES ('delete', old.key, old.text); END",
    "CREATE TRIGGER claim_search_update AFTER UPDATE OF key, text ON claim BEGIN "
    "INSERT INTO claim_search(claim_search, rowid, text) VALUES ('delete', old.key, old.text); "
    "INSERT INTO claim_search(rowid, text) VALUES (new.key, new.text); END",
)
"""SQLite: an index over the claims' own text, kept in step by triggers, in the same transactions."""

SEARCH_POSTGRESQL = (
    # A tsvector may have 1 MB at most: of a longer claim the first 100,000 characters are searched.
    "ALTER TABLE claim ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector('english', left(text, 100000))) STORED",
    "CREATE INDEX ix_claim_search ON claim USING gin (search)",
)


def upgrade() -> None:
    _create_readings()
    _create_findings()
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SEARCH_SQLITE if sqlite else SEARCH_POSTGRESQL:
        op.execute(sa.text(statement))
    for view in views("group_concat" if sqlite else "string_agg"):
        op.get_bind().exec_driver_sql(view)


def views(listed: str) -> list[str]:
    """The statements that create the views; `listed` is the database's function that joins strings."""
    text = "\n".join(line for line in VIEWS.read_text(encoding="utf-8").splitlines() if not line.startswith("--"))
    return [statement.strip().replace("LISTED(", f"{listed}(") for statement in text.split(";\n") if statement.strip()]


def downgrade() -> None:
    raise NotImplementedError("There is nothing below the first schema: delete the database instead.")


def _create_readings() -> None:
    """Runs, documents, sources."""
    op.create_table(
        "model",
        sa.Column("key", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_model")),
        sa.UniqueConstraint("name", name=op.f("uq_model_name")),
    )
    op.create_table(
        "run",
        sa.Column("id", KEY, nullable=False),
        sa.Column("program_version", sa.Text(), nullable=False),
        sa.Column("lexicon_digest", sa.Text(), nullable=False),
        sa.Column("registry_digest", sa.Text(), nullable=False),
        sa.Column("started", sa.Text(), nullable=False),
        sa.Column("finished", sa.Text(), nullable=True),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
    )
    op.create_table(
        "source",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("known", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("funding", sa.Text(), nullable=True),
        sa.Column("editorial_control", sa.Text(), nullable=True),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
    )
    op.create_table(
        "document",
        sa.Column("key", KEY, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("fingerprint", HEX, nullable=False),
        sa.Column("locator", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("run", KEY, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("canonical_url", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("encoding", sa.Text(), nullable=False),
        sa.Column("publisher_id", sa.Text(), nullable=True),
        sa.Column("publisher_name", sa.Text(), nullable=True),
        sa.Column("publisher_signal", sa.Text(), nullable=True),
        sa.Column("publisher_confidence", sa.Double(), nullable=True),
        sa.Column("publisher_evidence", sa.Text(), nullable=True),
        sa.Column("byline", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("metadata", sa.Text(), nullable=False),
        sa.Column("signals", sa.Text(), nullable=False),
        sa.Column("links", sa.Text(), nullable=False),
        sa.Column("blocks", sa.Text(), nullable=False),
        sa.Column("oddities", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["run.id"], name=op.f("fk_document_run_run")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_document")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_document_fingerprint")),
    )
    op.create_index(op.f("ix_document_id"), "document", ["id"], unique=False, postgresql_using="hash")
    op.create_index(op.f("ix_document_locator"), "document", ["locator"], unique=False, postgresql_using="hash")
    op.create_index(op.f("ix_document_publisher_id"), "document", ["publisher_id"], unique=False, postgresql_using="hash")
    op.create_index(op.f("ix_document_text_sha256"), "document", ["text_sha256"], unique=False)
    op.create_table(
        "rating",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("rater", sa.Text(), nullable=False),
        sa.Column("rated_on", sa.Text(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=True),
        sa.CheckConstraint("grade IN ('A', 'B', 'C', 'D', 'E', 'F')", name=op.f("ck_rating_grade")),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_rating_source_source")),
        sa.PrimaryKeyConstraint("source", "rater", "rated_on", name=op.f("pk_rating")),
    )
    op.create_table(
        "rejected",
        sa.Column("key", KEY, nullable=False),
        sa.Column("run", KEY, nullable=False),
        sa.Column("locator", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["run.id"], name=op.f("fk_rejected_run_run")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rejected")),
    )
    op.create_index(op.f("ix_rejected_run"), "rejected", ["run"], unique=False)


def _create_findings() -> None:
    """What was found in the documents."""
    op.create_table(
        "attribution",
        sa.Column("document", KEY, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", HEX, nullable=False),
        sa.Column("passage", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Text(), nullable=False),
        sa.Column("holder_name", sa.Text(), nullable=False),
        sa.Column("holder_type", sa.Text(), nullable=False),
        sa.Column("holder_start", sa.Integer(), nullable=True),
        sa.Column("holder_end", sa.Integer(), nullable=True),
        sa.Column("holder_text", sa.Text(), nullable=True),
        sa.Column("cue_start", sa.Integer(), nullable=True),
        sa.Column("cue_end", sa.Integer(), nullable=True),
        sa.Column("cue_text", sa.Text(), nullable=True),
        sa.Column("lemma", sa.Text(), nullable=False),
        sa.Column("stance", sa.Text(), nullable=False),
        sa.Column("polarity", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("chain", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("detector", sa.Text(), nullable=False),
        sa.Column("parent", sa.Integer(), nullable=True),
        sa.Column("channel_id", sa.Text(), nullable=True),
        sa.Column("channel_name", sa.Text(), nullable=True),
        sa.Column("channel_relation", sa.Text(), nullable=True),
        sa.Column("channel_start", sa.Integer(), nullable=True),
        sa.Column("channel_end", sa.Integer(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document"], ["document.key"], name=op.f("fk_attribution_document_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "number", name=op.f("pk_attribution")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_attribution_holder_id"), "attribution", ["holder_id"], unique=False, postgresql_using="hash")
    op.create_index(op.f("ix_attribution_id"), "attribution", ["id"], unique=False)
    op.create_table(
        "chain",
        sa.Column("document", KEY, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hops", sa.Integer(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("relays", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.key"], name=op.f("fk_chain_document_document"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", "number", name=op.f("pk_chain")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_chain_origin"), "chain", ["origin"], unique=False, postgresql_using="hash")
    op.create_table(
        "claim",
        sa.Column("key", KEY, nullable=False),
        sa.Column("document", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", HEX, nullable=False),
        sa.Column("passage", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("chain", sa.Integer(), nullable=False),
        sa.Column("attribution", sa.Integer(), nullable=True),
        sa.Column("polarity", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.key"], name=op.f("fk_claim_document_document"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_claim")),
        sa.UniqueConstraint("document", "number", name=op.f("uq_claim_document_number")),
    )
    op.create_index(op.f("ix_claim_document_chain"), "claim", ["document", "chain"], unique=False)
    op.create_index(op.f("ix_claim_id"), "claim", ["id"], unique=False)
    op.create_table(
        "credit",
        sa.Column("document", KEY, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("start_char", sa.Integer(), nullable=False),
        sa.Column("end_char", sa.Integer(), nullable=False),
        sa.Column("name_start", sa.Integer(), nullable=False),
        sa.Column("name_end", sa.Integer(), nullable=False),
        sa.Column("passage", sa.Integer(), nullable=False),
        sa.Column("signal", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.key"], name=op.f("fk_credit_document_document"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", "number", name=op.f("pk_credit")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "document_source",
        sa.Column("document", KEY, autoincrement=False, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("known", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["document.key"], name=op.f("fk_document_source_document_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "source", name=op.f("pk_document_source")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "factor",
        sa.Column("document", KEY, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("feature", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("points", sa.Double(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.key"], name=op.f("fk_factor_document_document"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", "number", name=op.f("pk_factor")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "hedge",
        sa.Column("document", KEY, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", HEX, nullable=False),
        sa.Column("passage", sa.Integer(), nullable=False),
        sa.Column("start_char", sa.Integer(), nullable=False),
        sa.Column("end_char", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("certainty", sa.Double(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("scope_start", sa.Integer(), nullable=False),
        sa.Column("scope_end", sa.Integer(), nullable=False),
        sa.Column("detector", sa.Text(), nullable=False),
        sa.Column("attribution", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["document"], ["document.key"], name=op.f("fk_hedge_document_document"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", "number", name=op.f("pk_hedge")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "passage",
        sa.Column("document", KEY, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("passage", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("start_char", sa.Integer(), nullable=False),
        sa.Column("end_char", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.key"], name=op.f("fk_passage_document_document"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", "number", name=op.f("pk_passage")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sighting",
        sa.Column("series", HEX, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("locator", sa.Text(), nullable=False),
        sa.Column("document", KEY, nullable=False),
        sa.Column("run", KEY, nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.key"], name=op.f("fk_sighting_document_document"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run"], ["run.id"], name=op.f("fk_sighting_run_run")),
        sa.PrimaryKeyConstraint("series", "revision", name=op.f("pk_sighting")),
    )
    op.create_index(op.f("ix_sighting_document"), "sighting", ["document"], unique=False)
    op.create_table(
        "upstream",
        sa.Column("document", KEY, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("signal", sa.Text(), nullable=False),
        sa.Column("start_char", sa.Integer(), nullable=True),
        sa.Column("end_char", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.key"], name=op.f("fk_upstream_document_document"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", "number", name=op.f("pk_upstream")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_upstream_source"), "upstream", ["source"], unique=False, postgresql_using="hash")
    op.create_table(
        "attribution_content",
        sa.Column("document", KEY, autoincrement=False, nullable=False),
        sa.Column("attribution", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("start_char", sa.Integer(), nullable=False),
        sa.Column("end_char", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document", "attribution"],
            ["attribution.document", "attribution.number"],
            name=op.f("fk_attribution_content_document_attribution_attribution"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document", "attribution", "number", name=op.f("pk_attribution_content")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "claim_hedge",
        sa.Column("document", KEY, autoincrement=False, nullable=False),
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("hedge", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document", "claim"],
            ["claim.document", "claim.number"],
            name=op.f("fk_claim_hedge_document_claim_claim"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document", "claim", "hedge", name=op.f("pk_claim_hedge")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "claim_span",
        sa.Column("document", KEY, autoincrement=False, nullable=False),
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("start_char", sa.Integer(), nullable=False),
        sa.Column("end_char", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document", "claim"],
            ["claim.document", "claim.number"],
            name=op.f("fk_claim_span_document_claim_claim"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document", "claim", "number", name=op.f("pk_claim_span")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "factor_span",
        sa.Column("document", KEY, autoincrement=False, nullable=False),
        sa.Column("factor", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("start_char", sa.Integer(), nullable=False),
        sa.Column("end_char", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document", "factor"],
            ["factor.document", "factor.number"],
            name=op.f("fk_factor_span_document_factor_factor"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document", "factor", "number", name=op.f("pk_factor_span")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "hop",
        sa.Column("document", KEY, autoincrement=False, nullable=False),
        sa.Column("chain", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document", "chain"],
            ["chain.document", "chain.number"],
            name=op.f("fk_hop_document_chain_chain"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document", "chain", "position", name=op.f("pk_hop")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_hop_source"), "hop", ["source"], unique=False, postgresql_using="hash")
    op.create_table(
        "score",
        sa.Column("document", KEY, autoincrement=False, nullable=False),
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("model", sa.Integer(), nullable=False),
        sa.Column("strength", sa.Double(), nullable=False),
        sa.Column("reliability", sa.Text(), nullable=True),
        sa.Column("credibility", sa.Integer(), nullable=False),
        sa.CheckConstraint("credibility BETWEEN 1 AND 6", name=op.f("ck_score_credibility")),
        sa.ForeignKeyConstraint(
            ["document", "claim"],
            ["claim.document", "claim.number"],
            name=op.f("fk_score_document_claim_claim"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document", "claim", "model", name=op.f("pk_score")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "contribution",
        sa.Column("document", KEY, autoincrement=False, nullable=False),
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("model", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("factor", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document", "claim", "model"],
            ["score.document", "score.claim", "score.model"],
            name=op.f("fk_contribution_document_claim_model_score"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document", "claim", "model", "number", name=op.f("pk_contribution")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "hop_evidence",
        sa.Column("document", KEY, autoincrement=False, nullable=False),
        sa.Column("chain", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("start_char", sa.Integer(), nullable=False),
        sa.Column("end_char", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document", "chain", "position"],
            ["hop.document", "hop.chain", "hop.position"],
            name=op.f("fk_hop_evidence_document_chain_position_hop"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document", "chain", "position", "number", name=op.f("pk_hop_evidence")),
        sqlite_with_rowid=False,
    )
