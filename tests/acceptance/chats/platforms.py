"""The platforms, each under its name, for tests that run on one after the other."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from storage.database import SqlStorage
from tests.acceptance.chats.chat import Chat
from tests.acceptance.chats.discord import discord
from tests.acceptance.chats.simulated_discord import simulated_discord
from tests.acceptance.chats.telegram import telegram
from tests.acceptance.chats.terminal import terminal
from tests.acceptance.chats.world import World

Opening = Callable[[World, Path], AbstractAsyncContextManager[Chat]]

OPENINGS: dict[str, Opening] = {
    "terminal": terminal,
    "telegram": telegram,
    "discord": discord,
    "simcord": simulated_discord,
}
EVERYWHERE = tuple(OPENINGS)
WHERE_PEOPLE_MEET = ("telegram", "discord", "simcord")
WHERE_ANYTHING_HAPPENS = ("telegram", "discord")


def only(*names: object) -> pytest.MarkDecorator:
    """Let a conversation take place on some platforms only."""
    return pytest.mark.parametrize("chat", names, indirect=True)


@asynccontextmanager
async def opened(name: str, storage: SqlStorage, folder: Path) -> AsyncIterator[Chat]:
    """Begin a conversation on a platform, with a bot that knows two mailings."""
    world = await World.begun(storage)
    async with OPENINGS[name](world, folder) as chat:
        yield chat
