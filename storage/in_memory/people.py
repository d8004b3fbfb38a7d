"""What people have chosen."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.domain.destinations import Destination
from bot.domain.people import Person, PersonKey
from storage.in_memory.contents import Contents
from storage.in_memory.forgetting import forget


@dataclass(frozen=True, slots=True)
class MemoryPeople:
    """Answers `bot.repositories.People` in memory."""

    contents: Contents

    async def find(self, person: PersonKey) -> Person | None:
        """See the port."""
        return self.contents.people.get(person)

    async def save(self, person: Person) -> None:
        """See the port."""
        self.contents.people[person.key] = person

    async def forget(self, person: PersonKey, private: Collection[Destination]) -> int:
        """See `storage.in_memory.forgetting`."""
        return forget(self.contents, person, private)
