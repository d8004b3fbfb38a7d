"""What the digests of a place leave out."""

from dataclasses import dataclass

from bot.domain.destinations import Destination
from bot.domain.mutes import Mute
from storage.in_memory.contents import Contents


@dataclass(frozen=True, slots=True)
class MemoryMutes:
    """Answers `bot.repositories.Mutes` in memory."""

    contents: Contents

    async def add(self, destination: Destination, mute: Mute) -> bool:
        """See the port."""
        if (destination, mute) in self.contents.mutes:
            return False
        self.contents.mutes[destination, mute] = None
        return True

    async def remove(self, destination: Destination, mute: Mute) -> bool:
        """See the port."""
        if (destination, mute) not in self.contents.mutes:
            return False
        del self.contents.mutes[destination, mute]
        return True

    async def of(self, destination: Destination) -> list[Mute]:
        """See the port."""
        return [mute for place, mute in self.contents.mutes if place == destination]
