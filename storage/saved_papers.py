"""The papers that people saved."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.papers import PaperId
from bot.domain.people import Bookmark, PersonKey
from storage.bulk import fetch, insert_new, table_of
from storage.ids import read_id
from storage.order import saving_order
from storage.tables import SavedPaperRow


@dataclass(frozen=True, slots=True)
class SqlSavedPapers:
    """Answers `bot.repositories.Bookmarks` with SQL."""

    session: AsyncSession

    async def add(self, person: PersonKey, bookmark: Bookmark) -> bool:
        """See the port; a paper that was saved already keeps its moment."""
        row = {
            "platform": person.platform.value,
            "person_id": person.id,
            "paper_id": str(bookmark.paper_id),
            "saved_at": bookmark.saved_at,
        }
        return await insert_new(self.session, SavedPaperRow, [row]) == 1

    async def remove(self, person: PersonKey, paper_id: PaperId) -> bool:
        """See the port."""
        table = table_of(SavedPaperRow)
        removing = delete(table).where(_is_of(person), table.c.paper_id == str(paper_id))
        return (await self.session.exec(removing)).rowcount == 1

    async def of(self, person: PersonKey) -> list[Bookmark]:
        """See the port."""
        query = select(table_of(SavedPaperRow)).where(_is_of(person))
        rows = await fetch(self.session, query)
        saved = [Bookmark(read_id(row.paper_id), row.saved_at) for row in rows]
        return sorted(saved, key=saving_order, reverse=True)


def _is_of(person: PersonKey) -> ColumnElement[bool]:
    table = table_of(SavedPaperRow)
    return and_(table.c.platform == person.platform.value, table.c.person_id == person.id)
