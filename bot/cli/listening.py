"""Listening: each platform has a task that takes what people say to the desk."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.commands.spec import Desk
from bot.domain.destinations import Platform
from bot.errors import PublishError, TryLater
from bot.platforms import Listener, Platforms

log = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=5)
CANCEL_AGAIN_AFTER = timedelta(seconds=7)
"""Longer than the platforms take to give the answers that are in hand."""

Rest = Callable[[float], Awaitable[None]]
"""Waits for so many seconds."""


@asynccontextmanager
async def listening(
    platforms: Platforms,
    desk: Desk,
    *,
    rest: Rest = asyncio.sleep,
    cancel_again_after: timedelta = CANCEL_AGAIN_AFTER,
) -> AsyncIterator[None]:
    """Listen on every platform that has a token, until the block is left.

    One that fails is tried again after a pause, longer each time, and does not disturb the others.
    """
    tasks = [
        asyncio.create_task(_kept_up(platform, listener, desk, rest), name=f"listen on {platform}")
        for platform, listener in platforms.listeners.items()
    ]
    try:
        yield
    finally:
        await _end(tasks, cancel_again_after)


async def _end(tasks: Sequence[asyncio.Task[None]], pause: timedelta) -> None:
    """Cancel tasks until they have ended.

    Once is not enough: `asyncio.wait_for` of Python 3.11 forgets a cancellation that comes just as
    what it waits for is there (https://github.com/python/cpython/issues/86296). The SDKs use it.
    """
    pending = set(tasks)
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=pause.total_seconds())


async def _kept_up(platform: Platform, listener: Listener, desk: Desk, rest: Rest) -> None:
    pause = FIRST_PAUSE
    while True:
        began = asyncio.get_running_loop().time()
        wish = await _one_go(platform, listener, desk)
        if asyncio.get_running_loop().time() - began > LONGEST_PAUSE.total_seconds():
            # It went well for a while, so this is another trouble.
            pause = FIRST_PAUSE
        await rest(max(pause, wish).total_seconds())
        pause = min(2 * pause, LONGEST_PAUSE)


async def _one_go(platform: Platform, listener: Listener, desk: Desk) -> timedelta:
    """Listen until it ends, and give the pause that the platform asks for."""
    fields = {"action": "listen", "platform": str(platform)}
    try:
        await listener(desk)
    except TryLater as busy:
        log.warning("Not listening: %s", busy, extra=fields)
        return busy.after or timedelta()
    except PublishError as refusal:
        log.warning("Not listening: %s", refusal, extra=fields)
        return LONGEST_PAUSE
    # What nobody foresaw on one platform must not end the others.
    except Exception:
        log.exception("Listening failed", extra=fields)
    return timedelta()
