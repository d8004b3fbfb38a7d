"""What buttons say that have too little room for it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.bulk import put, table_of
from storage.tables import TokenRow


@dataclass(frozen=True, slots=True)
class SqlTokens:
    """Answers `bot.repositories.Tokens` with SQL."""

    session: AsyncSession

    async def keep(self, name: str, whole: str, *, at: datetime) -> None:
        """See the port."""
        await put(self.session, TokenRow, [{"name": name, "whole": whole, "used_at": at}])

    async def find(self, name: str) -> str | None:
        """See the port."""
        query = select(col(TokenRow.whole)).where(col(TokenRow.name) == name)
        return (await self.session.exec(query)).one_or_none()

    async def drop(self, *, before: datetime) -> int:
        """See the port."""
        table = table_of(TokenRow)
        return (await self.session.exec(delete(table).where(table.c.used_at < before))).rowcount
