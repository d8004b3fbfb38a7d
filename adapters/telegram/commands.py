"""What people ask on Telegram."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram.error import TelegramError

from adapters.telegram import menus
from adapters.telegram.client import DiscreetBot
from adapters.telegram.conversations import Conversations
from adapters.telegram.courier import Courier, Rest
from adapters.telegram.failures import refusals
from adapters.telegram.hearing import Hearing
from adapters.telegram.polling import poll
from adapters.telegram.updates import Reader
from adapters.telegram.webhook import Webhook, receive
from bot.commands.spec import Desk
from bot.domain.destinations import Destination, Platform

log = logging.getLogger(__name__)


async def listen(
    bot: DiscreetBot, desk: Desk, *, webhook: Webhook | None = None, rest: Rest = asyncio.sleep
) -> None:
    """Take what people say to the desk, until cancelled; then finish the answers in hand.

    With a webhook Telegram brings what they say, else it is fetched. The bot stays open.

    Raises Unreachable when Telegram does not accept the token, TryLater when it does not answer.
    """
    with refusals(Destination(Platform.TELEGRAM)):
        me = await bot.get_me()
    username = me.username or ""
    names = frozenset(one.name for one in desk.commands if not one.is_hidden)
    conversations = Conversations.at(desk, Courier(bot, rest), username)
    hearing = Hearing(bot, Reader(username=username, commands=names), conversations)
    async with _introducing(bot, desk, rest):
        try:
            if webhook is None:
                await poll(bot, hearing, rest)
            else:
                await receive(bot, webhook, hearing)
        finally:
            await hearing.finish()


@asynccontextmanager
async def _introducing(bot: DiscreetBot, desk: Desk, rest: Rest) -> AsyncIterator[None]:
    """Bring the menus to Telegram meanwhile: people may ask before it has all of them."""
    bringing = asyncio.create_task(_introduce(bot, desk, rest))
    try:
        yield
    finally:
        bringing.cancel()
        await asyncio.gather(bringing, return_exceptions=True)


async def _introduce(bot: DiscreetBot, desk: Desk, rest: Rest) -> None:
    try:
        await menus.bring(bot, desk, rest)
    except TelegramError as refusal:
        fields = {"action": "introduce", "problem": refusal.message}
        log.warning("Telegram does not take the menu of commands", extra=fields)
