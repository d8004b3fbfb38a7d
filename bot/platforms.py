"""Putting the platforms on top: a publisher for each that has a token, and the terminal."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from rich.console import Console

from adapters.discord import client as discord
from adapters.discord.publisher import DiscordPublisher
from adapters.discord.ruler import DiscordRuler
from adapters.telegram import client as telegram
from adapters.telegram.pace import Pacer
from adapters.telegram.publisher import RULERS as TELEGRAM_RULERS
from adapters.telegram.publisher import TelegramPublisher
from adapters.terminal.publisher import TerminalPublisher
from adapters.terminal.ruler import TerminalRuler
from bot.document.fit import Ruler
from bot.domain.deliveries import Form
from bot.domain.destinations import Destination, Platform
from bot.errors import BadArgument
from bot.ports import Publisher
from bot.services.announce import Announce
from bot.services.deliver import Deliver
from bot.settings import Settings
from bot.wiring import Library, open_library

Publishers = Mapping[Platform, Publisher]


@dataclass(frozen=True, slots=True)
class Bot:
    """The whole bot: what it knows, and the ways out."""

    library: Library
    publishers: Publishers
    announce: Announce
    deliver: Deliver


@asynccontextmanager
async def open_publishers(settings: Settings, console: Console) -> AsyncIterator[Publishers]:
    """Open a publisher for each platform that has a token; nothing is asked of them yet."""
    publishers: dict[Platform, Publisher] = {Platform.TERMINAL: TerminalPublisher(console)}
    async with AsyncExitStack() as stack:
        if settings.discord_token:
            token = settings.discord_token.get_secret_value()
            opening = discord.opened(token, api_url=settings.discord_api_url)
            session = await stack.enter_async_context(opening)
            publishers[Platform.DISCORD] = DiscordPublisher(session)
        if settings.telegram_token:
            token = settings.telegram_token.get_secret_value()
            connecting = telegram.connected(token, settings.telegram_api_url)
            bot = await stack.enter_async_context(connecting)
            publishers[Platform.TELEGRAM] = TelegramPublisher(bot, Pacer())
        yield publishers


@asynccontextmanager
async def open_bot(
    settings: Settings, console: Console | None = None, *, as_of: datetime | None = None
) -> AsyncIterator[Bot]:
    """Open the storage and the platforms; with a moment, the clock is set to it.

    Raises StorageError when the database cannot be reached.
    """
    async with (
        open_library(settings, as_of=as_of) as library,
        open_publishers(settings, console or Console()) as publishers,
    ):
        yield Bot(
            library=library,
            publishers=publishers,
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
