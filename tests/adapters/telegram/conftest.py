"""A Telegram on the loopback, and a publisher that posts to it."""

from collections.abc import AsyncIterator

import pytest

from adapters.telegram.client import connected
from adapters.telegram.pace import Pacer
from adapters.telegram.publisher import TelegramPublisher
from tests.adapters.telegram.timepiece import Timepiece
from tests.emulators.telegram import TelegramEmulator


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with TelegramEmulator() as emulator:
        emulator.opens(channel="@papers", title="Hot papers")
        emulator.opens(group="-1001234567890", title="Reading group", topics=(42,))
        emulator.opens(person="4711", title="Ada")
        yield emulator


@pytest.fixture
def time() -> Timepiece:
    return Timepiece()


@pytest.fixture
async def publisher(
    telegram: TelegramEmulator, time: Timepiece
) -> AsyncIterator[TelegramPublisher]:
    async with connected(telegram.token, telegram.url) as bot:
        yield TelegramPublisher(bot, Pacer(clock=time, sleep=time.sleep))
