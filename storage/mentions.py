"""Posts that talk about papers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.engagement import Mention, MentionKey
from bot.domain.papers import PaperId
from storage.bulk import Values, chunks, insert_new
from storage.tables import MentionRow


@dataclass(frozen=True, slots=True)
class SqlMentions:
    """Answers `bot.ports.Mentions` with SQL."""

    session: AsyncSession

    async def add(self, mentions: Iterable[Mention]) -> int:
        """See the port."""
        return await insert_new(self.session, MentionRow, [_to_row(one) for one in mentions])

    async def of(self, papers: Collection[PaperId]) -> list[Mention]:
        """See the port."""
        rows: list[MentionRow] = []
        for ids in chunks(sorted({str(paper) for paper in papers})):
            query = select(MentionRow).where(col(MentionRow.paper_id).in_(ids))
            rows += await self.session.exec(query)
        return [_from_row(row) for row in sorted(rows, key=_number)]


def _number(row: MentionRow) -> int:
    return row.number


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
        "language": mention.language,
        "embed": mention.embed,
    }


def _from_row(row: MentionRow) -> Mention:
    return Mention(
        key=MentionKey(row.source, row.native_id),
        paper_id=PaperId.parse(row.paper_id),
        url=row.url,
        author=row.author,
        handle=row.handle,
        posted_on=row.posted_on,
        posted_at=row.posted_at,
        account=row.account,
        is_comment=row.is_comment,
        is_automated=row.is_automated,
        is_own=row.is_own,
        language=row.language,
        embed=row.embed,
    )
