"""The driver of the terminal: each person sits at one, and all of them show the same bot."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from rich.console import Console

from adapters.terminal.commands import Conversation
from adapters.terminal.publisher import TerminalPublisher
from adapters.terminal.rights import TerminalRights
from bot.domain.destinations import Destination, Platform
from bot.domain.people import Caller, PersonKey, Place, PlaceKind
from bot.platforms import Platforms
from tests.acceptance.chats.chat import ADA, OPERATOR, PRIVATE, File, Where, Who
from tests.acceptance.chats.words import on_one_line
from tests.acceptance.chats.world import Process, World

_NUMBERED = re.compile(r"\[(\d+)\] (.+?)(?= {3,}|\n|$)")
_KEPT = re.compile(r"^→ (.+)$", re.MULTILINE)
_WIDE = 2000
"""Columns: no sentence is broken."""


@dataclass(slots=True)
class Terminal:
    """Answers `Chat` with lines on paper."""

    world: World
    folder: Path
    _running: AsyncExitStack = field(default_factory=AsyncExitStack)
    _seats: dict[Who, "_Seat"] = field(default_factory=dict)
    _paper: StringIO = field(default_factory=StringIO)
    """Where the bot prints what nobody asked for; there is one for all."""

    _process: Process | None = None
    _newest: "_Seat | None" = None

    @property
    def buttons(self) -> list[str]:
        return list(self._asked.numbers)

    @property
    def file(self) -> File:
        (path,) = (Path(name) for name in _KEPT.findall(self._asked.answer))
        return File(path.name, path.read_text("utf-8"))

    async def says(self, who: Who, line: str, *, at: Where = PRIVATE) -> str:
        assert at is PRIVATE, "At a terminal one is alone."
        self._newest = self._seats[who]
        return await self._newest.hears(line)

    async def presses(self, who: Who, label: str) -> str:
        numbers = self._asked.numbers
        assert label in numbers, f"There is no button “{label}”, but {list(numbers)}."
        return await self.says(who, numbers[label])

    async def fills_in(self, who: Who, **written: str) -> str:
        seat = self._seats[who]
        answer = ""
        while (form := seat.conversation.form) is not None:
            asked = form.fields[len(seat.conversation.filled)].param.name
            answer = await seat.hears(written.get(asked, ""))
        return answer

    async def time_reaches(self, clock_time: str) -> None:
        assert self._process is not None
        await self.world.time_reaches(clock_time)
        await self._process.rings()

    def posts(self, where: Where, who: Who = ADA) -> list[str]:
        printed = self._paper.getvalue().split("🔥")[1:]
        return [on_one_line(f"🔥{digest}") for digest in printed]

    async def restarts(self) -> None:
        await self._running.aclose()
        await self.starts()

    async def starts(self) -> None:
        platforms = Platforms(
            {Platform.TERMINAL: TerminalPublisher(_console(self._paper))},
            {Platform.TERMINAL: TerminalRights()},
            {},
        )
        running = self.world.process(platforms, [_key(OPERATOR)])
        self._process = await self._running.enter_async_context(running)
        here = Place(destination=Destination(Platform.TERMINAL), kind=PlaceKind.PRIVATE)
        for who in Who:
            caller = Caller(person=_key(who), place=here, locale="en")
            screen = StringIO()
            desk = self._process.front.desk
            conversation = Conversation(desk, caller, _console(screen), self.folder)
            self._seats[who] = _Seat(conversation, screen)

    async def ends(self) -> None:
        await self._running.aclose()

    @property
    def _asked(self) -> "_Seat":
        assert self._newest is not None, "Nobody has asked yet."
        return self._newest


@dataclass(slots=True)
class _Seat:
    """Somebody in front of a screen."""

    conversation: Conversation
    screen: StringIO
    answer: str = ""
    """The newest, as it is laid out."""

    @property
    def numbers(self) -> dict[str, str]:
        """What can be pressed, with the number to type for it."""
        return {label: number for number, label in _NUMBERED.findall(self.answer)}

    async def hears(self, line: str) -> str:
        read_until = len(self.screen.getvalue())
        await self.conversation.hears(line)
        self.answer = self.screen.getvalue()[read_until:]
        return on_one_line(self.answer)


@asynccontextmanager
async def terminal(world: World, folder: Path) -> AsyncIterator[Terminal]:
    """Give everybody a terminal."""
    chat = Terminal(world, folder)
    await chat.starts()
    try:
        yield chat
    finally:
        await chat.ends()


def _key(who: Who) -> PersonKey:
    return PersonKey(Platform.TERMINAL, who.lower())


def _console(screen: StringIO) -> Console:
    return Console(file=screen, width=_WIDE, markup=False, highlight=False)
