"""Every implementation of every port."""

from collections.abc import AsyncIterator

import pytest

from bot.ports import Storage
from storage.database import open_storage
from storage.memory import MemoryStorage


@pytest.fixture(params=["memory", "sqlite_url", "postgres_url"])
async def storage(request: pytest.FixtureRequest) -> AsyncIterator[Storage]:
    """An empty storage of each kind."""
    if request.param == "memory":
        yield MemoryStorage()
        return
    async with open_storage(request.getfixturevalue(request.param)) as opened:
        yield opened
