"""Putting the platforms on top: a publisher for each that has a token, and the terminal."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from secrets import token_urlsafe
from typing import assert_never

from rich.console import Console

from adapters.discord import client as discord
from adapters.discord import commands as discord_commands
from adapters.discord.publisher import DiscordPublisher
from adapters.discord.rights import DiscordRights
from adapters.discord.ruler import DiscordRuler
from adapters.telegram import client as telegram
from adapters.telegram import commands as telegram_commands
from adapters.telegram.pace import Pacer
from adapters.telegram.publisher import RULERS as TELEGRAM_RULERS
from adapters.telegram.publisher import TelegramPublisher
from adapters.telegram.rights import TelegramRights
from adapters.telegram.webhook import Webhook
from adapters.terminal.publisher import TerminalPublisher
from adapters.terminal.rights import TerminalRights
from adapters.terminal.ruler import TerminalRuler
from bot.commands.spec import Desk
from bot.document.fit import Ruler
from bot.domain.deliveries import Form
from bot.domain.destinations import Destination, Platform
from bot.errors import BadArgument
from bot.ports import Publisher, Rights
from bot.services.announce import Announce
from bot.services.deliver import Deliver
from bot.settings import Settings
from bot.wiring import Library, open_library

Publishers = Mapping[Platform, Publisher]
Listener = Callable[[Desk], Awaitable[None]]
"""Takes what people say to a desk, until it is cancelled.

Raises Unreachable when the platform does not accept the token, TryLater when it does not answer.
"""


@dataclass(frozen=True, slots=True)
class Platforms:
    """The ways out, who may do what there, and the ways in."""

    publishers: Publishers
    rights: Mapping[Platform, Rights]
    listeners: Mapping[Platform, Listener]


@dataclass(frozen=True, slots=True)
class Bot:
    """The whole bot: what it knows, and the ways out."""

    library: Library
    platforms: Platforms
    announce: Announce
    deliver: Deliver

    @property
    def publishers(self) -> Publishers:
        """The ways out."""
        return self.platforms.publishers


@asynccontextmanager
async def open_platforms(settings: Settings, console: Console) -> AsyncIterator[Platforms]:
    """Open each platform that has a token, and the terminal; nothing is asked of them yet."""
    publishers: dict[Platform, Publisher] = {Platform.TERMINAL: TerminalPublisher(console)}
    rights: dict[Platform, Rights] = {Platform.TERMINAL: TerminalRights()}
    listeners: dict[Platform, Listener] = {}
    async with AsyncExitStack() as stack:
        if settings.discord_token:
            token = settings.discord_token.get_secret_value()
            opening = discord.opened(token, api_url=settings.discord_api_url)
            session = await stack.enter_async_context(opening)
            publishers[Platform.DISCORD] = DiscordPublisher(session)
            rights[Platform.DISCORD] = DiscordRights(session)
            listeners[Platform.DISCORD] = partial(
                discord_commands.listen,
                token,
                api_url=settings.discord_api_url,
                shards=settings.discord_shards or None,
            )
        if settings.telegram_token:
            token = settings.telegram_token.get_secret_value()
            connecting = telegram.connected(token, settings.telegram_api_url)
            bot = await stack.enter_async_context(connecting)
            publishers[Platform.TELEGRAM] = TelegramPublisher(bot, Pacer())
            rights[Platform.TELEGRAM] = TelegramRights(bot)
            listeners[Platform.TELEGRAM] = partial(
                telegram_commands.listen, bot, webhook=_webhook(settings)
            )
        yield Platforms(publishers, rights, listeners)


def _webhook(settings: Settings) -> Webhook | None:
    """Say where Telegram brings its updates, if it is to bring them."""
    if not settings.telegram_webhook_url:
        return None
    host, _, port = settings.telegram_webhook_listen.rpartition(":")
    secret = settings.telegram_webhook_secret
    return Webhook(
        url=settings.telegram_webhook_url,
        host=host,
        port=int(port),
        secret=secret.get_secret_value() if secret else token_urlsafe(32),
    )


@asynccontextmanager
async def open_bot(
    settings: Settings, console: Console | None = None, *, as_of: datetime | None = None
) -> AsyncIterator[Bot]:
    """Open the storage and the platforms; with a moment, the clock is set to it.

    Raises StorageError when the database cannot be reached.
    """
    async with (
        open_library(settings, as_of=as_of) as library,
        open_platforms(settings, console or Console()) as platforms,
    ):
        publishers = platforms.publishers
        yield Bot(
            library=library,
            platforms=platforms,
            announce=Announce(library.storage, publishers, library.clock, settings.timezone),
            deliver=Deliver(library.storage, publishers, library.clock, settings.telegram_resend),
        )


def ruler_of(platform: Platform, form: Form) -> Ruler:
    """Give the way a platform counts messages of a form; that needs no token."""
    match platform:
        case Platform.DISCORD:
            return DiscordRuler()
        case Platform.TELEGRAM:
            return TELEGRAM_RULERS[form]
        case Platform.TERMINAL:
            return TerminalRuler()
        case _:
            assert_never(platform)


def require(publishers: Publishers, destinations: list[Destination]) -> None:
    """Check that every destination's platform has a token.

    Raises BadArgument, naming the setting to fill in.
    """
    for destination in destinations:
        if destination.platform not in publishers:
            variable = f"{destination.platform.upper()}_TOKEN"
            raise BadArgument(f"{destination} needs {variable}, in .env or in the environment.")
