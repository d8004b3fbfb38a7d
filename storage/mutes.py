"""What the digests of a place leave out."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.destinations import Destination
from bot.domain.mutes import Mute, MuteKind
from storage.bulk import fetch, insert_new, table_of
from storage.destinations import is_at, to_columns
from storage.tables import MuteRow


@dataclass(frozen=True, slots=True)
class SqlMutes:
    """Answers `bot.repositories.Mutes` with SQL."""

    session: AsyncSession

    async def add(self, destination: Destination, mute: Mute) -> bool:
        """See the port."""
        row = {
            **to_columns(destination),
            "kind": mute.kind.value,
            "what": mute.what,
            "fingerprint": _fingerprint(mute),
        }
        return await insert_new(self.session, MuteRow, [row]) == 1

    async def remove(self, destination: Destination, mute: Mute) -> bool:
        """See the port."""
        table = table_of(MuteRow)
        removing = delete(table).where(
            is_at(table, destination),
            table.c.kind == mute.kind.value,
            table.c.fingerprint == _fingerprint(mute),
        )
        return (await self.session.exec(removing)).rowcount == 1

    async def of(self, destination: Destination) -> list[Mute]:
        """See the port."""
        table = table_of(MuteRow)
        query = select(table).where(is_at(table, destination)).order_by(table.c.number)
        return [Mute(MuteKind(row.kind), row.what) for row in await fetch(self.session, query)]


def _fingerprint(mute: Mute) -> str:
    return hashlib.sha256(mute.what.encode(errors="surrogatepass")).hexdigest()
