"""Fetching updates from Telegram, one long request after the other."""

import asyncio
from contextlib import suppress
from datetime import timedelta

from telegram.error import InvalidToken, RetryAfter, TelegramError

from adapters.telegram.client import DiscreetBot
from adapters.telegram.courier import Rest, pause_of
from adapters.telegram.failures import refusals
from adapters.telegram.hearing import Hearing, number_of
from adapters.telegram.updates import WANTED
from bot.domain.destinations import Destination, Platform

PATIENCE = timedelta(seconds=30)
"""How long a request waits for updates; Telegram allows 50 s (telegram-bot-api, `Client.h`)."""

MOST_FAILURES = 6
"""So many requests may fail one after the other, with longer and longer pauses between them."""

_AT_ONCE = timedelta()
_FAREWELL = timedelta(seconds=3)
_TELEGRAM = Destination(Platform.TELEGRAM)


async def poll(bot: DiscreetBot, hearing: Hearing, rest: Rest) -> None:
    """Fetch updates until cancelled, and confirm those that were taken.

    Raises Unreachable when Telegram does not accept the token, and TryLater when it does not answer
    for a while, or gives the updates to somebody else.
    """
    with refusals(_TELEGRAM):
        await bot.delete_webhook()
    offset = failures = 0
    try:
        while True:
            try:
                updates = await bot.raw_updates(offset=offset, patience=PATIENCE, allowed=WANTED)
            except TelegramError as failure:
                failures += 1
                await _recover(failure, failures, rest)
                continue
            failures = 0
            for raw in updates:
                offset = max(offset, (number_of(raw) or 0) + 1)
                await hearing.take(raw)
    finally:
        await _confirm(bot, offset)


async def _recover(failure: TelegramError, failures: int, rest: Rest) -> None:
    """Wait before the next try; give up where that would not help."""
    if isinstance(failure, InvalidToken) or failures >= MOST_FAILURES:
        with refusals(_TELEGRAM):
            raise failure
    if isinstance(failure, RetryAfter):
        await rest(pause_of(failure).total_seconds())
    else:
        await rest(2.0 ** (failures - 1))


async def _confirm(bot: DiscreetBot, offset: int) -> None:
    """Tell Telegram what was taken, so that it is not brought again after a restart."""
    if not offset:
        return
    with suppress(TelegramError, TimeoutError):
        async with asyncio.timeout(_FAREWELL.total_seconds()):
            await bot.raw_updates(offset=offset, patience=_AT_ONCE, allowed=WANTED, limit=1)
