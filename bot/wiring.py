"""Putting the parts together for commands that need no platform."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.clocks import clock_at
from bot.ports import Clock, Storage
from bot.services.lookup import Lookup
from bot.settings import Settings
from storage.database import migrate, open_storage


@dataclass(frozen=True, slots=True)
class Library:
    """What is remembered, and the service that answers from it."""

    storage: Storage
    clock: Clock
    lookup: Lookup


@asynccontextmanager
async def open_library(
    settings: Settings, *, as_of: datetime | None = None
) -> AsyncIterator[Library]:
    """Open the storage, bringing its schema up to date first.

    With a moment, the clock is set to it. Raises StorageError when the database cannot be reached.
    """
    await migrate(settings.database_url)
    async with open_storage(settings.database_url) as storage:
        clock = clock_at(as_of)
        yield Library(storage, clock, Lookup(storage, clock, settings.policies))
