"""The driver of Discord: discord.py talks with the emulated platform, gateway and REST."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from adapters.discord.client import opened
from adapters.discord.commands import listen
from adapters.discord.publisher import DiscordPublisher
from adapters.discord.rights import DiscordRights
from bot.domain.destinations import Platform
from bot.domain.people import PersonKey
from bot.platforms import Platforms
from tests.acceptance.chats.chat import (
    ADA,
    EMMY,
    OPERATOR,
    PRIVATE,
    File,
    Where,
    Who,
)
from tests.acceptance.chats.slash import slashed
from tests.acceptance.chats.words import on_one_line, without_markdown
from tests.acceptance.chats.world import Process, World
from tests.emulators.discord import DiscordEmulator
from tests.emulators.discord_interaction import MODAL, Interaction
from tests.emulators.discord_shown import Menu, Modal, Shown
from tests.emulators.discord_world import Person

_SERVER, _CLUB = 500, 1


@dataclass(slots=True)
class Discord:
    """Answers `Emulated` on the emulated Discord."""

    world: World
    discord: DiscordEmulator
    people: dict[Who, Person]
    _running: AsyncExitStack = field(default_factory=AsyncExitStack)
    _process: Process | None = None
    _newest: Shown | None = None
    _form: Modal | None = None
    _unasked: set[int] = field(default_factory=set)
    """The number of each message that nobody asked for."""

    @property
    def buttons(self) -> list[str]:
        seen = self._asked
        options = [label for menu in seen.menus for label, _ in menu.options]
        return [*options, *seen.labels]

    @property
    def file(self) -> File:
        (file,) = self._asked.files
        return File(file.name, file.content.decode())

    async def says(self, who: Who, line: str, *, at: Where = PRIVATE) -> str:
        command, options = slashed(line, self._bot.desk.commands)
        channel = None if at is PRIVATE else _CLUB
        return await self._reads(
            await self.discord.uses(self.people[who], channel, command, options)
        )

    async def presses(self, who: Who, label: str) -> str:
        person, seen = self.people[who], self._asked
        menu = _menu_with(seen, label)
        if menu is not None:
            chosen = await self.discord.chooses(person, seen, menu.custom_id, [label])
            return await self._reads(chosen)
        token = seen.button(label).custom_id
        assert token is not None, f"“{label}” is a link."
        return await self.forges(who, token)

    async def fills_in(self, who: Who, **written: str) -> str:
        assert self._form is not None, "No form is open."
        return await self._reads(await self.discord.submits(self.people[who], self._form, written))

    async def forges(self, who: Who, token: str) -> str:
        seen = self._asked
        forged = self.discord.forges(self.people[who], seen.channel, token, message=seen)
        return await self._reads(await forged)

    async def time_reaches(self, clock_time: str) -> None:
        await self.world.time_reaches(clock_time)
        before = self._standing()
        await self._bot.rings()
        self._unasked |= self._standing() - before

    def posts(self, where: Where, who: Who = ADA) -> list[str]:
        return [
            without_markdown(message.text)
            for message in self.discord.messages(self._channel(where, who))
            if message.id in self._unasked
        ]

    def answers(self, where: Where, who: Who = ADA) -> int:
        standing = self.discord.messages(self._channel(where, who))
        return len(standing) - len(self.posts(where, who))

    async def speaks(self, who: Who, language: str) -> None:
        self.people[who] = replace(self.people[who], locale=language)

    async def loses_rights(self, who: Who) -> None:
        self.people[who] = replace(self.people[who], rights=frozenset())

    async def shuts_out(self) -> None:
        async with self._bot.desk.dealing_with("shut_out"):
            self.discord.kicks_the_bot(_SERVER)

    async def lets_in(self) -> None:
        async with self._bot.desk.dealing_with("let_in"):
            await self.is_invited()

    async def is_invited(self) -> None:
        """Add the bot to the server, whether it is there to notice or not."""
        await self.discord.joins(_SERVER, channels=[_CLUB])

    async def notices_that_it_is_let_in(self) -> None:
        """Wait until the bot, which has just begun, has looked at its servers."""
        async with self._bot.desk.dealing_with("let_in"):
            pass

    async def restarts(self) -> None:
        async with self.away():
            pass

    @asynccontextmanager
    async def away(self) -> AsyncIterator[None]:
        """Let the bot be down meanwhile."""
        await self.ends()
        yield
        await self.starts()

    async def starts(self) -> None:
        session = await self._running.enter_async_context(
            opened(self.discord.TOKEN, api_url=self.discord.url)
        )
        listening = partial(listen, self.discord.TOKEN, api_url=self.discord.url)
        platforms = Platforms(
            {Platform.DISCORD: DiscordPublisher(session)},
            {Platform.DISCORD: DiscordRights(session)},
            {Platform.DISCORD: listening},
        )
        operator = PersonKey(Platform.DISCORD, str(self.people[OPERATOR].id))
        running = self.world.process(platforms, [operator])
        self._process = await self._running.enter_async_context(running)
        await self.discord.sees_the_bot_online()

    async def ends(self) -> None:
        await self._running.aclose()

    @property
    def _bot(self) -> Process:
        assert self._process is not None, "The bot does not run."
        return self._process

    @property
    def _asked(self) -> Shown:
        assert self._newest is not None, "Nobody has asked yet."
        return self._newest

    def _channel(self, where: Where, who: Who) -> int:
        return self.discord.private(self.people[who]) if where is PRIVATE else _CLUB

    def _standing(self) -> set[int]:
        channels = [_CLUB, *map(self.discord.private, self.people.values())]
        return {message.id for one in channels for message in self.discord.messages(one)}

    async def _reads(self, interaction: Interaction) -> str:
        self._form = None
        if (await interaction.acknowledgement()).type == MODAL:
            self._form = await interaction.modal()
            return on_one_line(self._form.title)
        self._newest = await interaction.answer()
        return on_one_line(without_markdown(self._newest.text))


def _menu_with(seen: Shown, label: str) -> Menu | None:
    """Find the menu in which something can be chosen."""
    offering = (menu for menu in seen.menus if label in dict(menu.options))
    return next(offering, None)


@asynccontextmanager
async def discord(world: World, folder: Path) -> AsyncIterator[Discord]:
    """Let the bot run on Discord, with a server in which Ada may manage channels."""
    async with DiscordEmulator() as emulator:
        emulator.opens(_CLUB, guild=_SERVER, name="club")
        people = {
            ADA: Person(77, "ada", rights=frozenset({"manage_channels"})),
            EMMY: Person(78, "emmy"),
            OPERATOR: Person(79, "grace"),
        }
        chat = Discord(world, emulator, people)
        try:
            await chat.starts()
            yield chat
        finally:
            await chat.ends()
