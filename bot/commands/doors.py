"""Doors: places that let us in, or no longer do, and places that moved."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands.spec import Tidings
from bot.domain.destinations import Destination
from bot.domain.people import Caller
from bot.ports import Clock, Storage
from bot.services.readers import Readers


@dataclass(frozen=True, slots=True)
class Doors:
    """Keeps subscriptions in step with the places that they go to."""

    storage: Storage
    clock: Clock
    readers: Readers

    async def let_in(self, places: Sequence[Caller]) -> Sequence[Tidings]:
        """See `bot.commands.spec.Desk`."""
        raise NotImplementedError

    async def shut_out(self, destination: Destination, reason: str) -> None:
        """See `bot.commands.spec.Desk`."""
        raise NotImplementedError

    async def moved(self, before: Destination, after: Destination) -> None:
        """See `bot.commands.spec.Desk`."""
        raise NotImplementedError
