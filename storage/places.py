"""What was chosen for places."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.destinations import Destination
from bot.domain.people import PlaceSettings
from storage.bulk import fetch, put, table_of
from storage.destinations import is_at, to_columns
from storage.moving import move
from storage.tables import PlaceRow


@dataclass(frozen=True, slots=True)
class SqlPlaces:
    """Answers `bot.repositories.Places` with SQL."""

    session: AsyncSession

    async def find(self, destination: Destination) -> PlaceSettings | None:
        """See the port."""
        table = table_of(PlaceRow)
        for row in await fetch(self.session, select(table).where(is_at(table, destination))):
            return PlaceSettings(
                destination=destination,
                locale=row.locale,
                zone=row.zone,
                answers_links=row.answers_links,
            )
        return None

    async def save(self, settings: PlaceSettings) -> None:
        """See the port."""
        row = {
            **to_columns(settings.destination),
            "locale": settings.locale,
            "zone": settings.zone,
            "answers_links": settings.answers_links,
        }
        await put(self.session, PlaceRow, [row])

    async def move(self, before: Destination, after: Destination) -> int:
        """See `storage.moving`."""
        return await move(self.session, before, after)
