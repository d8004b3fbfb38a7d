"""What people have chosen."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.destinations import Destination
from bot.domain.people import Person, PersonKey
from storage.bulk import put
from storage.forgetting import forget
from storage.tables import PersonRow


@dataclass(frozen=True, slots=True)
class SqlPeople:
    """Answers `bot.repositories.People` with SQL."""

    session: AsyncSession

    async def find(self, person: PersonKey) -> Person | None:
        """See the port."""
        query = select(PersonRow).where(
            col(PersonRow.platform) == person.platform.value, col(PersonRow.id) == person.id
        )
        row = (await self.session.exec(query)).one_or_none()
        return None if row is None else Person(key=person, locale=row.locale, zone=row.zone)

    async def save(self, person: Person) -> None:
        """See the port."""
        platform, id_ = person.key
        row = {"platform": platform.value, "id": id_, "locale": person.locale, "zone": person.zone}
        await put(self.session, PersonRow, [row])

    async def forget(self, person: PersonKey, private: Collection[Destination]) -> int:
        """See `storage.forgetting`."""
        return await forget(self.session, person, private)
