"""Posts that talk about papers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Table,
    and_,
    bindparam,
    exists,
    func,
    select,
    update,
)
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.counting import MOST_PAPERS_A_DAY, Torrent
from bot.domain.engagement import Mention, MentionKey
from bot.domain.papers import PaperId
from bot.repositories import Counted
from storage.bulk import Found, Values, chunks, fetch, insert_new, run, table_of
from storage.ids import read_id
from storage.tables import ListingRow, MentionRow, SnapshotRow


@dataclass(frozen=True, slots=True)
class SqlMentions:
    """Answers `bot.repositories.Mentions` with SQL."""

    session: AsyncSession

    async def add(self, mentions: Iterable[Mention]) -> int:
        """See the port."""
        return await insert_new(self.session, MentionRow, [_to_row(one) for one in mentions])

    async def of(self, papers: Collection[PaperId]) -> list[Mention]:
        """See the port."""
        mentions = table_of(MentionRow)
        rows: list[Found] = []
        for ids in chunks(sorted({str(paper) for paper in papers})):
            query = select(mentions).where(mentions.c.paper_id.in_(ids))
            rows += await fetch(self.session, query)
        return [_from_row(row) for row in sorted(rows, key=_number)]

    async def counted(self, source: str, *, since: date) -> list[Counted]:
        """See the port; the posts come in the order in which they were added."""
        mentions, listings = table_of(MentionRow), table_of(ListingRow)
        newest = (
            select(listings.c.paper_id, func.max(listings.c.listed_on).label("listed_on"))
            .where(listings.c.listed_on >= since)
            .group_by(listings.c.paper_id)
            .subquery()
        )
        query = (
            select(
                mentions.c.native_id, newest.c.listed_on, _counted_at(mentions).label("counted_at")
            )
            .join(newest, mentions.c.paper_id == newest.c.paper_id)
            .where(mentions.c.source == source, mentions.c.gone_at.is_(None))
            .order_by(mentions.c.number)
        )
        return [
            Counted(MentionKey(source, row.native_id), row.listed_on, row.counted_at)
            for row in await fetch(self.session, query)
        ]

    async def torrents(
        self, first: date, last: date, *, until: datetime | None = None
    ) -> frozenset[Torrent]:
        """See the port."""
        mentions = table_of(MentionRow)
        voice_of_a_day = mentions.c.source, mentions.c.voice, mentions.c.posted_on
        query = (
            select(*voice_of_a_day)
            .where(mentions.c.posted_on.between(first, last), *_is_known(until))
            .group_by(*voice_of_a_day)
            .having(func.count(mentions.c.paper_id.distinct()) > MOST_PAPERS_A_DAY)
        )
        rows = await fetch(self.session, query)
        return frozenset(Torrent(row.source, row.voice, row.posted_on) for row in rows)

    async def forget(self, keys: Collection[MentionKey], *, gone_at: datetime) -> int:
        """See the port; who is known by a handle only keeps it as the account."""
        mentions = table_of(MentionRow)
        forgetting = (
            update(mentions)
            .where(
                mentions.c.source == bindparam("of_source"),
                mentions.c.native_id == bindparam("of_post"),
                mentions.c.gone_at.is_(None),
            )
            .values(
                gone_at=gone_at,
                account=mentions.c.voice,
                author="",
                handle="",
                url="",
                language=None,
                embed=None,
            )
        )
        # In one order everywhere, so that two processes cannot lock each other's posts crosswise.
        gone = [{"of_source": source, "of_post": post} for source, post in sorted(set(keys))]
        return await run(self.session, forgetting, gone)


def _is_known(until: datetime | None) -> list[ColumnElement[bool]]:
    """Ask for posts whose counters had been read by a moment, or for all."""
    if until is None:
        return []
    mentions, snapshots = table_of(MentionRow), table_of(SnapshotRow)
    return [
        exists().where(
            snapshots.c.paper_id == mentions.c.paper_id,
            snapshots.c.source == mentions.c.source,
            snapshots.c.native_id == mentions.c.native_id,
            snapshots.c.measured_at <= until,
        )
    ]


def _counted_at(mentions: Table) -> ScalarSelect[datetime | None]:
    snapshots = table_of(SnapshotRow)
    counter = ("paper_id", "source", "native_id")
    is_of_the_post = and_(*(snapshots.c[name] == mentions.c[name] for name in counter))
    return select(func.max(snapshots.c.measured_at)).where(is_of_the_post).scalar_subquery()


def _number(row: Found) -> int:
    return int(row.number)


def _to_row(mention: Mention) -> Values:
    return {
        "source": mention.key.source,
        "native_id": mention.key.native_id,
        "paper_id": str(mention.paper_id),
        "url": mention.url,
        "author": mention.author,
        "handle": mention.handle,
        "posted_on": mention.posted_on,
        "posted_at": mention.posted_at,
        "account": mention.account,
        "is_comment": mention.is_comment,
        "is_automated": mention.is_automated,
        "is_own": mention.is_own,
        "voice": mention.voice,
        "gone_at": mention.gone_at,
        "language": mention.language,
        "embed": mention.embed,
    }


def _from_row(row: Found) -> Mention:
    return Mention(
        key=MentionKey(row.source, row.native_id),
        paper_id=read_id(row.paper_id),
        url=row.url,
        author=row.author,
        handle=row.handle,
        posted_on=row.posted_on,
        posted_at=row.posted_at,
        account=row.account,
        is_comment=row.is_comment,
        is_automated=row.is_automated,
        is_own=row.is_own,
        gone_at=row.gone_at,
        language=row.language,
        embed=row.embed,
    )
