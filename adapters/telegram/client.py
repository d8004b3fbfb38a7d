"""The python-telegram-bot client: where it connects to, how long it waits, what it keeps quiet."""

import logging
import os
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from telegram.error import InvalidToken
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

API_URL = "https://api.telegram.org"
"""Telegram's own server; another one is for https://github.com/tdlib/telegram-bot-api and tests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """How long one request may take at each of its steps.

    Together they stay well below the lease of a delivery. Reading gets the most: a message that was
    sent but not answered cannot be told from one that got lost, so giving up early is expensive.
    """

    connect: timedelta = timedelta(seconds=10)
    write: timedelta = timedelta(seconds=10)
    read: timedelta = timedelta(seconds=30)
    pool: timedelta = timedelta(seconds=10)


_READING = timedelta(seconds=10)
"""How long the answer to a long poll may be late."""

# The token is part of every address. These log addresses, or what python-telegram-bot makes of it.
_TELLTALES = ("httpx", "telegram.Bot", "telegram.ext.ExtBot")
# https://core.telegram.org/bots/api#authorizing-your-bot; the first half is the bot's public id.
_TOKEN = re.compile(r"(\d+):[\w-]{6,}", re.ASCII)


class DiscreetBot(ExtBot[None]):
    """A Bot that never tells its token."""

    def __repr__(self) -> str:
        """Name the class and nothing else."""
        return f"<{type(self).__name__}>"

    async def initialize(self) -> None:
        """Connect, and learn who we are.

        Raises InvalidToken, unlike its parent's without the token in the message.
        """
        try:
            await super().initialize()
        except InvalidToken:
            is_refused = True
        else:
            is_refused = False
        # Outside of the handler, so that the parent's exception is not remembered as its context.
        if is_refused:
            raise InvalidToken("Telegram does not accept the token.")

    async def raw_updates(
        self, *, offset: int, patience: timedelta, allowed: Sequence[str], limit: int = 100
    ) -> Sequence[object]:
        """Fetch updates as Telegram writes them, waiting for some if there are none.

        Those before the offset count as received from then on. Unlike `get_updates`, one that
        python-telegram-bot cannot read does not stop the others. Raises TelegramError.
        """
        seconds = int(patience.total_seconds())
        fetched = await self._post(
            "getUpdates",
            {
                "offset": offset,
                "timeout": seconds,
                "limit": limit,
                "allowed_updates": list(allowed),
            },
            read_timeout=_READING.total_seconds() + seconds,
        )
        return fetched if isinstance(fetched, list) else ()


@asynccontextmanager
async def connected(
    token: str, api_url: str = API_URL, *, timeouts: Timeouts | None = None
) -> AsyncIterator[DiscreetBot]:
    """Give a Bot, and close its connections afterwards.

    It connects when it is first used: while Telegram is down, or the token is wrong, it is the
    requests that fail. For receiving updates, `initialize` it as python-telegram-bot wants.
    """
    _keep_quiet()
    # The documented way to have RetryAfter's pause as timedelta, instead of a warning at each one.
    os.environ.setdefault("PTB_TIMEDELTA", "1")
    base = api_url.rstrip("/")
    requests = _requests(timeouts or Timeouts())
    updates = _requests(timeouts or Timeouts())
    bot = DiscreetBot(
        token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=requests,
        get_updates_request=updates,
    )
    try:
        yield bot
    finally:
        await requests.shutdown()
        await updates.shutdown()


def _requests(timeouts: Timeouts) -> HTTPXRequest:
    return HTTPXRequest(
        connect_timeout=timeouts.connect.total_seconds(),
        write_timeout=timeouts.write.total_seconds(),
        read_timeout=timeouts.read.total_seconds(),
        pool_timeout=timeouts.pool.total_seconds(),
    )


def _keep_quiet() -> None:
    """Stop the chatter about each request, and take tokens out of whatever is still logged."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    # It logs a traceback for every answer that is no JSON, such as “Bad Gateway”, and then raises.
    logging.getLogger("telegram.request.BaseRequest").setLevel(logging.CRITICAL)
    for name in _TELLTALES:
        logging.getLogger(name).addFilter(_without_token)


def _without_token(record: logging.LogRecord) -> bool:
    record.msg, record.args = _TOKEN.sub(r"\1:…", record.getMessage()), ()
    return True
