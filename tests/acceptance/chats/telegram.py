"""The driver of Telegram: python-telegram-bot talks with the emulated platform."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from adapters.telegram.client import connected
from adapters.telegram.commands import listen
from adapters.telegram.pace import Pacer
from adapters.telegram.private import ANSWERED
from adapters.telegram.publisher import TelegramPublisher
from adapters.telegram.rights import TelegramRights
from bot.domain.destinations import Platform
from bot.domain.people import PersonKey
from bot.platforms import Platforms
from tests.acceptance.chats.chat import (
    ADA,
    CHANNEL,
    CLUB,
    EMMY,
    OPERATOR,
    PRIVATE,
    File,
    Where,
    Who,
)
from tests.acceptance.chats.words import on_one_line
from tests.acceptance.chats.world import Process, World
from tests.adapters.telegram.timepiece import Timepiece
from tests.emulators.telegram import TelegramEmulator
from tests.emulators.telegram_chats import Chat, Posted
from tests.emulators.telegram_people import Person
from tests.emulators.telegram_queries import Click


@dataclass(slots=True)
class Telegram:
    """Answers `Emulated` on the emulated Telegram."""

    world: World
    telegram: TelegramEmulator
    people: dict[Who, Person]
    places: dict[Where, Chat]
    _running: AsyncExitStack = field(default_factory=AsyncExitStack)
    _process: Process | None = None
    _newest: Posted | None = None
    _unasked: set[tuple[int, int]] = field(default_factory=set)
    """The chat and the number of each message that nobody asked for."""

    @property
    def buttons(self) -> list[str]:
        return list(map(on_one_line, self.telegram.current(self._asked).labels))

    @property
    def file(self) -> File:
        upload = self._asked.document
        assert upload is not None, f"No file came with “{self._asked.text}”."
        return File(upload.name, upload.content.decode())

    async def says(self, who: Who, line: str, *, at: Where = PRIVATE) -> str:
        self._read_all()
        place = self._place(at, who)
        await self.telegram.says(self.people[who], place, line)
        return await self._reads(place, self._place(PRIVATE, who))

    async def presses(self, who: Who, label: str) -> str:
        self._read_all()
        shown = self.telegram.current(self._asked)
        written = next((one for one in shown.labels if on_one_line(one) == label), label)
        click = await self.telegram.clicks(self.people[who], shown, written)
        return await self._outcome(who, click)

    async def fills_in(self, who: Who, **written: str) -> str:
        lines = self.telegram.current(self._asked).text.splitlines()
        (line,) = (one for one in lines if one.startswith("/"))
        for name, words in written.items():
            line = re.sub(rf"\b{name}=\S+", f"{name}={words}", line)
        places = {chat.id: where for where, chat in self.places.items()}
        return await self.says(who, line, at=places.get(self._asked.chat_id, PRIVATE))

    async def forges(self, who: Who, token: str) -> str:
        self._read_all()
        click = await self.telegram.forges(self.people[who], self._asked, token)
        return await self._outcome(who, click)

    async def time_reaches(self, clock_time: str) -> None:
        await self.world.time_reaches(clock_time)
        before = {key for key, _ in self._standing()}
        await self._bot.rings()
        self._unasked |= {key for key, _ in self._standing()} - before

    def posts(self, where: Where, who: Who = ADA) -> list[str]:
        return [
            on_one_line(posted.text)
            for posted in self.telegram.messages(self._place(where, who))
            if (posted.chat_id, posted.message_id) in self._unasked
        ]

    def answers(self, where: Where, who: Who = ADA) -> int:
        standing = self.telegram.messages(self._place(where, who))
        return len(standing) - len(self.posts(where, who))

    async def speaks(self, who: Who, language: str) -> None:
        number = self.people[who].id
        self.people[who] = self.telegram.person(who, language=language, number=number)

    async def loses_rights(self, who: Who) -> None:
        self.telegram.demotes(self.people[who], self.places[CLUB])

    async def shuts_out(self) -> None:
        async with self._bot.desk.dealing_with("shut_out"):
            await self.telegram.removes_bot(self.people[ADA], self.places[CLUB])

    async def lets_in(self) -> None:
        await self.invites(self.places[CLUB])

    async def invites(self, place: Chat) -> None:
        """Let Ada add the bot to a place."""
        async with self._bot.desk.dealing_with("let_in"):
            await self.telegram.adds_bot(self.people[ADA], place)

    async def greetings_arrive(self) -> None:
        """Let what Ada is told about her places be read and forgotten."""
        await self._bot.rings()
        self._read_all()

    async def becomes_a_supergroup(self) -> None:
        """Let the club get another number."""
        async with self._bot.desk.dealing_with("moved"):
            self.places[CLUB] = await self.telegram.upgrades(self.places[CLUB])

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
        # The library closes the connections of a bot that stops listening.
        bot = await self._running.enter_async_context(
            connected(self.telegram.token, self.telegram.url)
        )
        time = Timepiece()
        publisher = TelegramPublisher(bot, Pacer(clock=time, sleep=time.sleep))
        platforms = Platforms(
            {Platform.TELEGRAM: publisher},
            {Platform.TELEGRAM: TelegramRights(bot)},
            {Platform.TELEGRAM: partial(listen, bot)},
        )
        operator = PersonKey(Platform.TELEGRAM, str(self.people[OPERATOR].id))
        running = self.world.process(platforms, [operator])
        self._process = await self._running.enter_async_context(running)
        await self.telegram.polled()

    async def ends(self) -> None:
        await self._running.aclose()

    @property
    def _bot(self) -> Process:
        assert self._process is not None, "The bot does not run."
        return self._process

    @property
    def _asked(self) -> Posted:
        assert self._newest is not None, "Nobody has asked yet."
        return self._newest

    @property
    def _everywhere(self) -> list[Chat]:
        return [*self.places.values(), *map(self.telegram.chat, self.people.values())]

    def _place(self, where: Where, who: Who) -> Chat:
        return self.telegram.chat(self.people[who]) if where is PRIVATE else self.places[where]

    def _standing(self) -> Iterator[tuple[tuple[int, int], Posted]]:
        for place in self._everywhere:
            for posted in self.telegram.messages(place):
                yield (posted.chat_id, posted.message_id), posted

    def _read_all(self) -> None:
        """Leave out of the next answer what came before."""
        for place in self._everywhere:
            self.telegram.unread(place)

    async def _reads(self, here: Chat, own: Chat) -> str:
        """Wait for the answer where somebody asked, or in their own chat, with a note here."""
        places = [here] if here is own else [own, here]
        waiting = [asyncio.create_task(self.telegram.answer(place)) for place in places]
        done, others = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in others:
            task.cancel()
        read = [task.result() for task in waiting if task in done]
        if here is not own and [own.id] == [posted.chat_id for posted in read]:
            read.append(await self.telegram.answer(here))
        self._newest = read[0]
        return on_one_line("\n".join(posted.text for posted in read))

    async def _outcome(self, who: Who, click: Click) -> str:
        """Read what comes of a pressed button: words in a pop-up, or a message."""
        own = self._place(PRIVATE, who)
        answered = await click.answered()
        if not answered.text:
            return await self._reads(self.telegram.chat(self._asked), own)
        if answered.text == ANSWERED:
            return await self._reads(own, own)
        return on_one_line(answered.text)


@asynccontextmanager
async def telegram(world: World, folder: Path) -> AsyncIterator[Telegram]:
    """Let the bot run on Telegram, in Ada's club and in her channel."""
    async with TelegramEmulator(now=world.clock.now) as emulator:
        people = {who: emulator.person(who, language="en") for who in Who}
        ada = people[ADA]
        emulator.chat(ada).has_started = True
        members = (people[EMMY], people[OPERATOR])
        places = {
            CLUB: emulator.group("The Club", owner=ada, members=members),
            CHANNEL: emulator.channel("Papers", owner=ada, username="papers"),
        }
        chat = Telegram(world, emulator, people, places)
        try:
            await chat.starts()
            for place in places.values():
                await chat.invites(place)
            await chat.greetings_arrive()
            yield chat
        finally:
            await chat.ends()
