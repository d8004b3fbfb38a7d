"""What was chosen for places."""

from dataclasses import dataclass

from bot.domain.destinations import Destination
from bot.domain.people import PlaceSettings
from storage.in_memory.contents import Contents
from storage.in_memory.moving import move


@dataclass(frozen=True, slots=True)
class MemoryPlaces:
    """Answers `bot.repositories.Places` in memory."""

    contents: Contents

    async def find(self, destination: Destination) -> PlaceSettings | None:
        """See the port."""
        return self.contents.places.get(destination)

    async def save(self, settings: PlaceSettings) -> None:
        """See the port."""
        self.contents.places[settings.destination] = settings

    async def move(self, before: Destination, after: Destination) -> int:
        """See `storage.in_memory.moving`."""
        return move(self.contents, before, after)
