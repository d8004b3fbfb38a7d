"""Subscriptions, people and places, with what they saved and muted; buttons; standings."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_INSTANT = sa.DateTime(timezone=True)
_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    _create_subscriptions()
    _create_people()
    _create_places()
    op.create_table(
        "tokens",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("whole", sa.String, nullable=False),
        sa.Column("used_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_tokens"),
    )
    op.create_index("ix_tokens_used_at", "tokens", ["used_at"])
    _create_standings()
    op.create_index("ix_digest_papers_paper_id", "digest_papers", ["paper_id"])


def downgrade() -> None:
    op.drop_index("ix_digest_papers_paper_id", "digest_papers")
    op.drop_table("standings")
    op.drop_table("tokens")
    op.drop_table("mutes")
    op.drop_table("places")
    op.drop_table("saved_papers")
    op.drop_table("people")
    op.drop_table("subscriptions")


def _create_subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("audience", sa.String, nullable=False),
        sa.Column("platform", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("thread", sa.String, nullable=False),
        sa.Column("topic", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("zone", sa.String, nullable=False),
        sa.Column("days", sa.String, nullable=False),
        sa.Column("style", sa.String, nullable=False),
        sa.Column("top", sa.Integer),
        sa.Column("minimum", sa.Float),
        sa.Column("locale", sa.String, nullable=False),
        sa.Column("lag", sa.Integer, nullable=False),
        sa.Column("quiet", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("owner_platform", sa.String),
        sa.Column("owner_id", sa.String),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("done", sa.Date),
        sa.Column("due_at", _INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
        sa.UniqueConstraint("audience", name="uq_subscriptions_audience"),
        sqlite_autoincrement=True,
    )
    for columns in (
        ("state", "due_at"),
        ("platform", "channel"),
        ("owner_platform", "owner_id"),
    ):
        op.create_index(f"ix_subscriptions_{'_'.join(columns)}", "subscriptions", list(columns))


def _create_people() -> None:
    op.create_table(
        "people",
        sa.Column("platform", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("locale", sa.String),
        sa.Column("zone", sa.String),
        sa.PrimaryKeyConstraint("platform", "id", name="pk_people"),
    )
    op.create_table(
        "saved_papers",
        sa.Column("platform", sa.String, nullable=False),
        sa.Column("person_id", sa.String, nullable=False),
        sa.Column("paper_id", sa.String, nullable=False),
        sa.Column("saved_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("platform", "person_id", "paper_id", name="pk_saved_papers"),
    )


def _create_places() -> None:
    op.create_table(
        "places",
        sa.Column("platform", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("thread", sa.String, nullable=False),
        sa.Column("locale", sa.String),
        sa.Column("zone", sa.String),
        sa.Column("answers_links", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("platform", "channel", "thread", name="pk_places"),
    )
    op.create_table(
        "mutes",
        sa.Column("number", _NUMBER, nullable=False),
        sa.Column("platform", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("thread", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("fingerprint", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_mutes"),
        sa.UniqueConstraint(
            "platform",
            "channel",
            "thread",
            "kind",
            "fingerprint",
            name="uq_mutes_platform_channel_thread_kind_fingerprint",
        ),
    )


def _create_standings() -> None:
    op.create_table(
        "standings",
        sa.Column("paper_id", sa.String, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("horizon", sa.Integer, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("candidates", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("paper_id", "day", "horizon", name="pk_standings"),
    )
    op.create_index("ix_standings_day_horizon", "standings", ["day", "horizon"])
