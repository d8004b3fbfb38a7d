"""The heads of published posts."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.posts import Post, PostHead
from storage.bulk import Values, insert_new
from storage.mentions import SqlMentions
from storage.papers import SqlPapers
from storage.snapshots import SqlSnapshots
from storage.tables import PostRow


@dataclass(frozen=True, slots=True)
class SqlPosts:
    """Answers `bot.repositories.Posts` with SQL."""

    session: AsyncSession

    async def add(self, post: Post) -> bool:
        """See the port; of a post whose day is known nothing is taken."""
        if not await insert_new(self.session, PostRow, [_to_row(post.head)]):
            return False
        await SqlPapers(self.session).add(post.listings)
        await SqlMentions(self.session).add(post.mentions)
        await SqlSnapshots(self.session).add(post.snapshots)
        return True

    async def find(self, day: date) -> PostHead | None:
        """See the port."""
        query = select(PostRow).where(col(PostRow.day) == day)
        row = (await self.session.exec(query)).one_or_none()
        return None if row is None else _from_row(row)


def _to_row(head: PostHead) -> Values:
    return {
        "day": head.day,
        "published_at": head.published_at,
        "counted_at": head.counted_at,
        "timezone": head.timezone,
        "blank_lines": head.blank_lines,
    }


def _from_row(row: PostRow) -> PostHead:
    return PostHead(
        day=row.day,
        published_at=row.published_at,
        counted_at=row.counted_at,
        timezone=row.timezone,
        blank_lines=row.blank_lines,
    )
