"""First tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_INSTANT = sa.DateTime(timezone=True)
_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    _create_papers()
    _create_attention()
    op.create_table(
        "posts",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("published_at", _INSTANT, nullable=False),
        sa.Column("counted_at", _INSTANT, nullable=False),
        sa.Column("timezone", sa.String, nullable=False),
        sa.Column("blank_lines", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_posts"),
    )
    _create_digests()
    _create_deliveries()


def downgrade() -> None:
    op.drop_table("deliveries")
    op.drop_table("documents")
    op.drop_table("digests")
    op.drop_table("posts")
    op.drop_table("snapshots")
    op.drop_table("mentions")
    op.drop_table("listings")
    op.drop_table("papers")


def _create_papers() -> None:
    op.create_table(
        "papers",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("abstract", sa.String, nullable=False),
        sa.Column("authors", sa.JSON, nullable=False),
        sa.Column("categories", sa.JSON, nullable=False),
        sa.Column("announced_on", sa.Date, nullable=False),
        sa.Column("submitted_at", _INSTANT),
        sa.Column("described_on", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_papers"),
    )
    op.create_table(
        "listings",
        sa.Column("listed_on", sa.Date, nullable=False),
        sa.Column("paper_id", sa.String, nullable=False),
        sa.Column("position", sa.Integer),
        sa.Column("wording", sa.JSON),
        sa.PrimaryKeyConstraint("listed_on", "paper_id", name="pk_listings"),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name="fk_listings_paper_id"),
    )


def _create_attention() -> None:
    op.create_table(
        "mentions",
        sa.Column("number", _NUMBER, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("native_id", sa.String, nullable=False),
        sa.Column("paper_id", sa.String, nullable=False),
        sa.Column("url", sa.String, nullable=False),
        sa.Column("author", sa.String, nullable=False),
        sa.Column("handle", sa.String, nullable=False),
        sa.Column("posted_on", sa.Date, nullable=False),
        sa.Column("posted_at", _INSTANT),
        sa.Column("account", sa.String, nullable=False),
        sa.Column("is_comment", sa.Boolean, nullable=False),
        sa.Column("is_automated", sa.Boolean, nullable=False),
        sa.Column("is_own", sa.Boolean, nullable=False),
        sa.Column("language", sa.String),
        sa.Column("embed", sa.String),
        sa.PrimaryKeyConstraint("number", name="pk_mentions"),
        sa.UniqueConstraint(
            "source", "native_id", "paper_id", name="uq_mentions_source_native_id_paper_id"
        ),
    )
    op.create_index("ix_mentions_paper_id_number", "mentions", ["paper_id", "number"])
    op.create_table(
        "snapshots",
        sa.Column("paper_id", sa.String, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("native_id", sa.String, nullable=False),
        sa.Column("measured_at", _INSTANT, nullable=False),
        sa.Column("reposts", sa.BigInteger, nullable=False),
        sa.Column("likes", sa.BigInteger, nullable=False),
        sa.Column("quotes", sa.BigInteger, nullable=False),
        sa.Column("comments", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint(
            "paper_id", "source", "native_id", "measured_at", name="pk_snapshots"
        ),
        sqlite_with_rowid=False,
    )


def _create_digests() -> None:
    op.create_table(
        "digests",
        sa.Column("audience", sa.String, nullable=False),
        sa.Column("period", sa.String, nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("destination", sa.String, nullable=False),
        sa.Column("topic", sa.JSON, nullable=False),
        sa.Column("style", sa.String, nullable=False),
        sa.Column("top", sa.Integer),
        sa.Column("policy", sa.String, nullable=False),
        sa.Column("as_of", _INSTANT, nullable=False),
        sa.Column("composed_at", _INSTANT, nullable=False),
        sa.Column("is_sample", sa.Boolean, nullable=False),
        sa.Column("candidates", sa.Integer, nullable=False),
        sa.Column("sources", sa.JSON, nullable=False),
        sa.Column("evidence", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("audience", "period", "edition", name="pk_digests"),
    )


def _create_deliveries() -> None:
    op.create_table(
        "documents",
        sa.Column("key", sa.String, nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_documents"),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("audience", sa.String, nullable=False),
        sa.Column("period", sa.String, nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("parts", sa.Integer, nullable=False),
        sa.Column("platform", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("thread", sa.String),
        sa.Column("form", sa.String, nullable=False),
        sa.Column("document_key", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", _INSTANT, nullable=False),
        sa.Column("leased_until", _INSTANT),
        sa.Column("reply_to", sa.String),
        sa.Column("receipt", sa.String),
        sa.Column("problem", sa.String),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.ForeignKeyConstraint(
            ["document_key"], ["documents.key"], name="fk_deliveries_document_key"
        ),
    )
    op.create_index("ix_deliveries_state_due_at", "deliveries", ["state", "due_at"])
    op.create_index(
        "ix_deliveries_audience_period_edition_form_part",
        "deliveries",
        ["audience", "period", "edition", "form", "part"],
    )
