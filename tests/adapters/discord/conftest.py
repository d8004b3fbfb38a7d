"""A Discord on the loopback, and a publisher that is logged in there."""

from collections.abc import AsyncIterator

import pytest

from adapters.discord.client import opened
from adapters.discord.publisher import DiscordPublisher
from tests.emulators.discord import DiscordEmulator


@pytest.fixture
async def discord() -> AsyncIterator[DiscordEmulator]:
    async with DiscordEmulator() as emulator:
        yield emulator


@pytest.fixture
async def publisher(discord: DiscordEmulator) -> AsyncIterator[DiscordPublisher]:
    async with opened(discord.TOKEN, api_url=discord.url) as session:
        yield DiscordPublisher(session)
