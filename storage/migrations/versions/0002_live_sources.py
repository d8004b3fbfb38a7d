"""Live sources: visits, bookmarks and spending; deleted posts; digests by paper; parts in order."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_runs()
    _create_digest_papers()
    _extend_mentions()
    op.create_index("ix_listings_paper_id", "listings", ["paper_id"])
    # The parts of a rich digest leave room for the plain messages that may take their place.
    op.execute("UPDATE deliveries SET part = (part - 1) * 1000 + 1 WHERE form = 'rich'")
    op.drop_index("ix_deliveries_audience_period_edition_form_part", "deliveries")
    op.create_index(
        "ix_deliveries_audience_period_edition_part",
        "deliveries",
        ["audience", "period", "edition", "part"],
    )


def downgrade() -> None:
    op.drop_index("ix_deliveries_audience_period_edition_part", "deliveries")
    op.create_index(
        "ix_deliveries_audience_period_edition_form_part",
        "deliveries",
        ["audience", "period", "edition", "form", "part"],
    )
    op.execute("UPDATE deliveries SET part = (part - 1) / 1000 + 1 WHERE form = 'rich'")
    op.drop_index("ix_listings_paper_id", "listings")
    op.drop_index("ix_mentions_posted_on_source_voice_paper_id", "mentions")
    with op.batch_alter_table("mentions") as mentions:
        mentions.drop_column("gone_at")
        mentions.drop_column("voice")
    op.drop_table("digest_papers")
    op.drop_table("ledger")
    op.drop_table("bookmarks")
    op.drop_table("runs")


def _create_runs() -> None:
    op.create_table(
        "runs",
        sa.Column("source", sa.String, nullable=False),
        sa.Column("as_of", _INSTANT, nullable=False),
        sa.Column("papers", sa.Integer, nullable=False),
        sa.Column("mentions", sa.Integer, nullable=False),
        sa.Column("snapshots", sa.Integer, nullable=False),
        sa.Column("problem", sa.String),
        sa.Column("warnings", sa.JSON, nullable=False),
        sa.Column("payload", sa.LargeBinary),
        sa.PrimaryKeyConstraint("source", "as_of", name="pk_runs"),
    )
    op.create_index("ix_runs_as_of", "runs", ["as_of"])
    op.create_table(
        "bookmarks",
        sa.Column("source", sa.String, nullable=False),
        sa.Column("bookmark", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_bookmarks"),
    )
    op.create_table(
        "ledger",
        sa.Column("account", sa.String, nullable=False),
        sa.Column("month", sa.String, nullable=False),
        sa.Column("micros", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("account", "month", name="pk_ledger"),
    )


def _create_digest_papers() -> None:
    papers = op.create_table(
        "digest_papers",
        sa.Column("audience", sa.String, nullable=False),
        sa.Column("period", sa.String, nullable=False),
        sa.Column("paper_id", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("audience", "period", "paper_id", name="pk_digest_papers"),
    )
    digests = sa.table(
        "digests", sa.column("audience"), sa.column("period"), sa.column("evidence", sa.JSON)
    )
    known = {
        (audience, period, paper["id"])
        for audience, period, evidence in op.get_bind().execute(sa.select(digests))
        for paper in evidence
    }
    columns = ("audience", "period", "paper_id")
    op.bulk_insert(papers, [dict(zip(columns, row, strict=True)) for row in sorted(known)])


def _extend_mentions() -> None:
    with op.batch_alter_table("mentions") as mentions:
        mentions.add_column(sa.Column("voice", sa.String))
        mentions.add_column(sa.Column("gone_at", _INSTANT))
    _fill_voices()
    with op.batch_alter_table("mentions") as mentions:
        mentions.alter_column("voice", existing_type=sa.String, nullable=False)
    op.create_index(
        "ix_mentions_posted_on_source_voice_paper_id",
        "mentions",
        ["posted_on", "source", "voice", "paper_id"],
    )


def _fill_voices() -> None:
    names = ("number", "account", "handle", "voice")
    mentions = sa.table("mentions", *map(sa.column, names))
    rows = op.get_bind().execute(
        sa.select(mentions.c.number, mentions.c.account, mentions.c.handle)
    )
    voices = [
        {"of": number, "voice": account or handle.lower()} for number, account, handle in rows
    ]
    if voices:
        filling = sa.update(mentions).where(mentions.c.number == sa.bindparam("of"))
        op.get_bind().execute(filling.values(voice=sa.bindparam("voice")), voices)
