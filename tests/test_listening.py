import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.cli.listening import FIRST_PAUSE, LONGEST_PAUSE, listening
from bot.commands.spec import Desk
from bot.domain.destinations import Platform
from bot.errors import TryLater, Unreachable
from bot.platforms import Listener, Platforms
from tests.commands.conversation import Conversation

PATIENCE = 5.0
"""Seconds until a test that waits for something gives up."""


@dataclass(slots=True)
class FakePlatform:
    """A platform that fails so often, and listens from then on."""

    failures: list[Exception | None]
    """None is an end that nobody asked for."""

    listens: asyncio.Event = field(default_factory=asyncio.Event)
    heard: list[Desk] = field(default_factory=list)
    is_left: bool = False

    async def listen(self, desk: Desk) -> None:
        self.heard.append(desk)
        if self.failures:
            failure = self.failures.pop(0)
            if failure is not None:
                raise failure
            return
        self.listens.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.is_left = True

    async def is_heard(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await self.listens.wait()


@dataclass(slots=True)
class Pauses:
    """Pauses that are over at once."""

    seconds: list[float] = field(default_factory=list)

    async def rest(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await asyncio.sleep(0)


def platforms(**listeners: Listener) -> Platforms:
    return Platforms({}, {}, {Platform(name): one for name, one in listeners.items()})


def a_desk() -> Desk:
    return Conversation.begun().desk


async def pauses_after(*failures: Exception | None) -> list[float]:
    """Give the pauses between tries, until the platform listens."""
    platform, pauses = FakePlatform(list(failures)), Pauses()
    async with listening(platforms(discord=platform.listen), a_desk(), rest=pauses.rest):
        await platform.is_heard()
    return pauses.seconds


async def test_every_platform_hears_the_desk() -> None:
    desk, one, other = a_desk(), FakePlatform([]), FakePlatform([])
    async with listening(platforms(discord=one.listen, telegram=other.listen), desk):
        await one.is_heard()
        await other.is_heard()
    assert [[desk], [desk]] == [one.heard, other.heard]


async def test_when_the_block_is_left_nobody_listens() -> None:
    platform = FakePlatform([])
    async with listening(platforms(discord=platform.listen), a_desk()):
        await platform.is_heard()
    assert platform.is_left


async def test_without_platforms_there_is_nothing_to_do() -> None:
    async with listening(platforms(), a_desk()):
        pass


@pytest.mark.parametrize(
    "failure",
    [
        lambda: TryLater("Discord is down."),
        lambda: RuntimeError("Nobody foresaw this."),
        lambda: None,
    ],
)
async def test_the_pauses_grow_up_to_a_limit(failure: Callable[[], Exception | None]) -> None:
    pauses = await pauses_after(*(failure() for _ in range(9)))
    assert FIRST_PAUSE.total_seconds() == pauses[0]
    doubled = [min(2 * pause, LONGEST_PAUSE.total_seconds()) for pause in pauses]
    assert doubled[:-1] == pauses[1:]
    assert LONGEST_PAUSE.total_seconds() == pauses[-1]


async def test_a_platform_that_asks_for_a_pause_gets_it() -> None:
    busy = TryLater("Telegram is busy.", after=timedelta(minutes=9))
    assert [timedelta(minutes=9).total_seconds()] == await pauses_after(busy)


async def test_a_pause_that_is_too_short_is_made_longer() -> None:
    busy = TryLater("Telegram is busy.", after=timedelta(seconds=1))
    assert [FIRST_PAUSE.total_seconds()] == await pauses_after(busy)


async def test_a_token_that_is_refused_is_tried_again_seldom() -> None:
    assert [LONGEST_PAUSE.total_seconds()] == await pauses_after(Unreachable("No such token."))


async def test_one_that_fails_does_not_disturb_the_others() -> None:
    fragile = FakePlatform([RuntimeError("Nobody foresaw this.")] * 3)
    steady, pauses = FakePlatform([]), Pauses()
    both = platforms(discord=fragile.listen, telegram=steady.listen)
    async with listening(both, a_desk(), rest=pauses.rest):
        await fragile.is_heard()
        assert steady.listens.is_set()
        assert not steady.is_left
    assert [4, 1] == [len(fragile.heard), len(steady.heard)]


async def test_what_went_wrong_is_written_down(caplog: pytest.LogCaptureFixture) -> None:
    await pauses_after(TryLater("Discord is down."), RuntimeError("Nobody foresaw this."))
    told = [(record.levelno, record.getMessage()) for record in caplog.records]
    assert [
        (logging.WARNING, "Not listening: Discord is down."),
        (logging.ERROR, "Listening failed"),
    ] == [one for one in told if one[0] >= logging.WARNING]


async def test_an_error_in_the_block_comes_out_of_it() -> None:
    platform = FakePlatform([])

    async def breaks() -> None:
        async with listening(platforms(discord=platform.listen), a_desk()):
            await platform.is_heard()
            raise RuntimeError("Stop")

    with pytest.raises(RuntimeError, match="Stop"):
        await breaks()
    assert platform.is_left


async def test_a_platform_that_forgets_to_stop_is_stopped_again() -> None:
    forgotten, listens = 3, asyncio.Event()

    async def listen(_desk: Desk) -> None:
        nonlocal forgotten
        listens.set()
        while True:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                forgotten -= 1
                if not forgotten:
                    raise

    at_once = timedelta(milliseconds=1)
    desk = Conversation.begun().desk
    async with asyncio.timeout(PATIENCE):
        async with listening(platforms(telegram=listen), desk, cancel_again_after=at_once):
            await listens.wait()
    assert 0 == forgotten
