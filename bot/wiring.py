"""Putting the parts together for commands that need no platform."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.ranking import ClassicPolicy
from bot.ports import Clock, Storage
from bot.services.lookup import Lookup
from bot.settings import Settings
from storage.database import migrate, open_storage


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Give the present moment, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Library:
    """What is remembered, and the service that answers from it."""

    storage: Storage
    clock: Clock
    lookup: Lookup


@asynccontextmanager
async def open_library(settings: Settings) -> AsyncIterator[Library]:
    """Open the storage, bringing its schema up to date first.

    Raises StorageError when the database cannot be reached.
    """
    await migrate(settings.database_url)
    async with open_storage(settings.database_url) as storage:
        clock = SystemClock()
        policy = ClassicPolicy(threshold=settings.min_score)
        yield Library(storage, clock, Lookup(storage, clock, policy))
