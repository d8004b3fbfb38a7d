"""Where Telegram brings its updates, if it is to bring them."""

import asyncio
import hmac
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from aiohttp import web
from telegram.error import BadRequest

from adapters.telegram.client import DiscreetBot
from adapters.telegram.failures import refusals
from adapters.telegram.hearing import Hearing, number_of
from adapters.telegram.updates import WANTED
from bot.domain.destinations import Destination, Platform
from bot.errors import TryLater, Unreachable

log = logging.getLogger(__name__)

MOST_BYTES = 1024 * 1024
"""An update is a few thousand bytes; whoever sends more is not Telegram."""

_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105
_TELEGRAM = Destination(Platform.TELEGRAM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """A public address that is forwarded to ours, and what proves that it is Telegram who calls.

    The secret has letters, digits, `_` and `-` only, 256 at the most.
    """

    url: str
    host: str
    port: int
    secret: str = field(repr=False)


async def receive(bot: DiscreetBot, webhook: Webhook, hearing: Hearing) -> None:
    """Take what Telegram brings, until cancelled; what comes while nobody listens, it keeps.

    Raises Unreachable when Telegram does not accept the token or the address, and TryLater when it
    does not answer, or when the port is taken.
    """
    async with _served(webhook, hearing):
        with refusals(_TELEGRAM):
            await _announce(bot, webhook)
        log.info("Updates come to the webhook", extra={"action": "listen"})
        await asyncio.Event().wait()


@asynccontextmanager
async def _served(webhook: Webhook, hearing: Hearing) -> AsyncIterator[None]:
    runner = web.AppRunner(application(webhook, hearing), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, webhook.host, webhook.port).start()
        yield
    except OSError as taken:
        where = f"{webhook.host}:{webhook.port}"
        raise TryLater(f"Nobody can listen at {where}: check TELEGRAM_WEBHOOK_LISTEN.") from taken
    finally:
        await runner.cleanup()


async def _announce(bot: DiscreetBot, webhook: Webhook) -> None:
    try:
        await bot.set_webhook(webhook.url, secret_token=webhook.secret, allowed_updates=WANTED)
    except BadRequest as refusal:
        message = f"Telegram does not take TELEGRAM_WEBHOOK_URL: {refusal.message}."
        raise Unreachable(message) from refusal


def application(webhook: Webhook, hearing: Hearing) -> web.Application:
    """Make what answers at the address: at once, whatever becomes of the update."""

    async def take(request: web.Request) -> web.Response:
        if not _is_telegram(request, webhook.secret):
            return web.Response(status=403)
        raw = _read(await request.read())
        if number_of(raw) is None:
            return web.Response(status=400)
        if hearing.is_full:
            # It is brought again.
            return web.Response(status=503)
        await hearing.take(raw)
        return web.Response()

    server = web.Application(client_max_size=MOST_BYTES)
    server.router.add_post(urlsplit(webhook.url).path or "/", take)
    return server


def _is_telegram(request: web.Request, secret: str) -> bool:
    given = request.headers.get(_SECRET_HEADER, "")
    return hmac.compare_digest(given.encode(errors="replace"), secret.encode())


def _read(body: bytes) -> object:
    try:
        read: object = json.loads(body)
    # Deep nesting is a RecursionError.
    except (ValueError, RecursionError):
        return None
    return read
