"""What is the same below every platform: the storage, the clock, the mailings, the bot."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.cli.listening import listening
from bot.domain.people import PersonKey
from bot.platforms import Bot, Platforms
from bot.ports import Storage
from bot.reception import Reception, reception
from bot.services.announce import Announce
from bot.services.deliver import Deliver
from bot.services.lookup import Lookup
from bot.services.remember import remember
from bot.settings import Settings
from bot.wiring import Library
from tests.acceptance.chats.desk import AttentiveDesk
from tests.acceptance.chats.mailings import mailings_until
from tests.fakes import FakeClock


@dataclass(frozen=True, slots=True)
class Process:
    """The bot while it runs."""

    bot: Bot
    front: Reception
    desk: AttentiveDesk

    async def rings(self) -> None:
        """Send what is due, as the running bot does every minute."""
        await self.front.subscribed.ring()
        await self.bot.deliver.deliver()


@dataclass(frozen=True, slots=True)
class World:
    """What outlives the bot."""

    storage: Storage
    clock: FakeClock = field(default_factory=FakeClock)

    @classmethod
    async def begun(cls, storage: Storage) -> "World":
        """Begin on Thursday, 18 January 2024, a minute before nine."""
        world = cls(storage)
        world.clock.advance(minutes=-1)
        await world.mailings_arrive()
        return world

    async def mailings_arrive(self) -> None:
        """Remember what was announced until now."""
        await remember(self.storage, mailings_until(self.clock.now()))

    async def time_reaches(self, clock_time: str) -> None:
        self.clock.reaches(clock_time)
        await self.mailings_arrive()

    @asynccontextmanager
    async def process(
        self, platforms: Platforms, operators: Sequence[PersonKey] = ()
    ) -> AsyncIterator[Process]:
        """Run the bot on platforms, until the block is left."""
        chosen = {"operators": tuple(operators), "timezone": "UTC"}
        settings = Settings().model_copy(update=chosen)
        lookup = Lookup(self.storage, self.clock, settings.policies)
        publishers = platforms.publishers
        bot = Bot(
            library=Library(self.storage, self.clock, lookup),
            platforms=platforms,
            announce=Announce(self.storage, publishers, self.clock, settings.timezone),
            deliver=Deliver(self.storage, publishers, self.clock, settings.telegram_resend),
        )
        front = reception(settings, bot, platforms.rights)
        desk = AttentiveDesk(front.desk)
        async with listening(platforms, desk):
            yield Process(bot, front, desk)
